using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>A server and somebody with the operator key who sends files to it.</summary>
internal sealed class Uploads : IAsyncDisposable
{
    private Uploads(ApiServer api)
    {
        Api = api;
        Client = api.NewClient();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Services.GetRequiredService<OperatorKey>().Value);
    }

    public ApiServer Api { get; }

    /// <summary>A client with the operator key.</summary>
    public HttpClient Client { get; }

    public static async Task<Uploads> StartAsync(IReadOnlyDictionary<string, string?>? settings = null) => new(await ApiServer.StartAsync(settings: settings));

    /// <summary>Uploads a file, which must be accepted, and follows it to its end.</summary>
    public async Task<Import> UploadAsync(string mediaType, byte[] file, string parameters = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=test" + parameters) { Content = Body(mediaType, file), Headers = { { "Idempotency-Key", Guid.NewGuid().ToString("N") } } };
        using var response = await Client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        return await FinishAsync((await response.Content.ReadFromJsonAsync<Import>())!.Id);
    }

    public Task<Import> UploadAsync(string mediaType, string file, string parameters = "") => UploadAsync(mediaType, Encoding.UTF8.GetBytes(file), parameters);

    public static ByteArrayContent Body(string mediaType, byte[] file) => new(file) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } };

    /// <summary>Follows an import to its end, at most 30 seconds.</summary>
    public async Task<Import> FinishAsync(long id)
    {
        Import? import = null;
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (import = await Client.GetFromJsonAsync<Import>($"/v1/imports/{id}"))!.FinishedAt is not null, $"the end of import {id}");
        return import!;
    }

    /// <summary>The findings of an import in English, by their rows.</summary>
    public async Task<IReadOnlyList<ImportFinding>> FindingsAsync(Import import, string language = "en") =>
        [.. (await Client.GetFromJsonAsync<Page<ImportFinding>>($"/v1/imports/{import.Id}/findings?lang={language}"))!.Items.OrderBy(finding => finding.Row)];

    public async Task<int> CountAsync(string from) => int.Parse((await Api.SqlAsync($"select count(*) from {from}")).Single()[0]!, CultureInfo.InvariantCulture);

    /// <summary>Revisions of all figures: nothing was applied when it is as before.</summary>
    public Task<int> RevisionsAsync() => CountAsync("observation_revision");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Api.DisposeAsync();
    }
}
