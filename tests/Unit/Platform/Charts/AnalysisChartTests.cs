using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

/// <summary>What the charts of analyses show of their numbers.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class AnalysisChartTests
{
    private static readonly ChartCaption Caption = ChartSamples.Caption(ChartLanguage.English);

    [Test]
    public void Steps_of_a_waterfall_begin_where_the_last_one_ended()
    {
        var scene = WaterfallChart.Draw(new WaterfallInput(
            Caption, new ChartUnit("EUR", 0), new WaterfallStep("Group", 100), [new("Price", 20), new("Volume", -50)], new WaterfallStep("Own", 70)));
        var bars = scene.Bars();
        Assert.Multiple(() =>
        {
            Assert.That(bars[0].X, Is.EqualTo(bars[3].X).Within(0.01));
            Assert.That(bars[1].X, Is.EqualTo(bars[0].X + bars[0].Width).Within(0.01));
            Assert.That(bars[2].X + bars[2].Width, Is.EqualTo(bars[1].X + bars[1].Width).Within(0.01));
            Assert.That(bars[2].X, Is.EqualTo(bars[3].X + bars[3].Width).Within(0.01));
            Assert.That(scene.Words(), Does.Contain("+20").And.Contain("−50").And.Contain("raises it").And.Contain("lowers it"));
            Assert.That(scene.Description, Does.Contain("Price: +20\u00A0EUR"));
        });
    }

    [Test]
    public void A_waterfall_that_lacks_a_step_is_not_drawn_and_names_it()
    {
        var scene = WaterfallChart.Draw(new WaterfallInput(Caption, new ChartUnit("", 0), new WaterfallStep("Group", 1), [new("Price", null)], new WaterfallStep("Own", 2)));
        Assert.Multiple(() =>
        {
            Assert.That(scene.Bars(), Is.Empty);
            Assert.That(scene.Words(), Does.Contain("No data: Price"));
        });
    }

    [Test]
    public void Parts_of_a_bar_lie_end_to_end_on_both_sides_of_zero_and_the_sum_is_marked()
    {
        var scene = StackChart.Draw(new StackInput(Caption, new ChartUnit("", 1), "", ["a", "b", "c"], [new StackBar("One", 1, [3, -2, null])]));
        var bars = scene.Bars();
        Assert.Multiple(() =>
        {
            Assert.That(bars, Has.Count.EqualTo(3)); // two parts and the sum; a missing part is no part
            Assert.That(bars[1].X + bars[1].Width, Is.EqualTo(bars[0].X).Within(0.01));
            Assert.That(bars[1].Width / bars[0].Width, Is.EqualTo(2.0 / 3).Within(1e-6));
            Assert.That(bars[2].X + (bars[2].Width / 2), Is.EqualTo(bars[0].X + (bars[0].Width / 3)).Within(0.01));
            Assert.That(scene.Description, Does.Contain("One: 1.0; a 3.0; b −2.0; c no data"));
        });
    }

    [Test]
    public void More_parts_than_colours_are_put_together_and_named()
    {
        string[] parts = [.. Enumerable.Range(1, 12).Select(part => $"part {part}")];
        var scene = StackChart.Draw(new StackInput(Caption, new ChartUnit("", 0), "", parts, [new StackBar("One", 78, [.. Enumerable.Range(1, 12).Select(part => (double?)part)])]));
        Assert.Multiple(() =>
        {
            Assert.That(scene.Bars(), Has.Count.EqualTo(8));
            Assert.That(scene.Bars().Sum(bar => bar.Width), Is.EqualTo(78 / 12.0 * scene.Bars()[6].Width).Within(0.01)); // nothing is lost
            Assert.That(scene.Words(), Does.Contain("others (5): part 1, part 2, part 3, part 4, part 5"));
        });
    }

    [Test]
    public void Colours_of_parts_differ_in_pairs_that_touch_also_in_greyscale()
    {
        var lightness = ChartPalette.Parts.Select(part => (0.299 * ((part.Rgb >> 16) & 255)) + (0.587 * ((part.Rgb >> 8) & 255)) + (0.114 * (part.Rgb & 255))).ToList();
        Assert.That(lightness.Zip(lightness.Skip(1), (one, next) => Math.Abs(one - next)), Is.All.GreaterThan(15));
    }

    [Test]
    public void Length_of_a_ray_is_the_share_and_a_missing_one_is_dotted()
    {
        var scene = SunChart.Draw(new SunInput(Caption, "Own", [new SunRay("a", 1, 0.5, "1", ""), new SunRay("b", 0.5, 0.6, "2", ""), new SunRay("c", null, 0.5, "no data", "")], ""));
        var rays = scene.Nodes.OfType<GroupNode>().Select(group => group.Children).ToList();
        var (longest, half) = (Reach((PolygonNode)rays[0][0]), Reach((PolygonNode)rays[1][0]));
        Assert.Multiple(() =>
        {
            Assert.That(half / longest, Is.EqualTo(0.5).Within(1e-9));
            Assert.That(((PolygonNode)rays[0][0]).Fill, Is.EqualTo(ChartPalette.Own));
            Assert.That(((PolygonNode)rays[1][0]).Fill, Is.EqualTo(ChartPalette.OwnPale));
            Assert.That(((LineNode)rays[2][0]).Stroke.Dash, Is.EqualTo(Dash.Dotted));
            Assert.That(scene.Description, Does.Contain("b: 2; weaker than the group's mean").And.Contain("c: no data"));
        });

        static double Reach(PolygonNode ray) => Math.Sqrt(Math.Pow(ray.Points[1].X - ray.Points[0].X, 2) + Math.Pow(ray.Points[1].Y - ray.Points[0].Y, 2));
    }

    [Test]
    public void A_crowded_plain_names_its_own_point_and_says_how_many_others_have_a_name()
    {
        var scene = ScatterChart.Draw(new ScatterInput(
            Caption, "", new ScatterMeasure("cost", new ChartUnit("EUR", 0)), new ScatterMeasure("quality", new ChartUnit("%", 0)),
            [.. Enumerable.Range(0, 300).Select(index => new ScatterPoint($"Municipality {index}", index * 7 % 100, index * 13 % 90, index == 150))], []));
        var named = scene.Texts().Count(text => text.Text.StartsWith("Municipality ", StringComparison.Ordinal)) - 1; // one is in the key
        Assert.Multiple(() =>
        {
            Assert.That(scene.Texts().Count(text => text.Text == "Municipality 150"), Is.EqualTo(2));
            Assert.That(named, Is.InRange(2, 299));
            Assert.That(scene.Words(), Does.Contain($"named where there is room: {named}"));
        });
    }

    [Test]
    public void Sizes_that_differ_much_are_drawn_by_powers_of_ten()
    {
        var scale = PlotScale.OfSizes("people", [1000, 1_000_000], 0);
        Assert.Multiple(() =>
        {
            Assert.That(scale.Share(1000), Is.Zero);
            Assert.That(scale.Share(31_622.7766), Is.EqualTo(0.5).Within(1e-6));
            Assert.That(scale.Share(1_000_000), Is.EqualTo(1));
            Assert.That(scale.Ticks, Does.Contain(1000).And.Contain(50_000).And.Contain(1_000_000));
            Assert.That(PlotScale.OfSizes("people", [1000, 5000], 0).Axis, Is.Not.Null);
            Assert.That(PlotScale.OfSizes("people", [0, 5000], 0).Axis, Is.Not.Null);
        });
    }

    [Test]
    public void The_fan_of_a_forecast_starts_at_the_last_known_value()
    {
        var scene = TrendChart.Draw(new TrendInput(
            Caption, new ChartUnit("", 0), null, "Own",
            [new TrendPeriod("1", 4, Spread.Unknown), new TrendPeriod("2", 6, Spread.Unknown), new TrendPeriod("3", null, Spread.Unknown, Expected: new Outlook(7, 5, 9))]));
        var fan = scene.All().OfType<PolygonNode>().Single(polygon => polygon.Points.Count == 4);
        var last = scene.All().OfType<PolylineNode>().First(line => line.Stroke == ChartMarks.OwnLine).Points[^1];
        Assert.Multiple(() =>
        {
            Assert.That(fan.Points[0], Is.EqualTo(last));
            Assert.That(fan.Points[^1], Is.EqualTo(last));
            Assert.That(scene.Description, Does.Contain("3: expected 7 (5 – 9)"));
        });
    }

    [Test]
    public void What_is_unusual_is_a_diamond_with_its_reason_below()
    {
        var scene = TrendChart.Draw(new TrendInput(
            Caption, new ChartUnit("", 0), null, "Own", [new TrendPeriod("1", 4, Spread.Unknown), new TrendPeriod("2", 60, Spread.Unknown, Signal: "outside the limits")]));
        Assert.Multiple(() =>
        {
            Assert.That(scene.Nodes.OfType<GroupNode>().SelectMany(group => group.Children).OfType<PolygonNode>().Count(), Is.EqualTo(1));
            Assert.That(scene.Words(), Does.Contain("2: outside the limits"));
        });
    }

    [Test]
    public void Quarters_are_told_by_colour_and_by_sign()
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison(
            [new("A", 1, Standing: ProfileStanding.BestQuarter), new("B", 2), new("C", 3, Standing: ProfileStanding.WeakestQuarter)], language: ChartLanguage.English));
        Assert.Multiple(() =>
        {
            Assert.That(scene.Bars().Select(bar => bar.Fill), Is.EqualTo(new[] { ChartPalette.BetterBar, ChartPalette.Peer, ChartPalette.WorseBar }));
            Assert.That(scene.Texts().Select(text => text.Text), Does.Contain("▲").And.Contain("▼"));
            Assert.That(scene.Words(), Does.Contain("▲ in the best quarter").And.Contain("in the middle half").And.Contain("▼ in the weakest quarter"));
        });
    }

    [Test]
    public void Words_at_the_end_of_a_bar_are_cut_with_an_ellipsis_and_whole_in_its_tooltip()
    {
        var remark = string.Join("; ", Enumerable.Range(0, 60).Select(peer => $"Peer {peer} 0.01"));
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison([new("A", 1, Remark: remark)], language: ChartLanguage.English) with { RemarkTitle = "Peers" });
        Assert.Multiple(() =>
        {
            Assert.That(scene.Texts().Select(text => text.Text), Has.One.EndsWith("…"));
            Assert.That(scene.Nodes.OfType<GroupNode>().Single().Title, Does.EndWith(remark));
        });
    }
}
