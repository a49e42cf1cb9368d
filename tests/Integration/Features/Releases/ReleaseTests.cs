using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Releases;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Changes;
using Benchlearning.Tests.Integration.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Releases;

[TestFixture]
public sealed class ReleaseTests
{
    private const string Figure = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013,2014";

    [Test]
    public async Task An_embargoed_figure_is_invisible_everywhere_until_its_instant_and_then_visible_within_two_seconds_by_itself()
    {
        await using var api = await ApiServer.StartAsync();
        var end = await ChangeFeedTests.EndAsync(api);
        var before = await ReadAllAsync(api);
        var at = TimeProvider.System.GetUtcNow().AddSeconds(15);
        await AnnounceAsync(api, "secret", at, HttpStatusCode.Created);
        await ImportForAsync(api, "secret", "LV0420200,2013,unemployment-rate,,9.9,,,", "LV0420200,2014,unemployment-rate,,8.8,,,");

        Assert.That(await ReadAllAsync(api), Is.EqualTo(before));
        Assert.That((await ChangeFeedTests.PageAsync(api, end, "")).GetProperty("items").EnumerateArray().Select(Summary), Is.EqualTo(new[] { "release created" }));
        Assert.That(TimeProvider.System.GetUtcNow(), Is.LessThan(at), "The test was too slow to look before the release.");

        await Task.Delay(at - TimeProvider.System.GetUtcNow());
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await api.TextAsync("/v1/releases/secret")).Contains("\"releasedAt\":\"", StringComparison.Ordinal)
            && (await api.TextAsync(Figure)).Contains("8.8", StringComparison.Ordinal), "the release");
        using var answer = await api.AskAsync(Figure);
        var rows = (await answer.JsonAsync()).GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("value").GetDecimal(), row.GetProperty("quality").GetString()));
        Assert.That(rows, Is.EqualTo(new[] { (9.9m, "provisional"), (8.8m, "provisional") }));
        Assert.That((await ChangeFeedTests.PageAsync(api, end)).GetProperty("items").EnumerateArray().Select(Summary),
            Is.EqualTo(new[] { "release created", "observation changed", "observation created", "release released" }));
        using var release = await api.AskAsync("/v1/releases/secret");
        var carriedOut = (await release.JsonAsync()).GetProperty("releasedAt").GetDateTimeOffset();
        Assert.That(carriedOut, Is.GreaterThanOrEqualTo(at));
        await TestContext.Out.WriteLineAsync($"carried out {(carriedOut - at).TotalMilliseconds:0} ms after its time");
    }

    [Test]
    public async Task A_release_that_was_due_while_nobody_ran_is_carried_out_once_by_the_first_who_does()
    {
        await using var api = await ApiServer.StartAsync();
        var due = TimeProvider.System.GetUtcNow().AddSeconds(5);
        await AnnounceAsync(api, "missed", due, HttpStatusCode.Created);
        await using var other = await ApiServer.StartOnAsync(api.ConnectionString);
        if (due - TimeProvider.System.GetUtcNow() is var wait && wait > TimeSpan.FromMilliseconds(500))
            await Task.Delay(wait - TimeSpan.FromMilliseconds(500));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50 * number));
            await (number % 2 == 0 ? api : other).Services.GetRequiredService<ReleaseClock>().CarryOutAsync(CancellationToken.None);
        }));
        var entries = new List<string>();
        var page = await ChangeFeedTests.PageAsync(api, null, "&kind=release");
        foreach (var change in page.GetProperty("items").EnumerateArray())
            if (change.GetProperty("subject").GetString() == "missed")
                entries.Add(change.GetProperty("action").GetString()!);
        Assert.That(entries, Is.EqualTo(new[] { "created", "released" }));
    }

    [Test]
    public async Task No_cache_keeps_an_answer_past_the_next_release()
    {
        await using var api = await ApiServer.StartAsync();
        await AnnounceAsync(api, "soon", TimeProvider.System.GetUtcNow().AddSeconds(30), HttpStatusCode.Created);
        for (var time = 0; time < 3; time++) // made, made and kept, kept
        {
            using var answer = await api.AskAsync(Figure);
            var age = answer.Headers.CacheControl!.MaxAge!.Value;
            Assert.That(age, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(30)).And.GreaterThan(TimeSpan.FromSeconds(20)));
        }
    }

    [Test]
    public async Task An_announcement_is_moved_until_it_is_carried_out_and_then_stays()
    {
        await using var api = await ApiServer.StartAsync();
        await AnnounceAsync(api, "moved", TimeProvider.System.GetUtcNow().AddHours(1), HttpStatusCode.Created);
        var moved = await AnnounceAsync(api, "moved", TimeProvider.System.GetUtcNow().AddHours(2), HttpStatusCode.OK);
        Assert.That(moved.GetProperty("releasesAt").GetDateTimeOffset(), Is.GreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(90)));

        using var refused = await PutAsync(api, "raim-2009-2013", TimeProvider.System.GetUtcNow().AddHours(1));
        await refused.ProblemAsync(HttpStatusCode.Conflict);
    }

    [Test]
    public async Task An_announcement_is_refused_with_everything_that_is_wrong_and_without_the_key()
    {
        await using var api = await ApiServer.StartAsync();
        using var body = new StringContent("""{"titleLv": "", "releasesAt": "2001-01-01T00:00:00Z", "quality": "good", "indicators": ["unemployment-rat"], "periods": ["13"]}""", Encoding.UTF8, "application/json");
        using var wrong = await SendAsync(api, "/v1/releases/Wrong_Code", body, Key(api));
        var errors = (await wrong.ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateArray()
            .Select(error => (error.TryGetProperty("parameter", out var parameter) ? parameter : error.GetProperty("pointer")).GetString());
        Assert.That(errors, Is.EquivalentTo(new[] { "code", "/titleLv", "/titleEn", "/releasesAt", "/quality", "/indicators/0", "/periods/0" }));

        using var again = new StringContent("{}", Encoding.UTF8, "application/json");
        using var anonymous = await SendAsync(api, "/v1/releases/right", again, null);
        await anonymous.ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task The_feed_is_well_formed_atom_with_the_releases_that_were_carried_out()
    {
        await using var api = await ApiServer.StartAsync();
        await AnnounceAsync(api, "future", TimeProvider.System.GetUtcNow().AddHours(1), HttpStatusCode.Created);
        using var answer = await api.AskAsync("/v1/release-feed?lang=en");
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/atom+xml"));
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync()).Root!;
        Assert.That(feed.Elements(atom + "entry").Select(entry => entry.Element(atom + "title")!.Value), Is.EqualTo(new[] { "RAIM indicators, 2009-2013" }));
        Assert.That(feed.Element(atom + "updated")!.Value, Is.EqualTo(feed.Element(atom + "entry")!.Element(atom + "updated")!.Value));
    }

    private static string Summary(JsonElement change) => $"{change.GetProperty("kind").GetString()} {change.GetProperty("action").GetString()}";

    /// <summary>Everything that could give an embargoed figure away.</summary>
    private static async Task<string> ReadAllAsync(ApiServer api)
    {
        var told = new StringBuilder();
        foreach (var address in new[]
        {
            Figure, "/v1/observations?indicator=unemployment-rate&format=csv", "/v1/observations/estimate?indicator=unemployment-rate",
            "/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013", "/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200",
            "/v1/observations/revisions?indicator=unemployment-rate&territory=LV0420200&period=2013", "/v1/reconciliation?indicator=unemployment-rate",
        })
        {
            using var answer = await api.AskAsync(address);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), address);
            told.AppendLine(await answer.Content.ReadAsStringAsync());
        }
        return told.ToString();
    }

    private static async Task ImportForAsync(ApiServer api, string release, params string[] rows)
    {
        var content = "territory,period,indicator,breakdown,value,flag,reason_lv,reason_en\n" + string.Join('\n', rows) + "\n";
        await api.SendAsync(new ImportObservations.Command("test.csv", new MemoryStream(Encoding.UTF8.GetBytes(content)), "test", "Test", Release: release));
    }

    private static async Task<JsonElement> AnnounceAsync(ApiServer api, string code, DateTimeOffset at, HttpStatusCode expected)
    {
        using var answer = await PutAsync(api, code, at);
        Assert.That(answer.StatusCode, Is.EqualTo(expected), await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private static async Task<HttpResponseMessage> PutAsync(ApiServer api, string code, DateTimeOffset at)
    {
        using var body = new StringContent($$"""
            {"titleLv": "Bezdarbs", "titleEn": "Unemployment", "releasesAt": "{{at.ToString("O", CultureInfo.InvariantCulture)}}", "quality": "provisional",
             "indicators": ["unemployment-rate"], "periods": ["2013", "2014"]}
            """, Encoding.UTF8, "application/json");
        return await SendAsync(api, $"/v1/releases/{code}", body, Key(api));
    }

    private static async Task<HttpResponseMessage> SendAsync(ApiServer api, string address, HttpContent body, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = body };
        if (key is not null)
            request.Headers.Authorization = new("Bearer", key);
        return await api.Client.SendAsync(request);
    }

    private static string Key(ApiServer api) => api.Services.GetRequiredService<OperatorKey>().Value;
}
