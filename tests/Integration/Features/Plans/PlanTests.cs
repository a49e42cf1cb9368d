using System.Net;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Plans;
using Benchlearning.Contracts.V1.Practices;
using Benchlearning.Tests.Integration.Features.Access;
using Benchlearning.Tests.Integration.Features.Analyses;
using Benchlearning.Tests.Integration.Features.Practices;

namespace Benchlearning.Tests.Integration.Features.Plans;

/// <summary>A plan is advised on, decided, carried out, followed up and judged by published figures against its group.</summary>
[TestFixture]
public sealed class PlanTests
{
    private const string Network = "plans";

    private Library library = null!;
    private HttpClient peer = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        library = await Library.StartAsync();
        await library.Api.NetworkAsync(Network, Library.Riga, "daugavpils");
        // A municipality's own networks are those of its organisation: the keys are made after the network is.
        library.OfRiga.DefaultRequestHeaders.Authorization = new("Bearer", await library.Api.KeyAsync(new Granted("municipalCoordinator", Library.Riga)));
        peer = await library.WithAsync(new Granted("municipalCoordinator", "daugavpils"));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        peer.Dispose();
        await library.DisposeAsync();
    }

    [Test]
    public async Task A_plan_goes_from_a_title_to_a_judged_end()
    {
        var draft = await CreateAsync(library.OfRiga, Plan(("owner", null), ("dueOn", null), ("targets", null)));
        using var early = await MoveAsync(library.OfRiga, draft.Id, new { move = "review" });
        var unadvised = await Library.FindingsAsync(early, HttpStatusCode.Conflict);
        await AdviseAsync(peer, draft.Id);
        await MovedAsync(draft.Id, new { move = "review" });
        var unready = await Library.FindingsAsync(await MoveAsync(library.OfRiga, draft.Id, new { move = "submit" }), HttpStatusCode.Conflict);
        await MovedAsync(draft.Id, new { move = "revise" });
        var whole = await Library.ReadAsync<Plan>(await Library.SendAsync(library.OfRiga, HttpMethod.Put, $"/v1/plans/{draft.Id}", Plan(), ("If-Match", "*")), HttpStatusCode.OK);
        await MovedAsync(draft.Id, new { move = "review" });
        await MovedAsync(draft.Id, new { move = "submit" });
        var undecided = await Library.FindingsAsync(await MoveAsync(library.OfRiga, draft.Id, new { move = "approve" }), HttpStatusCode.BadRequest);
        var hidden = await Library.StatusAsync(library.Stranger, $"/v1/plans/{draft.Id}");
        var approved = await MovedAsync(draft.Id, new { move = "approve", decisionOn = "2012-01-26", decisionNumber = "12", protocolItem = "2, 5. §" });
        var idle = await Library.FindingsAsync(await MoveAsync(library.OfRiga, draft.Id, new { move = "start" }), HttpStatusCode.Conflict);
        await Library.ReadAsync<Plan>(await Library.SendAsync(library.OfRiga, HttpMethod.Put, $"/v1/plans/{draft.Id}/actions",
            new { actions = new[] { new { titleLv = "Apmācīt konsultantus", owner = "Personāldaļa", dueOn = "2012-06-01", doneOn = "2012-05-20" } } }, ("If-Match", "*")), HttpStatusCode.OK);
        var running = await MovedAsync(draft.Id, new { move = "start" });
        var unevaluated = await Library.FindingsAsync(await MoveAsync(library.OfRiga, draft.Id, new { move = "evaluate" }), HttpStatusCode.Conflict);
        var evaluation = await EvaluateAsync(draft.Id);
        await MovedAsync(draft.Id, new { move = "evaluate" });
        await library.Api.SqlAsync($"update plan_follow_up set due_on = current_date - 1 where plan_id = {draft.Id} and due_on = (select min(due_on) from plan_follow_up where plan_id = {draft.Id})");
        var unfollowed = await Library.FindingsAsync(await MoveAsync(library.OfRiga, draft.Id, new { move = "finish" }), HttpStatusCode.Conflict);
        var due = (await Library.AskAsync<Plan>(library.OfRiga, $"/v1/plans/{draft.Id}")).FollowUps[0].DueOn;
        await Library.ReadAsync<Plan>(await Library.SendAsync(library.OfRiga, HttpMethod.Post, $"/v1/plans/{draft.Id}/follow-ups", new { dueOn = due, text = "Konsultanti strādā." }, ("If-Match", "*")), HttpStatusCode.OK);
        var finished = await MovedAsync(draft.Id, new { move = "finish" });
        var seen = await Library.AskAsync<Plan>(library.Stranger, $"/v1/plans/{draft.Id}?lang=en");
        var course = await Library.AskAsync<LifeCourse>(library.Stranger, $"/v1/plans/{draft.Id}/moves");

        Assert.Multiple(() =>
        {
            Assert.That(unadvised, Is.EqualTo(new[] { "/move advice" }));
            Assert.That(unready, Is.EqualTo(new[] { "/move targets", "/move baseline", "/move due-date", "/move owner" }));
            Assert.That(undecided, Is.EqualTo(new[] { "/decisionOn required", "/decisionNumber required", "/protocolItem required" }));
            Assert.That(hidden, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(approved.Decision, Is.EqualTo(new CouncilDecision(new DateOnly(2012, 1, 26), "12", "2, 5. §")));
            Assert.That(idle, Is.EqualTo(new[] { "/move actions" }));
            Assert.That((running.FollowUps.Count, running.StartedOn), Is.EqualTo((3, (DateOnly?)DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Riga")).DateTime))));
            Assert.That(running.FollowUps.Select(followUp => followUp.DueOn), Is.EqualTo(new[] { 6, 12, 24 }.Select(running.StartedOn!.Value.AddMonths)));
            Assert.That(unevaluated, Is.EqualTo(new[] { "/move evaluation" }));
            Assert.That(unfollowed, Is.EqualTo(new[] { "/move follow-ups" }));
            Assert.That(finished.State, Is.EqualTo("finished"));
            Assert.That(seen.FollowUps[0].Text, Is.EqualTo("Konsultanti strādā."));
            Assert.That(course.Moves.Select(move => move.Move), Is.EqualTo(new[] { "review", "revise", "review", "submit", "approve", "start", "evaluate", "finish" }));
            Assert.That((whole.Targets[0].IndicatorVersion, evaluation.Targets.Count), Is.EqualTo((1, 1)));
        });
    }

    [Test]
    public async Task A_baseline_is_the_published_figure_and_the_effect_that_of_the_analysis()
    {
        var plan = await RunningAsync(Plan());
        var evaluation = await EvaluateAsync(plan.Id);
        var target = evaluation.Targets.Single();
        var baseline = (await library.Api.AskAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0010000&period=2011")).Territory.Value;
        var value = (await library.Api.AskAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0010000&period=2013")).Territory.Value;
        var analysis = await library.Api.AnalyseAsync<ImpactAnalysis>("impact/did", new { variable = "unemployment-rate", group = "state-cities", treated = new[] { "LV0010000" }, since = "2012", periods = new[] { "2009..2013" } });

        Assert.Multiple(() =>
        {
            Assert.That((plan.Targets.Single().BaselineValue, target.BaselineValue, target.Value), Is.EqualTo((baseline, baseline, value)));
            Assert.That(target.IsMet, Is.EqualTo(value <= 5.5m));
            Assert.That((double)target.Effect!.Value, Is.EqualTo(analysis.Effect!.Value).Within(0.0005));
            Assert.That((double)target.GroupChange!.Value, Is.EqualTo(analysis.ControlChange!.Value).Within(0.0005));
            Assert.That((target.Compared, target.PlaceboProbability), Is.EqualTo((analysis.Controls, analysis.PlaceboProbability)));
            Assert.That(target.SummaryEn, Does.Contain("the target of 5.5").And.Contain("municipalities of the group"));
            Assert.That(evaluation.Revised, Is.Empty);
        });
    }

    [Test]
    public async Task A_revised_figure_is_named_with_every_evaluation_that_rests_on_it()
    {
        var plan = await RunningAsync(Plan(("targets", new[] { new { indicator = "income-tax-per-capita", baselinePeriod = "2010", targetPeriod = "2012", targetValue = 400 } })));
        await EvaluateAsync(plan.Id);
        var before = await EvaluationsAsync(plan.Id);
        await library.Api.ImportAsync("LV0010000,2012,income-tax-per-capita,,577.15,,,");
        await library.Api.RefreshAsync();
        var after = await EvaluationsAsync(plan.Id);
        await EvaluateAsync(plan.Id);
        var anew = await EvaluationsAsync(plan.Id);

        Assert.Multiple(() =>
        {
            Assert.That(before.Single().Revised, Is.Empty);
            Assert.That(after.Single().Revised.Select(figure => (figure.Indicator, figure.Territory, figure.Period)), Is.EqualTo(new[] { ("income-tax-per-capita", Library.Riga, "2012") }));
            Assert.That(after.Single().Targets, Is.EqualTo(before.Single().Targets), "what was found stays");
            Assert.That((anew.Count, anew[0].Revised.Count, anew[1].Revised.Count), Is.EqualTo((2, 0, 1)));
        });
    }

    [Test]
    public async Task A_draft_is_there_for_its_municipality_its_network_and_the_association_only()
    {
        var draft = await CreateAsync(library.OfRiga, Plan());
        using var expert = await library.WithAsync(new Granted("externalExpert", Network: Network));
        await library.Api.NetworkAsync("elsewhere");
        using var outsider = await library.WithAsync(new Granted("externalExpert", Network: "elsewhere"), new Granted("municipalCoordinator", Callers.CesisNow));
        var seen = new List<HttpStatusCode>();
        foreach (var client in new[] { library.OfRiga, peer, expert, library.Reviewer, outsider, library.Reader, library.Stranger })
            seen.Add(await Library.StatusAsync(client, $"/v1/plans/{draft.Id}"));
        await AdviseAsync(expert, draft.Id);
        using var foreign = await Library.SendAsync(peer, HttpMethod.Put, $"/v1/plans/{draft.Id}", Plan(), ("If-Match", "*"));
        var advice = await Library.AskAsync<Page<PlanAdvice>>(peer, $"/v1/plans/{draft.Id}/recommendations");
        var listed = await Library.AskAsync<Page<PlanEntry>>(library.Stranger, $"/v1/plans?organisation={Library.Riga}&state=draft");

        Assert.Multiple(() =>
        {
            Assert.That(seen, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound }));
            Assert.That(foreign.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(advice.Items.Single().Organisation, Is.Null);
            Assert.That(listed.Items, Is.Empty);
        });
    }

    [Test]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        var wrong = Plan(("organisation", "lalrg"), ("kind", "secret"), ("titleLv", null), ("titleEn", null), ("group", "similar:99"), ("followUpMonths", new[] { 12, 6 }), ("network", null), ("cycle", 3),
            ("targets", new object[] { new { indicator = "unemployment-rate", baselinePeriod = "2013", targetPeriod = "2011", targetValue = 1 }, new { indicator = "unemployment-rate", baselinePeriod = "2013-Q1" }, new { targetValue = 1 } }));
        var findings = await Library.FindingsAsync(await Library.SendAsync(library.OfRiga, HttpMethod.Post, "/v1/plans", wrong), HttpStatusCode.BadRequest);

        Assert.That(findings, Is.EquivalentTo(new[]
        {
            "Idempotency-Key required", "/organisation wrong-kind", "/kind unknown-value", "/titleLv required", "/group out-of-range", "/followUpMonths out-of-range", "/network required",
            "/targets/0/targetPeriod out-of-range", "/targets/1/indicator repeated-code", "/targets/1/baselinePeriod wrong-periodicity", "/targets/2/indicator required",
        }));
    }

    [Test]
    public async Task A_plan_of_a_municipality_that_was_merged_goes_on_at_its_successor()
    {
        using var keeper = await library.WithAsync(new Granted("municipalCoordinator", "varaklanu-novads"));
        using var taker = await library.WithAsync(new Granted("municipalCoordinator", "madonas-novads-2025"));
        var plan = await RunningAsync(Plan(("organisation", "varaklanu-novads"), ("network", null), ("group", "similar:8")), keeper);
        using var wrong = await MoveAsync(keeper, plan.Id, new { move = "transfer", successor = Library.Riga });
        var going = await Library.ReadAsync<Plan>(await MoveAsync(taker, plan.Id, new { move = "transfer", successor = "madonas-novads-2025" }), HttpStatusCode.OK);
        var left = await Library.AskAsync<Plan>(library.Stranger, $"/v1/plans/{plan.Id}");

        Assert.Multiple(() =>
        {
            Assert.That(wrong.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That((going.Organisation, going.State, going.Predecessor, going.Targets.Count, going.Actions.Count, going.FollowUps.Count), Is.EqualTo(("madonas-novads-2025", "running", (long?)plan.Id, 1, 1, 3)));
            Assert.That(left.State, Is.EqualTo("transferred"));
        });
    }

    [Test]
    public async Task Of_moves_at_the_same_time_one_is_made_and_a_stale_change_is_refused()
    {
        for (var round = 0; round < 5; round++)
        {
            var plan = await CreateAsync(library.OfRiga, Plan());
            await AdviseAsync(peer, plan.Id);
            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => MoveAsync(library.OfRiga, plan.Id, number % 2 == 0 ? new { move = "review", reason = (string?)null } : new { move = "abandon", reason = (string?)"No money" }, "\"1\"")));
            using var stale = await Library.SendAsync(library.OfRiga, HttpMethod.Put, $"/v1/plans/{plan.Id}", Plan(), ("If-Match", "\"1\""));
            using var untagged = await Library.SendAsync(library.OfRiga, HttpMethod.Put, $"/v1/plans/{plan.Id}", Plan());

            Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
            Assert.That(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK).Select(answer => answer.StatusCode), Is.All.AnyOf(HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict));
            Assert.That((stale.StatusCode, untagged.StatusCode), Is.EqualTo((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionRequired)));
        }
    }

    [Test]
    public async Task A_plan_of_management_starts_without_the_council()
    {
        var plan = await CreateAsync(library.OfRiga, Plan(("kind", "management")));
        await AdviseAsync(peer, plan.Id);
        await MovedAsync(plan.Id, new { move = "review" });
        var refused = await Library.FindingsAsync(await MoveAsync(library.OfRiga, plan.Id, new { move = "submit" }), HttpStatusCode.Conflict);
        await ActAsync(library.OfRiga, plan.Id);
        var running = await MovedAsync(plan.Id, new { move = "start" });

        Assert.That(refused, Is.EqualTo(new[] { "/move kind" }));
        Assert.That((running.State, running.Decision, running.PublishedAt is not null), Is.EqualTo(("running", (CouncilDecision?)null, true)));
    }

    private static Dictionary<string, object?> Plan(params (string Field, object? Value)[] changes)
    {
        var settings = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["organisation"] = Library.Riga, ["kind"] = "council", ["network"] = Network, ["titleLv"] = "Mazāk bezdarba", ["titleEn"] = "Less unemployment", ["owner"] = "Labklājības departaments",
            ["dueOn"] = "2013-12-31", ["group"] = "state-cities", ["targets"] = new[] { new { indicator = "unemployment-rate", baselinePeriod = "2011", targetPeriod = "2013", targetValue = 5.5 } },
        };
        foreach (var (field, value) in changes)
            settings[field] = value;
        return settings;
    }

    private static async Task<Plan> CreateAsync(HttpClient client, Dictionary<string, object?> settings) =>
        await Library.ReadAsync<Plan>(await Library.SendAsync(client, HttpMethod.Post, "/v1/plans", settings, ("Idempotency-Key", Guid.NewGuid().ToString("N"))), HttpStatusCode.Created);

    private static async Task AdviseAsync(HttpClient client, long id) =>
        await Library.ReadAsync<PlanAdvice>(await Library.SendAsync(client, HttpMethod.Post, $"/v1/plans/{id}/recommendations", new { text = "Sāciet ar jauniešiem." }, ("Idempotency-Key", Guid.NewGuid().ToString("N"))), HttpStatusCode.Created);

    private static async Task ActAsync(HttpClient client, long id) =>
        await Library.ReadAsync<Plan>(await Library.SendAsync(client, HttpMethod.Put, $"/v1/plans/{id}/actions",
            new { actions = new[] { new { titleEn = "Train", owner = "Staff", dueOn = "2012-06-01" } } }, ("If-Match", "*")), HttpStatusCode.OK);

    private static Task<HttpResponseMessage> MoveAsync(HttpClient client, long id, object move, string ifMatch = "*") =>
        Library.SendAsync(client, HttpMethod.Post, $"/v1/plans/{id}/moves", move, ("If-Match", ifMatch));

    private async Task<Plan> MovedAsync(long id, object move, HttpClient? client = null) => await Library.ReadAsync<Plan>(await MoveAsync(client ?? library.OfRiga, id, move), HttpStatusCode.OK);

    private async Task<PlanEvaluation> EvaluateAsync(long id) =>
        await Library.ReadAsync<PlanEvaluation>(await Library.SendAsync(library.OfRiga, HttpMethod.Post, $"/v1/plans/{id}/evaluations", null, ("Idempotency-Key", Guid.NewGuid().ToString("N"))), HttpStatusCode.Created);

    private async Task<IReadOnlyList<PlanEvaluation>> EvaluationsAsync(long id) => (await Library.AskAsync<Page<PlanEvaluation>>(library.Stranger, $"/v1/plans/{id}/evaluations")).Items;

    /// <summary>A plan that was advised on, decided and begun.</summary>
    private async Task<Plan> RunningAsync(Dictionary<string, object?> settings, HttpClient? keeper = null)
    {
        var client = keeper ?? library.OfRiga;
        var plan = await CreateAsync(client, settings);
        await AdviseAsync(library.Reviewer, plan.Id);
        await ActAsync(client, plan.Id);
        foreach (var move in new object[] { new { move = "review" }, new { move = "submit" }, new { move = "approve", decisionOn = "2012-01-26", decisionNumber = "12", protocolItem = "5" } })
            await MovedAsync(plan.Id, move, client);
        return await MovedAsync(plan.Id, new { move = "start" }, client);
    }
}
