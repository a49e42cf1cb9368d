using Benchlearning.Tests.Integration.Features.Access;
using static Benchlearning.Tests.Integration.Features.Networks.Cooperation;

namespace Benchlearning.Tests.Integration.Features.Networks;

/// <summary>Meetings with an open and a closed part, and minutes that stay as they were approved.</summary>
[TestFixture]
public sealed class MeetingTests
{
    private const string Kickoff = $"{Cycle}/meetings/kick-off";

    private Cooperation cooperation = null!;

    [SetUp]
    public async Task Start()
    {
        cooperation = await StartAsync();
        await cooperation.ProposeAsync();
    }

    [TearDown]
    public async Task Stop() => await cooperation.DisposeAsync();

    [Test]
    public async Task A_meeting_is_planned_changed_by_its_tag_and_listed()
    {
        var planned = await PutAsync(cooperation.Coordinator, Kickoff, Meeting(), 201);
        Assert.That(planned["agenda"]!.AsArray(), Has.Count.EqualTo(2));
        await PutAsync(cooperation.Coordinator, Kickoff, Meeting(isHeld: true), 428);
        using var read = await cooperation.Coordinator.GetAsync(Kickoff);
        var held = await PutAsync(cooperation.Coordinator, Kickoff, Meeting(isHeld: true), 200, read.Headers.ETag!.Tag);

        Assert.That(held["attendance"]![0]!["came"]!.GetValue<bool>(), Is.True);
        Assert.That((await GetAsync(cooperation.Coordinator, $"{Cycle}/meetings"))["items"]!.AsArray().Select(meeting => (string)meeting!["code"]!), Is.EqualTo(new[] { "kick-off" }));
        await GetAsync(cooperation.Coordinator, $"{Cycle}/meetings/none", 404);
        await PutAsync(cooperation.Stranger, Kickoff, Meeting(), 404, "*");
    }

    [Test]
    public async Task Everything_that_is_wrong_with_a_meeting_is_said_at_once()
    {
        var refused = await PutAsync(cooperation.Coordinator, $"{Cycle}/meetings/Kick_off", new
        {
            kind = "party", nameLv = "x", startsAt = "2099-01-10T10:00:00Z", endsAt = "2099-01-10T09:00:00Z", link = "javascript:alert(1)", host = "rigga", isHeld = true,
            agenda = new[] { new { part = "secret", minutes = 0 } }, attendance = new[] { new { organisation = "riga" } },
        }, 400);

        Assert.That(refused["errors"]!.AsArray().Select(error => (string?)error!["pointer"] ?? (string?)error["parameter"]), Is.EquivalentTo(new[]
        {
            "meeting", "/kind", "/nameEn", "/endsAt", "/link", "/host", "/isHeld", "/agenda/0/titleLv", "/agenda/0/part", "/agenda/0/minutes", "/attendance/0/name",
        }));
    }

    [Test]
    public async Task The_closed_part_of_a_public_network_stays_with_the_network()
    {
        await PutAsync(cooperation.Coordinator, Kickoff, Meeting(isHeld: true), 201);
        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/1", new { textLv = "Protokols", state = "circulated" }, 201);
        await GetAsync(cooperation.Stranger, Kickoff, 404);
        await PutAsync(cooperation.Administrator, $"/v1/networks/{Network}", new { nameLv = "Atkritumi", nameEn = "Waste", members = Array.Empty<object>(), visibility = "public" }, 200, "*");

        var seen = await GetAsync(cooperation.Stranger, Kickoff);
        Assert.That(seen["agenda"]!.AsArray().Select(item => (string)item!["titleLv"]!), Is.EqualTo(new[] { "Rādītāji" }));
        Assert.That(seen["link"], Is.Null);
        Assert.That(seen["attendance"]!.AsArray(), Is.Empty);
        await GetAsync(cooperation.Stranger, $"{Kickoff}/minutes", 404);
        var calendar = await cooperation.Stranger.GetStringAsync($"{Cycle}/calendar");
        Assert.That(calendar, Does.Contain("BEGIN:VEVENT").And.Not.Contain("paid").And.Not.Contain("meet.example"));
        Assert.That(await cooperation.Coordinator.GetStringAsync($"{Cycle}/calendar"), Does.Contain("paid").And.Contain("URL:https://meet.example/1"));
    }

    [Test]
    public async Task Minutes_are_drafted_circulated_commented_on_approved_and_then_stay()
    {
        var member = await cooperation.OfAsync("riga");
        await PutAsync(cooperation.Coordinator, Kickoff, Meeting(), 201);
        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/1", Minutes("draft"), 409);
        await PutAsync(cooperation.Coordinator, Kickoff, Meeting(isHeld: true), 200, "*");
        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/2", new { textLv = "Otrais", state = "draft", amendmentReason = "First?" }, 409);
        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/1", Minutes("approved"), 409);
        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/1", Minutes("draft"), 201);
        Assert.That((await GetAsync(member, $"{Kickoff}/minutes"))["items"]!.AsArray(), Is.Empty, "a draft is the coordinator's own");
        await PostAsync(member, $"{Kickoff}/minutes/1/comments", new { text = "What does it say?" }, 404, idempotencyKey: "early");
        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/1", Minutes("approved"), 409, "\"1\"");
        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/1", Minutes("circulated"), 200, "\"1\"");
        await PostAsync(member, $"{Kickoff}/minutes/1/comments", new { text = "Riga said more" }, 201, idempotencyKey: "one");
        await PostAsync(member, $"{Kickoff}/minutes/1/comments", new { text = "Riga said more" }, 201, idempotencyKey: "one");
        await PostAsync(member, $"{Kickoff}/minutes/1/comments", new { text = "Something else" }, 422, idempotencyKey: "one");
        await PostAsync(member, $"{Kickoff}/minutes/1/comments", new { text = "Riga said more" }, 400);
        var approved = await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/1", Minutes("approved"), 200, "\"2\"");
        Assert.That(approved["comments"]!.AsArray().Select(comment => (string)comment!["text"]!), Is.EqualTo(new[] { "Riga said more" }));
        Assert.That(approved["approvedAt"]!.GetValue<string>(), Is.Not.Empty);

        foreach (var state in new[] { "draft", "circulated", "approved" })
            await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/1", Minutes(state, "Changed"), 409, "*");
        await PostAsync(member, $"{Kickoff}/minutes/1/comments", new { text = "Too late" }, 409, idempotencyKey: "late");
        Assert.That(async () => await cooperation.Api.SqlAsync("update meeting_minutes set text_lv = 'Changed'"), Throws.Exception.With.Message.Contains("never change"));
        Assert.That(async () => await cooperation.Api.SqlAsync("delete from meeting_minutes"), Throws.Exception);

        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/2", new { textLv = "Otrais", state = "circulated" }, 400);
        await PutAsync(cooperation.Coordinator, $"{Kickoff}/minutes/2", new { textLv = "Otrais", state = "circulated", amendmentReason = "A date was wrong" }, 201);
        var all = (await GetAsync(member, $"{Kickoff}/minutes"))["items"]!.AsArray();
        Assert.That(all.Select(minutes => ((int)minutes!["number"]!, (string)minutes["state"]!, (string)minutes["textLv"]!)), Is.EqualTo(new[] { (1, "approved", "Protokols"), (2, "circulated", "Otrais") }));
    }

    private static object Minutes(string state, string text = "Protokols") => new { textLv = text, state };
}
