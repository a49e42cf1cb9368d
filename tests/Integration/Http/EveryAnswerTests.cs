using System.Net;
using System.Text.RegularExpressions;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>What holds for every answer of every route. The routes are asked of the app: a new one is covered by being there.</summary>
[TestFixture]
public sealed partial class EveryAnswerTests
{
    private static ApiServer Api => SharedServer.Api;

    [Test]
    public async Task Every_route_answers_its_address_with_version_and_security_headers()
    {
        Assert.That(Route.All(Api), Has.Count.GreaterThan(25));
        foreach (var route in Route.All(Api).Where(route => route.IsGet))
        {
            using var answer = await Api.AskAsync(route.Address, route.Credentials(Api));
            Assert.Multiple(() =>
            {
                Assert.That(answer.StatusCode, Is.EqualTo(route.Answers ? HttpStatusCode.OK : HttpStatusCode.Redirect), route.Address);
                CheckHeaders(answer, route.Address);
            });
        }
    }

    [TestCase("/v1/no-such-thing", 404)]
    [TestCase("/nothing", 404)]
    [TestCase("/v1/territories/LV9999999", 404)]
    [TestCase("/v1/territories?limit=0", 400)]
    [TestCase("/swagger/index.html", 200)]
    [TestCase("/swagger/index.js", 200)]
    [TestCase("/", 302)]
    public async Task Answers_that_are_no_reads_carry_the_same_headers(string address, int status)
    {
        using var answer = await Api.AskAsync(address);

        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        CheckHeaders(answer, address);
    }

    [Test]
    public async Task Every_read_has_validators_caching_and_language()
    {
        foreach (var route in Route.Reads(Api))
        {
            using var answer = await Api.AskAsync(route.Address);
            Assert.Multiple(() =>
            {
                Assert.That(answer.Header("ETag"), Does.Match("^\"[A-Za-z0-9_-]+\"$"), route.Address); // strong
                Assert.That(answer.Content.Headers.LastModified, Is.Not.Null.And.LessThanOrEqualTo(answer.Headers.Date!.Value), route.Address);
                Assert.That(answer.Content.Headers.LastModified!.Value.Year, Is.GreaterThan(2020), route.Address);
                Assert.That(answer.Header("Cache-Control"), Is.EqualTo("public, max-age=60, must-revalidate"), route.Address);
                Assert.That(answer.Header("Vary"), Is.EqualTo("Accept, Accept-Encoding, Accept-Language, Origin"), route.Address);
                Assert.That(answer.Header("Content-Language"), Is.EqualTo("lv"), route.Address);
                Assert.That(answer.Header("RateLimit-Policy"), Does.Match("^\"(metadata|data|analyses)\";q=\\d+;w=60$"), route.Address);
                Assert.That(answer.Header("RateLimit"), Does.Match("^\"(metadata|data|analyses)\";r=\\d+;t=\\d+$"), route.Address);
            });
        }
    }

    [Test]
    public async Task Every_read_links_to_itself_the_contract_the_configuration_and_the_licence()
    {
        foreach (var route in Route.Reads(Api))
        {
            var address = !route.Takes("lang") ? route.Address : route.Address + (route.Address.Contains('?', StringComparison.Ordinal) ? "&lang=en" : "?lang=en");
            using var first = await Api.AskAsync(address);
            using var second = await Api.AskAsync(address);
            using var again = await Api.AskAsync(first.RequestMessage!.RequestUri!.PathAndQuery);
            var links = Links(first);
            Assert.Multiple(() =>
            {
                Assert.That(links.GetValueOrDefault("self"), Is.EqualTo(first.RequestMessage.RequestUri.AbsoluteUri), route.Address);
                Assert.That(links.GetValueOrDefault("service-desc"), Is.EqualTo("/v1/openapi.json"), route.Address);
                Assert.That(links.GetValueOrDefault("describedby license"), Is.EqualTo("/v1/config"), route.Address);
                Assert.That(Links(again), Is.EqualTo(links), route.Address); // from the kept answers
            });
        }
    }

    [TestCase("/v1/observations?indicator=unemployment-rate&territory=LV0420200&limit=2", "json-stat csv excel-lv xlsx")]
    [TestCase("/v1/observations?indicator=unemployment-rate&territory=LV0420200&format=csv", "json json-stat excel-lv xlsx")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013", "svg png")]
    [TestCase("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200&format=png", "json svg")]
    public async Task The_same_in_other_formats_is_linked_and_answers(string address, string formats)
    {
        using var answer = await Api.AskAsync(address);
        var alternates = LinkPattern().Matches(answer.Header("Link")!).Where(link => link.Groups["relation"].Value == "alternate").Select(link => link.Groups["address"].Value).ToArray();

        Assert.That(alternates.Select(alternate => alternate[(alternate.IndexOf("format=", StringComparison.Ordinal) + 7)..]), Is.EqualTo(formats.Split(' ')));
        foreach (var alternate in alternates)
        {
            using var other = await Api.AskAsync(new Uri(alternate).PathAndQuery);
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK), alternate);
        }
    }

    [Test]
    public async Task The_next_links_lead_through_all_pages_and_every_row_comes_once()
    {
        var address = "/v1/observations?indicator=unemployment-rate,dependency-ratio&territory=group:state-cities&limit=17";
        var seen = new List<string>();
        var pages = 0;
        while (address is not null)
        {
            using var answer = await Api.AskAsync(address);
            var page = await answer.JsonAsync();
            seen.AddRange(page.GetProperty("rows").EnumerateArray().Select(row => $"{row.GetProperty("indicator")} {row.GetProperty("identity")} {row.GetProperty("period")}"));
            address = Links(answer).GetValueOrDefault("next") is { } next ? new Uri(next).PathAndQuery : null;
            Assert.That(page.GetProperty("next").GetString() is null, Is.EqualTo(address is null));
            pages++;
        }

        using var whole = await Api.AskAsync("/v1/observations?indicator=unemployment-rate,dependency-ratio&territory=group:state-cities&limit=10000");
        Assert.Multiple(async () =>
        {
            Assert.That(pages, Is.GreaterThan(3));
            Assert.That(seen, Is.Unique);
            Assert.That(seen, Has.Count.EqualTo((await whole.JsonAsync()).GetProperty("rows").GetArrayLength()));
        });
    }

    [Test]
    public async Task HEAD_equals_GET_in_status_and_headers_on_every_route()
    {
        foreach (var route in Route.All(Api).Where(route => route.IsGet && route.Pattern is not ("/metrics" or "/health/ready")))
        {
            for (var time = 0; time < 2; time++) // made, then made and kept: what is compared are two of a kind
                (await Api.AskAsync(route.Address, route.Credentials(Api))).Dispose();
            using var get = await Api.AskAsync(route.Address, route.Credentials(Api));
            using var head = await Api.AskAsync(HttpMethod.Head, route.Address, route.Credentials(Api));
            string[] moving = route.Pattern is "/v1/audit-chain" or "/v1/audit-entries" ? ["Content-Length", "ETag"] : []; // the log grows by the reads of this very test
            Assert.That($"{head.StatusCode}\n{head.HeadersBut(moving)}", Is.EqualTo($"{get.StatusCode}\n{get.HeadersBut(moving)}"), route.Address);
        }
    }

    [TestCase("/v1/observations?indicator=unemployment-rate&format=csv")]
    [TestCase("/v1/observations?indicator=unemployment-rate&format=json-stat")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&format=png")]
    [TestCase("/v1/observations?indicator=nothing")]
    [TestCase("/v1/territories/LV9999999")]
    [TestCase("/v1/nothing")]
    [TestCase("/swagger/index.html")]
    public async Task HEAD_has_no_body_and_what_it_leaves_behind_is_whole(string address)
    {
        foreach (var encoding in new[] { "identity", "br" })
        {
            var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var fresh = address.StartsWith("/v1/", StringComparison.Ordinal) && !address.Contains("nothing", StringComparison.Ordinal) ? $"{address}{separator}lang=en" : address;
            var (head, body) = await RawRequest.SendAsync(Api, $"HEAD {fresh} HTTP/1.1\r\nHost: {Api.BaseAddress.Authority}\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n");
            Assert.That(body, Is.Empty, head);

            using var get = await Api.AskAsync(fresh, ("Accept-Encoding", encoding));
            Assert.That(head, Does.StartWith($"HTTP/1.1 {(int)get.StatusCode} "));
            Assert.That((await get.Content.ReadAsByteArrayAsync()).Length, Is.GreaterThan(20)); // not the empty body of the HEAD from a cache
        }
    }

    [Test]
    public async Task What_needs_the_operator_key_is_kept_by_nobody_unasked_and_has_a_tag()
    {
        var routes = Route.All(Api).Where(route => route.NeedsOperator).ToArray();
        Assert.That(routes, Has.Length.GreaterThan(4));
        foreach (var route in routes)
        {
            using var refused = await Api.AskAsync(new HttpMethod(route.Methods[0]), route.Address);
            await refused.ProblemAsync(HttpStatusCode.Unauthorized);
            Assert.That(refused.Header("WWW-Authenticate"), Is.EqualTo("Bearer realm=\"benchlearning\""), route.Pattern);
            if (!route.IsGet)
                continue;
            using var answer = await Api.AskAsync(route.Address, route.Credentials(Api));
            using var same = await Api.AskAsync(route.Address, [.. route.Credentials(Api), ("If-None-Match", answer.Header("ETag")!)]);
            Assert.Multiple(async () =>
            {
                Assert.That(answer.Header("Cache-Control"), Is.EqualTo("private, no-cache"), route.Address);
                Assert.That(answer.Header("Vary"), Is.EqualTo("Accept, Accept-Encoding, Accept-Language, Origin"), route.Address);
                Assert.That(answer.Header("Link"), Does.Contain("rel=\"self\""), route.Address);
                Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), route.Address);
                Assert.That(await same.Content.ReadAsByteArrayAsync(), Is.Empty, route.Address);
            });
        }
    }

    [Test]
    public async Task OPTIONS_is_answered_everywhere_with_what_is_allowed()
    {
        foreach (var route in Route.All(Api))
        {
            using var answer = await Api.AskAsync(HttpMethod.Options, route.Address);
            var expected = Route.All(Api).Where(other => other.Pattern == route.Pattern).SelectMany(other => other.Methods)
                .SelectMany(method => method == "GET" ? ["GET", "HEAD"] : new[] { method }).Append("OPTIONS").Distinct();
            Assert.Multiple(() =>
            {
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), route.Pattern);
                Assert.That(answer.Header("Allow")?.Split(", "), Is.EquivalentTo(expected), route.Pattern);
                CheckHeaders(answer, route.Pattern);
            });
        }
    }

    [Test]
    public async Task Other_methods_are_refused_on_every_route_and_the_allowed_ones_named()
    {
        var routes = Route.All(Api);
        foreach (var route in routes)
            foreach (var method in new[] { "PUT", "DELETE", "PATCH", "POST", "TRACE", "GET" }.Where(method => !routes.Any(other => other.Pattern == route.Pattern && other.Methods.Contains(method))))
            {
                using var answer = await Api.AskAsync(new HttpMethod(method), route.Address);
                var problem = await answer.ProblemAsync(HttpStatusCode.MethodNotAllowed);
                Assert.That(answer.Header("Allow"), Does.Contain("OPTIONS").And.Contains(route.Methods[0]), $"{method} {route.Pattern}");
                Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("method-not-allowed"));
            }
    }

    [Test]
    public async Task A_browser_elsewhere_may_read_every_route_and_is_told_so_before_and_after()
    {
        foreach (var route in Route.All(Api).Where(route => route.Pattern.StartsWith("/v1/", StringComparison.Ordinal)))
        {
            using var asked = await Api.AskAsync(HttpMethod.Options, route.Address, ("Origin", "https://example.lv"),
                ("Access-Control-Request-Method", route.Methods[0]), ("Access-Control-Request-Headers", "if-none-match, content-type"));
            Assert.Multiple(() =>
            {
                Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), route.Pattern);
                Assert.That(asked.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"), route.Pattern);
                Assert.That(asked.Header("Access-Control-Allow-Methods"), Does.Contain(route.Methods[0]), route.Pattern);
                Assert.That(asked.Header("Access-Control-Allow-Headers"), Does.Contain("if-none-match").And.Contains("content-type"), route.Pattern);
                Assert.That(asked.Header("Access-Control-Max-Age"), Is.EqualTo("3600"), route.Pattern);
                Assert.That(asked.Header("Access-Control-Allow-Credentials"), Is.Null, route.Pattern);
            });
            if (!route.IsGet)
                continue;
            using var answer = await Api.AskAsync(route.Address, ("Origin", "https://example.lv"));
            Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"), route.Address);
            Assert.That(answer.Header("Access-Control-Expose-Headers"), Does.Contain("ETag").And.Contains("Link").And.Contains("Retry-After").And.Contains("RateLimit"), route.Address);
        }
    }

    [Test]
    public async Task What_the_output_cache_kept_for_one_caller_tells_the_next_nothing_of_him()
    {
        const string Address = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2012";
        using var withOrigin = await Api.AskAsync(Address, ("Origin", "https://example.lv"));
        using var without = await Api.AskAsync(Address);
        using var withOriginAgain = await Api.AskAsync(Address, ("Origin", "https://example.lv"));

        Assert.Multiple(() =>
        {
            Assert.That(without.Header("Access-Control-Allow-Origin"), Is.Null);
            Assert.That(without.Header("Access-Control-Expose-Headers"), Is.Null);
            Assert.That(without.Header("Age"), Is.Null); // kept for an hour, but compared with the content's version just now
            Assert.That(withOriginAgain.HeadersBut("Content-Length"), Is.EqualTo(withOrigin.HeadersBut("Content-Length")));
        });
    }

    [Test]
    public async Task A_trailing_slash_is_no_path_of_ours_and_the_refusal_names_the_path_as_sent()
    {
        foreach (var route in Route.All(Api).Where(route => route.Answers))
        {
            var path = route.Address.Split('?')[0] + "/";
            using var answer = await Api.AskAsync(path);
            var problem = await answer.ProblemAsync(HttpStatusCode.NotFound);
            Assert.That(problem.GetProperty("instance").GetString(), Is.EqualTo(path));
        }
    }

    [Test]
    public void Paths_are_kebab_case_and_query_keys_camel_case()
    {
        foreach (var route in Route.All(Api))
        {
            foreach (var part in route.Pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => !part.StartsWith('{') && !part.StartsWith("openapi.", StringComparison.Ordinal)))
                Assert.That(part, Does.Match("^[a-z0-9]+(-[a-z0-9]+)*$"), route.Pattern);
            if (route.Handler is { } handler)
                Assert.That(Benchlearning.Api.Platform.Http.QueryGuard.DeclaredBy(handler).Select(parameter => parameter.Name), Is.All.Match("^[a-z]+([A-Z][a-z]+)*$"), route.Pattern);
        }
    }

    [Test]
    public async Task The_answer_to_a_POST_is_kept_by_nobody()
    {
        using var first = await Api.PostAsync("""{"indicator":["unemployment-rate"],"territory":["LV0420200"]}""");
        using var second = await Api.PostAsync("""{"indicator":["dependency-ratio"],"territory":["LV0420200"]}""");

        Assert.Multiple(async () =>
        {
            Assert.That(first.Header("Cache-Control"), Is.EqualTo("no-store"));
            Assert.That(first.Header("ETag"), Is.Null);
            Assert.That(await first.Content.ReadAsStringAsync(), Does.Contain("unemployment-rate").And.Not.Contain("dependency-ratio"));
            Assert.That(await second.Content.ReadAsStringAsync(), Does.Contain("dependency-ratio").And.Not.Contain("unemployment-rate"));
            CheckHeaders(first, "POST");
        });
    }

    [Test]
    public async Task HSTS_is_announced_where_the_service_is_published_by_https()
    {
        await using var published = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:PublicBaseAddress"] = "https://api.example.lv/" });
        using var there = await published.AskAsync("/v1/territories?limit=1");
        using var refused = await published.AskAsync("/v1/territories?limit=0");
        using var here = await Api.AskAsync("/v1/territories?limit=1");

        Assert.Multiple(async () =>
        {
            Assert.That(there.Header("Strict-Transport-Security"), Is.EqualTo("max-age=31536000; includeSubDomains"));
            Assert.That(here.Header("Strict-Transport-Security"), Is.Null); // over plain http it would be ignored
            Assert.That(Links(there)["next"], Does.StartWith("https://api.example.lv/v1/territories?limit=1&cursor="));
            Assert.That((await refused.ProblemAsync()).GetProperty("type").GetString(), Is.EqualTo("https://api.example.lv/problems/invalid-request"));
        });
    }

    [Test]
    public async Task Forwarding_headers_of_strangers_are_not_believed()
    {
        using var answer = await Api.AskAsync("/v1/territories?limit=1", ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "https"), ("Forwarded", "host=evil.example"));

        Assert.That(answer.HeadersBut(), Does.Not.Contain("evil.example").And.Not.Contain("https://"));
    }

    [TestCase("/v1/territories?limit=1&q=%3E%3B%20rel%3D%22next%22%2C%3Chttp%3A%2F%2Fevil.example%3E")]
    [TestCase("/v1/territories?limit=1&q=n>;rel=\"next\",<http://evil.example")]
    public async Task Nothing_in_an_address_becomes_a_link(string address)
    {
        var (head, _) = await RawRequest.SendAsync(Api, $"GET {address} HTTP/1.1\r\nHost: {Api.BaseAddress.Authority}\r\nConnection: close\r\n\r\n");

        Assert.That(head, Does.StartWith("HTTP/1.1 200 ").And.Contains("rel=\"self\"").And.Not.Contains("<http://evil.example"));
    }

    [TestCase("evil.example>;rel=\"next\",<http://x")]
    [TestCase("a b")]
    [TestCase("a\tb")]
    public async Task A_host_that_is_none_is_refused(string host)
    {
        var (head, _) = await RawRequest.SendAsync(Api, $"GET /v1/territories?limit=1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.That(head, Does.StartWith("HTTP/1.1 400 "));
    }

    [Test]
    public async Task Answers_for_one_host_are_not_given_to_another()
    {
        var (first, _) = await RawRequest.SendAsync(Api, "GET /v1/territories?limit=1 HTTP/1.1\r\nHost: one.example\r\nConnection: close\r\n\r\n");
        var (second, _) = await RawRequest.SendAsync(Api, "GET /v1/territories?limit=1 HTTP/1.1\r\nHost: two.example\r\nConnection: close\r\n\r\n");

        Assert.That(first, Does.Contain("<http://one.example/v1/territories?limit=1>; rel=\"self\""));
        Assert.That(second, Does.Contain("<http://two.example/v1/territories?limit=1>; rel=\"self\"").And.Not.Contains("one.example"));
    }

    [Test]
    public async Task A_caller_that_speaks_HTTP_1_0_and_names_no_host_gets_absolute_links_too()
    {
        var (head, body) = await RawRequest.SendAsync(Api, "GET /v1/territories?limit=0 HTTP/1.0\r\n\r\n");

        Assert.That(head, Does.StartWith("HTTP/1.1 400 "));
        Assert.That(body, Does.Contain($"\"type\":\"http://{Api.BaseAddress.Authority}/problems/invalid-request\""));
    }

    private static void CheckHeaders(HttpResponseMessage answer, string about)
    {
        Assert.That(answer.Header("API-Version"), Does.Match(@"^1\.\d+\.\d+$"), about);
        Assert.That(answer.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"), about);
        Assert.That(answer.Header("Content-Security-Policy"), Does.Contain("frame-ancestors 'none'").And.Contains("default-src 'none'"), about);
        Assert.That(answer.Header("Referrer-Policy"), Is.EqualTo("no-referrer"), about);
        Assert.That(answer.Header("Server"), Is.Null, about);
        Assert.That(answer.Header("X-Powered-By"), Is.Null, about);
    }

    private static Dictionary<string, string> Links(HttpResponseMessage answer) => LinkPattern().Matches(answer.Header("Link") ?? "")
        .Where(link => link.Groups["relation"].Value != "alternate").ToDictionary(link => link.Groups["relation"].Value, link => link.Groups["address"].Value, StringComparer.Ordinal);

    [GeneratedRegex("<(?<address>[^>]*)>; rel=\"(?<relation>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LinkPattern();
}
