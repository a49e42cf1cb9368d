using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>
/// What somebody would try who means harm, each as it would be tried. Attacks on tokens are beside the tokens, those on limits in <see cref="CallerLimitTests"/>, another's municipality
/// or source and fields that are not the caller's to set in <see cref="WriteScopeTests"/>, webhooks towards inner addresses beside the webhooks.
/// </summary>
[TestFixture]
public sealed class AttackTests
{
    private const string Observations = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013";

    private ApiServer api = null!;
    private string operatorKey = null!;
    private JsonNode contract = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        operatorKey = api.OperatorKey();
        await NewData.RunSyncAsync(api);
        await NewData.SubscribeAsync(api);
        await NewData.OpenBatchAsync(api);
        await NewData.StewardAsync(api);
        await NewData.AnalyseAsync(api);
        await NewData.ShareAsync(api);
        await NewData.BriefAsync(api);
        await NewData.SurveyAsync(api);
        contract = JsonNode.Parse(await api.Client.GetStringAsync("/v1/openapi.json"))!;
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // ------------------------------------------------------------------------------------------------------------------
    // Keys

    [Test]
    public async Task The_key_of_a_disabled_system_and_a_revoked_key_end_within_five_seconds_of_use()
    {
        foreach (var ending in new[] { "update api_key set revoked_at = now(), revoked_by = 'test', revoke_reason = 'test' where prefix = '{0}'", "update api_client set disabled_at = now() where api_client_id = (select api_client_id from api_key where prefix = '{0}')" })
        {
            var key = await api.KeyAsync(new Granted("dataSubmitter", Callers.CesisNow));
            using var client = api.With(key);
            using (var before = await client.GetAsync("/v1/imports"))
                Assert.That(before.StatusCode, Is.EqualTo(HttpStatusCode.OK), await before.Content.ReadAsStringAsync());
            await api.SqlAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, ending, key.Substring(4, 10)));
            await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () =>
            {
                using var after = await client.GetAsync("/v1/imports");
                return after.StatusCode == HttpStatusCode.Unauthorized;
            }, "the key is refused");
            using var open = await client.GetAsync(Observations); // also where none is needed: nobody takes a public answer for their own
            await open.ProblemAsync(HttpStatusCode.Unauthorized);
        }
    }

    [Test]
    public async Task A_key_outside_its_networks_is_refused_whatever_it_says_of_where_it_is()
    {
        var key = await api.KeyAsync(["read", "submit"], "{203.0.113.0/24}", new Granted("dataSubmitter", Callers.CesisNow));
        foreach (var claimed in new[] { "X-Forwarded-For", "X-Real-IP", "X-Client-IP", "X-Original-For" })
            using (var answer = await api.AskAsync("/v1/imports", ("Authorization", $"Bearer {key}"), (claimed, "203.0.113.7")))
                await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        using var forwarded = await api.AskAsync("/v1/imports", ("Authorization", $"Bearer {key}"), ("Forwarded", "for=203.0.113.7"));
        await forwarded.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task A_scope_that_a_key_lacks_takes_away_what_its_role_would_allow()
    {
        using var client = api.With(await api.KeyAsync(["read"], "{}", new Granted("administrator")));
        foreach (var path in new[] { "/v1/imports", "/v1/webhooks", "/v1/mapping-rules", "/v1/sync/runs" })
            using (var answer = await client.GetAsync(path))
                await answer.ProblemAsync(HttpStatusCode.Forbidden);
    }

    [Test]
    public async Task Credentials_are_taken_from_one_header_only()
    {
        foreach (var address in new[] { $"/v1/imports?access_token={operatorKey}", $"/v1/imports?key={operatorKey}", $"/v1/imports?Authorization=Bearer%20{operatorKey}" })
            using (var answer = await api.AskAsync(address))
                await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        foreach (var header in new[] { "X-Api-Key", "Cookie", "Proxy-Authorization", "X-Authorization", "X-Original-Authorization" })
            using (var answer = await api.AskAsync("/v1/imports", (header, $"Bearer {operatorKey}")))
                await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        var (twice, _) = await RawRequest.SendAsync(api, $"GET /v1/imports HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer wrong\r\nAuthorization: Bearer {operatorKey}\r\n\r\n");
        Assert.That(twice, Does.StartWith("HTTP/1.1 401"));
    }

    // ------------------------------------------------------------------------------------------------------------------
    // Answers of others

    [Test]
    public async Task The_tag_that_one_role_was_given_tells_another_nothing()
    {
        using var admin = await api.AskAsync("/v1/imports/1", ("Authorization", $"Bearer {operatorKey}"));
        var tag = admin.Header("ETag")!;
        var stranger = await api.KeyAsync(new Granted("dataSubmitter", Callers.SmilteneNow));
        using var known = await api.AskAsync("/v1/imports/1", ("Authorization", $"Bearer {stranger}"), ("If-None-Match", tag));
        using var any = await api.AskAsync("/v1/imports/1", ("Authorization", $"Bearer {stranger}"), ("If-None-Match", "*"));
        using var anonymous = await api.AskAsync("/v1/imports/1", ("If-None-Match", tag));

        Assert.Multiple(async () =>
        {
            Assert.That(tag, Is.Not.Null.And.Not.Empty);
            Assert.That(admin.Header("Cache-Control"), Is.EqualTo("private, no-cache"));
            await known.ProblemAsync(HttpStatusCode.NotFound);
            await any.ProblemAsync(HttpStatusCode.NotFound);
            await anonymous.ProblemAsync(HttpStatusCode.Unauthorized);
        });
    }

    [Test]
    public async Task A_cursor_of_another_service_is_refused()
    {
        await using var other = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:CursorKey"] = Convert.ToBase64String(new byte[32]) });
        using var page = await other.AskAsync("/v1/territories?limit=3");
        var cursor = (await page.JsonAsync()).GetProperty("next").GetString();
        using var own = await other.AskAsync($"/v1/territories?limit=3&cursor={cursor}");
        using var foreign = await api.AskAsync($"/v1/territories?limit=3&cursor={cursor}");

        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await foreign.ProblemAsync(HttpStatusCode.BadRequest)).Findings(), Is.EqualTo(new[] { "cursor invalid-cursor" }));
    }

    [Test]
    public async Task No_header_of_one_caller_changes_what_the_next_one_gets()
    {
        using var clean = await api.AskAsync(Observations);
        var (body, headers) = (await clean.Content.ReadAsStringAsync(), clean.HeadersBut());
        (string Name, string Value)[] poisons =
        [
            ("Host", "evil.example"), ("X-Forwarded-Host", "evil.example"), ("X-Host", "evil.example"), ("Forwarded", "host=evil.example"), ("X-Original-URL", "/v1/imports"), ("X-Rewrite-URL", "/v1/imports"),
            ("X-Forwarded-Proto", "https"), ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-Path", "/evil"), ("X-Forwarded-Port", "1"), ("X-HTTP-Method-Override", "DELETE"), ("Accept", "text/csv"), ("Accept", "application/evil"),
            ("Accept", "*/*;q=0"), ("Accept-Language", "lv"), ("Accept-Encoding", "gzip"), ("Origin", "https://evil.example"), ("Range", "bytes=0-3"), ("If-Range", "x"), ("Cookie", "lang=lv"), ("User-Agent", "<script>"),
            ("Authorization", $"Bearer {operatorKey}"), ("Referer", "https://evil.example"), ("Content-Type", "text/evil"), ("Pragma", "no-cache"), ("Cache-Control", "max-age=99999"),
        ];
        foreach (var poison in poisons)
        {
            for (var time = 0; time < 3; time++) // an answer is kept from the second request on
                using (var poisoned = await api.AskAsync(Observations, poison))
                    Assert.That((int)poisoned.StatusCode, Is.AnyOf(200, 206, 400, 406), poison.ToString());
            using var after = await api.AskAsync(Observations);
            Assert.That(await after.Content.ReadAsStringAsync(), Is.EqualTo(body), poison.ToString());
            Assert.That(after.HeadersBut(), Is.EqualTo(headers), poison.ToString());
        }
    }

    [Test]
    public async Task What_is_not_ones_own_takes_as_long_as_what_is_not_there()
    {
        const int Rounds = 60;
        using var stranger = api.With(await api.KeyAsync(new Granted("dataSubmitter", Callers.SmilteneNow)));
        var (foreign, absent) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds + 10; round++)
            foreach (var (id, times) in round % 2 == 0 ? new[] { ("1", foreign), ("999999", absent) } : [("999999", absent), ("1", foreign)])
            {
                var begun = Stopwatch.GetTimestamp();
                using var answer = await stranger.GetAsync($"/v1/imports/{id}");
                var taken = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
                if (round >= 10) // the first ones compile
                    times.Add(taken);
            }

        var (one, other) = (Median(foreign), Median(absent));
        await TestContext.Out.WriteLineAsync($"median of another's import: {one:0.00} ms, of none: {other:0.00} ms");
        Assert.That(one / other, Is.InRange(0.5, 2));
    }

    // ------------------------------------------------------------------------------------------------------------------
    // Input

    [Test]
    public async Task SQL_in_any_parameter_header_or_field_of_any_operation_is_text()
    {
        string[] payloads = ["1; select pg_sleep(30)--", "' or pg_sleep(30) is null--", "x') union select pg_sleep(30)::text--", "$$||pg_sleep(30)||$$"];
        using var admin = api.With(operatorKey);
        admin.Timeout = TimeSpan.FromSeconds(20);
        var before = await api.SqlAsync("select count(*) from pg_stat_user_tables where relname in ('territory', 'indicator', 'observation_revision', 'import_batch')");
        var sent = 0;
        foreach (var (operation, method, path, parameters, bodies) in Operations())
            foreach (var payload in payloads)
            {
                foreach (var (name, place) in parameters)
                {
                    using var request = Request(method, path, parameters, name, place, payload, bodies.FirstOrDefault());
                    await SendAsync(request, $"{operation} {name} {payload}");
                }
                foreach (var body in bodies)
                    foreach (var injected in Injected(body, payload))
                    {
                        using var request = Request(method, path, parameters, null, null, payload, injected);
                        await SendAsync(request, $"{operation} {injected.ToJsonString()}");
                    }
            }

        await TestContext.Out.WriteLineAsync($"{sent} requests");
        Assert.That(sent, Is.GreaterThan(1000));
        Assert.That(await api.SqlAsync("select count(*) from pg_stat_user_tables where relname in ('territory', 'indicator', 'observation_revision', 'import_batch')"), Is.EqualTo(before));

        async Task SendAsync(HttpRequestMessage request, string about)
        {
            sent++;
            using var answer = await admin.SendAsync(request); // one that slept would not be answered in time
            Assert.That((int)answer.StatusCode, Is.LessThan(500), $"{about}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Test]
    public async Task A_line_end_in_an_input_begins_no_header()
    {
        const string Break = "%0d%0aSet-Cookie:%20evil=1%0d%0a%0d%0a<script>";
        var reads = contract["paths"]!.AsObject().Where(path => path.Value!["get"] is not null).Select(path => path.Key);
        foreach (var path in reads)
            foreach (var address in new[] { Filled(path, Break), $"{Filled(path, "1")}?lang={Break}", $"{Filled(path, "1")}?{Break}=1", $"{Filled(path, "1")}?cursor={Break}&format={Break}" })
            {
                var (head, _) = await RawRequest.SendAsync(api, $"GET {address} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {operatorKey}\r\nConnection: close\r\n\r\n");
                Assert.That(head, Does.Not.Contain("\r\nSet-Cookie").And.Not.Contain("\nSet-Cookie"), address);
                Assert.That(head, Does.Not.StartWith("HTTP/1.1 5"), address);
            }
    }

    [Test]
    public async Task A_file_name_is_text_and_leads_nowhere()
    {
        var before = Directory.GetFiles(AppContext.BaseDirectory).Length;
        foreach (var name in new[] { "../../../../etc/cron.d/evil", "..\\..\\evil.csv", "/etc/passwd", "C:\\evil.csv", "a\0b.csv", "con", "%2e%2e%2fevil", "..;/evil", "~/.ssh/authorized_keys" })
        {
            using var form = new MultipartFormDataContent("boundary");
            var file = new ByteArrayContent(Encoding.UTF8.GetBytes("territory,period,indicator,breakdown,value\n"));
            file.Headers.TryAddWithoutValidation("Content-Type", "text/csv");
            file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(name)}");
            form.Add(file);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=test") { Content = form, Headers = { { "Idempotency-Key", Guid.NewGuid().ToString("N") }, { "Authorization", $"Bearer {operatorKey}" } } };
            using var answer = await api.Client.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), $"{name}: {await answer.Content.ReadAsStringAsync()}");
        }
        Assert.That(Directory.GetFiles(AppContext.BaseDirectory), Has.Length.EqualTo(before));
        Assert.That(File.Exists("/etc/cron.d/evil"), Is.False);
    }

    [Test]
    public async Task No_path_leads_to_a_file_of_the_service()
    {
        foreach (var root in new[] { "/swagger/", "/problems/", "/v1/", "/", "/v1/releases/", "/swagger/index.html/" })
            foreach (var way in new[] { "../appsettings.json", "..%2fappsettings.json", "%2e%2e/appsettings.json", "..%5cappsettings.json", "....//appsettings.json", "..;/appsettings.json", "%252e%252e%252fappsettings.json", "../../../../../../etc/passwd", "..%2f..%2f..%2f..%2fetc%2fpasswd", "//etc/passwd", "appsettings.json", "Benchlearning.Api.dll", ".git/config", "web.config" })
            {
                var (head, body) = await RawRequest.SendAsync(api, $"GET {root}{way} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                Assert.That(head, Does.Not.StartWith("HTTP/1.1 200"), root + way);
                Assert.That(body, Does.Not.Contain("root:").And.Not.Contain("LogLevel"), root + way);
            }
    }

    [Test]
    public async Task Bombs_of_JSON_are_refused_at_once()
    {
        var bombs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["deep arrays"] = new string('[', 400_000), ["deep objects"] = string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), ["deep in its place"] = $"{{\"indicator\":{new string('[', 5000)}{new string(']', 5000)}}}",
            ["many fields"] = $"{{{string.Join(',', Enumerable.Range(0, 60_000).Select(number => $"\"a{number}\":1"))}}}", ["one field again and again"] = $"{{{string.Join(',', Enumerable.Repeat("\"indicator\":[]", 60_000))}}}",
            ["many codes"] = $"{{\"indicator\":[{string.Join(',', Enumerable.Repeat("\"a\"", 200_000))}]}}", ["a long code"] = $"{{\"indicator\":[\"{new string('a', 900_000)}\"]}}", ["a long number"] = $"{{\"limit\":{new string('9', 900_000)}}}",
            ["a great exponent"] = "{\"limit\":1e999999999}", ["escapes"] = $"{{\"indicator\":[\"{string.Concat(Enumerable.Repeat("\\u0041", 150_000))}\"]}}", ["half a pair"] = "{\"indicator\":[\"\\ud800\"]}", ["over the limit"] = new string(' ', 2_000_000),
        };
        foreach (var (name, bomb) in bombs)
        {
            var begun = Stopwatch.GetTimestamp();
            using var answer = await api.PostAsync(bomb);
            Assert.That((int)answer.StatusCode, Is.AnyOf(400, 413), name);
            Assert.That((await answer.Content.ReadAsByteArrayAsync()).Length, Is.LessThan(100_000), name); // and they do not come back larger
            Assert.That(Stopwatch.GetElapsedTime(begun), Is.LessThan(TimeSpan.FromSeconds(10)), name);
        }
        using var alive = await api.AskAsync(Observations);
        Assert.That(alive.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    // ------------------------------------------------------------------------------------------------------------------
    // Methods, paths, browsers

    [Test]
    public async Task No_other_method_spelling_or_header_opens_a_closed_operation()
    {
        var count = await api.SqlAsync("select count(*) from webhook");
        foreach (var method in new[] { "TRACE", "TRACK", "CONNECT", "get", "Get", "GETS", "HEAD", "PROPFIND", "DEBUG", "PATCH", "ACL", "MERGE", "QUERY", "LINK" })
            foreach (var path in new[] { "/v1/imports", "/v1/webhooks/1", "/v1/mapping-rules" })
            {
                var (head, body) = await RawRequest.SendAsync(api, $"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\nX-Probe: mirrored\r\n\r\n");
                Assert.That(head, Does.Match("^HTTP/1.1 (400|401|404|405|501) "), $"{method} {path}");
                Assert.That(body, Does.Not.Contain("mirrored"), $"{method} {path}");
            }
        foreach (var name in new[] { "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method" })
        {
            using var post = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks/1");
            post.Headers.TryAddWithoutValidation("Authorization", $"Bearer {operatorKey}");
            post.Headers.TryAddWithoutValidation(name, "DELETE");
            using var answer = await api.Client.SendAsync(post);
            await answer.ProblemAsync(HttpStatusCode.MethodNotAllowed);
        }
        Assert.That(await api.SqlAsync("select count(*) from webhook"), Is.EqualTo(count));
    }

    [Test]
    public async Task No_spelling_of_a_path_opens_a_closed_operation()
    {
        foreach (var path in new[] { "/v1/imports/", "/v1//imports", "//v1/imports", "/v1/./imports", "/v1/x/../imports", "/v1/%69mports", "/v1/imports%2f", "/V1/IMPORTS", "/v1/imports;a=b", "/v1/imports.json", "/v1/imports%20", "/v1/imports?", "/v1/imports#", "/v1\\imports", "/v1/imports%00", "/v1/imports%3f", "/v1/sources/../imports", "/v1/topics/..%2fimports", "/swagger/../v1/imports" })
        {
            var (head, _) = await RawRequest.SendAsync(api, $"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            Assert.That(head, Does.Match("^HTTP/1.1 (400|401|404) "), path);
        }
    }

    [Test]
    public async Task No_site_is_let_in_with_what_a_browser_keeps()
    {
        await using var listed = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:CorsOrigins:0"] = "https://good.example" });
        foreach (var server in new[] { api, listed })
            foreach (var origin in new[] { "https://evil.example", "null", "https://good.example", "https://good.example.evil.example", "http://good.example", "file://" })
            {
                using var preflight = await server.AskAsync(HttpMethod.Options, "/v1/imports", ("Origin", origin), ("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization,idempotency-key,content-type"));
                using var asked = await server.AskAsync(Observations, ("Origin", origin), ("Cookie", "session=1"), ("Authorization", $"Bearer {server.OperatorKey()}"));
                using var refused = await server.AskAsync("/v1/imports", ("Origin", origin));
                var expected = server == api ? "*" : origin == "https://good.example" ? origin : null;
                Assert.Multiple(() =>
                {
                    foreach (var answer in new[] { preflight, asked, refused })
                    {
                        Assert.That(answer.Header("Access-Control-Allow-Credentials"), Is.Null, origin);
                        Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo(expected), origin);
                        Assert.That(answer.Header("Set-Cookie"), Is.Null, origin);
                    }
                    Assert.That(preflight.Header("Access-Control-Allow-Headers")?.ToLowerInvariant(), expected is null ? Is.Null : Does.Contain("authorization").Or.EqualTo("*"), origin);
                    Assert.That(asked.Header("Cache-Control"), Does.StartWith("private"), origin); // with credentials nothing is public
                });
            }
    }

    // ------------------------------------------------------------------------------------------------------------------

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static string Filled(string path, string with) => string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? with : part));

    /// <summary>Every operation of the contract, its parameters, and the examples of its JSON bodies.</summary>
    private IEnumerable<(string Operation, HttpMethod Method, string Path, (string Name, string Place)[] Parameters, JsonNode[] Bodies)> Operations() =>
        from path in contract["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        where method.Key is "get" or "post" or "put" or "patch" or "delete"
        let parameters = (method.Value!["parameters"]?.AsArray() ?? []).Select(parameter => parameter!["$ref"] is { } reference ? contract["components"]!["parameters"]![reference.GetValue<string>().Split('/')[^1]]! : parameter)
            .Select(parameter => (parameter["name"]!.GetValue<string>(), parameter["in"]!.GetValue<string>())).ToArray()
        let examples = method.Value["requestBody"]?["content"]?["application/json"]?["examples"]?.AsObject().Select(example => example.Value!["value"]).OfType<JsonObject>().Take(1).ToArray() ?? []
        select (method.Value["operationId"]!.GetValue<string>(), new HttpMethod(method.Key.ToUpperInvariant()), path.Key, parameters, examples.Cast<JsonNode>().ToArray());

    private static HttpRequestMessage Request(HttpMethod method, string path, (string Name, string Place)[] parameters, string? attacked, string? place, string payload, JsonNode? body)
    {
        var query = new List<string>();
        foreach (var (name, where) in parameters)
            if (where == "path")
                path = path.Replace($"{{{name}}}", name == attacked && where == place ? Uri.EscapeDataString(payload) : name is "code" ? "LV0420200" : name is "source" ? "raim" : "1", StringComparison.Ordinal);
            else if (where == "query" && (name == attacked || name is "indicator" or "territory" or "source" or "reason" or "from"))
                query.Add($"{name}={(name == attacked ? Uri.EscapeDataString(payload) : name switch { "indicator" => "unemployment-rate", "territory" => "LV0420200", "from" => "2013-12-31", _ => "raim" })}");
        var request = new HttpRequestMessage(method, path + (query.Count == 0 ? "" : "?" + string.Join('&', query)));
        foreach (var (name, where) in parameters)
            if (where == "header" && name is not "If-None-Match")
                request.Headers.TryAddWithoutValidation(name, name == attacked ? payload : name == "If-Match" ? "*" : Guid.NewGuid().ToString("N"));
        if (attacked == "If-None-Match")
            request.Headers.TryAddWithoutValidation("If-None-Match", $"\"{payload}\"");
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        else if (method == HttpMethod.Post || method == HttpMethod.Put)
            request.Content = new StringContent("territory,period,indicator,breakdown,value\n", Encoding.UTF8, "text/csv");
        return request;
    }

    /// <summary>A body with one of its texts replaced, for each of them.</summary>
    private static IEnumerable<JsonNode> Injected(JsonNode body, string payload)
    {
        var paths = new List<string>();
        Find(body);
        foreach (var path in paths)
        {
            var copy = body.DeepClone();
            Replace(copy, path);
            yield return copy;
        }

        void Find(JsonNode? node)
        {
            if (node is JsonObject fields)
                foreach (var (_, value) in fields)
                    Find(value);
            else if (node is JsonArray items)
                foreach (var item in items)
                    Find(item);
            else if (node is JsonValue value && value.GetValueKind() == JsonValueKind.String)
                paths.Add(node.GetPath());
        }

        void Replace(JsonNode node, string path)
        {
            foreach (var child in node is JsonObject fields ? fields.Select(field => field.Value).ToArray() : [.. (node as JsonArray)!])
                if (child is JsonValue && child.GetPath() == path)
                    child.ReplaceWith(payload);
                else if (child is JsonObject or JsonArray)
                    Replace(child, path);
        }
    }
}
