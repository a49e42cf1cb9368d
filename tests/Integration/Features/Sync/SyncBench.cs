using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Api.Features.Sync;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Sync;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Sync;

/// <summary>A server with the sample, and an operator who sets up sync sources, starts runs and follows them.</summary>
internal sealed class SyncBench : IAsyncDisposable
{
    private SyncBench(ApiServer api)
    {
        Api = api;
        Operator = api.NewClient();
        Operator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Services.GetRequiredService<OperatorKey>().Value);
    }

    public ApiServer Api { get; }

    /// <summary>A client that carries the operator key.</summary>
    public HttpClient Operator { get; }

    public static async Task<SyncBench> StartAsync() => new(await ApiServer.StartAsync());

    /// <summary>Sets up sync sources and mapping rules.</summary>
    public Task DefineAsync(IEnumerable<object> syncSources, IEnumerable<object> mappingRules) =>
        Api.SendAsync(new DefineSyncSources.Command(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new { syncSources, mappingRules }))));

    /// <summary>Asks for a run by hand.</summary>
    public async Task<HttpResponseMessage> PostAsync(string source, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/sync/sources/{source}/runs") { Headers = { { "Idempotency-Key", key } } };
        return await Operator.SendAsync(request);
    }

    /// <summary>Starts a run by hand and follows it to its end.</summary>
    public async Task<SyncRun> RunAsync(string source)
    {
        using var started = await PostAsync(source, Guid.NewGuid().ToString("N"));
        Assert.That(started.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await started.Content.ReadAsStringAsync());
        return await FollowAsync((await started.Content.ReadFromJsonAsync<SyncRun>())!);
    }

    public async Task<SyncRun> FollowAsync(SyncRun run)
    {
        await Asking.WithinAsync(TimeSpan.FromSeconds(300), async () => (run = await GetRunAsync(run.Id)).FinishedAt is not null, $"the end of run {run.Id}");
        return run;
    }

    public async Task<SyncRun> GetRunAsync(long id) => (await Operator.GetFromJsonAsync<SyncRun>(string.Create(CultureInfo.InvariantCulture, $"/v1/sync/runs/{id}?lang=en")))!;

    public async Task<List<SyncRun>> RunsAsync(string source) => [.. (await Operator.GetFromJsonAsync<Page<SyncRun>>($"/v1/sync/runs?source={source}"))!.Items];

    public async Task<SyncSource> SourceAsync(string source) => (await Operator.GetFromJsonAsync<SyncSource>($"/v1/sync/sources/{source}"))!;

    public async Task<Import> ImportOfAsync(SyncRun run) => (await Operator.GetFromJsonAsync<Import>($"/v1/imports/{run.Import}?lang=en"))!;

    public async Task<List<ImportFinding>> FindingsOfAsync(SyncRun run) => [.. (await Operator.GetFromJsonAsync<Page<ImportFinding>>($"{run.Findings}?lang=en"))!.Items];

    /// <summary>The published value, as stored.</summary>
    public async Task<decimal?> ValueAsync(string indicator, string territory, string period, string breakdown = "")
    {
        var rows = await Api.SqlAsync($"""
            select o.value from observation_revision o join indicator i using (indicator_id) join territory_version t on t.territory_id = o.territory_id
            where i.code = '{indicator}' and t.code = '{territory}' and o.period = '{period}' and o.breakdown = '{breakdown}' and o.superseded_at is null and o.workflow = 'published'
            """);
        return rows is [[{ } value]] ? decimal.Parse(value, CultureInfo.InvariantCulture) : null;
    }

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        await Api.DisposeAsync();
    }
}
