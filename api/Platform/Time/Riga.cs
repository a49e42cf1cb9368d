namespace Benchlearning.Api.Platform.Time;

/// <summary>The business calendar: dates are those of Europe/Riga, instants are UTC.</summary>
internal static class Riga
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Riga");

    /// <summary>Today's date in Riga.</summary>
    public static DateOnly Today(TimeProvider time) => DayOf(time.GetUtcNow());

    /// <summary>The date of an instant in Riga.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The instant at which a day begins in Riga, in UTC. Clocks there never change at midnight.</summary>
    public static DateTimeOffset BeginningOf(DateOnly day) => new(TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), Zone), TimeSpan.Zero);
}
