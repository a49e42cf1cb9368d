using System.Net;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>Refusals: one shape, everything at once, and a page behind each type.</summary>
[TestFixture]
public sealed class ProblemTests
{
    private static ApiServer Api => SharedServer.Api;

    [Test]
    public async Task Every_problem_type_opens_a_page_about_it()
    {
        foreach (var type in ProblemTypes.All.Values)
        {
            using var page = await Api.AskAsync($"/problems/{type.Code}");
            Assert.That(page.StatusCode, Is.EqualTo(HttpStatusCode.OK), type.Code);
            Assert.That(page.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/html"), type.Code);
            Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain(type.Code), type.Code);
        }
    }

    [Test]
    public async Task Guard_validator_and_selection_speak_in_one_answer()
    {
        using var answer = await Api.AskAsync("/v1/observations?indicator=unemployment-rat&territory=LV0420201,group:state-citis&period=2013-13,2013..2010,1999&breakdown=sex&boundaries=2000-01-01&asOf=yesterday&limit=0&cursor=x&labels=perhaps&lang=xx&format=yaml&teritory=LV0420200&period2=",
            ("Origin", "https://example.lv"), ("Accept-Language", "en"));
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.Findings(), Is.EquivalentTo(new[]
        {
            "asOf not-an-instant", "labels unknown-value", "lang unknown-value", "format unknown-value", "teritory unknown-parameter", "period2 unknown-parameter",
            "indicator unknown-code", "territory unknown-code", "territory unknown-code", "period invalid-period", "period invalid-period", "period invalid-period",
            "breakdown invalid-breakdown", "boundaries before-coverage", "limit out-of-range", "cursor invalid-cursor",
        }));
        Assert.Multiple(() =>
        {
            Assert.That(problem.GetProperty("detail").GetString(), Does.StartWith("16 findings"));
            Assert.That(problem.GetProperty("title").GetString(), Is.EqualTo("The request is not valid"));
            Assert.That(problem.GetProperty("instance").GetString(), Is.EqualTo("/v1/observations"));
            Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
            Assert.That(answer.Header("Access-Control-Expose-Headers"), Does.Contain("RateLimit"));
        });
    }

    [TestCase("/v1/territories/LV0420201", "LV0420200")]
    [TestCase("/v1/territories/LV0420201/history", "LV0420200")]
    [TestCase("/v1/territories/lv0420200/successors", "LV0420200")]
    [TestCase("/v1/territory-groups/state-citis", "state-cities")]
    [TestCase("/v1/indicators/unemployement-rate", "unemployment-rate")]
    [TestCase("/v1/indicators/unemployement-rate/versions", "unemployment-rate")]
    public async Task An_unknown_code_in_the_path_is_404_and_names_the_nearest(string address, string nearest)
    {
        using var answer = await Api.AskAsync(address);
        var problem = await answer.ProblemAsync(HttpStatusCode.NotFound);

        Assert.That(problem.Findings(), Is.EqualTo(new[] { "code unknown-code" }));
        Assert.That(problem.Allowed().First(), Is.EqualTo(nearest));
    }

    [TestCase("POST", "/v1/analyses/positions", "/v1/analyses/position")]
    [TestCase("POST", "/v1/analyses/spc/nothing-like-it", "/v1/analyses/spc/funnel")]
    [TestCase("GET", "/v1/teritories", "/v1/territories")]
    [TestCase("GET", "/v1/comparisons/trends", "/v1/comparisons/trend")]
    public async Task An_unknown_path_beside_known_ones_is_404_and_names_them(string method, string address, string nearest)
    {
        using var answer = await Api.AskAsync(new HttpMethod(method), address);
        var problem = await answer.ProblemAsync(HttpStatusCode.NotFound);

        Assert.That(problem.GetProperty("detail").GetString(), Does.Match($"there is (.*, )?{nearest}[,.]"));
        Assert.That(answer.Header("Allow"), Is.Null);
    }

    [TestCase("POST", "/v1/territories/LV0420200/nothing/at-all")]
    [TestCase("GET", "/nothing/at/all")]
    public async Task An_unknown_path_beside_none_is_404(string method, string address)
    {
        using var answer = await Api.AskAsync(new HttpMethod(method), address);
        var problem = await answer.ProblemAsync(HttpStatusCode.NotFound);
        Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo($"There is nothing at {address}."));
    }

    [TestCase("/v1/observations?indicator=unemployement-rate", "unemployment-rate")]
    [TestCase("/v1/observations?indicator=unemployment-rate&territory=C%C4%93su%20novads", "LV0420200")]
    [TestCase("/v1/observations?indicator=unemployment-rate&breakdown=sexx:F", "sex")]
    [TestCase("/v1/comparisons?indicator=unemployment_rate&territory=LV0420200", "unemployment-rate")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&group=region-vidzemme", "region-vidzeme")]
    [TestCase("/v1/comparisons/profile?territory=LV0420200&topic=econmy", "economy")]
    [TestCase("/v1/comparisons?indicators=unemployment-rate", "indicator")]
    [TestCase("/v1/territories?regoin=LV-VIDZEME", "region")]
    [TestCase("/v1/indicators?topic=labor-market", "labour-market")]
    public async Task A_misspelt_word_is_answered_with_the_nearest(string address, string nearest)
    {
        using var answer = await Api.AskAsync(address);
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").EnumerateArray().SelectMany(error => error.TryGetProperty("allowed", out var allowed)
            ? allowed.EnumerateArray().Select(value => value.GetString()) : []), Does.Contain(nearest));
    }

    [TestCase("""{"indicator":["unemployment-rate"],}""", "", "malformed-json")]
    [TestCase("""{"indicator":["unemployment-rate"],"teritory":["*"]}""", "/teritory", "malformed-field")]
    [TestCase("""{"indicator":["unemployment-rate",{}]}""", "/indicator/1", "malformed-field")]
    [TestCase("""{"indicator":["unemployment-rate"],"a/b ~":1}""", "/a~1b ~0", "malformed-field")]
    [TestCase("""{"indicator":["unemployment-rate"],"limit":"many"}""", "/limit", "malformed-field")]
    public async Task A_body_that_cannot_be_read_is_pointed_into(string body, string pointer, string code)
    {
        using var answer = await Api.PostAsync(body);
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        var error = problem.GetProperty("errors").EnumerateArray().Single();
        Assert.That((error.GetProperty("pointer").GetString(), error.GetProperty("code").GetString()), Is.EqualTo((pointer, code)));
    }

    [Test]
    public async Task A_body_that_is_too_large_or_of_no_type_is_told_what_would_be_right()
    {
        using var large = await Api.PostAsync(new string(' ', 1_000_001));
        using var untyped = await Api.Client.PostAsync(new Uri("/v1/observations/query", UriKind.Relative), new ByteArrayContent("{}"u8.ToArray()));

        Assert.That((await large.ProblemAsync(HttpStatusCode.RequestEntityTooLarge)).GetProperty("detail").GetString(), Does.Contain("1000000 bytes"));
        Assert.That((await untyped.ProblemAsync(HttpStatusCode.UnsupportedMediaType)).GetProperty("detail").GetString(), Does.Contain("application/json"));
    }

    [Test]
    public async Task Long_values_are_shown_short_and_never_cut_within_a_character()
    {
        var value = new string('a', 99) + "😀" + new string('b', 200); // the pair lies across the hundredth unit
        foreach (var address in new[]
        {
            "/v1/observations?indicator=", "/v1/observations?indicator=unemployment-rate&territory=", "/v1/observations?indicator=unemployment-rate&territory=group:",
            "/v1/territories?region=", "/v1/indicators?topic=", "/v1/comparisons/profile?territory=LV0420200&topic=", "/v1/territories?type=", "/v1/territories/", "/v1/indicators/", "/v1/territory-groups/", "/v1/topics?",
        })
        {
            using var answer = await Api.AskAsync(address + Uri.EscapeDataString(value));
            var problem = await answer.ProblemAsync();
            var error = problem.GetProperty("errors")[0];
            Assert.Multiple(() =>
            {
                Assert.That(problem.GetRawText(), Does.Not.Contain("\uFFFD").And.Not.Contain("\\uD83D"), address);
                Assert.That(error.GetProperty("message").GetString(), Has.Length.LessThan(300), address);
                Assert.That((error.TryGetProperty("value", out var shown) ? shown.GetString() : "")!.Length, Is.LessThanOrEqualTo(101), address);
            });
        }
    }

    [TestCase("&format=yaml")]
    [TestCase("&teritory=LV0001000")]
    [TestCase("&lang=de")]
    [TestCase("&period=")]
    public async Task A_refused_request_is_not_answered_with_what_was_kept_for_a_right_one(string mistake)
    {
        const string Right = "/v1/observations?indicator=dependency-ratio&territory=LV0420200";
        for (var time = 0; time < 2; time++)
            using (var kept = await Api.AskAsync(Right))
                Assert.That(kept.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var answer = await Api.AskAsync(Right + mistake);
        await answer.ProblemAsync(HttpStatusCode.BadRequest);
        using var again = await Api.AskAsync(Right);
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_code_in_other_letters_is_unknown_however_often_the_right_one_was_asked_for()
    {
        for (var time = 0; time < 2; time++)
            using (var kept = await Api.AskAsync("/v1/territories/LV0804400"))
                Assert.That(kept.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var answer = await Api.AskAsync("/v1/territories/lv0804400");

        Assert.That((await answer.ProblemAsync(HttpStatusCode.NotFound)).Allowed().First(), Is.EqualTo("LV0804400"));
    }

    [TestCase("/../../etc/passwd")]
    [TestCase("/v1/../../etc/passwd")]
    [TestCase("/v1/%2e%2e/%2e%2e/etc/passwd")]
    [TestCase("/swagger/..%2f..%2fappsettings.json")]
    [TestCase("/swagger/%2e%2e/appsettings.json")]
    [TestCase("/v1/territories/..%5c..%5cappsettings.json")]
    [TestCase("/problems/..%2f..%2fappsettings.json")]
    [TestCase("/appsettings.json")]
    [TestCase("/v1/territories/LV0420200.json")]
    [TestCase("/v1/territories.json")]
    [TestCase("/V2/territories")]
    [TestCase("//v1/territories")]
    public async Task There_is_nothing_at_other_paths(string path)
    {
        var (head, body) = await RawRequest.SendAsync(Api, $"GET {path} HTTP/1.1\r\nHost: {Api.BaseAddress.Authority}\r\nConnection: close\r\n\r\n");

        Assert.That(head, Does.StartWith("HTTP/1.1 404 ").And.Contains("application/problem+json"));
        Assert.That(body, Does.Not.Contain("root:").And.Not.Contains("ConnectionStrings"));
    }
}
