using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Contracts.V1.Practices;

namespace Benchlearning.Api.Features.Practices;

/// <summary>An organisation that something is kept by.</summary>
internal sealed record KeepingOrganisation(int OrganisationId, string Kind, int? TerritoryId);

/// <summary>What the changes of practices have in common.</summary>
[CommandPart]
internal static class PracticeWriting
{
    private const string OrganisationSql = "select o.organisation_id, o.kind, o.territory_id from organisation o where o.code = @code";

    /// <summary>Moves and changes of one practice come one after another.</summary>
    private const string LockSql = "select p.practice_id from practice p where p.practice_id = @id for update";

    private const string EvidenceSql = """
        delete from practice_evidence where practice_id = @id;

        insert into practice_evidence (practice_id, position, indicator_id, period_before, period_after)
        select @id, e.position, i.indicator_id, e.before, e.after
        from unnest(@indicators, @before, @after) with ordinality as e (indicator, before, after, position)
        join indicator i on i.code = e.indicator
        """;

    private const string MoveSql = """
        insert into practice_move (practice_id, number, move, from_state, to_state, reason, moved_by)
        select @id, coalesce((select max(m.number) from practice_move m where m.practice_id = @id), 0) + 1, @move, @fromState, @toState, @reason, @actor
        """;

    private const string ForgetSql = "delete from practice_search where practice_id = @id";

    private const string TextsSql = """
        select p.state, t.topic_id, p.origin, p.evidence, p.cost_euro, p.territory_id, p.confirmed_on, p.title_lv, p.title_en, p.problem_lv, p.problem_en, p.solution_lv, p.solution_en, p.steps_lv, p.steps_en
        from practice p
        join topic t on t.topic_id = p.topic_id
        where p.practice_id = @id
        """;

    private const string IndexSql = """
        insert into practice_search (practice_id, topic_id, origin, evidence, cost_euro, population, confirmed_on, is_confirmed, title, words)
        values (@id, @topicId, @origin, @evidence, @costEuro, @population, @confirmedOn, @isConfirmed, @title::tsvector, @words::tsvector)
        """;

    /// <summary>The organisation of a code; null: there is none.</summary>
    public static async Task<KeepingOrganisation?> OrganisationAsync(DbTransaction transaction, string code, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<KeepingOrganisation>(OrganisationSql, new { code }, cancellationToken)).FirstOrDefault();

    /// <summary>Waits until nobody else changes the practice.</summary>
    public static async Task LockAsync(DbTransaction transaction, long id, CancellationToken cancellationToken) => _ = await transaction.QueryAsync<long>(LockSql, new { id }, cancellationToken);

    /// <summary>Writes the indicators that a practice names, in place of those that it named.</summary>
    public static Task WriteEvidenceAsync(DbTransaction transaction, long id, IReadOnlyList<PracticeIndicatorSettings>? indicators, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(EvidenceSql, new
        {
            id, indicators = (indicators ?? []).Select(named => named.Indicator).ToArray(), before = (indicators ?? []).Select(named => named.Before).ToArray(),
            after = (indicators ?? []).Select(named => named.After).ToArray(),
        }, cancellationToken);

    /// <summary>Records a move.</summary>
    public static Task RecordAsync(DbTransaction transaction, long id, string move, string fromState, string toState, string? reason, string actor, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(MoveSql, new { id, move, fromState, toState, reason, actor }, cancellationToken);

    /// <summary>Lets the search find a practice as it is now, or find it no longer.</summary>
    public static async Task IndexAsync(DbTransaction transaction, long id, Catalogue.Catalogue catalogue, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(ForgetSql, new { id }, cancellationToken);
        if ((await transaction.QueryAsync<PracticeTexts>(TextsSql, new { id }, cancellationToken)) is not [var row] || !PracticeLife.IsFound(row.State))
            return;
        await transaction.ExecuteAsync(IndexSql, new
        {
            id, topicId = row.TopicId, origin = row.Origin, evidence = row.Evidence, costEuro = row.CostEuro, confirmedOn = row.ConfirmedOn, isConfirmed = row.State == PracticeLife.Published,
            population = row.TerritoryId is { } territory ? (int?)catalogue.PopulationNear(territory, row.ConfirmedOn!.Value.Year)?.Persons : null,
            title = row.Title, words = row.Words,
        }, cancellationToken);
    }

    /// <summary>What the search looks at. ConfirmedOn null: never published.</summary>
    private sealed record PracticeTexts(
        string State, int TopicId, string Origin, string Evidence, decimal? CostEuro, int? TerritoryId, DateOnly? ConfirmedOn, string? TitleLv, string? TitleEn, string? ProblemLv, string? ProblemEn,
        string? SolutionLv, string? SolutionEn, string? StepsLv, string? StepsEn)
    {
        public string Title => SearchText.Index((TitleLv, 'A', Language.Latvian), (TitleEn, 'A', Language.English));

        public string Words => SearchText.Index(
            (TitleLv, 'A', Language.Latvian), (TitleEn, 'A', Language.English), (ProblemLv, 'B', Language.Latvian), (ProblemEn, 'B', Language.English),
            (SolutionLv, 'C', Language.Latvian), (SolutionEn, 'C', Language.English), (StepsLv, 'D', Language.Latvian), (StepsEn, 'D', Language.English));
    }
}
