using System.Text.Json.Nodes;
using Benchlearning.Testing;
using Benchlearning.Tests.Contract.OpenApi;

namespace Benchlearning.Tests.Contract.Browser;

/// <summary>A developer opens Swagger UI, presses Execute and sees real Latvian data, without typing anything.</summary>
[TestFixture]
[CancelAfter(120_000)]
public sealed class SwaggerUiTests
{
    private ApiServer api = null!;
    private Chromium chromium = null!;
    private SwaggerUiPage page = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        chromium = await Chromium.StartAsync();
        api = await ApiServer.StartAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        if (api is not null)
            await api.DisposeAsync();
    }

    [SetUp]
    public async Task Open() => page = await SwaggerUiPage.OpenAsync(chromium, api.BaseAddress);

    [TearDown]
    public async Task Close()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status == NUnit.Framework.Interfaces.TestStatus.Failed)
            await page.PictureAsync($"failed-{TestContext.CurrentContext.Test.MethodName}");
        await page.CloseAsync();
    }

    [Test]
    public async Task The_page_lists_every_operation_and_needs_no_other_host()
    {
        await page.PictureAsync("start");

        var document = new ServedDocument(JsonNode.Parse(await api.Client.GetStringAsync("/v1/openapi.json"))!);
        Assert.That(await page.CountOperationsAsync(), Is.EqualTo(document.Operations.Count));
        AssertNothingWentWrong();
    }

    [Test]
    public async Task Comparing_a_municipality_answers_with_the_figures_of_Cesis()
    {
        var (status, body) = await page.ExecuteAsync("Comparisons", "compareTerritory");
        await page.PictureAsync("compare-territory");

        Assert.Multiple(() =>
        {
            Assert.That(status, Does.StartWith("200"));
            Assert.That(body, Does.Contain("\"unemployment-rate\""));
            Assert.That(body, Does.Contain("\"LV0420200\""));
            Assert.That(body, Does.Contain("Cēsis municipality"));
            Assert.That(body, Does.Contain("\"value\": 6.5")); // as in the RAIM export
        });
        AssertNothingWentWrong();
    }

    [Test]
    public async Task Reading_observations_answers_with_rows()
    {
        var (status, body) = await page.ExecuteAsync("Observations", "readObservations");
        await page.PictureAsync("read-observations");

        Assert.Multiple(() =>
        {
            Assert.That(status, Does.StartWith("200"));
            Assert.That(body, Does.Contain("\"rows\": ["));
            Assert.That(body, Does.Match("\"value\": [0-9]"));
        });
        AssertNothingWentWrong();
    }

    private void AssertNothingWentWrong() => Assert.Multiple(() =>
    {
        Assert.That(page.Complaints, Is.Empty);
        Assert.That(page.Requests, Is.Not.Empty);
        Assert.That(page.Requests.Where(address => address.Scheme != "data" && address.Authority != api.BaseAddress.Authority), Is.Empty);
    });
}
