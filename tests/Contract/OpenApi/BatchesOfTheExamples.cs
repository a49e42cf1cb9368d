using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>
/// The pushes and the form that examples tell of: a batch pushed whole, one that waits to be sealed, one that is sealed. The requests of the examples repeat them. They change no figure.
/// </summary>
internal static class BatchesOfTheExamples
{
    private const string File = "territory,period,indicator,breakdown,value\nLV0420200,2013,unemployment-rate,,6.5\n";

    public static async Task SendAsync(HttpClient client)
    {
        await EndAsync(client, await RepeatedAsync(client, "pushBatch", "202"));
        using var part = await client.PutAsync("/v1/sources/raim/batches/2013-sealed/parts/1", new ByteArrayContent(Encoding.UTF8.GetBytes(File)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } });
        Assert.That((int)part.StatusCode, Is.EqualTo(201), await part.Content.ReadAsStringAsync());
        await EndAsync(client, await RepeatedAsync(client, "sealBatch", "202"));
        await EndAsync(client, await RepeatedAsync(client, "enterObservations", "200"));
        using var open = await RepeatedAsync(client, "putBatchPart", "200");
    }

    /// <summary>The first of the requests that an example repeats.</summary>
    private static async Task<HttpResponseMessage> RepeatedAsync(HttpClient client, string operation, string status)
    {
        var answer = await ExampleFile.All.Single(example => example.Operation == operation && example.Status == status).SendAsync(client);
        Assert.That(answer.IsSuccessStatusCode, Is.True, $"{operation}: {await answer.Content.ReadAsStringAsync()}");
        return answer;
    }

    private static async Task EndAsync(HttpClient client, HttpResponseMessage answer)
    {
        var import = (await answer.Content.ReadFromJsonAsync<Import>())!;
        answer.Dispose();
        for (var patience = 0; (await client.GetFromJsonAsync<Import>($"/v1/imports/{import.Id}"))!.FinishedAt is null; patience++)
        {
            Assert.That(patience, Is.LessThan(300), $"import {import.Id} of the examples ends");
            await Task.Delay(100);
        }
    }
}
