using System.Globalization;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Carries numbers of the caller's own across a reform that comes with them: groups are the new units, with the units that became them.</summary>
internal static class RebasedData
{
    private const double Largest = 1e27; // decimals have 28 digits

    /// <summary>Checks what is asked of data, beside what every analysis checks of it.</summary>
    public static void Check(RebaseRequest request, InlineData data, Findings findings)
    {
        if (request.Boundaries is not null)
            findings.Add("/boundaries", "contradiction", "boundaries belongs to figures of the database; with data, groups are the new units.");
        if (data.Groups is not { Count: > 0 } groups)
            findings.Add("/data/groups", "required", "Name the new units, each with the units that became it.");
        else
            CheckGroups(data, groups, findings);
        CheckShares(request, data, findings);
        for (var index = 0; index < (request.Variables?.Count ?? 0); index++)
            CheckVariable(string.Create(CultureInfo.InvariantCulture, $"/variables/{index}"), request.Variables![index], data, findings);
        for (var row = 0; row < (data.Weights?.Count ?? 0); row++)
            if (data.Weights![row] is { } weight && weight is not (>= 0 and <= Largest))
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"/data/weights/{row}"), "out-of-range", "A weight is zero or more, at most 1e27.", weight.ToString("R", CultureInfo.InvariantCulture));
        foreach (var (name, values) in data.Variables ?? new Dictionary<string, IReadOnlyList<double?>>(StringComparer.Ordinal))
            for (var row = 0; row < (values?.Count ?? 0); row++)
                if (values![row] is { } value && Math.Abs(value) > Largest)
                {
                    findings.Add(string.Create(CultureInfo.InvariantCulture, $"{AnalysisRules.Pointer("/data/variables", name)}/{row}"), "out-of-range", "Numbers that are carried have at most 28 digits.", value.ToString("R", CultureInfo.InvariantCulture));
                    break;
                }
    }

    private static void CheckGroups(InlineData data, IReadOnlyDictionary<string, IReadOnlyList<string>> groups, Findings findings)
    {
        foreach (var (name, members) in groups)
        {
            if (members is null or [])
                findings.Add(AnalysisRules.Pointer("/data/groups", name), "required", "Name the units that became it.");
            else if (data.Units?.Contains(name, StringComparer.Ordinal) == true && !groups.Values.Any(group => group?.Contains(name, StringComparer.Ordinal) == true))
                findings.Add(AnalysisRules.Pointer("/data/groups", name), "repeated-code", "A unit of this name is unchanged, being in no group: the two would have one name.", name);
        }
    }

    private static void CheckShares(RebaseRequest request, InlineData data, Findings findings)
    {
        foreach (var (unit, shares) in request.Shares ?? new Dictionary<string, IReadOnlyDictionary<string, double?>>(StringComparer.Ordinal))
        {
            var pointer = AnalysisRules.Pointer("/shares", unit);
            if (data.Units?.Contains(unit, StringComparer.Ordinal) != true)
                findings.Add(pointer, "unknown-value", $"{Excerpt.Of(unit)} is none of the units.", unit);
            if (shares is null)
            {
                findings.Add(pointer, "required", "Give the share of each group, with null for one that is not known.");
                continue;
            }
            foreach (var (group, share) in shares)
            {
                if (data.Groups?.GetValueOrDefault(group)?.Contains(unit, StringComparer.Ordinal) != true)
                    findings.Add(AnalysisRules.Pointer(pointer, group), "unknown-value", $"{Excerpt.Of(unit)} is not in the group {Excerpt.Of(group)}.", group);
                if (share is < 0 or > 1)
                    findings.Add(AnalysisRules.Pointer(pointer, group), "out-of-range", "A share lies between 0 and 1.", share.Value.ToString("R", CultureInfo.InvariantCulture));
            }
            if (shares.Values.Sum() > 1 + 1e-9)
                findings.Add(pointer, "contradiction", "The shares of a unit are at most 1 together.");
        }
    }

    private static void CheckVariable(string pointer, RebaseVariable? variable, InlineData data, Findings findings)
    {
        if (variable is null)
        {
            findings.Add(pointer, "required", "Name a variable.");
            return;
        }
        var rule = AnalysisMethods.OptionOf($"{pointer}/rule", variable.Rule, ConversionRule.Sum, findings);
        if (variable.Rule is null)
            findings.Add($"{pointer}/rule", "required", "Say how the variable is carried.", null, AnalysisMethods.CodesOf<ConversionRule>());
        if (rule == ConversionRule.WeightedMean && data.Weights is null)
            findings.Add("/data/weights", "required", "A weighted mean needs weights, such as the population.");
        foreach (var (name, component) in new[] { ("numerator", variable.Numerator), ("denominator", variable.Denominator) })
            if (rule == ConversionRule.Recompute)
            {
                if (component is null)
                    findings.Add($"{pointer}/{name}", "required", $"Name the {name}.");
                else if (data.Variables?.ContainsKey(component) != true)
                    findings.Add($"{pointer}/{name}", "unknown-value", $"data has no variable {Excerpt.Of(component)}.", component, [.. (data.Variables?.Keys ?? []).Take(20)]);
            }
            else if (component is not null)
                findings.Add($"{pointer}/{name}", "contradiction", $"{name} belongs to rule recompute.", component);
        if (rule == ConversionRule.Recompute && string.IsNullOrEmpty(variable.Variable))
            findings.Add($"{pointer}/variable", "required", "Give the ratio a name.");
        if (rule != ConversionRule.Recompute && variable.Factor is not null)
            findings.Add($"{pointer}/factor", "contradiction", "factor belongs to rule recompute.");
        AnalysisMethods.CheckRange($"{pointer}/factor", variable.Factor, 0, 1e12, findings, isOpen: true);
    }

    /// <summary>A variable on the new units.</summary>
    public static RebasedVariable Carry(RebaseVariable variable, RebaseRequest request, InlineData data, double minimumCoverage)
    {
        var rule = AnalysisMethods.OptionOf(variable.Rule, ConversionRule.Sum);
        var factor = (decimal)(variable.Factor ?? 1);
        var rows = Enumerable.Range(0, data.Units!.Count).ToLookup(row => (Unit: data.Units[row], Period: data.Periods?[row]));
        var periods = data.Periods is null ? [null] : data.Periods.Distinct(StringComparer.Ordinal).ToArray<string?>();
        var placed = data.Groups!.Values.SelectMany(members => members).ToHashSet(StringComparer.Ordinal);
        var isRatio = rule == ConversionRule.Recompute;
        var values = data.Groups.SelectMany(group => periods.Select(period => OfGroup(group.Key, group.Value, period)))
            .Concat(data.Units.Distinct(StringComparer.Ordinal).Where(unit => !placed.Contains(unit)).SelectMany(unit => periods.Select(period => Unchanged(unit, period))));
        return new RebasedVariable(variable.Variable!, AnalysisMethods.CodeOf(rule), rule == ConversionRule.WeightedMean ? "weights" : null, isRatio ? variable.Numerator : null, isRatio ? variable.Denominator : null,
            isRatio ? variable.Factor ?? 1 : null, [.. values]);

        RebasedValue OfGroup(string name, IReadOnlyList<string> members, string? period)
        {
            var parts = members.Distinct(StringComparer.Ordinal).Select(unit => PartOf(unit, period)).ToArray();
            var isDivided = false;
            for (var part = 0; part < parts.Length; part++)
            {
                if (!IsDivided(parts[part].Unit))
                    continue;
                if (ShareOf(parts[part].Unit, name) is not { } share)
                    return new RebasedValue(name, null, null, period, null, AnalysisMethods.CodeOf(rule == ConversionRule.NotConvertible ? ConversionStatus.NotConvertible : ConversionStatus.ShareUnknown),
                        parts.Length, 0, null, [parts[part].Unit], null, null);
                parts[part] = TerritorialMerge.Share(rule, parts[part], share);
                isDivided = true;
            }
            var combined = TerritorialMerge.Combine(rule, parts, factor, (decimal)minimumCoverage);
            return new RebasedValue(name, null, null, period, (double?)combined.Value, AnalysisMethods.CodeOf(isDivided && combined.Status == ConversionStatus.Complete ? ConversionStatus.Estimated : combined.Status),
                combined.Parts, combined.PartsPresent, (double?)combined.Coverage, combined.MissingParts, null, null);
        }

        RebasedValue Unchanged(string unit, string? period)
        {
            var part = PartOf(unit, period);
            var combined = TerritorialMerge.Combine(rule == ConversionRule.Recompute ? rule : ConversionRule.Sum, [part], factor);
            return new RebasedValue(unit, null, null, period, (double?)combined.Value, combined.Status == ConversionStatus.Complete ? "unchanged" : AnalysisMethods.CodeOf(combined.Status), 1, combined.PartsPresent,
                (double?)combined.Coverage, combined.MissingParts, null, null);
        }

        TerritorialPart PartOf(string unit, string? period)
        {
            var row = rows[(unit, period)].Select(row => (int?)row).FirstOrDefault();
            return new TerritorialPart(unit, isRatio ? null : Number(data.Variables![variable.Variable!]), data.Weights is { } weights ? Number(weights) : null,
                isRatio ? Number(data.Variables![variable.Numerator!]) : null, isRatio ? Number(data.Variables![variable.Denominator!]) : null);

            decimal? Number(IReadOnlyList<double?> column) => row is { } at ? (decimal?)column[at] : null;
        }

        bool IsDivided(string unit) => request.Shares?.ContainsKey(unit) == true || data.Groups.Values.Count(members => members.Contains(unit, StringComparer.Ordinal)) > 1;

        decimal? ShareOf(string unit, string group) => (decimal?)request.Shares?.GetValueOrDefault(unit)?.GetValueOrDefault(group);
    }
}
