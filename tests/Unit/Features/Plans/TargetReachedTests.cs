using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Plans;

namespace Benchlearning.Tests.Unit.Features.Plans;

/// <summary>Whether a target was met, as seen from where it began.</summary>
public sealed class TargetReachedTests
{
    [TestCase(10, 8, 8, true)]
    [TestCase(10, 8, 7.5, true)]
    [TestCase(10, 8, 8.1, false)]
    [TestCase(10, 12, 12, true)]
    [TestCase(10, 12, 11.9, false)]
    public void It_is_met_at_it_and_beyond_it(double baseline, double target, double value, bool isMet) =>
        Assert.That(TargetReached.Of((decimal)baseline, (decimal)target, (decimal)value, DirectionKind.Neutral), Is.EqualTo(isMet));

    [TestCase(DirectionKind.HigherIsBetter, 11, true)]
    [TestCase(DirectionKind.HigherIsBetter, 9, false)]
    [TestCase(DirectionKind.LowerIsBetter, 9, true)]
    [TestCase(DirectionKind.LowerIsBetter, 11, false)]
    [TestCase(DirectionKind.Neutral, 10, true)]
    [TestCase(DirectionKind.Neutral, 11, false)]
    public void What_was_to_be_held_is_held_in_the_direction_of_the_indicator(object direction, int value, bool isMet) =>
        Assert.That(TargetReached.Of(10, 10, value, (DirectionKind)direction), Is.EqualTo(isMet));

    [Test]
    public void Without_a_figure_nobody_can_tell() => Assert.That(TargetReached.Of(10, 8, null, DirectionKind.LowerIsBetter), Is.Null);

    [Test]
    public void In_plain_words_in_both_languages() => Assert.Multiple(() =>
    {
        Assert.That(EffectInWords.Of("Bezdarba līmenis", 6.2m, 7m, true, -1.25m, 0.05, 19, "lv"), Is.EqualTo("Bezdarba līmenis: mērķis 7 ir sasniegts (6,2). Salīdzinājumā ar 19 grupas pašvaldībām pārmaiņu starpība ir -1,25; tik lielu nejaušība rada reti."));
        Assert.That(EffectInWords.Of("Unemployment rate", 8.2m, 7m, false, 0.5m, 0.4, 8, "en"), Is.EqualTo("Unemployment rate: the target of 7 is not met (8.2). Compared with 8 municipalities of the group the difference in change is +0.5; these data cannot tell it from chance."));
        Assert.That(EffectInWords.Of("Unemployment rate", null, 7m, null, null, null, 0, "en"), Is.EqualTo("Unemployment rate: whether the target of 7 is met cannot be told yet, because no figure is published. There is nothing to compare the change with."));
    });
}
