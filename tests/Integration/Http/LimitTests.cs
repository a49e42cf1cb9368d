using System.Globalization;
using System.Net;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>Budgets and limits: announced, kept, and published.</summary>
[TestFixture]
public sealed class LimitTests
{
    [Test]
    public async Task Past_the_budget_the_answer_is_429_and_says_when_to_come_back()
    {
        await using var api = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Benchlearning:RequestsPerMinute:Data"] = "5",
            ["Benchlearning:RequestsPerMinute:Analyses"] = "3",
        });
        const string Address = "/v1/observations?indicator=unemployment-rate&territory=LV0420200";
        var remaining = new List<string>();
        HttpResponseMessage answer;
        do
        {
            answer = await api.AskAsync(Address, ("X-Forwarded-For", $"10.0.0.{remaining.Count}"), ("Origin", "https://example.lv"));
            remaining.Add(answer.Header("RateLimit")!);
        }
        while (answer.StatusCode == HttpStatusCode.OK && remaining.Count < 20);

        var problem = await answer.ProblemAsync(HttpStatusCode.TooManyRequests);
        using var analysis = await api.AskAsync("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013");
        using var metadata = await api.AskAsync("/v1/topics");
        Assert.Multiple(() =>
        {
            Assert.That(remaining, Has.Count.InRange(6, 11)); // a minute may turn meanwhile
            Assert.That(remaining[0], Does.Match("^\"data\";r=4;t=\\d+$"));
            Assert.That(remaining[^1], Does.StartWith("\"data\";r=0;t="));
            Assert.That(answer.Header("RateLimit-Policy"), Is.EqualTo("\"data\";q=5;w=60"));
            Assert.That(int.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture), Is.InRange(1, 60));
            Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
            Assert.That(answer.Header("Access-Control-Expose-Headers"), Does.Contain("Retry-After"));
            Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("too-many-requests"));
            Assert.That(analysis.Header("RateLimit"), Does.StartWith("\"analyses\";r=2;")); // budgets are separate
            Assert.That(metadata.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        });
        answer.Dispose();
    }

    [Test]
    public void Every_operation_has_a_budget()
    {
        var without = SharedServer.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal)
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not null && endpoint.Metadata.GetMetadata<BudgetAttribute>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText);

        Assert.That(without, Is.Empty);
    }

    [Test]
    public async Task Every_limit_is_published_and_is_the_one_that_is_kept()
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Benchlearning:MaximumPageSize"] = "50", ["Benchlearning:DefaultPageSize"] = "7", ["Benchlearning:MaximumCodes"] = "4", ["Benchlearning:MaximumCells"] = "100",
            ["Benchlearning:MaximumBodyBytes"] = "2000", ["Benchlearning:MaximumAddressBytes"] = "900", ["Benchlearning:MaximumHeaderBytes"] = "3000",
            ["Benchlearning:RequestsPerMinute:Metadata"] = "1001", ["Benchlearning:RequestsPerMinute:Data"] = "1002", ["Benchlearning:RequestsPerMinute:Analyses"] = "1003", ["Benchlearning:RequestsPerMinute:Writes"] = "1004",
        };
        await using var api = await ApiServer.StartAsync(settings: settings);
        using var configuration = await api.AskAsync("/v1/config");
        var published = await configuration.JsonAsync();
        var limits = published.GetProperty("limits").EnumerateObject().ToDictionary(limit => limit.Name, limit => limit.Value.GetInt64(), StringComparer.Ordinal);
        var budgets = published.GetProperty("requestsPerMinute").EnumerateObject().Select(budget => $"{budget.Name} {budget.Value}");

        Assert.That(budgets, Is.EquivalentTo(new[] { "metadata 1001", "data 1002", "analyses 1003", "writes 1004" }));
        const string All = "/v1/observations?indicator=unemployment-rate";
        var list = string.Join(',', Enumerable.Repeat("LV0420200", (int)limits["maximumCodesInList"]));
        using var page = await api.AskAsync(All);
        Assert.That((await page.JsonAsync()).GetProperty("rows").GetArrayLength(), Is.EqualTo(limits["defaultPageSize"]));
        await KeptAsync(limit => $"{All}&limit={limit}", limits["maximumPageSize"], HttpStatusCode.BadRequest);
        await KeptAsync(limit => $"/v1/territories?limit={limit}", limits["maximumTerritoriesOnPage"], HttpStatusCode.BadRequest);
        await KeptAsync(limit => $"/v1/territory-changes?limit={limit}", limits["maximumTerritoryChangesOnPage"], HttpStatusCode.BadRequest);
        await KeptAsync(limit => $"/v1/indicators?limit={limit}", limits["maximumIndicatorsOnPage"], HttpStatusCode.BadRequest);
        await KeptAsync(limit => $"/v1/indicators?q={new string('q', (int)limit)}", limits["maximumSearchCharacters"], HttpStatusCode.BadRequest);
        await KeptAsync(limit => $"/v1/territories?q={new string('q', (int)limit)}", limits["maximumSearchCharacters"], HttpStatusCode.BadRequest);
        await KeptAsync(limit => $"/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&group=similar:{limit}", limits["maximumSimilarMunicipalities"], HttpStatusCode.BadRequest);
        await KeptAsync(limit => limit == limits["maximumCodesInList"] ? $"{All}&territory={list}" : $"{All}&territory={list},LV0420200", limits["maximumCodesInList"], HttpStatusCode.BadRequest);
        using var small = await api.AskAsync($"{All}&format=json-stat&territory=group:state-cities&period=2013");
        using var large = await api.AskAsync($"{All}&format=json-stat");
        using var largeSheet = await api.AskAsync($"{All}&format=xlsx");
        using var largeText = await api.AskAsync($"{All}&format=csv");
        Assert.That(new[] { small.StatusCode, largeText.StatusCode }, Is.All.EqualTo(HttpStatusCode.OK));
        await large.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await largeSheet.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        await KeptAsync(limit => "/v1/topics?" + new string('x', (int)limit - "/v1/topics?".Length), limits["maximumAddressBytes"], HttpStatusCode.RequestUriTooLong, within: HttpStatusCode.BadRequest);
        using var manyHeaders = await api.AskAsync("/v1/topics", ("X-Long", new string('x', (int)limits["maximumHeaderBytes"])));
        await manyHeaders.ProblemAsync(HttpStatusCode.RequestHeaderFieldsTooLarge);
        using var longBody = await api.PostAsync($$"""{"indicator":["unemployment-rate"]{{new string(' ', (int)limits["maximumBodyBytes"])}}}""");
        await longBody.ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        Assert.That(limits.Keys, Is.SupersetOf(new[] { "maximumIndicatorsInProfile", "maximumPeriodsInTrend", "maximumSimilarityVariables", "maximumRevisionsOnPage", "maximumBodyDepth", "firstYear" }));

        async Task KeptAsync(Func<long, string> address, long limit, HttpStatusCode past, HttpStatusCode within = HttpStatusCode.OK)
        {
            using var last = await api.AskAsync(address(limit));
            using var first = await api.AskAsync(address(limit + 1));
            Assert.That(last.StatusCode, Is.EqualTo(within), address(limit));
            await first.ProblemAsync(past);
        }
    }
}
