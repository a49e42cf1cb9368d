using System.Text.Json;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Reads what the guards go by, in one statement. Whether values are there and whether some wait is asked of all of them; what they are, of none.</summary>
internal sealed class CycleFactsReading(Db db, TimeProvider time)
{
    private const string Sql = """
        with cycle as (
            select c.*
            from network_cycle c
            where c.cycle_id = @cycleId
        ), member as (
            select o.organisation_id, o.code, o.territory_id, m.agreement, m.contact_name, m.choice
            from cycle_member m
            join organisation o on o.organisation_id = m.organisation_id
            where m.cycle_id = @cycleId
              and m.role <> 'observer'
              and (m.left_on is null or m.left_on > @today)
        ), newest as (
            select s.*
            from indicator_set s
            where s.cycle_id = @cycleId
            order by s.number desc
            limit 1
        ), cell as (
            select w.window_id, m.organisation_id, m.code, m.territory_id, i.indicator_id, p.period collate "C" as period
            from newest s
            join indicator_set_item i on i.indicator_set_id = s.indicator_set_id and i.is_mandatory
            cross join member m
            cross join collection_window w
            cross join unnest(w.periods) as p (period)
            where s.frozen_at is not null
              and w.cycle_id = @cycleId
              and m.territory_id is not null
        ), gap as (
            select c.code, count(*)::integer as cells
            from cell c
            where not exists (select from current_observation o where o.indicator_id = c.indicator_id and o.territory_id = c.territory_id and o.period = c.period and o.breakdown = '')
              and not exists (select from collection_answer a
                              where a.window_id = c.window_id and a.organisation_id = c.organisation_id and a.indicator_id = c.indicator_id and a.period = c.period)
            group by c.code
        )
        select jsonb_build_object(
            'suspendedFrom', c.suspended_from, 'theme', n.theme, 'aim', coalesce(n.aim_lv, n.aim_en), 'committee', n.committee, 'startsOn', c.starts_on, 'endsOn', c.ends_on,
            'coordinators', c.coordinators,
            'members', (select coalesce(jsonb_agg(jsonb_build_object('organisation', m.code, 'agreement', m.agreement, 'contactName', m.contact_name, 'choice', m.choice) order by m.code), '[]') from member m),
            'isKickOffHeld', exists (select from cycle_meeting k where k.cycle_id = c.cycle_id and k.kind = 'kickOff' and k.is_held),
            'areKickOffMinutesApproved', exists (select from cycle_meeting k join meeting_minutes t on t.meeting_id = k.meeting_id
                                                 where k.cycle_id = c.cycle_id and k.kind = 'kickOff' and k.is_held and t.state = 'approved'),
            'set', (select jsonb_build_object('isFrozen', s.frozen_at is not null, 'hasGroup', s.territory_group_id is not null, 'surveyChoice', s.survey_choice) from newest s),
            'windows', (select coalesce(jsonb_agg(jsonb_build_object('code', w.code, 'opensOn', w.opens_on, 'dueOn', w.due_on, 'closedOn', w.closed_on) order by w.code), '[]')
                        from collection_window w where w.cycle_id = c.cycle_id),
            'gaps', (select coalesce(jsonb_agg(jsonb_build_object('organisation', g.code, 'cells', g.cells) order by g.code), '[]') from gap g),
            'waitingValues', (select count(*) from cell e
                              join observation_revision o on o.indicator_id = e.indicator_id and o.territory_id = e.territory_id and o.period = e.period and o.breakdown = ''
                              where o.superseded_at is null and o.workflow in ('received', 'quarantined')),
            'publishedAnalyses', (select count(*) from cycle_analysis a where a.cycle_id = c.cycle_id),
            'discussedAnalyses', (select count(*) from cycle_analysis a join cycle_meeting k on k.meeting_id = a.meeting_id where a.cycle_id = c.cycle_id and k.is_held),
            'isFinalReportGiven', c.final_report is not null, 'finalReportAcceptedOn', c.final_report_accepted_on,
            'plans', (select jsonb_build_object(
                          'notReady', (select coalesce(jsonb_agg(m.code order by m.code), '[]') from member m
                                       where m.choice is distinct from 'noneFits'
                                         and not exists (select from improvement_plan p
                                                         where p.cycle_id = c.cycle_id and p.organisation_id = m.organisation_id and p.due_on is not null and p.owner is not null
                                                           and (not p.needs_decision or p.decision_on is not null)
                                                           and exists (select from plan_target t where t.plan_id = p.plan_id and t.baseline_value is not null and t.target_value is not null))),
                          'firstFollowUpOn', (select min(f.due_on) from plan_follow_up f join improvement_plan p on p.plan_id = f.plan_id where p.cycle_id = c.cycle_id),
                          'stillRunning', (select count(*) from improvement_plan p
                                           where p.cycle_id = c.cycle_id and p.state not in ('finished', 'abandoned', 'transferred', 'rejected')))
                      where exists (select from improvement_plan p where p.cycle_id = c.cycle_id)),
            'isNextCycleProposed', exists (select from network_cycle later where later.network_id = c.network_id and later.number > c.number))::text
        from cycle c
        join network n on n.network_id = c.network_id
        """;

    /// <summary>What holds of a cycle now.</summary>
    /// <param name="cycleId">The cycle.</param>
    /// <param name="model">The model that it keeps.</param>
    /// <param name="transaction">As this transaction sees it; null: as everyone does.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<CycleFacts> OfAsync(long cycleId, CycleModel model, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var today = Riga.Today(time);
        var asked = new { cycleId, today };
        var read = transaction is null ? await db.QueryAsync<string>(Sql, asked, Reach.Service, cancellationToken) : await transaction.QueryAsync<string>(Sql, asked, cancellationToken);
        return JsonSerializer.Deserialize<CycleFacts>(read[0], JsonSerializerOptions.Web)! with { Today = today, MinimumMembers = model.MinimumMembers, MaximumMembers = model.MaximumMembers };
    }
}
