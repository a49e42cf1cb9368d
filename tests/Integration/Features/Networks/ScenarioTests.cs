using System.Globalization;
using System.Text.Json.Nodes;
using Benchlearning.Tests.Integration.Features.Analyses;
using static Benchlearning.Tests.Integration.Features.Networks.Cooperation;

namespace Benchlearning.Tests.Integration.Features.Networks;

/// <summary>A network from its proposal on, over HTTP, as its people would go through it, with the figures of the sample.</summary>
[TestFixture]
public sealed class ScenarioTests
{
    private Cooperation cooperation = null!;
    private Dictionary<string, HttpClient> people = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        cooperation = await StartAsync();
        people = new Dictionary<string, HttpClient>(StringComparer.Ordinal);
        foreach (var member in Members)
            people[member] = await cooperation.OfAsync(member);
    }

    [OneTimeTearDown]
    public async Task Stop() => await cooperation.DisposeAsync();

    [Test]
    public async Task A_network_goes_from_its_proposal_to_what_its_members_plan()
    {
        await cooperation.ProposeAsync();
        await cooperation.MoveAsync("recruiting");
        await cooperation.JoinAsync();
        await cooperation.MoveAsync("established");

        await LacksAsync("scoping", "kick-off-held", "kick-off-minutes-approved");
        await MeetAsync("kick-off", "kickOff");
        await cooperation.MoveAsync("scoping");

        await LacksAsync("dataCollection", "indicator-set-frozen", "comparison-group-frozen", "survey-choice-made", "collection-open");
        await ChooseIndicatorsAsync();
        await LacksAsync("dataCollection", "collection-open");
        await CollectAsync(closedOn: null);
        await cooperation.MoveAsync("dataCollection");

        await LacksAsync("analysis", "cells-answered", "collection-closed");
        await PutAsync(people["cesu-novads-2021"], $"{Cycle}/collection-windows/figures/answers/cesu-novads-2021",
            new { notAvailable = new[] { new { indicator = "unemployment-rate", period = "2013", reason = "Another municipality then" } } }, 200, "*");
        await CollectAsync(closedOn: Today());
        await cooperation.MoveAsync("analysis");

        await LacksAsync("learning", "analysis-published", "analysis-discussed");
        await LearnAsync();
        await cooperation.MoveAsync("learning");

        await DoHomeworkAsync();
        await LacksAsync("planning", "practices-chosen");
        await PutAsync(people["riga"], $"{Cycle}/choices/riga", new { choice = "practice", practice = "pay-as-you-throw" }, 200, "*");
        foreach (var member in Members[1..])
            await PutAsync(people[member], $"{Cycle}/choices/{member}", new { choice = "noneFits", text = "We start from elsewhere" }, 200, "*");
        await cooperation.MoveAsync("planning");

        await LacksAsync("implementing", "plans-ready");
        var moves = await GetAsync(people["riga"], $"{Cycle}/moves");
        Assert.That(moves["made"]!.AsArray().Select(move => (string)move!["to"]!), Is.EqualTo(new[] { "recruiting", "established", "scoping", "dataCollection", "analysis", "learning", "planning" }));
        await NextCycleCopiesTheSetAsync();
    }

    /// <summary>A frozen set becomes the first proposal of the next cycle, and stays as it is.</summary>
    private async Task NextCycleCopiesTheSetAsync()
    {
        await cooperation.Api.SqlAsync("update network_cycle set state = 'closed'");
        const string Second = $"/v1/networks/{Network}/cycles/2";
        await PutAsync(cooperation.Coordinator, Second, Proposal("Second cycle"), 201);
        await cooperation.MoveAsync("renewed");

        var copied = (await GetAsync(cooperation.Coordinator, $"{Second}/indicator-sets"))["items"]![0]!;
        Assert.That(copied["frozenAt"], Is.Null);
        Assert.That(copied["group"]!.GetValue<string>(), Is.EqualTo("state-cities"));
        Assert.That(copied["indicators"]!.AsArray().Select(item => (string)item!["indicator"]!), Is.EqualTo(new[] { "unemployment-rate" }));
        Assert.That((await GetAsync(cooperation.Coordinator, $"{Cycle}/indicator-sets"))["items"]![0]!["frozenAt"]!.GetValue<string>(), Is.Not.Empty);
    }

    private async Task LacksAsync(string to, params string[] guards)
    {
        Assert.That(Codes(await cooperation.MoveAsync(to, 409)), Is.EqualTo(guards));
        var told = (await GetAsync(cooperation.Coordinator, $"{Cycle}/moves"))["open"]!.AsArray().Single(move => (string)move!["to"]! == to)!["unmet"]!.AsArray();
        Assert.That(told.Select(guard => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName((string)guard!["guard"]!)), Is.EqualTo(guards), "what is told is what is refused");
    }

    private async Task MeetAsync(string code, string kind)
    {
        await PutAsync(cooperation.Coordinator, $"{Cycle}/meetings/{code}", Meeting(isHeld: true, kind), 201);
        foreach (var (state, known) in new[] { ("draft", (string?)null), ("circulated", "\"1\""), ("approved", "\"2\"") })
            await PutAsync(cooperation.Coordinator, $"{Cycle}/meetings/{code}/minutes/1", new { textLv = "Vienojāmies", textEn = "We agreed", state }, known is null ? 201 : 200, known);
    }

    private async Task ChooseIndicatorsAsync()
    {
        const string Set = $"{Cycle}/indicator-sets/1";
        await PutAsync(cooperation.Coordinator, Set, new { indicators = new[] { new { indicator = "unemployment-rate" } }, group = "state-cities", surveyChoice = "none" }, 201);
        foreach (var member in Members.Take(3))
            await PutAsync(people[member], $"{Set}/votes/{member}", new { accepts = true }, 200);
        await PostAsync(cooperation.Coordinator, $"{Set}/freezes", null, 200, "*");
    }

    private Task<JsonNode> CollectAsync(string? closedOn) => PutAsync(cooperation.Coordinator, $"{Cycle}/collection-windows/figures",
        new { periods = new[] { "2013" }, opensOn = "2026-01-01", dueOn = "2099-01-01", closedOn }, closedOn is null ? 201 : 200, closedOn is null ? null : "*");

    private async Task LearnAsync()
    {
        var (address, _) = await cooperation.Administrator.StoreAsync(Asked.Stored("public"));
        var id = address.Split('/')[^1];
        await MeetAsync("results", "results");
        await PutAsync(cooperation.Coordinator, $"{Cycle}/analyses/{id}", new { publishedTo = "all", textEn = "Liepāja does better" }, 201);
        await LacksAsync("learning", "analysis-discussed");
        await PutAsync(cooperation.Coordinator, $"{Cycle}/analyses/{id}", new { publishedTo = "all", textEn = "Liepāja does better", meeting = "results" }, 200, "\"1\"");
        Assert.That((await GetAsync(people["riga"], $"{Cycle}/analyses"))["items"]![0]!["meeting"]!.GetValue<string>(), Is.EqualTo("results"));
    }

    private async Task DoHomeworkAsync()
    {
        const string Task = $"{Cycle}/tasks/describe";
        await PutAsync(cooperation.Coordinator, Task, new { organisation = "riga", nameLv = "Apraksti praksi", nameEn = "Describe a practice", dueOn = "2026-01-31" }, 201);
        Assert.That((await GetAsync(people["riga"], $"{Cycle}/tasks"))["items"]![0]!["isOverdue"]!.GetValue<bool>(), Is.True);
        await PostAsync(people["liepaja"], $"{Task}/moves", new { to = "submitted" }, 403, "*");
        await PostAsync(people["riga"], $"{Task}/moves", new { to = "submitted", link = "https://example.lv/practice" }, 200, "\"1\"");
        await PostAsync(people["riga"], $"{Task}/moves", new { to = "accepted" }, 403, "*");
        await PostAsync(cooperation.Coordinator, $"{Task}/moves", new { to = "returned" }, 400, "*");
        await PostAsync(cooperation.Coordinator, $"{Task}/moves", new { to = "returned", note = "What does it cost?" }, 200, "\"2\"");
        await PostAsync(people["riga"], $"{Task}/moves", new { to = "submitted" }, 200, "\"3\"");
        var accepted = await PostAsync(cooperation.Coordinator, $"{Task}/moves", new { to = "accepted" }, 200, "\"4\"");
        Assert.That(accepted["link"]!.GetValue<string>(), Is.EqualTo("https://example.lv/practice"));
        await PostAsync(people["riga"], $"{Task}/moves", new { to = "submitted" }, 409, "*");
        await PutAsync(cooperation.Coordinator, Task, new { nameLv = "Cits", nameEn = "Other", dueOn = "2026-01-31" }, 409, "*");
    }

    private static string Today() => TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
