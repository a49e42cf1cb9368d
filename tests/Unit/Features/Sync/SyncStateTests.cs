using System.Globalization;
using Benchlearning.Api.Features.Sync;

namespace Benchlearning.Tests.Unit.Features.Sync;

/// <summary>When somebody has to look at a source.</summary>
public sealed class SyncStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 10, 12, 0, 0, TimeSpan.Zero);

    [TestCase(36.0, false, "none")]
    [TestCase(36.1, false, "stale")]
    [TestCase(1.0, true, "late")]
    [TestCase(36.1, true, "stale")]
    public void A_source_is_stale_after_its_hours_and_late_without_its_release(double hours, bool isLate, string alert) =>
        Assert.That(SyncState.Alert(isEnabled: true, Now.AddDays(-100), Now.AddHours(-hours), 36, isLate, Now), Is.EqualTo(alert));

    [Test]
    public void A_source_that_never_had_a_good_run_counts_from_the_day_it_was_set_up()
    {
        Assert.That(SyncState.Alert(isEnabled: true, Now.AddHours(-1), null, 36, isLate: false, Now), Is.EqualTo("none"));
        Assert.That(SyncState.Alert(isEnabled: true, Now.AddHours(-37), null, 36, isLate: false, Now), Is.EqualTo("stale"));
    }

    [Test]
    public void A_source_that_is_not_enabled_is_no_alert() =>
        Assert.That(SyncState.Alert(isEnabled: false, Now.AddDays(-100), null, 36, isLate: true, Now), Is.EqualTo("none"));

    [TestCase("05-15", "2026-05-15", 2024, TestName = "On its day the release of last year may still come")]
    [TestCase("05-15", "2026-05-16", 2025, TestName = "The day after it is expected to be there")]
    [TestCase("02-29", "2026-03-01", 2025, TestName = "A leap day in a common year is the end of February")]
    [TestCase("in spring", "2026-05-16", null, TestName = "A text that is no day expects nothing")]
    public void The_year_that_is_expected(string monthDay, string today, int? year) =>
        Assert.That(SyncState.ExpectedYear(monthDay, DateOnly.Parse(today, CultureInfo.InvariantCulture)), Is.EqualTo(year));
}
