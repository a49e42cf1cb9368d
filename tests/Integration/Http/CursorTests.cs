using System.Net;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>A cursor is ours, whole, and for the request that it came from, or it is refused.</summary>
[TestFixture]
public sealed class CursorTests
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+ /%";

    private static readonly string[] Lists =
    [
        "/v1/observations?indicator=unemployment-rate&limit=3", "/v1/territories?limit=3", "/v1/territory-changes?limit=3", "/v1/indicators?limit=3",
    ];

    private static ApiServer Api => SharedServer.Api;

    [TestCaseSource(nameof(Lists))]
    public async Task No_character_of_a_cursor_can_be_changed(string address)
    {
        var cursor = await NextAsync(address);
        using (var right = await Api.AskAsync($"{address}&cursor={cursor}"))
            Assert.That(right.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        for (var index = 0; index < cursor.Length; index++)
        {
            // For the last characters of a base64 part, every other letter: some of them differ only in bits that no byte holds.
            var others = index + 1 == cursor.Length || cursor[index + 1] == '.' ? Letters.Where(letter => letter != cursor[index]).ToArray() : [cursor[index] == 'A' ? 'B' : 'A'];
            foreach (var other in others)
                await RefusedAsync(address, cursor[..index] + other + cursor[(index + 1)..]);
        }
    }

    [TestCaseSource(nameof(Lists))]
    public async Task A_cursor_that_is_cut_or_longer_is_refused(string address)
    {
        var cursor = await NextAsync(address);
        for (var length = 1; length < cursor.Length; length += 3)
            await RefusedAsync(address, cursor[..length]);
        foreach (var other in new[] { cursor + "A", cursor + "=", cursor + ".A", " " + cursor, cursor + " ", cursor + cursor, "..", "a.b.c", cursor.ToUpperInvariant(), new string('A', 5000), "😀.😀.😀" })
            await RefusedAsync(address, other);
    }

    [Test]
    public async Task A_cursor_of_another_request_is_refused()
    {
        var cursors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var list in Lists)
            cursors[list] = await NextAsync(list);
        foreach (var list in Lists)
            foreach (var (other, cursor) in cursors.Where(pair => pair.Key != list))
                await RefusedAsync(list, cursor);

        var own = cursors[Lists[0]];
        foreach (var changed in new[] { "&territory=LV0420200", "&period=2013", "&boundaries=2021-07-01", "&asOf=2026-01-01T00:00:00Z" })
            await RefusedAsync(Lists[0] + changed, own);
        await RefusedAsync("/v1/observations?indicator=dependency-ratio&limit=3", own);
        await RefusedAsync("/v1/territories?limit=3&lang=en", cursors[Lists[1]]); // the order depends on the language
        await RefusedAsync("/v1/territories?limit=3&type=stateCity", cursors[Lists[1]]);
        await RefusedAsync("/v1/indicators?limit=3&topic=economy", cursors[Lists[3]]);
    }

    [Test]
    public async Task A_page_may_have_another_size_and_names()
    {
        var cursor = await NextAsync(Lists[0]);
        using var answer = await Api.AskAsync($"/v1/observations?indicator=unemployment-rate&limit=5&labels=true&lang=en&cursor={cursor}");

        Assert.That((await answer.JsonAsync()).GetProperty("rows").GetArrayLength(), Is.EqualTo(5));
    }

    [Test]
    public async Task A_cursor_of_a_service_with_another_key_is_refused()
    {
        await using var other = await ApiServer.StartOnAsync(Api.ConnectionString, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:CursorKey"] = Convert.ToBase64String(new byte[32]) });
        using var page = await other.AskAsync(Lists[0]);
        await RefusedAsync(Lists[0], (await page.JsonAsync()).GetProperty("next").GetString()!);
    }

    [Test]
    public async Task Instances_with_one_key_understand_each_others_cursors()
    {
        await using var other = await ApiServer.StartOnAsync(Api.ConnectionString);
        using var answer = await other.AskAsync($"{Lists[0]}&cursor={await NextAsync(Lists[0])}");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task<string> NextAsync(string address)
    {
        using var page = await Api.AskAsync(address);
        return (await page.JsonAsync()).GetProperty("next").GetString()!;
    }

    private static async Task RefusedAsync(string address, string cursor)
    {
        using var answer = await Api.AskAsync($"{address}&cursor={Uri.EscapeDataString(cursor)}");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), cursor);
        Assert.That(body, Does.Contain("\"invalid-cursor\""), cursor);
    }
}
