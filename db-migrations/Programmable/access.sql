-- What a municipality's people reach: its own territory, and those that it took over from, wholly or in part, back to the first reform. What split off
-- and left its origin standing (Mērsrags from Roja) does not reach the origin.
create or replace view reached_territory as
with recursive predecessor as (
    select distinct a.territory_id, b.territory_id as predecessor_id
    from territory_change_part p
    join territory_version a on a.territory_version_id = p.to_version_id
    join territory_version b on b.territory_version_id = p.from_version_id
    where a.territory_id <> b.territory_id
      and not exists (select from territory_version later where later.territory_id = b.territory_id and later.valid_from > b.valid_to)
      and b.valid_to is not null
), reached as (
    select t.territory_id, t.territory_id as reached_id
    from territory t
    union
    select r.territory_id, p.predecessor_id
    from reached r
    join predecessor p on p.territory_id = r.reached_id
)
select territory_id, reached_id
from reached;

-- The roles in force now, in words and in numbers.
create or replace view held_role as
select g.role_grant_id, g.person_id, g.api_client_id, g.role, g.organisation_id, o.code as organisation, o.territory_id, g.network_id, n.code as network, g.source_id,
       s.code as source, g.valid_from, g.valid_to
from role_grant g
left join organisation o on o.organisation_id = g.organisation_id
left join network n on n.network_id = g.network_id
left join source s on s.source_id = g.source_id
where g.revoked_at is null
  and g.valid_from <= now()
  and (g.valid_to is null or g.valid_to > now());
