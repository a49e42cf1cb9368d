using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Changes;

[TestFixture]
public sealed class ChangeFeedTests
{
    [Test]
    public async Task A_mirror_that_follows_from_the_beginning_holds_what_the_service_answers()
    {
        await using var api = await ApiServer.StartAsync();
        await NewData.ImportAsync(api, "LV0420200,2013,unemployment-rate,,9.9,,,", "LV0420200,2012,unemployment-rate,,,,,");

        var mirror = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var change in FollowAsync(api, limit: 500))
            if (change.GetProperty("kind").GetString() == "observation")
            {
                var figure = change.GetProperty("observation");
                mirror[KeyOf(figure)] = FigureOf(figure);
            }

        var answered = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var selection in new[] { "/v1/observations?indicator=*&limit=5000", "/v1/observations?indicator=*&breakdown=sex:*,stage:*&limit=5000" })
            for (var next = selection; next is not null;)
            {
                using var answer = await api.AskAsync(next);
                var page = await answer.JsonAsync();
                foreach (var row in page.GetProperty("rows").EnumerateArray())
                    answered[KeyOf(row)] = FigureOf(row);
                next = page.GetProperty("next").GetString() is { } cursor ? $"{selection}&cursor={Uri.EscapeDataString(cursor)}" : null;
            }
        Assert.That(answered, Has.Count.GreaterThan(4000));
        Assert.That(mirror, Is.EquivalentTo(answered));
    }

    [Test]
    public async Task Every_territory_group_indicator_and_release_is_told_of()
    {
        await using var api = await ApiServer.StartAsync();
        var kinds = new List<string>();
        await foreach (var change in FollowAsync(api, limit: 200, "&kind=indicator,territory,group,release"))
            kinds.Add(change.GetProperty("kind").GetString()!);
        Assert.That(kinds, Does.Contain("indicator").And.Contain("territory").And.Contain("group").And.Contain("release").And.Not.Contain("observation"));
    }

    [Test]
    public async Task A_later_figure_is_a_change_of_the_first()
    {
        await using var api = await ApiServer.StartAsync();
        var end = await EndAsync(api);
        await NewData.ImportAsync(api, "LV0420200,2013,unemployment-rate,,9.9,,,");
        await NewData.ImportAsync(api, "LV0420200,2014,unemployment-rate,,8.8,,,");

        var page = await PageAsync(api, end);
        Assert.That(page.GetProperty("items").EnumerateArray().Select(change => change.GetProperty("action").GetString()), Is.EqualTo(new[] { "changed", "created" }));
        Assert.That(page.GetProperty("hasMore").GetBoolean(), Is.False);
    }

    [Test]
    public async Task Under_parallel_imports_no_change_appears_behind_a_cursor_that_was_handed_out()
    {
        await using var api = await ApiServer.StartAsync();
        var codes = Enumerable.Range(0, 8).Select(number => $"parallel-{number}").ToArray();
        await NewData.DefineAsync(api, codes);
        var cursor = await EndAsync(api);
        var seen = new List<(long Number, string Key)>();
        using var writing = new CancellationTokenSource();
        var writers = Task.WhenAll(codes.Select(async code =>
        {
            for (var round = 0; round < 12; round++)
                await NewData.ImportAsync(api, Enumerable.Range(2009, 5).Select(year => string.Create(CultureInfo.InvariantCulture, $"LV0420200,{year},{code},,{round}.{year % 10},,,")));
        }));
        while (true)
        {
            var isOver = writers.IsCompleted; // before the reading: what is read now is the rest
            for (var hasMore = true; hasMore;)
            {
                var page = await PageAsync(api, cursor, "&limit=7");
                foreach (var change in page.GetProperty("items").EnumerateArray())
                    seen.Add((change.GetProperty("number").GetInt64(), $"{KeyOf(change.GetProperty("observation"))}#{change.GetProperty("observation").GetProperty("revision")}"));
                cursor = page.GetProperty("next").GetString()!;
                hasMore = page.GetProperty("hasMore").GetBoolean();
            }
            if (isOver)
                break;
        }
        await writers;
        Assert.That(seen.Select(change => change.Number), Is.Ordered.And.Unique);
        Assert.That(seen.Select(change => change.Key).Distinct().Count(), Is.EqualTo(8 * 12 * 5));
    }

    [Test]
    public async Task A_reader_who_waits_is_answered_when_something_changes_and_else_after_the_time_asked_for()
    {
        await using var api = await ApiServer.StartAsync();
        var end = await EndAsync(api);
        var began = Stopwatch.GetTimestamp();
        var waiting = PageAsync(api, end, "&wait=20");
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Assert.That(waiting.IsCompleted, Is.False);
        await NewData.ImportAsync(api, "LV0420200,2013,unemployment-rate,,9.9,,,");

        var page = await waiting;
        Assert.That(page.GetProperty("items").GetArrayLength(), Is.EqualTo(1));
        Assert.That(Stopwatch.GetElapsedTime(began), Is.LessThan(TimeSpan.FromSeconds(15)));

        var empty = await PageAsync(api, page.GetProperty("next").GetString()!, "&wait=1");
        Assert.That(empty.GetProperty("items").GetArrayLength(), Is.Zero);
        Assert.That(empty.GetProperty("next").GetString(), Is.Not.Null);
    }

    [TestCase("after=abc", "after", "invalid-cursor")]
    [TestCase("kind=observation,weather", "kind", "unknown-value")]
    [TestCase("limit=0", "limit", "out-of-range")]
    [TestCase("limit=1001", "limit", "out-of-range")]
    [TestCase("wait=31", "wait", "out-of-range")]
    public async Task What_is_asked_wrongly_is_refused_with_its_name(string query, string parameter, string code)
    {
        await using var api = await ApiServer.StartAsync();
        using var answer = await api.AskAsync($"/v1/changes?{query}");
        var error = (await answer.ProblemAsync(HttpStatusCode.BadRequest)).GetProperty("errors")[0];
        Assert.That((error.GetProperty("parameter").GetString(), error.GetProperty("code").GetString()), Is.EqualTo((parameter, code)));
    }

    [Test]
    public async Task A_cursor_fits_only_the_kinds_that_it_came_with()
    {
        await using var api = await ApiServer.StartAsync();
        var cursor = (await PageAsync(api, null, "&kind=group&limit=1")).GetProperty("next").GetString()!;
        using var answer = await api.AskAsync($"/v1/changes?kind=territory&after={Uri.EscapeDataString(cursor)}");
        await answer.ProblemAsync(HttpStatusCode.BadRequest);
    }

    internal static async Task<string> EndAsync(ApiServer api) => (await PageAsync(api, "end")).GetProperty("next").GetString()!;

    internal static async Task<JsonElement> PageAsync(ApiServer api, string? after, string more = "")
    {
        using var answer = await api.AskAsync($"/v1/changes?{(after is null ? "" : $"after={Uri.EscapeDataString(after)}")}{more}".Replace("?&", "?", StringComparison.Ordinal));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await answer.JsonAsync();
    }

    private static async IAsyncEnumerable<JsonElement> FollowAsync(ApiServer api, int limit, string more = "")
    {
        string? cursor = null;
        for (var hasMore = true; hasMore;)
        {
            var page = await PageAsync(api, cursor, string.Create(CultureInfo.InvariantCulture, $"&limit={limit}{more}"));
            foreach (var change in page.GetProperty("items").EnumerateArray())
                yield return change;
            cursor = page.GetProperty("next").GetString();
            hasMore = page.GetProperty("hasMore").GetBoolean();
        }
    }

    private static string KeyOf(JsonElement row) => string.Join('|', new[] { "indicator", "identity", "period", "breakdown" }.Select(name => row.GetProperty(name).GetString()));

    private static string FigureOf(JsonElement row) => $"{row.GetProperty("missingReason").GetString() ?? row.GetProperty("value").GetRawText()}|{row.GetProperty("quality").GetString()}|{row.GetProperty("revision")}";
}
