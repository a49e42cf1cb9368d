using System.Globalization;
using System.Net;
using System.Text.Json;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>Data at the edges of what a comparison can say: groups of none and of one, no values, all missing, all equal, ties.</summary>
[TestFixture]
public sealed class UnusualDataTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        await NewData.DefineAsync(api, "without-values", "all-missing", "all-equal", "tied", "lonely");
        var units = await CodesAsync();
        await NewData.ImportAsync(api, units.Select(code => $"{code},2013,all-missing,,,,,"));
        await NewData.ImportAsync(api, units.Select(code => $"{code},2013,all-equal,,5.04,,,")); // 5.0 at its decimal
        await NewData.ImportAsync(api, units.Select((code, index) => string.Create(CultureInfo.InvariantCulture, $"{code},2013,tied,,{(index % 3) + 1},,,")));
        await NewData.ImportAsync(api, "LV0420200,2013,lonely,,7,,,");
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("without-values")]
    [TestCase("all-missing")]
    public async Task Without_a_value_there_is_no_rank_and_everyone_is_named_as_missing(string indicator)
    {
        var comparison = await CompareAsync(indicator, "state-cities", "LV0420200");

        Assert.Multiple(() =>
        {
            var territory = comparison.GetProperty("territory");
            Assert.That(territory.GetProperty("value").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(territory.GetProperty("missingReason").GetString(), Is.EqualTo("notAvailable"));
            Assert.That(territory.GetProperty("rank").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(comparison.GetProperty("statistics").GetProperty("n").GetInt32(), Is.Zero);
            Assert.That(comparison.GetProperty("statistics").GetProperty("median").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(comparison.GetProperty("missing").GetArrayLength(), Is.EqualTo(9));
            Assert.That(comparison.GetProperty("distribution").GetArrayLength(), Is.Zero);
        });
        foreach (var format in new[] { "svg", "png" })
        {
            using var picture = await api.AskAsync($"/v1/comparisons?indicator={indicator}&territory=LV0420200&period=2013&group=state-cities&format={format}");
            Assert.That((await picture.ProblemAsync(HttpStatusCode.NotFound)).GetProperty("code").GetString(), Is.EqualTo("nothing-selected"));
        }
    }

    [TestCase("without-values", 0)]
    [TestCase("all-missing", 9)]
    public async Task Every_operation_answers_for_an_indicator_without_values(string indicator, int rows)
    {
        using var observations = await api.AskAsync($"/v1/observations?indicator={indicator}&territory=group:state-cities&boundaries=2013-12-31");
        Assert.That((await observations.JsonAsync()).GetProperty("rows").GetArrayLength(), Is.EqualTo(rows));
        foreach (var address in new[]
        {
            $"/v1/comparisons?indicator={indicator}&territory=LV0420200", $"/v1/comparisons/trend?indicator={indicator}&territory=LV0420200", $"/v1/comparisons/profile?indicator={indicator}&territory=LV0420200",
            $"/v1/observations?indicator={indicator}&period=latest", $"/v1/observations?indicator={indicator}&format=csv", $"/v1/observations?indicator={indicator}&format=xlsx",
            $"/v1/observations/estimate?indicator={indicator}", $"/v1/observations/permalink?indicator={indicator}", $"/v1/observations/revisions?indicator={indicator}&territory=LV0420200&period=2013", $"/v1/indicators/{indicator}",
            $"/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&similarBy={indicator}", $"/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&similarBy={indicator},population",
        })
        {
            using var answer = await api.AskAsync(address);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{address} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Test]
    public async Task Where_all_are_equal_all_are_first_and_nothing_is_divided_by_zero()
    {
        var comparison = await CompareAsync("all-equal", "similar:8", "LV0420200");

        Assert.Multiple(() =>
        {
            Assert.That(comparison.GetProperty("territory").GetProperty("rank").GetInt32(), Is.EqualTo(1));
            Assert.That(comparison.GetProperty("territory").GetProperty("rankedAmong").GetInt32(), Is.EqualTo(9));
            Assert.That(comparison.GetProperty("distribution").EnumerateArray().Select(point => point.GetProperty("rank").GetInt32()), Is.All.EqualTo(1));
            Assert.That(comparison.GetProperty("statistics").GetProperty("min").GetRawText(), Is.EqualTo("5.0"));
            Assert.That(comparison.GetProperty("statistics").GetProperty("median").GetDecimal(), Is.EqualTo(comparison.GetProperty("statistics").GetProperty("max").GetDecimal()));
            Assert.That(comparison.GetRawText(), Does.Not.Contain("NaN").And.Not.Contain("Infinity"));
        });
        foreach (var address in new[] { "/v1/comparisons?format=png&", "/v1/comparisons?format=svg&", "/v1/comparisons/trend?format=svg&", "/v1/comparisons/profile?format=svg&", "/v1/comparisons?similarBy=all-equal&" })
        {
            using var answer = await api.AskAsync($"{address}indicator={(address.Contains("similarBy", StringComparison.Ordinal) ? "tied" : "all-equal")}&territory=LV0420200");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{address} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Test]
    public async Task Ties_share_the_best_rank_and_the_next_rank_is_skipped()
    {
        var comparison = await CompareAsync("tied", "municipalities", "LV0420200");
        var points = comparison.GetProperty("distribution").EnumerateArray()
            .Select(point => (Value: point.GetProperty("value").GetDecimal(), Rank: point.GetProperty("rank").GetInt32())).ToArray();

        Assert.That(points, Has.Length.EqualTo(110));
        foreach (var (value, rank) in points)
            Assert.That(rank, Is.EqualTo(points.Count(other => other.Value < value) + 1));
    }

    [Test]
    public async Task A_group_of_one_is_compared_and_warned_of()
    {
        var comparison = await CompareAsync("lonely", "similar:8", "LV0420200");
        var pair = await CompareAsync("unemployment-rate", "similar:1", "LV0420200");

        Assert.Multiple(() =>
        {
            Assert.That(comparison.GetProperty("statistics").GetProperty("n").GetInt32(), Is.EqualTo(1));
            Assert.That(comparison.GetProperty("territory").GetProperty("rank").GetInt32(), Is.EqualTo(1));
            Assert.That(comparison.GetProperty("warnings").GetArrayLength(), Is.GreaterThan(0));
            Assert.That(comparison.GetProperty("missing").GetArrayLength(), Is.EqualTo(8));
            Assert.That(pair.GetProperty("group").GetProperty("members").GetInt32(), Is.EqualTo(2));
        });
        foreach (var format in new[] { "svg", "png" })
        {
            using var picture = await api.AskAsync($"/v1/comparisons?indicator=lonely&territory=LV0420200&period=2013&format={format}");
            Assert.That(picture.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&group=region-vidzeme")] // regions are known from 2021 on
    [TestCase("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200&group=region-vidzeme")]
    public async Task A_group_of_none_is_refused_by_rule(string address)
    {
        using var answer = await api.AskAsync(address);
        var problem = await answer.ProblemAsync(HttpStatusCode.UnprocessableEntity);

        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("region-vidzeme").And.Contains("no members"));
    }

    [Test]
    public async Task Observations_of_a_group_of_none_are_an_empty_answer()
    {
        using var answer = await api.AskAsync("/v1/observations?indicator=unemployment-rate&territory=group:region-vidzeme");

        Assert.That((await answer.JsonAsync()).GetProperty("rows").GetArrayLength(), Is.Zero);
    }

    private async Task<JsonElement> CompareAsync(string indicator, string group, string territory)
    {
        using var answer = await api.AskAsync($"/v1/comparisons?indicator={indicator}&territory={territory}&period=2013&group={group}&lang=en");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private async Task<string[]> CodesAsync()
    {
        using var answer = await api.AskAsync("/v1/territories?on=2013-12-31");
        return [.. (await answer.JsonAsync()).GetProperty("items").EnumerateArray().Where(unit => unit.GetProperty("type").GetString() is "stateCity" or "municipality").Select(unit => unit.GetProperty("code").GetString()!)];
    }
}
