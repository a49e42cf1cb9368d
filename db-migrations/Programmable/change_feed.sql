-- The revisions that the change feed tells the caller of: what became an answer that they may see, and what was taken back.
create or replace view followed_observation with (security_invoker = true) as
select o.change_number, o.recorded_at, o.indicator_id, o.indicator_version_id, o.territory_id, o.territory_version_id, o.period, o.breakdown, o.revision,
       o.value, o.missing_reason, o.workflow, o.quality, o.flags
from seen_observation o;

-- Cells that became visible to the caller, and cells that no longer are: a tombstone, without a value. What became visible and is not any more has
-- only its tombstone.
create or replace view followed_level_change with (security_invoker = true) as
select c.change_number, c.recorded_at, c.indicator_id, o.indicator_version_id, c.territory_id, c.territory_version_id, c.period, c.breakdown, c.revision,
       o.value, coalesce(o.missing_reason, case when not c.is_seen then 'notAvailable' end) as missing_reason, c.is_seen,
       coalesce(o.quality, 'final') as quality, coalesce(o.flags, '{}') as flags
from seen_level_change c
left join seen_observation o
    on c.is_seen
   and o.indicator_id = c.indicator_id and o.territory_id = c.territory_id and o.period = c.period and o.breakdown = c.breakdown and o.revision = c.revision
where not c.is_seen or o.revision is not null;

-- The number of the last change, told of or not; 0 before the first. Nothing that is committed later has a number up to it.
create or replace function latest_change_number() returns bigint
    language sql stable security definer
    set search_path = public, pg_temp
    as
$$
select greatest((select max(change_number) from observation_revision), (select max(change_number) from level_change), (select max(change_number) from change), 0)
$$;

-- The number of the last change that the caller is told of.
create or replace function last_followed_number() returns bigint
    language sql stable as
$$
select greatest((select max(change_number) from followed_observation), (select max(change_number) from followed_level_change), (select max(change_number) from change), 0)
$$;
