using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Territories;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Territories;

[TestFixture]
public sealed class TerritoryChangeTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Riga_was_recoded_and_stayed_itself()
    {
        var history = await api.AskAsync<TerritoryHistory>("/v1/territories/LV0010000/history");

        Assert.Multiple(() =>
        {
            Assert.That(history.Identity, Is.EqualTo("riga"));
            Assert.That(history.AskedCode, Is.EqualTo("LV0010000"));
            Assert.That(history.CurrentCode, Is.EqualTo("LV0001000"));
            Assert.That(history.Versions.Select(version => version.Code), Is.EqualTo(new[] { "LV0010000", "LV0001000" }));
            Assert.That(history.Changes.Select(change => change.Kind), Is.EqualTo(new[] { "recode" }));
            Assert.That(history.Changes[0].Parts[0].Share, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Roja_kept_its_identity_when_Mersrags_left_and_its_first_code_is_not_known()
    {
        var roja = await api.AskAsync<TerritoryHistory>("/v1/territories/LV0888301/history?lang=lv");

        Assert.Multiple(() =>
        {
            Assert.That(roja.Versions.Select(version => version.Code), Is.EqualTo(new[] { null, "LV0888301" }));
            Assert.That(roja.CurrentCode, Is.Null);
            Assert.That(roja.Changes.Select(change => change.Kind), Is.EqualTo(new[] { "separation", "merger" }));
            Assert.That(roja.Changes[0].Parts.Select(part => part.To.Identity), Is.EqualTo(new[] { "mersraga-novads", "rojas-novads" }));
            Assert.That(roja.Changes[0].Parts.Select(part => part.Share), Is.All.Null);
        });
    }

    [Test]
    public async Task Cesis_of_2009_became_Cesis_of_2021_whole_and_with_others()
    {
        var forward = (await api.AskAsync<TerritorySuccessors>("/v1/territories/LV0420200/successors?on=2021-07-01")).Successors;
        var back = (await api.AskAsync<TerritorySuccessors>("/v1/territories/LV0026000/successors?on=2013-12-31")).Successors;

        Assert.Multiple(() =>
        {
            Assert.That(forward.Select(link => (link.Territory.Code, link.Share, link.Method, link.Convertible)), Is.EqualTo(new[] { ("LV0026000", (decimal?)1, "whole", true) }));
            Assert.That(back.Select(link => link.Territory.Identity), Is.EquivalentTo(new[]
            {
                "cesu-novads-2009", "ligatnes-novads", "amatas-novads", "jaunpiebalgas-novads", "priekulu-novads", "pargaujas-novads", "vecpiebalgas-novads",
            }));
            Assert.That(back.Select(link => (link.Share, link.Method)), Is.All.EqualTo(((decimal?)null, "origin")));
            Assert.That(back.Select(link => link.Convertible), Is.All.False, "the figure of the whole says nothing of one part");
        });
    }

    [TestCase("LV0604300", "kraslavas-novads-2021", "preilu-novads-2021")] // Aglona
    [TestCase("LV0801800", "ropazu-novads-2021", "siguldas-novads-2021")] // Inčukalns
    public async Task A_divided_unit_has_several_successors_without_shares(string code, string one, string other)
    {
        var links = (await api.AskAsync<TerritorySuccessors>($"/v1/territories/{code}/successors?on=2021-07-01")).Successors;

        Assert.Multiple(() =>
        {
            Assert.That(links.Select(link => link.Territory.Identity), Is.EquivalentTo(new[] { one, other }));
            Assert.That(links.Select(link => link.Share), Is.All.Null);
            Assert.That(links.Select(link => link.Method), Is.All.EqualTo("part"));
            Assert.That(links.Select(link => link.Convertible), Is.All.False);
        });
    }

    [Test]
    public async Task Roja_of_2010_was_divided_by_2011_and_is_whole_in_Talsi_by_2021()
    {
        var in2011 = await LinksAsync("2010-12-31", "2011-12-31", "rojas-novads");
        var in2021 = await LinksAsync("2010-12-31", "2021-07-01", "rojas-novads");
        var mersrags = await LinksAsync("2011-12-31", "2010-12-31", "mersraga-novads");

        Assert.Multiple(() =>
        {
            Assert.That(in2011.Select(link => (link.To.Identity, link.Share, link.Method, link.Convertible)), Is.EquivalentTo(new[]
            {
                ("rojas-novads", (decimal?)null, "part", false), ("mersraga-novads", null, "part", false),
            }));
            Assert.That(in2021.Select(link => (link.To.Identity, link.Share, link.Method, link.Convertible)), Is.EqualTo(new[] { ("talsu-novads-2021", (decimal?)1, "whole", true) }));
            Assert.That(mersrags.Select(link => (link.To.Identity, link.Method, link.Convertible)), Is.EqualTo(new[] { ("rojas-novads", "origin", true) }), "with Roja of 2011 it makes up Roja of 2010");
        });
    }

    [Test]
    public async Task Madona_and_Varaklani_became_one_in_2025()
    {
        var varaklani = await api.AskAsync<TerritorySuccessors>("/v1/territories/LV0701800/successors?on=2025-07-01");
        var madona = await api.AskAsync<TerritorySuccessors>("/v1/territories/LV0038001/successors?on=2021-07-01");
        var pair = await LinksAsync("2021-07-01", "2025-07-01", "varaklanu-novads");

        Assert.Multiple(() =>
        {
            Assert.That(varaklani.Successors.Select(link => (link.Territory.Code, link.Share)), Is.EqualTo(new[] { ("LV0038001", (decimal?)1) }));
            Assert.That(madona.Successors.Select(link => link.Territory.Code), Is.EquivalentTo(new[] { "LV0038000", "LV0055000" }));
            Assert.That(pair.Select(link => (link.To.Code, link.Share, link.Method, link.Convertible)), Is.EqualTo(new[] { ("LV0038001", (decimal?)1, "whole", true) }));
        });
    }

    [Test]
    public async Task A_crosswalk_accounts_for_every_unit_of_both_days()
    {
        var crosswalk = await api.AskAsync<Crosswalk>("/v1/crosswalk?from=2013-12-31&to=2026-01-01");

        Assert.Multiple(() =>
        {
            Assert.That(crosswalk.Links.Select(link => link.From.Identity).Distinct().Count(), Is.EqualTo(119));
            Assert.That(crosswalk.Links.Select(link => link.To.Identity).Distinct().Count(), Is.EqualTo(42));
            Assert.That(crosswalk.Links, Has.Count.EqualTo(121), "Aglona and Inčukalns have two successors each");
            Assert.That(crosswalk.Links.Where(link => link.Share is null).Select(link => link.From.Identity).Distinct(), Is.EqualTo(new[] { "aglonas-novads", "incukalna-novads" }));
            Assert.That(crosswalk.Links.Where(link => link.Share is not null).Select(link => link.Share), Is.All.EqualTo(1));
            Assert.That(crosswalk.Links.Single(link => link.From.Identity == "riga"), Has.Property("Method").EqualTo("recoded").And.Property("Convertible").True);
            Assert.That(crosswalk.Links.Where(link => link.To.Identity is "preilu-novads-2021" or "kraslavas-novads-2021" or "ropazu-novads-2021" or "siguldas-novads-2021")
                .Select(link => link.Convertible), Is.All.False, "what Aglona or Inčukalns brought cannot be told");
        });
    }

    [Test]
    public async Task A_crosswalk_of_one_day_with_itself_is_the_same_units()
    {
        var crosswalk = await api.AskAsync<Crosswalk>("/v1/crosswalk?from=2013-12-31&to=2013-12-31");

        Assert.That(crosswalk.Links.Select(link => (link.From.Identity == link.To.Identity, link.Share, link.Method, link.Convertible)), Is.All.EqualTo((true, (decimal?)1, "same", true)));
    }

    [Test]
    public async Task A_crosswalk_back_in_time_names_origins()
    {
        var links = (await api.AskAsync<Crosswalk>("/v1/crosswalk?from=2026-01-01&to=2013-12-31")).Links;

        Assert.Multiple(() =>
        {
            Assert.That(links.Select(link => link.To.Identity).Distinct().Count(), Is.EqualTo(119));
            Assert.That(links.Where(link => link.From.Identity == "riga").Select(link => (link.To.Identity, link.Share, link.Convertible)), Is.EqualTo(new[] { ("riga", (decimal?)1, true) }));
            Assert.That(links.Where(link => link.From.Identity == "madonas-novads-2025").Select(link => link.To.Identity),
                Is.EquivalentTo(new[] { "madonas-novads-2009", "cesvaines-novads", "lubanas-novads", "erglu-novads", "varaklanu-novads" }));
        });
    }

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(47)]
    [TestCase(500)]
    public async Task Pages_of_changes_visit_each_once_oldest_first(int limit)
    {
        var whole = (await api.AskAsync<Page<TerritoryChange>>("/v1/territory-changes?lang=en")).Items;
        var visited = new List<TerritoryChange>();
        string? cursor = null;
        do
        {
            var page = await api.AskAsync<Page<TerritoryChange>>($"/v1/territory-changes?lang=en&limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
            visited.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Multiple(() =>
        {
            Assert.That(whole, Has.Count.EqualTo(47), "four on their own, and one for each territory of 2021");
            Assert.That(visited.Select(change => change.Title), Is.EqualTo(whole.Select(change => change.Title)));
            Assert.That(whole.Select(change => change.EffectiveYear), Is.Ordered);
            Assert.That(whole.Sum(change => change.Parts.Count), Is.EqualTo(125), "121 in 2021, two of Roja and two of Madona");
        });
    }

    [Test]
    public async Task Changes_are_selected_by_day_and_kind()
    {
        var merged = (await api.AskAsync<Page<TerritoryChange>>("/v1/territory-changes?from=2021-07-02&kind=merger")).Items;
        var renamed = (await api.AskAsync<Page<TerritoryChange>>("/v1/territory-changes?from=2010-01-01&to=2010-12-31")).Items;

        Assert.Multiple(() =>
        {
            Assert.That(merged.Select(change => change.EffectiveOn), Is.EqualTo(new[] { new DateOnly(2025, 7, 1) }));
            Assert.That(renamed.Select(change => (change.Kind, change.EffectiveOn)), Is.EqualTo(new[] { ("rename", (DateOnly?)null) }));
        });
    }

    private async Task<CrosswalkPair[]> LinksAsync(string from, string to, string identity) =>
        [.. (await api.AskAsync<Crosswalk>($"/v1/crosswalk?from={from}&to={to}")).Links.Where(link => link.From.Identity == identity)];
}
