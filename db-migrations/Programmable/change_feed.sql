-- The revisions that the change feed tells of: what became public, and what was taken back.
create or replace view followed_observation as
select o.change_number, o.recorded_at, o.indicator_id, o.indicator_version_id, o.territory_id, o.territory_version_id, o.period, o.breakdown, o.revision,
       o.value, o.missing_reason, o.workflow, o.quality, o.flags
from observation_revision o
where o.workflow in ('published', 'withdrawn')
  and o.visibility = 'public';

-- The number of the last change, told of or not; 0 before the first. Nothing that is committed later has a number up to it.
create or replace function latest_change_number() returns bigint
    language sql stable as
$$
select greatest((select max(change_number) from observation_revision), (select max(change_number) from change), 0)
$$;
