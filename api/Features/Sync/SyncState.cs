using System.Globalization;

namespace Benchlearning.Api.Features.Sync;

/// <summary>How a sync source stands.</summary>
internal static class SyncState
{
    public const string None = "none";
    public const string Stale = "stale";
    public const string Late = "late";

    /// <summary>
    /// stale before late before none. One that never had a good run counts from the day it was set up; one that is not enabled is never an alert.
    /// </summary>
    public static string Alert(bool isEnabled, DateTimeOffset createdAt, DateTimeOffset? lastGoodAt, int staleAfterHours, bool isLate, DateTimeOffset now) =>
        !isEnabled ? None : now - (lastGoodAt ?? createdAt) > TimeSpan.FromHours(staleAfterHours) ? Stale : isLate ? Late : None;

    /// <summary>The last year whose value is to be there today, by the month-day of the following year on which it is expected; null when the text is none.</summary>
    public static int? ExpectedYear(string? monthDay, DateOnly today) =>
        DateOnly.TryParseExact($"2000-{monthDay}", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? (today.Month, today.Day).CompareTo((day.Month, day.Day)) > 0 ? today.Year - 1 : today.Year - 2 : null;
}
