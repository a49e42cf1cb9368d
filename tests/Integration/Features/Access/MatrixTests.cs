using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Benchlearning.Api.Features.Sync;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>
/// Every operation of the contract, as every role, to what is one's own and to what is another's: expected (access-matrix.csv) against what the service
/// answers. yes: it is carried out, or refused for what it says; rows: it is taken, and its rows are refused one by one; else the status.
/// </summary>
[TestFixture]
public sealed partial class MatrixTests
{
    private const string Header = "territory,period,indicator,breakdown,value\n";

    private readonly Dictionary<string, HttpClient> clients = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Caller, string Relation), string> imports = [];
    private readonly List<(string Operation, HttpMethod Method, string Path)> operations = [];
    private ApiServer api = null!;
    private string[] callers = null!;
    private IReadOnlyList<MatrixLine> lines = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        (callers, lines) = AccessMatrix.Read("access-matrix.csv");
        api = await ApiServer.StartAsync();
        await api.NetworkAsync(AccessMatrix.Network);
        await api.NetworkAsync("routes");
        await NewData.CooperateAsync(api);
        await api.SqlAsync("insert into person (issuer, subject) values ('https://issuer.example', 'one'), ('https://issuer.example', 'two')");
        foreach (var caller in callers)
            clients[caller] = api.With(caller == "anonymous" ? null : caller == "operator" ? api.OperatorKey() : await api.KeyAsync(AccessMatrix.Roles[caller]));
        await NewData.RunSyncAsync(api);
        await NewData.SubscribeAsync(api);
        await NewData.OpenBatchAsync(api);
        await NewData.StewardAsync(api);
        await NewData.AnalyseAsync(api);
        await NewData.ShareAsync(api);
        await NewData.BriefAsync(api);
        await NewData.SurveyAsync(api);
        await api.SqlAsync("insert into person (issuer, subject, name) values ('https://login.example', 'first', 'First'), ('https://login.example', 'second', 'Second')");
        await OfAnotherSourceAsync();
        var (ofRaim, ofMinistry) = (await UploadAsync("operator", "raim"), await UploadAsync("operator", "education-ministry"));
        foreach (var caller in callers)
            (imports[(caller, "own")], imports[(caller, "other")]) = (ofRaim, ofMinistry);
        (imports[("dataSubmitter", "own")], imports[("dataSubmitter", "other")]) = (await UploadAsync("dataSubmitter", "raim"), imports[("dataSubmitter", "own")]);
        var contract = JsonNode.Parse(await api.Client.GetStringAsync("/v1/openapi.json"))!["paths"]!.AsObject();
        foreach (var (path, methods) in contract)
            foreach (var (method, operation) in methods!.AsObject())
                if (operation is JsonObject described && described["operationId"]?.GetValue<string>() is { } id)
                    operations.Add((id, new HttpMethod(method.ToUpperInvariant()), path));
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        foreach (var client in clients.Values)
            client.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public void Every_operation_has_an_expectation_for_every_role()
    {
        var missing = operations.Select(operation => operation.Operation).Except(lines.Select(line => line.Subject));
        var gone = lines.Select(line => line.Subject).Except(operations.Select(operation => operation.Operation));

        Assert.That(missing, Is.Empty, "operations without a line in access-matrix.csv");
        Assert.That(gone, Is.Empty, "lines of operations that are not there");
        Assert.That(callers, Is.EquivalentTo(AccessMatrix.Roles.Keys.Append("anonymous").Append("operator")));
        Assert.That(AccessMatrix.Roles.Keys, Is.EquivalentTo(Role.All));
        Assert.That(lines.SelectMany(line => line.Expected.Values), Is.All.AnyOf("yes", "rows", "401", "403", "404"));
        Assert.That(lines.Select(line => (line.Subject, line.Relation)), Is.Unique);
    }

    [Test]
    public async Task Every_role_gets_from_every_operation_what_is_expected()
    {
        var wrong = new List<string>();
        var cells = 0;
        foreach (var line in lines.OrderBy(line => operations.First(operation => operation.Operation == line.Subject).Method != HttpMethod.Get)) // what changes something comes last
            foreach (var caller in callers)
            {
                var (_, method, path) = operations.First(operation => operation.Operation == line.Subject);
                using var request = Request(line, method, path, caller);
                using var answer = await clients[caller].SendAsync(request);
                var actual = await OutcomeAsync(line, method, caller, answer);
                cells++;
                if (actual != line.Expected[caller])
                    wrong.Add($"{line.Subject} {line.Relation} as {caller}: expected {line.Expected[caller]}, was {actual} ({method} {request.RequestUri} {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()})");
            }

        await TestContext.Out.WriteLineAsync($"{operations.Count} operations x {callers.Length} callers: {lines.Count} lines, {cells} cells");
        Assert.That(wrong, Is.Empty);
        Assert.That(cells, Is.EqualTo(lines.Count * callers.Length));
    }

    /// <summary>An address that answers, of what is the caller's own, or another's; what would end something for the callers that come after is asked of what is not there.</summary>
    private HttpRequestMessage Request(MatrixLine line, HttpMethod method, string path, string caller)
    {
        var relation = line.Relation.Length == 0 ? "own" : line.Relation;
        var address = path;
        if (path.StartsWith("/v1/imports/{id}", StringComparison.Ordinal))
            address = path.Replace("{id}", imports[(caller, relation)], StringComparison.Ordinal);
        else if (relation == "other")
            address = path.Replace("{source}", path.StartsWith("/v1/sync", StringComparison.Ordinal) ? "ministry-export" : "education-ministry", StringComparison.Ordinal).Replace("{batch}", "routes", StringComparison.Ordinal)
                .Replace("{part}", "1", StringComparison.Ordinal).Replace("{code}", "LV0941600", StringComparison.Ordinal).Replace("{id}", "2", StringComparison.Ordinal);
        else if (method == HttpMethod.Get || line.Relation.Length > 0)
            address = (Route.All(api).FirstOrDefault(route => Unconstrained().Replace(route.Pattern, "}") == path && route.Methods.Contains(method.Method)) ?? throw new ArgumentException($"{method} {path} is no route.")).Address;
        address = Parameter().Replace(address, path.StartsWith("/v1/analyses/", StringComparison.Ordinal) || path.StartsWith("/v1/jobs/", StringComparison.Ordinal) ? $"{Guid.Empty}" : "999999");
        var request = new HttpRequestMessage(method, address);
        if (method != HttpMethod.Get && line.Relation.Length > 0)
            Fill(request, line.Subject, relation);
        return request;
    }

    private static void Fill(HttpRequestMessage request, string operation, string relation)
    {
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        var territory = relation == "own" ? "LV0420200" : "LV0941600";
        request.Content = operation switch
        {
            "enterObservations" => JsonContent.Create(new { source = "raim", reason = "test", values = new[] { new { indicator = "unemployment-rate", period = "2013", value = 7.3 } } }),
            "sealBatch" => JsonContent.Create(new { parts = 9, sha256 = new string('0', 64) }),
            "uploadImport" => new StringContent($"{Header}{territory},2013,unemployment-rate,,7.3\n", Encoding.UTF8, "text/csv"),
            "erasePerson" => JsonContent.Create(new { reason = "test" }),
            "pushBatch" or "putBatchPart" => new StringContent(Header, Encoding.UTF8, "text/csv"),
            _ => null,
        };
        if (operation == "uploadImport")
            request.RequestUri = new Uri("/v1/imports?source=raim&reason=test&dryRun=true", UriKind.Relative);
    }

    private async Task<string> OutcomeAsync(MatrixLine line, HttpMethod method, string caller, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (status is 401 or 403)
            return $"{status}";
        if (line.Subject == "uploadImport" && status == 202)
        {
            var import = await FinishAsync(caller, (await answer.Content.ReadFromJsonAsync<Import>())!.Id);
            return import.Findings.Any(finding => finding.Rule == "not-own-territory") ? "rows" : "yes";
        }
        if (method == HttpMethod.Get)
            return status == 200 ? "yes" : $"{status}";
        return line.Relation.Length > 0 && status == 404 ? "404" : status < 500 ? "yes" : $"{status}";
    }

    private async Task OfAnotherSourceAsync()
    {
        const string Definitions = """{"syncSources": [{"code": "ministry-export", "source": "education-ministry", "adapter": "raim-export", "enabled": true, "settings": {"folder": "/nowhere"}}], "mappingRules": []}""";
        await api.SendAsync(new DefineSyncSources.Command(new MemoryStream(Encoding.UTF8.GetBytes(Definitions))));
        var run = await api.SendAsync(new StartSyncRun.Command("ministry-export", "second", "en"));
        Assert.That(run.Id, Is.EqualTo(2));
        using var part = await clients["operator"].PutAsync("/v1/sources/education-ministry/batches/routes/parts/1", new StringContent(Header, Encoding.UTF8, "text/csv"));
        part.EnsureSuccessStatusCode();
    }

    private async Task<string> UploadAsync(string caller, string source)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/imports?source={source}&reason=test") { Content = new StringContent(Header, Encoding.UTF8, "text/csv"), Headers = { { "Idempotency-Key", Guid.NewGuid().ToString("N") } } };
        using var answer = await clients[caller].SendAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await answer.Content.ReadAsStringAsync());
        var id = (await answer.Content.ReadFromJsonAsync<Import>())!.Id;
        await FinishAsync(caller, id);
        return $"{id}";
    }

    private async Task<Import> FinishAsync(string caller, long id)
    {
        Import? import = null;
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (import = await clients[caller].GetFromJsonAsync<Import>($"/v1/imports/{id}"))!.FinishedAt is not null, $"the end of import {id}");
        return import!;
    }

    [GeneratedRegex(":(long|int|guid)}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unconstrained();

    [GeneratedRegex("{[a-zA-Z]+}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}
