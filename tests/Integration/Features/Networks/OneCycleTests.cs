using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Access;

namespace Benchlearning.Tests.Integration.Features.Networks;

/// <summary>The walk through one cycle of docs/one-cycle.md: each of its requests in turn, with what its page expects of the answer.</summary>
[TestFixture]
public sealed partial class OneCycleTests
{
    private static readonly string[] Members =
        ["aluksnes-novads", "gulbenes-novads", "valkas-novads", "livanu-novads", "olaines-novads", "salaspils-novads", "daugavpils", "rezekne", "jelgava", "liepaja"];

    /// <summary>What passes between two requests of the page: days that nobody waits for here are taken off those that were set.</summary>
    private static readonly Dictionary<string, string> Passing = new(StringComparer.Ordinal)
    {
        ["the survey"] = "update survey set opens_on = opens_on - 30, closes_on = closes_on - 30",
        ["half a year"] = "update plan_follow_up f set due_on = current_date - 1 where f.due_on = (select min(g.due_on) from plan_follow_up g where g.plan_id = f.plan_id)",
    };

    private readonly Dictionary<string, JsonNode> kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> keys = new(StringComparer.Ordinal);

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:RequestsPerMinute:Writes"] = "10000" });
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Riga")).DateTime);
        foreach (var (name, days) in new[] { ("yesterday", -1), ("today", 0), ("tomorrow", 1) })
            kept[name] = today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Every_request_of_the_page_is_answered_as_the_page_says()
    {
        var steps = Blocks().Matches(await File.ReadAllTextAsync(Page())).Select(match => Step.Of(match.Groups["text"].Value.ReplaceLineEndings("\n"))).ToArray();

        foreach (var step in steps)
            await TakeAsync(step);

        Assert.That(steps, Has.Length.GreaterThan(60));
        Assert.That((string?)kept["state"], Is.EqualTo("renewed"), "the last state that the page shows");
    }

    private async Task TakeAsync(Step step)
    {
        if (step.After is { } passed)
            await api.SqlAsync(Passing[passed]);
        foreach (var one in step.Each is { } each ? OneByOne(step, each) : [step.Request])
            await SendAsync(step, await FilledAsync(one));
    }

    /// <summary>The request once for each of the values of a list.</summary>
    private IEnumerable<string> OneByOne(Step step, string each) =>
        (step.Among is not { } among ? Members : kept.TryGetValue(among, out var list) ? list.AsArray().Select(value => (string)value!) : among.Split(", "))
        .Select(value => step.Request.Replace($"{{{{{each}}}}}", value, StringComparison.Ordinal).Replace($"{{{{{each}.key}}}}", $"{{{{{value}}}}}", StringComparison.Ordinal));

    /// <summary>The request with what was kept, and with the keys of those who send it.</summary>
    private async Task<string> FilledAsync(string request)
    {
        foreach (var name in Names().Matches(request).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal).ToArray())
            request = request.Replace($"{{{{{name}}}}}", kept.TryGetValue(name, out var value) ? value.ToString() : await KeyAsync(name), StringComparison.Ordinal);
        return request;
    }

    private async Task<string> KeyAsync(string who) => keys.TryGetValue(who, out var known) ? known : keys[who] = who switch
    {
        "administrator" => api.OperatorKey(),
        "coordinator" => await api.KeyAsync(new Granted("networkCoordinator", Network: "less-unemployment")),
        "analyst" => await api.KeyAsync(new Granted("analyst")),
        _ => await api.KeyAsync(new Granted("municipalCoordinator", Members.Single(member => member == who))),
    };

    private async Task SendAsync(Step step, string text)
    {
        var (head, body) = text.Split("\n\n", 2) is [var before, var after] ? (before, after) : (text, null);
        var lines = head.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (method, path) = lines[0].Split(' ') is [var verb, var address] ? (verb, address) : throw new FormatException(lines[0]);
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var header in lines[1..])
            request.Headers.TryAddWithoutValidation(header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..]);
        using var client = new HttpClient { BaseAddress = api.BaseAddress };

        using var answer = await client.SendAsync(request);

        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (path.Contains("format=", StringComparison.Ordinal) && Environment.GetEnvironmentVariable("BENCHLEARNING_KEEP_PICTURES") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, Regex.Replace(path.Trim('/'), "[^a-z0-9]+", "-", RegexOptions.None, TimeSpan.FromSeconds(1))), bytes);
        var said = Encoding.UTF8.GetString(bytes);
        Assert.That((int)answer.StatusCode, Is.EqualTo(step.Status), $"{lines[0]}: {said}");
        var read = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(said) : null;
        if (step.Findings.Length > 0)
            Assert.That(Cooperation.Codes(read!), Is.EqualTo(step.Findings), lines[0]);
        foreach (var (place, expected) in step.Shown)
            Assert.That(At(read, place)?.ToString() ?? "null", Is.EqualTo(expected).IgnoreCase, $"{lines[0]}: {place} of {said}");
        foreach (var (name, place) in step.Kept)
            kept[name] = place == "Location" ? answer.Headers.Location!.OriginalString.Split('/')[^1] : At(read, place)!.DeepClone();
        if (At(read, "state") is { } state)
            kept["state"] = state.DeepClone();
    }

    /// <summary>What stands at a place such as items[0].code; null: nothing.</summary>
    private static JsonNode? At(JsonNode? node, string place)
    {
        foreach (Match part in Places().Matches(place))
            node = part.Groups["index"] is { Success: true } index ? node?.AsArray().ElementAtOrDefault(int.Parse(index.Value, CultureInfo.InvariantCulture)) : node is JsonObject holder ? holder[part.Groups["name"].Value] : null;
        return node;
    }

    private static string Page([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "..", "docs", "one-cycle.md"));

    [GeneratedRegex("```http\r?\n(?<text>.+?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\{\{(?<name>[a-zA-Z-]+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Names();

    [GeneratedRegex(@"(?<name>[a-zA-Z]+)|\[(?<index>\d+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Places();

    /// <summary>A request of the page, and what the page says of it.</summary>
    private sealed record Step(string Request, int Status, string[] Findings, string? Each, string? Among, string? After, IReadOnlyList<(string Place, string Value)> Shown, IReadOnlyList<(string Name, string Place)> Kept)
    {
        public static Step Of(string block)
        {
            var (said, request) = block.Split('\n', 2) is [var first, var rest] ? (first, rest) : throw new FormatException(block);
            var (status, findings, each, among, after) = (0, Array.Empty<string>(), (string?)null, (string?)null, (string?)null);
            var (shown, kept) = (new List<(string, string)>(), new List<(string, string)>());
            foreach (var clause in said.TrimStart('#', ' ').Split("; "))
                switch (clause.Split(' ', 2))
                {
                    case ["answers", var answers]:
                        status = int.Parse(answers.AsSpan(0, 3), CultureInfo.InvariantCulture);
                        findings = answers.Length > 3 ? answers[5..].Split(", ") : [];
                        break;
                    case ["for", var list]:
                        (each, among) = list["each ".Length..].Split(" of ") is [var name, var values] ? (name, values) : (list["each ".Length..], null);
                        break;
                    case ["after", var what]:
                        after = what;
                        break;
                    case ["shows", var place]:
                        shown.Add(place.Split(" = ") is [var at, var value] ? (at, value) : throw new FormatException(clause));
                        break;
                    case ["keeps", var place]:
                        kept.Add(place.Split(" = ") is [var variable, var of] ? (variable, of) : throw new FormatException(clause));
                        break;
                    default:
                        throw new FormatException($"The page says something that its test does not know: {clause}");
                }
            return new Step(request.TrimEnd('\n'), status, findings, each, among, after, shown, kept);
        }
    }
}
