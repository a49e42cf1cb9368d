using System.Text.Json;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1.Plans;
using Benchlearning.Contracts.V1.Practices;
using Dapper;

namespace Benchlearning.Api.Features.Plans;

/// <summary>Reads plans as the caller may see them: what was decided or begun everybody, a draft its municipality and its network. Another is answered as one that is not there.</summary>
internal sealed class PlanReading(Db db, Caller caller, TimeProvider time)
{
    private const string Sql = """
        select p.plan_id as id, p.state, p.kind, o.code as organisation, case when @isEnglish then o.name_en else o.name_lv end as organisation_name, p.organisation_id, p.territory_id, p.network_id,
               (select n.code from network n where n.network_id = p.network_id) as network, (select c.number::bigint from network_cycle c where c.cycle_id = p.cycle_id) as cycle, p.practice_id as practice, p.title_lv, p.title_en, p.aim_lv, p.aim_en, p.owner, p.due_on,
               p.needs_decision, p.decision_on, p.decision_number, p.protocol_item, p.group_code, p.follow_up_months, p.started_on, p.predecessor_id, p.created_at, p.changed_at, p.published_at, p.version,
               (select min(f.due_on) from plan_follow_up f where f.plan_id = p.plan_id and f.done_at is null) as next_follow_up_on
        from improvement_plan p
        join organisation o on o.organisation_id = p.organisation_id
        where (@id::bigint is null or p.plan_id = @id)
          and (@organisation::text is null or o.code = @organisation)
          and (@state::text is null or p.state = @state)
          and (@network::text is null or p.network_id = (select n.network_id from network n where n.code = @network))
          and (@practice::bigint is null or p.practice_id = @practice)
          and (@before::bigint is null or p.plan_id < @before)
        order by p.plan_id desc
        limit @limit
        """;

    private const string TargetsSql = """
        select i.code as indicator, v.version::integer as version, case when @isEnglish then v.name_en else v.name_lv end as name, t.baseline_period::text as baseline_period, t.baseline_value,
               t.target_period::text as target_period, t.target_value
        from plan_target t
        join indicator i on i.indicator_id = t.indicator_id
        join indicator_version v on v.indicator_version_id = t.indicator_version_id
        where t.plan_id = @id
        order by t.position
        """;

    private const string ActionsSql = "select a.title_lv, a.title_en, a.owner, a.due_on, a.done_on from plan_action a where a.plan_id = @id order by a.position";

    private const string FollowUpsSql = "select f.due_on, f.done_at, f.words from plan_follow_up f where f.plan_id = @id order by f.due_on";

    private const string MovesSql = "select m.move, m.from_state, m.to_state, m.reason, m.moved_at from plan_move m where m.plan_id = @id order by m.number";

    private const string KeepsSql = "select @organisationId = any (array(select acting_organisations(@codes)))";

    private const string MadeSql = """
        select exists (select from plan_advice a where a.plan_id = @id and a.organisation_id is distinct from @organisationId) as has_advice,
               exists (select from plan_evaluation e where e.plan_id = @id) as has_evaluation
        """;

    private const string EvaluationsSql = """
        select e.plan_evaluation_id as id, e.as_of, e.made_at, e.result::text as result
        from plan_evaluation e
        where e.plan_id = @id
          and (@number::bigint is null or e.plan_evaluation_id = @number)
          and (@before::bigint is null or e.plan_evaluation_id < @before)
        order by e.plan_evaluation_id desc
        limit @limit
        """;

    private const string CellsSql = """
        select c.plan_evaluation_id as evaluation, c.indicator_id, c.territory_id, c.period::text as period, c.value
        from plan_evaluation_cell c
        where c.plan_evaluation_id = any (@ids)
        order by c.plan_evaluation_id, c.indicator_id, c.period, c.territory_id
        """;

    /// <summary>One plan.</summary>
    /// <exception cref="ProblemException">404: there is none of this number that the caller may see.</exception>
    public async Task<Plan> OneAsync(long id, string language, CancellationToken cancellationToken) =>
        await WholeAsync(await RowAsync(id, language, cancellationToken), language, cancellationToken);

    /// <summary>What the caller has just written, whether or not their key may read it again.</summary>
    public async Task<Plan> WrittenAsync(long id, string language, CancellationToken cancellationToken) =>
        await WholeAsync((await ReadAsync(id, null, null, null, null, null, 1, language, Reach.Everything, cancellationToken))[0], language, Reach.Everything, cancellationToken);

    /// <summary>The row of one plan.</summary>
    /// <exception cref="ProblemException">404: there is none of this number that the caller may see.</exception>
    public async Task<PlanRow> RowAsync(long id, string language, CancellationToken cancellationToken) =>
        (await ReadAsync(id, null, null, null, null, null, 1, language, caller.Reach, cancellationToken)).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Plans before a number, newest first; null is no condition.</summary>
    public Task<List<PlanRow>> ListAsync(string? organisation, string? state, string? network, long? practice, long? before, int limit, string language, CancellationToken cancellationToken) =>
        ReadAsync(null, organisation, state, network, practice, before, limit, language, caller.Reach, cancellationToken);

    /// <summary>What the moves of a plan look at.</summary>
    public async Task<PlanFacts> FactsAsync(PlanRow row, Plan plan, CancellationToken cancellationToken)
    {
        var made = (await db.QueryAsync<Made>(MadeSql, new { id = row.Id, organisationId = row.OrganisationId }, caller.Reach, cancellationToken))[0];
        var today = Riga.Today(time);
        return new PlanFacts(
            row.NeedsDecision, plan.Targets.Count > 0 && plan.Targets.All(target => target is { TargetPeriod: not null, TargetValue: not null }),
            plan.Targets.Count > 0 && plan.Targets.All(target => target.BaselineValue is not null), row.DueOn is not null, row.Owner is not null, plan.Actions.Count > 0, made.HasAdvice,
            made.HasEvaluation, plan.FollowUps.All(followUp => followUp.DoneAt is not null || followUp.DueOn > today));
    }

    /// <summary>What was done with a plan, oldest first.</summary>
    public async Task<IReadOnlyList<MadeMove>> MovesAsync(long id, CancellationToken cancellationToken) =>
        (await db.QueryAsync<MoveRow>(MovesSql, new { id }, caller.Reach, cancellationToken)).ConvertAll(row => new MadeMove(row.Move, row.FromState, row.ToState, row.Reason, new DateTimeOffset(row.MovedAt)));

    /// <summary>Evaluations before a number, newest first, with the figures that each rests on.</summary>
    public async Task<IReadOnlyList<(PlanEvaluation Evaluation, IReadOnlyList<UsedCell> Cells)>> EvaluationsAsync(long id, long? number, long? before, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync<EvaluationRow>(EvaluationsSql, new { id, number, before, limit }, caller.Reach, cancellationToken);
        var cells = (await db.QueryAsync<CellRow>(CellsSql, new { ids = rows.Select(row => row.Id).ToArray() }, caller.Reach, cancellationToken))
            .ToLookup(cell => cell.Evaluation, cell => new UsedCell(cell.IndicatorId, cell.TerritoryId, cell.Period, cell.Value));
        return rows.ConvertAll(row => (row.ToContract(), (IReadOnlyList<UsedCell>)[.. cells[row.Id]]));
    }

    /// <summary>True when the caller is coordinator of an organisation, or of the municipality that it became part of.</summary>
    public async Task<bool> ActsForAsync(int organisationId, CancellationToken cancellationToken) =>
        PracticeKeeper.ActsForAll(caller)
        || (PracticeKeeper.OrganisationsOf(caller) is { Length: > 0 } codes && (await db.QueryPrimaryAsync<bool>(KeepsSql, new { organisationId, codes }, cancellationToken))[0]);

    /// <summary>A row with all that belongs to it.</summary>
    public Task<Plan> WholeAsync(PlanRow row, string language, CancellationToken cancellationToken) => WholeAsync(row, language, caller.Reach, cancellationToken);

    private async Task<Plan> WholeAsync(PlanRow row, string language, Reach reach, CancellationToken cancellationToken)
    {
        var targets = await db.QueryAsync<TargetRow>(TargetsSql, new { id = row.Id, isEnglish = language == Language.English }, reach, cancellationToken);
        var actions = await db.QueryAsync<ActionRow>(ActionsSql, new { id = row.Id }, reach, cancellationToken);
        var followUps = await db.QueryAsync<FollowUpRow>(FollowUpsSql, new { id = row.Id }, reach, cancellationToken);
        return new Plan(
            row.Id, row.State, row.Kind, row.Organisation, row.OrganisationName, row.Network, row.Cycle, row.Practice, row.TitleLv, row.TitleEn, row.AimLv, row.AimEn, row.Owner, row.DueOn,
            row.DecisionOn is { } on ? new CouncilDecision(on, row.DecisionNumber!, row.ProtocolItem!) : null, row.GroupCode,
            targets.ConvertAll(target => new PlanTarget(target.Indicator, target.Version, target.Name, target.BaselinePeriod, target.BaselineValue, target.TargetPeriod, target.TargetValue)),
            actions.ConvertAll(action => new PlanAction(action.TitleLv, action.TitleEn, action.Owner, action.DueOn, action.DoneOn)), row.FollowUpMonths,
            followUps.ConvertAll(followUp => new PlanFollowUp(followUp.DueOn, followUp.DoneAt is { } done ? new DateTimeOffset(done) : null, followUp.Words)),
            row.StartedOn, row.PredecessorId, new DateTimeOffset(row.CreatedAt), new DateTimeOffset(row.ChangedAt), row.PublishedAt is { } at ? new DateTimeOffset(at) : null, row.Version);
    }

    /// <summary>404 for a number that no plan bears, or one that is none of the caller's business.</summary>
    public static ProblemException NotFound(long id) => new(ProblemTypes.NotFound, FormattableString.Invariant($"There is no plan {id}; GET /v1/plans lists those that you may see."));

    private Task<List<PlanRow>> ReadAsync(
        long? id, string? organisation, string? state, string? network, long? practice, long? before, int limit, string language, Reach reach, CancellationToken cancellationToken) =>
        db.QueryAsync<PlanRow>(Sql, new { id, organisation, state, network, practice, before, limit, isEnglish = language == Language.English }, reach, cancellationToken);

    private sealed record Made(bool HasAdvice, bool HasEvaluation);

    private sealed record MoveRow(string Move, string FromState, string ToState, string? Reason, DateTime MovedAt);

    private sealed record TargetRow(string Indicator, int Version, string Name, string? BaselinePeriod, decimal? BaselineValue, string? TargetPeriod, decimal? TargetValue);

    private sealed record ActionRow(string? TitleLv, string? TitleEn, string Owner, DateOnly DueOn, DateOnly? DoneOn);

    private sealed record FollowUpRow(DateOnly DueOn, DateTime? DoneAt, string? Words);

    private sealed record CellRow(long Evaluation, int IndicatorId, int TerritoryId, string Period, decimal? Value);

    private sealed record EvaluationRow(long Id, DateTime AsOf, DateTime MadeAt, string Result)
    {
        public PlanEvaluation ToContract() =>
            new(Id, new DateTimeOffset(AsOf), new DateTimeOffset(MadeAt), JsonSerializer.Deserialize(Result, ContractJson.Default.IReadOnlyListEvaluatedTarget)!, []);
    }
}

/// <summary>A plan as it is kept.</summary>
[method: ExplicitConstructor]
internal sealed record PlanRow(
    long Id, string State, string Kind, string Organisation, string OrganisationName, int OrganisationId, int TerritoryId, int? NetworkId, string? Network, long? Cycle, long? Practice, string? TitleLv, string? TitleEn,
    string? AimLv, string? AimEn, string? Owner, DateOnly? DueOn, bool NeedsDecision, DateOnly? DecisionOn, string? DecisionNumber, string? ProtocolItem, string GroupCode, int[] FollowUpMonths,
    DateOnly? StartedOn, long? PredecessorId, DateTime CreatedAt, DateTime ChangedAt, DateTime? PublishedAt, int Version, DateOnly? NextFollowUpOn)
{
    public PlanEntry ToEntry(string language) =>
        new(Id, State, Kind, Organisation, OrganisationName, Network, Language.PickEither(language, TitleLv, TitleEn)!, Owner, DueOn, NextFollowUpOn);
}
