-- A plan that was decided or begun everybody sees; before, its municipality, the members of its network, and those who see all of them. What belongs to a
-- plan is seen with it; advice only by those who might give it. The service's own work, which is every write, sees and writes all.
drop policy if exists seen on improvement_plan;
create policy seen on improvement_plan as permissive for select using (
    published_at is not null
    or (select reach_level()) in ('analyst', 'administrator', 'service')
    or territory_id = any ((select seen_territories())::integer[])
    or network_id = any ((select seen_networks())::integer[]));

drop policy if exists seen on plan_advice;
create policy seen on plan_advice as permissive for select using (
    exists (select from improvement_plan p
            where p.plan_id = plan_advice.plan_id
              and ((select reach_level()) in ('analyst', 'administrator', 'service')
                   or p.territory_id = any ((select seen_territories())::integer[])
                   or p.network_id = any ((select seen_networks())::integer[]))));

do $make$
declare
    part text;
begin
    foreach part in array array['plan_target', 'plan_action', 'plan_follow_up', 'plan_move', 'plan_evaluation'] loop
        execute format('drop policy if exists seen on %1$I', part);
        execute format('create policy seen on %1$I as permissive for select using (exists (select from improvement_plan p where p.plan_id = %1$I.plan_id))', part);
    end loop;
    drop policy if exists seen on plan_evaluation_cell;
    create policy seen on plan_evaluation_cell as permissive for select
        using (exists (select from plan_evaluation e where e.plan_evaluation_id = plan_evaluation_cell.plan_evaluation_id));

    foreach part in array array['improvement_plan', 'plan_target', 'plan_action', 'plan_follow_up', 'plan_move', 'plan_advice', 'plan_evaluation', 'plan_evaluation_cell'] loop
        execute format('drop policy if exists written on %I', part);
        execute format('create policy written on %I as permissive for insert with check ((select reach_level()) = ''service'')', part);
        execute format('drop policy if exists changed on %I', part);
        execute format('create policy changed on %I as permissive for update using ((select reach_level()) = ''service'')', part);
        execute format('drop policy if exists removed on %I', part);
        execute format('create policy removed on %I as permissive for delete using ((select reach_level()) = ''service'')', part);
    end loop;
end
$make$;
