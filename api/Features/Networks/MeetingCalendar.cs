using System.Globalization;
using System.Text;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Meetings as iCalendar (RFC 5545): lines end with CR LF, are folded at 75 octets, and texts are escaped.</summary>
internal static class MeetingCalendar
{
    private const int MostOctets = 75;

    /// <summary>The calendar.</summary>
    /// <param name="meetings">Its meetings.</param>
    /// <param name="address">Address of the meetings, which with a code names one for ever.</param>
    /// <param name="language">Language of names.</param>
    public static string Of(IReadOnlyList<Meeting> meetings, string address, string language)
    {
        var calendar = new StringBuilder();
        Line(calendar, "BEGIN:VCALENDAR");
        Line(calendar, "VERSION:2.0");
        Line(calendar, "PRODID:-//Benchlearning//Benchlearning API//EN");
        foreach (var meeting in meetings)
        {
            var name = Language.Pick(language, meeting.NameLv, meeting.NameEn);
            var agenda = meeting.Agenda.Select((item, index) => FormattableString.Invariant($"{index + 1}. {Language.Pick(language, item.TitleLv ?? item.TitleEn!, item.TitleEn ?? item.TitleLv!)}"));
            Line(calendar, "BEGIN:VEVENT");
            Line(calendar, $"UID:{Escaped($"{address}/{meeting.Code}")}");
            Line(calendar, $"DTSTAMP:{Instant(meeting.ChangedAt)}");
            Line(calendar, $"DTSTART:{Instant(meeting.StartsAt)}");
            Line(calendar, $"DTEND:{Instant(meeting.EndsAt)}");
            Line(calendar, FormattableString.Invariant($"SEQUENCE:{meeting.Version - 1}"));
            Line(calendar, $"STATUS:{(meeting.IsCancelled ? "CANCELLED" : "CONFIRMED")}");
            Line(calendar, $"SUMMARY:{Escaped(name)}");
            if (string.Join('\n', agenda) is { Length: > 0 } description)
                Line(calendar, $"DESCRIPTION:{Escaped(description)}");
            if (meeting.Place is { } place)
                Line(calendar, $"LOCATION:{Escaped(place)}");
            if (meeting.Link is { } link)
                Line(calendar, $"URL:{link}");
            Line(calendar, "END:VEVENT");
        }
        Line(calendar, "END:VCALENDAR");
        return calendar.ToString();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
        .Replace("\r\n", "\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\n", StringComparison.Ordinal);

    /// <summary>One line, folded so that no piece is longer than 75 octets and no letter is cut.</summary>
    private static void Line(StringBuilder calendar, string line)
    {
        var octets = 0;
        foreach (var letter in line.EnumerateRunes())
        {
            if (octets + letter.Utf8SequenceLength > MostOctets)
            {
                calendar.Append("\r\n ");
                octets = 1;
            }
            calendar.Append(letter.ToString());
            octets += letter.Utf8SequenceLength;
        }
        calendar.Append("\r\n");
    }
}
