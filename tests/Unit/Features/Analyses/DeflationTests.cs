using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class DeflationTests
{
    // Worked out independently: real = nominal x index of 2022/index of the year.
    [Test]
    public void Real_amounts_are_those_worked_out_for_four_years()
    {
        var real = Deflation.Of(
            [new("2019", 100, 100), new("2020", 104, 100.2), new("2021", 110, 103.5), new("2022", 125, 121.4)], "2022");
        Assert.That(real, Is.EqualTo(new[] { 121.4, 126.00399201596807, 129.024154589372, 125 }).Within(1e-12));
    }

    [Test]
    public void Without_an_amount_or_an_index_there_is_no_real_amount()
    {
        Assert.That(
            Deflation.Of([new("1", null, 100), new("2", 5, null), new("3", 7, 100)], "3"), Is.EqualTo(new double?[] { null, null, 7 }));
        Assert.That(Deflation.Of([new("1", 5, 100), new("2", 5, null)], "2"), Is.All.Null);
    }

    [Test]
    public void A_base_that_is_no_period_and_an_index_of_nothing_are_refused()
    {
        Assert.That(() => Deflation.Of([new("1", 5, 100)], "2"), Throws.ArgumentException);
        Assert.That(() => Deflation.Of([new("1", 5, 0)], "1"), Throws.ArgumentException);
    }
}
