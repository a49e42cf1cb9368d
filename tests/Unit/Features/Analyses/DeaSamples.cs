using System.Globalization;
using Benchlearning.Api.Features.Analyses;
using FsCheck;
using FsCheck.Fluent;

namespace Benchlearning.Tests.Unit.Features.Analyses;

/// <summary>Data for efficiency: published ones, and a generator of small ones with ties, zeros and duplicates.</summary>
public static class DeaSamples
{
    internal static DeaData DeapExample1 { get; } = DeaData.From(
        [
            new("DMU1", [2, 5], [1]), new("DMU2", [2, 4], [2]), new("DMU3", [6, 6], [3]), new("DMU4", [3, 2], [1]),
            new("DMU5", [6, 2], [2]),
        ],
        2,
        1);

    internal static DeaData DeapExample2 { get; } = Of(1, 1, [2, 1], [4, 2], [3, 3], [5, 4], [6, 5]);

    internal static DeaData TwoInputs { get; } = Of(2, 1, [4, 3, 1], [7, 3, 1], [8, 1, 1], [4, 2, 1], [2, 4, 1], [10, 1, 1]);

    internal static DeaData Hospitals { get; } = Of(
        2, 2,
        [20, 151, 100, 90], [19, 131, 150, 50], [25, 160, 160, 55], [27, 168, 180, 72], [22, 158, 94, 66], [55, 255, 230, 90],
        [33, 235, 220, 88], [31, 206, 152, 80], [30, 244, 190, 100], [50, 268, 250, 100], [53, 306, 260, 147],
        [38, 284, 250, 120]);

    public static Arbitrary<EfficiencyData> EfficiencyData() =>
        (from inputs in Gen.Choose(1, 3)
         from outputs in Gen.Choose(1, 3)
         from count in Gen.Choose(1, 14)
         from isFine in Gen.Elements(true, false)
         from numbers in Gen.Choose(0, isFine ? 100_000 : 5).ArrayOf(count * (inputs + outputs))
         select new EfficiencyData(inputs, outputs, [.. numbers.Select(number => isFine ? number / 7.0 : number)]))
        .Where(static data => DeaData.Check(data.Units(), data.Inputs, data.Outputs).Count == 0)
        .ToArbitrary();

    /// <summary>Units A, B, C, ... with their inputs, then their outputs.</summary>
    internal static DeaData Of(int inputs, int outputs, params double[][] rows) => DeaData.From(
        [
            .. rows.Select((row, i) => new DeaUnit(
                ((char)('A' + i)).ToString(),
                [.. row.Take(inputs).Select(static number => (double?)number)],
                [.. row.Skip(inputs).Select(static number => (double?)number)])),
        ],
        inputs,
        outputs);

    /// <summary>The units of generated numbers, in the order given or turned, each variable in another unit if wished.</summary>
    internal static DeaUnit[] Units(this EfficiencyData data, double[]? factors = null)
    {
        var width = data.Inputs + data.Outputs;
        double?[][] rows = [.. data.Numbers.Chunk(width).Select(row =>
            row.Select((number, variable) => (double?)(number * (factors?[variable] ?? 1))).ToArray())];
        return [.. rows.Select((row, i) => new DeaUnit(
            i.ToString("000", CultureInfo.InvariantCulture), row[..data.Inputs], row[data.Inputs..]))];
    }

    internal static DeaData Ready(this EfficiencyData data, double[]? factors = null) =>
        DeaData.From(data.Units(factors), data.Inputs, data.Outputs);
}

/// <summary>Numbers of some units, row by row, inputs first.</summary>
public sealed record EfficiencyData(int Inputs, int Outputs, double[] Numbers)
{
    public override string ToString() =>
        $"{Inputs} + {Outputs}: {string.Join("; ", Numbers.Select(static number => number.ToString("R", CultureInfo.InvariantCulture)))}";
}
