using System.Text.Json;
using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class TerritorialMergeTests
{
    // A constructed merger of A and B, and of A, B and C where C lacks its pupils; the numbers are worked out in the file.
    [Test]
    public void Two_municipalities_become_one_by_the_rule_of_each_indicator()
    {
        var one = ReferenceCases.Of("territorial_merge").Single(static one => one.Text("id") == "merge_AB");
        var (input, expected) = (one.GetProperty("input"), one.GetProperty("expected"));
        foreach (var count in new[] { "population", "cost", "pupils" })
        {
            Assert.That(
                TerritorialMerge.Combine(ConversionRule.Sum, Parts(input, count)).Value,
                Is.EqualTo(expected.GetProperty("sum").GetProperty(count).GetDecimal()));
        }

        var recomputed = expected.GetProperty("recompute_from_components");
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.Recompute, Parts(input, null, "cost", "pupils")).Value,
            Is.EqualTo(recomputed.GetProperty("cost_per_pupil").GetDecimal()).Within(1e-12m));
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.Recompute, Parts(input, null, "unemployment_n", "labour")).Value,
            Is.EqualTo(recomputed.GetProperty("unemployment_rate").GetDecimal()).Within(1e-16m));
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.WeightedMean, Parts(input, "satisfaction")).Value,
            Is.EqualTo(expected.GetProperty("population_weighted_mean").GetProperty("satisfaction").GetDecimal()).Within(1e-13m));

        // What a ratio would be if it were averaged by population instead: another number.
        var averaged = expected.GetProperty("wrong_if_pop_weighted_rate").GetProperty("cost_per_pupil").GetDecimal();
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.WeightedMean, Parts(input, "rate_cost_per_pupil")).Value,
            Is.EqualTo(averaged).Within(1e-12m));
    }

    [Test]
    public void A_missing_part_leaves_no_value_but_tells_the_coverage()
    {
        var one = ReferenceCases.Of("territorial_merge").Single(static one => one.Text("id") == "merge_ABC_missing");
        var (input, expected) = (one.GetProperty("input"), one.GetProperty("expected"));
        var coverage = expected.GetProperty("coverage_population").GetDecimal();
        TerritorialConversion[] strict =
        [
            TerritorialMerge.Combine(ConversionRule.Sum, Parts(input, "pupils")),
            TerritorialMerge.Combine(ConversionRule.Recompute, Parts(input, null, "cost", "pupils")),
            TerritorialMerge.Combine(ConversionRule.WeightedMean, Parts(input, "satisfaction")),
        ];
        foreach (var conversion in strict)
        {
            Assert.That(conversion.Value, Is.Null);
            Assert.That(conversion.Status, Is.EqualTo(ConversionStatus.PartMissing));
            Assert.That((conversion.Parts, conversion.PartsPresent), Is.EqualTo((3, 2)));
            Assert.That(conversion.Coverage, Is.EqualTo(coverage).Within(1e-15m));
            Assert.That(conversion.MissingParts, Is.EqualTo(new[] { "C" }));
        }

        var partial = TerritorialMerge.Combine(ConversionRule.WeightedMean, Parts(input, "satisfaction"), minimumCoverage: 0.8m);
        Assert.That(partial.Value, Is.EqualTo(expected.GetProperty("partial_satisfaction").GetDecimal()).Within(1e-13m));
        Assert.That(partial.Status, Is.EqualTo(ConversionStatus.Partial));
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.Sum, Parts(input, "cost")).Value,
            Is.EqualTo(expected.GetProperty("cost_sum").GetDecimal()));
    }

    [Test]
    public void Too_little_coverage_is_no_value_and_a_sum_is_never_partial()
    {
        TerritorialPart[] parts = [new("A", 10, 60), new("B", null, 40)];
        Assert.That(TerritorialMerge.Combine(ConversionRule.WeightedMean, parts, minimumCoverage: 0.8m).Value, Is.Null);
        Assert.That(TerritorialMerge.Combine(ConversionRule.WeightedMean, parts, minimumCoverage: 0.6m).Value, Is.EqualTo(10));
        Assert.That(TerritorialMerge.Combine(ConversionRule.Sum, parts, minimumCoverage: 0.6m).Value, Is.Null);
    }

    [Test]
    public void A_part_of_unknown_weight_cannot_be_weighted_and_leaves_the_coverage_unknown()
    {
        var conversion = TerritorialMerge.Combine(
            ConversionRule.WeightedMean, [new("A", 10, 60), new("B", 20)], minimumCoverage: 0.1m);
        Assert.That(conversion.Value, Is.Null);
        Assert.That(conversion.Coverage, Is.Null);
        Assert.That(conversion.MissingParts, Is.EqualTo(new[] { "B" }));
    }

    [Test]
    public void What_cannot_be_converted_is_not()
    {
        var conversion = TerritorialMerge.Combine(ConversionRule.NotConvertible, [new("A", 1, 5), new("B", 2, 5)]);
        Assert.That((conversion.Value, conversion.Status), Is.EqualTo(((decimal?)null, ConversionStatus.NotConvertible)));
        Assert.That((conversion.Parts, conversion.Coverage), Is.EqualTo((2, (decimal?)1)));
    }

    [Test]
    public void No_parts_zero_denominators_and_numbers_beyond_a_decimal_are_told_apart()
    {
        Assert.That(TerritorialMerge.Combine(ConversionRule.Sum, []).Status, Is.EqualTo(ConversionStatus.NoParts));
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.Recompute, [new("A", null, null, 3, 0)]).Status,
            Is.EqualTo(ConversionStatus.NothingToDivideBy));
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.WeightedMean, [new("A", 3, 0)]).Status,
            Is.EqualTo(ConversionStatus.NothingToDivideBy));
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.Sum, [new("A", decimal.MaxValue), new("B", 1)]).Status,
            Is.EqualTo(ConversionStatus.OutOfRange));
    }

    [Test]
    public void A_factor_says_what_the_ratio_is_per() =>
        Assert.That(
            TerritorialMerge.Combine(ConversionRule.Recompute, [new("A", null, null, 1, 50), new("B", null, null, 3, 50)], 100)
                .Value,
            Is.EqualTo(4));

    [Test]
    public void Decimals_stay_exact() =>
        Assert.That(TerritorialMerge.Combine(ConversionRule.Sum, [new("A", 0.1m), new("B", 0.2m)]).Value, Is.EqualTo(0.3m));

    [Test]
    public void Negative_weights_and_impossible_coverages_are_refused()
    {
        Assert.That(
            () => TerritorialMerge.Combine(ConversionRule.WeightedMean, [new("A", 1, -1)]),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => TerritorialMerge.Combine(ConversionRule.Sum, [], 1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => TerritorialMerge.Combine(ConversionRule.Sum, [], 1, 1.1m), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => TerritorialMerge.Combine((ConversionRule)9, []), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    // Constructed: 5 000 000 of a municipality of 10 000, of whom 62 % live in X and 38 % in Y.
    [Test]
    public void A_split_by_an_official_share_is_an_estimate_and_without_one_it_is_refused()
    {
        var one = ReferenceCases.Of("territorial_merge").Single(static one => one.Text("id") == "split_by_share");
        var revenue = one.GetProperty("input").GetProperty("revenue").GetDecimal();
        foreach (var part in one.GetProperty("input").GetProperty("parts").EnumerateObject())
        {
            var expected = one.GetProperty("expected").GetProperty(part.Name).GetDecimal();
            Assert.That(
                TerritorialMerge.Allocate(ConversionRule.Sum, revenue, part.Value.GetDecimal()),
                Is.EqualTo(((decimal?)expected, ConversionStatus.Estimated)));
        }

        Assert.That(
            TerritorialMerge.Allocate(ConversionRule.Recompute, 7.5m, 0.62m),
            Is.EqualTo(((decimal?)7.5m, ConversionStatus.Estimated)));
        Assert.That(
            TerritorialMerge.Allocate(ConversionRule.Sum, revenue, null),
            Is.EqualTo(((decimal?)null, ConversionStatus.ShareUnknown)));
        Assert.That(
            TerritorialMerge.Allocate(ConversionRule.Sum, null, 0.5m),
            Is.EqualTo(((decimal?)null, ConversionStatus.PartMissing)));
        Assert.That(
            TerritorialMerge.Allocate(ConversionRule.NotConvertible, 3, 0.5m),
            Is.EqualTo(((decimal?)null, ConversionStatus.NotConvertible)));
        Assert.That(
            () => TerritorialMerge.Allocate(ConversionRule.Sum, 3, 1.5m), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Merging_step_by_step_is_merging_at_once_and_a_mean_stays_among_its_parts(Group group)
    {
        TerritorialPart[] parts =
            [.. group.Values.Present().Select(static (value, i) => new TerritorialPart($"{i}", (decimal)value, i + 1))];
        if (parts.Length < 2)
        {
            return true;
        }

        decimal? Merge(ConversionRule rule, params TerritorialPart[] some) => TerritorialMerge.Combine(rule, some).Value;
        var some = parts[1..];
        var weight = some.Sum(static part => part.Weight);
        var mean = Merge(ConversionRule.WeightedMean, parts);
        TerritorialPart summed = new("rest", Merge(ConversionRule.Sum, some));
        TerritorialPart averaged = new("rest", Merge(ConversionRule.WeightedMean, some), weight);
        return Merge(ConversionRule.Sum, parts) == Merge(ConversionRule.Sum, parts[0], summed)
            && Math.Abs((mean - Merge(ConversionRule.WeightedMean, parts[0], averaged))!.Value) < 1e-20m
            && mean >= parts.Min(static part => part.Value) - 1e-20m
            && mean <= parts.Max(static part => part.Value) + 1e-20m;
    }

    private static TerritorialPart[] Parts(
        JsonElement input, string? value, string? numerator = null, string? denominator = null) =>
    [
        .. input.EnumerateArray().Select(part => new TerritorialPart(
            part.Text("unit"),
            Figure(part, value),
            Figure(part, "population"),
            Figure(part, numerator),
            Figure(part, denominator))),
    ];

    private static decimal? Figure(JsonElement part, string? name) =>
        name is null || part.GetProperty(name).ValueKind == JsonValueKind.Null ? null : part.GetProperty(name).GetDecimal();
}
