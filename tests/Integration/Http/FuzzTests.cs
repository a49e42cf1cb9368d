using System.Net;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>No input makes the service fail: hostile values in every parameter of every read, the same ones in every run.</summary>
[TestFixture]
public sealed class FuzzTests
{
    private const int RequestsForEachRead = 60;

    private static readonly string[] Hostile =
    [
        "", " ", "*", ",", ",,,,", "|", ".", "..", "...", ":", "::", "-", "--", "0", "-0", "-1", "1e9", "2147483647", "2147483648", "9999999999999999999", "NaN", "Infinity", "null", "true", "TRUE", "\0", "a\0b",
        "\r\nX: y", "\t", "'", "''", "\"", "\\", "' or 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "${x}", "%", "%25", "%00", "../../etc/passwd", "\u202Eabc", "e\u0301", "\u0000", "\uFEFF", "\u200B", "😀", "ı", "İ", "ß", "ＡＢＣ", "٢٠١٣",
        "0000", "9999", "2013", "2013-13", "2013-Q9", "1999", "2013..", "..2013", "2013..2012", "latest", "latest(0)", "latest(1000)", "latest(-)", "2013-12-31", "0000-00-00", "9999-12-31", "0001-01-01", "2021-07-01",
        "2020-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2020-01-01T00:00:00+99:00", "asReported", "group:", "group:state-cities", "group:*", "state-cities", "similar", "similar:", "similar:1", "similar:50",
        "similar:51", "similar:-1", "sex:F", "sex:*", "sex:", "sex:total,sex:F", "stage:preschool", "population", "population:1e309", "population:0.0001", "unemployment-rate", "unemployment-rate,unemployment-rate", "children", "*,unemployment-rate",
        "LV0420200", "0420200", "LV0420200,LV0001000", "lv0420200", "LV", "LV9999999", "LV-VIDZEME", "economy", "lv", "en", "xx", "json", "json-stat", "csv", "excel-lv", "xlsx", "svg", "png",
    ];

    /// <summary>What each parameter takes, so that hostile values travel in requests that are otherwise right.</summary>
    private static readonly Dictionary<string, string[]> Right = new(StringComparer.Ordinal)
    {
        ["indicator"] = ["unemployment-rate", "children", "pupils-grades-1-9", "*", "population"], ["territory"] = ["LV0420200", "LV0001000", "0010000", "LV0804400"],
        ["period"] = ["2013", "latest", "2010", "2009"], ["breakdown"] = ["stage:preschool", "stage:*"], ["boundaries"] = ["asReported", "2021-07-01", "2009-07-01", "2026-01-01"],
        ["asOf"] = ["2020-01-01T00:00:00Z", "2026-11-01T00:00:00Z"], ["labels"] = ["true", "false"], ["limit"] = ["1", "3", "500"], ["format"] = ["json", "csv", "svg", "xlsx"], ["lang"] = ["lv", "en"],
        ["group"] = ["similar:1", "similar:50", "state-cities", "municipalities", "size-under-5000", "region-vidzeme"], ["similarBy"] = ["population", "children,unemployment-rate:3"], ["mixTypes"] = ["true"],
        ["topic"] = ["economy", "school-network"], ["on"] = ["2013-12-31", "2010-01-01", "2026-01-01"], ["from"] = ["2013-12-31", "2026-01-01"], ["to"] = ["2009-07-01", "2025-07-01"], ["type"] = ["stateCity", "country"],
        ["region"] = ["LV-VIDZEME"], ["q"] = ["rīga", "a b c"], ["kind"] = ["merger", "rename"], ["direction"] = ["neutral"],
    };

    private static ApiServer Api => SharedServer.Api;

    [Test]
    public async Task Hostile_values_are_answered_or_refused_with_a_reason()
    {
        var random = new Random(20_140_101);
        var hostile = Hostile.Append(new string('x', 3000)).Append(string.Join(',', Enumerable.Repeat("LV0420200", 300))).Append(string.Concat(Enumerable.Repeat("😀", 200))).ToArray();
        var statuses = new Dictionary<HttpStatusCode, int>();
        foreach (var route in Route.Reads(Api))
        {
            var names = route.Handler is null ? [] : QueryGuard.DeclaredBy(route.Handler).Select(parameter => parameter.Name).ToArray();
            for (var number = 0; number < RequestsForEachRead; number++)
            {
                var address = Mutate(route.Address, names, hostile, random);
                using var answer = await Api.AskAsync(address, Header(random, "Accept", hostile), Header(random, "Accept-Language", hostile), Header(random, "If-None-Match", hostile), Header(random, "If-Modified-Since", hostile));
                statuses[answer.StatusCode] = statuses.GetValueOrDefault(answer.StatusCode) + 1;
                Assert.That((int)answer.StatusCode, Is.LessThan(500), $"{address} {await answer.Content.ReadAsStringAsync()}");
                var isServersOwn = answer.StatusCode == HttpStatusCode.BadRequest && answer.Header("API-Version") is null; // a NUL in the path
                if ((int)answer.StatusCode >= 400 && !isServersOwn)
                    await answer.ProblemAsync();
            }
        }
        await TestContext.Out.WriteLineAsync(string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{(int)pair.Key}: {pair.Value}")));
        Assert.That(statuses.Keys, Is.SupersetOf(new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.NotFound })); // it did reach the handlers
    }

    [Test]
    public async Task Random_bodies_are_answered_or_refused_with_a_reason()
    {
        var random = new Random(20_210_701);
        string[] names = ["indicator", "territory", "period", "breakdown", "boundaries", "asOf", "labels", "limit", "cursor", "other"];
        for (var number = 0; number < 500; number++)
        {
            var fields = Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"\"{names[random.Next(names.Length)]}\":{Value(random, 0)}").Append("\"indicator\":[\"unemployment-rate\"]");
            var body = $"{{{string.Join(',', random.Next(2) == 0 ? fields : fields.DistinctBy(field => field.Split(':')[0]))}}}";
            if (random.Next(5) == 0)
                body = body.Insert(random.Next(body.Length), "\u0001"[..random.Next(2)] + "}");
            using var answer = await Api.PostAsync(body);
            Assert.That((int)answer.StatusCode, Is.LessThan(500), $"{body} {await answer.Content.ReadAsStringAsync()}");
            if ((int)answer.StatusCode >= 400)
                await answer.ProblemAsync();
        }
    }

    private static string Mutate(string address, string[] names, string[] hostile, Random random)
    {
        var parts = address.Split('?', 2);
        var path = random.Next(6) == 0 ? string.Join('/', parts[0].Split('/').Select((part, index) => index > 2 && random.Next(2) == 0 ? Uri.EscapeDataString(hostile[random.Next(hostile.Length)]) : part)) : parts[0];
        var query = new List<string>(parts.Length > 1 && random.Next(5) > 0 ? parts[1].Split('&') : []);
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var name = names.Length > 0 && random.Next(20) > 0 ? names[random.Next(names.Length)] : hostile[random.Next(hostile.Length)];
            if (random.Next(8) > 0)
                query.RemoveAll(pair => pair.StartsWith(name + "=", StringComparison.Ordinal));
            var value = random.Next(3) > 0 && Right.TryGetValue(name, out var right) ? right[random.Next(right.Length)] : hostile[random.Next(hostile.Length)];
            query.Add($"{Uri.EscapeDataString(name)}={(random.Next(20) == 0 ? "%FF%C0%80" : Uri.EscapeDataString(value))}");
        }
        return $"{path}?{string.Join('&', query)}";
    }

    private static (string, string) Header(Random random, string name, string[] hostile)
    {
        var value = hostile[random.Next(hostile.Length)];
        return random.Next(15) > 0 || value.Any(character => !char.IsAscii(character) || char.IsControl(character)) ? ("X-None", "1") : (name, value.Length > 2000 ? "x" : value);
    }

    private static string Value(Random random, int depth)
    {
        var text = System.Text.Json.JsonSerializer.Serialize(Hostile[random.Next(Hostile.Length)]);
        return random.Next(8) switch
        {
            0 => "null",
            1 => random.Next(-10, 20_000).ToString(System.Globalization.CultureInfo.InvariantCulture),
            2 => random.Next(2) == 0 ? "true" : "1e400",
            3 => text,
            4 when depth < 40 => $"{{\"x\":{Value(random, depth + 1)}}}",
            _ when depth < 40 && random.Next(12) == 0 => $"[{Value(random, depth + 1)}]",
            _ => $"[{text},\"2013\"]",
        };
    }
}
