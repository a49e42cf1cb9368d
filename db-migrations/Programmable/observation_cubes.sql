-- A full-length array becomes one element when all its elements are equal.
create or replace function uniform(elements anyarray) returns anyarray
    language sql immutable strict parallel safe as
$$
    select case when elements = array_fill(elements[1], array[cardinality(elements)]) then elements[1:1] else elements end
$$;

-- The cubes of indicators, made from the revisions that the caller may see: the answer at an instant. What waits for its release goes before
-- what is published, for those who see it. The read model and every other answer come from here, so they cannot differ.
--   wanted   indicators
--   as_of    instant; null: now
--   rounded  true: figures at the indicator's decimals; false: as stored, for calculations
create or replace function observation_cubes(wanted integer[], as_of timestamptz, rounded boolean)
    returns table (
        indicator_id integer, breakdown text, data_version bigint, territory_ids integer[], periods text[], figures double precision[],
        cells smallint[], revisions integer[], qualities smallint[], flags smallint[], indicator_version_ids integer[],
        source_ids integer[], note_positions integer[], notes_lv text[], notes_en text[])
    language sql stable
    set jit = off       -- estimates here are blind, and compiling costs more than it gives
    as
$$
with waiting as materialized (
    select o.indicator_id, o.territory_id, o.period, o.breakdown
    from seen_observation o
    where o.indicator_id = any (wanted)
      and o.workflow = 'verified'
      and case when as_of is null then o.superseded_at is null
               else o.recorded_at <= as_of and (o.superseded_at is null or o.superseded_at > as_of) end
),
published as materialized (
    select o.indicator_id, o.breakdown, o.territory_id, t.identity, o.period::text as period,
           coalesce(case when rounded then round(o.value, v.decimals) else o.value end, 'NaN')::double precision as figure,
           case o.missing_reason when 'notAvailable' then 1 when 'notApplicable' then 2 when 'notYetPublished' then 3
                                 when 'suppressed' then 4 when 'notConvertible' then 5 else 0 end as cell,
           o.revision,
           case o.quality when 'provisional' then 0 when 'final' then 1 else 2 end as quality,
           (o.flags @> array['suspect'])::int + 2 * (o.flags @> array['estimated'])::int
               + 4 * (o.flags @> array['break'])::int + 8 * (o.flags @> array['roundedByProvider'])::int as flags,
           o.indicator_version_id, o.source_id, o.flag_reason_lv, o.flag_reason_en
    from seen_observation o
    join indicator_version v on v.indicator_version_id = o.indicator_version_id
    join territory t on t.territory_id = o.territory_id
    where o.indicator_id = any (wanted)
      and (o.workflow = 'verified'
           or (o.workflow = 'published'
               and (o.indicator_id, o.territory_id, o.period, o.breakdown) not in (select w.indicator_id, w.territory_id, w.period, w.breakdown from waiting w)))
      and case when as_of is null then o.superseded_at is null
               else o.recorded_at <= as_of and (o.superseded_at is null or o.superseded_at > as_of) end
),
placed as materialized (
    select p.*,
           (dense_rank() over (partition by p.indicator_id, p.breakdown order by p.identity collate "C"))::integer as row_number,
           (dense_rank() over (partition by p.indicator_id, p.breakdown order by p.period collate "C"))::integer as column_number
    from published p
),
size as materialized (
    select p.indicator_id, p.breakdown, max(p.row_number) as rows, max(p.column_number) as columns
    from placed p
    group by p.indicator_id, p.breakdown
),
positioned as materialized (
    select p.*, (p.row_number - 1) * max(p.column_number) over (partition by p.indicator_id, p.breakdown) + p.column_number - 1 as position
    from placed p
),
-- Cells of the grid that have no stored answer. A set difference, not a join: the planner knows nothing of these sizes.
gap as (
    select s.indicator_id, s.breakdown, n as position
    from size s
    cross join lateral generate_series(0, s.rows * s.columns - 1) as n
    except
    select p.indicator_id, p.breakdown, p.position
    from positioned p
),
-- Sorted once, so that the aggregates need not sort each.
cell as (
    select p.indicator_id, p.breakdown, p.position, p.figure, p.cell, p.revision, p.quality, p.flags, p.indicator_version_id, p.source_id,
           p.flag_reason_lv, p.flag_reason_en
    from positioned p
    union all
    select g.indicator_id, g.breakdown, g.position, 'NaN', 9, 0, 1, 0, 0, 0, null, null
    from gap g
    order by 1, 2, 3
),
cube as materialized (
    select c.indicator_id, c.breakdown,
           array_agg(c.figure) as figures,
           array_agg(c.cell::smallint) as cells,
           array_agg(c.revision) as revisions,
           array_agg(c.quality::smallint) as qualities,
           array_agg(c.flags::smallint) as flags,
           array_agg(c.indicator_version_id) as indicator_version_ids,
           array_agg(c.source_id) as source_ids,
           array_agg(c.position) filter (where c.flag_reason_en is not null) as note_positions,
           array_agg(c.flag_reason_lv) filter (where c.flag_reason_en is not null) as notes_lv,
           array_agg(c.flag_reason_en) filter (where c.flag_reason_en is not null) as notes_en
    from cell c
    group by c.indicator_id, c.breakdown
),
territory_axis as materialized (
    select d.indicator_id, d.breakdown, array_agg(d.territory_id order by d.row_number) as territory_ids
    from (select distinct p.indicator_id, p.breakdown, p.row_number, p.territory_id from placed p) d
    group by d.indicator_id, d.breakdown
),
period_axis as materialized (
    select d.indicator_id, d.breakdown, array_agg(d.period order by d.column_number) as periods
    from (select distinct p.indicator_id, p.breakdown, p.column_number, p.period from placed p) d
    group by d.indicator_id, d.breakdown
)
select c.indicator_id, c.breakdown, coalesce(s.data_version, 0), t.territory_ids, p.periods, c.figures,
       uniform(c.cells), uniform(c.revisions), uniform(c.qualities), uniform(c.flags), uniform(c.indicator_version_ids), uniform(c.source_ids),
       coalesce(c.note_positions, '{}'), coalesce(c.notes_lv, '{}'), coalesce(c.notes_en, '{}')
from cube c
join territory_axis t on t.indicator_id = c.indicator_id and t.breakdown = c.breakdown
join period_axis p on p.indicator_id = c.indicator_id and p.breakdown = c.breakdown
left join indicator_state s on s.indicator_id = c.indicator_id
$$;

-- The cubes that everyone sees, whoever has them made.
create or replace function public_observation_cubes(wanted integer[]) returns setof observation_cube
    language plpgsql as
$$
declare
    reach constant text := current_setting('benchlearning.reach', true);
begin
    perform set_config('benchlearning.reach', '', true);
    return query select * from observation_cubes(wanted, null, true);
    perform set_config('benchlearning.reach', coalesce(reach, ''), true);
end
$$;

-- Brings the read model of some indicators in line with their revisions and tells every instance. A new data version is given to those only
-- whose public answer is another one, now or, where history_changed says so, at an earlier instant; a withdrawn aggregate is one. Runs in the transaction that wrote the revisions. One
-- publication at a time, so that versions become visible in their order: whoever has seen a version has seen every smaller one.
create or replace function publish_observation_cubes(changed integer[], history_changed boolean default false) returns void
    language plpgsql as
$$
declare
    differing integer[];
    withdrawn integer[];
begin
    perform pg_advisory_xact_lock(hashtext('benchlearning.publish'));
    withdrawn := withdraw_group_aggregates(changed);

    create temporary table fresh_cube on commit drop as select * from public_observation_cubes(changed);
    if history_changed then
        differing := changed;
    else
        differing := array(
            select distinct coalesce(f.indicator_id, h.indicator_id)
            from fresh_cube f
            full join (select * from observation_cube c where c.indicator_id = any (changed)) h on h.indicator_id = f.indicator_id and h.breakdown = f.breakdown
            where (f.territory_ids, f.periods, f.figures, f.cells, f.revisions, f.qualities, f.flags, f.indicator_version_ids, f.source_ids, f.note_positions,
                   f.notes_lv, f.notes_en)
                is distinct from (h.territory_ids, h.periods, h.figures, h.cells, h.revisions, h.qualities, h.flags, h.indicator_version_ids, h.source_ids,
                   h.note_positions, h.notes_lv, h.notes_en)) || withdrawn;
    end if;

    insert into indicator_state (indicator_id, data_version, changed_at, protected_version, protected_changed_at, is_protected)
    select c.indicator_id,
           case when c.indicator_id = any (differing) then nextval('data_version_sequence') else 0 end,
           case when c.indicator_id = any (differing) then clock_timestamp() else 'epoch' end,
           nextval('data_version_sequence'), clock_timestamp(),
           exists (select from observation_revision o
                   where o.indicator_id = c.indicator_id and o.superseded_at is null
                     and (o.workflow = 'verified' or (o.workflow = 'published' and (o.visibility <> 'public' or o.embargo_until > now()))))
    from unnest(changed) as c (indicator_id)
    order by c.indicator_id
    on conflict (indicator_id) do update
    set data_version = case when excluded.data_version > 0 then excluded.data_version else indicator_state.data_version end,
        changed_at = case when excluded.data_version > 0 then excluded.changed_at else indicator_state.changed_at end,
        protected_version = excluded.protected_version, protected_changed_at = excluded.protected_changed_at, is_protected = excluded.is_protected;

    delete from observation_cube where indicator_id = any (differing);
    insert into observation_cube
    select f.indicator_id, f.breakdown, coalesce(s.data_version, 0), f.territory_ids, f.periods, f.figures, f.cells, f.revisions, f.qualities, f.flags,
           f.indicator_version_ids, f.source_ids, f.note_positions, f.notes_lv, f.notes_en
    from fresh_cube f
    left join indicator_state s on s.indicator_id = f.indicator_id
    where f.indicator_id = any (differing);
    drop table fresh_cube;
    perform pg_notify('benchlearning_changed', 'data');
end
$$;
