using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>
/// A figure of every level, of the own municipality or network and of another, before and after its embargo, asked for by every role through every read of
/// figures: expected (level-matrix.csv) against what is seen. yes: the value is there; no: the answer is as if there were none.
/// </summary>
[TestFixture]
public sealed class LevelMatrixTests
{
    /// <summary>Which figure of the unemployment rate stands for a line.</summary>
    private static readonly Dictionary<(string Level, string Relation), (string Territory, string Period)> Figures = new()
    {
        [("public", "")] = ("LV0130000", "2014"), [("authorised", "")] = ("LV0010000", "2014"), [("network", "own")] = ("LV0050000", "2014"), [("network", "other")] = ("LV0210000", "2014"),
        [("ownMunicipality", "own")] = ("LV0420200", "2014"), [("ownMunicipality", "other")] = ("LV0170000", "2014"), [("administrators", "")] = ("LV0090000", "2014"),
        [("embargoed", "own")] = ("LV0420200", "2015"), [("embargoed", "other")] = ("LV0941600", "2015"), [("released", "own")] = ("LV0420200", "2016"), [("released", "other")] = ("LV0941600", "2016"),
    };

    private readonly Dictionary<string, HttpClient> clients = new(StringComparer.Ordinal);
    private ApiServer api = null!;
    private string[] callers = null!;
    private IReadOnlyList<MatrixLine> lines = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        (callers, lines) = AccessMatrix.Read("level-matrix.csv");
        api = await ApiServer.StartAsync();
        await api.NetworkAsync(AccessMatrix.Network, Callers.CesisNow);
        await api.NetworkAsync("another");
        foreach (var caller in callers)
            clients[caller] = api.With(caller == "anonymous" ? null : caller == "operator" ? api.OperatorKey() : await api.KeyAsync(AccessMatrix.Roles[caller]));
        foreach (var ((level, relation), (territory, period)) in Figures)
            if (level is not ("public" or "embargoed" or "released"))
                await ClassifyAsync(territory, period, level, level != "network" ? null : relation == "own" ? AccessMatrix.Network : "another");
        await api.SqlAsync("""
            insert into release (code, title_lv, title_en, releases_at, quality, periods, announced_by) values
                ('later', 'l', 'l', now() + interval '1 day', 'final', '{2015}', 'test'), ('soon', 's', 's', now() + interval '1 second', 'final', '{2016}', 'test');
            insert into release_indicator (release_id, indicator_id) select r.release_id, i.indicator_id from release r, indicator i where r.code in ('later', 'soon') and i.code = 'unemployment-rate'
            """);
        await api.RefreshAsync();
        await UploadAsync("2014", null);
        await UploadAsync("2015", "later");
        await UploadAsync("2016", "soon");
        await api.RefreshAsync();
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => await IsSeenAsync("readObservations", "anonymous", "LV0941600", "2016"), "the release");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public void Every_level_and_role_has_an_expectation()
    {
        Assert.That(lines.Select(line => (line.Subject, line.Relation)), Is.EquivalentTo(Figures.Keys));
        Assert.That(lines.Select(line => line.Subject).Distinct(), Is.SupersetOf(new[] { "public", "authorised", "network", "ownMunicipality", "administrators" }));
        Assert.That(callers, Is.EquivalentTo(AccessMatrix.Roles.Keys.Append("anonymous").Append("operator")));
        Assert.That(lines.SelectMany(line => line.Expected.Values), Is.All.AnyOf("yes", "no"));
    }

    [Test]
    public async Task Every_role_sees_of_every_level_what_is_expected_by_every_read()
    {
        string[] reads = ["readObservations", "queryObservations", "csv", "json-stat", "listObservationRevisions", "trendTerritory", "picture", "tellPositions", "listChanges"];
        var wrong = new List<string>();
        var cells = 0;
        foreach (var caller in callers)
        {
            var told = await ChangesAsync(caller);
            foreach (var line in lines)
                foreach (var read in reads)
                {
                    var (territory, period) = Figures[(line.Subject, line.Relation)];
                    var actual = (read == "listChanges" ? told.Contains((territory, period)) : await IsSeenAsync(read, caller, territory, period)) ? "yes" : "no";
                    cells++;
                    if (actual != line.Expected[caller])
                        wrong.Add($"{line.Subject} {line.Relation} as {caller} by {read}: expected {line.Expected[caller]}, was {actual}");
                }
        }

        await TestContext.Out.WriteLineAsync($"{lines.Count} lines x {callers.Length} callers x {reads.Length} reads: {cells} cells");
        Assert.That(wrong, Is.Empty);
        Assert.That(cells, Is.EqualTo(lines.Count * callers.Length * reads.Length));
    }

    [Test]
    public async Task What_a_role_does_not_see_is_told_as_what_is_not_there()
    {
        foreach (var caller in callers)
            foreach (var line in lines.Where(line => line.Expected[caller] == "no"))
            {
                var (territory, period) = Figures[(line.Subject, line.Relation)];
                using var hidden = await clients[caller].GetAsync(Rows(territory, period));
                using var absent = await clients[caller].GetAsync(Rows(territory, "2018"));
                var (told, expected) = (Row(await hidden.JsonAsync()), Row(await absent.JsonAsync()));
                Assert.That(told.Replace(period, "2018", StringComparison.Ordinal), Is.EqualTo(expected), $"{line.Subject} {line.Relation} as {caller}");
                Assert.That(hidden.HeadersBut("ETag", "Last-Modified", "Link", "Content-Length").Replace(period, "2018", StringComparison.Ordinal), Is.EqualTo(absent.HeadersBut("ETag", "Last-Modified", "Link", "Content-Length")));
            }

        static string Row(JsonElement answer) => answer.GetProperty("rows").GetArrayLength() == 0 ? "" : answer.GetProperty("rows")[0].ToString();
    }

    [Test]
    public async Task The_tag_of_one_role_is_not_modified_for_no_other()
    {
        var (territory, period) = Figures[("administrators", "")];
        using var admin = await clients["administrator"].GetAsync(Rows(territory, period));
        var tag = admin.Headers.ETag!.ToString();
        foreach (var caller in callers.Where(caller => caller is not ("administrator" or "operator")))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Rows(territory, period));
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using var answer = await clients[caller].SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), caller);
            Assert.That(answer.Header("Cache-Control"), caller == "anonymous" ? Does.StartWith("public") : Does.StartWith("private"), caller);
        }
    }

    private static string Rows(string territory, string period) => $"/v1/observations?indicator=unemployment-rate&territory={territory}&period={period}";

    private async Task<bool> IsSeenAsync(string read, string caller, string territory, string period)
    {
        using var request = read switch
        {
            "queryObservations" => new HttpRequestMessage(HttpMethod.Post, "/v1/observations/query") { Content = JsonContent.Create(new { indicator = new[] { "unemployment-rate" }, territory = new[] { territory }, period = new[] { period } }) },
            "listObservationRevisions" => new HttpRequestMessage(HttpMethod.Get, $"/v1/observations/revisions?indicator=unemployment-rate&territory={territory}&period={period}"),
            "trendTerritory" => new HttpRequestMessage(HttpMethod.Get, $"/v1/comparisons/trend?indicator=unemployment-rate&territory={territory}&group=state-cities"),
            "picture" => new HttpRequestMessage(HttpMethod.Get, $"/v1/comparisons/trend?indicator=unemployment-rate&territory={territory}&group=state-cities&period={period}&format=svg&lang=en"),
            "tellPositions" => new HttpRequestMessage(HttpMethod.Post, "/v1/analyses/position") { Content = JsonContent.Create(new { variable = "unemployment-rate", period, group = "all" }) },
            "csv" or "json-stat" => new HttpRequestMessage(HttpMethod.Get, $"{Rows(territory, period)}&format={read}"),
            _ => new HttpRequestMessage(HttpMethod.Get, Rows(territory, period)),
        };
        using var answer = await clients[caller].SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        if (read is "json-stat" or "picture" && answer.StatusCode == HttpStatusCode.NotFound)
            return false;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{read} as {caller}: {body}");
        if (read == "csv")
            return body.Contains($"{ValueOf(territory)}", StringComparison.Ordinal);
        if (read == "picture")
            return Regex.IsMatch(body, $@">[^<]*\b{Regex.Escape(ValueOf(territory))}\b[^<]*<", RegexOptions.None, TimeSpan.FromSeconds(5));
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        return read switch
        {
            "json-stat" => root.GetProperty("value").EnumerateArray().Any(value => value.ValueKind == JsonValueKind.Number),
            "listObservationRevisions" => root.GetProperty("items").GetArrayLength() > 0,
            "tellPositions" => root.GetProperty("units").EnumerateArray().Any(unit => unit.GetProperty("unit").GetString() == territory && unit.GetProperty("value").ValueKind == JsonValueKind.Number),
            "trendTerritory" => root.GetProperty("points").EnumerateArray().Any(point => point.GetProperty("period").GetString() == period && point.GetProperty("value").ValueKind == JsonValueKind.Number),
            _ => root.GetProperty("rows").EnumerateArray().Any(row => row.GetProperty("value").ValueKind == JsonValueKind.Number),
        };
    }

    private async Task<HashSet<(string, string)>> ChangesAsync(string caller)
    {
        var told = new HashSet<(string, string)>();
        for (var address = "/v1/changes?kind=observation"; ;)
        {
            using var answer = await clients[caller].GetAsync(address);
            var page = await answer.JsonAsync();
            foreach (var change in page.GetProperty("items").EnumerateArray())
                if (change.GetProperty("observation") is var figure && figure.GetProperty("value").ValueKind == JsonValueKind.Number && figure.GetProperty("indicator").GetString() == "unemployment-rate")
                    told.Add((figure.GetProperty("territory").GetString()!, figure.GetProperty("period").GetString()!));
            if (!page.GetProperty("hasMore").GetBoolean())
                return told;
            address = $"/v1/changes?kind=observation&after={Uri.EscapeDataString(page.GetProperty("next").GetString()!)}";
        }
    }

    /// <summary>A value that no other figure of an answer has.</summary>
    private static string ValueOf(string territory) => $"{5 + Array.IndexOf([.. Figures.Values.Select(figure => figure.Territory).Distinct()], territory)}.7";

    private async Task ClassifyAsync(string territory, string period, string visibility, string? network)
    {
        using var answer = await clients["operator"].PostAsync("/v1/classifications", JsonContent.Create(
            new ClassificationRequest { Indicator = "unemployment-rate", Territory = territory, PeriodFrom = period, PeriodTo = period, Visibility = visibility, Network = network, Reason = "Test" }));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created), await answer.Content.ReadAsStringAsync());
    }

    private async Task UploadAsync(string period, string? release)
    {
        var rows = Figures.Values.Where(figure => figure.Period == period).Select(figure => $"{figure.Territory},{period},unemployment-rate,,{ValueOf(figure.Territory)}\n");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=test" + (release is null ? "" : $"&release={release}"))
        {
            Content = new StringContent("territory,period,indicator,breakdown,value\n" + string.Concat(rows), Encoding.UTF8, "text/csv"),
            Headers = { { "Idempotency-Key", period } },
        };
        using var answer = await clients["operator"].SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await answer.Content.ReadAsStringAsync());
        var import = (await answer.Content.ReadFromJsonAsync<Import>())!;
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (import = (await clients["operator"].GetFromJsonAsync<Import>($"/v1/imports/{import.Id}"))!).FinishedAt is not null, "the import");
        Assert.That((import.Counts.New, import.Counts.Refused, import.Counts.Quarantined), Is.EqualTo((Figures.Values.Count(figure => figure.Period == period), 0, 0)));
    }
}
