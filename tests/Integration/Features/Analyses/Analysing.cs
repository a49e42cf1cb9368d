using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Contracts.V1;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>What tests of analyses ask of a server.</summary>
internal static class Analysing
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>An analysis that must succeed.</summary>
    public static async Task<T> AnalyseAsync<T>(this ApiServer api, string method, object request, string language = "en")
    {
        using var response = await api.Client.PostAsJsonAsync($"/v1/analyses/{method}?lang={language}", request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{method}: {body}");
        return JsonSerializer.Deserialize<T>(body, Web)!;
    }

    /// <summary>The problem of an analysis that must be refused.</summary>
    public static async Task<ApiProblem> RefusedAnalysisAsync(this ApiServer api, string method, object request, int status = 400)
    {
        using var response = await api.Client.PostAsJsonAsync($"/v1/analyses/{method}?lang=en", request);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(status), $"{method}: {body}");
        return JsonSerializer.Deserialize<ApiProblem>(body, Web)!;
    }

    /// <summary>Findings as "pointer code".</summary>
    public static IEnumerable<string> Places(this ApiProblem problem) => problem.Errors!.Select(error => $"{error.Pointer} {error.Code}");
}
