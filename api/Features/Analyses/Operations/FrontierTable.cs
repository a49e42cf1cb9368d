using System.Globalization;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>What units use and make, for the operations that compare with a frontier.</summary>
/// <param name="Table">The numbers.</param>
/// <param name="Inputs">Variables that are used.</param>
/// <param name="Outputs">Variables that are made.</param>
internal sealed record FrontierTable(AnalysisTable Table, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    /// <summary>Most inputs and outputs together.</summary>
    public const int MostVariables = 20;

    /// <summary>Most units: the work grows with their square.</summary>
    public const int MostUnits = 2000;

    private const int MostFaults = 100;

    /// <summary>Inputs, then outputs.</summary>
    public IReadOnlyList<string> Names { get; } = [.. Inputs, .. Outputs];

    /// <summary>A unit for each row, in their order.</summary>
    public IReadOnlyList<DeaUnit> Units { get; } = UnitsOf(Table, Inputs, Outputs);

    /// <summary>The numbers that are missing, with the rows that they are missing in.</summary>
    public IEnumerable<(int Row, string Variable)> Missing =>
        from row in Enumerable.Range(0, Table.Units.Count) from column in Table.Columns where column.Values[row] is null select (row, column.Name);

    /// <summary>The units that lack a number, and which.</summary>
    public IEnumerable<Exclusion> Excluded => Missing.Select(missing => new Exclusion(Table.Units[missing.Row].Unit, ExclusionReason.VariableMissing, missing.Variable));

    /// <summary>Checks what every comparison with a frontier is asked with.</summary>
    public static void Check(AnalysisRequest request, IReadOnlyList<string?>? inputs, IReadOnlyList<string?>? outputs, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (inputs is null or []) findings.Add("/inputs", "required", "Name at least one input.");
        if (outputs is null or []) findings.Add("/outputs", "required", "Name at least one output.");
        var (used, made) = (inputs?.Count ?? 0, outputs?.Count ?? 0);
        if (used + made > MostVariables)
            findings.Add(used > MostVariables ? "/inputs" : "/outputs", "too-many", string.Create(CultureInfo.InvariantCulture,
                $"At most {MostVariables} inputs and outputs together. For m inputs and s outputs there should be at least max(m s, 3 (m + s)) units: here {DeaData.FewestUnits(used, made)}."), (used + made).ToString(CultureInfo.InvariantCulture));
        else
            AnalysisRules.Check(request, [.. NamedVariable.Of("/inputs", inputs), .. NamedVariable.Of("/outputs", outputs)], catalogue, findings);
        if (request.Data?.Units?.Distinct(StringComparer.Ordinal).Count() is > MostUnits and { } units)
            findings.Add("/data/units", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostUnits} units are compared with a frontier (published at /v1/config)."), units.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The numbers of all rows.</summary>
    /// <exception cref="ProblemException">They cannot be measured; every reason is named.</exception>
    public DeaData Ready() => Ready([null]).Single();

    /// <summary>The numbers of each period.</summary>
    /// <param name="periods">The periods; null for the only one.</param>
    /// <exception cref="ProblemException">They cannot be measured; every reason is named.</exception>
    public IReadOnlyList<DeaData> Ready(IReadOnlyList<string?> periods)
    {
        var units = periods.Select(period => Units.Where((_, row) => Table.Units[row].Period == period).ToArray()).ToArray();
        var faults = periods.Zip(units).SelectMany(one => DeaData.Check(one.Second, Inputs.Count, Outputs.Count).Select(fault => (Period: one.First, Fault: fault))).Take(MostFaults).ToArray();
        if (faults.Length > 0)
            throw new ProblemException(ProblemTypes.Unprocessable, "Efficiency cannot be measured of these numbers; errors names each that stands in the way.",
                [.. faults.Select(one => new ProblemError(null, PointerOf(one.Fault), AnalysisMethods.FindingOf(one.Fault.Kind), (one.Period is null ? "" : $"{one.Period}: ") + InWords(one.Fault), one.Fault.Unit, null))]);
        return [.. units.Select(rows => DeaData.From(rows, Inputs.Count, Outputs.Count))];
    }

    /// <summary>A warning where there are too few units for so many variables.</summary>
    public static IEnumerable<string> FewUnits(DeaData data, string language)
    {
        if (data.HasTooFewUnits)
        {
            var fewest = DeaData.FewestUnits(data.Inputs, data.Outputs);
            yield return Platform.Http.Language.Pick(language,
                $"Vienību ir maz ({data.Count}): šim resursu ({data.Inputs}) un rezultātu ({data.Outputs}) skaitam vajag vismaz {fewest}, citādi pārāk daudzas izskatās efektīvas.",
                $"There are few units ({data.Count}): {data.Inputs} input{(data.Inputs == 1 ? "" : "s")} and {data.Outputs} output{(data.Outputs == 1 ? "" : "s")} ask for at least {fewest}; with fewer, too many look efficient.");
        }
    }

    private static DeaUnit[] UnitsOf(AnalysisTable table, IReadOnlyList<string> inputs, IReadOnlyList<string> outputs)
    {
        var (used, made) = (inputs.Select(table.Of).ToArray(), outputs.Select(table.Of).ToArray());
        return [.. table.Units.Select((unit, row) => new DeaUnit(unit.Unit, [.. used.Select(column => column.Values[row])], [.. made.Select(column => column.Values[row])]))];
    }

    private string PointerOf(DeaFault fault) => fault.Variable is not { } variable ? Table.Origin is null ? "/data/units" : "/group"
        : variable < Inputs.Count ? string.Create(CultureInfo.InvariantCulture, $"/inputs/{variable}") : string.Create(CultureInfo.InvariantCulture, $"/outputs/{variable - Inputs.Count}");

    private string InWords(DeaFault fault)
    {
        var unit = fault.Unit is null ? "" : Table.NameOf(fault.Unit);
        var variable = fault.Variable is { } index ? Table.Of(Names[index]).InWords : "";
        return fault.Kind switch
        {
            DeaFaultKind.NegativeValue => $"{unit}: {variable} is negative; a proportional score has no meaning for it. Leave the unit out, or measure by a variable that cannot be negative.",
            DeaFaultKind.VariableAllZero => $"{variable} is zero for every unit: it says nothing. Leave it out.",
            DeaFaultKind.InputsAllZero => $"{unit}: every input is zero; there is nothing to use less of. Leave the unit out.",
            DeaFaultKind.OutputsAllZero => $"{unit}: every output is zero; there is nothing to make more of. Leave the unit out.",
            _ => $"{unit}: {fault.Kind}.",
        };
    }
}
