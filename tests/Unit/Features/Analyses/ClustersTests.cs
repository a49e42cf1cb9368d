using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class ClustersTests
{
    private static readonly double?[] Line = [0, 1, 10, 11, 20];

    // By hand: two joined clusters of sizes a and b, whose means are g apart, join at sqrt(2 a b/(a + b)) g: 1, 1, then {10, 11} and 20
    // at sqrt(4/3) 9.5, then {0, 1} and the rest at sqrt(12/5) (41/3 - 1/2); over the sample deviation of the five, sqrt(67.3).
    [Test]
    public void Heights_of_Ward_are_those_worked_out_by_hand()
    {
        var result = Clustered(Units(Line), ["x"], 2);
        Assert.That(result.Joins.Select(static one => one.Height * Math.Sqrt(67.3)), Is.EqualTo(new[]
        {
            1, 1, Math.Sqrt(4 / 3.0) * 9.5, Math.Sqrt(12 / 5.0) * ((41 / 3.0) - 0.5),
        }).Within(1e-12));
        Assert.That(result.Clusters, Is.EqualTo(new[] { 1, 1, 2, 2, 2 }));
    }

    // By hand, three clusters {0, 1}, {10, 11}, {20}: of 0: a = 1, b = 10.5: 9.5/10.5; of 11: a = 1, b = 9: 8/9; alone: 0.
    [Test]
    public void Silhouettes_are_those_worked_out_by_hand()
    {
        var result = Clustered(Units(Line), ["x"], 3);
        Assert.That(result.Silhouettes, Is.EqualTo(new[] { 9.5 / 10.5, 8.5 / 9.5, 8.5 / 9.5, 8 / 9.0, 0 }).Within(1e-13));
        Assert.That(result.MeanSilhouette, Is.EqualTo(result.Silhouettes.Average()).Within(1e-15));
    }

    // By hand: of 0, 1, 3, 20, 21, 23 the medoids are the middle ones.
    [Test]
    public void Medoids_are_units_in_the_middle()
    {
        var result = Clustered(Units([0, 20, 1, 21, 3, 23]), ["x"], 2, ClusterMethod.Medoids);
        Assert.That(result.Clusters, Is.EqualTo(new[] { 1, 2, 1, 2, 1, 2 }));
        Assert.That(result.Medoids, Is.EqualTo(new[] { "unit 2", "unit 3" }));
    }

    [Test]
    public void Units_that_lack_a_variable_and_variables_that_say_nothing_are_left_out()
    {
        var result = Clustered([new("A", [1, 5]), new("B", [null, 5]), new("C", [3, 5])], ["x", "y"], 2);
        Assert.That(result.Units, Is.EqualTo(new[] { "A", "C" }));
        Assert.That(result.WithoutVariance, Is.EqualTo(new[] { "y" }));
        Assert.That(result.Excluded, Is.EqualTo(new[] { new Exclusion("B", ExclusionReason.VariableMissing, "x") }));
        Assert.That(result.Silhouettes, Is.EqualTo(new[] { 0.0, 0 }));
    }

    [Test]
    public void Few_or_equal_units_are_no_trouble()
    {
        foreach (var method in Enum.GetValues<ClusterMethod>())
        {
            Assert.That(Clustered([], ["x"], 1, method).Clusters, Is.Empty);
            Assert.That(Clustered(Units([5]), ["x"], 1, method).Clusters, Is.EqualTo(new[] { 1 }));
            var equal = Clustered(Units([5, 5, 5, 5]), ["x"], 2, method);
            Assert.That(equal.Clusters.Max(), Is.LessThanOrEqualTo(2));
            Assert.That(equal.Silhouettes, Is.All.EqualTo(0));
        }
    }

    [Test]
    public void A_question_that_makes_no_sense_is_refused()
    {
        Assert.That(() => Clustered(Units([1, 2]), ["x"], 3), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Clustered(Units([1, 2]), ["x"], 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Clustered(Units([1, 2]), ["x", "y"], 1), Throws.ArgumentException);
        Assert.That(() => Clustered([new("A", [1]), new("A", [2])], ["x"], 1), Throws.ArgumentException);
    }

    [Property(Arbitrary = [typeof(Groups)], MaxTest = 50)]
    public bool Heights_do_not_fall_silhouettes_are_bounded_and_the_unit_does_not_matter(Group first, Group second)
    {
        NeighbourCandidate[] units = [.. first.Values.Zip(second.Values).Take(20).Select(static (pair, i) =>
            new NeighbourCandidate($"unit {i:00}", [pair.First, pair.Second]))];
        var complete = units.Count(static unit => unit.Values.All(static value => value is not null));
        if (complete < 3)
        {
            return true;
        }

        return Enum.GetValues<ClusterMethod>().All(method =>
        {
            var one = Clustered(units, ["x", "y"], 3, method);
            var other = Clustered(
                [.. units.Select(static unit => unit with { Values = [unit.Values[0] * 1024, unit.Values[1] / 1024] })], ["x", "y"], 3, method);
            return one.Joins.Zip(one.Joins.Skip(1)).All(static pair => pair.First.Height <= pair.Second.Height + 1e-9)
                && one.Silhouettes.All(static value => value is >= -1 and <= 1)
                && one.Clusters.SequenceEqual(other.Clusters);
        });
    }

    private static ClusterResult Clustered(IReadOnlyList<NeighbourCandidate> units, IReadOnlyList<string> variables, int? count = null, ClusterMethod method = ClusterMethod.Ward) =>
        Clusters.Of(LikenessSpace.Of(units, [.. variables.Select(static variable => new NeighbourVariable(variable))]), count, method);

    private static NeighbourCandidate[] Units(double?[] values) =>
        [.. values.Select(static (value, i) => new NeighbourCandidate($"unit {i}", [value]))];
}
