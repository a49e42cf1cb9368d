using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

[Parallelizable(ParallelScope.All)]
internal sealed class ComparisonBarChartTests
{
    [Test]
    public void Missing_member_is_listed_and_not_drawn_as_zero()
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison());
        Assert.Multiple(() =>
        {
            Assert.That(scene.Bars(), Has.Count.EqualTo(10));
            Assert.That(scene.Words(), Does.Contain("Nav datu (2): Dienvidkurzemes novads, Augšdaugavas novads (vēl nav publicēts)"));
            Assert.That(scene.Words(), Does.Contain("n = 10 (grupā 12)"));
        });
    }

    [Test]
    public void Own_municipality_without_a_value_is_named_first_and_in_bold()
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison([new(ChartSamples.Own, null, true), new("Rīga", 4.9)]));
        var line = scene.Texts().Single(text => text.Text == "Cēsu novads: nav datu");
        Assert.That(line.Style.Bold);
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(double.NegativeInfinity)]
    public void What_is_not_a_number_is_listed_as_missing(double value)
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison([new(ChartSamples.Own, 4, true), new("Rīga", value)]));
        Assert.Multiple(() =>
        {
            Assert.That(scene.Bars(), Has.Count.EqualTo(1));
            Assert.That(scene.Words(), Does.Contain("Nav datu (1): Rīga"));
        });
    }

    [Test]
    public void Own_bar_differs_by_weight_and_darkness()
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison());
        var bold = scene.Texts().Where(text => text.Text == ChartSamples.Own && text.Style is { Bold: true, Size: 12 });
        Assert.Multiple(() =>
        {
            Assert.That(bold, Is.Not.Empty);
            Assert.That(scene.Bars().Count(bar => bar.Fill == ChartPalette.Own), Is.EqualTo(1));
        });
    }

    [TestCase(ChartDirection.LowerIsBetter, "Ķekavas novads: 3,6 %")]
    [TestCase(ChartDirection.HigherIsBetter, "Alūksnes novads: 12,6 %")]
    [TestCase(ChartDirection.Neutral, "Alūksnes novads: 12,6 %")]
    public void The_best_is_at_the_top_and_the_highest_where_neither_is_better(ChartDirection direction, string first)
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison() with { Direction = direction });
        Assert.That(scene.Nodes.OfType<GroupNode>().First().Title.Replace('\u00A0', ' '), Is.EqualTo(first));
    }

    [TestCase(ChartLanguage.Latvian, "Zemāks ir labāks; labākie augšā")]
    [TestCase(ChartLanguage.English, "Lower is better; best at the top")]
    public void The_direction_is_said_in_words(ChartLanguage language, string hint) =>
        Assert.That(ComparisonBarChart.Draw(ChartSamples.Comparison(language)).Words(), Does.Contain(hint));

    [Test]
    public void Values_that_print_alike_keep_the_given_order()
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison(
            [new("Talsu novads", 8.61), new("Gulbenes novads", 8.62), new("Ogres novads", 8.59)],
            ChartDirection.HigherIsBetter));
        Assert.That(
            scene.Nodes.OfType<GroupNode>().Select(group => group.Title[..3]),
            Is.EqualTo(new[] { "Tal", "Gul", "Ogr" }));
    }

    [Test]
    public void Negative_bars_end_where_positive_bars_begin()
    {
        var bars = ComparisonBarChart.Draw(ChartSamples.Comparison(
            [new(ChartSamples.Own, -1.5, true), new("Ķekavas novads", 1.5)],
            ChartDirection.HigherIsBetter)).Bars();
        Assert.Multiple(() =>
        {
            Assert.That(bars[1].X + bars[1].Width, Is.EqualTo(bars[0].X).Within(0.01));
            Assert.That(bars[1].Width, Is.EqualTo(bars[0].Width).Within(0.01).And.GreaterThan(0));
        });
    }

    [Test]
    public void Equal_values_have_equal_bars()
    {
        var bars = ComparisonBarChart.Draw(ChartSamples.Comparison([new("Rīga", 5), new("Liepāja", 5), new("Jūrmala", 5)])).Bars();
        Assert.That(bars.Select(bar => bar.Width).Distinct().ToList(), Has.Count.EqualTo(1));
    }

    [Test]
    public void Bars_are_proportional_to_values()
    {
        var bars = ComparisonBarChart.Draw(ChartSamples.Comparison([new("Rīga", 2), new("Liepāja", 8)])).Bars();
        Assert.That(bars[1].Width, Is.EqualTo(4 * bars[0].Width).Within(0.01));
    }

    [Test]
    public void A_group_without_values_says_so_instead_of_drawing()
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison([new(ChartSamples.Own, null, true), new("Rīga", null)]));
        Assert.Multiple(() =>
        {
            Assert.That(scene.Bars(), Is.Empty);
            Assert.That(scene.Words(), Does.Contain("nav datu").And.Contain("n = 0 (grupā 2)").And.Not.Contain("mediāna"));
        });
    }

    [Test]
    public void The_median_is_labelled_over_its_line()
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison(ChartLanguage.English));
        Assert.Multiple(() =>
        {
            Assert.That(scene.Words(), Does.Contain("median 8.6%"));
            Assert.That(scene.All().OfType<LineNode>().Count(line => line.Stroke.Dash == Dash.Dashed), Is.EqualTo(1));
        });
    }

    [Test]
    public void A_long_name_is_written_on_several_lines()
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison([new(ChartSamples.LongName, 3), new("Rīga", 4)]));
        var words = scene.Words().Replace('\n', ' ');
        Assert.That(words, Does.Contain(ChartSamples.LongName));
    }

    [Test]
    public void A_screen_reader_hears_the_own_value_the_median_and_the_missing()
    {
        var description = ComparisonBarChart.Draw(ChartSamples.Comparison()).Description.Replace('\u00A0', ' ');
        Assert.That(description, Does.Contain("Cēsu novads: 6,5 %.")
            .And.Contain("Mediāna 8,6 %.")
            .And.Contain("Dienvidkurzemes novads")
            .And.Contain("Avots: VRAA"));
    }

    [Test]
    public void Above_sixty_bars_two_columns_share_one_scale()
    {
        var bars = ComparisonBarChart.Draw(ChartSamples.Many(119)).Bars();
        Assert.Multiple(() =>
        {
            Assert.That(bars, Has.Count.EqualTo(119));
            Assert.That(bars.Select(bar => Math.Round(bar.X, 2)).Distinct().ToList(), Has.Count.EqualTo(2));
        });
    }
}
