using System.Net;
using System.Text;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>What people and programs get wrong: each is refused by name, with what would be right.</summary>
[TestFixture]
public sealed class BadInputTests
{
    private const string Observations = "/v1/observations?indicator=unemployment-rate&territory=LV0420200";

    private static ApiServer Api => SharedServer.Api;

    [TestCase("2013-13", "year (2013), a quarter (2013-Q2) or a month (2013-05)")]
    [TestCase("2013-00", "month (2013-05)")]
    [TestCase("2013-Q5", "quarter (2013-Q2)")]
    [TestCase("2013..2010", "reversed; write 2010..2013")]
    [TestCase("2013-05..2013-01", "reversed; write 2013-01..2013-05")]
    [TestCase("2008", "begins with 2009")]
    [TestCase("1000..2013", "begins with 2009")]
    [TestCase("0000", "begins with 2009")]
    [TestCase("0000..9999", "begins with 2009")]
    [TestCase("2010..2013-05", "same kind")]
    [TestCase("..", "at least one end")]
    [TestCase("latest(0)", "1 to 1000")]
    [TestCase("latest(-1)", "1 to 1000")]
    [TestCase("latest(1001)", "1 to 1000")]
    [TestCase("latest(99999999999)", "1 to 1000")]
    [TestCase("latest(", "period is a year")]
    [TestCase("latest()", "1 to 1000")]
    [TestCase("13", "period is a year")]
    [TestCase("٢٠١٣", "period is a year")]
    [TestCase("2010...2013", "period is a year")]
    [TestCase("2013,,2012", "period is a year")]
    public async Task A_period_that_is_none_is_refused(string period, string hint)
    {
        foreach (var address in new[] { Observations, "/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200" })
        {
            using var answer = await Api.AskAsync($"{address}&period={Uri.EscapeDataString(period)}");
            var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);
            Assert.That(problem.Findings(), Is.All.EqualTo("period invalid-period"), address);
            Assert.That(problem.GetProperty("errors")[0].GetProperty("message").GetString(), Does.Contain(hint), address);
        }
    }

    [TestCase("9999")]
    [TestCase("2014..9999")]
    [TestCase("2009-01")]
    public async Task A_period_without_data_is_an_empty_answer(string period)
    {
        using var rows = await Api.AskAsync($"{Observations}&period={period}");
        using var text = await Api.AskAsync($"{Observations}&period={period}&format=csv");
        using var dense = await Api.AskAsync($"{Observations}&period={period}&format=json-stat");

        Assert.That((await rows.JsonAsync()).GetProperty("rows").GetArrayLength(), Is.Zero);
        Assert.That((await text.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
        Assert.That((await dense.ProblemAsync(HttpStatusCode.NotFound)).GetProperty("code").GetString(), Is.EqualTo("nothing-selected"));
    }

    [TestCase("/v1/territories?on=2013-02-30", "on not-a-date")]
    [TestCase("/v1/territories?on=0000-01-01", "on not-a-date")]
    [TestCase("/v1/territories?on=2008-12-31", "on before-coverage")]
    [TestCase("/v1/territories?on=31.12.2013", "on not-a-date")]
    [TestCase("/v1/territories?type=city", "type unknown-value")]
    [TestCase("/v1/territories?region=LV-VIDZEM", "region unknown-code")]
    [TestCase("/v1/territory-changes?from=2020-01-01&to=2019-01-01", "to reversed")]
    [TestCase("/v1/crosswalk", "from required")]
    [TestCase("/v1/crosswalk?from=2001-01-01", "from before-coverage")]
    [TestCase("/v1/observations", "indicator required")]
    [TestCase("/v1/observations?indicator=", "indicator empty-value")]
    [TestCase("/v1/observations?indicator=unemployment-rate&indicator=dependency-ratio", "indicator repeated-parameter")]
    [TestCase("/v1/observations?indicator=unemployment-rate&Indicator=dependency-ratio", "indicator repeated-parameter")]
    [TestCase("/v1/observations?indicator=unemployment-rate,", "indicator unknown-code")]
    [TestCase("/v1/observations?indicator=%20unemployment-rate", "indicator unknown-code")]
    [TestCase("/v1/observations?indicator=unemployment-rate%00", "indicator invalid-character")]
    [TestCase("/v1/observations?indicator=%FF", "indicator invalid-character")]
    [TestCase("/v1/observations?indicator=%C0%80", "indicator invalid-character")] // overlong
    [TestCase("/v1/observations?indicator=%ED%A0%80", "indicator invalid-character")] // half a surrogate pair
    [TestCase("/v1/observations?indicator=unemployment-rate%0D%0ASet-Cookie:%20a=b", "indicator invalid-character")]
    [TestCase("/v1/observations?indicator=%E2%80%AEunemployment-rate", "indicator unknown-code")] // right to left
    [TestCase("/v1/observations?indicator=une%CC%81mployment-rate", "indicator unknown-code")] // combining accent
    [TestCase("/v1/observations?indicator=%25", "indicator unknown-code")]
    [TestCase("/v1/observations?indicator=%zz", "indicator unknown-code")]
    [TestCase("/v1/observations?indicator=unemployment-rate&limit=0", "limit out-of-range")]
    [TestCase("/v1/observations?indicator=unemployment-rate&limit=-1", "limit out-of-range")]
    [TestCase("/v1/observations?indicator=unemployment-rate&limit=1000000000", "limit out-of-range")]
    [TestCase("/v1/observations?indicator=unemployment-rate&limit=99999999999999", "limit not-a-number")]
    [TestCase("/v1/observations?indicator=unemployment-rate&limit=abc", "limit not-a-number")]
    [TestCase("/v1/observations?indicator=unemployment-rate&limit=1.5", "limit not-a-number")]
    [TestCase("/v1/observations?indicator=unemployment-rate&limit=1e3", "limit not-a-number")]
    [TestCase("/v1/observations?indicator=unemployment-rate&limit=", "limit empty-value")]
    [TestCase("/v1/observations?indicator=unemployment-rate&format=csv&limit=5", "limit contradiction")]
    [TestCase("/v1/observations?indicator=unemployment-rate&asOf=2999-01-01T00:00:00Z", "asOf in-the-future")]
    [TestCase("/v1/observations?indicator=unemployment-rate&asOf=2020-01-01", "asOf not-an-instant")]
    [TestCase("/v1/observations?indicator=unemployment-rate&asOf=2020-01-01T00:00:00+02:00", "asOf not-an-instant")] // + is a space
    [TestCase("/v1/observations?indicator=unemployment-rate&asOf=0001-01-01T00:00:00%2B14:00", "asOf not-an-instant")]
    [TestCase("/v1/observations?indicator=unemployment-rate&boundaries=2021", "boundaries invalid-boundaries")]
    [TestCase("/v1/observations?indicator=unemployment-rate&breakdown=sex:F", "breakdown not-broken-down")]
    [TestCase("/v1/observations?indicator=unemployment-rate&breakdown=:", "breakdown invalid-breakdown")]
    [TestCase("/v1/observations?indicator=unemployment-rate&=1", " unknown-parameter")]
    [TestCase("/v1/observations?indicator=unemployment-rate&%00=1", "\0 unknown-parameter")]
    [TestCase("/v1/observations/revisions?indicator=unemployment-rate&territory=LV0420200&period=2010..2013", "period invalid-period")]
    [TestCase("/v1/observations/revisions?indicator=unemployment-rate&territory=LV0420200&period=2013&breakdown=nothing:F", "breakdown unknown-code")]
    [TestCase("/v1/observations/revisions?indicator=unemployment-rate&territory=LV0420200&period=2013&breakdown=x", "breakdown invalid-breakdown")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&group=similar:0", "group out-of-range")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&group=similar:-1", "group out-of-range")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&group=similar:", "group out-of-range")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&group=state-cities&similarBy=population", "similarBy contradiction")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&similarBy=population:NaN", "similarBy invalid-weight")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&similarBy=population:0", "similarBy invalid-weight")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&similarBy=population,population", "similarBy repeated-code")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate,dependency-ratio&territory=LV0420200", "indicator one-only")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV-VIDZEME", "territory not-a-municipality")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013-05", "period wrong-periodicity")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&mixTypes=yes", "mixTypes unknown-value")]
    [TestCase("/v1/topics?format=json", "format unknown-parameter")]
    public async Task Each_mistake_has_its_name(string address, string finding)
    {
        using var answer = await Api.AskAsync(address);
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.Findings(), Is.EqualTo(new[] { finding }));
    }

    [TestCase("/v1/observations?indicator=%75nemployment%2Drate&territory=%4CV0420200")]
    [TestCase("/v1/%74erritories/LV0420200")]
    [TestCase("/v1/territories?q=%C4%B6ekava")]
    [TestCase("/v1/territories?q=K%CC%A7ekava")]
    [TestCase("/v1/territories?q=%E2%80%AEkekava")]
    [TestCase("/v1/territories?q=%F0%9F%98%80")]
    [TestCase("/v1/territories?q='%3B+drop+table+territory%3B--")]
    [TestCase("/v1/indicators?q=%25_%5C")]
    [TestCase("/v1/observations?indicator=unemployment-rate&asOf=0001-01-01T00:00:00Z")]
    [TestCase("/v1/territories?on=9999-12-31")]
    [TestCase("/v1/territory-groups/size-under-5000?on=9999-12-31")]
    [TestCase("/v1/crosswalk?from=2013-12-31&to=9999-12-31")]
    [TestCase("/v1/observations?indicator=unemployment-rate&boundaries=9999-12-31")]
    public async Task Unusual_but_right_input_is_answered(string address)
    {
        using var answer = await Api.AskAsync(address);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task Ten_thousand_codes_are_refused_with_the_number_that_is_taken()
    {
        var codes = Enumerable.Range(0, 10_000).Select(number => $"LV{number:0000000}").ToArray();
        using var body = await Api.PostAsync($$"""{"indicator":["unemployment-rate"],"territory":["{{string.Join("\",\"", codes)}}"]}""");
        using var address = await Api.AskAsync("/v1/observations?indicator=unemployment-rate&territory=" + string.Join(',', Enumerable.Repeat("1", 5000)));
        using var trend = await Api.AskAsync("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200&period=" + string.Join(',', Enumerable.Repeat("2013", 241)));
        using var profile = await Api.AskAsync("/v1/comparisons/profile?territory=LV0420200&indicator=" + string.Join(',', Enumerable.Repeat("unemployment-rate", 501)));

        Assert.Multiple(async () =>
        {
            Assert.That((await body.ProblemAsync(HttpStatusCode.BadRequest)).Findings(), Is.EqualTo(new[] { "/territory too-many-codes" }));
            Assert.That((await address.ProblemAsync(HttpStatusCode.BadRequest)).Findings(), Is.EqualTo(new[] { "territory too-many-codes" }));
            Assert.That((await trend.ProblemAsync(HttpStatusCode.BadRequest)).Findings(), Is.EqualTo(new[] { "period too-many-codes" }));
            Assert.That((await profile.ProblemAsync(HttpStatusCode.BadRequest)).Findings(), Is.EqualTo(new[] { "indicator too-many-codes" }));
        });
    }

    [Test]
    public async Task A_thousand_unknown_codes_are_counted_and_the_first_hundred_listed()
    {
        var codes = Enumerable.Range(0, 1000).Select(number => $"LX{number:0000000}");
        using var answer = await Api.PostAsync($$"""{"indicator":["unemployment-rate"],"territory":["{{string.Join("\",\"", codes)}}"]}""");
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetArrayLength(), Is.EqualTo(100));
        Assert.That(problem.GetProperty("detail").GetString(), Is.EqualTo("1000 findings; the first 100 are in errors."));
        Assert.That(problem.Findings().Last(), Is.EqualTo("/territory/99 unknown-code"));
    }

    [Test]
    public async Task A_hundred_kilobytes_of_address_are_refused_with_the_way_out()
    {
        using var answer = await Api.AskAsync("/v1/observations?indicator=" + new string('x', 100_000), ("Origin", "https://example.lv"));
        var problem = await answer.ProblemAsync(HttpStatusCode.RequestUriTooLong);

        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("POST /v1/observations/query"));
        Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
    }

    [Test]
    public async Task A_hundred_kilobytes_of_headers_are_refused()
    {
        using var answer = await Api.AskAsync("/v1/topics", ("X-Long", new string('x', 100_000)));

        await answer.ProblemAsync(HttpStatusCode.RequestHeaderFieldsTooLarge);
    }

    /// <summary>The web server answers these itself, before any code of ours: a bare status, and the connection closed.</summary>
    [TestCase("GET /v1/topics?{0} HTTP/1.1", 1_000_000, 414)]
    [TestCase("GET /v1/territories/%00 HTTP/1.1", 0, 400)]
    [TestCase("GET /v1/top ics HTTP/1.1", 0, 400)]
    [TestCase("GET v1/topics HTTP/1.1", 0, 400)]
    [TestCase("GET /v1/topics HTTP/9.9", 0, 505)]
    [TestCase("NONSENSE", 0, 400)]
    public async Task What_is_no_request_gets_a_status_and_the_connection_is_closed(string line, int length, int status)
    {
        var (head, _) = await RawRequest.SendAsync(Api, line.Replace("{0}", new string('x', length), StringComparison.Ordinal) + $"\r\nHost: {Api.BaseAddress.Authority}\r\n\r\n");

        Assert.That(head, Does.StartWith($"HTTP/1.1 {status} ").And.Contains("Connection: close"));
        using var next = await Api.AskAsync("/v1/topics");
        Assert.That(next.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Invalid_UTF_8_in_a_path_is_an_unknown_code()
    {
        foreach (var code in new[] { "%FF", "%C0%80", "%ED%A0%80", "%E2%80%AELV0420200", "LV0420200%CC%81", Uri.EscapeDataString(new string('ā', 1000)), "%2e%2e%2f", "%3Cscript%3E" })
        {
            using var answer = await Api.AskAsync($"/v1/territories/{code}");
            Assert.That((await answer.ProblemAsync(HttpStatusCode.NotFound)).GetRawText(), Does.Not.Contain("<script>"));
        }
    }

    private static readonly object[] Bodies =
    [
        new object[] { """{"indicator":["unemployment-rate"],}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate",]}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"] /* all */}""", "malformed-body" },
        new object[] { """// all{"indicator":["unemployment-rate"]}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"],"indicator":["dependency-ratio"]}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"],"Indicator":["dependency-ratio"]}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"],"teritory":["LV0420200"]}""", "malformed-body" },
        new object[] { """{"indicator":"unemployment-rate"}""", "malformed-body" },
        new object[] { """{"indicator":[1]}""", "malformed-body" },
        new object[] { """{"indicator":{"0":"unemployment-rate"}}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"],"limit":"5"}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"],"limit":1e400}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"],"labels":1}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"],"asOf":"yesterday"}""", "malformed-body" },
        new object[] { """{"indicator":["\ud800"]}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"]}{}""", "malformed-body" },
        new object[] { """{"indicator":["unemployment-rate"]""", "malformed-body" },
        new object[] { """['unemployment-rate']""", "malformed-body" },
        new object[] { "null", "malformed-body" },
        new object[] { "[]", "malformed-body" },
        new object[] { "\"\"", "malformed-body" },
        new object[] { "7", "malformed-body" },
        new object[] { "", "malformed-body" },
        new object[] { "\0", "malformed-body" },
        new object[] { new string('[', 1000) + new string(']', 1000), "malformed-body" },
        new object[] { """{"indicator":""" + new string('[', 1000) + new string(']', 1000) + "}", "malformed-body" },
        new object[] { "{}", "invalid-request", "/indicator required" },
        new object[] { """{"indicator":null}""", "invalid-request", "/indicator required" },
        new object[] { """{"indicator":[]}""", "invalid-request", "/indicator required" },
        new object[] { """{"indicator":[null]}""", "invalid-request", "/indicator/0 unknown-code" },
        new object[] { """{"indicator":[""]}""", "invalid-request", "/indicator/0 unknown-code" },
        new object[] { """{"indicator":["a\u0000b"]}""", "invalid-request", "/indicator/0 unknown-code" },
        new object[] { """{"indicator":["unemployment-rate"],"territory":[],"period":[]}""", "invalid-request", "/territory empty-value", "/period empty-value" },
        new object[] { """{"indicator":["unemployment-rate"],"territory":[null],"period":[null],"breakdown":[null]}""", "invalid-request", "/territory/0 unknown-code", "/period/0 invalid-period", "/breakdown/0 invalid-breakdown" },
        new object[] { """{"indicator":["unemployment-rate"],"boundaries":"","limit":0,"cursor":""}""", "invalid-request", "/boundaries invalid-boundaries", "/limit out-of-range", "/cursor invalid-cursor" },
    ];

    [TestCaseSource(nameof(Bodies))]
    public async Task A_body_that_is_not_a_selection_is_refused(string body, string code, params string[] findings)
    {
        using var answer = await Api.PostAsync(body);
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo(code));
        if (code == "malformed-body") // what cannot be read has one place where reading ended, or none where nothing came
            Assert.That(problem.Findings().ToArray(), Has.Length.LessThanOrEqualTo(1).And.All.Match(" malformed-(json|field)$"));
        else
            Assert.That(problem.Findings(), Is.EqualTo(findings));
    }

    [Test]
    public async Task Body_and_query_of_a_POST_are_refused_together()
    {
        using var answer = await Api.PostAsync("""{"indicator":["nothing"],"limit":-1}""", query: "?format=yaml&lang=de&limit=5");
        var problem = await answer.ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.Findings(), Is.EquivalentTo(new[] { "format unknown-value", "lang unknown-value", "limit unknown-parameter", "/indicator/0 unknown-code", "/limit out-of-range" }));
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("multipart/form-data; boundary=x")]
    [TestCase("nonsense")]
    [TestCase(null)]
    public async Task A_body_of_another_type_is_refused(string? contentType)
    {
        using var answer = await Api.PostAsync("""{"indicator":["unemployment-rate"]}"""u8.ToArray(), contentType);

        await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType);
    }

    [Test]
    public async Task A_body_in_invalid_UTF_8_is_refused()
    {
        using var answer = await Api.PostAsync([.. "{\"indicator\":[\""u8, 0xFF, 0xFE, .. "\"]}"u8]);

        await answer.ProblemAsync(HttpStatusCode.BadRequest);
    }

    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/json; charset=\"UTF-8\"")]
    public async Task A_body_that_names_its_encoding_is_read(string contentType)
    {
        using var answer = await Api.PostAsync("""{"indicator":["unemployment-rate"],"territory":["LV0420200"]}""", contentType);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_body_that_names_an_encoding_that_is_none_is_refused()
    {
        using var answer = await Api.PostAsync("""{"indicator":["unemployment-rate"]}""", "application/json; charset=nonsense");

        Assert.That((int)answer.StatusCode, Is.EqualTo(415).Or.EqualTo(400));
        await answer.ProblemAsync();
    }

    [Test]
    public async Task Fifty_megabytes_of_body_are_refused_whether_announced_or_not()
    {
        var head = $"POST /v1/observations/query HTTP/1.1\r\nHost: {Api.BaseAddress.Authority}\r\nOrigin: https://example.lv\r\nContent-Type: application/json\r\nConnection: close\r\n";
        var body = Encoding.ASCII.GetBytes("{\"indicator\":[\"" + new string('x', 50 * 1024 * 1024));
        var (announced, problem) = await RawRequest.SendAsync(Api, $"{head}Content-Length: {body.Length}\r\n\r\n", body);
        var (chunked, chunkedProblem) = await RawRequest.SendAsync(Api, $"{head}Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n", body);

        foreach (var (answer, text) in new[] { (announced, problem), (chunked, chunkedProblem) })
        {
            Assert.That(answer, Does.StartWith("HTTP/1.1 413 ").And.Contains("application/problem+json").And.Contains("Access-Control-Allow-Origin: *"));
            Assert.That(text, Does.Contain("\"payload-too-large\""));
        }
    }

    [Test]
    public async Task A_chunked_body_within_the_limit_is_read()
    {
        const string Json = """{"indicator":["unemployment-rate"],"territory":["LV0420200"],"period":["2013"]}""";
        var (head, body) = await RawRequest.SendAsync(Api,
            $"POST /v1/observations/query HTTP/1.1\r\nHost: {Api.BaseAddress.Authority}\r\nContent-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n{Json.Length:x}\r\n{Json}\r\n0\r\n\r\n");

        Assert.That(head, Does.StartWith("HTTP/1.1 200 "));
        Assert.That(body, Does.Contain("\"value\":6.5"));
    }
}
