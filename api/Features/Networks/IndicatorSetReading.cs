using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Reads sets of indicators with their votes.</summary>
internal sealed class IndicatorSetReading(Db db, Caller caller)
{
    private const string SetsSql = """
        select s.indicator_set_id as id, s.number, (select g.code from territory_group g where g.territory_group_id = s.territory_group_id) as territory_group,
               (select v.version::integer from territory_group_version v where v.territory_group_version_id = s.territory_group_version_id) as territory_group_version,
               s.survey_choice, s.frozen_at, s.frozen_by, s.version
        from indicator_set s
        where s.cycle_id = @cycleId
          and s.number > @after
        order by s.number
        limit @limit
        """;

    private const string ItemsSql = """
        select i.indicator_set_id, x.code as indicator, (select v.version::integer from indicator_version v where v.indicator_version_id = i.indicator_version_id) as indicator_version, i.is_mandatory, i.reason
        from indicator_set_item i
        join indicator x on x.indicator_id = i.indicator_id
        where i.indicator_set_id = any (@sets)
        order by x.code
        """;

    private const string VotesSql = """
        select v.indicator_set_id, o.code as organisation, v.accepts, v.remark, v.voted_at, v.voted_by
        from indicator_set_vote v
        join organisation o on o.organisation_id = v.organisation_id
        where v.indicator_set_id = any (@sets)
        order by o.code
        """;

    /// <summary>Sets of a cycle, first to last.</summary>
    public async Task<List<IndicatorSet>> ListAsync(KnownCycle cycle, int after, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync<SetRow>(SetsSql, new { cycleId = cycle.Id, after, limit }, caller.Reach, cancellationToken);
        var sets = rows.Select(row => row.Id).ToArray();
        return Joined(rows, await db.QueryAsync<ItemRow>(ItemsSql, new { sets }, caller.Reach, cancellationToken), await db.QueryAsync<VoteRow>(VotesSql, new { sets }, caller.Reach, cancellationToken));
    }

    /// <summary>One set and its number in the database, as a transaction sees it; null: there is none.</summary>
    public static async Task<(IndicatorSet Set, long Id)?> OneAsync(DbTransaction transaction, long cycleId, int number, CancellationToken cancellationToken)
    {
        var rows = await transaction.QueryAsync<SetRow>(SetsSql, new { cycleId, after = number - 1, limit = 1 }, cancellationToken);
        if (rows.FirstOrDefault(row => row.Number == number) is not { } row)
            return null;
        var sets = new[] { row.Id };
        return (Joined(rows, await transaction.QueryAsync<ItemRow>(ItemsSql, new { sets }, cancellationToken), await transaction.QueryAsync<VoteRow>(VotesSql, new { sets }, cancellationToken))[0], row.Id);
    }

    private static List<IndicatorSet> Joined(List<SetRow> sets, List<ItemRow> items, List<VoteRow> votes)
    {
        var (itemsOf, votesOf) = (items.ToLookup(item => item.IndicatorSetId), votes.ToLookup(vote => vote.IndicatorSetId));
        return sets.ConvertAll(set => new IndicatorSet(
            set.Number, [.. itemsOf[set.Id].Select(item => new IndicatorSetItem(item.Indicator, item.IndicatorVersion, item.IsMandatory, item.Reason))], set.TerritoryGroup, set.TerritoryGroupVersion,
            set.SurveyChoice, [.. votesOf[set.Id].Select(vote => new IndicatorSetVote(vote.Organisation, vote.Accepts, vote.Remark, new DateTimeOffset(vote.VotedAt), vote.VotedBy))],
            set.FrozenAt is { } frozen ? new DateTimeOffset(frozen) : null, set.FrozenBy, set.Version));
    }

    private sealed record SetRow(long Id, int Number, string? TerritoryGroup, int? TerritoryGroupVersion, string? SurveyChoice, DateTime? FrozenAt, string? FrozenBy, int Version);

    private sealed record ItemRow(long IndicatorSetId, string Indicator, int? IndicatorVersion, bool IsMandatory, string? Reason);

    private sealed record VoteRow(long IndicatorSetId, string Organisation, bool Accepts, string? Remark, DateTime VotedAt, string VotedBy);
}
