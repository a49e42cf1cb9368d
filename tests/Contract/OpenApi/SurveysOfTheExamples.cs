#pragma warning disable RS0030 // The examples show an open survey, whenever they are looked at.
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The surveys that the examples tell of: 1 is published, 2 is open, 3 waits for counts, 4 has all the tokens that it may.</summary>
internal static partial class SurveysOfTheExamples
{
    private static readonly string[] Versioned = ["putQuestionSet", "listQuestionSets", "getQuestionSet", "putSurveyAggregates"];

    private const string Sql = """
        insert into survey (territory_id, territory_code, question_set, question_set_version, title_lv, title_en, period, mode, opens_on, closes_on, minimum_answers, invited, created_by, idempotency_key, request_hash)
        select territory_id, territory_code, question_set, question_set_version, 'Bērnudārzu aptauja', 'Survey of kindergartens', '2026', kind.mode, '2020-01-01', kind.closes_on, 5, kind.invited, created_by, kind.place::text, ''
        from survey, (values (1, 'tokens', date '2099-12-31', 0), (2, 'aggregates', date '2020-12-31', 0), (3, 'tokens', date '2099-12-31', 200000)) kind (place, mode, closes_on, invited)
        where survey_id = 1
        order by kind.place
        """;

    public static async Task AskAsync(ApiServer api, HttpClient client)
    {
        await RepeatAsync(client, "putQuestionSet", "200", "If-Match");
        await RepeatAsync(client, "createSurvey", "201");
        using var counts = new HttpRequestMessage(HttpMethod.Put, "/v1/surveys/1/aggregates")
        {
            Headers = { { "If-Match", "*" } },
            Content = JsonContent.Create(new
            {
                invited = 120, answered = 64,
                counts = new object[]
                {
                    new { question = "overall", answers = new[] { 3, 2, 4, 9, 15, 19, 12 } },
                    new { question = "overall", group = "age", category = "under-30", answers = new[] { 1, 1, 2, 5, 8, 10, 5 } },
                    new { question = "overall", group = "age", category = "over-60", answers = new[] { 0, 0, 1, 0, 1, 2, 0 } },
                },
            }),
        };
        using var taken = await client.SendAsync(counts);
        Assert.That((int)taken.StatusCode, Is.EqualTo(200), await taken.Content.ReadAsStringAsync());
        await RepeatAsync(client, "publishSurvey", "200");
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        await using var others = new NpgsqlCommand(Sql, connection);
        await others.ExecuteNonQueryAsync();
    }

    /// <summary>Tokens are made by chance, versions grow with every run of the example that makes one, and so does the number of those asked.</summary>
    public static string Mask(string operation, string text)
    {
        if (operation == "issueSurveyTokens")
            text = Token().Replace(text, "q5J2mXv0H8sKd1rT4uYwAb");
        if (operation is "listSurveys" or "getSurvey")
            text = Invited().Replace(text, "\"invited\":120");
        return Versioned.Contains(operation) ? Version().Replace(text, match => match.Groups["before"].Value + "2") : text;
    }

    private static async Task RepeatAsync(HttpClient client, string operation, string status, string? without = null)
    {
        using var answer = await ExampleFile.All.Single(example => example.Operation == operation && example.Status == status).SendAsync(client, without);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("(?<=\")[A-Za-z0-9_-]{22}(?=\")", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Token();

    [GeneratedRegex("\"invited\":\\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Invited();

    [GeneratedRegex("(?<before>\"version\":|has version )\\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
