using Cronos;

namespace Benchlearning.Api.Features.Sync;

/// <summary>
/// When a source is due. In the night when clocks go forward, what falls into the hour that does not exist is due when it would have begun; in the
/// night when they go back, what falls into the hour that comes twice is due once, the first time.
/// </summary>
internal sealed class Schedule
{
    /// <summary>How far back a missed run is looked for, from the nearest on: the last one counts, so most searches end with the first.</summary>
    private static readonly TimeSpan[] Windows = [TimeSpan.FromHours(2), TimeSpan.FromDays(2), TimeSpan.FromDays(40), TimeSpan.FromDays(400)];

    private readonly CronExpression cron;
    private readonly TimeZoneInfo zone;

    private Schedule(CronExpression cron, TimeZoneInfo zone) => (this.cron, this.zone) = (cron, zone);

    /// <summary>Reads cron text (minute, hour, day of month, month, day of week) and a time zone; null when they are not ones.</summary>
    public static Schedule? Parse(string cron, string timeZone) =>
        CronExpression.TryParse(cron, CronFormat.Standard, out var expression) && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var zone) ? new Schedule(expression, zone) : null;

    /// <summary>The first instant due after another; null: never again.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset instant) => cron.GetNextOccurrence(instant.UtcDateTime, zone) is { } next ? new DateTimeOffset(next) : null;

    /// <summary>The last instant due after one and not after another; null: none. Of several missed ones only the last is made up for.</summary>
    public DateTimeOffset? LastDue(DateTimeOffset after, DateTimeOffset now)
    {
        foreach (var window in Windows)
        {
            var from = now - window > after ? now - window : after;
            if (from < now && cron.GetOccurrences(from.UtcDateTime, now.UtcDateTime, zone, fromInclusive: false, toInclusive: true).Select(due => (DateTime?)due).LastOrDefault() is { } last)
                return new DateTimeOffset(last);
            if (from == after)
                return null;
        }
        return null;
    }
}
