using System.IO.Compression;
using System.Text;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>Rows come in as an Excel workbook, with everything that a workbook can hide.</summary>
[TestFixture]
public sealed class WorkbookUploadTests
{
    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string HiddenSheet = "<sheet name=\"Vecie\" sheetId=\"2\" state=\"hidden\" r:id=\"r4\"/>";

    private static readonly string Good = Workbooks.Row(2, "<c r=\"D2\"><v>6.7000000000000002</v></c>");

    private Uploads uploads = null!;

    [OneTimeSetUp]
    public async Task Start() => uploads = await Uploads.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await uploads.DisposeAsync();

    [Test]
    public async Task A_tidy_table_is_read_with_the_digits_that_Excel_shows()
    {
        var import = await uploads.UploadAsync(Xlsx, Workbooks.Of(Workbooks.Header + Good.Replace("2013", "2010", StringComparison.Ordinal) + "<row r=\"3\"/>" + Workbooks.Row(5, "").Replace("2013", "2009", StringComparison.Ordinal)));

        Assert.That((import.State, import.Layout, import.Counts), Is.EqualTo(("completed", "tidy-xlsx/1", new ImportRowCounts(2, 0, 0, 1, 1, 0, 0, 2, 0))));
        Assert.That((await uploads.Api.SqlAsync($"select value::text from observation_revision where import_id = {import.Id} and value is not null")).Single()[0], Is.EqualTo("6.7"));
    }

    [Test]
    public async Task The_workbook_that_the_service_gives_is_one_and_says_which_sheet_was_read()
    {
        var import = await uploads.UploadAsync(Xlsx, await uploads.Api.BytesAsync("/v1/observations?indicator=unemployment-rate&territory=group:state-cities&format=xlsx&lang=lv"), "&dryRun=true");

        Assert.That((import.Counts.Read, import.Counts.Values), Is.EqualTo((45, 45)), import.Failure);
        Assert.That((await uploads.FindingsAsync(import)).Single(), Has.Property("Severity").EqualTo("warning").And.Property("Row").Zero.And.Property("Message").EqualTo("Only the sheet 'Dati' was read; not read: 'Rādītāji'."));
    }

    [Test]
    public async Task A_hidden_sheet_is_not_read_and_that_is_said()
    {
        var import = await uploads.UploadAsync(Xlsx, Workbooks.Of(Workbooks.Header + Good, sheets: HiddenSheet));

        Assert.That(import.Counts.Read, Is.EqualTo(1));
        Assert.That((await uploads.FindingsAsync(import)).Single().Message, Is.EqualTo("Only the sheet 'Dati' was read; not read: 'Vecie' (hidden)."));
        Assert.That(await uploads.CountAsync("observation_revision where value = 99 and indicator_id = (select indicator_id from indicator where code = 'unemployment-rate')"), Is.Zero);
    }

    [TestCase("<c r=\"D2\"><f>A1+1</f><v>6.7</v></c>", "formula", "D2")]
    [TestCase("<c r=\"D2\"><f t=\"shared\" si=\"0\"/><v>6.7</v></c>", "formula", "D2")]
    [TestCase("<c r=\"D2\" s=\"1\"><v>41395</v></c>", "date-cell", "D2")]
    [TestCase("<c r=\"D2\" s=\"3\"><v>41395</v></c>", "date-cell", "D2")]
    [TestCase("<c r=\"D2\" t=\"d\"><v>2013-05-01</v></c>", "date-cell", "D2")]
    [TestCase("<c r=\"D2\" s=\"2\"><v>0.0489</v></c>", "percent-cell", "D2")]
    [TestCase("<c r=\"D2\" t=\"e\"><v>#N/A</v></c>", "not-a-number", "number")]
    [TestCase("<c r=\"D2\" t=\"inlineStr\"><is><t>6,7</t></is></c>", "not-a-number", "decimal point")]
    [TestCase("<c r=\"D2\" t=\"inlineStr\"><is><t>1 234,5</t></is></c>", "not-a-number", "decimal point")]
    [TestCase("<c r=\"D2\" t=\"inlineStr\"><is><t>\u22125</t></is></c>", "not-a-number", "typographic")]
    [TestCase("<c r=\"D2\"><v>1E+400</v></c>", "not-a-number", "exponent")]
    [TestCase("<c r=\"D2\"><v>6.7</v></c><c r=\"F2\" t=\"inlineStr\"><is><t>note</t></is></c>", "outside-the-table", "F2")]
    public async Task A_cell_that_is_more_than_a_value_is_refused_by_its_address_and_the_other_rows_land(string cell, string rule, string says)
    {
        var import = await uploads.UploadAsync(Xlsx, Workbooks.Of(Workbooks.Header + Workbooks.Row(2, cell) + Workbooks.Row(3, "<c r=\"D3\"><v>6.7</v></c>").Replace("2013", "2011", StringComparison.Ordinal)));
        var finding = (await uploads.FindingsAsync(import)).Single();

        Assert.That((import.State, import.Counts.Read, import.Counts.Refused, import.Counts.Values), Is.EqualTo(("completedWithFindings", 2, 1, 1)));
        Assert.That((finding.Row, finding.Rule), Is.EqualTo((1, rule)));
        Assert.That(finding.Message, Does.Contain(says));
    }

    [TestCase("<c r=\"B2\" s=\"3\"><v>41395</v></c>", "date-cell")]
    [TestCase("<c r=\"B2\"><v>41395</v></c>", "invalid-period")]
    public async Task A_period_that_Excel_made_a_date_is_refused(string cell, string rule)
    {
        var import = await uploads.UploadAsync(Xlsx, Workbooks.Of(Workbooks.Header + Good.Replace("<c r=\"B2\"><v>2013</v></c>", cell, StringComparison.Ordinal)));
        Assert.That((await uploads.FindingsAsync(import)).Single().Rule, Is.EqualTo(rule));
    }

    [Test]
    public async Task A_code_that_Excel_made_a_number_is_refused()
    {
        var import = await uploads.UploadAsync(Xlsx, Workbooks.Of(Workbooks.Header + Good.Replace("<c r=\"A2\" t=\"s\"><v>0</v></c>", "<c r=\"A2\"><v>420200</v></c>", StringComparison.Ordinal)));
        Assert.That((await uploads.FindingsAsync(import)).Single(), Has.Property("Rule").EqualTo("number-as-code").And.Property("Message").Contains("A2"));
    }

    private static IEnumerable<TestCaseData> Unreadable()
    {
        static TestCaseData Case(string name, byte[] file, string rule) => new TestCaseData(file, rule).SetName($"{{m}}({name})");
        var good = Workbooks.Of(Workbooks.Header + Good);
        yield return Case("nothing", [], "empty-file");
        yield return Case("a CSV by that name", Encoding.UTF8.GetBytes("territory,period,indicator,value\nLV0420200,2013,unemployment-rate,6.7\n"), "not-a-workbook");
        yield return Case("protected by a password", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[512]], "encrypted-workbook");
        yield return Case("cut", good[..^200], "not-a-workbook");
        yield return Case("another package", Zip(("word/document.xml", "<w/>")), "not-a-workbook");
        yield return Case("no sheet data", Workbooks.Of(""), "empty-file");
        yield return Case("another header", Workbooks.Of(Workbooks.Header.Replace("territory", "kods", StringComparison.Ordinal) + Good), "missing-columns");
        yield return Case("merged cells", Workbooks.Of(Workbooks.Header + Good, "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>"), "merged-cells");
        yield return Case("macros", Workbooks.Of(Workbooks.Header + Good, parts: ("xl/vbaProject.bin", "x")), "active-content");
        yield return Case("macros by type", Workbooks.Of(Workbooks.Header + Good, contentType: "sheet.macroEnabled.main"), "active-content");
        yield return Case("macros of Excel 4", Workbooks.Of(Workbooks.Header + Good, parts: ("xl/macrosheets/sheet1.xml", "<x/>")), "active-content");
        yield return Case("links to other files", Workbooks.Of(Workbooks.Header + Good, parts: ("xl/externalLinks/externalLink1.xml", "<x/>")), "active-content");
        yield return Case("zip bomb", Workbooks.Of(Workbooks.Header + Good, parts: ("xl/media/bomb.xml", new string(' ', 50_000_000))), "too-large");
        yield return Case("a sheet that is a bomb", Workbooks.Of(Workbooks.Header + Good + new string(' ', 50_000_000)), "too-large");
        yield return Case("entities", Workbooks.Of("<row r=\"1\">&lol;</row>"), "not-a-workbook");
        yield return Case("a text that is not there", Workbooks.Of(Workbooks.Header + Good.Replace("<v>0</v>", "<v>7</v>", StringComparison.Ordinal)), "not-a-workbook");
        yield return Case("10 MB in a cell", Workbooks.Of(Workbooks.Header + Good + Workbooks.Row(3, $"<c r=\"D3\" t=\"inlineStr\"><is><t>{Noise(10_000_000)}</t></is></c>")), "field-too-long");
        yield return Case("10 MB in an attribute", Workbooks.Of(Workbooks.Header + Good + Workbooks.Row(3, $"<c r=\"D3\" t=\"{Noise(10_000_000)}\"><v>1</v></c>")), "field-too-long");
        yield return Case("200 columns", Workbooks.Of("<row r=\"1\">" + string.Concat(Enumerable.Range(0, 200).Select(column => $"<c t=\"inlineStr\"><is><t>{column}</t></is></c>")) + "</row>"), "too-many-columns");
    }

    [TestCaseSource(nameof(Unreadable))]
    public async Task What_is_no_table_of_values_fails_whole(byte[] file, string rule)
    {
        var before = await uploads.RevisionsAsync();
        var import = await uploads.UploadAsync(Xlsx, file);

        Assert.That((import.State, import.Findings.Any(finding => finding.Rule == rule)), Is.EqualTo(("failed", true)), import.Failure);
        Assert.That(await uploads.RevisionsAsync(), Is.EqualTo(before), "nothing of it is applied");
    }

    [Test]
    public async Task A_package_that_lies_about_its_size_is_stopped_while_it_is_unpacked()
    {
        var file = Workbooks.Of(Workbooks.Header + Good + new string(' ', 3_000_000));
        Understate(file, "xl/worksheets/sheet1.xml", 900_000);
        var import = await uploads.UploadAsync(Xlsx, file);

        Assert.That(import.State, Is.EqualTo("failed"));
    }

    [Test]
    public async Task A_workbook_that_is_called_a_CSV_is_told_so()
    {
        var import = await uploads.UploadAsync("text/csv", Workbooks.Of(Workbooks.Header + Good));
        Assert.That((import.State, import.Findings.Single().Rule), Is.EqualTo(("failed", "is-a-workbook")));
        Assert.That(import.Failure, Does.Contain(Xlsx));
    }

    [Test]
    public async Task RAIMs_export_refuses_formulas_and_dates_by_their_addresses_too()
    {
        static string Named(string cell, string text) => $"<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";
        var lines = $"<row r=\"1\">{Named("A1", "2013")}</row><row r=\"2\">{Named("A2", "Kods")}{Named("B2", "Nosaukums")}{Named("C2", "unemployment-rate")}{Named("D2", "dependency-ratio")}</row>"
            + $"<row r=\"3\">{Named("A3", "LV0420200")}{Named("B3", "Cēsu novads")}<c r=\"C3\"><f>1+1</f><v>2</v></c><c r=\"D3\" s=\"1\"><v>41395</v></c></row>";
        var import = await uploads.UploadAsync(Xlsx, Workbooks.Of(lines, name: "2013"), "&layout=raim-xlsx");

        Assert.That((await uploads.FindingsAsync(import)).Select(finding => finding.Rule), Is.EquivalentTo(new[] { "formula", "date-cell" }), import.Failure);
    }

    [TestCase("A1:C1", "completed")]
    [TestCase("C3:C4", "failed")]
    [TestCase("A5:D5", "completed")]
    public async Task RAIMs_export_may_have_merged_titles_and_notes_but_no_merged_data(string merged, string state)
    {
        static string Named(string cell, string text) => $"<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";
        var lines = $"<row r=\"1\">{Named("A1", "2013")}</row><row r=\"2\">{Named("A2", "Kods")}{Named("B2", "Nosaukums")}{Named("C2", "unemployment-rate")}</row>"
            + $"<row r=\"3\">{Named("A3", "LV0170000")}{Named("B3", "Liepāja")}<c r=\"C3\"><v>2</v></c></row><row r=\"4\">{Named("A4", "LV0210000")}{Named("B4", "Rēzekne")}<c r=\"C4\"><v>3</v></c></row><row r=\"5\">{Named("A5", "* Avots: RAIM")}</row>";
        var import = await uploads.UploadAsync(Xlsx, Workbooks.Of(lines, $"<mergeCells><mergeCell ref=\"{merged}\"/></mergeCells>", name: "2013"), "&layout=raim-xlsx&dryRun=true");

        Assert.That(import.State, Is.EqualTo(state), import.Failure);
    }

    private static string Noise(int length) => string.Create(length, 7, (text, seed) =>
    {
        var random = new Random(seed);
        for (var place = 0; place < text.Length; place++)
            text[place] = (char)random.Next('0', 'z' + 1) is var letter && letter is '<' or '>' or '&' or '"' ? 'x' : letter;
    });

    private static byte[] Zip(params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var package = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts)
                using (var part = package.CreateEntry(name).Open())
                    part.Write(Encoding.UTF8.GetBytes(content));
        return file.ToArray();
    }

    /// <summary>Writes another unpacked size into the package's directory.</summary>
    private static void Understate(byte[] file, string part, int size)
    {
        var name = Encoding.ASCII.GetBytes(part);
        for (var place = 0; place < file.Length - 46; place++)
            if (file.AsSpan(place).StartsWith("PK\u0001\u0002"u8) && file.AsSpan(place + 46).StartsWith(name))
                BitConverter.TryWriteBytes(file.AsSpan(place + 24), size);
    }
}
