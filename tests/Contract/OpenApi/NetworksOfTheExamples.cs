using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The networks that the examples tell of: one at work, one that proposes what to compare, and one whose cycle was cancelled.</summary>
internal static partial class NetworksOfTheExamples
{
    private const string Waste = "/v1/networks/waste-management/cycles/1";
    private const string Meals = "/v1/networks/school-meals/cycles/1";
    private const string Hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private static readonly string[] Operations =
    [
        "listCycles", "getCycle", "putCycle", "moveCycle", "putCycleMember", "listMeetings", "getMeeting", "putMeeting", "listMinutes", "putMinutes", "commentOnMinutes", "readMeetingCalendar", "listIndicatorSets",
        "putIndicatorSet", "voteOnIndicatorSet", "freezeIndicatorSet", "listCollectionWindows", "putCollectionWindow", "putCollectionAnswer", "putPracticeChoice", "listCycleTasks", "putCycleTask", "moveCycleTask",
        "listCycleAnalyses", "putCycleAnalysis",
    ];

    public static async Task CooperateAsync(HttpClient client)
    {
        await ShowAsync(client, "putCycle");
        await ShowAsync(client, "putCycleMember");
        var joined = new { role = "member", joinedOn = "2026-01-01" };
        await SendAsync(client, HttpMethod.Put, $"{Waste}/members/madonas-novads-2021", joined);
        await SendAsync(client, HttpMethod.Post, $"{Waste}/moves", new { to = "recruiting" }, changes: true);
        await ShowAsync(client, "putMeeting");
        await ShowAsync(client, "putMinutes");
        await SendAsync(client, HttpMethod.Put, $"{Waste}/meetings/diagnosis", new { kind = "diagnosis", nameLv = "Diagnoze", nameEn = "Diagnosis", startsAt = "2026-02-10T08:00:00Z", endsAt = "2026-02-10T11:00:00Z", isHeld = true });
        await SendAsync(client, HttpMethod.Put, $"{Waste}/meetings/diagnosis/minutes/1", new { textEn = "We know more now.", state = "circulated" });
        await SendAsync(client, HttpMethod.Put, $"{Waste}/meetings/diagnosis/minutes/1", new { textEn = "We know more now.", state = "approved" }, changes: true);
        await ShowAsync(client, "commentOnMinutes", "201");
        await CompareAsync(client, Waste, joined: null);
        await SendAsync(client, HttpMethod.Put, $"{Waste}/indicator-sets/1/votes/madonas-novads-2021", new { accepts = true });
        await SendAsync(client, HttpMethod.Post, $"{Waste}/indicator-sets/1/freezes", null, changes: true);
        await ShowAsync(client, "putCollectionWindow");
        await SendAsync(client, HttpMethod.Put, $"{Waste}/collection-windows/earlier", new { periods = new[] { "2011" }, opensOn = "2026-01-05", dueOn = "2026-01-12", closedOn = "2026-01-12" });
        await SendAsync(client, HttpMethod.Put, $"{Waste}/members/madonas-novads-2021", new { role = "member", joinedOn = "2026-01-01", leftOn = "2026-02-01", leaveReason = "Too few people" }, changes: true);
        await ShowAsync(client, "putCycleTask");
        await ShowAsync(client, "putCycleAnalysis");
        await SendAsync(client, HttpMethod.Put, "/v1/networks/school-meals", Network("Skolēnu ēdināšana", "School meals"));
        await CompareAsync(client, Meals, joined);
        await SendAsync(client, HttpMethod.Put, "/v1/networks/ended", Network("Beidzies", "Ended"));
        await SendAsync(client, HttpMethod.Put, "/v1/networks/ended/cycles/1", new { nameLv = "Cikls", nameEn = "Cycle" });
        await SendAsync(client, HttpMethod.Post, "/v1/networks/ended/cycles/1/moves", new { to = "cancelled", reason = "Nobody wants it" }, changes: true);
    }

    /// <summary>Masks versions, which grow with every run of an example that changes something, checksums, and the instant of changes in calendars.</summary>
    public static string Mask(string operation, string text) =>
        Operations.Contains(operation) ? Stamp().Replace(Checksum().Replace(Version().Replace(text, match => match.Groups["before"].Value + "2"), Hash), "DTSTAMP:20260301T060000Z") : text;

    /// <summary>A cycle with two members, one of which accepts the set that is proposed.</summary>
    private static async Task CompareAsync(HttpClient client, string cycle, object? joined)
    {
        if (joined is not null)
        {
            await SendAsync(client, HttpMethod.Put, cycle, new { nameLv = "Cikls", nameEn = "Cycle" });
            await SendAsync(client, HttpMethod.Put, $"{cycle}/members/cesu-novads-2021", joined);
            await SendAsync(client, HttpMethod.Put, $"{cycle}/members/madonas-novads-2021", joined);
        }
        await SendAsync(client, HttpMethod.Put, $"{cycle}/indicator-sets/1",
            new { indicators = new object[] { new { indicator = "unemployment-rate", reason = "Everybody asks for it" }, new { indicator = "population", isMandatory = false } }, group = "state-cities", surveyChoice = "none" });
        await SendAsync(client, HttpMethod.Put, $"{cycle}/indicator-sets/1/votes/cesu-novads-2021", new { accepts = true, remark = "With the figures of 2012 too" });
    }

    private static object Network(string nameLv, string nameEn) =>
        new { nameLv, nameEn, members = new[] { new { organisation = "cesu-novads-2021", joinedOn = "2025-01-01" }, new { organisation = "madonas-novads-2021", joinedOn = "2025-01-01" } } };

    /// <summary>The request of an example, for what is not there yet.</summary>
    private static async Task ShowAsync(HttpClient client, string operation, string status = "200")
    {
        using var answer = await ExampleFile.All.Single(example => example.Operation == operation && example.Status == status).SendAsync(client, "If-Match");
        Assert.That(answer.IsSuccessStatusCode, $"{operation}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, object? body, bool changes = false)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (changes)
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Any);
        using var answer = await client.SendAsync(request);
        Assert.That(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    [GeneratedRegex("(?<before>\"version\":|has version )\\d+|(?<before>SEQUENCE:)\\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Checksum();

    [GeneratedRegex("DTSTAMP:\\d{8}T\\d{6}Z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Stamp();
}
