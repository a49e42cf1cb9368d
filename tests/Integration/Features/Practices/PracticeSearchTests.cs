using System.Net;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Practices;

namespace Benchlearning.Tests.Integration.Features.Practices;

/// <summary>Practices are found by words in any form, best first, and narrowed by theme, cost, size and evidence.</summary>
[TestFixture]
public sealed class PracticeSearchTests
{
    private Library library = null!;
    private Practice heating = null!;
    private Practice schools = null!;
    private Practice waste = null!;
    private Practice norway = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        library = await Library.StartAsync();
        heating = await library.PublishAsync(library.Cesis, Library.Practice(("titleLv", "Skolu siltumapgāde"), ("titleEn", "Heating of schools"), ("problemLv", "Skolās bija auksti."), ("theme", "education"), ("costEuro", 50000), ("evidence", "observed")));
        schools = await library.PublishAsync(library.OfRiga, Library.Practice(("organisation", Library.Riga), ("titleLv", "Skolēnu autobusi"), ("titleEn", "School buses"), ("problemLv", "Tālu jāiet."), ("stepsLv", "Maršruti, līgumi, siltumu kursē autobusos."), ("theme", "education"), ("costEuro", null), ("evidence", "described"), ("indicators", null)));
        waste = await library.PublishAsync(library.OfRiga, Library.Practice(("organisation", Library.Riga), ("titleLv", "Atkritumu šķirošana pagalmos"), ("titleEn", null), ("problemLv", "Ķekavas pieredze: atkritumi netika šķiroti."), ("theme", "finance"), ("costEuro", 9000), ("evidence", "evaluated")));
        norway = await library.PublishAsync(library.Reviewer, Library.Practice(("organisation", "lalrg"), ("origin", "foreign"), ("country", "NO"), ("titleLv", null), ("titleEn", "Waiting lists in home care"), ("problemLv", null), ("solutionLv", null), ("stepsLv", null), ("stepsEn", "Map, cut, follow."), ("theme", "population"), ("costEuro", 0), ("evidence", "evaluated")));
    }

    [OneTimeTearDown]
    public async Task Stop() => await library.DisposeAsync();

    [TestCase("siltumapgādi", "heating")]
    [TestCase("SKOLĀM siltumapgadei", "heating")]
    [TestCase("heated school", "heating")]
    [TestCase("skolēniem", "schools")]
    [TestCase("atkritumiem skirosanu", "waste")]
    [TestCase("kekava", "waste")]
    [TestCase("home caring", "norway")]
    public async Task Case_diacritics_and_endings_are_forgiven(string question, string found)
    {
        var hits = await FindAsync($"q={Uri.EscapeDataString(question)}");
        Assert.That(hits.Select(hit => hit.Id), Is.EqualTo(new[] { found switch { "heating" => heating.Id, "schools" => schools.Id, "waste" => waste.Id, _ => norway.Id } }));
    }

    [Test]
    public async Task Words_in_titles_weigh_most_and_every_word_must_stand_somewhere()
    {
        var hits = await FindAsync("q=skola&lang=lv");
        var both = await FindAsync("q=skola%20pagalms");
        Assert.Multiple(() =>
        {
            Assert.That(hits[0].Id, Is.EqualTo(heating.Id));
            Assert.That(hits.Select(hit => hit.Score), Is.Ordered.Descending);
            Assert.That(both, Is.Empty);
        });
    }

    [Test]
    public async Task The_passages_show_where_the_words_stand()
    {
        var hit = (await FindAsync("q=skola&lang=lv"))[0];
        Assert.Multiple(() =>
        {
            Assert.That(hit.Title, Is.EqualTo("Skolu siltumapgāde"));
            Assert.That(hit.Highlights.Select(highlight => highlight.Field), Is.EqualTo(new[] { "title", "problem" }));
            Assert.That(hit.Highlights.SelectMany(highlight => highlight.Parts).Where(part => part.IsMatch).Select(part => part.Text), Is.EqualTo(new[] { "Skolu", "Skolās" }));
        });
    }

    [TestCase("theme=education", "heating schools")]
    [TestCase("costTo=10000", "waste norway")]
    [TestCase("evidence=evaluated", "waste norway")]
    [TestCase("evidence=observed", "heating waste norway")]
    [TestCase("origin=foreign", "norway")]
    [TestCase("populationFrom=100000", "schools waste")]
    [TestCase("populationTo=100000", "heating")]
    [TestCase("organisation=riga&theme=finance", "waste")]
    [TestCase("state=published", "heating schools waste norway")]
    [TestCase("state=needsUpdate", "")]
    public async Task Practices_are_narrowed_by_what_they_are(string filter, string found)
    {
        var names = new Dictionary<long, string> { [heating.Id] = "heating", [schools.Id] = "schools", [waste.Id] = "waste", [norway.Id] = "norway" };
        var hits = await FindAsync(filter);
        Assert.That(hits.Select(hit => names[hit.Id]), Is.EquivalentTo(found.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.That(hits.Select(hit => hit.Id), Is.Ordered.Descending);
    }

    [TestCase("q=un", "q no-word")]
    [TestCase("q=%3F%3F", "q no-word")]
    [TestCase("theme=educaton", "theme unknown-code")]
    [TestCase("q=skola&state=draft", "state contradiction")]
    [TestCase("populationFrom=5&populationTo=5", "populationTo out-of-range")]
    [TestCase("state=draft&populationFrom=5", "populationFrom contradiction")]
    [TestCase("limit=0", "limit out-of-range")]
    [TestCase("cursor=abc", "cursor invalid-cursor")]
    public async Task What_cannot_be_searched_for_is_named(string query, string finding)
    {
        using var answer = await library.Stranger.GetAsync($"/v1/practices?{query}");
        Assert.That(await Library.FindingsAsync(answer, HttpStatusCode.BadRequest), Does.Contain(finding));
    }

    [TestCase("q=autobusi')%3B%20drop%20table%20practice_search%3B--")]
    [TestCase("q=skola%20%26%20!x%20%3C-%3E%20%22")]
    [TestCase("q=%27%27%5C%5C%3A*")]
    public async Task Nothing_in_a_question_is_taken_for_an_operator(string query)
    {
        using var answer = await library.Stranger.GetAsync($"/v1/practices?{query}");
        Assert.That(answer.StatusCode, Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.BadRequest));
        Assert.That(await FindAsync("q=skola"), Is.Not.Empty);
    }

    [TestCase("")]
    [TestCase("q=skola%20")]
    public async Task Pages_follow_one_another_without_a_gap(string query)
    {
        var (whole, one, cursor) = (await FindAsync(query), new List<long>(), "");
        do
        {
            var page = await Library.AskAsync<Page<PracticeHit>>(library.Stranger, $"/v1/practices?limit=1&{query}{cursor}");
            one.AddRange(page.Items.Select(hit => hit.Id));
            cursor = page.Next is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        Assert.That(one, Is.EqualTo(whole.Select(hit => hit.Id)));
    }

    [Test]
    public async Task What_changes_is_found_at_once_and_what_it_said_before_no_more()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice(("titleLv", "Zilonis")));
        using var changed = await Library.SendAsync(library.Cesis, HttpMethod.Put, $"/v1/practices/{practice.Id}", Library.Practice(("titleLv", "Žirafe")), ("If-Match", "*"));
        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK), await changed.Content.ReadAsStringAsync());
        Assert.That((await FindAsync("q=zirafi")).Select(hit => hit.Id), Is.EqualTo(new[] { practice.Id }));
        Assert.That(await FindAsync("q=zilonis"), Is.Empty);
        await library.MoveAsync(library.Cesis, practice.Id, "retire", "Only a test");
    }

    private async Task<IReadOnlyList<PracticeHit>> FindAsync(string query) => (await Library.AskAsync<Page<PracticeHit>>(library.Stranger, $"/v1/practices?{query}")).Items;
}
