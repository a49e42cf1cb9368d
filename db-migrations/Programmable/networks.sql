-- Who sees what of a network: its members' people, its coordinator and experts, analysts and administrators. Of a network that is public, everyone who may
-- come in sees its cycles, their members and moves, and its meetings; everything else stays with the network.
create or replace function sees_network(of_network_id integer) returns boolean
    language sql stable parallel safe as
$$
select reach_level() in ('analyst', 'administrator', 'service') or of_network_id = any (seen_networks())
$$;

do $make$
declare
    walled text;
begin
    foreach walled in array array['network_cycle', 'cycle_move', 'cycle_member', 'cycle_meeting', 'meeting_minutes', 'minutes_comment', 'indicator_set', 'indicator_set_item',
                                  'indicator_set_vote', 'collection_window', 'collection_answer', 'cycle_task', 'cycle_analysis'] loop
        execute format('drop policy if exists own_work on %1$I', walled);
        execute format($$create policy own_work on %1$I as permissive for all using ((select reach_level()) = 'service') with check ((select reach_level()) = 'service')$$, walled);
        execute format('drop policy if exists seen on %1$I', walled);
    end loop;

    execute $$create policy seen on network_cycle as permissive for select
        using (sees_network(network_id) or exists (select from network n where n.network_id = network_cycle.network_id and n.visibility = 'public'))$$;
    -- What is seen with the cycle that it belongs to: the wall of the cycle holds within these.
    foreach walled in array array['cycle_move', 'cycle_member', 'cycle_meeting'] loop
        execute format('create policy seen on %1$I as permissive for select using (exists (select from network_cycle c where c.cycle_id = %1$I.cycle_id))', walled);
    end loop;
    -- What stays with the network.
    foreach walled in array array['indicator_set', 'collection_window', 'cycle_task', 'cycle_analysis'] loop
        execute format('create policy seen on %1$I as permissive for select using (exists (select from network_cycle c where c.cycle_id = %1$I.cycle_id and sees_network(c.network_id)))', walled);
    end loop;
    execute $$create policy seen on meeting_minutes as permissive for select
        using (exists (select from cycle_meeting m join network_cycle c on c.cycle_id = m.cycle_id where m.meeting_id = meeting_minutes.meeting_id and sees_network(c.network_id)))$$;
    execute 'create policy seen on minutes_comment as permissive for select using (exists (select from meeting_minutes m where m.minutes_id = minutes_comment.minutes_id))';
    foreach walled in array array['indicator_set_item', 'indicator_set_vote'] loop
        execute format('create policy seen on %1$I as permissive for select using (exists (select from indicator_set s where s.indicator_set_id = %1$I.indicator_set_id))', walled);
    end loop;
    execute 'create policy seen on collection_answer as permissive for select using (exists (select from collection_window w where w.window_id = collection_answer.window_id))';
end
$make$;
