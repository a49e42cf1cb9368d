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
    /// <summary>The table of some variables.</summary>
    /// <param name="request">The request.</param>
    /// <param name="names">The variables, each once, in the order of the columns.</param>
    /// <param name="language">Language of names and warnings.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<AnalysisTable> ReadAsync(AnalysisRequest request, IReadOnlyList<string> names, string language, CancellationToken cancellationToken) =>
        request.Data is { } data ? Given(request, data, names) : await PublishedAsync(request, names, language, cancellationToken);

    private static AnalysisTable Given(AnalysisRequest request, InlineData data, IReadOnlyList<string> names)
    {
        var units = data.Units!.Select(unit => new AnalysedUnit(unit, null, null)).ToArray();
        return new AnalysisTable(units, [.. names.Select(name => new AnalysisColumn(name, [.. data.Variables![name]]))], data.Weights,
            request.Territory is { } focal ? units.First(unit => unit.Unit == focal) : null, null, []);
    }

    private async Task<AnalysisTable> PublishedAsync(AnalysisRequest request, IReadOnlyList<string> names, string language, CancellationToken cancellationToken)
    {
        var catalogue = watch.Current;
        var asOf = request.AsOf?.ToUniversalTime();
        var choice = AnalysisRules.GroupOf(request, catalogue, new Findings());
        var indicators = names.Select(name => catalogue.Indicators[name]).ToArray();
        var data = await comparison.ReadAsync(catalogue, indicators, choice, asOf, cancellationToken);
        var period = request.Period is { } asked && PeriodSelection.Parse(asked, out _) is OnePeriod one ? one.Code : LatestOf(data, indicators);
        var day = indicators[0].Current.DayOf(period);
        var focal = request.Territory is { } code ? catalogue.Territories.Find(code) : null;
        if (focal is not null)
        {
            var found = new Findings();
            focal = ComparisonParameters.On(focal, period, day, catalogue, found);
            if (focal is null)
                throw Findings.One("/territory", found.Failures[0].ErrorCode, found.Failures[0].ErrorMessage, request.Territory, found.Failures[0].CustomState as IReadOnlyList<string>);
        }
        ComparisonParameters.RequireMembers(choice, day, catalogue);
        var group = choice.Declared is { } declared ? new ChosenGroup(catalogue.Members(declared, day).Members, null, null, [])
            : SimilarMunicipalities.Of(data, choice, focal!, indicators[0], period, day, language);
        var members = group.Members.OrderBy(member => member.Identity, StringComparer.Ordinal).ToArray();
        var units = members.Select(member => new AnalysedUnit(member.Code ?? member.Identity, member.Identity, member.Name(language))).ToArray();
        return new AnalysisTable(units, [.. indicators.Select(indicator => ColumnOf(data, indicator, members, period, language))], null,
            focal is null ? null : Array.Find(units, unit => unit.Identity == focal.Identity),
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
        var version = indicator.VersionFor(period);
        return new AnalysisColumn(indicator.Code, values, version, version.Name(language), revisions);
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
