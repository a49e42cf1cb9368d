using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class NeighboursTests
{
    private static readonly NeighbourVariable[] Two = [new("size"), new("age")];

    // By hand. Sizes 1, 2, 3: mean 2, sample deviation 1, scores -1, 0, 1. Ages 10, 30, 20: mean 20, deviation 10, scores -1, 1,
    // 0. From A (-1, -1): B (0, 1) is sqrt(1 + 4) away, of which size 1/5 and age 4/5; C (1, 0) is sqrt(4 + 1) away: a tie, B
    // before C.
    [Test]
    public void Distances_and_shares_are_those_worked_out_by_hand()
    {
        var result = Neighbours.Of("A", [new("C", [3, 20]), new("A", [1, 10]), new("B", [2, 30])], Two, 2);
        Assert.That(result.Nearest.Select(static one => (one.Unit, one.Rank)), Is.EqualTo(new[] { ("B", 1), ("C", 2) }));
        Assert.That(result.Nearest.Select(static one => one.Distance), Is.All.EqualTo(Math.Sqrt(5)).Within(1e-15));
        Assert.That(result.Nearest[0].Shares.Select(static one => one.Share), Is.EqualTo(new[] { 0.2, 0.8 }).Within(1e-15));
        Assert.That(result.Nearest[1].Shares.Select(static one => one.Share), Is.EqualTo(new[] { 0.8, 0.2 }).Within(1e-15));
        Assert.That(result.Warnings, Is.Empty);
        Assert.That(result.Excluded, Is.Empty);
        Assert.That(result.Compared, Is.EqualTo(2));
    }

    // By hand, weight 4 on age: B is sqrt(1 + 16) away, C sqrt(4 + 4).
    [Test]
    public void A_weight_multiplies_the_squared_difference()
    {
        var result = Neighbours.Of(
            "A", [new("A", [1, 10]), new("B", [2, 30]), new("C", [3, 20])], [new("size"), new("age", 4)], 2);
        Assert.That(result.Nearest.Select(static one => one.Unit), Is.EqualTo(new[] { "C", "B" }));
        Assert.That(
            result.Nearest.Select(static one => one.Distance), Is.EqualTo(new[] { Math.Sqrt(8), Math.Sqrt(17) }).Within(1e-14));
    }

    // By hand: logarithms 0, 1, 2 (times ln 10), deviation ln 10; 10 is as far from 1 as from 100.
    [Test]
    public void By_logarithm_ten_is_as_far_from_one_as_from_a_hundred()
    {
        var result = Neighbours.Of(
            "B", [new("A", [1]), new("B", [10]), new("C", [100])], [new("size", 1, NeighbourTransform.Logarithm)], 1);
        Assert.That(result.Nearest.Single().Unit, Is.EqualTo("A"));
        Assert.That(result.Nearest.Single().Distance, Is.EqualTo(1).Within(1e-14));
        Assert.That(result.Warnings, Is.EqualTo(new[] { new NeighbourWarning(NeighbourWarningKind.TieAtTheEnd) }));
    }

    // SciPy 1.10.1, NumPy 1.24.2, Python 3.11.2: X = numpy.column_stack([numpy.log(population), unemployment, incomeTax,
    // dependency]); Z = scipy.stats.zscore(X, ddof=1); D = scipy.spatial.distance.cdist(Z, Z, 'minkowski', p=2, w=weights).
    [Test]
    public void Neighbours_of_real_municipalities_are_those_of_SciPy()
    {
        var values = ReferenceCases.Of("standardisation_2013");
        var largest = 0.0;
        var cases = ReferenceCases.Of("neighbours_2013");
        foreach (var one in cases)
        {
            var columns = values.Where(column => column.Text("group") == one.Text("group")).ToArray();
            var population = columns[0].Numbers("weights");
            var indicators = columns.Select(static column => column.Numbers("values")).ToArray();
            NeighbourCandidate[] candidates = [.. columns[0].Texts("units").Select(
                (unit, i) => new NeighbourCandidate(unit, [population[i], .. indicators.Select(column => column[i])]))];
            var weights = one.Numbers("weights");
            NeighbourVariable[] variables =
            [
                new("population", weights[0]!.Value, NeighbourTransform.Logarithm),
                .. columns.Select((column, i) => new NeighbourVariable(column.Text("indicator"), weights[i + 1]!.Value)),
            ];

            var result = Neighbours.Of(one.Text("focal"), candidates, variables, 7);

            Assert.That(result.Nearest.Select(static neighbour => neighbour.Unit), Is.EqualTo(one.Texts("nearest")));
            double?[] actual = [.. result.Nearest.SelectMany(static neighbour =>
                neighbour.Shares.Select(static share => share.Share).Prepend(neighbour.Distance))];
            var pairs = one.Numbers("distances").Zip(one.GetProperty("shares").EnumerateArray());
            double?[] expected = [.. pairs.SelectMany(static pair =>
                pair.Second.EnumerateArray().Select(static share => share.Number()).Prepend(pair.First))];
            largest = Math.Max(largest, ReferenceCases.LargestDifference(actual, expected));
        }

        Assert.That(cases, Has.Count.EqualTo(38));
        Assert.That(largest, Is.LessThan(1e-13));
        TestContext.Out.WriteLine($"Largest difference: {largest:R}");
    }

    [Test]
    public void A_unit_that_lacks_a_variable_is_left_out_and_the_variable_named()
    {
        var result = Neighbours.Of(
            "A",
            [new("A", [1, 10]), new("B", [2, 30]), new("C", [3, null]), new("D", [0, double.NaN])],
            [new("size", 1, NeighbourTransform.Logarithm), new("age")],
            2);
        Assert.That(result.Nearest.Select(static one => one.Unit), Is.EqualTo(new[] { "B" }));
        Assert.That(result.Excluded, Is.EqualTo(new Exclusion[]
        {
            new("C", ExclusionReason.VariableMissing, "age"),
            new("D", ExclusionReason.LogarithmOfNonPositive, "size"),
            new("D", ExclusionReason.VariableMissing, "age"),
        }));
        Assert.That(result.Warnings, Is.EqualTo(new[] { new NeighbourWarning(NeighbourWarningKind.FewerThanAsked) }));
    }

    [Test]
    public void A_variable_that_is_the_same_everywhere_is_left_out_with_a_warning()
    {
        var result = Neighbours.Of(
            "A", [new("A", [1, 0.3]), new("B", [2, 0.1 + 0.2]), new("C", [4, 0.3])], Two, 1);
        Assert.That(result.Nearest.Single().Unit, Is.EqualTo("B"));
        Assert.That(result.Nearest.Single().Shares, Is.EqualTo(new[] { new NeighbourShare("size", 1) }));
        Assert.That(
            result.Warnings, Is.EqualTo(new[] { new NeighbourWarning(NeighbourWarningKind.VariableWithoutVariance, "age") }));
    }

    [Test]
    public void A_variable_of_no_weight_is_not_asked_for() =>
        Assert.That(
            Neighbours.Of("A", [new("A", [1, null]), new("B", [2, null])], [new("size"), new("age", 0)], 1).Nearest.Single().Unit,
            Is.EqualTo("B"));

    [Test]
    public void A_focal_unit_that_lacks_a_variable_has_no_neighbours_and_is_told_why()
    {
        var result = Neighbours.Of("A", [new("A", [1, null]), new("B", [2, 3])], Two, 1);
        Assert.That(result.Nearest, Is.Empty);
        Assert.That(result.Excluded, Is.EqualTo(new[] { new Exclusion("A", ExclusionReason.VariableMissing, "age") }));
        Assert.That(result.Warnings, Is.EqualTo(new[] { new NeighbourWarning(NeighbourWarningKind.FocalUnitExcluded) }));
    }

    [Test]
    public void Units_alike_in_everything_are_at_no_distance_and_nothing_has_a_share_of_it()
    {
        var result = Neighbours.Of("A", [new("A", [1, 2]), new("B", [1, 2]), new("C", [5, 9])], Two, 1);
        Assert.That(result.Nearest.Single().Distance, Is.Zero);
        Assert.That(result.Nearest.Single().Shares.Select(static one => one.Share), Is.All.Null);
    }

    [Test]
    public void Alone_or_without_any_variable_there_are_no_neighbours()
    {
        var alone = Neighbours.Of("A", [new("A", [1, 2])], Two, 3);
        Assert.That(alone.Nearest, Is.Empty);
        Assert.That(alone.Warnings, Is.EqualTo(new[] { new NeighbourWarning(NeighbourWarningKind.FewerThanAsked) }));
        var same = Neighbours.Of("A", [new("A", [1, 2]), new("B", [1, 2])], Two, 1);
        Assert.That(same.Nearest, Is.Empty);
        Assert.That(same.Warnings[^1], Is.EqualTo(new NeighbourWarning(NeighbourWarningKind.NoVariableLeft)));
    }

    [Test]
    public void Huge_and_tiny_values_are_compared_as_ordinary_ones_are()
    {
        var result = Neighbours.Of(
            "A", [new("A", [1e300, 1e-300]), new("B", [2e300, 3e-300]), new("C", [3e300, 2e-300])], Two, 2);
        Assert.That(result.Nearest.Select(static one => one.Distance), Is.All.EqualTo(Math.Sqrt(5)).Within(1e-14));
        Assert.That(
            Neighbours.Of("A", [new("A", [double.MinValue]), new("B", [double.MaxValue])], [new("x", 1e300)], 1)
                .Nearest.Single().Distance,
            Is.EqualTo(Math.Sqrt(2) * 1e150).Within(1e136));
    }

    [Test]
    public void A_question_that_makes_no_sense_is_refused()
    {
        NeighbourCandidate[] candidates = [new("A", [1, 2]), new("B", [1, 2])];
        Assert.That(() => Neighbours.Of("X", candidates, Two, 1), Throws.ArgumentException);
        Assert.That(() => Neighbours.Of("A", [.. candidates, new("A", [1, 2])], Two, 1), Throws.ArgumentException);
        Assert.That(() => Neighbours.Of("A", [new("A", [1])], Two, 1), Throws.ArgumentException);
        Assert.That(() => Neighbours.Of("A", candidates, [new("x"), new("x")], 1), Throws.ArgumentException);
        Assert.That(
            () => Neighbours.Of("A", candidates, [new("x"), new("y", -1)], 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Neighbours.Of("A", candidates, Two, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => Neighbours.Of("A", [new("A", [1, double.PositiveInfinity])], Two, 1), Throws.ArgumentException);
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Shares_add_up_to_1_and_distances_do_not_fall(Group first, Group second)
    {
        var result = Neighbours.Of("unit 000", Candidates(first, second), [new("a", 2), new("b", 0.5)], 10);
        var distances = result.Nearest.Select(static one => one.Distance).ToArray();
        return result.Nearest.All(static one =>
                one.Shares.All(static share => share.Share is null or (>= 0 and <= 1))
                && (one.Shares[0].Share is null || Math.Abs(one.Shares.Sum(static share => share.Share!.Value) - 1) < 1e-12))
            && distances.Zip(distances.Skip(1)).All(static pair => pair.First <= pair.Second + 1e-9);
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Neighbours_depend_neither_on_the_order_of_units_nor_on_the_unit_of_measurement(Group first, Group second)
    {
        var candidates = Candidates(first, second);
        var expected = Neighbours.Of("unit 000", candidates, Two, 5).Nearest;
        NeighbourCandidate[] turned = [.. candidates.Reverse()];
        NeighbourCandidate[] scaled = [.. candidates.Select(static one =>
            new NeighbourCandidate(one.Unit, [one.Values[0] * 1000, one.Values[1] * 0.01]))];
        return Alike(Neighbours.Of("unit 000", turned, Two, 5).Nearest)
            && Alike(Neighbours.Of("unit 000", scaled, Two, 5).Nearest);

        bool Alike(IReadOnlyList<Neighbour> other) =>
            other.Select(static one => one.Unit).SequenceEqual(expected.Select(static one => one.Unit))
            && other.Zip(expected).All(static pair => Math.Abs(pair.First.Distance - pair.Second.Distance) < 1e-10);
    }

    private static NeighbourCandidate[] Candidates(Group first, Group second) =>
    [
        new("unit 000", [1, 2]),
        .. first.Values.Zip(second.Values).Select(static (pair, i) =>
            new NeighbourCandidate($"unit {i + 1:000}", [pair.First, pair.Second])),
    ];
}
