using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Practices;

namespace Benchlearning.Tests.Unit.Features.Practices;

/// <summary>Clearly better is at least half an interquartile range better, and not below the middle.</summary>
public sealed class BetterUnitsTests
{
    [Test]
    public void Those_that_are_clearly_better_come_best_first() =>
        // With 10 of the one that asks: 2 4 6 8 10, quartiles 4 and 8, so clearly is 2 or more; the middle is 6.
        Assert.That(BetterUnits.Of(10, [8, 2, 6, 4], Direction.LowerIsBetter, 1), Is.EqualTo(new[] { 1, 3, 2 }));

    [Test]
    public void The_other_way_round_where_higher_is_better() =>
        Assert.That(BetterUnits.Of(2, [8, 10, 6, 4], Direction.HigherIsBetter, 1), Is.EqualTo(new[] { 1, 0, 2 }));

    [Test]
    public void The_best_has_nobody_to_call() => Assert.That(BetterUnits.Of(2, [8, 10, 6, 4], Direction.LowerIsBetter, 1), Is.Empty);

    [Test]
    public void What_is_missing_is_nobody() => Assert.That(BetterUnits.Of(10, [null, 2, null, 8], Direction.LowerIsBetter, 1), Is.EqualTo(new[] { 1, 3 }));

    [Test]
    public void What_is_equal_at_the_published_decimals_is_not_better() => Assert.That(BetterUnits.Of(5.04, [5.0, 5.01], Direction.LowerIsBetter, 1), Is.Empty);

    [Test]
    public void A_neutral_indicator_has_no_better() => Assert.That(BetterUnits.Of(10, [1, 2, 3], Direction.Neutral, 1), Is.Empty);

    [Test]
    public void With_a_target_the_nearer_is_better() =>
        Assert.That(BetterUnits.Of(20, [10, 0, 11], Direction.Target(10), 1), Is.EqualTo(new[] { 0, 2 }));
}
