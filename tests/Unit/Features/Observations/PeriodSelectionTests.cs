using Benchlearning.Api.Features.Observations.Selecting;

namespace Benchlearning.Tests.Unit.Features.Observations;

public sealed class PeriodSelectionTests
{
    private static readonly string[] Years = ["2009", "2010", "2011", "2013"];
    private static readonly string[] Quarters = ["2012-Q4", "2013-Q1", "2013-Q2", "2013-Q3", "2013-Q4", "2014-Q1"];
    private static readonly string[] Months = ["2012-11", "2012-12", "2013-01", "2013-02", "2014-01"];

    [Test]
    public void A_star_means_every_period() => Assert.That(Select("*", Years), Is.EqualTo(Years));

    [TestCase("2010", "2010")]
    [TestCase("2012", "")]
    public void One_period_means_itself_and_nothing_where_it_is_not(string text, string expected) => Assert.That(Join(text, Years), Is.EqualTo(expected));

    [TestCase("2013-Q2", "2013-Q2")]
    [TestCase("2013", "")] // a year is not its quarters
    public void A_quarter_is_a_quarter(string text, string expected) => Assert.That(Join(text, Quarters), Is.EqualTo(expected));

    [TestCase("2010..2011", "2010,2011")]
    [TestCase("2011..2012", "2011")]
    [TestCase("2010..2010", "2010")]
    [TestCase("2010..", "2010,2011,2013")]
    [TestCase("..2010", "2009,2010")]
    [TestCase("2014..", "")]
    public void A_range_takes_both_ends_and_may_lack_one(string text, string expected) => Assert.That(Join(text, Years), Is.EqualTo(expected));

    [TestCase("2013..2013", "2013-Q1,2013-Q2,2013-Q3,2013-Q4")]
    [TestCase("2013-Q3..", "2013-Q3,2013-Q4,2014-Q1")]
    [TestCase("..2012", "2012-Q4")]
    public void A_year_at_the_end_of_a_range_takes_in_its_quarters(string text, string expected) => Assert.That(Join(text, Quarters), Is.EqualTo(expected));

    [TestCase("2012..2013", "2012-11,2012-12,2013-01,2013-02")]
    [TestCase("2012-12..2013-01", "2012-12,2013-01")]
    public void A_year_at_the_end_of_a_range_takes_in_its_months(string text, string expected) => Assert.That(Join(text, Months), Is.EqualTo(expected));

    [TestCase("latest", "2013")]
    [TestCase("latest(1)", "2013")]
    [TestCase("latest(3)", "2010,2011,2013")]
    [TestCase("latest(1000)", "2009,2010,2011,2013")]
    public void Latest_counts_periods_that_are_there(string text, string expected) => Assert.That(Join(text, Years), Is.EqualTo(expected));

    [Test]
    public void A_list_means_what_any_of_its_entries_means_once()
    {
        var selection = new PeriodSelection([.. new[] { "2013", "..2010", "latest(2)", "2010" }.Select(text => PeriodSelection.Parse(text, out _)!)]);

        Assert.That(selection.Positions(Years), Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(selection.Named, Is.EqualTo(new[] { "2013", "2010" }));
    }

    [TestCase("2013-13", "A period is")]
    [TestCase("2013-0", "A period is")]
    [TestCase("2013-Q5", "A period is")]
    [TestCase("2013-q1", "A period is")]
    [TestCase("13", "A period is")]
    [TestCase("2013 ", "A period is")]
    [TestCase("٢٠١٣", "A period is")]
    [TestCase("", "A period is")]
    [TestCase("2008", "begins with 2009")]
    [TestCase("2008..2010", "begins with 2009")]
    [TestCase("2013..2010", "write 2010..2013")]
    [TestCase("2013-Q1..2013-05", "same kind")]
    [TestCase("..", "at least one end")]
    [TestCase("2010..2011..2012", "A period is")]
    [TestCase("latest(0)", "from 1 to 1000")]
    [TestCase("latest(1001)", "from 1 to 1000")]
    [TestCase("latest(-1)", "from 1 to 1000")]
    [TestCase("latest()", "from 1 to 1000")]
    [TestCase("latest(2", "A period is")]
    [TestCase("LATEST", "A period is")]
    public void What_cannot_be_read_is_refused_with_what_would_be_right(string text, string message)
    {
        Assert.That(PeriodSelection.Parse(text, out var said), Is.Null);
        Assert.That(said, Does.Contain(message));
    }

    private static string[] Select(string text, string[] axis)
    {
        var expression = PeriodSelection.Parse(text, out var message);
        Assert.That(message, Is.Null);
        return [.. new PeriodSelection([expression!]).Positions(axis).Select(position => axis[position])];
    }

    private static string Join(string text, string[] axis) => string.Join(',', Select(text, axis));
}
