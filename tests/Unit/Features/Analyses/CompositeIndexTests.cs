using System.Text.Json;
using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class CompositeIndexTests
{
    private static readonly IndexComponent[] Two =
    [
        new("work", 0.75, Direction.HigherIsBetter), new("crime", 0.25, Direction.LowerIsBetter),
    ];

    // RAIM indicators of 2013, unweighted columns to six decimals: a worked example of the standardisation of the territory
    // development index.
    [Test]
    public void Standardised_values_and_their_weighted_sum_are_those_of_the_worked_example_of_2013()
    {
        var cases = ReferenceCases.Of("standardisation_2013");
        foreach (var group in cases.GroupBy(static one => one.Text("group")))
        {
            var columns = group.ToArray();
            var weights = CompositeIndex.EqualWeights(columns.Length);
            IndexComponent[] components = [.. columns.Select((column, i) => new IndexComponent(
                column.Text("indicator"), weights[i], column.GetProperty("direction").GetInt32() > 0 ? Direction.HigherIsBetter : Direction.LowerIsBetter))];
            var names = columns[0].Texts("units");
            var values = columns.Select(static column => column.Numbers("values")).ToArray();
            var expected = columns.Select(static column => column.GetProperty("expected").Numbers("scores")).ToArray();

            var result = CompositeIndex.Of(
                components, [.. names.Select((name, unit) => new IndexUnit(name, [.. values.Select(column => column[unit])]))]);

            for (var unit = 0; unit < names.Length; unit++)
            {
                var score = result.Scores[unit];
                Assert.That(
                    score.Contributions.Select(static one => one.Score), Is.EqualTo(expected.Select(column => column[unit])).Within(5.001e-7));
                Assert.That(score.Value, Is.EqualTo(expected.Average(column => column[unit])).Within(5.001e-7));
            }
        }

        Assert.That(cases, Is.Not.Empty);
    }

    // The same worked example, the weighted columns of unemployment in the nine cities, by population of 2019.
    [Test]
    public void Means_and_deviations_can_be_weighted_by_population()
    {
        double[] rates = [4.9, 7.64, 6.5, 9.48, 5.77, 7.38, 13.67, 6.31, 5.98];
        double[] people = [632614, 82604, 55972, 22076, 49325, 68945, 35568, 23125, 34377];
        var result = CompositeIndex.Of(
            [new("unemployment", 1, Direction.LowerIsBetter)],
            [.. rates.Select((rate, i) => new IndexUnit($"city {i}", [rate], people[i]))]);
        Assert.That(result.Scores.Select(static one => one.Value), Is.EqualTo(new double?[]
        {
            0.540842, -0.929425, -0.317708, -1.916757, 0.074005, -0.789911, -4.165085, -0.215755, -0.038679,
        }).Within(5.001e-7));
    }

    // UNDP, Human Development Report 2015, Table 1 and Technical note 1: goalposts, caps, logarithm of income, arithmetic
    // education, geometric total, for 24 countries.
    [Test]
    public void The_human_development_index_is_that_of_the_report_of_2015()
    {
        var one = ReferenceCases.Of("hdi").Single();
        var input = one.GetProperty("input").EnumerateArray().ToArray();
        var expected = one.GetProperty("expected").EnumerateArray().ToArray();
        var education = CompositeIndex.Of(
            [
                new("expected years", 0.5, Direction.HigherIsBetter, Normalisation.Goalposts, 0, 18),
                new("mean years", 0.5, Direction.HigherIsBetter, Normalisation.Goalposts, 0, 15),
            ],
            [.. input.Select(static country => Country(country, country.GetProperty("expected_years").GetDouble(), country.GetProperty("mean_years").GetDouble()))]);
        var total = CompositeIndex.Of(
            [
                new("health", 1 / 3.0, Direction.HigherIsBetter, Normalisation.Goalposts, 20, 85),
                new("education", 1 / 3.0, Direction.HigherIsBetter, Normalisation.None),
                new("income", 1 / 3.0, Direction.HigherIsBetter, Normalisation.Goalposts, 100, 75_000, IsLogarithmic: true),
            ],
            [
                .. input.Select((country, i) => Country(
                    country, country.GetProperty("life_expectancy").GetDouble(), education.Scores[i].Value, country.GetProperty("gni_pc").GetDouble())),
            ],
            new IndexOptions(Aggregation.Geometric));

        for (var i = 0; i < expected.Length; i++)
        {
            Assert.That(total.Scores[i].Value, Is.EqualTo(expected[i].GetProperty("hdi").GetDouble()).Within(1e-11));
            Assert.That(total.Scores[i].Value, Is.EqualTo(expected[i].GetProperty("published_hdi").GetDouble()).Within(0.0011));
            Assert.That(education.Scores[i].Value, Is.EqualTo(expected[i].GetProperty("education_index").GetDouble()).Within(1e-11));
        }

        static IndexUnit Country(JsonElement country, params double?[] values) => new(country.Text("unit"), values);
    }

    // By hand: work 1, 2, 3, deviation of the whole group sqrt(2/3), z -1.2247, 0, 1.2247; crime 9, 3, 6, z turned round -1.2247,
    // 1.2247, 0.
    [Test]
    public void Scores_ranks_and_contributions_are_those_worked_out_by_hand()
    {
        var z = Math.Sqrt(1.5);
        var result = CompositeIndex.Of(Two, [new("A", [1, 9]), new("B", [2, 3]), new("C", [3, 6])]);
        Assert.That(result.Scores.Select(static one => one.Value), Is.EqualTo(new[] { -z, 0.25 * z, 0.75 * z }).Within(1e-15));
        Assert.That(result.Scores.Select(static one => one.Rank), Is.EqualTo(new double?[] { 3, 2, 1 }));
        Assert.That(
            result.Scores[0].Contributions.Select(static one => one.Contribution), Is.EqualTo(new[] { -0.75 * z, -0.25 * z }).Within(1e-15));
        Assert.That(
            CompositeIndex.Of(Two, [new("A", [1, 9]), new("B", [2, 3]), new("C", [3, 6])], new IndexOptions(IsSample: true)).Scores[0].Value,
            Is.EqualTo(-1).Within(1e-15));
    }

    // The change form of the territory development index: this year's values on last year's mean and deviation.
    [Test]
    public void A_base_from_elsewhere_takes_the_place_of_the_groups_own()
    {
        var result = CompositeIndex.Of(
            [new("work", 1, Direction.LowerIsBetter, Base: new StandardBase(10, 2))], [new("A", [7]), new("B", [10])]);
        Assert.That(result.Scores.Select(static one => one.Value), Is.EqualTo(new[] { 1.5, 0 }).Within(1e-15));
    }

    // By hand, less is better: 2, 4, 4, 10.
    [TestCase(nameof(Normalisation.MinMax), new[] { 100, 75, 75, 0.0 })]
    [TestCase(nameof(Normalisation.MinMaxFrom1), new[] { 100, 75.25, 75.25, 1 })]
    [TestCase(nameof(Normalisation.Rank), new[] { 4, 2.5, 2.5, 1 })]
    [TestCase(nameof(Normalisation.Percentile), new[] { 87.5, 50, 50, 12.5 })]
    [TestCase(nameof(Normalisation.DistanceToReference), new[] { 100, 50, 50, 20.0 })]
    [TestCase(nameof(Normalisation.None), new[] { -2, -4, -4, -10.0 })]
    public void Every_normalisation_is_the_one_worked_out_by_hand(string normalisation, double[] expected)
    {
        var result = CompositeIndex.Of(
            [new("x", 1, Direction.LowerIsBetter, Enum.Parse<Normalisation>(normalisation))],
            [new("A", [2]), new("B", [4]), new("C", [4]), new("D", [10])]);
        Assert.That(result.Scores.Select(static one => one.Value), Is.EqualTo(expected).Within(1e-13));
        Assert.That(result.Scores.Select(static one => one.Rank), Is.EqualTo(new double?[] { 1, 2, 2, 4 }));
    }

    [Test]
    public void Goalposts_hold_values_between_them_and_targets_are_neared()
    {
        var posts = CompositeIndex.Of(
            [new("x", 1, Direction.LowerIsBetter, Normalisation.Goalposts, 0, 10)], [new("A", [-5]), new("B", [4]), new("C", [12])]);
        Assert.That(posts.Scores.Select(static one => one.Value), Is.EqualTo(new[] { 1, 0.6, 0 }).Within(1e-15));
        var target = CompositeIndex.Of(
            [new("x", 1, Direction.Target(5), Normalisation.MinMax)], [new("A", [3]), new("B", [5]), new("C", [9])]);
        Assert.That(target.Scores.Select(static one => one.Value), Is.EqualTo(new[] { 50, 100, 0.0 }).Within(1e-13));
    }

    [Test]
    public void A_unit_that_lacks_an_indicator_has_no_index_unless_weights_may_be_scaled_up()
    {
        IndexUnit[] units = [new("A", [1, null]), new("B", [2, 3]), new("C", [null, 6])];
        var strict = CompositeIndex.Of(Two, units);
        Assert.That(strict.Scores.Select(static one => one.Status), Is.EqualTo(new[]
        {
            IndexStatus.IndicatorMissing, IndexStatus.Scored, IndexStatus.IndicatorMissing,
        }));
        Assert.That(strict.Excluded, Is.EqualTo(new Exclusion[]
        {
            new("C", ExclusionReason.VariableMissing, "work"), new("A", ExclusionReason.VariableMissing, "crime"),
        }));
        var scaled = CompositeIndex.Of(Two, units, new IndexOptions(Missing: IndexMissingRule.Renormalise, MinimumCoverage: 0.75));
        Assert.That(scaled.Scores.Select(static one => (one.Status, one.Coverage)), Is.EqualTo(new[]
        {
            (IndexStatus.Scored, 0.75), (IndexStatus.Scored, 1.0), (IndexStatus.IndicatorMissing, 0.25),
        }));
        Assert.That(scaled.Scores[0].Value, Is.EqualTo(-1).Within(1e-15)); // work alone: 1 and 2, z = -1
    }

    [Test]
    public void An_indicator_without_spread_is_left_out_and_named()
    {
        var result = CompositeIndex.Of(Two, [new("A", [1, 0.3]), new("B", [3, 0.1 + 0.2])]);
        Assert.That(result.WithoutSpread, Is.EqualTo(new[] { "crime" }));
        Assert.That(result.Scores.Select(static one => one.Value), Is.EqualTo(new[] { -1.0, 1 }).Within(1e-15));
        Assert.That(result.Scores[0].Contributions.Single().Weight, Is.EqualTo(1));
        Assert.That(CompositeIndex.Of(Two, [new("A", [1, 2])]).Scores.Single().Status, Is.EqualTo(IndexStatus.IndicatorMissing));
        Assert.That(CompositeIndex.Of(Two, []).Scores, Is.Empty);
    }

    [Test]
    public void A_geometric_index_of_a_score_of_zero_does_not_exist()
    {
        var result = CompositeIndex.Of(
            [.. Two.Select(static one => one with { Normalisation = Normalisation.MinMax })],
            [new("A", [1, 1]), new("B", [2, 2]), new("C", [3, 3])], new IndexOptions(Aggregation.Geometric));
        Assert.That(result.Scores.Select(static one => one.Status), Is.EqualTo(new[]
        {
            IndexStatus.ScoreNotPositive, IndexStatus.Scored, IndexStatus.ScoreNotPositive,
        }));
    }

    [Test]
    public void Huge_and_tiny_values_are_indexed_as_ordinary_ones_are()
    {
        var result = CompositeIndex.Of(Two, [new("A", [1e300, 9e-300]), new("B", [2e300, 3e-300]), new("C", [3e300, 6e-300])]);
        Assert.That(result.Scores[0].Value, Is.EqualTo(-Math.Sqrt(1.5)).Within(1e-14));
    }

    [Test]
    public void A_definition_that_makes_no_sense_is_refused()
    {
        IndexUnit[] units = [new("A", [1])];
        IndexComponent fine = new("x", 1, Direction.HigherIsBetter);
        foreach (var component in new[]
        {
            fine with { Weight = 0.9 }, fine with { Weight = -1 }, fine with { Weight = double.NaN }, fine with { Direction = Direction.Neutral },
            fine with { Normalisation = Normalisation.Goalposts }, fine with { Base = new StandardBase(1, 0) },
        })
        {
            Assert.That(() => CompositeIndex.Of([component], units), Throws.ArgumentException, component.ToString());
        }

        Assert.That(() => CompositeIndex.Of([], units), Throws.ArgumentException);
        Assert.That(() => CompositeIndex.Of([fine], [new("A", [1]), new("A", [2])]), Throws.ArgumentException);
        Assert.That(() => CompositeIndex.Of([fine], [new("A", [1], 0)]), Throws.ArgumentException);
        Assert.That(() => CompositeIndex.Of([fine], units, new IndexOptions(MinimumCoverage: 0)), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => IndexSensitivity.Of([fine], units, spread: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => IndexSensitivity.Of([fine], units, draws: 10_001), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // By hand: A leads by far; B has 4.05 and C 4, and which is before depends on the draw. Without a, C's 6 passes B's 3.1; without
    // b, nothing changes.
    [Test]
    public void Ranks_that_depend_on_the_weights_have_ranges_and_firm_ones_have_none()
    {
        IndexComponent[] halves =
        [
            new("a", 0.5, Direction.HigherIsBetter, Normalisation.None), new("b", 0.5, Direction.HigherIsBetter, Normalisation.None),
        ];
        IndexUnit[] units = [new("A", [9, 9]), new("B", [5, 3.1]), new("C", [2, 6]), new("D", [1, null])];
        var result = IndexSensitivity.Of(halves, units, draws: 500, seed: 3);
        Assert.That(result.Ranks.Select(static one => (one.Unit, one.Rank, one.Best, one.Worst)), Is.EqualTo(new[]
        {
            ("A", (double?)1, (double?)1, (double?)1), ("B", 2, 2, 3), ("C", 3, 2, 3), ("D", null, null, null),
        }));
        Assert.That(result.PairsReversed, Is.GreaterThan(0.05).And.LessThan(0.25)); // one pair of three, in less than half of the draws
        Assert.That(result.Omissions.Select(static one => (one.Component, one.Shift.LargestShift)), Is.EqualTo(new[] { ("a", 1.0), ("b", 0.0) }));
        Assert.That(IndexSensitivity.Of(halves, units, draws: 500, seed: 3).Ranks, Is.EqualTo(result.Ranks));
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Contributions_add_up_to_the_index(Group first, Group second)
    {
        var result = CompositeIndex.Of(Two, Units(first, second), new IndexOptions(Missing: IndexMissingRule.Renormalise, MinimumCoverage: 0.2));
        return result.Scores.All(static one => one.Value is null
            || Math.Abs(one.Contributions.Sum(static part => part.Contribution ?? 0) - one.Value.Value) < 1e-12);
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Neither_the_order_of_units_nor_the_units_of_measurement_matter(Group first, Group second)
    {
        var units = Units(first, second);
        var expected = CompositeIndex.Of(Two, units).Scores;
        var turned = CompositeIndex.Of(Two, [.. units.Reverse()]).Scores.Reverse();
        var scaled = CompositeIndex.Of(Two, [.. units.Select(static one => one with { Values = [one.Values[0] * 1000, one.Values[1] * 0.01] })]).Scores;
        return Alike(turned) && Alike(scaled);

        bool Alike(IEnumerable<IndexScore> other) => other.Zip(expected).All(static pair =>
            pair.First.Status == pair.Second.Status && pair.First.Rank == pair.Second.Rank
            && Math.Abs((pair.First.Value - pair.Second.Value) ?? 0) < 1e-10);
    }

    private static IndexUnit[] Units(Group first, Group second) =>
        [.. first.Values.Zip(second.Values).Select(static (pair, i) => new IndexUnit($"unit {i:000}", [pair.First, pair.Second]))];
}
