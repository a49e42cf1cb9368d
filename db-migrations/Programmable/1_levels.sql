-- Who sees a cell. Decided here and nowhere else: the views that queries read, and row-level security behind them, are made of one text.
--
-- The setting benchlearning.reach says what the caller may see that is not public, in exactly one form:
--   {"level":"analyst","territories":[17,18],"networks":[3]}
-- level is public, authorised, analyst, administrator, or service: the service's own work, such as an import, which no caller is. Unset, empty
-- or in any other form it means what everyone sees.
create or replace function reach_level() returns text
    language sql stable parallel safe as
$$
select coalesce(substring(current_setting('benchlearning.reach', true) from '^\{"level":"([a-z]+)","territories":\[[0-9,]*\],"networks":\[[0-9,]*\]\}$'), 'public')
$$;

-- The levels that are seen wholly.
create or replace function seen_levels() returns text[]
    language sql stable parallel safe as
$$
select case reach_level()
           when 'authorised' then array['public', 'authorised']
           when 'analyst' then array['public', 'authorised', 'network']
           when 'administrator' then array['public', 'authorised', 'network', 'ownMunicipality', 'administrators']
           when 'service' then array['public', 'authorised', 'network', 'ownMunicipality', 'administrators']
           else array['public'] end
$$;

-- The own municipality: its territories, predecessors included.
create or replace function seen_territories() returns integer[]
    language sql stable parallel safe as
$$
select coalesce(string_to_array(nullif(substring(current_setting('benchlearning.reach', true)
           from '^\{"level":"[a-z]+","territories":\[([0-9,]*)\],"networks":\[[0-9,]*\]\}$'), ''), ',')::integer[], '{}')
$$;

-- The networks whose figures are seen, as member or as coordinator.
create or replace function seen_networks() returns integer[]
    language sql stable parallel safe as
$$
select coalesce(string_to_array(nullif(substring(current_setting('benchlearning.reach', true)
           from '^\{"level":"[a-z]+","territories":\[[0-9,]*\],"networks":\[([0-9,]*)\]\}$'), ''), ',')::integer[], '{}')
$$;

-- What waits for its release is seen by the own municipality, and by those who see it of every municipality.
create or replace function sees_embargoed() returns boolean
    language sql stable parallel safe as
$$
select reach_level() in ('analyst', 'administrator', 'service')
$$;

do $make$
declare
    -- A level, its network and a territory: %1$s, %2$s, %3$s. Each function is asked once for a query, not once for a row.
    level constant text := $$(%1$s = any ((select seen_levels())::text[])
        or (%1$s = 'network' and %2$s = any ((select seen_networks())::integer[]))
        or (%1$s = 'ownMunicipality' and %3$s = any ((select seen_territories())::integer[])))$$;
    embargo constant text := $$((select sees_embargoed()) or %1$s = any ((select seen_territories())::integer[]))$$;
    seen constant text := format(level, 'o.visibility', 'o.network_id', 'o.territory_id') || $$
        and ((o.workflow in ('published', 'withdrawn') and (o.embargo_until is null or o.embargo_until <= now()))
             or (o.workflow in ('published', 'verified') and $$ || format(embargo, 'o.territory_id') || '))';
    changed constant text := '(not c.is_waiting or ' || format(embargo, 'c.territory_id') || ')';
    saw constant text := format(level, 'c.from_visibility', 'c.from_network_id', 'c.territory_id');
    sees constant text := format(level, 'c.to_visibility', 'c.to_network_id', 'c.territory_id');
begin
    -- The first wall: every revision that the caller may see. The service asks the table itself.
    execute 'create or replace view seen_observation with (security_invoker = true) as select o.* from observation_revision o where ' || seen;
    execute 'create or replace view seen_level_change with (security_invoker = true) as select c.*, ' || sees || ' as is_seen from level_change c where ('
        || saw || ') <> (' || sees || ') and ' || changed;

    -- The second wall.
    drop policy if exists seen on observation_revision;
    execute $$create policy seen on observation_revision as permissive for select using ((select reach_level()) = 'service' or ($$ || replace(seen, 'o.', '') || '))';
    drop policy if exists seen on level_change;
    execute $$create policy seen on level_change as permissive for select using ((select reach_level()) = 'service' or (($$
        || replace(saw, 'c.', '') || ') <> (' || replace(sees, 'c.', '') || ')))';
end
$make$;

-- Only the service's own work writes.
drop policy if exists written on observation_revision;
create policy written on observation_revision as permissive for insert with check ((select reach_level()) = 'service');
drop policy if exists superseded on observation_revision;
create policy superseded on observation_revision as permissive for update using ((select reach_level()) = 'service');
drop policy if exists written on level_change;
create policy written on level_change as permissive for insert with check ((select reach_level()) = 'service');

-- The answer now, cell by cell, as the caller may see it: what waits for its release goes before what is published.
create or replace view current_observation with (security_invoker = true) as
select o.*
from seen_observation o
where o.superseded_at is null
  and (o.workflow = 'verified'
       or (o.workflow = 'published'
           and (o.indicator_id, o.territory_id, o.period, o.breakdown) not in (
               select w.indicator_id, w.territory_id, w.period, w.breakdown
               from seen_observation w
               where w.workflow = 'verified' and w.superseded_at is null)));

-- What the source said before our correction: part of the correction, which tells of it, and of nothing else that the caller does not see.
-- The revision itself may have been in quarantine, where the second wall keeps it.
create or replace function corrected_original(of_indicator_id integer, of_territory_id integer, of_period text, of_breakdown text, of_revision integer)
    returns table (value numeric, missing_reason text)
    language sql stable security definer
    set search_path = public, pg_temp
    as
$$
select h.value, h.missing_reason
from seen_observation o
join observation_revision h
    on h.indicator_id = o.indicator_id and h.territory_id = o.territory_id and h.period = o.period and h.breakdown = o.breakdown and h.revision = o.original_revision
where o.indicator_id = of_indicator_id and o.territory_id = of_territory_id and o.period = of_period and o.breakdown = of_breakdown and o.revision = of_revision
  and o.correction_id is not null
$$;

-- How many cells, that have an answer or one that waits for its release, have which level.
create or replace function cells_by_level(of_indicator_id integer, by_territory_id integer, by_from text, by_to text, by_breakdown text) returns jsonb
    language sql stable as
$$
select coalesce(jsonb_object_agg(l.visibility, l.cells), '{}')
from (select c.visibility, count(*) as cells
      from (select distinct o.territory_id, o.period, o.breakdown, o.visibility
            from observation_revision o
            where o.indicator_id = of_indicator_id and o.superseded_at is null and o.workflow in ('published', 'verified')
              and is_covered(o.territory_id, o.period, o.breakdown, by_territory_id, by_from, by_to, by_breakdown)) c
      group by c.visibility) l
$$;

-- Classifies cells, those of the past and those to come, and answers the number of the classification. Runs under the applying lock.
create or replace function classify_observations(
    of_indicator_id integer, by_territory_id integer, by_from text, by_to text, by_breakdown text, to_visibility text, to_network_id integer, by_reason text, by_actor text)
    returns integer
    language plpgsql as
$$
declare
    at constant timestamptz := clock_timestamp();
    before constant jsonb := cells_by_level(of_indicator_id, by_territory_id, by_from, by_to, by_breakdown);
    history_changed boolean;
    number integer;
begin
    create temporary table reclassified on commit drop as
    select o.territory_id, o.territory_version_id, o.period, o.breakdown, o.revision, o.workflow, o.superseded_at, o.visibility, o.network_id
    from observation_revision o
    where o.indicator_id = of_indicator_id
      and is_covered(o.territory_id, o.period, o.breakdown, by_territory_id, by_from, by_to, by_breakdown)
      and (o.visibility, o.network_id) is distinct from (to_visibility, to_network_id);
    analyze reclassified;

    update observation_revision o
    set visibility = to_visibility, network_id = to_network_id
    from reclassified r
    where o.indicator_id = of_indicator_id and o.territory_id = r.territory_id and o.period = r.period and o.breakdown = r.breakdown and o.revision = r.revision;

    insert into level_change (
        indicator_id, territory_id, territory_version_id, period, breakdown, revision, is_waiting, from_visibility, from_network_id, to_visibility, to_network_id, recorded_at)
    select of_indicator_id, r.territory_id, r.territory_version_id, r.period, r.breakdown, r.revision, r.workflow = 'verified', r.visibility, r.network_id, to_visibility, to_network_id, at
    from reclassified r
    where r.superseded_at is null and r.workflow in ('published', 'verified')
    order by r.territory_id, r.period, r.breakdown;

    select exists (select from reclassified r where r.workflow in ('published', 'withdrawn') and (r.visibility = 'public') <> (to_visibility = 'public'))
    into history_changed;
    drop table reclassified;

    insert into classification (
        indicator_id, territory_id, period_from, period_to, breakdown, visibility, network_id, reason, cells_before, cells_after, classified_at, classified_by)
    values (
        of_indicator_id, by_territory_id, by_from, by_to, by_breakdown, to_visibility, to_network_id, by_reason, before,
        cells_by_level(of_indicator_id, by_territory_id, by_from, by_to, by_breakdown), at, by_actor)
    returning classification_id into number;

    perform publish_observation_cubes(array[of_indicator_id], history_changed);
    return number;
end
$$;
