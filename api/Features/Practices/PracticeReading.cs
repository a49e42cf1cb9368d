using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Practices;
using Dapper;

namespace Benchlearning.Api.Features.Practices;

/// <summary>Reads practices as the caller may see them: what is published, and what is their own; another is answered as one that is not there.</summary>
internal sealed class PracticeReading(Db db, Caller caller, CatalogueWatch watch, GroupComparison figures, TimeProvider time)
{
    private const string Sql = """
        select p.practice_id as id, case when p.state = 'published' and p.confirmed_on < @stale then 'needsUpdate' else p.state end as state, p.state as kept_state, p.origin,
               o.code as organisation, case when @isEnglish then o.name_en else o.name_lv end as organisation_name, p.organisation_id, p.territory_id, p.country, t.code as theme,
               p.title_lv, p.title_en, p.problem_lv, p.problem_en, p.solution_lv, p.solution_en, p.steps_lv, p.steps_en, p.legal_basis_lv, p.legal_basis_en, p.cost_euro, p.duration_months, p.staff,
               p.document_titles, p.document_urls, p.contact_name, p.contact_email, p.contact_phone, p.evidence,
               (select count(*)::integer from practice_useful u where u.practice_id = p.practice_id) as useful_marks,
               (select count(*)::integer from practice_adoption a where a.practice_id = p.practice_id and a.state <> 'abandoned') as adoptions,
               p.created_at, p.changed_at, p.published_at, p.confirmed_on, p.version
        from practice p
        join organisation o on o.organisation_id = p.organisation_id
        join topic t on t.topic_id = p.topic_id
        where p.practice_id = @id
        """;

    private const string EvidenceSql = """
        select i.code as indicator, e.period_before::text as before, e.period_after::text as after
        from practice_evidence e
        join indicator i on i.indicator_id = e.indicator_id
        where e.practice_id = @id
        order by e.position
        """;

    private const string KeepsSql = "select @organisationId = any (array(select acting_organisations(@codes)))";

    private const string MovesSql = """
        select m.move, m.from_state, m.to_state, m.reason, m.moved_at
        from practice_move m
        where m.practice_id = @id
        order by m.number
        """;

    /// <summary>One practice.</summary>
    /// <exception cref="ProblemException">404: there is none of this number that the caller may see.</exception>
    public Task<Practice> OneAsync(long id, string language, CancellationToken cancellationToken) => OneAsync(id, language, caller.Reach, cancellationToken);

    /// <summary>What the caller has just written, whether or not their key may read it again.</summary>
    public Task<Practice> WrittenAsync(long id, string language, CancellationToken cancellationToken) => OneAsync(id, language, Reach.Everything, cancellationToken);

    /// <summary>The row of one practice.</summary>
    /// <exception cref="ProblemException">404: there is none of this number that the caller may see.</exception>
    public Task<PracticeRow> RowAsync(long id, string language, CancellationToken cancellationToken) => RowAsync(id, language, caller.Reach, cancellationToken);

    /// <summary>What the moves of a practice look at.</summary>
    public async Task<PracticeFacts> FactsAsync(PracticeRow row, CancellationToken cancellationToken)
    {
        var named = await db.QueryAsync<EvidenceRow>(EvidenceSql, new { id = row.Id }, caller.Reach, cancellationToken);
        return new PracticeFacts((row.ProblemLv ?? row.ProblemEn) is not null, (row.SolutionLv ?? row.SolutionEn) is not null, (row.StepsLv ?? row.StepsEn) is not null,
            (row.ContactEmail ?? row.ContactPhone) is not null, row.Evidence, named.Exists(indicator => indicator.Before is not null));
    }

    /// <summary>What was done with a practice, oldest first.</summary>
    public async Task<IReadOnlyList<MadeMove>> MovesAsync(long id, CancellationToken cancellationToken) =>
        (await db.QueryAsync<MoveRow>(MovesSql, new { id }, caller.Reach, cancellationToken)).ConvertAll(row => row.ToContract());

    /// <summary>True when the caller acts for who keeps a practice: for its organisation, or, where that is no municipality, for the association.</summary>
    public async Task<bool> IsKeeperAsync(PracticeRow row, CancellationToken cancellationToken) =>
        PracticeKeeper.ActsForAll(caller) || (row.Origin != "municipal" && PracticeKeeper.ActsForAssociation(caller)) || await ActsForAsync(row.OrganisationId, cancellationToken);

    /// <summary>True when the caller is coordinator of an organisation, or of the municipality that it became part of.</summary>
    public async Task<bool> ActsForAsync(int organisationId, CancellationToken cancellationToken) =>
        PracticeKeeper.ActsForAll(caller)
        || (PracticeKeeper.OrganisationsOf(caller) is { Length: > 0 } codes && (await db.QueryPrimaryAsync<bool>(KeepsSql, new { organisationId, codes }, cancellationToken))[0]);

    /// <summary>The last day on which a confirmation is too old today.</summary>
    public static DateOnly StaleDay(TimeProvider time) => Riga.Today(time).AddYears(-PracticeLife.YearsUntilUpdate);

    /// <summary>404 for a number that no practice bears, or one that is none of the caller's business.</summary>
    public static ProblemException NotFound(long id) => new(ProblemTypes.NotFound, FormattableString.Invariant($"There is no practice {id}; GET /v1/practices lists those that you may see."));

    private async Task<Practice> OneAsync(long id, string language, Reach reach, CancellationToken cancellationToken)
    {
        var row = await RowAsync(id, language, reach, cancellationToken);
        var named = await db.QueryAsync<EvidenceRow>(EvidenceSql, new { id }, reach, cancellationToken);
        return row.ToContract(await MeasuredAsync(row.TerritoryId, named, language, cancellationToken), caller.IsKnown);
    }

    private async Task<PracticeRow> RowAsync(long id, string language, Reach reach, CancellationToken cancellationToken) =>
        (await db.QueryAsync<PracticeRow>(Sql, new { id, stale = StaleDay(time), isEnglish = language == Language.English }, reach, cancellationToken)).FirstOrDefault() ?? throw NotFound(id);

    private async Task<IReadOnlyList<PracticeIndicator>> MeasuredAsync(int? territoryId, List<EvidenceRow> named, string language, CancellationToken cancellationToken)
    {
        var catalogue = watch.OfCaller;
        var indicators = named.Select(row => catalogue.Indicators[row.Indicator]).ToArray();
        if (indicators.Length == 0)
            return [];
        var data = await figures.ReadAsync(catalogue, indicators, GroupChoice.Resolve("all", null, false, catalogue, new Findings()), null, cancellationToken);
        return [.. named.Select((row, index) => new PracticeIndicator(row.Indicator, indicators[index].Current.Name(language), row.Before, row.After, Figure(indicators[index], row.Before), Figure(indicators[index], row.After)))];

        decimal? Figure(CatalogueIndicator indicator, string? period) => territoryId is { } territory && period is not null && data.Figure(indicator, territory, period) is { } value
            ? FixedNumber.AsDecimal(value, indicator.VersionFor(period).Decimals) : null;
    }

    private sealed record EvidenceRow(string Indicator, string? Before, string? After);

    internal sealed record MoveRow(string Move, string FromState, string ToState, string? Reason, DateTime MovedAt)
    {
        public MadeMove ToContract() => new(Move, FromState, ToState, Reason, new DateTimeOffset(MovedAt));
    }
}

/// <summary>A practice as it is kept.</summary>
[method: ExplicitConstructor]
internal sealed record PracticeRow(
    long Id, string State, string KeptState, string Origin, string Organisation, string OrganisationName, int OrganisationId, int? TerritoryId, string? Country, string Theme,
    string? TitleLv, string? TitleEn, string? ProblemLv, string? ProblemEn, string? SolutionLv, string? SolutionEn, string? StepsLv, string? StepsEn, string? LegalBasisLv, string? LegalBasisEn,
    decimal? CostEuro, int? DurationMonths, decimal? Staff, string[] DocumentTitles, string[] DocumentUrls, string? ContactName, string? ContactEmail, string? ContactPhone, string Evidence,
    int UsefulMarks, int Adoptions, DateTime CreatedAt, DateTime ChangedAt, DateTime? PublishedAt, DateOnly? ConfirmedOn, int Version)
{
    public Practice ToContract(IReadOnlyList<PracticeIndicator> indicators, bool tellsContact) => new(
        Id, State, Origin, Organisation, OrganisationName, Country, Theme, TitleLv, TitleEn, ProblemLv, ProblemEn, SolutionLv, SolutionEn, StepsLv, StepsEn, LegalBasisLv, LegalBasisEn,
        CostEuro, DurationMonths, Staff, [.. DocumentTitles.Zip(DocumentUrls, (title, url) => new PracticeDocument(title, url))],
        tellsContact ? ContactOf(ContactName, ContactEmail, ContactPhone) : null, Evidence, indicators, UsefulMarks, Adoptions, new DateTimeOffset(CreatedAt), new DateTimeOffset(ChangedAt),
        PublishedAt is { } at ? new DateTimeOffset(at) : null, ConfirmedOn, Version);

    /// <summary>Whom to call; null: nobody is named.</summary>
    public static PracticeContact? ContactOf(string? name, string? email, string? phone) => (name ?? email ?? phone) is null ? null : new PracticeContact(name, email, phone);
}
