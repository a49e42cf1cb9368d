using System.Net;
using System.Text.Json;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Tests.Integration.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>Who sees which figure: one of each level, told to every kind of caller by every read.</summary>
[TestFixture]
public sealed class LevelTests
{
    private const string Riga = "LV0010000", Daugavpils = "LV0050000", Jelgava = "LV0090000", Jurmala = "LV0130000", Rezekne = "LV0210000";

    /// <summary>What each sees of the figures of 2014, by the table of the design: everyone the public one of Jūrmala.</summary>
    private static readonly Dictionary<string, string[]> Seen = new(StringComparer.Ordinal)
    {
        ["anonymous"] = [Jurmala],
        ["auditor"] = [Jurmala],
        ["authorised"] = [Jurmala, Riga],
        ["stranger to the network"] = [Jurmala, Riga],
        ["expert"] = [Jurmala, Riga, Daugavpils],
        ["coordinator"] = [Jurmala, Riga, Daugavpils],
        ["Cesis"] = [Jurmala, Riga, Daugavpils, LeveledServer.Cesis],
        ["politician of Cesis"] = [Jurmala, Riga, LeveledServer.Cesis],
        ["Liepaja"] = [Jurmala, Riga, LeveledServer.Liepaja],
        ["analyst"] = [Jurmala, Riga, Daugavpils, LeveledServer.Liepaja],
        ["administrator"] = [Jurmala, Riga, Daugavpils, LeveledServer.Cesis, Jelgava, LeveledServer.Liepaja],
    };

    private const string Rows = "/v1/observations?indicator=unemployment-rate&period=2014&limit=1000";

    private LeveledServer server = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        server = await LeveledServer.StartAsync();
        await server.ClassifyAsync("unemployment-rate", Riga, null, "authorised");
        await server.ClassifyAsync("unemployment-rate", Daugavpils, "2014", "network", "waste");
        await server.ClassifyAsync("unemployment-rate", LeveledServer.Cesis, "2014", "ownMunicipality");
        await server.ClassifyAsync("unemployment-rate", Jelgava, "2014", "administrators");
        await NewData.ImportAsync(server.Api, new[] { Riga, Daugavpils, Jelgava, Jurmala, LeveledServer.Cesis }.Select((code, index) => $"{code},2014,unemployment-rate,,{index + 1}.5,,,"));
        await server.EmbargoAsync("unemployment-rate", LeveledServer.Liepaja, "2014", 6.5m);
        await server.Api.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);
    }

    [OneTimeTearDown]
    public async Task Stop() => await server.DisposeAsync();

    private static IEnumerable<string> Everyone => Seen.Keys;

    [TestCaseSource(nameof(Everyone))]
    public async Task Each_sees_what_the_table_says(string caller) => Assert.That(await server.SeenAsync(Rows, caller), Is.EquivalentTo(Seen[caller]));

    [Test]
    public void Everyone_is_asked() => Assert.That(server.Everyone, Is.EquivalentTo(Seen.Keys));

    [TestCaseSource(nameof(Everyone))]
    public async Task As_of_an_instant_each_sees_the_same(string caller)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(await server.SeenAsync($"{Rows}&asOf={now}", caller), Is.EquivalentTo(Seen[caller]));
    }

    [TestCaseSource(nameof(Everyone))]
    public async Task The_history_of_a_figure_is_told_to_those_who_see_it(string caller)
    {
        var told = new List<string>();
        foreach (var code in Seen["administrator"])
            if ((await server.JsonAsync($"/v1/observations/revisions?indicator=unemployment-rate&territory={code}&period=2014", caller)).GetProperty("items").GetArrayLength() > 0)
                told.Add(code);
        Assert.That(told, Is.EquivalentTo(Seen[caller]));
    }

    [TestCaseSource(nameof(Everyone))]
    public async Task The_change_feed_tells_of_the_figures_that_are_seen(string caller)
    {
        var told = new List<string>();
        for (var address = "/v1/changes?kind=observation"; ;)
        {
            var page = await server.JsonAsync(address, caller);
            told.AddRange(page.GetProperty("items").EnumerateArray().Select(change => change.GetProperty("observation"))
                .Where(figure => figure.GetProperty("indicator").GetString() == "unemployment-rate" && figure.GetProperty("period").GetString() == "2014" && figure.GetProperty("value").ValueKind == JsonValueKind.Number).Select(figure => figure.GetProperty("territory").GetString()!));
            if (!page.GetProperty("hasMore").GetBoolean())
                break;
            address = $"/v1/changes?kind=observation&after={Uri.EscapeDataString(page.GetProperty("next").GetString()!)}";
        }
        Assert.That(told, Is.EquivalentTo(Seen[caller]));
    }

    [TestCaseSource(nameof(Everyone))]
    public async Task The_reconciliation_counts_what_is_seen(string caller)
    {
        var periods = (await server.JsonAsync("/v1/reconciliation?indicator=unemployment-rate", caller)).GetProperty("items")[0].GetProperty("periods");
        Assert.That(periods.EnumerateArray().Single(period => period.GetProperty("period").GetString() == "2014").GetProperty("values").GetInt32(), Is.EqualTo(Seen[caller].Length));
    }

    [TestCaseSource(nameof(Everyone))]
    public async Task A_comparison_and_a_trend_rest_on_what_is_seen(string caller)
    {
        var comparison = await server.JsonAsync($"/v1/comparisons?indicator=unemployment-rate&territory={Jurmala}&period=2014&group=state-cities", caller);
        var cities = Seen[caller].Where(code => code is not LeveledServer.Cesis).Count();
        Assert.That(comparison.GetProperty("statistics").GetProperty("n").GetInt32(), Is.EqualTo(cities));
        foreach (var code in Seen["administrator"])
        {
            var trend = await server.JsonAsync($"/v1/comparisons/trend?indicator=unemployment-rate&territory={code}&group=state-cities", caller);
            var last = trend.GetProperty("points").EnumerateArray().SingleOrDefault(point => point.GetProperty("period").GetString() == "2014");
            Assert.That(last.ValueKind == JsonValueKind.Object && last.GetProperty("value").ValueKind == JsonValueKind.Number, Is.EqualTo(Seen[caller].Contains(code)), code);
        }
    }

    [TestCaseSource(nameof(Everyone))]
    public async Task Every_format_holds_what_is_seen(string caller)
    {
        foreach (var format in new[] { "csv", "json-stat" })
        {
            using var response = await server.GetAsync($"/v1/observations?indicator=unemployment-rate&period=2014&format={format}", caller);
            var body = await response.Content.ReadAsStringAsync();
            var values = new[] { ("1.5", Riga), ("2.5", Daugavpils), ("3.5", Jelgava), ("4.5", Jurmala), ("5.5", LeveledServer.Cesis), ("6.5", LeveledServer.Liepaja) };
            foreach (var (value, code) in values)
                Assert.That(System.Text.RegularExpressions.Regex.IsMatch(body, $@"[,\[]{value.Replace(".", @"\.", StringComparison.Ordinal)}[,\]]", System.Text.RegularExpressions.RegexOptions.NonBacktracking), Is.EqualTo(Seen[caller].Contains(code)), $"{format} {code}: {body[..Math.Min(300, body.Length)]}");
        }
    }

    [Test]
    public async Task What_waits_for_its_release_goes_before_what_is_published_for_those_who_see_it()
    {
        await server.EmbargoAsync("unemployment-rate", LeveledServer.Liepaja, "2013", 66.6m);
        await server.Api.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);
        const string Address = $"/v1/observations?indicator=unemployment-rate&period=2013&territory={LeveledServer.Liepaja}";
        async Task<decimal> ValueAsync(string caller) => (await server.JsonAsync(Address, caller)).GetProperty("rows")[0].GetProperty("value").GetDecimal();
        Assert.Multiple(async () =>
        {
            Assert.That(await ValueAsync("anonymous"), Is.Not.EqualTo(66.6m));
            Assert.That(await ValueAsync("authorised"), Is.Not.EqualTo(66.6m));
            Assert.That(await ValueAsync("Cesis"), Is.Not.EqualTo(66.6m));
            Assert.That(await ValueAsync("Liepaja"), Is.EqualTo(66.6m));
            Assert.That(await ValueAsync("analyst"), Is.EqualTo(66.6m));
        });
    }

    [Test]
    public async Task Answers_of_a_caller_are_theirs_alone()
    {
        using var own = await server.GetAsync(Rows, "analyst");
        using var others = await server.GetAsync(Rows, "anonymous");
        Assert.That(own.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private"));
        Assert.That(others.Headers.CacheControl!.Public, Is.True);
        foreach (var caller in server.Everyone)
            foreach (var tag in new[] { own.Headers.ETag!, others.Headers.ETag! })
            {
                using var again = await server.GetAsync(Rows, caller, ("If-None-Match", tag.Tag));
                var isTheirs = (caller == "analyst" && tag.Equals(own.Headers.ETag)) || (caller == "anonymous" && tag.Equals(others.Headers.ETag));
                Assert.That(again.StatusCode, Is.EqualTo(isTheirs ? HttpStatusCode.NotModified : HttpStatusCode.OK), caller);
            }
        using var since = await server.GetAsync(Rows, "analyst", ("If-Modified-Since", "Wed, 01 Jan 2059 00:00:00 GMT"));
        Assert.That(since.StatusCode, Is.EqualTo(HttpStatusCode.OK), "when a role is given, nothing is modified but what its holder sees");
    }

    [Test]
    public async Task Nobody_goes_on_with_the_cursor_of_another()
    {
        var next = (await server.JsonAsync("/v1/observations?indicator=unemployment-rate&limit=2", "analyst")).GetProperty("next").GetString()!;
        var end = (await server.JsonAsync("/v1/changes?after=end", "analyst")).GetProperty("next").GetString()!;
        foreach (var (caller, status) in new[] { ("analyst", HttpStatusCode.OK), ("anonymous", HttpStatusCode.BadRequest), ("administrator", HttpStatusCode.BadRequest) })
        {
            using var page = await server.GetAsync($"/v1/observations?indicator=unemployment-rate&limit=2&cursor={Uri.EscapeDataString(next)}", caller);
            using var changes = await server.GetAsync($"/v1/changes?after={Uri.EscapeDataString(end)}", caller);
            Assert.That((page.StatusCode, changes.StatusCode), Is.EqualTo((status, status)), caller);
        }
    }

    [Test]
    public async Task Only_an_administrator_classifies_and_reads_classifications()
    {
        foreach (var caller in server.Everyone)
        {
            using var response = await server.GetAsync("/v1/classifications", caller);
            Assert.That(response.StatusCode, Is.EqualTo(caller switch { "administrator" => HttpStatusCode.OK, "anonymous" => HttpStatusCode.Unauthorized, _ => HttpStatusCode.Forbidden }), caller);
        }
    }

    [Test]
    public async Task A_classification_that_cannot_be_is_refused_with_every_reason()
    {
        using var client = server.Api.NewClient();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer as administrator");
        using var refused = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(client, "/v1/classifications",
            new ClassificationRequest { Indicator = "unemployment-rat", Territory = "LV9", PeriodFrom = "2014", PeriodTo = "2013", Breakdown = "x", Visibility = "secret", Network = "waste" });
        using var body = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
        Assert.That(body.RootElement.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("pointer").GetString()),
            Is.EquivalentTo(new[] { "/indicator", "/territory", "/periodTo", "/breakdown", "/visibility", "/network", "/reason" }));
        await server.ClassifyAsync(new ClassificationRequest { Indicator = "population", Visibility = "network", Network = "unknown", Reason = "Test" }, HttpStatusCode.BadRequest);
    }
}
