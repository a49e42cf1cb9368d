using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The practices and plans that the examples tell of: a draft and three that are published, one of them taken over with an effect; a draft of a plan, one that is running, and one that is over.</summary>
internal static partial class PracticesOfTheExamples
{
    private static readonly string[] Operations =
    [
        "getPractice", "replacePractice", "movePractice", "createPractice", "getAdoption", "adoptPractice", "moveAdoption", "listAdoptions", "getPlan", "createPlan", "replacePlan", "movePlan",
        "replacePlanActions", "recordFollowUp", "listPlans", "evaluatePlan",
    ];

    public static async Task ShareAsync(HttpClient client)
    {
        await RepeatAsync(client, "createPractice", "201");
        var shown = ExampleFile.All.Single(example => example is { Operation: "replacePractice", Status: "200" }).BodyText!;
        foreach (var title in new[] { "Konsultanti zvana pirmie", "Jauniešu darbnīca", "Mobilais konsultants" })
            await PublishAsync(client, await MadeAsync(client, "/v1/practices", shown.Replace("Konsultanti zvana pirmie", title, StringComparison.Ordinal), title));
        await RepeatAsync(client, "commentPractice", "201");
        await RepeatAsync(client, "adoptPractice", "201");
        foreach (var move in new[] { "makeContact", "adapt", "use" })
            await SendAsync(client, HttpMethod.Post, "/v1/practice-adoptions/1/moves", new { move });
        await RepeatAsync(client, "moveAdoption", "200");

        await RepeatAsync(client, "createPlan", "201");
        var plan = ExampleFile.All.Single(example => example is { Operation: "replacePlan", Status: "200" }).BodyText!;
        for (var number = 2; number <= 4; number++)
            _ = await MadeAsync(client, "/v1/plans", plan, $"plan {number}");
        await SendAsync(client, HttpMethod.Post, "/v1/plans/3/moves", new { move = "abandon", reason = "No money" });
        await RepeatAsync(client, "advisePlan", "201");
        await RepeatAsync(client, "replacePlanActions", "200");
        foreach (var move in new object[] { new { move = "review" }, new { move = "submit" }, new { move = "approve", decisionOn = "2012-01-26", decisionNumber = "12", protocolItem = "2, 5. §" }, new { move = "start" } })
            await SendAsync(client, HttpMethod.Post, "/v1/plans/2/moves", move);
        await RepeatAsync(client, "evaluatePlan", "201");
    }

    /// <summary>Masks days that depend on today, and versions, which grow with every run of an example that changes something.</summary>
    public static string Mask(string operation, string text)
    {
        text = FollowUp().Replace(Today().Replace(text, match => $"\"{match.Groups["name"].Value}\":\"2026-03-01\""), "\"dueOn\":\"2027-03-01\",\"doneAt\"");
        return Operations.Contains(operation) ? Version().Replace(text, match => match.Groups["before"].Value + "2") : text;
    }

    private static async Task PublishAsync(HttpClient client, string path)
    {
        foreach (var move in new[] { "submit", "startReview", "publish" })
            await SendAsync(client, HttpMethod.Post, $"{path}/moves", new { move });
    }

    private static async Task<string> MadeAsync(HttpClient client, string path, string body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Headers = { { "Idempotency-Key", Uri.EscapeDataString(key) } } };
        using var answer = await client.SendAsync(request);
        Assert.That(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture), Is.EqualTo("201"), await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    private static async Task SendAsync(HttpClient client, HttpMethod method, string path, object body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var answer = await client.SendAsync(request);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task RepeatAsync(HttpClient client, string operation, string status)
    {
        using var answer = await ExampleFile.All.Single(example => example.Operation == operation && example.Status == status).SendAsync(client);
        Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex("\"(?<name>confirmedOn|startedOn|nextFollowUpOn)\":\"\\d{4}-\\d{2}-\\d{2}\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Today();

    [GeneratedRegex("\"dueOn\":\"\\d{4}-\\d{2}-\\d{2}\",\"doneAt\"", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FollowUp();

    [GeneratedRegex("(?<before>\"version\":|has version )\\d+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
