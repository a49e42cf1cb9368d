using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;

namespace Benchlearning.Tests.Integration.Features.Observations;

[TestFixture]
public sealed class FormatTests
{
    private const string ByteOrderMark = "\uFEFF";

    private static readonly string[] Selections =
    [
        "indicator=unemployment-rate&period=2013",
        "indicator=population-change,unemployment-rate,population,children&territory=LV0420200,LV0888301,LV0001000,LV0801800&period=*",
        "indicator=children&territory=group:state-cities&breakdown=sex:*,stage:*",
        "indicator=female-share,dependency-ratio&territory=group:municipalities&period=2009..2010",
        "indicator=unemployment-rate,pupils-grades-1-9&boundaries=2021-07-01&period=2012..",
        "indicator=*&territory=LV0604300&period=latest(2)",
    ];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCaseSource(nameof(Selections))]
    public async Task Every_format_holds_the_same_figures_with_the_same_status_in_the_same_order(string selection)
    {
        var rows = await RowsAsync(selection);
        Assert.That(rows, Is.Not.Empty);
        var told = rows.Select(row => new Told(row.Indicator, row.Identity, row.Period, row.Breakdown, row.Value, row.MissingReason, string.Join(' ', row.Flags), row.Quality, row.Revision)).ToArray();

        Assert.That(await CsvAsync(selection, "csv"), Is.EqualTo(told), "CSV");
        Assert.That(await CsvAsync(selection, "excel-lv"), Is.EqualTo(told), "excel-lv");
        Assert.That(await XlsxAsync(selection), Is.EqualTo(told), "XLSX");
        await AssertJsonStatAsync(selection, rows);
        await AssertPostedAsync(selection, told);
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(119)]
    [TestCase(594)]
    [TestCase(595)]
    [TestCase(10000)]
    public async Task Pages_of_rows_together_are_the_unpaged_CSV(int limit)
    {
        const string Selection = "indicator=unemployment-rate,population&territory=*";
        var expected = await CsvAsync(Selection, "csv");
        if (limit == 1)
            expected = expected[..40];
        var visited = new List<Told>();
        string? cursor = null;
        do
        {
            var page = await api.AskAsync<ObservationPage>($"/v1/observations?{Selection}&limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
            Assert.That(page.Rows, Has.Count.LessThanOrEqualTo(limit).And.Not.Empty);
            visited.AddRange(page.Rows.Select(row => new Told(row.Indicator, row.Identity, row.Period, row.Breakdown, row.Value, row.MissingReason, string.Join(' ', row.Flags), row.Quality, row.Revision)));
            cursor = page.Next;
        }
        while (cursor is not null && (limit > 1 || visited.Count < 40));

        Assert.That(visited, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_missing_value_is_empty_with_a_reason_and_never_zero()
    {
        const string Selection = "indicator=education-expenditure-per-pupil,population-change&period=2009..2010";
        var rows = await RowsAsync(Selection);
        var missing = rows.Where(row => row.MissingReason is not null).ToArray();
        var text = await api.TextAsync($"/v1/observations?{Selection}&format=csv");

        Assert.Multiple(() =>
        {
            Assert.That(missing, Has.Length.EqualTo(354), "118 of one indicator in 2009, 118 of the other in 2009 and 2010");
            Assert.That(rows.All(row => row.Value is null == row.MissingReason is not null));
            Assert.That(missing.Select(row => row.MissingReason), Is.All.EqualTo("notAvailable"));
            Assert.That(Regex.Count(text, ",notAvailable,"), Is.EqualTo(354));
            Assert.That(Regex.Count(text, ",,notAvailable,"), Is.EqualTo(354), "the value's field is empty");
        });
    }

    [TestCase("unemployment-rate", 1)]
    [TestCase("population-change", 2)]
    [TestCase("dependency-ratio", 0)]
    public async Task Figures_have_their_decimals_in_every_text(string indicator, int decimals)
    {
        var csv = await api.TextAsync($"/v1/observations?indicator={indicator}&period=2013&format=csv");
        var json = await api.TextAsync($"/v1/observations?indicator={indicator}&period=2013");
        var stat = await api.TextAsync($"/v1/observations?indicator={indicator}&period=2013&format=json-stat");
        var pattern = decimals == 0 ? @"-?\d+" : $@"-?\d+\.\d{{{decimals}}}";

        Assert.Multiple(() =>
        {
            Assert.That(csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..].Select(line => line.Split(',')[6]), Is.All.Matches($"^{pattern}$"));
            Assert.That(Regex.Count(json, $"\"value\":{pattern},"), Is.EqualTo(119));
            Assert.That(Regex.Match(stat, @"""value"":\[(?<cells>[^\]]*)\]", RegexOptions.NonBacktracking).Groups["cells"].Value.Split(','), Has.Length.EqualTo(119).And.All.Matches($"^{pattern}$"));
        });
    }

    [Test]
    public async Task CSV_is_UTF_8_without_a_mark_and_the_Latvian_dialect_of_Excel_has_one_with_semicolons_and_decimal_commas()
    {
        const string Selection = "indicator=unemployment-rate&territory=LV0420200&period=2013&labels=true&lang=lv";
        var plain = await api.TextAsync($"/v1/observations?{Selection}&format=csv");
        var excel = await api.TextAsync($"/v1/observations?{Selection}&format=excel-lv");

        Assert.Multiple(() =>
        {
            Assert.That(plain, Does.StartWith("indicator,").And.Contain(",6.5,").And.Contain("Cēsu novads").And.Contain("\r\n"));
            Assert.That(excel, Does.StartWith(ByteOrderMark + "indicator;").And.Contain(";6,5;").And.Contain("Cēsu novads"));
            Assert.That(plain.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(2));
        });
    }

    [Test]
    public async Task A_workbook_has_typed_cells_a_frozen_header_and_a_second_sheet_that_explains()
    {
        var bytes = await api.BytesAsync("/v1/observations?indicator=unemployment-rate,population&period=2013,2019&format=xlsx&lang=en");
        await using var archive = new ZipArchive(new MemoryStream(bytes));
        var sheet = Part(archive, "xl/worksheets/sheet1.xml");
        using var stream = new MemoryStream(bytes);
        var explained = (await MiniExcel.QueryAsync(stream, useHeaderRow: true, sheetName: "Indicators")).Cast<IDictionary<string, object?>>().ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(sheet, Does.Match("<(x:)?pane [^>]*ySplit=\"1\"[^>]*state=\"frozen\""));
            Assert.That(sheet, Does.Match("<(x:)?c r=\"H2\" t=\"n\"[^>]*>\\s*<(x:)?v>\\d+</"), "a figure is a number");
            Assert.That(sheet, Does.Match("<(x:)?c r=\"C2\" t=\"(str|inlineStr|s)\""), "a code is text");
            Assert.That(sheet, Does.Not.Match("<(x:)?f>"));
            Assert.That(explained.Select(row => row["indicator"]), Is.EqualTo(new[] { "population", "unemployment-rate" }));
            Assert.That(explained.Select(row => row["attribution"]), Has.None.Null);
            Assert.That(explained.Select(row => row["definition"]), Has.None.Null);
        });
    }

    [Test]
    public async Task A_workbook_of_nothing_still_has_its_header()
    {
        var bytes = await api.BytesAsync("/v1/observations?indicator=unemployment-rate&period=2020&format=xlsx&lang=en");
        await using var archive = new ZipArchive(new MemoryStream(bytes));

        Assert.That(Part(archive, "xl/worksheets/sheet1.xml"), Does.Contain("missingReason"));
    }

    [Test]
    public async Task Nothing_selected_is_zero_rows_and_a_header_and_no_dataset()
    {
        const string Selection = "indicator=unemployment-rate&period=2020";
        var csv = await api.TextAsync($"/v1/observations?{Selection}&format=csv");
        var problem = await api.RefusedAsync($"/v1/observations?{Selection}&format=json-stat", 404);

        Assert.Multiple(() =>
        {
            Assert.That(csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
            Assert.That(problem.Code, Is.EqualTo("nothing-selected"));
        });
        Assert.That(await RowsAsync(Selection), Is.Empty);
    }

    [Test]
    public async Task Text_that_a_spreadsheet_would_run_is_made_harmless()
    {
        await using var own = await ApiServer.StartAsync();
        string[] formulas = ["=HYPERLINK(\"http://x\")", "+1+1", "-1+1", "@SUM(1)", "$=1+1"];
        for (var index = 0; index < formulas.Length; index++)
            await own.ImportAsync($"LV0420200,{2009 + index},unemployment-rate,,1.{index},suspect,\"{formulas[index].Replace("\"", "\"\"", StringComparison.Ordinal)}\",\"{formulas[index].Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        const string Address = "/v1/observations?indicator=unemployment-rate&territory=LV0420200";
        foreach (var format in new[] { "csv", "excel-lv" })
        {
            var text = await own.TextAsync($"{Address}&format={format}");
            using var csv = Reader(text, format);
            var notes = new List<string>();
            csv.Read();
            csv.ReadHeader();
            while (csv.Read())
                notes.Add(csv.GetField("note")!);
            Assert.That(notes, Is.EqualTo(new[] { "'=HYPERLINK(\"http://x\")", "'+1+1", "'-1+1", "'@SUM(1)", "$=1+1" }), format);
        }

        var bytes = await own.BytesAsync($"{Address}&format=xlsx");
        await using var archive = new ZipArchive(new MemoryStream(bytes));
        using var stream = new MemoryStream(bytes);
        var cells = (await MiniExcel.QueryAsync(stream, useHeaderRow: true)).Cast<IDictionary<string, object?>>().Select(row => (string?)row["note"]);
        Assert.That(Part(archive, "xl/worksheets/sheet1.xml"), Does.Not.Match("<(x:)?f>"));
        Assert.That(cells, Is.EqualTo(formulas), "in a typed cell the text is as it is");
    }

    [Test]
    public async Task An_estimate_says_how_much_there_would_be_and_what_would_be_refused()
    {
        var estimate = await api.AskAsync<ObservationEstimate>("/v1/observations/estimate?indicator=unemployment-rate&period=2009..2013&lang=en");

        Assert.That((estimate.Indicators, estimate.Territories, estimate.Periods, estimate.Cells), Is.EqualTo((1, 119, 5, 595L)));
        Assert.That(estimate.Refused, Is.Empty);
    }

    [Test]
    public async Task An_estimate_beyond_the_rows_of_a_sheet_says_that_Excel_will_not_open_it_all()
    {
        await using var own = await ApiServer.StartAsync();
        // 8,737 x 120 = 1,048,440 rows fit into a sheet under its header, 8,739 x 120 = 1,048,680 do not.
        foreach (var (length, notes) in new[] { (8737, false), (8739, true) })
        {
            await own.SqlAsync($"""
                update observation_cube c
                set territory_ids = array(select territory_id from territory order by territory_id limit 120),
                    periods = array(select to_char(n, 'FM0000') from generate_series(1, {length}) n)
                where c.indicator_id = (select indicator_id from indicator where code = 'registered-population');
                update indicator_state set data_version = nextval('data_version_sequence');
                select pg_notify('benchlearning_changed', 'data');
                """);
            await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await AskAsync()).Cells == length * 120L, "the axes are known");
            Assert.That((await AskAsync()).Notes.Any(note => note.Contains("1,048,575", StringComparison.Ordinal)), Is.EqualTo(notes));
            Assert.That((await AskAsync()).Refused.Keys, Is.EquivalentTo(new[] { "json-stat", "xlsx" }));
        }

        Task<ObservationEstimate> AskAsync() => own.AskAsync<ObservationEstimate>("/v1/observations/estimate?indicator=registered-population&lang=en");
    }

    [Test]
    public async Task A_permalink_freezes_figures_whose_checksum_anyone_can_verify()
    {
        var link = await api.AskAsync<Permalink>("/v1/observations/permalink?indicator=unemployment-rate&territory=LV0420200,LV0888301&lang=lv");
        var bytes = await api.BytesAsync(new Uri(link.Url).PathAndQuery + "&format=csv&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), Is.EqualTo(link.Checksum));
            Assert.That(link.Rows, Is.EqualTo(10));
            Assert.That(link.Citation, Does.Contain("Avots").And.Contain(link.Url));
        });
    }

    private async Task AssertPostedAsync(string selection, Told[] told)
    {
        var parameters = selection.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var query = new ObservationQuery
        {
            Indicator = List("indicator"), Territory = List("territory"), Period = List("period"), Breakdown = List("breakdown"),
            Boundaries = parameters.GetValueOrDefault("boundaries"), Limit = 10000,
        };
        using var response = await api.Client.PostAsJsonAsync("/v1/observations/query", query);
        var page = (await response.Content.ReadFromJsonAsync<ObservationPage>())!;
        Assert.That(page.Rows.Select(row => new Told(row.Indicator, row.Identity, row.Period, row.Breakdown, row.Value, row.MissingReason, string.Join(' ', row.Flags), row.Quality, row.Revision)), Is.EqualTo(told), "POST");

        string[]? List(string name) => parameters.GetValueOrDefault(name)?.Split(',');
    }

    private async Task AssertJsonStatAsync(string selection, IReadOnlyList<Observation> rows)
    {
        using var document = JsonDocument.Parse(await api.TextAsync($"/v1/observations?{selection}&format=json-stat&lang=en"));
        var root = document.RootElement;
        var ids = root.GetProperty("id").EnumerateArray().Select(id => id.GetString()!).ToArray();
        var axes = ids.Select(id => root.GetProperty("dimension").GetProperty(id).GetProperty("category").GetProperty("index").EnumerateObject().Select(entry => entry.Name).ToArray()).ToArray();
        var values = root.GetProperty("value").EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? null : (decimal?)value.GetDecimal()).ToArray();
        var statuses = root.TryGetProperty("status", out var list) ? list.EnumerateArray().Select(status => status.GetString()!).ToArray() : new string[values.Length];
        Assert.That(root.GetProperty("size").EnumerateArray().Select(size => size.GetInt32()), Is.EqualTo(axes.Select(axis => axis.Length)));
        Assert.That(values, Has.Length.EqualTo(axes.Aggregate(1, (product, axis) => product * axis.Length)));
        Assert.That(statuses, Has.Length.EqualTo(values.Length));

        var identities = rows.Select(row => row.Identity).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.That(axes[1], Has.Length.EqualTo(identities.Count), "one category for each territory");
        var found = new Dictionary<int, Observation>();
        foreach (var row in rows)
        {
            var parts = row.Breakdown.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(':')).ToDictionary(pair => pair[0], pair => pair[1]);
            var cell = 0;
            for (var axis = 0; axis < ids.Length; axis++)
                cell = (cell * axes[axis].Length) + ids[axis] switch
                {
                    "indicator" => Array.IndexOf(axes[axis], row.Indicator),
                    "territory" => identities.IndexOf(row.Identity),
                    "period" => Array.IndexOf(axes[axis], row.Period),
                    var dimension => Array.IndexOf(axes[axis], parts.GetValueOrDefault(dimension, "total")),
                };
            Assert.That(found.TryAdd(cell, row), Is.True);
        }
        for (var cell = 0; cell < values.Length; cell++)
        {
            var row = found.GetValueOrDefault(cell);
            Assert.That(values[cell], Is.EqualTo(row?.Value), $"cell {cell}");
            Assert.That(statuses[cell] ?? "", Is.EqualTo(row is null ? "m" : StatusOf(row)), $"status of cell {cell}");
        }
    }

    private static string StatusOf(Observation row) => row.MissingReason switch
    {
        "notAvailable" => "m", "notConvertible" => "n", { } other => throw new InvalidOperationException(other),
        null => string.Concat(row.Flags.Select(flag => flag switch { "suspect" => "s", "estimated" => "e", _ => throw new InvalidOperationException(flag) })),
    };

    private async Task<IReadOnlyList<Observation>> RowsAsync(string selection) => (await api.AskAsync<ObservationPage>($"/v1/observations?{selection}&limit=10000")).Rows;

    private async Task<Told[]> CsvAsync(string selection, string format)
    {
        using var csv = Reader(await api.TextAsync($"/v1/observations?{selection}&format={format}"), format);
        var told = new List<Told>();
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
            told.Add(new Told(csv.GetField("indicator")!, csv.GetField("identity")!, csv.GetField("period")!, csv.GetField("breakdown")!,
                Number(csv.GetField("value")!), Null(csv.GetField("missingReason")), csv.GetField("flags")!, csv.GetField("quality")!, (int?)Number(csv.GetField("revision")!)));
        return [.. told];

        decimal? Number(string text) => text.Length == 0 ? null : decimal.Parse(format == "excel-lv" ? text.Replace(',', '.') : text, CultureInfo.InvariantCulture);
    }

    private async Task<Told[]> XlsxAsync(string selection)
    {
        using var stream = new MemoryStream(await api.BytesAsync($"/v1/observations?{selection}&format=xlsx&lang=en"));
        return [.. (await MiniExcel.QueryAsync(stream, useHeaderRow: true, sheetName: "Data")).Cast<IDictionary<string, object?>>().Select(row => new Told(
            (string)row["indicator"]!, (string)row["identity"]!, (string)row["period"]!, (string?)row["breakdown"] ?? "",
            row["value"] is { } value ? (decimal)(double)value : null, (string?)row["missingReason"], (string?)row["flags"] ?? "", (string)row["quality"]!,
            row["revision"] is { } revision ? (int)(double)revision : null))];
    }

    private static CsvReader Reader(string text, string format) => new(new StringReader(text.TrimStart('\uFEFF')),
        new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = format == "excel-lv" ? ";" : "," });

    private static string? Null(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Part(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(archive.GetEntry(name)!.Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private sealed record Told(string Indicator, string Identity, string Period, string Breakdown, decimal? Value, string? Missing, string Flags, string Quality, int? Revision);
}
