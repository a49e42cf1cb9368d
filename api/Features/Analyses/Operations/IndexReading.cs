using System.Globalization;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>An index ready to be made: its numbers, and how.</summary>
/// <param name="Table">The numbers.</param>
/// <param name="Components">What it is made of.</param>
/// <param name="Units">The units with their values.</param>
/// <param name="Options">How it is made.</param>
/// <param name="Definition">The known index; null where components were given.</param>
/// <param name="Form">Level or change.</param>
/// <param name="BasePeriod">The period whose mean and deviation are used for change; null otherwise.</param>
internal sealed record IndexBasis(
    AnalysisTable Table, IReadOnlyList<IndexComponent> Components, IReadOnlyList<IndexUnit> Units, IndexOptions Options, KnownIndex? Definition, IndexForm Form, string? BasePeriod)
{
    /// <summary>The known index as the answer tells it.</summary>
    public IndexVersion? Describe(string language) => Definition is not { } known ? null
        : new IndexVersion(known.Code, known.Version, Language.Pick(language, known.NameLv, known.NameEn), known.ValidFrom, known.ValidTo, known.Source);

    /// <summary>The components as the answer tells them.</summary>
    public IReadOnlyList<UsedComponent> Used(IReadOnlyDictionary<string, double>? whatIf) =>
    [
        .. Components.Select((component, place) =>
        {
            var standard = component.Normalisation != Normalisation.ZScore ? null : component.Base ?? IndexNormalisation.StandardOf(component, place, Units, Options);
            return new UsedComponent(component.Code, component.Weight, whatIf is null ? null : whatIf[component.Code], AnalysisMethods.CodeOf(component.Direction.Kind),
                AnalysisMethods.CodeOf(component.Normalisation), standard?.Mean, standard?.Deviation);
        }),
    ];
}

/// <summary>Gets the numbers of an index together, for change also the mean and deviation of the period before. Requests are checked by <see cref="IndexDefinition"/> before.</summary>
internal sealed class IndexReading(AnalysisReading reading)
{
    /// <summary>The index of a request.</summary>
    public async Task<IndexBasis> ReadAsync(CompositeRequest request, string language, CancellationToken cancellationToken)
    {
        var definition = IndexDefinition.KnownOf(request);
        var asked = definition?.Components ?? request.Components!;
        string[] names = [.. asked.Select(component => component.Variable!)];
        var table = await reading.ReadAsync(request, names, language, cancellationToken);
        var options = IndexDefinition.OptionsOf(request);
        var (components, units) = (IndexDefinition.ComponentsOf(asked, table), IndexDefinition.UnitsOf(table));
        var form = AnalysisMethods.OptionOf(request.Form, IndexForm.Level);
        if (form == IndexForm.Level)
            return new IndexBasis(table, components, units, options, definition, form, null);
        if (request.Base is { } given)
            return new IndexBasis(table, [.. components.Select(component => component with { Base = new StandardBase(given[component.Code].Mean!.Value, given[component.Code].Deviation!.Value) })],
                units, options, definition, form, null);
        var basePeriod = request.BasePeriod ?? YearBefore(table.Origin!.Period);
        var isSimilar = request.Group?.StartsWith("similar", StringComparison.Ordinal) == true;
        var before = await reading.ReadAsync(request with { Period = basePeriod, Territory = isSimilar ? request.Territory : null }, names, language, cancellationToken);
        return new IndexBasis(table, BasedOn(components, before, options, basePeriod), units, options, definition, form, basePeriod);
    }

    private static IndexComponent[] BasedOn(IndexComponent[] components, AnalysisTable before, IndexOptions options, string basePeriod)
    {
        var units = IndexDefinition.UnitsOf(before);
        return [.. components.Select((component, place) => component with
        {
            Base = IndexNormalisation.StandardOf(component, place, units, options)
                ?? throw new ProblemException(ProblemTypes.Unprocessable, $"In {basePeriod} {component.Code} has too few figures, or the same for all: there is no deviation to measure the change by."),
        })];
    }

    private static string YearBefore(string period) => string.Create(CultureInfo.InvariantCulture, $"{PeriodCode.YearOf(period) - 1:0000}{period[4..]}");
}
