using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

[Parallelizable(ParallelScope.All)]
internal sealed class ProfileChartTests
{
    private static readonly ProfileRow Row = new(
        "Bezdarba līmenis", new ChartUnit("%", 1), ChartDirection.LowerIsBetter,
        4, new Spread(2, 3, 5, 8, 12), 9, 3, ProfileStanding.BestQuarter);

    [TestCase(ChartLanguage.Latvian, "3. no 9")]
    [TestCase(ChartLanguage.English, "3 of 9")]
    public void The_rank_says_of_how_many(ChartLanguage language, string rank) =>
        Assert.That(Draw(Row, language: language).Words(), Does.Contain(rank));

    [Test]
    public void A_neutral_indicator_has_neither_rank_nor_colour_of_judgement()
    {
        var scene = Draw(Row with { Direction = ChartDirection.Neutral });
        Assert.Multiple(() =>
        {
            Assert.That(scene.Words(), Does.Not.Contain("3. no 9").And.Contain("n = 9").And.Contain("bez vērtējuma"));
            Assert.That(scene.All().OfType<PolygonNode>(), Is.Empty);
        });
    }

    [Test]
    public void Lower_is_turned_to_the_right_only_when_asked_and_then_says_so()
    {
        var plain = Draw(Row with { Standing = ProfileStanding.Between });
        var turned = Draw(Row with { Standing = ProfileStanding.Between }, goodToTheRight: true);
        Assert.Multiple(() =>
        {
            Assert.That(OwnX(plain), Is.LessThan(MedianX(plain)));
            Assert.That(OwnX(turned), Is.GreaterThan(MedianX(turned)));
            Assert.That(turned.Words(), Does.Contain("labāk →").And.Contain("ass apgriezta"));
            Assert.That(plain.Words(), Does.Not.Contain("→").And.Not.Contain("apgriezta"));
        });
    }

    [Test]
    public void A_neutral_scale_is_never_turned()
    {
        var scene = Draw(Row with { Direction = ChartDirection.Neutral }, goodToTheRight: true);
        Assert.That(OwnX(scene), Is.LessThan(MedianX(scene)));
    }

    [Test]
    public void A_missing_own_value_has_a_reason_and_no_mark()
    {
        var scene = Draw(Row with { Own = null, Rank = null, MissingReason = "slēpts", Standing = ProfileStanding.Between });
        Assert.Multiple(() =>
        {
            Assert.That(scene.Words(), Does.Contain("slēpts"));
            Assert.That(scene.Nodes.OfType<GroupNode>(), Is.Empty);
        });
    }

    [Test]
    public void Equal_values_stand_in_the_middle()
    {
        var scene = Draw(Row with { Own = 5, Group = new Spread(5, 5, 5, 5, 5), Standing = ProfileStanding.Between });
        Assert.That(OwnX(scene), Is.EqualTo(MedianX(scene)).Within(0.01));
    }

    [Test]
    public void An_unknown_group_draws_no_strip() =>
        Assert.That(Draw(Row with { Group = Spread.Unknown }).Words(), Does.Contain("nav datu"));

    private static Scene Draw(ProfileRow row, bool goodToTheRight = false, ChartLanguage language = ChartLanguage.Latvian) =>
        ProfileChart.Draw(new ProfileInput(ChartSamples.Caption(language), ChartSamples.Own, [row], goodToTheRight));

    private static double OwnX(Scene scene) =>
        scene.Nodes.OfType<GroupNode>().SelectMany(group => group.Children).OfType<CircleNode>().Single().X;

    /// <summary>The last one drawn: the first is in the key.</summary>
    private static double MedianX(Scene scene) =>
        scene.All().OfType<LineNode>().Last(line => line.Stroke.Colour == ChartPalette.Reference).X1;
}
