using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1.Imports;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>
/// The same bad input by every door: a CSV, JSON and workbook that are uploaded, a batch pushed whole and in parts. Each ends in a finding that says what is wrong, the right row beside it
/// lands or nothing does, and what is not named stays as it was.
/// </summary>
[TestFixture]
public sealed class EveryDoorTests
{
    private static readonly string[] Doors = ["csv", "json", "json-lines", "xlsx", "push", "parts"];

    /// <summary>A value as it stands in a file, and the rule that refuses it.</summary>
    private static readonly (string Value, string Rule)[] Numbers =
    [
        ("1 234,5", "not-a-number"), ("1.234,5", "not-a-number"), ("1\u00A0234.5", "not-a-number"), ("NaN", "not-a-number"), ("Infinity", "not-a-number"), ("1e400", "not-a-number"), ("-1e-400", "not-a-number"),
        ("\u22125", "not-a-number"), ("5-", "not-a-number"), ("0x1F", "not-a-number"), ("\u0665", "not-a-number"), ("1000000000000000000000000000000", "not-a-number"), ("6,7", "not-a-number"), ("4.89%", "not-a-number"),
    ];

    /// <summary>A row of territory, period, indicator, value, and the rule that refuses it or lets it wait.</summary>
    private static readonly (string[] Row, string Rule)[] Rows =
    [
        (["LV0420201", "2013", "unemployment-rate", "5"], "unknown-territory"), (["LV0420200", "2013", "unemploymentrate", "5"], "unknown-indicator"), (["LV0420200", "2013-13", "unemployment-rate", "5"], "invalid-period"),
        (["LV0420200", "2013-Q1", "unemployment-rate", "5"], "invalid-period"), (["LV0420200", "1999", "unemployment-rate", "5"], "invalid-period"), (["LV0420200", "2099", "unemployment-rate", "5"], "future-period"),
        (["LV0887600", "2010", "unemployment-rate", "5"], "territory-not-valid"), (["", "2013", "unemployment-rate", "5"], "unknown-territory"), (["LV0420200", "", "unemployment-rate", "5"], "invalid-period"),
    ];

    private Uploads uploads = null!;
    private int sent;

    [OneTimeSetUp]
    public async Task Start() => uploads = await Uploads.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:RequestsPerMinute:Writes"] = "100000" });

    [OneTimeTearDown]
    public async Task Stop() => await uploads.DisposeAsync();

    [TestCaseSource(nameof(Doors))]
    public async Task Numbers_that_can_be_read_in_two_ways_or_are_none_are_refused_and_the_right_row_lands(string door)
    {
        var (import, findings) = await SendAsync(door, [.. Numbers.Select((number, index) => new[] { "LV0420200", (2009 + index % 5).ToString(CultureInfo.InvariantCulture), "unemployment-rate", number.Value }), Right()]);

        Assert.That(findings.Select(finding => finding.Rule), Is.EqualTo(Numbers.Select(number => door.StartsWith("json", StringComparison.Ordinal) && !IsJson(number.Value) ? "wrong-type" : number.Rule)));
        Assert.That(findings.Select(finding => finding.Row), Is.EqualTo(Enumerable.Range(1, Numbers.Length)));
        Assert.That((import.State, import.Counts.Refused, import.Counts.New + import.Counts.Changed), Is.EqualTo(("completedWithFindings", Numbers.Length, 1)));
    }

    [TestCaseSource(nameof(Doors))]
    public async Task What_is_not_known_or_not_yet_is_refused_or_waits_and_the_right_row_lands(string door)
    {
        var (import, findings) = await SendAsync(door, [.. Rows.Select(row => row.Row), Right()]);

        Assert.That(findings.Select(finding => finding.Rule), Is.EqualTo(Rows.Select(row => row.Rule)));
        Assert.That((import.State, import.Counts.Refused + import.Counts.Waiting, import.Counts.New + import.Counts.Changed), Is.EqualTo(("completedWithFindings", Rows.Length, 1)));
    }

    [TestCaseSource(nameof(Doors))]
    public async Task One_cell_with_two_values_is_refused_in_both_rows(string door)
    {
        var (import, findings) = await SendAsync(door, [["LV0010000", "2013", "unemployment-rate", "1"], ["LV0010000", "2013", "unemployment-rate", "2"], Right()]);

        Assert.That(findings.Select(finding => finding.Rule), Is.EqualTo(new[] { "contradicting-rows", "contradicting-rows" }));
        Assert.That(import.Counts.New + import.Counts.Changed, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Doors))]
    public async Task A_header_alone_changes_nothing_and_no_bytes_are_no_file(string door)
    {
        var (import, _) = await SendAsync(door, []);
        if (door == "json-lines") // which has no header
            Assert.That((import.State, import.Findings.Single().Rule), Is.EqualTo(("failed", "empty-file")));
        else
            Assert.That((import.State, import.Counts.Read), Is.EqualTo(("noChange", 0)));
        if (door == "parts") // a part that is empty is refused as such
            return;
        var empty = await SendFileAsync(door, []);
        Assert.That((empty.State, empty.Findings.Single().Rule), Is.EqualTo(("failed", "empty-file")));
    }

    [TestCaseSource(nameof(Doors))]
    public async Task What_is_no_UTF_8_or_has_a_field_of_ten_megabytes_fails_whole(string door)
    {
        if (door == "xlsx") // whose parts are UTF-8 by themselves; its own tests have what it can hide
            return;
        var good = FileOf(door, [Right()]);
        var before = await uploads.RevisionsAsync();
        foreach (var (file, rule) in new (byte[], string)[]
        {
            (Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(good)), "not-utf-8"),
            ([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(good))], "not-utf-8"),
            (Replaced(FileOf(door, [Right(), ["C#sis", "2013", "unemployment-rate", "1"]]), '#', 0xE7), "not-utf-8"), // ē of Windows-1257
            (Replaced(FileOf(door, [Right(), ["LV0420200", "2013", "unemployment#rate", "1"]]), '#', 0xC3), "not-utf-8"),
            (FileOf(door, [Right(), ["LV0420200", "2013", new string('x', 10_000_000), "1"]]), door.StartsWith("json", StringComparison.Ordinal) ? "row-too-long" : "field-too-long"),
        })
        {
            var import = await SendFileAsync(door, file);
            Assert.That((import.State, import.Findings.Any(finding => finding.Rule == rule)), Is.EqualTo(("failed", true)), $"{rule}: {import.Failure}");
        }
        Assert.That(await uploads.RevisionsAsync(), Is.EqualTo(before), "however good the row before");
    }

    [TestCaseSource(nameof(Doors))]
    public async Task A_row_of_two_hundred_fields_is_refused_and_the_right_row_lands(string door)
    {
        string[] wide = [.. Right(), .. Enumerable.Repeat("9", 196)];
        var file = door switch
        {
            "json" or "json-lines" => Encoding.UTF8.GetBytes(WithFields(Encoding.UTF8.GetString(FileOf(door, [wide, Right()])), 196)),
            _ => FileOf(door, [wide, Right()]),
        };
        var import = await SendFileAsync(door, file);
        var finding = (await uploads.FindingsAsync(import)).Single();

        Assert.That((finding.Row, finding.Rule), Is.EqualTo((1, door switch { "json" or "json-lines" => "unknown-field", "xlsx" => "outside-the-table", _ => "wrong-field-count" })));
        Assert.That(import.Counts.New + import.Counts.Changed, Is.EqualTo(1));
    }

    [Test]
    public async Task Twenty_different_uploads_at_once_all_land()
    {
        var imports = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
            (await SendAsync(Doors[number % Doors.Length], [["LV0110000", (2009 + number % 5).ToString(CultureInfo.InvariantCulture), "unemployment-rate", Right()[3]]])).Import));

        Assert.That(imports.Select(import => import.State), Is.All.EqualTo("completed"));
        Assert.That(imports.Sum(import => import.Counts.Changed + import.Counts.New), Is.EqualTo(20));
    }

    [TestCaseSource(nameof(Doors))]
    public async Task Twenty_at_once_of_one_content_change_it_once(string door)
    {
        var value = Right()[3];
        var imports = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await SendAsync(door, [["LV0090000", "2013", "unemployment-rate", value]])).Import));

        Assert.That(imports.Select(import => import.State), Is.All.AnyOf("completed", "noChange"));
        Assert.That(imports.Sum(import => import.Counts.Changed + import.Counts.New), Is.EqualTo(1));
    }

    [TestCase("POST", "/v1/imports?source=raim&reason=cut", "text/csv")]
    [TestCase("POST", "/v1/imports?source=raim&reason=cut", "application/json")]
    [TestCase("POST", "/v1/imports?source=raim&reason=cut", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [TestCase("PUT", "/v1/sources/raim/batches/cut", "text/csv")]
    [TestCase("PUT", "/v1/sources/raim/batches/cut/parts/1", "text/csv")]
    public async Task Two_gigabytes_that_are_declared_and_cut_leave_nothing(string method, string path, string mediaType)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(uploads.Api.BaseAddress.Host, uploads.Api.BaseAddress.Port);
        var key = uploads.Api.Services.GetRequiredService<OperatorKey>().Value;
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nIdempotency-Key: cut\r\nContent-Type: {mediaType}\r\nContent-Length: 2000000000\r\n\r\nterritory,period,indicator,value\nLV0420200,2013,unemployment-rate,9.9\n"));
        await Task.Delay(200);
        socket.Client.Close(0);
        await Task.Delay(300);

        Assert.That(await uploads.CountAsync("import_batch where reason = 'cut' or source_batch = 'cut'"), Is.Zero);
        Assert.That(await uploads.CountAsync("open_batch where source_batch = 'cut'"), Is.Zero);
        Assert.That(await uploads.CountAsync("raw_file where name = 'cut'"), Is.Zero);
    }

    /// <summary>A row that is right, with a value that nobody has sent before.</summary>
    private string[] Right() => ["LV0420200", "2013", "unemployment-rate", string.Create(CultureInfo.InvariantCulture, $"7.{Interlocked.Increment(ref sent):0000}1")];

    private async Task<(Import Import, IReadOnlyList<ImportFinding> Findings)> SendAsync(string door, IReadOnlyList<string[]> rows)
    {
        var import = await SendFileAsync(door, FileOf(door, rows));
        return (import, await uploads.FindingsAsync(import));
    }

    private static byte[] FileOf(string door, IReadOnlyList<string[]> rows) => door switch
    {
        "json" => Encoding.UTF8.GetBytes("[" + string.Join(",\n", rows.Select(Json)) + "]"),
        "json-lines" => Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => Json(row) + "\n"))),
        "xlsx" => Workbooks.Of(Workbooks.Header + string.Concat(rows.Select((row, index) => Line(row, index + 2)))),
        _ => Encoding.UTF8.GetBytes("territory,period,indicator,value\n" + string.Concat(rows.Select(row => string.Join(',', row.Select(Quoted)) + "\n"))),
    };

    private async Task<Import> SendFileAsync(string door, byte[] file)
    {
        switch (door)
        {
            case "push":
                using (var answer = await uploads.Client.PutAsync($"/v1/sources/raim/batches/{Guid.NewGuid():N}", Uploads.Body("text/csv", file)))
                    return await AcceptedAsync(answer);
            case "parts":
                var batch = $"/v1/sources/raim/batches/{Guid.NewGuid():N}";
                using (var first = await uploads.Client.PutAsync($"{batch}/parts/1", Uploads.Body("text/csv", file[..10])))
                using (var second = await uploads.Client.PutAsync($"{batch}/parts/2", Uploads.Body("text/csv", file[10..])))
                    Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.Created)));
                using (var answer = await uploads.Client.PostAsJsonAsync($"{batch}/seal", new { parts = 2, sha256 = Convert.ToHexStringLower(SHA256.HashData(file)) }))
                    return await AcceptedAsync(answer);
            default:
                return await uploads.UploadAsync(door switch { "json" => "application/json", "json-lines" => "application/x-ndjson", "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ => "text/csv" }, file);
        }
    }

    private async Task<Import> AcceptedAsync(HttpResponseMessage answer)
    {
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await answer.Content.ReadAsStringAsync());
        return await uploads.FinishAsync((await answer.Content.ReadFromJsonAsync<Import>())!.Id);
    }

    /// <summary>The first row of JSON with further fields.</summary>
    private static string WithFields(string json, int more) => json.Insert(json.IndexOf('}', StringComparison.Ordinal), string.Concat(Enumerable.Range(0, more).Select(number => $",\"field{number}\":9")));

    private static byte[] Replaced(byte[] file, char letter, byte other) => [.. file.Select(one => one == (byte)letter ? other : one)];

    private static string Quoted(string field) => field.Contains(',', StringComparison.Ordinal) ? $"\"{field}\"" : field;

    private static string Json(string[] row) =>
        $$"""{"territory":"{{row[0]}}","period":"{{row[1]}}","indicator":"{{row[2]}}","value":{{(IsJson(row[3]) ? row[3] : $"\"{row[3]}\"")}}}""";

    private static bool IsJson(string value)
    {
        try
        {
            using var number = JsonDocument.Parse(value);
            return number.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Line(string[] row, int line) =>
        $"<row r=\"{line}\">{string.Concat(row.Select(field => $"<c t=\"inlineStr\"><is><t>{field}</t></is></c>"))}</row>";
}
