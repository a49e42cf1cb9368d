using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Benchlearning.Tests.Unit.Features.Analyses;

/// <summary>A group as groups are: a few dozen units, ties, zeros, negatives and missing values.</summary>
public sealed record Group(double?[] Values)
{
    public override string ToString() => Groups.Shown(Values);
}

/// <summary>The same with values near the ends of what a double holds.</summary>
public sealed record WildGroup(double?[] Values)
{
    public override string ToString() => Groups.Shown(Values);
}

/// <summary>Generators of groups for the properties.</summary>
public static class Groups
{
    private static readonly Gen<double?> Tame = Gen.Frequency(
        (1, Gen.Constant((double?)null)),
        (4, Gen.Choose(-4, 4).Select(static number => (double?)number)),
        (4, Gen.Choose(-100_000, 100_000).Select(static number => (double?)(number / 100.0))));

    private static readonly Gen<double?> Wild = Gen.Frequency(
        (3, Tame),
        (2, Gen.Elements<double?>(
            1e300, -1e300, 1e-300, -1e-300, 0, double.MaxValue, double.MinValue, double.Epsilon, 1e16, 0.1 + 0.2)));

    public static Arbitrary<Group> Group() =>
        Gen.Sized(static size => Tame.ArrayOf(Math.Min(size, 60))).Select(static values => new Group(values)).ToArbitrary();

    public static Arbitrary<WildGroup> WildGroup() =>
        Gen.Sized(static size => Wild.ArrayOf(Math.Min(size, 60))).Select(static values => new WildGroup(values)).ToArbitrary();

    /// <summary>The values with every digit, to repeat a failure by hand.</summary>
    public static string Shown(double?[] values) =>
        string.Join("; ", values.Select(static value => value?.ToString("R", CultureInfo.InvariantCulture) ?? "null"));

    /// <summary>The values in another order.</summary>
    public static double?[] Turned(this double?[] values) =>
        [.. values.Skip(values.Length / 3).Concat(values.Take(values.Length / 3)).Reverse()];

    public static double[] Present(this double?[] values) => [.. values.OfType<double>()];
}
