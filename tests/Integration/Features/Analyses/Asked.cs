using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Contracts.V1.Jobs;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>What tests of stored analyses and of jobs ask, with a client of their own.</summary>
internal static class Asked
{
    public static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The unemployment of the state cities in 2013.</summary>
    public static JsonObject Unemployment => new() { ["variable"] = "unemployment-rate", ["group"] = "state-cities", ["period"] = "2013" };

    /// <summary>The same, to be stored.</summary>
    public static JsonObject Stored(string? visibility = null, string? title = null)
    {
        var request = Unemployment;
        request["store"] = new JsonObject { ["visibility"] = visibility, ["title"] = title };
        return request;
    }

    /// <summary>Asks a method.</summary>
    public static async Task<HttpResponseMessage> AskMethodAsync(this HttpClient client, JsonObject request, string method = "position", bool isJob = false, string language = "en")
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/v1/analyses/{method}?lang={language}") { Content = JsonContent.Create(request) };
        if (isJob)
            message.Headers.Add("Prefer", "respond-async");
        return await client.SendAsync(message);
    }

    /// <summary>Stores an answer; gives its address and its bytes.</summary>
    public static async Task<(string Address, byte[] Answer)> StoreAsync(this HttpClient client, JsonObject request)
    {
        using var answer = await client.AskMethodAsync(request);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created), await answer.Content.ReadAsStringAsync());
        return (answer.Headers.Location!.OriginalString, await answer.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Makes a job.</summary>
    public static async Task<Job> StartJobAsync(this HttpClient client, JsonObject request)
    {
        using var accepted = await client.AskMethodAsync(request, isJob: true);
        Assert.That(accepted.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await accepted.Content.ReadAsStringAsync());
        var job = (await accepted.Content.ReadFromJsonAsync<Job>(Web))!;
        Assert.That(accepted.Headers.Location!.OriginalString, Is.EqualTo($"/v1/jobs/{job.Id}"));
        Assert.That(accepted.Headers.GetValues("Preference-Applied"), Is.EqualTo(new[] { "respond-async" }));
        return job;
    }

    /// <summary>The job once it is in a state.</summary>
    public static async Task<Job> WaitForAsync(this HttpClient client, Job job, string state, int seconds = 30)
    {
        var now = job;
        await Asking.WithinAsync(TimeSpan.FromSeconds(seconds), async () => (now = (await client.GetFromJsonAsync<Job>($"/v1/jobs/{job.Id}", Web))!).State == state, $"the job is {state}");
        return now;
    }

    /// <summary>The problem that an address is refused with.</summary>
    public static async Task<ApiProblem> ProblemAsync(this HttpClient client, string address, HttpStatusCode status)
    {
        using var answer = await client.GetAsync(address);
        Assert.That(answer.StatusCode, Is.EqualTo(status), await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<ApiProblem>(Web))!;
    }

    /// <summary>What came of repeating a stored analysis.</summary>
    public static async Task<AnalysisVerification> VerifyAsync(this HttpClient client, string address) => (await client.GetFromJsonAsync<AnalysisVerification>($"{address}/verification", Web))!;
}
