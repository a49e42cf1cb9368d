using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Gets the numbers of an analysis together: those that came with the request, or published figures of a group. Requests are checked by <see cref="AnalysisRules"/> before.</summary>
internal sealed class AnalysisReading(GroupComparison comparison, CatalogueWatch watch)
{
    private const string EveryMunicipality = "all";

    /// <summary>The table of some variables.</summary>
    /// <param name="request">The request.</param>
    /// <param name="names">The variables, each once, in the order of the columns.</param>
    /// <param name="language">Language of names and warnings.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<AnalysisTable> ReadAsync(AnalysisRequest request, IReadOnlyList<string> names, string language, CancellationToken cancellationToken) =>
        request.Data is { } data ? Given(request, data, names) : await PublishedAsync(request, names, language, cancellationToken);

    private static AnalysisTable Given(AnalysisRequest request, InlineData data, IReadOnlyList<string> names)
    {
        var units = data.Units!.Select(unit => new AnalysedUnit(unit, null, null, null)).ToArray();
        return new AnalysisTable(units, [.. names.Select(name => new AnalysisColumn(name, [.. data.Variables![name]]))], data.Weights,
            request.Territory is { } focal ? units.First(unit => unit.Unit == focal) : null, null, []);
    }

    /// <summary>The table of some variables over several periods: a row for each unit and period.</summary>
    /// <param name="request">The request.</param>
    /// <param name="names">The variables, each once, in the order of the columns.</param>
    /// <param name="language">Language of names and warnings.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<AnalysisTable> ReadPanelAsync(PanelRequest request, IReadOnlyList<string> names, string language, CancellationToken cancellationToken)
    {
        if (request.Data is { } own)
        {
            var rows = own.Units!.Select((unit, row) => new AnalysedUnit(unit, own.Periods?[row], null, null)).ToArray();
            return new AnalysisTable(rows, [.. names.Select(name => new AnalysisColumn(name, [.. own.Variables![name]]))], own.Weights,
                request.Territory is { } named ? rows.First(unit => unit.Unit == named) : null, null, []);
        }
        var catalogue = watch.OfCaller;
        var asOf = request.AsOf?.ToUniversalTime();
        var choice = AnalysisRules.GroupOf(request, catalogue, new Findings());
        var indicators = names.Select(name => catalogue.Indicators[name]).ToArray();
        var data = await comparison.ReadAsync(catalogue, indicators, choice, asOf, cancellationToken);
        var axis = indicators.SelectMany(data.PeriodsOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var periods = AnalysisRules.PeriodsOf(request).Positions(axis).Select(position => axis[position]).ToArray();
        if (periods.Length == 0)
            throw new ProblemException(ProblemTypes.Unprocessable, "There is no figure in any of these periods. GET /v1/indicators tells the periods of each indicator.");
        var (last, day) = (periods[^1], indicators[0].Current.DayOf(periods[^1]));
        var focal = request.Territory is { } code ? FocalOn(code, last, day, catalogue, request) : null;
        ComparisonParameters.RequireMembers(choice, day, catalogue);
        var group = MembersOf(data, choice, focal, indicators[0], last, day, language);
        var members = group.Members.OrderBy(member => member.Identity, StringComparer.Ordinal).ToArray();
        var units = members.SelectMany(member => periods.Select(period => new AnalysedUnit(member.Code ?? member.Identity, period, member.Identity, member.Name(language)))).ToArray();
        return new AnalysisTable(units, [.. indicators.Select(indicator => PanelColumnOf(data, indicator, members, periods, language))], null,
            focal is null ? null : Array.Find(units, unit => unit.Identity == focal.Identity) ?? throw NotAMember(request),
            new AnalysisOrigin(periods is [var only] ? only : $"{periods[0]}..{last}", new AnalysedGroup(choice.Text, choice.Declared?.Version, GroupComparison.GroupName(choice, language), day), asOf ?? catalogue.DataChangedAt),
            [.. group.Warnings, .. BreaksOf(indicators, last, language)]);
    }

    /// <summary>The series of one unit: a row for each period.</summary>
    public async Task<AnalysisTable> ReadSeriesAsync(PanelRequest request, IReadOnlyList<string> names, string language, CancellationToken cancellationToken) =>
        (await ReadPanelAsync(request.Data is null ? request with { Group = request.Group ?? EveryMunicipality } : request, names, language, cancellationToken)).OfFocal();

    private static FluentValidation.ValidationException NotAMember(AnalysisRequest request) =>
        Findings.One("/territory", "not-a-member", "The municipality does not belong to the group: choose a group that it belongs to, such as all.", request.Territory);

    private static TerritoryVersion FocalOn(string code, string period, DateOnly day, Catalogue.Catalogue catalogue, AnalysisRequest request)
    {
        var found = new Findings();
        return ComparisonParameters.On(catalogue.Territories.Find(code)!, period, day, catalogue, found)
            ?? throw Findings.One("/territory", found.Failures[0].ErrorCode, found.Failures[0].ErrorMessage, request.Territory, found.Failures[0].CustomState as IReadOnlyList<string>);
    }

    private static ChosenGroup MembersOf(ComparisonData data, GroupChoice choice, TerritoryVersion? focal, CatalogueIndicator indicator, string period, DateOnly day, string language) =>
        choice.Declared is { } declared ? new ChosenGroup(data.Catalogue.Members(declared, day).Members, null, null, [])
        : SimilarMunicipalities.Of(data, choice, focal!, indicator, period, day, language);

    private static AnalysisColumn PanelColumnOf(ComparisonData data, CatalogueIndicator indicator, TerritoryVersion[] members, string[] periods, string language)
    {
        var rows = members.Length * periods.Length;
        var (values, revisions, startsAnew) = (new double?[rows], new int?[rows], new bool[rows]);
        for (var row = 0; row < rows; row++)
        {
            var (member, column) = (members[row / periods.Length], row % periods.Length);
            startsAnew[row] = column > 0 && indicator.VersionFor(periods[column]) != indicator.VersionFor(periods[column - 1]);
            if (data.BlockOf(indicator) is not { } block || data.Find(block, member.TerritoryId, periods[column]) is not { } position)
                continue;
            (values[row], revisions[row]) = (double.IsNaN(block.Figures[position]) ? null : block.Figures[position], block.Revision(position));
            startsAnew[row] |= (block.Flag(position) & Observations.ObservationFlags.Break) != 0;
        }
        var version = indicator.VersionFor(periods[^1]);
        return Described(indicator, values, version, revisions, startsAnew, data.Catalogue, language);
    }

    private static AnalysisColumn Described(
        CatalogueIndicator indicator, double?[] values, IndicatorVersion version, int?[] revisions, bool[]? startsAnew, Catalogue.Catalogue catalogue, string language)
    {
        var source = catalogue.Sources[version.SourceId];
        return new AnalysisColumn(indicator.Code, values, version, version.Name(language), revisions, startsAnew, version.UnitSymbol(language), Language.Pick(language, source.AttributionLv, source.AttributionEn));
    }

    private async Task<AnalysisTable> PublishedAsync(AnalysisRequest request, IReadOnlyList<string> names, string language, CancellationToken cancellationToken)
    {
        var catalogue = watch.OfCaller;
        var asOf = request.AsOf?.ToUniversalTime();
        var choice = AnalysisRules.GroupOf(request, catalogue, new Findings());
        var indicators = names.Select(name => catalogue.Indicators[name]).ToArray();
        var data = await comparison.ReadAsync(catalogue, indicators, choice, asOf, cancellationToken);
        var period = request.Period is { } asked && PeriodSelection.Parse(asked, out _) is OnePeriod one ? one.Code : LatestOf(data, indicators);
        var day = indicators[0].Current.DayOf(period);
        var focal = request.Territory is { } code ? FocalOn(code, period, day, catalogue, request) : null;
        ComparisonParameters.RequireMembers(choice, day, catalogue);
        var group = MembersOf(data, choice, focal, indicators[0], period, day, language);
        var members = group.Members.OrderBy(member => member.Identity, StringComparer.Ordinal).ToArray();
        var units = members.Select(member => new AnalysedUnit(member.Code ?? member.Identity, null, member.Identity, member.Name(language))).ToArray();
        return new AnalysisTable(units, [.. indicators.Select(indicator => ColumnOf(data, indicator, members, period, language))], null,
            focal is null ? null : Array.Find(units, unit => unit.Identity == focal.Identity) ?? throw NotAMember(request),
            new AnalysisOrigin(period, new AnalysedGroup(choice.Text, choice.Declared?.Version, GroupComparison.GroupName(choice, language), day), asOf ?? catalogue.DataChangedAt),
            [.. group.Warnings, .. BreaksOf(indicators, period, language), .. FlagsOf(data, indicators, members, period, language)]);
    }

    private static string LatestOf(ComparisonData data, CatalogueIndicator[] indicators)
    {
        var common = indicators.Select(data.PeriodsOf).Aggregate((one, other) => [.. one.Intersect(other, StringComparer.Ordinal)]);
        return common.Count > 0 ? common.Max(StringComparer.Ordinal)!
            : throw new ProblemException(ProblemTypes.Unprocessable, $"There is no period in which all of these have figures: {string.Join(", ", indicators.Select(indicator => indicator.Code))}. GET /v1/indicators tells the periods of each.");
    }

    private static AnalysisColumn ColumnOf(ComparisonData data, CatalogueIndicator indicator, TerritoryVersion[] members, string period, string language)
    {
        var (values, revisions) = (new double?[members.Length], new int?[members.Length]);
        if (data.BlockOf(indicator) is { } block)
            for (var row = 0; row < members.Length; row++)
                if (data.Find(block, members[row].TerritoryId, period) is { } position)
                    (values[row], revisions[row]) = (double.IsNaN(block.Figures[position]) ? null : block.Figures[position], block.Revision(position));
        return Described(indicator, values, indicator.VersionFor(period), revisions, null, data.Catalogue, language);
    }

    private static IEnumerable<string> BreaksOf(IEnumerable<CatalogueIndicator> indicators, string period, string language) =>
        indicators.Select(indicator => indicator.VersionFor(period)).Select(version => Language.PickOrNull(language, version.BreakNoteLv, version.BreakNoteEn)).OfType<string>();

    private static IEnumerable<string> FlagsOf(ComparisonData data, IEnumerable<CatalogueIndicator> indicators, TerritoryVersion[] members, string period, string language)
    {
        foreach (var indicator in indicators)
        {
            if (data.BlockOf(indicator) is not { } block)
                continue;
            var flagged = members.Where(member => data.Find(block, member.TerritoryId, period) is { } position && block.Flag(position) != 0).Select(member => member.Name(language)).ToArray();
            if (flagged.Length > 0)
                yield return Language.Pick(language, $"{indicator.Current.NameLv}: skaitlim ir piezīme ({Listed(flagged)}).", $"{indicator.Current.NameEn}: the figure has a remark ({Listed(flagged)}).");
        }

        static string Listed(string[] names) => names.Length <= 5 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} …";
    }
}
