using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Contracts.V1.Stewardship;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Benchlearning.Tests.Integration.Features.Imports.Stewardship;

/// <summary>A server with the sample, and somebody with the operator key who looks after its data.</summary>
internal sealed class Steward : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly HttpClient client;

    private Steward(ApiServer api)
    {
        Api = api;
        client = api.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Services.GetRequiredService<OperatorKey>().Value);
    }

    public ApiServer Api { get; }

    public static async Task<Steward> StartAsync() => new(await ApiServer.StartAsync());

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Api.DisposeAsync();
    }

    /// <summary>Imports rows written as territory,period,indicator,breakdown,value by an ordinary door.</summary>
    public Task<ImportObservations.Report> ImportAsync(params string[] rows) => ImportForAsync(null, rows);

    /// <summary>Imports rows that wait for a release; null: for none.</summary>
    public async Task<ImportObservations.Report> ImportForAsync(string? release, params string[] rows)
    {
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes("territory,period,indicator,breakdown,value\n" + string.Join('\n', rows) + "\n"));
        return await Api.SendAsync(new ImportObservations.Command("rows.csv", content, "SRDA", "A delivery", "raim", "upload", release));
    }

    /// <summary>Uploads a file of another layout, and follows it to its end.</summary>
    public async Task<Import> UploadAsync(string text, string layout)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/imports?source=raim&reason=delivery&layout={layout}")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } },
            Headers = { { "Idempotency-Key", Guid.NewGuid().ToString("N") } },
        };
        using var response = await client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        var import = (await response.Content.ReadFromJsonAsync<Import>(Web))!;
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (import = await ImportOfAsync(import.Id)).FinishedAt is not null, "the end of the import");
        return import;
    }

    public Task<Import> ImportOfAsync(long id) => GetAsync<Import>($"/v1/imports/{id}");

    public async Task<IReadOnlyList<ImportFinding>> FindingsAsync(long import) => (await GetAsync<Page<ImportFinding>>($"/v1/imports/{import}/findings?lang=en")).Items;

    public async Task<IReadOnlyList<QuarantinedValue>> QuarantineAsync(string query = "") => (await GetAsync<Page<QuarantinedValue>>("/v1/quarantined-values?lang=en" + query)).Items;

    public async Task<IReadOnlyList<UnmappedName>> UnmappedAsync() => (await GetAsync<Page<UnmappedName>>("/v1/unmapped-names?lang=en")).Items;

    public async Task<IReadOnlyList<Correction>> CorrectionsAsync(string state) => (await GetAsync<Page<Correction>>($"/v1/corrections?state={state}")).Items;

    /// <summary>The revisions of a cell of the unemployment rate that readers see, newest first.</summary>
    public async Task<IReadOnlyList<ObservationRevision>> RevisionsAsync(string territory, string period) =>
        (await Api.AskAsync<Page<ObservationRevision>>($"/v1/observations/revisions?indicator=unemployment-rate&territory={territory}&period={period}&lang=en")).Items;

    /// <summary>Workflow, value and whether it still holds, of every revision of a cell of the unemployment rate, oldest first.</summary>
    public async Task<string[]> StatesAsync(string territory, string period) =>
    [
        .. (await Api.SqlAsync($"""
            select o.workflow || ' ' || coalesce(trim_scale(o.value)::text, '-') || case when o.superseded_at is null then '' else ' past' end
            from observation_revision o
            join indicator i on i.indicator_id = o.indicator_id and i.code = 'unemployment-rate'
            where o.period = '{period}' and o.territory_id = (select territory_id from territory_version where code = '{territory}')
            order by o.revision
            """)).Select(row => row[0]!),
    ];

    public async Task<T> GetAsync<T>(string address)
    {
        using var response = await client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{address}: {body}");
        return JsonSerializer.Deserialize<T>(body, Web)!;
    }

    public async Task<string> TagOfAsync(string address)
    {
        using var response = await client.GetAsync(address);
        return response.Headers.ETag!.Tag;
    }

    public async Task<T> SendAsync<T>(HttpStatusCode expected, HttpMethod method, string address, object body, string? ifMatch = null)
    {
        var (status, text) = await TryAsync(method, address, body, ifMatch);
        Assert.That(status, Is.EqualTo(expected), $"{address}: {text}");
        return JsonSerializer.Deserialize<T>(text, Web)!;
    }

    public Task<T> PostAsync<T>(HttpStatusCode expected, string address, object body) => SendAsync<T>(expected, HttpMethod.Post, address, body);

    public async Task<(HttpStatusCode Status, string Body)> TryAsync(HttpMethod method, string address, object body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Holds the lock of whatever applies, until disposed of; imports and answers queue behind it in their order.</summary>
    public async Task<NpgsqlConnection> HoldApplyingAsync()
    {
        var connection = new NpgsqlConnection(Api.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
#pragma warning disable RS0030 // Holds a lock of the product's own, as a slow import would.
        await using var command = new NpgsqlCommand("select pg_advisory_lock(hashtext('benchlearning.import'))", connection);
        await command.ExecuteNonQueryAsync();
#pragma warning restore RS0030
        return connection;
    }

    /// <summary>Waits until so many wait for the lock of whatever applies.</summary>
    public Task QueuedAsync(int count) => Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => int.Parse((await Api.SqlAsync("""
        select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())
        """)).Single()[0]!, CultureInfo.InvariantCulture) == count, $"{count} wait for the lock");
}
