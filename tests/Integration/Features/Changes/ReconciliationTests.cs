using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Changes;

[TestFixture]
public sealed class ReconciliationTests
{
    [Test]
    public async Task The_hash_is_that_of_the_rows_that_anybody_can_read()
    {
        await using var api = await ApiServer.StartAsync();
        using var answer = await api.AskAsync("/v1/reconciliation?indicator=pupils-grades-1-9,unemployment-rate");
        var items = (await answer.JsonAsync()).GetProperty("items");
        Assert.That(items.GetArrayLength(), Is.EqualTo(2));
        foreach (var item in items.EnumerateArray())
        {
            var code = item.GetProperty("indicator").GetString();
            using var rows = await api.AskAsync($"/v1/observations?indicator={code}&limit=10000");
            var byPeriod = (await rows.JsonAsync()).GetProperty("rows").EnumerateArray().ToLookup(row => row.GetProperty("period").GetString()!);
            Assert.That(item.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("period").GetString()), Is.EqualTo(byPeriod.Select(group => group.Key).Order()));
            foreach (var period in item.GetProperty("periods").EnumerateArray())
            {
                var lines = byPeriod[period.GetProperty("period").GetString()!].Select(row => (
                    Identity: row.GetProperty("identity").GetString()!, Breakdown: row.GetProperty("breakdown").GetString()!,
                    Figure: $"{row.GetProperty("missingReason").GetString() ?? row.GetProperty("value").GetDecimal().ToString("G29", CultureInfo.InvariantCulture)}\t{row.GetProperty("quality").GetString()}"))
                    .OrderBy(line => line.Identity, StringComparer.Ordinal).ThenBy(line => line.Breakdown, StringComparer.Ordinal).ToArray();
                var content = string.Join('\n', lines.Select(line => $"{line.Identity}\t{line.Breakdown}\t{line.Figure}"));
                Assert.That(period.GetProperty("hash").GetString(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))), $"{code} {period}");
                Assert.That(period.GetProperty("values").GetInt32() + period.GetProperty("missing").GetInt32(), Is.EqualTo(lines.Length));
            }
        }
    }

    [Test]
    public async Task A_changed_figure_changes_the_hash_of_its_period_only()
    {
        await using var api = await ApiServer.StartAsync();
        var before = await HashesAsync(api);
        await NewData.ImportAsync(api, "LV0420200,2013,unemployment-rate,,9.9,,,");
        var after = await HashesAsync(api);
        Assert.That(before.Keys.Where(key => before[key] != after[key]), Is.EqualTo(new[] { "2013" }));
    }

    [Test]
    public async Task Pages_follow_each_other_in_the_order_of_codes()
    {
        await using var api = await ApiServer.StartAsync();
        using var whole = await api.AskAsync("/v1/reconciliation");
        var codes = (await whole.JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("indicator").GetString()!).ToArray();
        var paged = new List<string>();
        for (var next = "/v1/reconciliation?limit=3"; next is not null;)
        {
            using var answer = await api.AskAsync(next);
            var page = await answer.JsonAsync();
            paged.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("indicator").GetString()!));
            next = page.GetProperty("next").GetString() is { } cursor ? $"/v1/reconciliation?limit=3&cursor={Uri.EscapeDataString(cursor)}" : null;
        }
        Assert.That(paged, Is.EqualTo(codes));
        Assert.That(codes, Has.Length.GreaterThan(6).And.Ordered);
    }

    [Test]
    public async Task An_unknown_indicator_is_named_with_the_nearest()
    {
        await using var api = await ApiServer.StartAsync();
        using var answer = await api.AskAsync("/v1/reconciliation?indicator=unemployment-rat");
        Assert.That((await answer.ProblemAsync(HttpStatusCode.BadRequest)).GetRawText(), Does.Contain("unemployment-rate"));
    }

    private static async Task<Dictionary<string, string>> HashesAsync(ApiServer api)
    {
        using var answer = await api.AskAsync("/v1/reconciliation?indicator=unemployment-rate");
        return (await answer.JsonAsync()).GetProperty("items")[0].GetProperty("periods").EnumerateArray()
            .ToDictionary(period => period.GetProperty("period").GetString()!, period => period.GetProperty("hash").GetString()!, StringComparer.Ordinal);
    }
}
