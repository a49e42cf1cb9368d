using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Sync;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>One sends the values of the own municipality, pushes batches of the own source, and follows what is one's own.</summary>
[TestFixture]
public sealed class WriteScopeTests
{
    private const string Header = "territory,period,indicator,breakdown,value\n";
    private const string Cesis = "LV0420200";
    private const string Smiltene = "LV0941600";

    private ApiServer api = null!;
    private HttpClient admin = null!;
    private HttpClient cesis = null!;
    private HttpClient smiltene = null!;
    private HttpClient raim = null!;
    private HttpClient ministry = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        admin = api.With(api.OperatorKey());
        cesis = api.With(await api.KeyAsync(new Granted("dataSubmitter", Callers.CesisNow)));
        smiltene = api.With(await api.KeyAsync(new Granted("dataSubmitter", Callers.SmilteneNow)));
        raim = api.With(await api.KeyAsync(new Granted("sourceSystem", Source: "raim")));
        ministry = api.With(await api.KeyAsync(new Granted("sourceSystem", Source: "education-ministry")));
        await NewData.RunSyncAsync(api);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        admin.Dispose();
        cesis.Dispose();
        smiltene.Dispose();
        raim.Dispose();
        ministry.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task A_form_takes_the_values_of_the_own_municipality_and_its_predecessors_and_of_nobody_else()
    {
        using var predecessor = await EnterAsync(cesis, Cesis, 7.9m);
        using var another = await EnterAsync(cesis, Smiltene, 7.9m);
        using var unknown = await EnterAsync(cesis, "LV9999999", 7.9m);
        using var city = await EnterAsync(cesis, "LV0010000", 7.9m);
        var problem = await another.ProblemAsync(HttpStatusCode.Forbidden);

        Assert.Multiple(async () =>
        {
            Assert.That(predecessor.StatusCode, Is.EqualTo(HttpStatusCode.OK), await predecessor.Content.ReadAsStringAsync());
            Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("forbidden"));
            Assert.That(problem.Findings(), Is.EqualTo(new[] { "code not-own-territory" }));
            Assert.That((unknown.StatusCode, city.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.Forbidden)));
            Assert.That(await ValueAsync(Cesis, "unemployment-rate", "2013"), Is.EqualTo("7.9"));
            Assert.That(await ValueAsync(Smiltene, "unemployment-rate", "2013"), Is.Not.EqualTo("7.9"));
        });
    }

    [Test]
    public async Task Rows_of_other_municipalities_are_refused_one_by_one_also_when_their_names_are_mapped_later()
    {
        const string File = Header + $"{Cesis},2012,unemployment-rate,,6.9\n{Smiltene},2012,unemployment-rate,,6.9\nThe town on the hill,2012,unemployment-rate,,6.9\nThe other town,2012,unemployment-rate,,6.9\n"
            + $"{Smiltene},2012,no-such-indicator,,6.9\n{Cesis},2011,number-of-storks,,6.9\n";
        var import = await UploadAsync(cesis, File);
        var findings = (await cesis.GetFromJsonAsync<Page<ImportFinding>>($"/v1/imports/{import.Id}/findings?lang=en"))!.Items.OrderBy(finding => finding.Row).ToArray();
        await MapAsync("territory", "The town on the hill", Cesis); // the row is one more of the cell that the file has already
        await MapAsync("territory", "The other town", Smiltene);
        await MapAsync("indicator", "number-of-storks", "unemployment-rate");
        var after = (await cesis.GetFromJsonAsync<Page<ImportFinding>>($"/v1/imports/{import.Id}/findings?lang=en"))!.Items;

        Assert.Multiple(async () =>
        {
            Assert.That(findings.Select(finding => $"{finding.Row} {finding.Severity} {finding.Rule}"), Is.EqualTo(new[]
            {
                "2 refused not-own-territory", "3 waiting unknown-territory", "4 waiting unknown-territory", "5 refused not-own-territory", "6 waiting unknown-indicator",
            }));
            Assert.That(after.Where(finding => finding.Content.Contains("The other town", StringComparison.Ordinal)).Select(finding => finding.Rule), Does.Contain("not-own-territory"));
            Assert.That(await ValueAsync(Cesis, "unemployment-rate", "2012"), Is.EqualTo("6.9"));
            Assert.That(await ValueAsync(Cesis, "unemployment-rate", "2011"), Is.EqualTo("6.9"));
            Assert.That(await api.SqlAsync($"select count(*) from observation_revision r where r.import_id = {import.Id} and r.territory_id not in (select t.territory_id from territory_version t where t.code = '{Cesis}')"), Is.EqualTo(new[] { new[] { "0" } }));
        });
    }

    [Test]
    public async Task Nothing_of_another_municipality_comes_into_quarantine_where_an_answer_would_publish_it()
    {
        var import = await UploadAsync(cesis, Header + $"{Smiltene},2013,unemployment-rate,,999\n{Cesis},2010,unemployment-rate,,999\n");
        var waiting = await api.SqlAsync($"select v.code from observation_revision r join territory_version v on v.territory_version_id = r.territory_version_id where r.import_id = {import.Id} and r.workflow = 'quarantined'");
        using var answer = await admin.PostAsync("/v1/quarantine-answers", JsonContent.Create(new { answer = "accepted", import = import.Id, rule = "range", reason = "Test" }));

        Assert.Multiple(async () =>
        {
            Assert.That(import.Counts, Has.Property("Refused").EqualTo(1).And.Property("Quarantined").EqualTo(1));
            Assert.That(waiting, Is.EqualTo(new[] { new[] { Cesis } }));
            Assert.That(await ValueAsync(Smiltene, "unemployment-rate", "2013"), Is.Not.EqualTo("999"), await answer.Content.ReadAsStringAsync());
        });
    }

    [Test]
    public async Task Only_administrators_put_values_behind_a_release()
    {
        await api.SqlAsync("insert into release (code, title_lv, title_en, releases_at, quality, periods, announced_by) values ('test-release', 't', 't', now() + interval '1 day', 'final', '{2009}', 'test')");
        await api.RefreshAsync();
        using var upload = await SendAsync(cesis, HttpMethod.Post, "/v1/imports?source=raim&reason=test&release=test-release", Header);
        using var push = await SendAsync(raim, HttpMethod.Put, "/v1/sources/raim/batches/for-release?release=test-release", Header);
        using var byAdmin = await SendAsync(admin, HttpMethod.Post, "/v1/imports?source=raim&reason=test&release=test-release", Header + $"{Cesis},2009,unemployment-rate,,5\n");

        Assert.Multiple(async () =>
        {
            foreach (var refused in new[] { upload, push })
                Assert.That((await refused.ProblemAsync(HttpStatusCode.Forbidden)).Findings(), Is.EqualTo(new[] { "release not-yours-to-name" }));
            Assert.That(byAdmin.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await byAdmin.Content.ReadAsStringAsync());
        });
    }

    [Test]
    public async Task Another_source_is_answered_as_if_there_were_none()
    {
        using var own = await SendAsync(raim, HttpMethod.Put, "/v1/sources/raim/batches/mine/parts/1", Header);
        (HttpMethod Method, string Path, string? Body)[] operations =
        [
            (HttpMethod.Get, "", null), (HttpMethod.Get, "/mine", null), (HttpMethod.Put, "/mine", Header), (HttpMethod.Put, "/mine/parts/1", Header),
            (HttpMethod.Post, "/mine/seal", $$"""{"parts":1,"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Header)))}}"}"""),
        ];

        Assert.That(own.StatusCode, Is.EqualTo(HttpStatusCode.Created), await own.Content.ReadAsStringAsync());
        foreach (var (method, path, body) in operations)
        {
            using var foreign = await SendAsync(ministry, method, $"/v1/sources/raim/batches{path}", body);
            using var absent = await SendAsync(ministry, method, $"/v1/sources/nobody/batches{path}", body);
            var (told, expected) = (await foreign.ProblemAsync(HttpStatusCode.NotFound), await absent.ProblemAsync(HttpStatusCode.NotFound));
            Assert.That(Unnamed(told), Is.EqualTo(Unnamed(expected).Replace("nobody", "raim", StringComparison.Ordinal)), $"{method} {path}");
            Assert.That(foreign.HeadersBut(), Is.EqualTo(absent.HeadersBut().Replace("nobody", "raim", StringComparison.Ordinal)));
        }
        using var mine = await SendAsync(raim, HttpMethod.Get, "/v1/sources/raim/batches/mine", null);
        Assert.That((await mine.JsonAsync()).GetProperty("parts").GetArrayLength(), Is.EqualTo(1)); // as it was left
    }

    [Test]
    public async Task Imports_are_followed_by_who_sent_them_and_by_their_source_and_are_nowhere_for_others()
    {
        var import = await UploadAsync(cesis, Header + $"{Cesis},2013,unemployment-rate,,7.2\n");
        foreach (var client in new[] { cesis, raim, admin })
            foreach (var path in new[] { $"/v1/imports/{import.Id}", $"/v1/imports/{import.Id}/findings" })
                using (var answer = await client.GetAsync(path))
                    Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        foreach (var client in new[] { smiltene, ministry })
        {
            foreach (var path in new[] { "", "/findings", "/findings?format=csv" })
            {
                using var foreign = await client.GetAsync($"/v1/imports/{import.Id}{path}");
                using var absent = await client.GetAsync($"/v1/imports/999999{path}");
                var (told, expected) = (await foreign.ProblemAsync(HttpStatusCode.NotFound), await absent.ProblemAsync(HttpStatusCode.NotFound));
                Assert.That(Unnamed(told), Is.EqualTo(Unnamed(expected).Replace("999999", $"{import.Id}", StringComparison.Ordinal)));
            }
            using var cancelling = await client.PostAsync($"/v1/imports/{import.Id}/cancellation", null);
            await cancelling.ProblemAsync(HttpStatusCode.NotFound);
            var listed = (await client.GetFromJsonAsync<Page<Import>>("/v1/imports?source=raim"))!.Items;
            Assert.That(listed, Is.Empty);
        }
        var all = (await admin.GetFromJsonAsync<Page<Import>>("/v1/imports"))!.Items.Select(one => one.Id).ToArray();
        var ofCesis = (await cesis.GetFromJsonAsync<Page<Import>>("/v1/imports"))!.Items.Select(one => one.Id).ToArray();
        Assert.That(ofCesis, Is.SubsetOf(all).And.Contains(import.Id));
        Assert.That(ofCesis, Has.Length.LessThan(all.Length));
    }

    [Test]
    public async Task A_queued_import_of_another_is_not_cancelled_by_asking()
    {
        var id = (await api.SqlAsync("insert into import_batch (door, source_id, name, layout, actor, reason, state, stage, created_at) select 'upload', source_id, 'waits', 'tidy-csv/1', 'client:0', 'test', 'queued', 'receive', now() from source where code = 'raim' returning import_id"))[0][0];
        using var stranger = await smiltene.PostAsync($"/v1/imports/{id}/cancellation", null);
        var before = (await api.SqlAsync($"select is_cancel_asked::text from import_batch where import_id = {id}"))[0][0];
        using var source = await raim.PostAsync($"/v1/imports/{id}/cancellation", null);

        Assert.That((stranger.StatusCode, before, source.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, "false", HttpStatusCode.OK)));
    }

    [Test]
    public async Task The_key_of_a_repeatable_request_is_its_senders_own()
    {
        using var first = await SendAsync(cesis, HttpMethod.Post, "/v1/imports?source=raim&reason=test", Header, "one key for two");
        using var second = await SendAsync(smiltene, HttpMethod.Post, "/v1/imports?source=raim&reason=test", Header, "one key for two");
        using var again = await SendAsync(cesis, HttpMethod.Post, "/v1/imports?source=raim&reason=test", Header, "one key for two");
        var ids = await Task.WhenAll(new[] { first, second, again }.Select(async answer => (await answer.JsonAsync()).GetProperty("id").GetInt64()));

        Assert.That(ids[1], Is.Not.EqualTo(ids[0]));
        Assert.That(ids[2], Is.EqualTo(ids[0]));
    }

    [Test]
    public async Task A_source_system_reads_the_sync_runs_of_its_own_source_only()
    {
        var own = (await raim.GetFromJsonAsync<Page<SyncRun>>("/v1/sync/runs"))!.Items;
        var ownSources = (await raim.GetFromJsonAsync<Page<SyncSource>>("/v1/sync/sources"))!.Items.Select(source => source.Code).ToArray();
        var others = (await ministry.GetFromJsonAsync<Page<SyncRun>>("/v1/sync/runs"))!.Items;
        using var run = await ministry.GetAsync($"/v1/sync/runs/{own[0].Id}");
        using var source = await ministry.GetAsync("/v1/sync/sources/raim-export");
        using var filtered = await ministry.GetAsync("/v1/sync/runs?source=raim-export");
        using var started = await SendAsync(raim, HttpMethod.Post, "/v1/sync/sources/raim-export/runs", "");

        Assert.Multiple(async () =>
        {
            Assert.That(own, Is.Not.Empty);
            Assert.That(ownSources, Does.Contain("raim-export"));
            Assert.That(others, Is.Empty);
            await run.ProblemAsync(HttpStatusCode.NotFound);
            await source.ProblemAsync(HttpStatusCode.NotFound);
            Assert.That((await filtered.ProblemAsync(HttpStatusCode.BadRequest)).Findings(), Is.EqualTo(new[] { "source unknown-code" })); // as for a source that is not there
            await started.ProblemAsync(HttpStatusCode.Forbidden);
        });
    }

    [Test]
    public async Task Who_acts_for_whom_and_at_what_level_is_not_taken_from_the_body()
    {
        foreach (var field in new[] { "actor", "owner", "level", "visibility", "territories", "role", "workflow", "recordedBy" })
        {
            using var answer = await SendAsync(cesis, HttpMethod.Post, $"/v1/territories/{Cesis}/observations",
                $$"""{"source":"raim","reason":"test","{{field}}":"administrators","values":[{"indicator":"unemployment-rate","period":"2013","value":7.3}]}""");
            await answer.ProblemAsync(HttpStatusCode.BadRequest);
            using var query = await SendAsync(cesis, HttpMethod.Post, $"/v1/imports?source=raim&reason=test&{field}=administrators", Header);
            Assert.That((await query.ProblemAsync(HttpStatusCode.BadRequest)).Findings(), Is.EqualTo(new[] { $"{field} unknown-parameter" }));
        }
        var import = await UploadAsync(cesis, Header + $"{Cesis},2013,unemployment-rate,,7.25\n");
        Assert.That(import.Actor, Does.StartWith("client:"));
        Assert.That(await api.SqlAsync($"select distinct recorded_by from observation_revision where import_id = {import.Id}"), Is.EqualTo(new[] { new[] { import.Actor } }));
    }

    /// <summary>A problem without what tells of the moment and the place.</summary>
    private static string Unnamed(JsonElement problem) => string.Join('\n', problem.EnumerateObject().Where(field => field.Name is not ("traceId" or "instance")).Select(field => $"{field.Name}: {field.Value}"));

    private static Task<HttpResponseMessage> EnterAsync(HttpClient client, string territory, decimal value) => SendAsync(client, HttpMethod.Post, $"/v1/territories/{territory}/observations",
        JsonSerializer.Serialize(new { source = "raim", reason = "test", values = new[] { new { indicator = "unemployment-rate", period = "2013", value } } }));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string address, string? body, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method != HttpMethod.Get)
        {
            request.Content = new StringContent(body ?? "", Encoding.UTF8, body?.StartsWith('{') == true ? "application/json" : "text/csv");
            request.Headers.Add("Idempotency-Key", idempotencyKey ?? Guid.NewGuid().ToString("N"));
        }
        return await client.SendAsync(request);
    }

    private async Task<Import> UploadAsync(HttpClient client, string file)
    {
        using var answer = await SendAsync(client, HttpMethod.Post, "/v1/imports?source=raim&reason=test", file);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await answer.Content.ReadAsStringAsync());
        var import = (await answer.Content.ReadFromJsonAsync<Import>())!;
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (import = (await client.GetFromJsonAsync<Import>($"/v1/imports/{import.Id}"))!).FinishedAt is not null, $"the end of import {import.Id}");
        return import;
    }

    private async Task MapAsync(string kind, string name, string target)
    {
        using var answer = await admin.PostAsync("/v1/mapping-rules", JsonContent.Create(new { source = "raim", kind, name, target, reason = "Test" }));
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task<string?> ValueAsync(string territory, string indicator, string period)
    {
        using var answer = await admin.GetAsync($"/v1/observations?indicator={indicator}&territory={territory}&period={period}");
        return (await answer.JsonAsync()).GetProperty("rows")[0].GetProperty("value").ToString();
    }
}
