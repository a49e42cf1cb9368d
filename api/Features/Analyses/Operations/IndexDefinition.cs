using System.Globalization;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Understands what an index is made of.</summary>
internal static class IndexDefinition
{
    /// <summary>Most components.</summary>
    public const int MostComponents = 50;

    private const double WeightTolerance = 1e-6;
    private const double UsualCoverage = 0.6;

    /// <summary>Checks a definition; everything wrong becomes a finding.</summary>
    public static void Check(CompositeRequest request, Catalogue.Catalogue catalogue, Findings findings)
    {
        _ = AnalysisMethods.OptionOf("/aggregation", request.Aggregation, Aggregation.Arithmetic, findings);
        _ = AnalysisMethods.OptionOf("/missing", request.Missing, IndexMissingRule.LeaveOut, findings);
        AnalysisMethods.CheckRange("/minimumCoverage", request.MinimumCoverage, double.Epsilon, 1, findings);
        if (request.MinimumCoverage is not null && request.Missing != "renormalise")
            findings.Add("/minimumCoverage", "contradiction", "minimumCoverage belongs to missing renormalise.");
        if (request.Components is not { Count: >= 1 and <= MostComponents } components || components.Any(component => component is null))
        {
            findings.Add("/components", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"Give 1 to {MostComponents} components."), request.Components?.Count.ToString(CultureInfo.InvariantCulture));
            return;
        }
        AnalysisRules.Check(request, [.. components.Select((component, index) => new NamedVariable(Place(index, "variable"), component.Variable))], catalogue, findings);
        for (var index = 0; index < components.Count; index++)
            CheckComponent(components[index], index, request, catalogue, findings);
        CheckWeights(components, findings);
        if (request.Data?.Weights is { } weights && weights.Any(weight => weight is not (> 0 and < double.PositiveInfinity)))
            findings.Add("/data/weights", "invalid-weight", "A statistical weight is a number above 0 for every unit.");
    }

    /// <summary>The definition of a request that was checked, over the numbers of a table.</summary>
    public static (IndexComponent[] Components, IndexUnit[] Units, IndexOptions Options) Of(CompositeRequest request, AnalysisTable table)
    {
        var equal = 1.0 / request.Components!.Count;
        var sum = request.Components.Sum(component => component.Weight ?? equal);
        var components = request.Components.Select(component => new IndexComponent(component.Variable!, (component.Weight ?? equal) / sum, DirectionOf(component, table.Of(component.Variable!)),
            AnalysisMethods.OptionOf(component.Normalisation, Normalisation.ZScore), component.Low, component.High, component.IsLogarithmic ?? false,
            component.Mean is { } mean ? new StandardBase(mean, component.Deviation!.Value) : null)).ToArray();
        var units = table.Units.Select((unit, row) => new IndexUnit(unit.Unit, [.. table.Columns.Select(column => column.Values[row])], table.Weights?[row] ?? 1)).ToArray();
        return (components, units, new IndexOptions(AnalysisMethods.OptionOf(request.Aggregation, Aggregation.Arithmetic), AnalysisMethods.OptionOf(request.Missing, IndexMissingRule.LeaveOut),
            request.MinimumCoverage ?? UsualCoverage, request.IsSample ?? false));
    }

    private static Direction DirectionOf(CompositeComponent component, AnalysisColumn column) =>
        component.Direction is { } asked ? Direction.FromCode(asked, component.Target)
        : column.Version is { } version ? Direction.FromCode(version.Direction, (double?)version.TargetValue, (double?)version.TargetTolerance)
        : Direction.HigherIsBetter;

    private static void CheckComponent(CompositeComponent component, int index, CompositeRequest request, Catalogue.Catalogue catalogue, Findings findings)
    {
        AnalysisMethods.CheckRange(Place(index, "weight"), component.Weight, 0, 1, findings);
        var normalisation = AnalysisMethods.OptionOf(Place(index, "normalisation"), component.Normalisation, Normalisation.ZScore, findings);
        var kind = AnalysisMethods.OptionOf(Place(index, "direction"), component.Direction, DirectionKind.HigherIsBetter, findings);
        var isNeutral = kind == DirectionKind.Neutral
            || (component.Direction is null && request.Data is null && component.Variable is { } code && catalogue.Indicators.TryGetValue(code, out var indicator) && indicator.Current.Direction == "neutral");
        if (isNeutral)
            findings.Add(Place(index, "direction"), "without-direction", "Neither way is good, and so it has no place in an index: say here which way is better.", component.Direction);
        if (component.Direction == "target" == component.Target is null)
            findings.Add(Place(index, "target"), "contradiction", "target belongs to direction target, and direction target needs one.");
        if (normalisation == Normalisation.Goalposts)
        {
            if (component is not { Low: { } low, High: { } high } || low == high)
                findings.Add(Place(index, "low"), "required", "Goalposts are two different numbers: low and high.");
            else if (component.IsLogarithmic == true && (low <= 0 || high <= 0))
                findings.Add(Place(index, "low"), "out-of-range", "With logarithms goalposts are above 0.");
        }
        else if (component.Low is not null)
            findings.Add(Place(index, "low"), "contradiction", "low belongs to goalposts.");
        if (component.High is not null && normalisation is not (Normalisation.Goalposts or Normalisation.DistanceToReference))
            findings.Add(Place(index, "high"), "contradiction", "high belongs to goalposts and distanceToReference.");
        if (component.Mean is null != component.Deviation is null || (component.Mean is not null && normalisation != Normalisation.ZScore))
            findings.Add(Place(index, "mean"), "contradiction", "mean and deviation belong together, and to zScore.");
        if (component.Deviation is <= 0)
            findings.Add(Place(index, "deviation"), "out-of-range", "A standard deviation is above 0.");
    }

    private static void CheckWeights(IReadOnlyList<CompositeComponent> components, Findings findings)
    {
        var given = components.Count(component => component.Weight is not null);
        if (given == 0)
            return;
        if (given < components.Count)
            findings.Add("/components", "required", "Give a weight to every component, or to none: then they are equal.");
        else if (components.Sum(component => component.Weight!.Value) is var sum && Math.Abs(sum - 1) > WeightTolerance)
            findings.Add("/components", "wrong-sum", string.Create(CultureInfo.InvariantCulture, $"The weights add up to {sum:0.######}; they must add up to 1."), sum.ToString("0.######", CultureInfo.InvariantCulture));
    }

    private static string Place(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"/components/{index}/{field}");
}
