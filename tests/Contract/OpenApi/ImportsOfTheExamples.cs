using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The imports that examples tell of, beside the five of the sample: one with findings, one that was cancelled. They change no figure.</summary>
internal static class ImportsOfTheExamples
{
    /// <summary>The file of the upload's example; the example's request repeats it under the same key, and is answered with this very import.</summary>
    private const string File = "territory,period,indicator,breakdown,value\nLV0420200,2013,unemployment-rate,,6.5\nLV0010000,2013,unemployment-rate,,\"4,9\"\nLV0050000,2013,unemploymentrate,,7.8\n";

    public static async Task SendAsync(ApiServer api, HttpClient client)
    {
        var first = await UploadAsync(client, "cesis-2013-corrected", File);
        for (var patience = 0; (await client.GetFromJsonAsync<Import>($"/v1/imports/{first.Id}"))!.FinishedAt is null; patience++)
        {
            Assert.That(patience, Is.LessThan(300), "the first import of the examples ends");
            await Task.Delay(100);
        }
        await using var held = await AdvisoryLock.TryTakeAsync(api.Services.GetRequiredService<DatabaseAddress>(), "benchlearning.import_run", first.Id + 1, CancellationToken.None);
        var second = await UploadAsync(client, "sent-by-mistake", File);
        Assert.That(second.Id, Is.EqualTo(first.Id + 1));
        using var cancelled = await client.PostAsync($"/v1/imports/{second.Id}/cancellation", null);
        cancelled.EnsureSuccessStatusCode();
    }

    private static async Task<Import> UploadAsync(HttpClient client, string key, string file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=correction&name=corrected-2013.csv")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(file)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } },
            Headers = { { "Idempotency-Key", key } },
        };
        using var response = await client.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(202), await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Import>())!;
    }
}
