using System.Globalization;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Whether an index shows where units stand, or what has changed.</summary>
internal enum IndexForm
{
    /// <summary>Scores by the mean and deviation of the same period.</summary>
    Level,

    /// <summary>Scores by the mean and deviation of the period before.</summary>
    Change,
}

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
        if (request.Data?.Weights is { } weights && weights.Any(weight => weight is not (> 0 and < double.PositiveInfinity)))
            findings.Add("/data/weights", "invalid-weight", "A statistical weight is a number above 0 for every unit.");
        if (request.DefinitionVersion is not null && request.Definition is null)
            findings.Add("/definitionVersion", "contradiction", "definitionVersion belongs to definition.");
        var components = request.Definition is null ? GivenIn(request, catalogue, findings) : KnownIn(request, catalogue, findings);
        if (components is null)
            return;
        CheckForm(request, components, findings);
        CheckWhatIf(request, components, findings);
    }

    /// <summary>The known index that is asked for; null where components are given.</summary>
    public static KnownIndex? KnownOf(CompositeRequest request) => request.Definition is { } code ? KnownIndices.Find(KnownIndices.All, code, request.DefinitionVersion, DayOf(request)) : null;

    /// <summary>How an index of a request is made.</summary>
    public static IndexOptions OptionsOf(CompositeRequest request) => new(AnalysisMethods.OptionOf(request.Aggregation, Aggregation.Arithmetic), AnalysisMethods.OptionOf(request.Missing, IndexMissingRule.LeaveOut),
        request.MinimumCoverage ?? UsualCoverage, request.IsSample ?? false);

    /// <summary>Components over the numbers of a table.</summary>
    public static IndexComponent[] ComponentsOf(IReadOnlyList<CompositeComponent> asked, AnalysisTable table)
    {
        var equal = 1.0 / asked.Count;
        var sum = asked.Sum(component => component.Weight ?? equal);
        return [.. asked.Select(component => new IndexComponent(component.Variable!, (component.Weight ?? equal) / sum, DirectionOf(component, table.Of(component.Variable!)),
            AnalysisMethods.OptionOf(component.Normalisation, Normalisation.ZScore), component.Low, component.High, component.IsLogarithmic ?? false,
            component.Mean is { } mean ? new StandardBase(mean, component.Deviation!.Value) : null))];
    }

    /// <summary>The units of a table with their values and statistical weights.</summary>
    public static IndexUnit[] UnitsOf(AnalysisTable table) =>
        [.. table.Units.Select((unit, row) => new IndexUnit(unit.Unit, [.. table.Columns.Select(column => column.Values[row])], table.Weights?[row] ?? 1))];

    private static DateOnly? DayOf(CompositeRequest request) =>
        request.Period is { } asked && PeriodSelection.Parse(asked, out _) is OnePeriod period ? PeriodCode.LastDay(period.Code) : null;

    private static IReadOnlyList<CompositeComponent>? GivenIn(CompositeRequest request, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (request.Components is not { Count: >= 1 and <= MostComponents } components || components.Any(component => component is null))
        {
            findings.Add("/components", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"Give 1 to {MostComponents} components, or the code of a known index as definition."), request.Components?.Count.ToString(CultureInfo.InvariantCulture));
            return null;
        }
        AnalysisRules.Check(request, [.. components.Select((component, index) => new NamedVariable(Place(index, "variable"), component.Variable))], catalogue, findings);
        for (var index = 0; index < components.Count; index++)
            CheckComponent(components[index], index, request, catalogue, findings);
        CheckWeights(components, findings);
        return components;
    }

    private static IReadOnlyList<CompositeComponent>? KnownIn(CompositeRequest request, Catalogue.Catalogue catalogue, Findings findings)
    {
        foreach (var (pointer, isGiven) in new[] { ("/components", request.Components is not null), ("/aggregation", request.Aggregation is not null), ("/isSample", request.IsSample is not null) })
            if (isGiven)
                findings.Add(pointer, "contradiction", $"A known index has {pointer[1..]} of its own: give them, or definition.");
        if (!KnownIndices.Codes.Contains(request.Definition, StringComparer.Ordinal))
        {
            findings.Add("/definition", "unknown-value", $"definition is one of: {string.Join(", ", KnownIndices.Codes)}.", request.Definition, KnownIndices.Codes);
            return null;
        }
        if (KnownOf(request) is not { } known)
        {
            string[] versions = [.. KnownIndices.All.Where(index => index.Code == request.Definition).Select(index => index.Version.ToString(CultureInfo.InvariantCulture))];
            if (request.DefinitionVersion is { } version)
                findings.Add("/definitionVersion", "unknown-value", $"{request.Definition} has versions {string.Join(", ", versions)}.", version.ToString(CultureInfo.InvariantCulture), versions);
            else
                findings.Add("/definition", "not-valid", $"No version of {request.Definition} is valid at the end of {request.Period}: choose one as definitionVersion.", request.Definition, versions);
            return null;
        }
        AnalysisRules.Check(request, [.. known.Components.Select(component => new NamedVariable("/definition", component.Variable))], catalogue, findings);
        return known.Components;
    }

    private static void CheckForm(CompositeRequest request, IReadOnlyList<CompositeComponent> components, Findings findings)
    {
        var isChange = AnalysisMethods.OptionOf("/form", request.Form, IndexForm.Level, findings) == IndexForm.Change;
        if (request.BasePeriod is { } period && (!isChange || request.Data is not null))
            findings.Add("/basePeriod", "contradiction", "basePeriod belongs to form change over figures of the database.", period);
        else if (request.BasePeriod is { } asked && PeriodSelection.Parse(asked, out var message) is not OnePeriod)
            findings.Add("/basePeriod", "invalid-period", message ?? "One period, such as 2012.", asked);
        if (request.Base is not null && (!isChange || request.Data is null))
            findings.Add("/base", "contradiction", "base belongs to form change over data.");
        if (isChange && components.Any(component => component.Normalisation is not (null or "zScore")))
            findings.Add("/form", "contradiction", "change is told in standard scores: every component's normalisation is zScore.", request.Form);
        if (!isChange || request.Data is null)
            return;
        foreach (var name in components.Select(component => component.Variable).OfType<string>().Distinct(StringComparer.Ordinal))
            if (request.Base is null || !request.Base.TryGetValue(name, out var standard) || standard is not { Mean: { } mean, Deviation: > 0 and < double.PositiveInfinity } || !double.IsFinite(mean))
                findings.Add($"/base/{AnalysisRules.Escaped(name)}", "required", $"Give the mean and the deviation, above 0, of {Excerpt.Of(name)} in the period before.");
        foreach (var unknown in (request.Base?.Keys ?? []).Except(components.Select(component => component.Variable).OfType<string>(), StringComparer.Ordinal).Take(20))
            findings.Add($"/base/{AnalysisRules.Escaped(unknown)}", "unknown-value", $"{Excerpt.Of(unknown)} is none of the components.", unknown);
    }

    private static void CheckWhatIf(CompositeRequest request, IReadOnlyList<CompositeComponent> components, Findings findings)
    {
        if (request.WhatIfWeights is not { } weights)
            return;
        string[] names = [.. components.Select(component => component.Variable).OfType<string>().Distinct(StringComparer.Ordinal)];
        foreach (var name in names.Where(name => !weights.ContainsKey(name)))
            findings.Add("/whatIfWeights", "required", $"Give {Excerpt.Of(name)} a weight too, perhaps 0.", name);
        foreach (var (name, weight) in weights.Take(MostComponents))
            if (!names.Contains(name, StringComparer.Ordinal))
                findings.Add($"/whatIfWeights/{AnalysisRules.Escaped(name)}", "unknown-value", $"{Excerpt.Of(name)} is none of the components.", name, names);
            else
                AnalysisMethods.CheckRange($"/whatIfWeights/{AnalysisRules.Escaped(name)}", weight, 0, 1, findings);
        if (weights.Values.Sum() is var sum && !(Math.Abs(sum - 1) <= WeightTolerance))
            findings.Add("/whatIfWeights", "wrong-sum", WrongSum(sum), sum.ToString("0.######", CultureInfo.InvariantCulture));
    }

    private static string WrongSum(double sum) => string.Create(CultureInfo.InvariantCulture, $"The weights add up to {sum:0.######}; they must add up to 1.");

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
            findings.Add("/components", "wrong-sum", WrongSum(sum), sum.ToString("0.######", CultureInfo.InvariantCulture));
    }

    private static string Place(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"/components/{index}/{field}");
}
