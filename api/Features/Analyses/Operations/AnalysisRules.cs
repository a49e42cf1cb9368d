using System.Globalization;
using Benchlearning.Api.Features.Analyses.Stored;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>A variable that an option names, and where.</summary>
/// <param name="Pointer">Pointer of the option in the body.</param>
/// <param name="Name">The name; null where it is left out.</param>
internal readonly record struct NamedVariable(string Pointer, string? Name)
{
    /// <summary>The entries of a list.</summary>
    public static IEnumerable<NamedVariable> Of(string pointer, IReadOnlyList<string?>? names) =>
        (names ?? []).Select((name, index) => new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), name));
}

/// <summary>Checks what every analysis is asked with. All that is wrong becomes findings, each with its place in the body.</summary>
internal static class AnalysisRules
{
    private const string DefaultGroup = "municipalities";

    /// <summary>Checks the request and the variables that the method's options name.</summary>
    /// <param name="request">The request.</param>
    /// <param name="variables">The variables named.</param>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="findings">Takes the findings.</param>
    /// <param name="isPanel">Whether the method is over several periods; null: as the request's type says.</param>
    public static void Check(AnalysisRequest request, IReadOnlyList<NamedVariable> variables, Catalogue.Catalogue catalogue, Findings findings, bool? isPanel = null)
    {
        var isOverTime = isPanel ?? request is PanelRequest;
        foreach (var repeated in variables.Where(variable => variable.Name is not null).GroupBy(variable => variable.Name, StringComparer.Ordinal).Where(named => named.Count() > 1))
            findings.Add(repeated.Last().Pointer, "repeated-code", $"{Excerpt.Of(repeated.Key!)} is named twice.", repeated.Key);
        foreach (var nameless in variables.Where(variable => string.IsNullOrEmpty(variable.Name)))
            findings.Add(nameless.Pointer, "required", request.Data is null ? "Name an indicator by its code; GET /v1/indicators lists them." : "Name a variable of data.");
        StorageRules.Check(request.Store, findings);
        if (request.Data is { } data)
            CheckData(request, data, variables, findings, isOverTime);
        else
            CheckReference(request, variables, catalogue, findings, isOverTime);
    }

    /// <summary>Checks a method over the series of one unit: it must be clear whose.</summary>
    public static void CheckSingle(PanelRequest request, Findings findings)
    {
        if (request.Territory is null && (request.Data is not { Units: { } units } || units.Distinct(StringComparer.Ordinal).Count() > 1))
            findings.Add("/territory", "required", request.Data is null ? "Name the municipality whose series it is, by its code." : "data has several units: name the one whose series it is.");
    }

    /// <summary>Which periods are asked for.</summary>
    public static PeriodSelection PeriodsOf(PanelRequest request) =>
        request.Periods is not { Count: > 0 } asked ? PeriodSelection.All : new PeriodSelection([.. asked.Select(text => PeriodSelection.Parse(text ?? "", out _)).OfType<PeriodExpression>()]);

    /// <summary>Whose figures are asked for.</summary>
    public static GroupChoice GroupOf(AnalysisRequest request, Catalogue.Catalogue catalogue, Findings findings) =>
        GroupChoice.Resolve(request.Group ?? DefaultGroup, null, mixesTypes: false, catalogue, findings);

    private static void CheckReference(AnalysisRequest request, IEnumerable<NamedVariable> variables, Catalogue.Catalogue catalogue, Findings findings, bool isPanel)
    {
        var periodicities = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var variable in variables)
            if (!string.IsNullOrEmpty(variable.Name))
            {
                if (catalogue.Indicators.TryGetValue(variable.Name, out var indicator))
                    periodicities.Add(indicator.Current.Periodicity);
                else
                    Selection.UnknownIndicator(variable.Pointer, variable.Name, catalogue, findings);
            }
        if (periodicities.Count > 1)
            findings.Add(variables.First().Pointer, "wrong-periodicity", $"The indicators are {string.Join(" and ", periodicities)}: figures of one periodicity can be analysed together.");
        if (isPanel)
            CheckPeriods((PanelRequest)request, findings);
        else if (request.Period is { } asked && asked != "latest")
        {
            if (PeriodSelection.Parse(asked, out var message) is not OnePeriod period)
                findings.Add("/period", "invalid-period", message ?? "One period, such as 2013, or latest.", asked);
            else if (periodicities is { Count: 1, Min: { } only } && Observations.PeriodCode.PeriodicityOf(period.Code) != only)
                findings.Add("/period", "wrong-periodicity", $"The indicators are {only}.", asked);
        }
        var found = new Findings();
        var choice = GroupOf(request, catalogue, found);
        foreach (var failure in found.Failures)
            findings.Add("/group", failure.ErrorCode, failure.ErrorMessage, failure.AttemptedValue as string, failure.CustomState as IReadOnlyList<string>);
        if (request.Territory is { } territory)
        {
            if (catalogue.Territories.Find(territory) is null)
                Selection.UnknownTerritory("/territory", territory, catalogue, findings);
        }
        else if (!found.Any && choice.Declared is null)
            findings.Add("/territory", "required", "similar:k is similar to a municipality: name it by its code.");
    }

    private static void CheckPeriods(PanelRequest request, Findings findings)
    {
        if (request.Period is not null)
            findings.Add("/period", "contradiction", "This method is of several periods: say which as periods.", request.Period);
        for (var index = 0; index < (request.Periods?.Count ?? 0); index++)
            if (PeriodSelection.Parse(request.Periods![index] ?? "", out var message) is null)
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"/periods/{index}"), "invalid-period", message ?? "A period, a range such as 2009..2013, or latest(5).", request.Periods[index]);
    }

    private static void CheckData(AnalysisRequest request, InlineData data, IEnumerable<NamedVariable> variables, Findings findings, bool isPanel)
    {
        if (request is PanelRequest { Periods: not null })
            findings.Add("/periods", "contradiction", "periods belongs to figures of the database; data brings its own in data.periods.");
        foreach (var (pointer, value) in new[] { ("/period", request.Period), ("/group", request.Group), ("/asOf", request.AsOf?.ToString("O", CultureInfo.InvariantCulture)) })
            if (value is not null)
                findings.Add(pointer, "contradiction", $"{pointer[1..]} belongs to figures of the database, and data brings its own.", value);
        if (data.Units is not { Count: > 0 } units)
        {
            findings.Add("/data/units", "required", "Name at least one unit.");
            return;
        }
        if (units.Count > AnalysisMethods.MostRows)
        {
            findings.Add("/data/units", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {AnalysisMethods.MostRows} rows are taken (published at /v1/config)."), units.Count.ToString(CultureInfo.InvariantCulture));
            return;
        }
        CheckNames("/data/units", units, findings);
        if (!isPanel && data.Periods is not null)
            findings.Add("/data/periods", "contradiction", "This method is of one period: give each unit once, without periods.");
        if (isPanel && data.Periods is null)
            findings.Add("/data/periods", "required", "This method is over several periods: give the period of each row.");
        if (data.Periods is { } periods)
        {
            CheckLength("/data/periods", periods.Count, units.Count, findings);
            CheckNames("/data/periods", periods, findings);
        }
        var isStratified = request is StandardisationRequest { Strata: null };
        if (isStratified == data.Strata is null)
            findings.Add("/data/strata", isStratified ? "required" : "contradiction", isStratified
                ? "Give the stratum of each row, such as an age; or one row for each unit, and name the variables of each stratum as strata." : "Rows by strata belong to standardisation without strata of its own.");
        if (data.Strata is { } strata)
        {
            CheckLength("/data/strata", strata.Count, units.Count, findings);
            CheckNames("/data/strata", strata, findings);
        }
        foreach (var repeated in Rows(data.Units, isPanel ? data.Periods : isStratified ? data.Strata : null).GroupBy(row => row.Key, StringComparer.Ordinal).Where(rows => rows.Count() > 1).Take(20))
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"/data/units/{repeated.Last().Index}"), "repeated-code",
                isPanel ? "The unit has two rows of this period." : isStratified ? "The unit has two rows of this stratum." : "The unit is there twice.", units[repeated.Last().Index]);
        if (data.Weights is { } weights)
        {
            CheckLength("/data/weights", weights.Count, units.Count, findings);
            CheckFinite("/data/weights", weights, findings);
        }
        CheckVariables(data, variables, units.Count, findings);
        foreach (var (name, members) in data.Groups ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
            foreach (var unknown in (members ?? []).Except(units, StringComparer.Ordinal).Take(20))
                findings.Add($"/data/groups/{Escaped(name)}", "unknown-value", $"{Excerpt.Of(unknown ?? "")} is none of the units.", unknown);
        if (request.Territory is { } focal && !units.Contains(focal, StringComparer.Ordinal))
            findings.Add("/territory", "unknown-value", "territory is one of the units of data.", focal, [.. units.Take(20)]);
    }

    private static void CheckVariables(InlineData data, IEnumerable<NamedVariable> variables, int rows, Findings findings)
    {
        if (data.Variables is not { Count: > 0 } known)
        {
            findings.Add("/data/variables", "required", "Give at least one variable with its numbers.");
            return;
        }
        if (known.Count > AnalysisMethods.MostVariables)
            findings.Add("/data/variables", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {AnalysisMethods.MostVariables} variables are taken (published at /v1/config)."), known.Count.ToString(CultureInfo.InvariantCulture));
        CheckNames("/data/variables", [.. known.Keys], findings);
        foreach (var (name, values) in known.Take(AnalysisMethods.MostVariables))
            if (values is null)
                findings.Add($"/data/variables/{Escaped(name)}", "required", "Give a list of numbers, with null where one is missing.");
            else
            {
                CheckLength($"/data/variables/{Escaped(name)}", values.Count, rows, findings);
                CheckFinite($"/data/variables/{Escaped(name)}", values, findings);
            }
        foreach (var variable in variables)
            if (!string.IsNullOrEmpty(variable.Name) && !known.ContainsKey(variable.Name))
                findings.Add(variable.Pointer, "unknown-value", $"data has no variable {Excerpt.Of(variable.Name)}.", variable.Name, [.. known.Keys.Take(20)]);
    }

    private static IEnumerable<(string Key, int Index)> Rows(IReadOnlyList<string> units, IReadOnlyList<string>? parts) => units.Select((unit, index) =>
        (parts is not null && index < parts.Count ? $"{unit}\n{parts[index]}" : unit ?? "", index));

    private static void CheckNames(string pointer, IReadOnlyList<string?> names, Findings findings)
    {
        for (var index = 0; index < names.Count; index++)
            if (string.IsNullOrWhiteSpace(names[index]) || names[index]!.Length > AnalysisMethods.LongestName || names[index]!.Any(char.IsControl))
            {
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), "invalid-name",
                    string.Create(CultureInfo.InvariantCulture, $"A name has 1 to {AnalysisMethods.LongestName} characters, none of them a control character."), names[index]);
                return;
            }
    }

    /// <summary>JSON may hold a number that is too large for any calculation.</summary>
    private static void CheckFinite(string pointer, IReadOnlyList<double?> values, Findings findings)
    {
        for (var index = 0; index < values.Count; index++)
            if (values[index] is { } value && !double.IsFinite(value))
            {
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), "out-of-range", "The number is beyond 1.7e308.");
                return;
            }
    }

    private static void CheckLength(string pointer, int length, int rows, Findings findings)
    {
        if (length != rows)
            findings.Add(pointer, "wrong-length", string.Create(CultureInfo.InvariantCulture, $"There are {rows} rows, and so there must be {rows} entries; null stands for a missing one."), length.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The pointer of a named field of an object.</summary>
    public static string Pointer(string place, string name) => $"{place}/{Escaped(name)}";

    /// <summary>A name as a part of a JSON pointer.</summary>
    public static string Escaped(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
