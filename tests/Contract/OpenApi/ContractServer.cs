using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>One server for all tests of the contract, with the budgets of production, and the document that it serves.</summary>
[SetUpFixture]
public sealed class ContractServer
{
    /// <summary>The server.</summary>
    public static ApiServer Api { get; private set; } = null!;

    /// <summary>A client that carries the operator key.</summary>
    public static HttpClient Operator { get; private set; } = null!;

    /// <summary>Its webhooks.</summary>
    internal static WebhooksOfTheExamples Webhooks { get; private set; } = null!;

    /// <summary>The contract that it serves.</summary>
    internal static ServedDocument Document { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var budgets = new RateBudgets();
        Webhooks = await WebhooksOfTheExamples.StartAsync();
        Api = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Benchlearning:RequestsPerMinute:Metadata"] = budgets.Metadata.ToString(CultureInfo.InvariantCulture),
            ["Benchlearning:RequestsPerMinute:Data"] = budgets.Data.ToString(CultureInfo.InvariantCulture),
            ["Benchlearning:Webhooks:AllowedNetworks"] = "127.0.0.1/32",
            ["Benchlearning:RequestsPerMinute:Analyses"] = budgets.Analyses.ToString(CultureInfo.InvariantCulture),
        });
        Operator = Api.NewClient();
        Operator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Api.Services.GetRequiredService<OperatorKey>().Value);
        await ImportsOfTheExamples.SendAsync(Api, Operator);
        await BatchesOfTheExamples.SendAsync(Operator);
        await AnnounceAsync();
        await SyncRunsOfTheExamples.RunAsync(Api, Operator);
        await Webhooks.SubscribeAsync(Api, Operator);
        await StewardshipOfTheExamples.SendAsync(Operator);
        await AccessOfTheExamples.RecordAsync(Api, Operator);
        await PersonsOfTheExamples.AddAsync(Api, Operator);
        await ClassifyAsync();
        await AnalysesOfTheExamples.StoreAsync(Api, Operator);
        await PracticesOfTheExamples.ShareAsync(Operator);
        await BriefingsOfTheExamples.KeepAsync(Api, Operator);
        await SurveysOfTheExamples.AskAsync(Api, Operator);
        await NetworksOfTheExamples.CooperateAsync(Operator);
        Document = new ServedDocument(JsonNode.Parse(await Api.Client.GetStringAsync("/v1/openapi.json"))!);
    }

    /// <summary>The client for an operation: with the operator key where the contract says that it is needed.</summary>
    internal static HttpClient ClientFor(string operationId) =>
        Document.Operations.Single(operation => operation.Id == operationId).Node["security"] is null ? Api.Client : Operator;

    /// <summary>The client for an example: that of its operation, unless the example says otherwise.</summary>
    internal static HttpClient ClientFor(ExampleFile example) => example.IsOfOperator ? Operator : ClientFor(example.Operation);

    /// <summary>The release that the examples tell of; the example's request repeats the announcement.</summary>
    private static async Task AnnounceAsync()
    {
        var example = ExampleFile.All.Single(file => file is { Operation: "announceRelease", Status: "200" });
        using var announced = await example.SendAsync(Operator);
        Assert.That((int)announced.StatusCode, Is.EqualTo(201), await announced.Content.ReadAsStringAsync());
    }

    /// <summary>The classification that the examples tell of; it covers periods that have no figures.</summary>
    private static async Task ClassifyAsync()
    {
        var example = ExampleFile.All.Single(file => file is { Operation: "classifyObservations", Status: "200" });
        using var classified = await example.SendAsync(Operator);
        Assert.That((int)classified.StatusCode, Is.EqualTo(201), await classified.Content.ReadAsStringAsync());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        Operator?.Dispose();
        if (Api is not null)
            await Api.DisposeAsync();
        if (Webhooks is not null)
            await Webhooks.DisposeAsync();
    }
}
