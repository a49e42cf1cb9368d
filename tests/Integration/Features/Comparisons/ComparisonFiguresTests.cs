using System.Reflection;
using System.Text.Json;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Comparisons;

/// <summary>Every figure of comparisons, profiles and trends against those that Reference/comparisons.py calculates from the sample's files with numpy and scipy.</summary>
[TestFixture]
public sealed class ComparisonFiguresTests
{
    private static readonly JsonElement Reference = Read();

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    private static IEnumerable<TestCaseData> Comparisons() => Reference.GetProperty("comparisons").EnumerateArray()
        .Select(one => new TestCaseData(one).SetArgDisplayNames($"{Text(one, "indicator")} {Text(one, "territory")} {Text(one, "period")} {Text(one, "group")}"));

    [TestCaseSource(nameof(Comparisons))]
    public async Task A_comparison_has_the_figures_of_an_independent_calculation(JsonElement reference)
    {
        var comparison = await api.AskAsync<Comparison>(Address(reference));

        AssertSimilar(comparison.Group, reference);
        AssertFigures(comparison.Territory, comparison.Statistics, comparison.Indicator, reference);
        AssertDistribution(comparison);
    }

    [Test]
    public async Task Variables_and_weights_of_likeness_can_be_chosen()
    {
        var reference = Reference.GetProperty("weighted");
        var comparison = await api.AskAsync<Comparison>(Address(reference) + "&similarBy=population:2,dependency-ratio,female-share:0.5");

        AssertSimilar(comparison.Group, reference);
        Assert.That(comparison.Group.Variables!.Select(variable => (variable.Indicator, variable.Weight, variable.Transform, variable.Period, variable.IsEstimate)), Is.EqualTo(new[]
        {
            ("population", 2d, "log", "2019,2026", true), ("dependency-ratio", 1d, "none", "2013", false), ("female-share", 0.5, "none", "2013", false),
        }));
        AssertFigures(comparison.Territory, comparison.Statistics, comparison.Indicator, reference);
    }

    [Test]
    public async Task Cities_and_municipalities_are_mixed_only_when_asked()
    {
        var reference = Reference.GetProperty("mixed");
        var mixed = await api.AskAsync<Comparison>(Address(reference) + "&mixTypes=true");
        var unmixed = await api.AskAsync<Comparison>(Address(reference));

        AssertSimilar(mixed.Group, reference);
        AssertFigures(mixed.Territory, mixed.Statistics, mixed.Indicator, reference);
        Assert.That(mixed.Group.Similar!.Select(one => IsCity(one.Territory.Code!)).Distinct().Count(), Is.EqualTo(2));
        Assert.That(unmixed.Group.Similar!.Select(one => IsCity(one.Territory.Code!)), Is.All.True);
        Assert.That(unmixed.Group.Similar, Has.Count.EqualTo(8), "there are nine state cities");
    }

    [Test]
    public async Task No_city_is_like_a_municipality_and_no_municipality_like_a_city()
    {
        foreach (var code in new[] { "LV0010000", "LV0050000", "LV0250000", "LV0420200", "LV0804400", "LV0700200" })
        {
            var comparison = await api.AskAsync<Comparison>($"/v1/comparisons?indicator=unemployment-rate&territory={code}&period=2013&group=similar:50");
            Assert.That(comparison.Distribution.Select(point => IsCity(point.Code!)), Is.All.EqualTo(IsCity(code)), code);
        }
    }

    [Test]
    public async Task The_compared_indicator_is_never_among_the_variables_of_likeness()
    {
        foreach (var indicator in new[] { "unemployment-rate", "dependency-ratio", "income-tax-per-capita" })
        {
            var comparison = await api.AskAsync<Comparison>($"/v1/comparisons?indicator={indicator}&territory=LV0420200&period=2013&similarBy=population,{indicator}");
            Assert.That(comparison.Group.Variables!.Select(variable => variable.Indicator), Is.EqualTo(new[] { "population" }));
            Assert.That((await api.AskAsync<Comparison>($"/v1/comparisons?indicator={indicator}&territory=LV0420200&period=2013")).Group.Variables!, Has.Count.EqualTo(3));
        }
    }

    [Test]
    public async Task A_profile_has_the_figures_of_each_of_its_comparisons()
    {
        var profile = await api.AskAsync<Profile>("/v1/comparisons/profile?territory=LV0420200&period=2013&group=municipalities&lang=en");
        var lines = profile.Topics.SelectMany(topic => topic.Comparisons).ToDictionary(line => line.Indicator.Code);
        var expected = Reference.GetProperty("profile").EnumerateArray().ToArray();

        Assert.That(lines.Keys, Is.EquivalentTo(expected.Select(one => Text(one, "indicator")).Append("registered-population")));
        Assert.That(profile.Topics.Select(topic => topic.Code), Is.EqualTo(new[] { "population-size", "population-structure", "labour-market", "revenue", "education-funding" }));
        foreach (var reference in expected)
        {
            var line = lines[Text(reference, "indicator")];
            AssertFigures(line.Territory, line.Statistics, line.Indicator, reference);
            var share = line.Territory.Rank is { } rank ? (rank - 0.5) / line.Territory.RankedAmong : (double?)null;
            Assert.That(line.Quarter, Is.EqualTo(share switch { null => null, <= 0.25 => "best", <= 0.5 => "second", <= 0.75 => "third", _ => "worst" }));
        }
        Assert.That(profile.Notes.Single(), Does.StartWith("No data in 2013:").And.Contain("Pupils").And.Contain("Children"));
    }

    [Test]
    public async Task A_trend_has_the_figures_of_each_period_and_the_changes_between()
    {
        var trend = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200&group=municipalities");

        AssertTrend(trend, Reference.GetProperty("trend"));
        Assert.That(trend.Breaks, Is.Empty);
    }

    [Test]
    public async Task A_trend_keeps_the_municipalities_that_are_similar_in_its_last_period()
    {
        var first = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200");
        var trend = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0804400");

        AssertTrend(trend, Reference.GetProperty("kept"));
        Assert.That(first.Points[^1].Statistics, Is.Not.EqualTo(trend.Points[^1].Statistics), "another municipality has other similar ones");
    }

    private static void AssertTrend(Trend trend, JsonElement references)
    {
        Assert.That(trend.Points.Select(point => point.Period), Is.EqualTo(references.EnumerateArray().Select(one => Text(one, "period"))));
        decimal? before = null;
        foreach (var (point, reference) in trend.Points.Zip(references.EnumerateArray()))
        {
            var expected = reference.GetProperty("expected");
            Assert.Multiple(() =>
            {
                Assert.That((double?)point.Value, Is.EqualTo(Number(expected, "value")));
                Assert.That(point.Rank, Is.EqualTo((int?)Number(expected, "rank")), point.Period);
                Assert.That(point.Change, Is.EqualTo(point.Value - before));
                AssertStatistics(point.Statistics, trend.Indicator.Decimals, expected);
            });
            before = point.Value;
        }
    }

    private static void AssertFigures(ComparedTerritory territory, GroupStatistics statistics, ComparedIndicator indicator, JsonElement reference)
    {
        var expected = reference.GetProperty("expected");
        var derived = Within(indicator.Decimals + 2);
        Assert.Multiple(() =>
        {
            Assert.That((double?)territory.Value, Is.EqualTo(Number(expected, "value")));
            Assert.That(territory.IsMember, Is.EqualTo(expected.GetProperty("isMember").GetBoolean()));
            Assert.That(territory.Rank, Is.EqualTo((int?)Number(expected, "rank")), $"rank in {indicator.Code}");
            Assert.That(territory.RankedAmong, Is.EqualTo((int)Number(expected, "rankedAmong")!));
            Assert.That(territory.Percentile, Is.EqualTo(Number(expected, "percentile")).Within(5.1e-5), $"percentile in {indicator.Code}");
            Assert.That((double?)territory.DistanceToMedian, Is.EqualTo(Number(expected, "distanceToMedian")).Within(derived));
            Assert.That((double?)territory.DistanceToBestQuarter, Is.EqualTo(Number(expected, "distanceToBestQuarter")).Within(derived));
            AssertStatistics(statistics, indicator.Decimals, expected);
        });
    }

    private static void AssertStatistics(GroupStatistics statistics, int decimals, JsonElement expected)
    {
        Assert.That(statistics.N, Is.EqualTo((int)Number(expected, "n")!));
        Assert.That(statistics.Missing, Is.EqualTo((int)Number(expected, "missing")!));
        Assert.That((double?)statistics.Min, Is.EqualTo(Number(expected, "min")));
        Assert.That((double?)statistics.Max, Is.EqualTo(Number(expected, "max")));
        foreach (var (name, value) in new[]
        {
            ("lowerQuartile", statistics.LowerQuartile), ("median", statistics.Median), ("upperQuartile", statistics.UpperQuartile), ("mean", statistics.Mean), ("weightedMean", statistics.WeightedMean),
        })
            if (name != "weightedMean" || statistics.Weight is not null)
                Assert.That((double?)value, Is.EqualTo(Number(expected, name)).Within(Within(decimals + 2)), name);
        if (statistics.Weight is { } weight)
        {
            Assert.That(weight.Excluded.Select(one => one.Code ?? "LV0888301"), Is.EquivalentTo(expected.GetProperty("withoutWeight").EnumerateArray().Select(one => one.GetString())));
            Assert.That((weight.Period, weight.IsEstimate), Is.EqualTo((Text(expected, "weightPeriods"), true)));
        }
    }

    private static void AssertSimilar(ComparisonGroup group, JsonElement reference)
    {
        var expected = reference.GetProperty("similar");
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.That((group.Similar, group.Variables), Is.EqualTo(((IReadOnlyList<SimilarTerritory>?)null, (IReadOnlyList<SimilarityVariable>?)null)));
            return;
        }
        Assert.That(group.Similar!.Select(one => one.Territory.Code), Is.EqualTo(expected.EnumerateArray().Select(one => Text(one, "territory"))));
        Assert.That(group.Members, Is.EqualTo(group.Similar!.Count + 1), "the compared municipality is one of them");
        foreach (var (similar, one) in group.Similar!.Zip(expected.EnumerateArray()))
        {
            Assert.That(similar.Distance, Is.EqualTo(one.GetProperty("distance").GetDouble()).Within(5.1e-7));
            var shares = one.GetProperty("shares").EnumerateObject().ToArray();
            Assert.That(similar.Contributions.Keys, Is.EquivalentTo(shares.Select(share => share.Name)));
            foreach (var share in shares)
                Assert.That(similar.Contributions[share.Name], Is.EqualTo(share.Value.GetDouble()).Within(5.1e-7), share.Name);
        }
    }

    /// <summary>Best first where there is a best, highest first where there is none; equal values share a rank and the next ranks are skipped.</summary>
    private static void AssertDistribution(Comparison comparison)
    {
        var points = comparison.Distribution;
        var sign = comparison.Indicator.Direction == "lowerIsBetter" ? 1 : -1;
        Assert.That(points.Select(point => sign * point.Value), Is.Ordered);
        Assert.That(points.Count(point => point.IsFocal), Is.EqualTo(comparison.Territory.Value is null ? 0 : 1));
        Assert.That(points, Has.Count.EqualTo(comparison.Territory.RankedAmong));
        if (comparison.Indicator.Direction == "neutral")
            Assert.That(points.Select(point => point.Rank), Is.All.Null);
        else
            Assert.That(points.Select(point => point.Rank), Is.EqualTo(points.Select(point => (int?)(1 + points.Count(other => sign * other.Value < sign * point.Value)))));
    }

    private static string Address(JsonElement reference) =>
        $"/v1/comparisons?indicator={Text(reference, "indicator")}&territory={Text(reference, "territory")}&period={Text(reference, "period")}&group={Text(reference, "group")}&lang=en";

    private static bool IsCity(string code) => code.EndsWith("0000", StringComparison.Ordinal);

    private static double Within(int decimals) => 0.500001 * Math.Pow(10, -decimals);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static double? Number(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static JsonElement Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Reference/comparisons.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
