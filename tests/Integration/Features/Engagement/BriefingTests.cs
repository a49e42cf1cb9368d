using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Engagement;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Access;
using Benchlearning.Tests.Integration.Features.Analyses;
using Benchlearning.Tests.Integration.Features.Practices;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Engagement;

/// <summary>A council is told where its municipality stands, and can trace and prove every word of it.</summary>
[TestFixture]
public sealed partial class BriefingTests
{
    private const string Cesis = "/v1/briefings/current?territory=LV0420200";

    private ApiServer api = null!;
    private HttpClient analyst = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        analyst = api.With(await api.KeyAsync(new Granted("analyst")));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        analyst.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task Every_figure_is_the_one_that_its_comparison_answers()
    {
        var briefing = await BriefAsync("en");
        Assert.That(briefing.Figures, Has.Count.GreaterThan(6));
        foreach (var figure in briefing.Figures)
        {
            var comparison = (await api.Client.GetFromJsonAsync<Comparison>(figure.Comparison, Asked.Web))!;
            Assert.Multiple(() =>
            {
                Assert.That((comparison.Indicator.Code, comparison.Period, comparison.Territory.Value, comparison.Territory.Rank, comparison.Statistics.Median),
                    Is.EqualTo((figure.Indicator, figure.Period, figure.Value, figure.Rank, figure.Median)));
                Assert.That((comparison.Group.Members, comparison.Statistics.Missing), Is.EqualTo((figure.Members, figure.Missing)));
            });
        }
    }

    [Test]
    public async Task Strengths_lie_in_the_better_half_and_gaps_in_the_worse_and_name_who_does_better()
    {
        var briefing = await BriefAsync("en");
        var figures = briefing.Figures.ToDictionary(figure => figure.Indicator, StringComparer.Ordinal);
        Assert.That(briefing.Strengths.Concat(briefing.Gaps), Is.Not.Empty);
        Assert.Multiple(() =>
        {
            foreach (var strength in briefing.Strengths)
                Assert.That(figures[strength.Indicator].Rank - 0.5, Is.LessThan(figures[strength.Indicator].RankedAmong / 2.0), strength.Indicator);
            foreach (var gap in briefing.Gaps)
            {
                Assert.That(figures[gap.Indicator].Rank - 0.5, Is.GreaterThan(figures[gap.Indicator].RankedAmong / 2.0), gap.Indicator);
                Assert.That(gap.Better, Is.Not.Empty);
                Assert.That(gap.Better.Select(example => example.Rank), Is.Ordered.And.All.LessThan(figures[gap.Indicator].Rank!.Value));
            }
            Assert.That(briefing.Figures.Where(figure => figure.Direction == "neutral").Select(figure => (figure.Rank, figure.Development)), Is.All.EqualTo(((int?)null, (string?)null)));
        });
    }

    [Test]
    public async Task What_those_who_do_better_do_stands_beside_them_and_only_what_is_published()
    {
        await using var library = await Library.StartAsync();
        var before = await Library.AskAsync<Briefing>(library.Stranger, $"{Cesis}&lang=en");
        var (gap, best) = (before.Gaps[0], before.Gaps[0].Better[0]);
        var code = (await library.Api.SqlAsync($"select o.code from organisation o join territory t on t.territory_id = o.territory_id where t.identity = '{best.Identity}'"))[0][0];
        using var keeper = await library.WithAsync(new Granted("municipalCoordinator", code));
        var about = Library.Practice(("organisation", code), ("indicators", new[] { new { indicator = gap.Indicator, before = "2010", after = "2013" } }), ("titleEn", "What we do <b>well</b>"));
        await library.CreateAsync(keeper, about);
        var draft = await Library.AskAsync<Briefing>(library.Stranger, $"{Cesis}&lang=en");
        var published = await library.PublishAsync(keeper, about);
        var after = await Library.AskAsync<Briefing>(library.Stranger, $"{Cesis}&lang=en");
        var html = await library.Stranger.GetStringAsync($"{Cesis}&lang=en&format=html");

        Assert.Multiple(() =>
        {
            Assert.That(before.Gaps.Concat(draft.Gaps).SelectMany(point => point.Better).SelectMany(example => example.Practices), Is.Empty);
            Assert.That(after.Gaps[0].Better[0].Practices, Is.EqualTo(new[] { new BriefingPractice(published.Id, "What we do <b>well</b>", $"/v1/practices/{published.Id}") }));
            Assert.That(html, Does.Contain("“What we do &lt;b&gt;well&lt;/b&gt;”").Or.Contain("&#8220;What we do &lt;b&gt;well&lt;/b&gt;&#8221;"));
            Assert.That(after.Plans, Is.Empty);
        });
    }

    [Test]
    public async Task A_change_is_judged_by_the_indicators_direction()
    {
        var unemployment = (await BriefAsync("en")).Figures.Single(figure => figure.Indicator == "unemployment-rate");
        Assert.That(unemployment.Change, Is.EqualTo(unemployment.Value - unemployment.EarlierValue).And.Not.Null);
        Assert.That(unemployment.Development, Is.EqualTo(unemployment.Change switch { < 0 => "better", > 0 => "worse", _ => "unchanged" }));
    }

    [Test]
    public async Task Both_languages_tell_the_same_figures()
    {
        var (latvian, english) = (await BriefAsync("lv"), await BriefAsync("en"));
        Assert.Multiple(() =>
        {
            Assert.That(latvian.Territory.Name, Is.EqualTo("Cēsu novads"));
            Assert.That(latvian.Figures.Select(figure => (figure.Indicator, figure.Value, figure.Rank, figure.Change)), Is.EqualTo(english.Figures.Select(figure => (figure.Indicator, figure.Value, figure.Rank, figure.Change))));
            Assert.That(latvian.Gaps.Select(gap => gap.Indicator), Is.EqualTo(english.Gaps.Select(gap => gap.Indicator)));
            Assert.That(latvian.Headline, Is.Not.EqualTo(english.Headline));
        });
    }

    [Test]
    public async Task The_page_is_well_formed_and_built_for_everyone([Values("lv", "en")] string language)
    {
        using var answer = await api.Client.GetAsync($"{Cesis}&lang={language}&format=html");
        var html = await answer.Content.ReadAsStringAsync();
        Keep($"briefing-{language}.html", Encoding.UTF8.GetBytes(html));
        var page = XDocument.Parse(VoidElements().Replace(html[(html.IndexOf('>', StringComparison.Ordinal) + 1)..], "<${element}/>").Replace("&nbsp;", " ", StringComparison.Ordinal));
        var all = page.Root!.DescendantsAndSelf().ToArray();
        var levels = all.Where(element => Heading().IsMatch(element.Name.LocalName)).Select(element => element.Name.LocalName[1] - '0').ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(answer.Content.Headers.ContentType!.ToString(), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(answer.Headers.GetValues("Content-Security-Policy").Single(), Does.Contain("style-src 'unsafe-inline'").And.Contain("default-src 'none'"));
            Assert.That(page.Root.Attribute("lang")!.Value, Is.EqualTo(language));
            Assert.That(all.Single(element => element.Name.LocalName == "title" && element.Parent!.Name.LocalName == "head").Value, Is.Not.Empty);
            Assert.That(levels.Count(level => level == 1), Is.EqualTo(1));
            Assert.That(levels.Zip(levels.Skip(1)).All(pair => pair.Second <= pair.First + 1), "no level of headings is left out");
            Assert.That(all.Select(element => element.Attribute("id")?.Value).OfType<string>(), Is.Unique);
            Assert.That(all.Select(element => element.Attribute("aria-labelledby")?.Value).OfType<string>().Distinct(), Is.SubsetOf(all.Select(element => element.Attribute("id")?.Value).OfType<string>()));
            Assert.That(all.Where(element => element.Name.LocalName == "th").Select(element => element.Attribute("scope")?.Value), Is.All.AnyOf("col", "row"));
            Assert.That(all.Count(element => element.Name.LocalName == "caption"), Is.EqualTo(1));
            Assert.That(all.Where(element => element.Name.LocalName == "svg").Select(element => element.Attribute("role")?.Value), Is.All.EqualTo("img").And.Not.Empty);
            Assert.That(all.Where(element => element.Name.LocalName == "svg").Select(element => element.Elements().First().Name.LocalName), Is.All.EqualTo("title"));
            Assert.That(all.Select(element => element.Name.LocalName), Has.None.AnyOf("script", "img", "iframe", "link"));
        });
    }

    [Test]
    public async Task The_print_is_a_pdf_of_the_same_bytes_each_time([Values("lv", "en")] string language)
    {
        var first = await api.Client.GetByteArrayAsync($"{Cesis}&lang={language}&format=pdf");
        using var unkept = new HttpRequestMessage(HttpMethod.Get, $"{Cesis}&lang={language}&format=pdf") { Headers = { { "Authorization", $"Bearer {api.OperatorKey()}" } } };
        using var second = await api.Client.SendAsync(unkept);
        Keep($"briefing-{language}.pdf", first);
        Assert.Multiple(async () =>
        {
            Assert.That(Encoding.ASCII.GetString(first, 0, 5), Is.EqualTo("%PDF-"));
            Assert.That(second.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/pdf"));
            Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.EqualTo(first), "an administrator's is the same");
            Assert.That(first, Has.Length.LessThan(1_000_000));
        });
    }

    [Test]
    public async Task A_kept_briefing_stays_as_it_was_when_the_figures_change()
    {
        var kept = await KeepAsync("before-the-change", new { territory = "LV0941600", title = "Domes sēde" });
        var before = await DocumentsAsync(kept);
        await NewData.ImportAsync(api, "LV0941600,2013,unemployment-rate,,12.5,,,");
        var after = await DocumentsAsync(kept);
        var now = (await api.Client.GetFromJsonAsync<Briefing>("/v1/briefings/current?territory=LV0941600&lang=en", Asked.Web))!;
        var then = JsonSerializer.Deserialize<Briefing>(before[("en", "json")], Asked.Web)!;

        Assert.Multiple(() =>
        {
            Assert.That(kept.Documents, Has.Count.EqualTo(6));
            Assert.That(kept.Title, Is.EqualTo("Domes sēde"));
            foreach (var document in kept.Documents)
            {
                var bytes = after[(document.Language, document.Format)];
                Assert.That(bytes, Is.EqualTo(before[(document.Language, document.Format)]));
                Assert.That((Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length), Is.EqualTo((document.Sha256, document.Bytes)));
            }
            Assert.That(now.Figures.Single(figure => figure.Indicator == "unemployment-rate").Value, Is.EqualTo(12.5m));
            Assert.That(then.Figures.Single(figure => figure.Indicator == "unemployment-rate").Value, Is.Not.EqualTo(12.5m));
            Assert.That(then.Permalink, Does.EndWith($"/v1/briefings/{kept.Id}"));
            Assert.That(Encoding.UTF8.GetString(after[("lv", "html")]), Does.Contain(kept.Id).And.Contain(kept.Documents.Single(document => document is { Language: "lv", Format: "json" }).Sha256));
        });
    }

    [Test]
    public async Task A_repeated_request_keeps_one_and_another_request_with_its_key_is_refused()
    {
        var first = await KeepAsync("repeated", new { territory = "LV0420200" });
        var second = await KeepAsync("repeated", new { territory = "LV0420200" });
        using var other = await PostAsync(analyst, "repeated", new { territory = "LV0941600" });

        Assert.That(second.Id, Is.EqualTo(first.Id));
        Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
    }

    [Test]
    public async Task Who_kept_it_is_told_to_themselves_only_and_everyone_reads_it()
    {
        var kept = await KeepAsync("whose", new { territory = "LV0420200" });
        var address = $"/v1/briefings/{kept.Id}";
        var seen = (await api.Client.GetFromJsonAsync<KeptBriefing>(address, Asked.Web))!;
        var listed = (await api.Client.GetFromJsonAsync<Page<KeptBriefing>>("/v1/briefings?territory=LV0420200&limit=1", Asked.Web))!;
        Assert.Multiple(() =>
        {
            Assert.That((kept.KeptBy is not null, seen.KeptBy), Is.EqualTo((true, (string?)null)));
            Assert.That(listed.Items, Has.Count.EqualTo(1));
            Assert.That(listed.Items[0].Territory.Code, Is.EqualTo("LV0420200"));
        });
    }

    [Test]
    public async Task A_municipality_that_is_no_more_is_told_of_as_long_as_it_was()
    {
        var briefing = await BriefAsync("lv", "LV0055000"); // merged into Madona on 1 July 2025
        Assert.That(briefing.Territory.Name, Is.EqualTo("Varakļānu novads"));
        Assert.That(briefing.Figures, Is.Not.Empty);
        Assert.That(briefing.Figures.Select(figure => string.CompareOrdinal(figure.Period, "2025")), Is.All.LessThanOrEqualTo(0));
    }

    [Test]
    public async Task What_is_wrong_is_told_all_at_once()
    {
        using var refused = await PostAsync(analyst, null, new { territory = "LV9999999", group = "similar:900", title = "two\nlines" });
        var problem = (await refused.Content.ReadFromJsonAsync<ApiProblem>(Asked.Web))!;
        using var stranger = await PostAsync(api.Client, "stranger", new { territory = "LV0420200" });
        using var region = await api.Client.GetAsync("/v1/briefings/current?territory=LV9999999&group=nowhere");

        Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/territory unknown-code", "/group out-of-range", "/title invalid-character", " required" })); // the header is no place in the body
        Assert.That((refused.StatusCode, stranger.StatusCode, region.StatusCode), Is.EqualTo((HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest)));
    }

    [Test]
    public async Task A_figure_that_is_not_public_is_in_no_briefing_even_of_an_administrator()
    {
        using var @operator = api.With(api.OperatorKey());
        var before = await BriefAsync("en", "LV0880200");
        using var classified = await @operator.PostAsync("/v1/classifications", JsonContent.Create(new { indicator = "income-tax-per-capita", territory = "LV0880200", visibility = "administrators", reason = "A test" }));
        Assert.That(classified.IsSuccessStatusCode, await classified.Content.ReadAsStringAsync());
        await api.RefreshAsync();
        var stranger = await BriefAsync("en", "LV0880200");
        var administrator = (await @operator.GetFromJsonAsync<Briefing>("/v1/briefings/current?territory=LV0880200&lang=en", Asked.Web))!;

        Assert.That(before.Figures.Any(figure => figure is { Indicator: "income-tax-per-capita", Value: not null }));
        Assert.That(stranger.Figures.Concat(administrator.Figures).Where(figure => figure.Indicator == "income-tax-per-capita").Select(figure => figure.Value), Is.All.Null);
    }

    private async Task<Briefing> BriefAsync(string language, string territory = "LV0420200") =>
        (await api.Client.GetFromJsonAsync<Briefing>($"/v1/briefings/current?territory={territory}&lang={language}", Asked.Web))!;

    private async Task<KeptBriefing> KeepAsync(string key, object request)
    {
        using var answer = await PostAsync(analyst, key, request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created), await answer.Content.ReadAsStringAsync());
        var kept = (await answer.Content.ReadFromJsonAsync<KeptBriefing>(Asked.Web))!;
        Assert.That(answer.Headers.Location!.OriginalString, Is.EqualTo($"/v1/briefings/{kept.Id}"));
        return kept;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string? key, object request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/briefings?") { Content = JsonContent.Create(request) };
        if (key is not null)
            message.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(message);
    }

    private async Task<Dictionary<(string Language, string Format), byte[]>> DocumentsAsync(KeptBriefing kept)
    {
        var found = new Dictionary<(string, string), byte[]>();
        foreach (var document in kept.Documents)
            found[(document.Language, document.Format)] = await api.Client.GetByteArrayAsync(document.Address);
        return found;
    }

    /// <summary>Leaves a document to be looked at, where BENCHLEARNING_KEEP_PICTURES names a folder.</summary>
    private static void Keep(string name, byte[] content)
    {
        if (Environment.GetEnvironmentVariable("BENCHLEARNING_KEEP_PICTURES") is { Length: > 0 } folder)
            File.WriteAllBytes(Path.Combine(folder, name), content);
    }

    [GeneratedRegex("<(?<element>meta [^>]*)>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex VoidElements();

    [GeneratedRegex("^h[1-6]$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Heading();
}
