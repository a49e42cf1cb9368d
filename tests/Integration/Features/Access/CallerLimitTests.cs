using System.Net;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>Whom limits count, and whose word about an address is taken.</summary>
[TestFixture]
public sealed class CallerLimitTests
{
    private const string Address = "/v1/observations?indicator=unemployment-rate&territory=LV0420200";

    /// <summary>Every way in which a stranger could say to be somebody else, or elsewhere.</summary>
    private static readonly (string Name, string Value)[] Forged =
    [
        ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-For", "127.0.0.1"), ("X-Real-IP", "203.0.113.7"), ("Forwarded", "for=203.0.113.7;proto=https;host=evil.example"), ("X-Client-IP", "203.0.113.7"),
        ("True-Client-IP", "203.0.113.7"), ("CF-Connecting-IP", "203.0.113.7"), ("X-Cluster-Client-IP", "203.0.113.7"), ("X-Original-For", "203.0.113.7"), ("Via", "1.1 proxy"),
    ];

    [Test]
    public async Task A_forged_address_gives_no_new_budget()
    {
        await using var api = await ApiServer.StartAsync(settings: Settings(("RequestsPerMinute:Data", "4")));
        await AtTheBeginningOfAMinuteAsync();
        var statuses = new List<int>();
        foreach (var header in Forged)
            using (var answer = await api.AskAsync(Address, header))
                statuses.Add((int)answer.StatusCode);

        Assert.That(statuses, Is.EqualTo(Enumerable.Repeat(200, 4).Concat(Enumerable.Repeat(429, Forged.Length - 4))));
    }

    [Test]
    public async Task Behind_a_trusted_proxy_the_address_is_the_one_that_it_saw_itself()
    {
        await using var api = await ApiServer.StartAsync(settings: Settings(("RequestsPerMinute:Data", "2"), ("TrustedProxies", "127.0.0.0/8, ::1/128")));
        await AtTheBeginningOfAMinuteAsync();
        async Task<int> AskAsync(string forwarded)
        {
            using var answer = await api.AskAsync(Address, ("X-Forwarded-For", forwarded));
            return (int)answer.StatusCode;
        }

        var first = new[] { await AskAsync("203.0.113.7"), await AskAsync("198.51.100.1, 203.0.113.7"), await AskAsync("127.0.0.1, 203.0.113.7") }; // what stands before is the caller's own word
        var second = await AskAsync("203.0.113.8");
        var subscriber = new[] { await AskAsync("2001:db8:1:2::1"), await AskAsync("2001:db8:1:2:ffff::9"), await AskAsync("2001:db8:1:2:abcd::") };
        var neighbour = await AskAsync("2001:db8:1:3::1");

        Assert.Multiple(() =>
        {
            Assert.That(first, Is.EqualTo(new[] { 200, 200, 429 }));
            Assert.That(subscriber, Is.EqualTo(new[] { 200, 200, 429 })); // one /64 is one subscriber
            Assert.That(new[] { second, neighbour }, Is.All.EqualTo(200));
        });
    }

    [Test]
    public async Task Who_is_known_has_a_budget_of_their_own_wherever_they_call_from()
    {
        await using var api = await ApiServer.StartAsync(settings: Settings(("RequestsPerMinute:Data", "1"), ("RequestsPerMinuteOfClients:Data", "3"), ("TrustedProxies", "127.0.0.0/8")));
        var (one, other) = (await api.KeyAsync(new Granted("authorisedUser")), await api.KeyAsync(new Granted("authorisedUser")));
        await AtTheBeginningOfAMinuteAsync();
        var statuses = new List<int>();
        string? policy = null;
        foreach (var (key, from) in new[] { (one, "203.0.113.1"), (one, "203.0.113.2"), (one, "203.0.113.3"), (one, "203.0.113.4"), (other, "203.0.113.4"), (null, "203.0.113.4"), (null, "203.0.113.4") })
        {
            (string, string)[] headers = key is null ? [("X-Forwarded-For", from)] : [("X-Forwarded-For", from), ("Authorization", $"Bearer {key}")];
            using var answer = await api.AskAsync(Address, headers);
            statuses.Add((int)answer.StatusCode);
            policy ??= answer.Header("RateLimit-Policy");
        }

        Assert.That(statuses, Is.EqualTo(new[] { 200, 200, 200, 429, 200, 200, 429 }));
        Assert.That(policy, Is.EqualTo("\"data\";q=3;w=60"));
    }

    [Test]
    public async Task Keys_cannot_be_guessed_fast()
    {
        await using var api = await ApiServer.StartAsync(settings: Settings(("RefusedCredentialsPerMinute", "3"), ("TrustedProxies", "127.0.0.0/8")));
        await AtTheBeginningOfAMinuteAsync();
        async Task<HttpResponseMessage> AskAsync(string from, string? credentials) =>
            await api.AskAsync("/v1/topics", credentials is null ? [("X-Forwarded-For", from)] : [("X-Forwarded-For", from), ("Authorization", credentials)]);

        foreach (var wrong in new[] { "Bearer wrong", "Basic dXNlcjpwYXNz", "Bearer blk_aaaaaaaaaa_" + new string('a', 43) })
            using (var answer = await AskAsync("203.0.113.7", wrong))
                await answer.ProblemAsync(HttpStatusCode.Unauthorized);
        using var fourth = await AskAsync("203.0.113.7", "Bearer wrong");
        using var right = await AskAsync("203.0.113.7", $"Bearer {api.OperatorKey()}");
        using var without = await AskAsync("203.0.113.7", null);
        using var elsewhere = await AskAsync("203.0.113.8", $"Bearer {api.OperatorKey()}");

        Assert.Multiple(async () =>
        {
            foreach (var refused in new[] { fourth, right })
                Assert.That((await refused.ProblemAsync(HttpStatusCode.TooManyRequests)).GetProperty("code").GetString(), Is.EqualTo("too-many-requests"));
            Assert.That((without.StatusCode, elsewhere.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        });
    }

    [Test]
    public async Task Scheme_and_links_are_those_of_the_connection_unless_a_trusted_proxy_says_otherwise()
    {
        await using var strangers = await ApiServer.StartAsync();
        await using var proxied = await ApiServer.StartAsync(settings: Settings(("TrustedProxies", "127.0.0.0/8")));
        (string, string)[] headers =
        [
            ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Prefix", "/evil"), ("X-Forwarded-For", "203.0.113.7"), ("X-Original-Proto", "https"), ("X-Original-Host", "evil.example"),
        ];
        using var forged = await strangers.AskAsync(Address, headers);
        using var told = await proxied.AskAsync(Address, headers);

        Assert.Multiple(async () =>
        {
            Assert.That(forged.Header("Link"), Does.Contain($"<http://127.0.0.1:{strangers.BaseAddress.Port}/").And.Not.Contain("evil").And.Not.Contain("https://"));
            Assert.That(told.Header("Link"), Does.Contain($"<https://127.0.0.1:{proxied.BaseAddress.Port}/").And.Not.Contain("evil")); // a host is forwarded by nobody
            foreach (var answer in new[] { forged, told })
                Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Contain("evil"));
        });
    }

    [Test]
    public async Task What_a_proxy_took_by_http_is_sent_on_to_https_and_refused_when_it_carries_credentials()
    {
        await using var api = await ApiServer.StartAsync(settings: Settings(("TrustedProxies", "127.0.0.0/8"), ("PublicBaseAddress", "https://api.example.lv")));
        using var open = await api.AskAsync(Address, ("X-Forwarded-Proto", "http"), ("X-Forwarded-For", "203.0.113.7"));
        using var withKey = await api.AskAsync(Address, ("X-Forwarded-Proto", "http"), ("X-Forwarded-For", "203.0.113.7"), ("Authorization", $"Bearer {api.OperatorKey()}"));
        using var write = await api.AskAsync(HttpMethod.Post, "/v1/imports", ("X-Forwarded-Proto", "http"), ("X-Forwarded-For", "203.0.113.7"));
        using var secure = await api.AskAsync(Address, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"), ("Authorization", $"Bearer {api.OperatorKey()}"));
        using var inside = await api.AskAsync("/health/ready"); // the container's own check speaks to no proxy

        Assert.Multiple(async () =>
        {
            Assert.That((open.StatusCode, open.Header("Location"), open.Header("Cache-Control")), Is.EqualTo((HttpStatusCode.PermanentRedirect, "https://api.example.lv" + Address, "no-store")));
            foreach (var refused in new[] { withKey, write })
                Assert.That((await refused.ProblemAsync(HttpStatusCode.Forbidden)).GetProperty("detail").GetString(), Does.Contain("https only"));
            Assert.That(secure.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(secure.Header("Strict-Transport-Security"), Does.StartWith("max-age=31536000"));
            Assert.That(inside.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
    }

    [TestCase("TrustedProxies", "10.20.0.0/99", "10.20.0.0/99")]
    [TestCase("TrustedProxies", "everyone", "everyone")]
    public void A_proxy_that_is_no_network_stops_the_start(string name, string value, string named) =>
        Assert.That(async () => await ApiServer.StartAsync(settings: Settings((name, value))), Throws.TypeOf<StartRefusedException>().With.Message.Contains(named));

    [Test]
    public void Believing_everybody_stops_the_start() =>
        Assert.That(async () => await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["FORWARDEDHEADERS_ENABLED"] = "true" }),
            Throws.TypeOf<StartRefusedException>().With.Message.Contains("TrustedProxies"));

    [Test]
    public async Task The_budgets_of_every_kind_of_callers_are_published()
    {
        await using var api = await ApiServer.StartAsync(settings: Settings(("RequestsPerMinute:Writes", "11"), ("RequestsPerMinuteOfPersons:Writes", "22"), ("RequestsPerMinuteOfClients:Writes", "33"), ("RefusedCredentialsPerMinute", "44")));
        using var answer = await api.AskAsync("/v1/config");
        var published = await answer.JsonAsync();
        var byCaller = published.GetProperty("requestsPerMinuteByCaller").EnumerateObject().Select(kind => $"{kind.Name} {kind.Value.GetProperty("writes")}");

        Assert.That(byCaller, Is.EqualTo(new[] { "anonymous 11", "person 22", "client 33" }));
        Assert.That(published.GetProperty("limits").GetProperty("refusedCredentialsPerMinute").GetInt32(), Is.EqualTo(44));
    }

    [TestCase("203.0.113.7", "203.0.113.7")]
    [TestCase("::ffff:203.0.113.7", "203.0.113.7")]
    [TestCase("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    public void An_address_is_counted_by_its_subscriber(string address, string counted) => Assert.That(CallerAddress.Of(IPAddress.Parse(address)), Is.EqualTo(counted));

    private static Dictionary<string, string?> Settings(params (string Name, string Value)[] settings) =>
        settings.ToDictionary(setting => $"Benchlearning:{setting.Name}", setting => (string?)setting.Value, StringComparer.Ordinal);

    /// <summary>Budgets are of whole minutes: a test that counts must not see one turn.</summary>
    private static Task AtTheBeginningOfAMinuteAsync() => TimeProvider.System.GetUtcNow() is { Second: > 50 } now
        ? Task.Delay(TimeSpan.FromSeconds(60.2 - now.Second - (now.Millisecond / 1000d))) : Task.CompletedTask;
}
