using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

[Parallelizable(ParallelScope.All)]
internal sealed class TrendChartTests
{
    [Test]
    public void A_missing_period_is_a_gap_in_the_line()
    {
        var scene = TrendChart.Draw(Own(4, 5, null, 6, 7));
        var lines = OwnLines(scene);
        Assert.Multiple(() =>
        {
            Assert.That(lines.Select(line => line.Points.Count), Is.EqualTo(new[] { 2, 2 }));
            Assert.That(OwnDots(scene), Is.EqualTo(4));
        });
    }

    [Test]
    public void No_line_crosses_a_break_and_its_reason_is_written()
    {
        var input = Own(4, 5, 6, 7);
        var periods = input.Periods.ToArray();
        periods[2] = periods[2] with { BreakReason = "apvienoti novadi" };
        var scene = TrendChart.Draw(input with { Periods = periods });
        Assert.Multiple(() =>
        {
            Assert.That(OwnLines(scene).Select(line => line.Points.Count), Is.EqualTo(new[] { 2, 2 }));
            Assert.That(scene.Words(), Does.Contain("[1] 2011: apvienoti novadi"));
            Assert.That(scene.Description, Does.Contain("apvienoti novadi"));
        });
    }

    [Test]
    public void A_single_period_between_gaps_is_still_seen()
    {
        var scene = TrendChart.Draw(Own(null, 5, null));
        Assert.Multiple(() =>
        {
            Assert.That(OwnLines(scene), Is.Empty);
            Assert.That(OwnDots(scene), Is.EqualTo(1));
        });
    }

    [Test]
    public void Not_a_number_is_a_gap_too() =>
        Assert.That(OwnLines(TrendChart.Draw(Own(4, 5, double.NaN, 6, 7))), Has.Count.EqualTo(2));

    [Test]
    public void Every_period_says_how_many_have_data()
    {
        var words = TrendChart.Draw(ChartSamples.Trend()).Words();
        Assert.That(words, Does.Contain("n = 9").And.Contain("n = 10").And.Contain("n = 0"));
    }

    [Test]
    public void The_key_names_line_median_and_both_bands()
    {
        var words = TrendChart.Draw(ChartSamples.Trend(ChartLanguage.English)).Words();
        Assert.That(words, Does.Contain(ChartSamples.Own)
            .And.Contain("median")
            .And.Contain("25th–75th percentile")
            .And.Contain("lowest to highest value"));
    }

    [Test]
    public void An_axis_that_does_not_start_at_zero_is_admitted()
    {
        Assert.Multiple(() =>
        {
            Assert.That(TrendChart.Draw(Own(104, 105)).Words(), Does.Contain("ass nesākas no nulles"));
            Assert.That(TrendChart.Draw(Own(0, 105)).Words(), Does.Not.Contain("ass nesākas no nulles"));
        });
    }

    [Test]
    public void Nothing_known_is_said_and_not_drawn()
    {
        var scene = TrendChart.Draw(Own(null, null));
        Assert.That(scene.Words(), Does.Contain("nav datu").And.Contain("2009").And.Contain("2010"));
    }

    private static TrendInput Own(params double?[] values) => ChartSamples.Trend() with
    {
        Periods = [.. values.Select((value, index) => new TrendPeriod($"{2009 + index}", value, Spread.Unknown))],
    };

    private static List<PolylineNode> OwnLines(Scene scene) =>
        [.. scene.All().OfType<PolylineNode>().Where(line => line.Stroke.Colour == ChartPalette.Own)];

    /// <summary>Without the one in the key.</summary>
    private static int OwnDots(Scene scene) =>
        scene.Nodes.OfType<GroupNode>().SelectMany(group => group.Children).OfType<CircleNode>().Count();
}
