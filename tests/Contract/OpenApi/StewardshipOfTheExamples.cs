using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>
/// What the examples of stewardship tell of: a mapping rule, a value that was rejected and one that waits in quarantine, a correction in force and one
/// that was withdrawn. The examples' own requests repeat them, and are answered as a repetition is.
/// </summary>
internal static class StewardshipOfTheExamples
{
    public static async Task SendAsync(HttpClient client)
    {
        await SendAsync(client, "defineMappingRule", 201);
        await UploadAsync(client, "withdrawn-file", "LV0130000,2013,unemployment-rate,,577\n");
        await SendAsync(client, "answerQuarantine", 200);
        await UploadAsync(client, "delivery-of-2013", "LV0090000,2013,unemployment-rate,,650\n");
        await SendAsync(client, "fileCorrection", 201);
        using var second = await client.PostAsJsonAsync("/v1/corrections", new JsonObject
        {
            ["indicator"] = "real-estate-tax-per-capita", ["territory"] = "LV0090000", ["period"] = "2010", ["value"] = 26.5, ["reason"] = "Letter of the municipality of 3 March",
        });
        Assert.That((int)second.StatusCode, Is.EqualTo(201), await second.Content.ReadAsStringAsync());
        await SendAsync(client, "decideCorrection", 200);
    }

    private static async Task SendAsync(HttpClient client, string operation, int status)
    {
        using var response = await ExampleFile.All.Single(file => file.Operation == operation && file.Status == "200").SendAsync(client);
        Assert.That((int)response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
    }

    private static async Task UploadAsync(HttpClient client, string key, string rows)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=delivery&name=raim-2013.csv")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes("territory,period,indicator,breakdown,value\n" + rows)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } },
            Headers = { { "Idempotency-Key", key } },
        };
        using var response = await client.SendAsync(request);
        var import = (await response.Content.ReadFromJsonAsync<Import>())!;
        for (var patience = 0; (await client.GetFromJsonAsync<Import>($"/v1/imports/{import.Id}"))!.FinishedAt is null; patience++)
        {
            Assert.That(patience, Is.LessThan(300), "an import of the examples ends");
            await Task.Delay(100);
        }
    }
}
