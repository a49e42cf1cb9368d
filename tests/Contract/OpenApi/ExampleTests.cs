using System.Globalization;
using System.Text.Json.Nodes;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>
/// What the contract shows is what the service answers with the sample. BENCHLEARNING_UPDATE_EXAMPLES=1 records the answers anew;
/// build again afterwards, because the contract shows the recorded ones.
/// </summary>
[TestFixture]
public sealed class ExampleTests
{
    /// <summary>Answers that have nothing to do with what was asked; the contract shows one shared example of each problem.</summary>
    private static readonly string[] WithoutExample = ["304", "401", "403", "429", "500", "503"];

    /// <summary>Answers that need two requests at the same time, or that only the first of equal requests gets.</summary>
    private static readonly string[] BeyondARequest =
        ["uploadImport/409", "announceRelease/201", "putBatchPart/201", "sealBatch/409", "enterObservations/202", "enterObservations/409", "deleteWebhook/204", "defineMappingRule/201", "fileCorrection/201",
            "putOrganisation/201", "putNetwork/201", "putTerritoryGroup/201", "classifyObservations/201", "publishGroupAggregates/422", "removeAnalysis/204", "movePlan/200", "recordFollowUp/200",
            "removePracticeComment/204", "putQuestionSet/201", "answerSurvey/204",
            "putCycle/201", "moveCycle/200", "putCycleMember/201", "putMeeting/201", "putMinutes/201", "putIndicatorSet/201", "freezeIndicatorSet/200", "putCollectionWindow/201", "putCycleTask/201", "moveCycleTask/200",
            "putCycleAnalysis/201"];

    /// <summary>What every method of analysis answers where its answer is stored, or left to a job; shown at one of them.</summary>
    private static readonly string[] OfEveryMethod = ["201", "202"];

    /// <summary>The document itself, which would have to hold itself.</summary>
    private static readonly string[] ShownByThemselves = ["getOpenApiJson/200", "getOpenApiYaml/200"];

    private static IEnumerable<TestCaseData> Examples() => ExampleFile.All.Select(example => new TestCaseData(example).SetArgDisplayNames(example.ToString()));

    [TestCaseSource(nameof(Examples))]
    public async Task The_service_answers_what_the_example_shows(object shown)
    {
        var example = (ExampleFile)shown;
        await using var server = await ServerOf(example);
        using var response = await example.SendAsync(server?.Client ?? ContractServer.ClientFor(example));
        var answer = await example.DescribeAsync(response, server ?? ContractServer.Api);
        var text = ExampleFile.AsText(answer);

        Assert.That(((int)response.StatusCode).ToString(CultureInfo.InvariantCulture), Is.EqualTo(example.Status), text);
        if (Repository.Asks("BENCHLEARNING_UPDATE_EXAMPLES"))
            example.Record(answer);
        Assert.That(text, Is.EqualTo(example.Recorded), "Look at the difference, then run this test with BENCHLEARNING_UPDATE_EXAMPLES=1 and commit the files.");
    }

    [TestCaseSource(nameof(Examples))]
    public async Task The_answer_is_as_its_schema_and_its_headers_say(object shown)
    {
        var example = (ExampleFile)shown;
        await using var server = await ServerOf(example);
        using var response = await example.SendAsync(server?.Client ?? ContractServer.ClientFor(example));
        var document = ContractServer.Document;
        var documented = document.Resolve(document.Operations.Single(operation => operation.Id == example.Operation).Node["responses"]![example.Status]!);
        var mediaType = response.Content.Headers.ContentType!.MediaType!;
        var body = await response.Content.ReadAsStringAsync();
        var schema = documented["content"]![mediaType]!["schema"]!;

        Assert.Multiple(() =>
        {
            Assert.That(document.Validate(schema, mediaType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(body) : JsonValue.Create(body)), Is.Empty);
            foreach (var (name, header) in documented["headers"]!.AsObject())
                if ((bool?)document.Resolve(header!)["required"] == true)
                    Assert.That(Carries(response, name), $"The answer has no {name}.");
        });
    }

    [Test]
    public void Every_documented_status_of_every_operation_has_an_example()
    {
        var shown = ExampleFile.All.Select(example => $"{example.Operation}/{example.Status}").ToHashSet(StringComparer.Ordinal);

        var missing = ContractServer.Document.Operations
            .SelectMany(operation => operation.Statuses.Except(WithoutExample).Except(operation.Path.StartsWith("/v1/analyses/", StringComparison.Ordinal) && operation.Id != "tellPositions" ? OfEveryMethod : []).Select(status => $"{operation.Id}/{status}"))
            .Except(ShownByThemselves).Except(BeyondARequest).Where(promised => !shown.Contains(promised));

        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_example_stands_in_the_contract()
    {
        Assert.Multiple(() =>
        {
            foreach (var example in ExampleFile.All)
            {
                var contents = ContractServer.Document.Operations.Single(operation => operation.Id == example.Operation).Node["responses"]![example.Status]!["content"]!.AsObject();
                Assert.That(contents.Select(content => content.Value!["examples"]?[example.Name]), Has.Some.Not.Null, $"{example} is a file, but not in the contract.");
            }
        });
    }

    [Test]
    public void What_stands_ready_in_Swagger_UI_is_the_request_of_the_main_example()
    {
        Assert.Multiple(() =>
        {
            foreach (var operation in ContractServer.Document.Operations.Where(operation => !ShownByThemselves.Contains(operation.Id + "/200")))
            {
                var main = ExampleFile.All.Where(example => example.Operation == operation.Id && example.Prefills).ToArray();
                Assert.That(main, Has.Length.EqualTo(1), $"{operation} has one main example");
                Assert.That(operation.PrefilledRequest(), Is.EqualTo(main[0].RequestPath), operation.Id);
            }
        });
    }

    [Test]
    public async Task A_used_up_budget_is_refused_as_the_shared_example_shows()
    {
        await using var narrow = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:RequestsPerMinute:Metadata"] = "0" });
        using var response = await narrow.Client.GetAsync("/v1/territories?lang=en");
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        var documented = ContractServer.Document.Resolve(JsonNode.Parse("""{ "$ref": "#/components/responses/TooManyRequests" }""")!);
        var shown = documented["content"]!["application/problem+json"]!["example"]!.AsObject();

        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(429));
            Assert.That(problem.Select(field => field.Key), Is.EqualTo(shown.Select(field => field.Key)));
            foreach (var same in new[] { "title", "status", "instance", "code" })
                Assert.That(problem[same]!.ToJsonString(), Is.EqualTo(shown[same]!.ToJsonString()));
            foreach (var (name, _) in documented["headers"]!.AsObject())
                Assert.That(Carries(response, name), $"The answer has no {name}.");
        });
    }

    [Test]
    public async Task A_request_without_the_key_is_refused_as_the_shared_example_shows()
    {
        using var response = await ContractServer.Api.Client.GetAsync("/v1/imports?lang=en");
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        var documented = ContractServer.Document.Resolve(JsonNode.Parse("""{ "$ref": "#/components/responses/Unauthorised" }""")!);
        var shown = documented["content"]!["application/problem+json"]!["example"]!.AsObject();

        Assert.Multiple(() =>
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(401));
            Assert.That(problem.Select(field => field.Key), Is.EqualTo(shown.Select(field => field.Key)));
            foreach (var same in new[] { "title", "status", "code" })
                Assert.That(problem[same]!.ToJsonString(), Is.EqualTo(shown[same]!.ToJsonString()));
            foreach (var (name, _) in documented["headers"]!.AsObject())
                Assert.That(Carries(response, name), $"The answer has no {name}.");
        });
    }

    [Test]
    public void Examples_are_small_enough_to_read()
    {
        Assert.That(ExampleFile.All.Where(example => example.Length > 100_000), Is.Empty);
    }

    /// <summary>A server of its own for an example with settings; null: the server of all tests.</summary>
    private static async Task<ApiServer?> ServerOf(ExampleFile example) => example.Settings is { } settings ? await ApiServer.StartAsync(settings: settings) : null;

    private static bool Carries(HttpResponseMessage response, string header) =>
        response.Headers.NonValidated.Contains(header) || response.Content.Headers.NonValidated.Contains(header);
}
