using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Sync;
using Benchlearning.Contracts.V1.Sync;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The sync sources of the sample, one of them enabled with a folder that nothing was dropped into, and a run of it that examples tell of.</summary>
internal static class SyncRunsOfTheExamples
{
    public static async Task RunAsync(ApiServer api, HttpClient client)
    {
        var folder = Directory.CreateTempSubdirectory("examples-");
        await using var sample = LoadSample.Open("sync.json");
        var definitions = JsonNode.Parse(sample)!;
        var export = definitions["syncSources"]!.AsArray().Single(source => (string)source!["code"]! == "raim-export")!;
        export["enabled"] = true;
        export["settings"]!["folder"] = folder.FullName;
        await api.SendAsync(new DefineSyncSources.Command(new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(definitions))));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/sync/sources/raim-export/runs") { Headers = { { "Idempotency-Key", "after-the-drop" } } };
        using var started = await client.SendAsync(request);
        started.EnsureSuccessStatusCode();
        var run = (await started.Content.ReadFromJsonAsync<SyncRun>())!;
        for (var patience = 0; (await client.GetFromJsonAsync<SyncRun>($"/v1/sync/runs/{run.Id}"))!.FinishedAt is null; patience++)
        {
            Assert.That(patience, Is.LessThan(300), "the run of the examples ends");
            await Task.Delay(100);
        }
        folder.Delete();
    }
}
