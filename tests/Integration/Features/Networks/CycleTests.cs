using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Benchlearning.Api.Features.Networks;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Tests.Integration.Features.Access;
using Microsoft.Extensions.DependencyInjection;
using static Benchlearning.Tests.Integration.Features.Networks.Cooperation;

namespace Benchlearning.Tests.Integration.Features.Networks;

/// <summary>Cycles by their model: who moves them, when, and who sees them.</summary>
[TestFixture]
public sealed class CycleTests
{
    private const string CyclesSql = "select c.cycle_id from network_cycle c";

    private Cooperation cooperation = null!;

    [SetUp]
    public async Task Start() => cooperation = await StartAsync();

    [TearDown]
    public async Task Stop() => await cooperation.DisposeAsync();

    [Test]
    public async Task A_cycle_is_proposed_and_recruits_when_nothing_is_lacking()
    {
        var proposed = await cooperation.ProposeAsync();
        Assert.That(proposed["state"]!.GetValue<string>(), Is.EqualTo("proposed"));
        Assert.That(proposed["politicians"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That(proposed["modelVersion"]!.GetValue<int>(), Is.EqualTo(1));

        var refused = await cooperation.MoveAsync("established", 409);
        Assert.That(Codes(refused), Is.EqualTo(new[] { "no-such-move" }));

        var moved = await cooperation.MoveAsync("recruiting");
        Assert.That(moved["state"]!.GetValue<string>(), Is.EqualTo("recruiting"));
        var moves = await GetAsync(cooperation.Coordinator, $"{Cycle}/moves");
        Assert.That(moves["made"]!.AsArray().Select(move => (string)move!["to"]!), Is.EqualTo(new[] { "recruiting" }));
        Assert.That(moves["open"]!.AsArray().Select(move => (string)move!["to"]!), Is.EquivalentTo(new[] { "established", "cancelled" }));
    }

    [Test]
    public async Task A_refused_move_names_every_guard_that_is_not_met_and_changes_nothing()
    {
        await PutAsync(cooperation.Administrator, $"/v1/networks/{Network}", new { nameLv = "Atkritumi", nameEn = "Waste", members = Array.Empty<object>() }, 200, "*");
        await PutAsync(cooperation.Coordinator, Cycle, new { nameLv = "Cikls", nameEn = "Cycle" }, 201);

        var refused = await cooperation.MoveAsync("recruiting", 409);

        Assert.That(Codes(refused), Is.EqualTo(new[] { "theme-named", "aim-stated", "committee-named", "coordinator-proposed", "span-set" }));
        Assert.That((await GetAsync(cooperation.Coordinator, Cycle))["state"]!.GetValue<string>(), Is.EqualTo("proposed"));
        Assert.That((await GetAsync(cooperation.Coordinator, $"{Cycle}/moves"))["made"]!.AsArray(), Is.Empty);
    }

    [Test]
    public async Task Members_with_agreement_and_contact_establish_a_cycle()
    {
        await cooperation.ProposeAsync();
        await cooperation.MoveAsync("recruiting");
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/riga", new { role = "pilot", joinedOn = "2026-01-01" }, 201);
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/jurmala", Membership(role: "observer"), 201);

        Assert.That(Codes(await cooperation.MoveAsync("established", 409)), Is.EqualTo(new[] { "members-within-bounds", "agreements-signed", "contacts-named" }));
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/riga", Membership(role: "pilot"), 428);
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/riga", Membership(role: "pilot"), 412, "\"7\"");
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/riga", Membership(role: "pilot"), 200, "\"1\"");
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/jurmala", Membership(), 200, "*");
        foreach (var member in Members[2..])
            await PutAsync(cooperation.Coordinator, $"{Cycle}/members/{member}", Membership(), 201);
        var established = await cooperation.MoveAsync("established");

        Assert.That(established["members"]!.AsArray().Select(member => (string)member!["organisation"]!), Is.EqualTo(Members.Order(StringComparer.Ordinal)));
        Assert.That(established["meetingDueOn"]!.GetValue<string>(), Is.Not.Empty);
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/ventspils", Membership(), 409);
    }

    [Test]
    public async Task Every_pair_of_states_is_a_move_of_the_model_or_refused_without_a_trace()
    {
        await cooperation.ProposeAsync();
        var model = (await GetAsync(cooperation.Coordinator, "/v1/cycle-models"))["items"]![0]!;
        var states = model["states"]!.AsArray().Select(state => (Code: (string)state!["state"]!, IsFinal: (bool)state["isFinal"]!, IsActive: (bool)state["isActive"]!)).ToArray();
        var moves = model["moves"]!.AsArray().Select(move => ((string)move!["from"]!, (string)move["to"]!)).ToHashSet();
        Assert.That(states, Has.Length.EqualTo(14));
        var tried = 0;

        foreach (var from in states)
            foreach (var to in states)
            {
                await cooperation.Api.SqlAsync($"delete from cycle_move; update network_cycle set state = '{from.Code}', suspended_from = {(from.Code == "suspended" ? "'learning'" : "null")}");
                using var answer = await TryAsync(from.Code, to.Code);
                var problem = answer.IsSuccessStatusCode ? null : await answer.Content.ReadFromJsonAsync<JsonNode>();
                var state = (await cooperation.Api.SqlAsync("select state from network_cycle"))[0][0];
                var recorded = (await cooperation.Api.SqlAsync("select from_state || ' ' || to_state from cycle_move")).Select(row => row[0]).ToArray();
                var known = moves.Contains((from.Code, to.Code));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    Assert.That(known, $"{from} {to}");
                    Assert.That(state, Is.EqualTo(to.Code));
                    Assert.That(recorded, Is.EqualTo(new[] { $"{from.Code} {to.Code}" }));
                }
                else
                {
                    Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Conflict), $"{from} {to}");
                    Assert.That(state, Is.EqualTo(from.Code));
                    Assert.That(recorded, Is.Empty);
                    if (!from.IsFinal)
                        Assert.That(Codes(problem!).Contains("no-such-move"), Is.EqualTo(!known), $"{from} {to}");
                    if (known)
                        Assert.That(Codes(problem!), Is.Not.Empty.And.All.Match("^[a-z]+(-[a-z]+)*$"));
                }
                if ((from.IsActive && to.Code == "suspended") || (from.Code == "suspended" && to.Code == "learning"))
                    Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), "whoever gives a reason suspends and goes on");
                tried++;
            }

        Assert.That(tried, Is.EqualTo(states.Length * states.Length));
    }

    [Test]
    public async Task Every_guard_that_the_model_names_is_a_class_and_every_class_is_named()
    {
        var model = (await GetAsync(cooperation.Coordinator, "/v1/cycle-models"))["items"]![0]!;

        Assert.That(model["moves"]!.AsArray().SelectMany(move => move!["guards"]!.AsArray()).Select(guard => (string)guard!).Distinct(), Is.EquivalentTo(CycleSteps.Guards));
    }

    [Test]
    public async Task Suspending_needs_a_reason_and_goes_back_to_where_it_was()
    {
        await cooperation.ProposeAsync();
        await cooperation.Api.SqlAsync("update network_cycle set state = 'learning'");

        Assert.That(Codes(await cooperation.MoveAsync("suspended", 409)), Is.EqualTo(new[] { "reason-given" }));
        var suspended = await cooperation.MoveAsync("suspended", reason: "Elections");
        Assert.That(suspended["suspendedFrom"]!.GetValue<string>(), Is.EqualTo("learning"));
        Assert.That(Codes(await cooperation.MoveAsync("planning", 409, "Elections are over")), Is.EqualTo(new[] { "suspended-from-there" }));
        var back = await cooperation.MoveAsync("learning", reason: "Elections are over");
        Assert.That(back["suspendedFrom"], Is.Null);
        var made = (await GetAsync(cooperation.Coordinator, $"{Cycle}/moves"))["made"]!.AsArray();
        Assert.That(made.Select(move => (string)move!["reason"]!), Is.EqualTo(new[] { "Elections", "Elections are over" }));
    }

    [Test]
    public async Task Of_many_who_move_a_cycle_at_the_same_time_one_does()
    {
        await cooperation.ProposeAsync();
        using var read = await cooperation.Coordinator.GetAsync(Cycle);
        var tag = read.Headers.ETag!.Tag;

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async number =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Cycle}/moves") { Content = JsonContent.Create(new { to = number % 2 == 0 ? "recruiting" : "cancelled", reason = "At once" }) };
            request.Headers.IfMatch.Add(EntityTagHeaderValue.Parse(tag));
            using var answer = await cooperation.Coordinator.SendAsync(request);
            return answer.StatusCode;
        }));

        Assert.That(answers.Count(status => status == HttpStatusCode.OK), Is.EqualTo(1), string.Join(' ', answers));
        Assert.That(answers.Where(status => status != HttpStatusCode.OK), Is.All.AnyOf(HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict));
        Assert.That(await cooperation.Api.SqlAsync("select from_state from cycle_move"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_move_without_If_Match_or_of_another_version_is_refused()
    {
        await cooperation.ProposeAsync();

        await PostAsync(cooperation.Coordinator, $"{Cycle}/moves", new { to = "recruiting" }, 428);
        await PostAsync(cooperation.Coordinator, $"{Cycle}/moves", new { to = "recruiting" }, 412, "\"9-stale\"");
        var unknown = await PostAsync(cooperation.Coordinator, $"{Cycle}/moves", new { to = "paradise" }, 400, "*");
        Assert.That(Codes(unknown), Is.EqualTo(new[] { "unknown-value" }));
    }

    [Test]
    public async Task A_network_is_not_there_for_who_does_not_belong_to_it()
    {
        await cooperation.ProposeAsync();
        await cooperation.JoinAsync();
        using var member = await cooperation.OfAsync("riga");
        using var politician = cooperation.Client(await cooperation.Api.KeyAsync(new Granted("politician", "riga")));
        using var analyst = cooperation.Client(await cooperation.Api.KeyAsync(new Granted("analyst")));
        using var expert = cooperation.Client(await cooperation.Api.KeyAsync(new Granted("externalExpert", Network: Network)));

        foreach (var insider in new[] { member, analyst, expert, cooperation.Coordinator, cooperation.Administrator })
            Assert.That((await GetAsync(insider, Cycle))["members"]![0]!["contactName"]!.GetValue<string>(), Is.EqualTo("Somebody"));
        foreach (var outsider in new[] { cooperation.Stranger, politician })
        {
            await GetAsync(outsider, Cycle, 404);
            await GetAsync(outsider, $"{Cycle}/moves", 404);
            await GetAsync(outsider, $"/v1/networks/{Network}", 404);
            await GetAsync(outsider, $"/v1/networks/{Network}/cycles", 404);
        }
        await GetAsync(cooperation.Api.Client, Cycle, 401);
        await PutAsync(cooperation.Stranger, Cycle, Proposal(), 404, "*");
        await PutAsync(cooperation.Stranger, $"/v1/networks/{Network}/cycles/2", Proposal(), 404);
        await PostAsync(cooperation.Stranger, $"{Cycle}/moves", new { to = "recruiting" }, 404, "*");
        await PutAsync(member, Cycle, Proposal(), 403, "*");
    }

    [Test]
    public async Task Of_a_public_network_everyone_who_may_come_in_sees_the_cycle_but_not_what_stays_with_the_network()
    {
        await cooperation.ProposeAsync();
        await cooperation.JoinAsync();
        await PutAsync(cooperation.Administrator, $"/v1/networks/{Network}", new { nameLv = "Atkritumi", nameEn = "Waste", members = Array.Empty<object>(), visibility = "public" }, 200, "*");

        var seen = await GetAsync(cooperation.Stranger, Cycle);
        Assert.That(seen["members"]!.AsArray(), Has.Count.EqualTo(Members.Length));
        Assert.That(seen["members"]![0]!["contactName"], Is.Null);
        Assert.That(seen["participants"]!.AsArray(), Is.Empty);
        Assert.That(seen["politicians"]!.GetValue<int>(), Is.EqualTo(1));
        Assert.That((await GetAsync(cooperation.Stranger, $"{Cycle}/moves"))["open"]!.AsArray(), Is.Empty);
        await GetAsync(cooperation.Stranger, $"{Cycle}/tasks", 404);
        await GetAsync(cooperation.Stranger, $"{Cycle}/indicator-sets", 404);
        await PutAsync(cooperation.Stranger, Cycle, Proposal(), 403, "*");
        await PostAsync(cooperation.Stranger, $"{Cycle}/moves", new { to = "recruiting" }, 403, "*");
    }

    [Test]
    public async Task A_query_that_forgot_who_asks_sees_no_cycle()
    {
        await cooperation.ProposeAsync();
        var db = cooperation.Api.Services.GetRequiredService<Db>();

        Assert.That(await db.QueryAsync<long>(CyclesSql, null, CancellationToken.None), Is.Empty);
        Assert.That(await db.QueryAsync<long>(CyclesSql, null, new Reach("authorised", [1, 2, 3], [999]), CancellationToken.None), Is.Empty);
        Assert.That(await db.QueryAsync<long>(CyclesSql, null, Reach.Everything, CancellationToken.None), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Everything_that_is_wrong_with_a_cycle_is_said_at_once()
    {
        var refused = await PutAsync(cooperation.Coordinator, Cycle, new
        {
            nameLv = "", startsOn = "2026-01-01", endsOn = "2025-01-01", finalReport = "http://example.lv", coordinators = new[] { new { name = "Anna", handedOverOn = "2026-02-01" } },
            participants = new[] { new { name = "Jānis", kind = "mayor", organisation = "rigga" } },
        }, 400);

        Assert.That(refused["errors"]!.AsArray().Select(error => (string)error!["pointer"]!), Is.EquivalentTo(new[]
        {
            "/nameLv", "/nameEn", "/endsOn", "/finalReport", "/coordinators/0/contact", "/coordinators/0/handoverNote", "/participants/0/kind", "/participants/0/organisation",
        }));
    }

    [Test]
    public async Task The_next_cycle_begins_when_the_one_before_has_ended()
    {
        await PutAsync(cooperation.Coordinator, $"/v1/networks/{Network}/cycles/2", Proposal(), 409);
        await cooperation.ProposeAsync();
        await PutAsync(cooperation.Coordinator, $"/v1/networks/{Network}/cycles/2", Proposal("Second"), 409);
        await cooperation.MoveAsync("cancelled", reason: "Nobody wants it");
        await PutAsync(cooperation.Coordinator, Cycle, Proposal("Changed"), 409, "*");
        var second = await PutAsync(cooperation.Coordinator, $"/v1/networks/{Network}/cycles/2", Proposal("Second"), 201);

        Assert.That(second["number"]!.GetValue<int>(), Is.EqualTo(2));
        Assert.That((await GetAsync(cooperation.Coordinator, $"/v1/networks/{Network}/cycles?limit=1"))["items"]!.AsArray().Select(cycle => (int)cycle!["number"]!), Is.EqualTo(new[] { 2 }));
    }

    [Test]
    public async Task A_member_that_merges_is_answered_for_by_its_successor_until_it_has_left()
    {
        await PutAsync(cooperation.Administrator, $"/v1/networks/{Network}", new
        {
            nameLv = "Atkritumi", nameEn = "Waste", members = new[] { new { organisation = "varaklanu-novads", joinedOn = "2022-01-01" }, new { organisation = "madonas-novads-2025", joinedOn = "2025-07-01" } },
        }, 200, "*");
        await cooperation.ProposeAsync();
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/varaklanu-novads", Membership(), 201);
        await PutAsync(cooperation.Coordinator, $"{Cycle}/members/madonas-novads-2025", Membership(), 201);
        var (madona, riga) = (await cooperation.OfAsync("madonas-novads-2025"), await cooperation.OfAsync("riga"));

        var chosen = await PutAsync(madona, $"{Cycle}/choices/varaklanu-novads", new { choice = "noneFits", text = "It merges" }, 200, "\"1\"");
        Assert.That(chosen["choice"]!.GetValue<string>(), Is.EqualTo("noneFits"));
        await PutAsync(riga, $"{Cycle}/choices/varaklanu-novads", new { choice = "noneFits", text = "It merges" }, 404, "*");
        var left = await PutAsync(cooperation.Coordinator, $"{Cycle}/members/varaklanu-novads", new
        {
            role = "member", joinedOn = "2022-01-01", leftOn = "2025-07-01", leaveReason = "Merged into Madona", successor = "madonas-novads-2025",
        }, 200, "\"2\"");
        Assert.That(left["successor"]!.GetValue<string>(), Is.EqualTo("madonas-novads-2025"));
        await PutAsync(madona, $"{Cycle}/choices/varaklanu-novads", new { choice = "noneFits", text = "Too late" }, 409, "*");
    }

    /// <summary>A move with a reason, whatever the version.</summary>
    private Task<HttpResponseMessage> TryAsync(string from, string to)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Cycle}/moves") { Content = JsonContent.Create(new { to, reason = $"From {from}" }) };
        request.Headers.IfMatch.Add(EntityTagHeaderValue.Any);
        return cooperation.Coordinator.SendAsync(request);
    }
}
