-- Who sees the counts of a survey: everyone once they are published; before that the people of the municipality that asks, and administrators.
drop policy if exists seen on survey_count;
create policy seen on survey_count as permissive for select using (
    (select reach_level()) in ('service', 'administrator')
    or survey_id in (select s.survey_id from survey s where s.published_at is not null or s.territory_id = any ((select seen_territories())::integer[])));

-- Only the service's own work writes.
drop policy if exists written on survey_count;
create policy written on survey_count as permissive for insert with check ((select reach_level()) = 'service');
drop policy if exists counted on survey_count;
create policy counted on survey_count as permissive for update using ((select reach_level()) = 'service');
drop policy if exists replaced on survey_count;
create policy replaced on survey_count as permissive for delete using ((select reach_level()) = 'service');
