using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;

namespace Benchlearning.Api.Features.Practices;

/// <summary>Reads adoptions with their effect, of figures that everybody sees. Adoptions of a practice that the caller does not see are not there.</summary>
internal sealed class AdoptionReading(Db db, Caller caller, CatalogueWatch watch, GroupComparison figures)
{
    private const string Sql = """
        select a.practice_adoption_id as id, a.practice_id, o.code as organisation, case when @isEnglish then o.name_en else o.name_lv end as organisation_name, a.organisation_id, a.territory_id, a.state,
               a.note, (select i.code from indicator i where i.indicator_id = a.indicator_id) as indicator, a.period_before::text as period_before, a.period_after::text as period_after,
               a.value_before, a.value_after, a.begun_at, a.changed_at, a.version
        from practice_adoption a
        join organisation o on o.organisation_id = a.organisation_id
        where (@id::bigint is null or a.practice_adoption_id = @id)
          and (@practice::bigint is null or a.practice_id = @practice)
          and (@before::bigint is null or a.practice_adoption_id < @before)
        order by a.practice_adoption_id desc
        limit @limit
        """;

    private const string KeepsSql = "select @organisationId = any (array(select acting_organisations(@codes)))";

    /// <summary>One adoption.</summary>
    /// <exception cref="ProblemException">404: there is none of this number that the caller may see.</exception>
    public async Task<PracticeAdoption> OneAsync(long id, string language, CancellationToken cancellationToken) =>
        (await ToContractAsync([await RowAsync(id, language, cancellationToken)], language, cancellationToken))[0];

    /// <summary>The row of one adoption.</summary>
    /// <exception cref="ProblemException">404: there is none of this number that the caller may see.</exception>
    public async Task<AdoptionRow> RowAsync(long id, string language, CancellationToken cancellationToken) =>
        (await ReadAsync(id, null, null, 1, language, cancellationToken)).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Adoptions of a practice before a number, newest first.</summary>
    public Task<List<AdoptionRow>> ListAsync(long practice, long? before, int limit, string language, CancellationToken cancellationToken) =>
        ReadAsync(null, practice, before, limit, language, cancellationToken);

    /// <summary>Rows as their contract, each effect beside the change of similar municipalities.</summary>
    public async Task<IReadOnlyList<PracticeAdoption>> ToContractAsync(IReadOnlyList<AdoptionRow> rows, string language, CancellationToken cancellationToken)
    {
        var told = new List<PracticeAdoption>();
        foreach (var row in rows)
            told.Add(new PracticeAdoption(row.Id, row.PracticeId, row.Organisation, row.OrganisationName, row.State, row.Note, await EffectAsync(row, language, cancellationToken),
                new DateTimeOffset(row.BegunAt), new DateTimeOffset(row.ChangedAt), row.Version));
        return told;
    }

    /// <summary>The published figures of a municipality in two periods; null where none is published.</summary>
    public async Task<(decimal? Before, decimal? After)> FiguresAsync(CatalogueIndicator indicator, int territoryId, string before, string after, CancellationToken cancellationToken)
    {
        var catalogue = watch.Current;
        var data = await figures.ReadAsync(catalogue, [indicator], GroupChoice.Resolve("all", null, false, catalogue, new Findings()), null, cancellationToken);
        return (Figure(data, indicator, territoryId, before), Figure(data, indicator, territoryId, after));
    }

    /// <summary>True when the caller is coordinator of an organisation, or of the municipality that it became part of.</summary>
    public async Task<bool> ActsForAsync(int organisationId, CancellationToken cancellationToken) =>
        PracticeKeeper.ActsForAll(caller)
        || (PracticeKeeper.OrganisationsOf(caller) is { Length: > 0 } codes && (await db.QueryPrimaryAsync<bool>(KeepsSql, new { organisationId, codes }, cancellationToken))[0]);

    /// <summary>404 for a number that no adoption bears.</summary>
    public static ProblemException NotFound(long id) => new(ProblemTypes.NotFound, FormattableString.Invariant($"There is no adoption {id}; GET /v1/practices/{{id}}/adoptions lists those of a practice."));

    private Task<List<AdoptionRow>> ReadAsync(long? id, long? practice, long? before, int limit, string language, CancellationToken cancellationToken) =>
        db.QueryAsync<AdoptionRow>(Sql, new { id, practice, before, limit, isEnglish = language == Language.English }, caller.Reach, cancellationToken);

    private async Task<AdoptionEffect?> EffectAsync(AdoptionRow row, string language, CancellationToken cancellationToken)
    {
        var catalogue = watch.Current;
        if (row is not { Indicator: { } code, PeriodBefore: { } before, PeriodAfter: { } after, ValueBefore: { } valueBefore, ValueAfter: { } valueAfter } || !catalogue.Indicators.TryGetValue(code, out var indicator))
            return null;
        var choice = GroupChoice.Resolve(GroupChoice.Default, null, false, catalogue, new Findings());
        var data = await figures.ReadAsync(catalogue, [indicator], choice, null, cancellationToken);
        var version = indicator.VersionFor(after);
        return new AdoptionEffect(code, version.Name(language), before, after, valueBefore, valueAfter, valueAfter - valueBefore,
            IsBetter(GroupComparison.DirectionOf(version), (double)valueBefore, (double)valueAfter), SimilarChange(data, choice, row.TerritoryId, indicator, before, after, language),
            Figure(data, indicator, row.TerritoryId, before) != valueBefore || Figure(data, indicator, row.TerritoryId, after) != valueAfter);
    }

    /// <summary>The mean change of those that were similar in the period before and have both figures; null: none has.</summary>
    private static decimal? SimilarChange(ComparisonData data, GroupChoice choice, int territoryId, CatalogueIndicator indicator, string before, string after, string language)
    {
        var day = indicator.Current.DayOf(before);
        if (data.Catalogue.Territories.On(territoryId, day) is not { } focal)
            return null;
        var changes = SimilarMunicipalities.Of(data, choice, focal, indicator, before, day, language).Members.Where(member => member.TerritoryId != territoryId)
            .Select(member => data.Figure(indicator, member.TerritoryId, after) - data.Figure(indicator, member.TerritoryId, before)).OfType<double>().ToArray();
        return changes.Length == 0 ? null : FixedNumber.AsDecimal(changes.Average(), indicator.VersionFor(after).Decimals + GroupComparison.ExtraDecimals);
    }

    private static bool? IsBetter(Direction direction, double before, double after) => direction.Kind switch
    {
        DirectionKind.HigherIsBetter => after > before,
        DirectionKind.LowerIsBetter => after < before,
        DirectionKind.Target => direction.Deviation(after) < direction.Deviation(before),
        _ => null,
    };

    private static decimal? Figure(ComparisonData data, CatalogueIndicator indicator, int territoryId, string period) =>
        data.Figure(indicator, territoryId, period) is { } value ? FixedNumber.AsDecimal(value, indicator.VersionFor(period).Decimals) : null;
}

/// <summary>An adoption as it is kept. The fields of its effect are null together.</summary>
internal sealed record AdoptionRow(
    long Id, long PracticeId, string Organisation, string OrganisationName, int OrganisationId, int TerritoryId, string State, string? Note, string? Indicator, string? PeriodBefore,
    string? PeriodAfter, decimal? ValueBefore, decimal? ValueAfter, DateTime BegunAt, DateTime ChangedAt, int Version);
