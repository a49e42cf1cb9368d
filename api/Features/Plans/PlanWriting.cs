using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Contracts.V1.Plans;

namespace Benchlearning.Api.Features.Plans;

/// <summary>A municipality that keeps plans.</summary>
internal sealed record PlanningOrganisation(int OrganisationId, int? TerritoryId);

/// <summary>What the changes of plans have in common.</summary>
[CommandPart]
internal static class PlanWriting
{
    private const string OrganisationSql = "select o.organisation_id, o.territory_id from organisation o where o.code = @code";

    /// <summary>Moves and changes of one plan come one after another.</summary>
    private const string LockSql = "select p.plan_id from improvement_plan p where p.plan_id = @id for update";

    private const string RefersSql = """
        select exists (
                   select from network n
                   join network_membership m on m.network_id = n.network_id
                   where n.code = @network
                     and m.organisation_id = @organisationId
                     and m.left_on is null) as has_network,
               exists (
                   select from network n
                   join network_cycle c on c.network_id = n.network_id and c.number = @cycle
                   join cycle_member m on m.cycle_id = c.cycle_id
                   where n.code = @network
                     and m.organisation_id = @organisationId
                     and m.left_on is null) as has_cycle,
               exists (select from practice p where p.practice_id = @practice and p.state in ('published', 'needsUpdate', 'retired')) as has_practice
        """;

    private const string TargetsSql = """
        delete from plan_target where plan_id = @id;

        insert into plan_target (plan_id, position, indicator_id, indicator_version_id, baseline_period, baseline_value, target_period, target_value)
        select @id, t.position, t.indicator_id, t.version_id, t.baseline_period, t.baseline_value, t.target_period, t.target_value
        from unnest(@indicators, @versions, @baselinePeriods, @baselineValues, @targetPeriods, @targetValues)
            with ordinality as t (indicator_id, version_id, baseline_period, baseline_value, target_period, target_value, position)
        """;

    private const string MoveSql = """
        insert into plan_move (plan_id, number, move, from_state, to_state, reason, moved_by)
        select @id, coalesce((select max(m.number) from plan_move m where m.plan_id = @id), 0) + 1, @move, @fromState, @toState, @reason, @actor
        """;

    /// <summary>The organisation of a code; null: there is none.</summary>
    public static async Task<PlanningOrganisation?> OrganisationAsync(DbTransaction transaction, string code, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<PlanningOrganisation>(OrganisationSql, new { code }, cancellationToken)).FirstOrDefault();

    /// <summary>Waits until nobody else changes the plan.</summary>
    public static async Task LockAsync(DbTransaction transaction, long id, CancellationToken cancellationToken) => _ = await transaction.QueryAsync<long>(LockSql, new { id }, cancellationToken);

    /// <summary>Refuses a network that the municipality is no member of, and a practice that is not there.</summary>
    public static async Task CheckReferencesAsync(DbTransaction transaction, PlanSettings settings, int organisationId, CancellationToken cancellationToken)
    {
        var known = (await transaction.QueryAsync<Referred>(RefersSql, new { network = settings.Network, cycle = settings.Cycle, practice = settings.Practice, organisationId }, cancellationToken))[0];
        var findings = new Findings();
        if (settings.Network is { } network && !known.HasNetwork)
            findings.Add("/network", "not-a-member", $"The municipality is no member of a network '{Excerpt.Of(network)}'.", network);
        else if (settings.Cycle is { } cycle && !known.HasCycle)
            findings.Add("/cycle", "unknown-code", FormattableString.Invariant($"The network has no cycle {cycle} in which the municipality takes part."), FormattableString.Invariant($"{cycle}"));
        if (settings.Practice is { } practice && !known.HasPractice)
            findings.Add("/practice", "unknown-code", FormattableString.Invariant($"No practice {practice} is published."), FormattableString.Invariant($"{practice}"));
        findings.ThrowIfAny();
    }

    /// <summary>Writes the targets of a plan in place of those that it had, each with the published figure of its baseline.</summary>
    public static async Task WriteTargetsAsync(
        DbTransaction transaction, long id, int territoryId, IReadOnlyList<PlanTargetSettings>? targets, PlanFigures figures, Catalogue.Catalogue catalogue, CancellationToken cancellationToken)
    {
        var (set, values) = (targets ?? [], new List<decimal?>());
        foreach (var target in set)
            values.Add(target.BaselinePeriod is { } period ? await figures.FigureAsync(catalogue.Indicators[target.Indicator!], territoryId, period, cancellationToken) : null);
        await transaction.ExecuteAsync(TargetsSql, new
        {
            id, indicators = set.Select(target => catalogue.Indicators[target.Indicator!].Id).ToArray(), versions = set.Select(target => VersionOf(target, catalogue).Id).ToArray(),
            baselinePeriods = set.Select(target => target.BaselinePeriod).ToArray(), baselineValues = values.ToArray(), targetPeriods = set.Select(target => target.TargetPeriod).ToArray(),
            targetValues = set.Select(target => target.TargetValue).ToArray(),
        }, cancellationToken);
    }

    /// <summary>Records a move.</summary>
    public static Task RecordAsync(DbTransaction transaction, long id, string move, string fromState, string toState, string? reason, string actor, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(MoveSql, new { id, move, fromState, toState, reason, actor }, cancellationToken);

    private static IndicatorVersion VersionOf(PlanTargetSettings target, Catalogue.Catalogue catalogue)
    {
        var indicator = catalogue.Indicators[target.Indicator!];
        return target.BaselinePeriod is { } period ? indicator.VersionFor(period) : indicator.Current;
    }

    private sealed record Referred(bool HasNetwork, bool HasCycle, bool HasPractice);
}
