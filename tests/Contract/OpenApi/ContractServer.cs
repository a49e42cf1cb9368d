using System.Globalization;
using System.Text.Json.Nodes;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>One server for all tests of the contract, with the budgets of production, and the document that it serves.</summary>
[SetUpFixture]
public sealed class ContractServer
{
    /// <summary>The server.</summary>
    public static ApiServer Api { get; private set; } = null!;

    /// <summary>The contract that it serves.</summary>
    internal static ServedDocument Document { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        var budgets = new RateBudgets();
        Api = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Benchlearning:RequestsPerMinute:Metadata"] = budgets.Metadata.ToString(CultureInfo.InvariantCulture),
            ["Benchlearning:RequestsPerMinute:Data"] = budgets.Data.ToString(CultureInfo.InvariantCulture),
            ["Benchlearning:RequestsPerMinute:Analyses"] = budgets.Analyses.ToString(CultureInfo.InvariantCulture),
        });
        Document = new ServedDocument(JsonNode.Parse(await Api.Client.GetStringAsync("/v1/openapi.json"))!);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (Api is not null)
            await Api.DisposeAsync();
    }
}
