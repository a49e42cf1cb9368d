using System.Globalization;
using Benchlearning.Api.Features.Sync;

namespace Benchlearning.Tests.Unit.Features.Sync;

/// <summary>When a source is due, above all in the two nights in which Riga's clocks change.</summary>
public sealed class ScheduleTests
{
    // Riga: UTC+2 in winter, UTC+3 in summer. 2026-03-29 at 03:00 clocks go to 04:00; 2026-10-25 at 04:00 they go back to 03:00.
    [TestCase("30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T00:30Z", "2026-03-29T23:30Z", TestName = "Before the hour that does not exist it is due as ever")]
    [TestCase("30 3 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z", TestName = "In the hour that does not exist it is due when the clocks go forward, and not left out")]
    [TestCase("30 3 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z", TestName = "In the hour that comes twice it is due once")]
    [TestCase("30 4 * * *", "2026-10-24T12:00Z", "2026-10-25T02:30Z", "2026-10-26T02:30Z", TestName = "After the hour that comes twice it is due as ever")]
    public void Nights_in_which_clocks_change(string cron, string from, string first, string second)
    {
        var schedule = Schedule.Parse(cron, "Europe/Riga")!;
        var due = schedule.NextAfter(At(from));

        Assert.That(due, Is.EqualTo(At(first)));
        Assert.That(schedule.NextAfter(due!.Value), Is.EqualTo(At(second)));
    }

    [TestCase("2026-03-29")]
    [TestCase("2026-10-25")]
    public void Every_night_of_the_week_around_a_change_of_clocks_is_due_exactly_once(string change)
    {
        var schedule = Schedule.Parse("30 3 * * *", "Europe/Riga")!;
        var instant = At(change + "T00:00Z").AddDays(-4);
        var end = instant.AddDays(8);
        var nights = new List<DateOnly>();
        while (schedule.NextAfter(instant) is { } due && due < end)
        {
            nights.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, TimeZoneInfo.FindSystemTimeZoneById("Europe/Riga")).DateTime));
            instant = due;
        }

        Assert.That(nights, Has.Count.EqualTo(8));
        Assert.That(nights.Distinct().Count(), Is.EqualTo(8));
    }

    [TestCase("30 2 * * *", "2026-05-01T00:00Z", "2026-05-04T12:00Z", "2026-05-03T23:30Z", TestName = "Of several missed nights the last is made up for")]
    [TestCase("30 2 * * *", "2026-05-03T23:30Z", "2026-05-04T12:00Z", null, TestName = "A night that was run is not due again")]
    [TestCase("30 2 * * *", "2026-05-03T23:30Z", "2026-05-04T23:30Z", "2026-05-04T23:30Z", TestName = "It is due at its very instant")]
    [TestCase("0 6 1 2 *", "2025-01-01T00:00Z", "2026-01-20T00:00Z", "2025-02-01T04:00Z", TestName = "A yearly run is found after most of a year")]
    [TestCase("* * * * *", "2020-01-01T00:00Z", "2026-01-20T00:00Z", "2026-01-20T00:00Z", TestName = "A run of every minute is found at once after years")]
    public void What_was_missed(string cron, string after, string now, string? due) =>
        Assert.That(Schedule.Parse(cron, "Europe/Riga")!.LastDue(At(after), At(now)), Is.EqualTo(due is null ? (DateTimeOffset?)null : At(due)));

    [TestCase("every night", "Europe/Riga")]
    [TestCase("61 2 * * *", "Europe/Riga")]
    [TestCase("30 2 * * *", "Europe/Riiga")]
    public void What_is_no_schedule_is_refused(string cron, string zone) => Assert.That(Schedule.Parse(cron, zone), Is.Null);

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
