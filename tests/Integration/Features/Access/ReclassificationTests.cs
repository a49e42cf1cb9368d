using System.Net;
using System.Text.Json;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>What a classification changes, and what it must not.</summary>
[TestFixture]
public sealed class ReclassificationTests
{
    private const string Cell = $"indicator=unemployment-rate&territory={LeveledServer.Cesis}&period=2013";

    /// <summary>Reads whose answers a hidden figure might move: besides these, every route of the service is asked.</summary>
    private static readonly string[] Addresses =
    [
        "/v1/observations?indicator=unemployment-rate&limit=10000", "/v1/observations?indicator=unemployment-rate&format=csv", "/v1/observations?indicator=unemployment-rate&format=json-stat",
        "/v1/observations?indicator=unemployment-rate&format=xlsx", "/v1/observations?indicator=*&period=latest&limit=10000",
        "/v1/observations?indicator=unemployment-rate,children&breakdown=sex:*,stage:*&limit=10000", "/v1/observations?indicator=unemployment-rate&boundaries=2021-07-01&limit=10000",
        "/v1/observations?indicator=unemployment-rate&asOf=2059&limit=10000", "/v1/observations?indicator=unemployment-rate&territory=group:size-10000-to-24999&limit=10000",
        "/v1/observations?indicator=unemployment-rat", "/v1/observations?indicator=unemployment-rate&period=2014", "/v1/observations?indicator=unemployment-rate&period=2014&format=json-stat",
        "/v1/observations/estimate?indicator=*&breakdown=sex:*", "/v1/observations/permalink?indicator=unemployment-rate",
        $"/v1/observations/revisions?indicator=unemployment-rate&territory={LeveledServer.Cesis}&period=2014",
        "/v1/indicators", "/v1/indicators?search=unemp", "/v1/indicators/unemployment-rate", "/v1/topics", "/v1/territory-groups", "/v1/territory-groups/size-50000-and-over?on=2014-06-01",
        $"/v1/comparisons?indicator=unemployment-rate&territory={LeveledServer.Cesis}", $"/v1/comparisons?indicator=income-tax-per-capita&territory={LeveledServer.Cesis}&period=2013",
        $"/v1/comparisons?indicator=unemployment-rate&territory={LeveledServer.Cesis}&period=2014&group=municipalities", $"/v1/comparisons/profile?territory={LeveledServer.Cesis}",
        $"/v1/comparisons/trend?indicator=unemployment-rate&territory={LeveledServer.Cesis}", $"/v1/comparisons?indicator=unemployment-rate&territory={LeveledServer.Cesis}&format=svg",
        "/v1/reconciliation", "/v1/reconciliation?indicator=unemployment-rate", "/v1/changes?kind=observation&limit=1000", "/v1/changes?after=end", "/v1/changes?limit=3", "/v1/releases", "/v1/config",
    ];

    [Test]
    public async Task Figures_that_are_hidden_before_they_come_leave_no_trace_in_any_answer_body_status_or_header()
    {
        await using var server = await LeveledServer.StartAsync();
        foreach (var indicator in new[] { "unemployment-rate", "population" })
            await server.ClassifyAsync(indicator, null, "2014", "administrators");
        var asked = Addresses.Concat(Route.Reads(server.Api).Where(route => route.Answers).Select(route => route.Address)).Distinct().ToArray();
        var before = await AnswersAsync(server.Api, asked);

        await NewData.ImportAsync(server.Api, new[] { "LV0010000", "LV0050000", "LV0090000", LeveledServer.Cesis }.SelectMany(code => new[]
        {
            $"{code},2014,unemployment-rate,,66.6,,,", $"{code},2014,population,,66666,,,",
        }));
        Assert.That((await server.JsonAsync("/v1/observations?indicator=unemployment-rate,population&period=2014", "administrator")).GetProperty("rows").GetArrayLength(), Is.GreaterThanOrEqualTo(8), "they are there");
        var after = await AnswersAsync(server.Api, asked);

        Assert.Multiple(() =>
        {
            foreach (var address in asked)
                Assert.That(after[address], Is.EqualTo(before[address]), address);
        });
    }

    [Test]
    public async Task What_becomes_hidden_is_gone_everywhere_at_once_with_a_tombstone_and_comes_back_with_an_entry()
    {
        await using var server = await LeveledServer.StartAsync();
        var address = $"/v1/observations?{Cell}";
        using var first = await server.GetAsync(address);
        var shown = await first.Content.ReadAsStringAsync();
        var instant = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        var end = await EndAsync(server, "anonymous");
        var endOfAnalyst = await EndAsync(server, "analyst");

        var classified = await server.ClassifyAsync("unemployment-rate", LeveledServer.Cesis, "2013", "authorised");
        Assert.That((classified.CellsBefore["public"], classified.CellsAfter["public"], classified.CellsAfter["authorised"]), Is.EqualTo((1, 0, 1)));
        using var second = await server.GetAsync(address, "anonymous", ("If-None-Match", first.Headers.ETag!.Tag));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await server.JsonAsync(address)).GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("missingReason").GetString() != "notAvailable"), Is.Empty);
        Assert.That(await server.SeenAsync($"{address}&asOf={instant}", "anonymous"), Is.Empty, "as it is now, of all instants");
        Assert.That((await server.JsonAsync($"/v1/observations/revisions?{Cell}")).GetProperty("items").GetArrayLength(), Is.Zero);
        Assert.That(await server.SeenAsync(address, "authorised"), Has.Length.EqualTo(1));
        var tombstone = (await server.JsonAsync($"/v1/changes?after={end}")).GetProperty("items").EnumerateArray().Single();
        Assert.That((tombstone.GetProperty("action").GetString(), tombstone.GetProperty("observation").GetProperty("value").ValueKind), Is.EqualTo(("withdrawn", JsonValueKind.Null)));
        Assert.That((await server.JsonAsync($"/v1/changes?after={endOfAnalyst}", "analyst")).GetProperty("items").GetArrayLength(), Is.Zero, "for the analyst nothing changed");

        end = await EndAsync(server, "anonymous");
        await NewData.ImportAsync(server.Api, $"{LeveledServer.Cesis},2013,unemployment-rate,,9.9,,,");
        Assert.That(await server.SeenAsync(address, "anonymous"), Is.Empty, "an import does not publish what is hidden");
        Assert.That((await server.JsonAsync($"/v1/changes?after={end}")).GetProperty("items").GetArrayLength(), Is.Zero);

        await server.ClassifyAsync("unemployment-rate", LeveledServer.Cesis, "2013", "public");
        Assert.That((await server.JsonAsync(address)).GetProperty("rows")[0].GetProperty("value").GetDecimal(), Is.EqualTo(9.9m));
        var entry = (await server.JsonAsync($"/v1/changes?after={end}")).GetProperty("items").EnumerateArray().Last();
        Assert.That((entry.GetProperty("action").GetString(), entry.GetProperty("observation").GetProperty("value").GetDecimal()), Is.EqualTo(("created", 9.9m)));
        Assert.That(shown, Does.Contain("6.5"));
    }

    [Test]
    public async Task The_newest_classification_that_covers_a_cell_holds_and_the_same_again_changes_nothing()
    {
        await using var server = await LeveledServer.StartAsync();
        var whole = new ClassificationRequest { Indicator = "unemployment-rate", Visibility = "administrators", Reason = "Test" };
        var first = await server.ClassifyAsync(whole);
        Assert.That(first.CellsAfter["administrators"], Is.EqualTo(first.CellsBefore["public"]).And.GreaterThan(500));
        Assert.That((await server.ClassifyAsync(whole, HttpStatusCode.OK)).Id, Is.EqualTo(first.Id));
        Assert.That((await server.JsonAsync("/v1/observations?indicator=unemployment-rate")).GetProperty("rows").GetArrayLength(), Is.Zero);

        await server.ClassifyAsync("unemployment-rate", LeveledServer.Cesis, "2013", "public");
        Assert.That(await server.SeenAsync("/v1/observations?indicator=unemployment-rate&limit=1000", "anonymous"), Is.EqualTo(new[] { LeveledServer.Cesis }));
        var history = (await server.JsonAsync("/v1/classifications?indicator=unemployment-rate", "administrator")).GetProperty("items");
        Assert.That(history.EnumerateArray().Select(item => item.GetProperty("visibility").GetString()), Is.EqualTo(new[] { "public", "administrators" }));
    }

    [Test]
    public async Task A_second_instance_shows_no_more_what_the_first_has_hidden()
    {
        await using var server = await LeveledServer.StartAsync();
        await using var second = await ApiServer.StartOnAsync(server.Api.ConnectionString);
        for (var asked = 0; asked < 3; asked++)
            Assert.That(await second.TextAsync($"/v1/observations?{Cell}"), Does.Contain("\"value\":6.5")); // kept in memory by now
        await server.ClassifyAsync("unemployment-rate", null, null, "authorised");
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => !(await second.TextAsync($"/v1/observations?{Cell}")).Contains("6.5", StringComparison.Ordinal), "hidden by the other instance");
    }

    private static async Task<string> EndAsync(LeveledServer server, string caller) => Uri.EscapeDataString((await server.JsonAsync("/v1/changes?after=end", caller)).GetProperty("next").GetString()!);

    /// <summary>Each answer as it is seen: status, every header but those of the moment, and the bytes.</summary>
    private static async Task<Dictionary<string, string>> AnswersAsync(ApiServer api, IEnumerable<string> addresses)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in addresses)
        {
            using var response = await api.Client.GetAsync(address);
            var headers = response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Date" or "RateLimit" or "RateLimit-Policy" or "traceparent"))
                .OrderBy(header => header.Key, StringComparer.Ordinal).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
            var bytes = await response.Content.ReadAsByteArrayAsync();
            var body = response.Content.Headers.ContentType?.MediaType?.EndsWith("sheet", StringComparison.Ordinal) == true ? bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : System.Text.RegularExpressions.Regex.Replace(System.Text.Encoding.UTF8.GetString(bytes), "\"traceId\":\"[0-9a-f]*\"", "", System.Text.RegularExpressions.RegexOptions.NonBacktracking);
            answers[address] = $"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n{body}";
        }
        return answers;
    }
}
