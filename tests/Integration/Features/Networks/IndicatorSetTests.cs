using static Benchlearning.Tests.Integration.Features.Networks.Cooperation;

namespace Benchlearning.Tests.Integration.Features.Networks;

/// <summary>What is compared is proposed, voted on and frozen; what is collected is there, or somebody says why not.</summary>
[TestFixture]
public sealed class IndicatorSetTests
{
    private const string First = $"{Cycle}/indicator-sets/1";

    private Cooperation cooperation = null!;

    [SetUp]
    public async Task Start()
    {
        cooperation = await StartAsync();
        await cooperation.ProposeAsync();
        await cooperation.JoinAsync();
    }

    [TearDown]
    public async Task Stop() => await cooperation.DisposeAsync();

    [Test]
    public async Task A_set_is_frozen_when_more_than_half_accept_it_and_never_changes_again()
    {
        await PutAsync(cooperation.Coordinator, First, new { indicators = new[] { new { indicator = "unemployment-rate" } } }, 201);
        var lacking = await PostAsync(cooperation.Coordinator, $"{First}/freezes", null, 409, "\"1\"");
        Assert.That(Codes(lacking), Is.EqualTo(new[] { "majority", "comparison-group", "survey-choice" }));

        await PutAsync(cooperation.Coordinator, First, Set(), 200, "\"1\"");
        await VoteAsync(3, accepts: true);
        await PostAsync(cooperation.Coordinator, $"{First}/freezes", null, 412, "\"1\"");
        await PostAsync(cooperation.Coordinator, $"{First}/freezes", null, 428);
        var frozen = await PostAsync(cooperation.Coordinator, $"{First}/freezes", null, 200, "\"2\"");

        Assert.That(frozen["frozenAt"]!.GetValue<string>(), Is.Not.Empty);
        Assert.That(frozen["groupVersion"]!.GetValue<int>(), Is.GreaterThan(0));
        Assert.That(frozen["indicators"]!.AsArray().Select(item => item!["indicatorVersion"]?.GetValue<int>()), Is.All.GreaterThan(0));
        await PutAsync(cooperation.Coordinator, First, Set(), 409, "*");
        await PostAsync(cooperation.Coordinator, $"{First}/freezes", null, 409, "*");
        var late = await cooperation.OfAsync(Members[4]);
        await PutAsync(late, $"{First}/votes/{Members[4]}", new { accepts = true }, 409);
        Assert.That(async () => await cooperation.Api.SqlAsync("update indicator_set set survey_choice = 'users'"), Throws.Exception.With.Message.Contains("frozen"));
    }

    [Test]
    public async Task A_member_votes_once_for_itself_and_a_changed_set_is_voted_on_anew()
    {
        var (riga, stranger) = (await cooperation.OfAsync("riga"), await cooperation.OfAsync("liepaja"));
        await PutAsync(cooperation.Coordinator, First, Set(), 201);

        await PutAsync(riga, $"{First}/votes/riga", new { accepts = false }, 400);
        await PutAsync(riga, $"{First}/votes/riga", new { accepts = false, remark = "Too many" }, 200);
        await PutAsync(riga, $"{First}/votes/riga", new { accepts = false, remark = "Too many" }, 200);
        await PutAsync(riga, $"{First}/votes/riga", new { accepts = true }, 409);
        await PutAsync(stranger, $"{First}/votes/riga", new { accepts = true }, 403);
        await PutAsync(cooperation.Coordinator, $"{First}/votes/riga", new { accepts = true }, 403);
        var changed = await PutAsync(cooperation.Coordinator, First, Set("users"), 200, "*");
        Assert.That(changed["votes"]!.AsArray(), Is.Empty);
        var voted = await PutAsync(riga, $"{First}/votes/riga", new { accepts = true }, 200);
        Assert.That(voted["votes"]!.AsArray().Select(vote => (bool)vote!["accepts"]!), Is.EqualTo(new[] { true }));
    }

    [Test]
    public async Task Everything_that_is_wrong_with_a_set_is_said_at_once()
    {
        var refused = await PutAsync(cooperation.Coordinator, First, new
        {
            indicators = new object[] { new { indicator = "unemployment-rate" }, new { indicator = "unemployment-rate" }, new { indicator = "unemployment" }, new { reason = "Why not" } }, group = "nobody", surveyChoice = "everyone",
        }, 400);

        Assert.That(refused["errors"]!.AsArray().Select(error => (string)error!["pointer"]!), Is.EquivalentTo(new[]
        {
            "/indicators/1/indicator", "/indicators/2/indicator", "/indicators/3/indicator", "/group", "/surveyChoice",
        }));
        await PutAsync(cooperation.Coordinator, $"{Cycle}/indicator-sets/2", Set(), 409);
    }

    [Test]
    public async Task Figures_are_collected_until_each_is_there_or_excused()
    {
        var cesis = await cooperation.OfAsync("cesu-novads-2021");
        await PutAsync(cooperation.Coordinator, $"{Cycle}/collection-windows/figures", Window(), 409);
        await FreezeAsync();
        await PutAsync(cooperation.Coordinator, $"{Cycle}/collection-windows/figures", Window(), 201);

        var completion = await CompletionAsync();
        Assert.That(completion.Select(member => (member.Organisation, member.Cells)), Is.EqualTo(Members.Order(StringComparer.Ordinal).Select(member => (member, 2))));
        Assert.That(completion.Single(member => member.Organisation == "riga"), Is.EqualTo(("riga", 2, 2, 0, 0)));
        Assert.That(completion.Single(member => member.Organisation == "cesu-novads-2021"), Is.EqualTo(("cesu-novads-2021", 2, 0, 0, 2)), "Cēsis of 2021 has no figure of 2012 and 2013");

        var answers = $"{Cycle}/collection-windows/figures/answers/cesu-novads-2021";
        await PutAsync(cesis, answers, Excused("2013", "2014"), 422, "*");
        await PutAsync(cesis, answers, Excused("2012"), 428);
        await PutAsync(cesis, answers, Excused("2012"), 200, "\"1\"");
        await PutAsync(cesis, answers, Excused("2012", "2013"), 412, "\"1\"");
        Assert.That((await CompletionAsync()).Single(member => member.Organisation == "cesu-novads-2021"), Is.EqualTo(("cesu-novads-2021", 2, 0, 1, 1)));
        await PutAsync(cesis, answers, Excused("2012", "2013"), 200, "\"2\"");
        Assert.That((await CompletionAsync()).Select(member => member.Missing), Is.All.Zero);

        await PutAsync(cooperation.Coordinator, $"{Cycle}/collection-windows/figures", Window("2026-02-01"), 200, "\"1\"");
        await PutAsync(cesis, answers, Excused("2012"), 409, "*");
        await PutAsync(cooperation.Coordinator, $"{Cycle}/indicator-sets/2", Set(), 409);
    }

    private async Task<(string Organisation, int Cells, int Values, int NotAvailable, int Missing)[]> CompletionAsync() =>
        [.. (await GetAsync(cooperation.Coordinator, $"{Cycle}/collection-windows"))["items"]![0]!["completion"]!.AsArray()
            .Select(member => ((string)member!["organisation"]!, (int)member["cells"]!, (int)member["values"]!, (int)member["notAvailable"]!, (int)member["missing"]!))];

    private async Task FreezeAsync()
    {
        await PutAsync(cooperation.Coordinator, First, Set(), 201);
        await VoteAsync(3, accepts: true);
        await PostAsync(cooperation.Coordinator, $"{First}/freezes", null, 200, "*");
    }

    private async Task VoteAsync(int members, bool accepts)
    {
        foreach (var member in Members.Take(members))
            await PutAsync(await cooperation.OfAsync(member), $"{First}/votes/{member}", new { accepts }, 200);
    }

    private static object Set(string surveyChoice = "none") =>
        new { indicators = new object[] { new { indicator = "unemployment-rate", reason = "Everybody asks" }, new { indicator = "population", isMandatory = false } }, group = "state-cities", surveyChoice };

    private static object Window(string? closedOn = null) => new { periods = new[] { "2012", "2013" }, opensOn = "2026-01-01", dueOn = "2099-03-01", closedOn };

    private static object Excused(params string[] periods) => new { notAvailable = periods.Select(period => new { indicator = "unemployment-rate", period, reason = "Another municipality then" }) };
}
