using Benchlearning.Api.Features.Analyses;
using FsCheck;
using FsCheck.Fluent;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class CostDecompositionTests
{
    private static readonly CostFactor[] Three =
    [
        new("unitCost", 5200, 4700), new("coverage", 0.81, 0.74), new("needShare", 0.062, 0.055),
    ];

    // Ang (2005), LMDI-I; Shapley and Sun; Laspeyres: worked out independently for a cost per inhabitant of 261.144 against 191.29.
    [Test]
    public void Contributions_are_those_worked_out_for_a_cost_of_three_factors()
    {
        var logarithmic = CostDecomposition.Of(Three);
        Assert.That(logarithmic.Own, Is.EqualTo(261.144).Within(1e-12));
        Assert.That(logarithmic.Reference, Is.EqualTo(191.29).Within(1e-12));
        Assert.That(Parts(logarithmic), Is.EqualTo(new[] { 22.68676716176175, 20.282897317154102, 26.884335521084186 }).Within(1e-12));
        Assert.That(
            Parts(CostDecomposition.Of(Three, DecompositionMethod.Shapley)),
            Is.EqualTo(new[] { 22.689166666666665, 20.29066666666668, 26.874166666666667 }).Within(1e-12));
        Assert.That(
            logarithmic.Contributions.Select(static one => one.FirstOrder), Is.EqualTo(new[] { 20.35, 18.095, 24.346 }).Within(1e-12));
        Assert.That(logarithmic.FirstOrderResidual, Is.EqualTo(7.063).Within(1e-12));
        Assert.That(
            logarithmic.Contributions.Select(static one => one.Share),
            Is.EqualTo(new[] { 0.32477405963526423, 0.2903612866429138, 0.3848646537218224 }).Within(1e-14));
    }

    [Test]
    public void Where_a_factor_is_not_positive_Shapley_takes_over()
    {
        var result = CostDecomposition.Of([new("price", 0, 5), new("volume", 3, 2)]);
        Assert.That(result.Method, Is.EqualTo(DecompositionMethod.Shapley));
        Assert.That(Parts(result), Is.EqualTo(new[] { -12.5, 2.5 }).Within(1e-15)); // by hand: -5 x 2.5 and 1 x 2.5
    }

    [Test]
    public void No_difference_has_no_shares_and_near_ones_keep_their_digits()
    {
        var equal = CostDecomposition.Of([new("price", 2, 2), new("volume", 3, 3)]);
        Assert.That(equal.Contributions.Select(static one => (one.Contribution, one.Share)), Is.All.EqualTo((0.0, (double?)null)));
        Assert.That(CostDecomposition.LogarithmicMean(5, 5), Is.EqualTo(5));
        Assert.That(CostDecomposition.LogarithmicMean(1, Math.E), Is.EqualTo(Math.E - 1).Within(1e-15));
        Assert.That(CostDecomposition.LogarithmicMean(1 + 1e-9, 1), Is.EqualTo(1 + 5e-10).Within(1e-15));
        Assert.That(CostDecomposition.LogarithmicMean(1.0002, 1), Is.EqualTo(0.0002 / Math.Log(1.0002)).Within(1e-11));
    }

    [Test]
    public void A_missing_factor_leaves_nothing_to_split()
    {
        var result = CostDecomposition.Of([new("price", null, 5), new("volume", 3, double.NaN)]);
        Assert.That((result.Own, result.Difference, result.Contributions.Count), Is.EqualTo(((double?)null, (double?)null, 0)));
        Assert.That(CostDecomposition.Of([new("price", 1e300, 5), new("volume", 1e300, 2)]).Difference, Is.Null);
    }

    [Test]
    public void Factors_that_make_no_sense_are_refused()
    {
        Assert.That(() => CostDecomposition.Of([]), Throws.ArgumentException);
        Assert.That(() => CostDecomposition.Of([new("a", 1, 1), new("a", 1, 1)]), Throws.ArgumentException);
        Assert.That(
            () => CostDecomposition.Of([.. Enumerable.Range(0, 11).Select(static i => new CostFactor($"{i}", 1, 1))]),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property(Arbitrary = [typeof(CostFactors)], MaxTest = 500)]
    public bool Contributions_add_up_exactly_and_the_order_of_factors_does_not_matter(SomeFactors given)
    {
        CostFactor[] factors = [.. given.Own.Zip(given.Reference, static (own, reference) => (own, reference))
            .Select(static (pair, i) => new CostFactor($"factor {i}", pair.own, pair.reference))];
        return Enum.GetValues<DecompositionMethod>().All(method =>
        {
            var result = CostDecomposition.Of(factors, method);
            var turned = CostDecomposition.Of([.. factors.Reverse()], method);
            var grain = 1e-12 * (Math.Abs(result.Own!.Value) + Math.Abs(result.Reference!.Value) + given.Grain);
            return Math.Abs(Parts(result).Sum() - result.Difference!.Value) <= 4e-16 * given.Grain
                && Parts(result).Zip(Parts(turned).Reverse()).All(pair => Math.Abs(pair.First - pair.Second) <= grain);
        });
    }

    [Property(Arbitrary = [typeof(CostFactors)], MaxTest = 500)]
    public bool The_units_of_factors_change_nothing_but_the_scale_and_the_parts_add_up_to_twelve_digits(SomeFactors given)
    {
        CostFactor[] factors = [.. given.Own.Zip(given.Reference).Select(static (pair, i) => new CostFactor($"factor {i}", pair.First, pair.Second))];
        CostFactor[] scaled = [.. factors.Select(static (factor, i) => i == 0 ? factor with { Own = factor.Own * 100, Reference = factor.Reference * 100 } : factor)];
        return Enum.GetValues<DecompositionMethod>().All(method =>
        {
            var (one, other) = (CostDecomposition.Of(factors, method), CostDecomposition.Of(scaled, method));
            return Parts(one).Zip(Parts(other)).All(pair => Math.Abs((pair.First * 100) - pair.Second) <= 1e-10 * (Math.Abs(pair.Second) + given.Grain))
                && Math.Abs(Parts(one).Sum() - one.Difference!.Value) <= 1e-12 * Parts(one).Sum(Math.Abs);
        });
    }

    private static double[] Parts(CostDecompositionResult result) =>
        [.. result.Contributions.Select(static one => one.Contribution)];
}

/// <summary>Factors of a cost and of its reference.</summary>
public sealed record SomeFactors(double[] Own, double[] Reference)
{
    /// <summary>The largest that a contribution can be.</summary>
    public double Grain => Own.Zip(Reference, static (own, reference) => Math.Abs(own) + Math.Abs(reference)).Aggregate(1.0, static (all, one) => all * one);
}

public static class CostFactors
{
    public static Arbitrary<SomeFactors> SomeFactors() =>
        (from count in Gen.Choose(1, 5)
         from own in Gen.Choose(-1, 10_000).Select(static number => number / 8.0).ArrayOf(count)
         from reference in Gen.Choose(-1, 10_000).Select(static number => number / 8.0).ArrayOf(count)
         select new SomeFactors(own, reference)).ToArbitrary();
}
