using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

[Parallelizable(ParallelScope.All)]
internal sealed class ChartNumbersTests
{
    [TestCase(1234567.891, 2, ChartLanguage.Latvian, "1 234 567,89")]
    [TestCase(1234567.891, 2, ChartLanguage.English, "1,234,567.89")]
    [TestCase(-0.62, 1, ChartLanguage.Latvian, "−0,6")]
    [TestCase(-0.001, 1, ChartLanguage.Latvian, "0,0")]
    [TestCase(2.675, 2, ChartLanguage.English, "2.68")]
    [TestCase(0.125, 2, ChartLanguage.English, "0.13")]
    [TestCase(1e18, 2, ChartLanguage.Latvian, "1E+18")]
    public void Numbers_are_written_as_the_language_writes_them(double value, int decimals, ChartLanguage language, string text) =>
        Assert.That(ChartNumbers.Text(value, decimals, language).Replace('\u00A0', ' '), Is.EqualTo(text));

    [TestCase("%", ChartLanguage.Latvian, "8,1 %")]
    [TestCase("%", ChartLanguage.English, "8.1%")]
    [TestCase("EUR", ChartLanguage.English, "8.1 EUR")]
    [TestCase("", ChartLanguage.English, "8.1")]
    public void The_unit_follows_its_number(string symbol, ChartLanguage language, string text) =>
        Assert.That(
            ChartNumbers.Text(8.1, new ChartUnit(symbol, 1), language).Replace('\u00A0', ' '),
            Is.EqualTo(text));

    [TestCase(0, 12.6, 6, 1, new[] { 0d, 5, 10, 15 })]
    [TestCase(-1.64, 1.33, 6, 2, new[] { -2d, -1.5, -1, -0.5, 0, 0.5, 1, 1.5 })]
    [TestCase(0, 0, 6, 1, new[] { 0d, 0.1 })]
    [TestCase(0, 1, 6, 0, new[] { 0d, 1 })]
    [TestCase(52, 52, 5, 0, new[] { 52d, 53 })]
    public void Ticks_are_round_numbers(double lowest, double highest, int intervals, int decimals, double[] ticks) =>
        Assert.That(NumberAxis.Covering(lowest, highest, intervals, decimals).Ticks, Is.EqualTo(ticks).Within(1e-9));

    [Test]
    public void Every_axis_covers_its_values_with_few_ticks(
        [Values(-1e99, -12345.678, -3, -0.004, 0, 7, 1e12)] double lowest,
        [Values(0, 1e-9, 0.3, 17, 1e6, 1e98)] double span,
        [Values(0, 3)] int decimals)
    {
        var axis = NumberAxis.Covering(lowest, lowest + span, 6, decimals);
        Assert.Multiple(() =>
        {
            var tolerance = (axis.Maximum - axis.Minimum) * 1e-6;
            Assert.That(axis.Minimum, Is.LessThanOrEqualTo(lowest + tolerance));
            Assert.That(axis.Maximum, Is.GreaterThanOrEqualTo(lowest + span - tolerance));
            Assert.That(axis.Ticks, Has.Count.InRange(2, 9).And.Ordered);
            Assert.That(axis.Ticks, Is.All.Matches<double>(double.IsFinite));
        });
    }
}
