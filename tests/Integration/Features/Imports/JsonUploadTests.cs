using System.Text;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>Rows come in as JSON: an array, or a row on each line.</summary>
[TestFixture]
public sealed class JsonUploadTests
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";
    private const string Good = """{"territory":"LV0420200","period":"2013","indicator":"unemployment-rate","value":6.7}""";

    private Uploads uploads = null!;

    [OneTimeSetUp]
    public async Task Start() => uploads = await Uploads.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await uploads.DisposeAsync();

    [Test]
    public async Task An_array_and_a_row_on_each_line_say_what_the_tidy_CSV_says()
    {
        var array = await uploads.UploadAsync(Json, """
            [
              { "territory": "LV0050000", "period": "2013", "indicator": "unemployment-rate", "breakdown": "", "value": 7.10, "missingReason": null },
              { "value": null, "missingReason": "suppressed", "indicator": "unemployment-rate", "period": "2012", "territory": "0050000" },
              { "territory": "LV0090000", "period": "2013", "indicator": "unemployment-rate", "value": 5.5, "flags": ["suspect"], "reasonEn": "seen", "reasonLv": "redzēts" }
            ]
            """);
        var lines = await uploads.UploadAsync(Lines, "\uFEFF{\"territory\":\"LV0050000\",\"period\":\"2013\",\"indicator\":\"unemployment-rate\",\"value\":7.1}\r\n{\"territory\":\"LV0110000\",\"period\":\"2013\",\"indicator\":\"unemployment-rate\",\"value\":7.2}\n");

        Assert.Multiple(() =>
        {
            Assert.That((array.State, array.Layout, array.Counts), Is.EqualTo(("completed", "tidy-json/1", new ImportRowCounts(3, 0, 0, 1, 2, 0, 0, 3, 0))));
            Assert.That((lines.State, lines.Layout, lines.Counts.Same, lines.Counts.Changed), Is.EqualTo(("completed", "tidy-json-lines/1", 1, 1)));
        });
    }

    [Test]
    public async Task Wrong_rows_are_told_by_row_and_field_and_the_right_ones_land()
    {
        var import = await uploads.UploadAsync(Json, $$"""
            [ {{Good.Replace("6.7", "6.6", StringComparison.Ordinal)}},
              {{Good.Replace("6.7", "\"6.7\"", StringComparison.Ordinal)}},
              {{Good.Replace("\"2013\"", "2013", StringComparison.Ordinal)}},
              {{Good.Replace("value", "vaule", StringComparison.Ordinal)}},
              {"territory":"LV0420200","period":"2013","indicator":"unemployment-rate"},
              {"territory":null,"period":"2013","indicator":"unemployment-rate","value":1},
              {{Good.Replace("\"value\"", "\"period\":\"2012\",\"value\"", StringComparison.Ordinal)}},
              {{Good.Replace("6.7", "{\"a\":[1]}", StringComparison.Ordinal)}},
              7, "text", null,
              {{Good.Replace("6.7", "1e400", StringComparison.Ordinal)}},
              {{Good.Replace("unemployment-rate", "unemployment\\u0000rate", StringComparison.Ordinal)}},
              {{Good.Replace("unemployment-rate", "\\ud800", StringComparison.Ordinal)}},
              {{Good.Replace("6.7", "6.7,\"flags\":\"suspect\"", StringComparison.Ordinal)}},
              {{Good.Replace("6.7", "6.7,\"flags\":[\"odd\"]", StringComparison.Ordinal)}},
              {{Good.Replace("2013", "2099", StringComparison.Ordinal)}},
              {{Good.Replace("LV0420200", "LV0420201", StringComparison.Ordinal)}} ]
            """);
        var findings = await uploads.FindingsAsync(import);

        Assert.That(findings.Select(finding => $"{finding.Row} {finding.Rule} {finding.Field}"), Is.EqualTo(new[]
        {
            "2 wrong-type value", "3 wrong-type period", "4 unknown-field vaule", "5 missing-field value", "6 missing-field territory", "7 repeated-field period", "8 wrong-type value",
            "9 not-an-object ", "10 not-an-object ", "11 not-an-object ", "12 not-a-number value", "13 unknown-indicator indicator", "14 invalid-character indicator", "15 wrong-type flags",
            "16 unknown-flag flag", "17 future-period period", "18 unknown-territory territory",
        }));
        Assert.That((import.State, import.Counts), Is.EqualTo(("completedWithFindings", new ImportRowCounts(18, 15, 2, 0, 1, 0, 0, 1, 0))));
        Assert.That(findings[2].Message, Does.Contain("value"), "the nearest field is named");
        Assert.That(findings[0].Content, Is.EqualTo(Good.Replace("6.7", "\"6.7\"", StringComparison.Ordinal)));
    }

    [TestCase(Json, "", "empty-file")]
    [TestCase(Json, " \n ", "empty-file")]
    [TestCase(Lines, "\n", "empty-file")]
    [TestCase(Json, Good, "not-an-array")]
    [TestCase(Json, "\"rows\"", "not-an-array")]
    [TestCase(Json, "[" + Good + ",", "not-json")]
    [TestCase(Json, "[" + Good + ",]", "not-json")]
    [TestCase(Json, "[" + Good + "] []", "not-json")]
    [TestCase(Json, "[" + Good + " // why\n]", "not-json")]
    [TestCase(Json, "[" + Good + ", {\"territory\":\"LV0420200\",\"value\":NaN}]", "not-json")]
    [TestCase(Json, "[" + Good + ", [[[[[[1]]]]]]]", "not-json")]
    [TestCase(Lines, Good + "\n" + "territory,period,indicator,value\n", "not-json")]
    [TestCase(Json, "territory,period,indicator,value\nLV0420200,2013,unemployment-rate,6.7\n", "not-json")]
    public async Task What_is_no_such_JSON_fails_whole(string mediaType, string file, string rule) => await FailsAsync(mediaType, Encoding.UTF8.GetBytes(file), rule);

    [Test]
    public async Task What_is_no_UTF_8_or_too_long_fails_whole_however_good_its_beginning()
    {
        var many = "[" + string.Concat(Enumerable.Repeat(Good + ",\n", 3000));
        await FailsAsync(Json, Encoding.Unicode.GetBytes("[" + Good + "]"), "not-utf-8");
        await FailsAsync(Json, [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("[" + Good + "]")], "not-utf-8");
        await FailsAsync(Json, [.. Encoding.UTF8.GetBytes(many + "{\"territory\":\"C"), 0xE7, .. "sis\"}]"u8], "not-utf-8"); // ē of Windows-1257
        await FailsAsync(Json, Encoding.UTF8.GetBytes(many + Good.Replace("LV0420200", new string('1', 10_000_000), StringComparison.Ordinal) + "]"), "row-too-long");
        await FailsAsync(Json, Workbooks.Of(Workbooks.Header), "is-a-workbook");
    }

    [Test]
    public async Task An_empty_array_changes_nothing()
    {
        var import = await uploads.UploadAsync(Json, "[ ]");
        Assert.That((import.State, import.Counts.Read), Is.EqualTo(("noChange", 0)));
    }

    private async Task FailsAsync(string mediaType, byte[] file, string rule)
    {
        var before = await uploads.RevisionsAsync();
        var import = await uploads.UploadAsync(mediaType, file);

        Assert.That((import.State, import.Findings.LastOrDefault(finding => finding.Rule == rule)?.Count), Is.EqualTo(("failed", 1)), $"{rule}: {import.Failure}");
        Assert.That(import.Failure, Is.Not.Empty);
        Assert.That(await uploads.RevisionsAsync(), Is.EqualTo(before), "nothing of it is applied");
    }
}
