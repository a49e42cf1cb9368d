#pragma warning disable RS0030 // Ids are made by chance; examples show the same ones each time.
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchlearning.Contracts.V1.Jobs;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The stored analysis that the examples tell of, and jobs that are done, of a known caller and of a stranger, and one that was cancelled before it began.</summary>
internal static partial class AnalysesOfTheExamples
{
    private const string AnalysisId = "0b7f6a52-5e0c-4c83-9f0e-6f8d1c2b3a49";
    private const string JustStoredId = "5f6e7d8c-9b0a-4c1d-8e2f-3a4b5c6d7e8f";
    private const string JobId = "4d3c2b1a-8f9e-4a7b-8c6d-5e4f3a2b1c0d";
    private const string Hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private static readonly string[] Operations =
        ["listAnalyses", "getAnalysis", "getAnalysisResult", "verifyAnalysis", "removeAnalysis", "listJobs", "getJob", "getJobResult", "cancelJob", "tellPositions"];

    private const string IdsSql = $"""
        update stored_analysis set stored_analysis_id = '{AnalysisId}';
        update job set job_id = '7e6d5c4b-3a29-4180-97f6-e5d4c3b2a190';
        insert into job (job_id, owner, caller, reach, method, language, request, state, started_at, ended_at, attempts, answer, checksum, kept_until)
        select '{JobId}', 'anonymous', caller, reach, method, language, request, state, started_at, ended_at, attempts, answer, checksum, kept_until from job;
        insert into job (job_id, owner, caller, reach, method, language, request, state, ended_at)
        select '9a8b7c6d-5e4f-4d3c-8b2a-1f0e9d8c7b6a', owner, caller, reach, method, language, request, 'cancelled', ended_at from job where job_id = '{JobId}'
        """;

    public static async Task StoreAsync(ApiServer api, HttpClient client)
    {
        using var stored = await ExampleFile.All.Single(example => example is { Operation: "tellPositions", Status: "201" }).SendAsync(client);
        Assert.That((int)stored.StatusCode, Is.EqualTo(201), await stored.Content.ReadAsStringAsync());
        using var accepted = await ExampleFile.All.Single(example => example is { Operation: "tellPositions", Status: "202" }).SendAsync(client);
        var job = (await accepted.Content.ReadFromJsonAsync<Job>(JsonSerializerOptions.Web))!;
        for (var patience = 0; (await client.GetFromJsonAsync<Job>($"/v1/jobs/{job.Id}", JsonSerializerOptions.Web))!.State != "done"; patience++)
        {
            Assert.That(patience, Is.LessThan(300), "the job of the examples ends");
            await Task.Delay(100);
        }
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        await using var ids = new NpgsqlCommand(IdsSql, connection);
        await ids.ExecuteNonQueryAsync();
    }

    /// <summary>Checksums and lengths depend on the instant of the figures, and ids of new jobs on chance.</summary>
    public static string Mask(string operation, string text)
    {
        if (!Operations.Contains(operation))
            return text;
        text = Bytes().Replace(Checksum().Replace(text, Hash), "\"bytes\":4096");
        return operation switch
        {
            "tellPositions" => Id().Replace(text, JobId),
            "listAnalyses" => Id().Replace(text, id => id.Value == AnalysisId ? AnalysisId : JustStoredId), // the example that stores one may have run
            _ => text,
        };
    }

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Checksum();

    [GeneratedRegex("\"bytes\":\\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bytes();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}
