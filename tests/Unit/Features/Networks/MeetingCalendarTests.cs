using System.Text;
using Benchlearning.Api.Features.Networks;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Tests.Unit.Features.Networks;

/// <summary>Calendars that every calendar program reads (RFC 5545).</summary>
public sealed class MeetingCalendarTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(2));

    private static readonly Meeting Kickoff = new(
        "kick-off", "kickOff", "Atklāšana; pirmā, otrā", "Kick-off", Start, Start.AddHours(3), "Cēsis,\nRaunas iela 4", "https://example.lv/1", null,
        [new AgendaItem { TitleLv = "Rādītāji", Part = "open" }, new AgendaItem { TitleEn = "One question", Part = "closed" }], [], false, false, Start.AddDays(-1), 3);

    [Test]
    public void A_meeting_has_its_instants_in_UTC_and_its_texts_escaped()
    {
        var lines = Lines("lv", Kickoff);

        Assert.That(lines, Does.Contain("DTSTART:20260301T080000Z").And.Contain("DTEND:20260301T110000Z").And.Contain("SEQUENCE:2").And.Contain("DTSTAMP:20260228T080000Z").And.Contain("STATUS:CONFIRMED"));
        Assert.That(lines, Does.Contain(@"SUMMARY:Atklāšana\; pirmā\, otrā").And.Contain(@"LOCATION:Cēsis\,\nRaunas iela 4").And.Contain(@"DESCRIPTION:1. Rādītāji\n2. One question"));
        Assert.That(lines, Does.Contain("UID:https://api.example.lv/meetings/kick-off").And.Contain("URL:https://example.lv/1"));
    }

    [Test]
    public void A_meeting_that_is_cancelled_says_so() => Assert.That(Lines("en", Kickoff with { IsCancelled = true }), Does.Contain("STATUS:CANCELLED").And.Contain("SUMMARY:Kick-off"));

    [Test]
    public void A_line_is_folded_at_75_octets_and_no_letter_is_cut()
    {
        var name = string.Concat(Enumerable.Repeat("Ķekavas ezers ", 12)).Trim();
        var text = MeetingCalendar.Of([Kickoff with { NameLv = name }], "https://api.example.lv/meetings", "lv");

        Assert.That(text.Split("\r\n").Select(Encoding.UTF8.GetByteCount), Is.All.LessThanOrEqualTo(75));
        Assert.That(text.Replace("\r\n ", "", StringComparison.Ordinal), Does.Contain($"SUMMARY:{name}\r\n"));
    }

    [Test]
    public void A_calendar_without_meetings_is_one() =>
        Assert.That(MeetingCalendar.Of([], "https://api.example.lv/meetings", "lv"), Does.StartWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n").And.EndWith("END:VCALENDAR\r\n"));

    private static string[] Lines(string language, Meeting meeting) => MeetingCalendar.Of([meeting], "https://api.example.lv/meetings", language).Split("\r\n");
}
