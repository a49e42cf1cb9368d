using Benchlearning.Api.Features.Observations;

namespace Benchlearning.Tests.Unit.Features.Observations;

public sealed class PeriodCodeTests
{
    [TestCase("2012", "2012-12-31", "annual", "2013")]
    [TestCase("2012-Q1", "2012-03-31", "quarterly", "2012-Q2")]
    [TestCase("2012-Q4", "2012-12-31", "quarterly", "2013-Q1")]
    [TestCase("2012-02", "2012-02-29", "monthly", "2012-03")]
    [TestCase("2013-02", "2013-02-28", "monthly", "2013-03")]
    [TestCase("2012-12", "2012-12-31", "monthly", "2013-01")]
    public void A_period_knows_its_last_day_its_kind_and_what_follows(string code, string last, string periodicity, string following)
    {
        Assert.Multiple(() =>
        {
            Assert.That(PeriodCode.LastDay(code), Is.EqualTo(DateOnly.Parse(last, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.That(PeriodCode.PeriodicityOf(code), Is.EqualTo(periodicity));
            Assert.That(PeriodCode.Following(code), Is.EqualTo(following));
        });
    }

    [TestCase("2013-12-31", "2013", "2013-Q4", "2013-12")]
    [TestCase("2013-12-30", "2012", "2013-Q3", "2013-11")]
    [TestCase("2014-01-01", "2013", "2013-Q4", "2013-12")]
    [TestCase("2021-06-30", "2020", "2021-Q2", "2021-06")]
    [TestCase("2012-02-29", "2011", "2011-Q4", "2012-02")]
    public void The_last_period_that_has_ended_on_a_day(string day, string year, string quarter, string month)
    {
        var on = DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

        Assert.That((PeriodCode.LastEnded(on, "annual"), PeriodCode.LastEnded(on, "quarterly"), PeriodCode.LastEnded(on, "monthly")), Is.EqualTo((year, quarter, month)));
    }

    [TestCase("2013", "2013. gadā", "in 2013")]
    [TestCase("2013-Q2", "2013. gada 2. ceturksnī", "in the second quarter of 2013")]
    [TestCase("2013-05", "2013. gada maijā", "in May 2013")]
    public void A_period_stands_in_a_sentence_in_both_languages(string code, string latvian, string english)
    {
        Assert.That((PeriodCode.InWords(code, isEnglish: false), PeriodCode.InWords(code, isEnglish: true)), Is.EqualTo((latvian, english)));
    }

    [TestCase("2013", "2013", -1)]
    [TestCase("2013-01", "2013-12", 0)]
    [TestCase("2009", "2013", 4)]
    public void The_same_period_is_nearer_than_any_other_of_its_year(string one, string other, int expected)
    {
        Assert.That(PeriodCode.Distance(one, other), Is.EqualTo(expected));
    }
}
