-- The organisations that somebody acts for who holds a role for some: those themselves, and the municipalities that they took over from.
create or replace function acting_organisations(codes text[]) returns setof integer
    language sql stable
    set search_path = public, pg_temp
    as
$$
select h.organisation_id
from organisation h
where h.code = any (codes)
union
select o.organisation_id
from organisation h
join reached_territory r on r.territory_id = h.territory_id
join organisation o on o.territory_id = r.reached_id
where h.code = any (codes)
$$;

-- Practices: what is published, and what was, everybody sees; the rest its keeper and those who review. What belongs to a practice is seen with it.
-- The service's own work, which is every write, sees and writes all.
drop policy if exists seen on practice;
create policy seen on practice as permissive for select using (
    state in ('published', 'needsUpdate', 'retired')
    or (select reach_level()) in ('analyst', 'administrator', 'service')
    or territory_id = any ((select seen_territories())::integer[]));

-- Adoptions are seen by everybody where the practice is: who uses it is why it is believed.
do $make$
declare
    part text;
begin
    foreach part in array array['practice_evidence', 'practice_move', 'practice_comment', 'practice_useful', 'practice_adoption'] loop
        execute format('drop policy if exists seen on %1$I', part);
        execute format('create policy seen on %1$I as permissive for select using (exists (select from practice p where p.practice_id = %1$I.practice_id))', part);
    end loop;
    drop policy if exists seen on practice_adoption_move;
    create policy seen on practice_adoption_move as permissive for select
        using (exists (select from practice_adoption a where a.practice_adoption_id = practice_adoption_move.practice_adoption_id));

    foreach part in array array['practice', 'practice_evidence', 'practice_move', 'practice_comment', 'practice_useful', 'practice_adoption', 'practice_adoption_move'] loop
        execute format('drop policy if exists written on %I', part);
        execute format('create policy written on %I as permissive for insert with check ((select reach_level()) = ''service'')', part);
        execute format('drop policy if exists changed on %I', part);
        execute format('create policy changed on %I as permissive for update using ((select reach_level()) = ''service'')', part);
        execute format('drop policy if exists removed on %I', part);
        execute format('create policy removed on %I as permissive for delete using ((select reach_level()) = ''service'')', part);
    end loop;
end
$make$;
