using Benchlearning.Api.Features.Webhooks;

namespace Benchlearning.Tests.Unit.Features.Webhooks;

public sealed class RetryScheduleTests
{
    [TestCase(1, 5)]
    [TestCase(2, 15)]
    [TestCase(3, 45)]
    [TestCase(7, 3645)]
    [TestCase(8, 7200)]
    [TestCase(1_000_000, 7200)]
    public void The_wait_grows_threefold_up_to_two_hours_a_quarter_more_or_less(int attempts, double seconds)
    {
        var waits = Enumerable.Range(0, 200).Select(_ => RetrySchedule.SecondsAfter(attempts, null)).ToArray();
        Assert.That(waits, Is.All.InRange(seconds * 0.75, seconds * 1.25));
        Assert.That(waits.Distinct().Count(), Is.GreaterThan(50), "receivers that failed together are not asked together again");
    }

    [TestCase(60, 60)]
    [TestCase(1_000_000, 7200)]
    public void What_the_receiver_asks_for_lengthens_the_wait(double asked, double seconds) =>
        Assert.That(RetrySchedule.SecondsAfter(1, TimeSpan.FromSeconds(asked)), Is.EqualTo(seconds));

    [TestCase(1)]
    [TestCase(-100)]
    public void What_the_receiver_asks_for_never_shortens_it(double asked) =>
        Assert.That(RetrySchedule.SecondsAfter(3, TimeSpan.FromSeconds(asked)), Is.GreaterThanOrEqualTo(45 * 0.75));

    [Test]
    public void A_day_has_about_twenty_attempts()
    {
        var (attempts, seconds) = (1, 0.0);
        while (seconds < 24 * 60 * 60)
            seconds += RetrySchedule.SecondsAfter(attempts++, null);
        Assert.That(attempts, Is.InRange(16, 24));
    }
}
