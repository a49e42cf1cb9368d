-- Parts of published aggregates are hidden figures: nobody but the service's own work sees them.
drop policy if exists own_work on group_aggregate_part;
create policy own_work on group_aggregate_part as permissive for all
    using ((select reach_level()) = 'service') with check ((select reach_level()) = 'service');

-- What the check of an aggregate rests on: every current value of the indicator's totals in the period, and who may see it.
create or replace function group_aggregate_basis(of_indicator_id integer, of_period text) returns text
    language sql stable as
$$
select md5(coalesce(string_agg(concat_ws(':', o.territory_id, trim_scale(o.value), o.visibility, o.network_id), ',' order by o.territory_id), ''))
from observation_revision o
where o.indicator_id = of_indicator_id and o.period = of_period and o.breakdown = '' and o.superseded_at is null
  and o.workflow = 'published' and o.value is not null and (o.embargo_until is null or o.embargo_until <= now())
$$;

-- Withdraws the aggregates whose check no longer holds, because a value or a level of their indicator and period is another one. Answers the indicators
-- that have lost one. Runs in every publication.
create or replace function withdraw_group_aggregates(changed integer[]) returns integer[]
    language plpgsql as
$$
declare
    reach constant text := current_setting('benchlearning.reach', true);
    lost integer[];
begin
    if not exists (select from group_aggregate a where a.indicator_id = any (changed) and a.withdrawn_at is null) then
        return '{}';
    end if;
    perform set_config('benchlearning.reach', '{"level":"service","territories":[],"networks":[]}', true);
    with gone as (
        update group_aggregate a
        set withdrawn_at = clock_timestamp(), withdrawn_because = 'changed'
        where a.indicator_id = any (changed) and a.withdrawn_at is null and a.basis <> group_aggregate_basis(a.indicator_id, a.period)
        returning a.indicator_id)
    select coalesce(array_agg(distinct g.indicator_id), '{}') into lost from gone g;
    perform set_config('benchlearning.reach', coalesce(reach, ''), true);
    return lost;
end
$$;
