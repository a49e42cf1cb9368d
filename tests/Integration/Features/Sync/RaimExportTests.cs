using System.Text;
using Benchlearning.Contracts.V1.Sync;
using MiniExcelLibs;

namespace Benchlearning.Tests.Integration.Features.Sync;

/// <summary>RAIM's exports in a folder: Excel and CSV say the same in different ways, and each file is taken once.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public sealed class RaimExportTests
{
    private const string Rate = "Bezdarba līmenis (%, RAIM apr.)";
    private const string Tax = "Ieturētā iedzīvotāju ienākuma nodokļa summa (pēc darba ņēmēja deklarētās adreses) uz 1 iedzīvotāju (EUR, RAIM apr.)";

    private readonly string folder = Directory.CreateTempSubdirectory("raim-export-").FullName;
    private SyncBench bench = null!;

    [SetUp]
    public async Task Start()
    {
        bench = await SyncBench.StartAsync();
        await bench.DefineAsync(
            [new { code = "drop", source = "raim", adapter = "raim-export", enabled = true, settings = new { folder, settleSeconds = 0 } }],
            [
                new { source = "raim", kind = "indicator", name = Rate, indicator = "unemployment-rate", factor = 100, note = "fraction to per cent" },
                new { source = "raim", kind = "indicator", name = Tax, indicator = "income-tax-per-capita", factor = 1, note = "EUR" },
            ]);
    }

    [TearDown]
    public async Task Stop()
    {
        await bench.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task A_workbook_has_a_sheet_for_each_year_with_percentages_as_fractions_and_codes_without_zeros()
    {
        Drop("export.xlsx", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["2012"] = Sheet([Row(420200.0, "Cēsu novads", 0.0712, 512.34)]),
            ["2013"] = Sheet([Row(420200.0, "Cēsu novads", 0.067, 598.12), Row("0010000", "Rīga", 0.0489, "1,121.45"), Row(50000.0, "Daugavpils", null, 401.5), Row("* precizēti dati", null, null, null)]),
            ["Piezīmes"] = new[] { new Dictionary<string, object?>(StringComparer.Ordinal) { ["A"] = "Dati no RAIM" } },
        });

        var run = await bench.RunAsync("drop");
        var import = await bench.ImportOfAsync(run);

        Assert.Multiple(async () =>
        {
            Assert.That((run.State, import.Layout, import.Name), Is.EqualTo(("completed", "raim-xlsx/1", "export.xlsx")), string.Join('\n', (await bench.FindingsOfAsync(run)).Select(finding => finding.Message)));
            Assert.That((import.Counts.Read, import.Counts.Missing, import.Counts.Values), Is.EqualTo((8, 1, 7)));
            Assert.That(await bench.ValueAsync("unemployment-rate", "LV0420200", "2013"), Is.EqualTo(6.7m));
            Assert.That(await bench.ValueAsync("unemployment-rate", "LV0420200", "2012"), Is.EqualTo(7.12m));
            Assert.That(await bench.ValueAsync("unemployment-rate", "LV0010000", "2013"), Is.EqualTo(4.89m));
            Assert.That(await bench.ValueAsync("income-tax-per-capita", "LV0010000", "2013"), Is.EqualTo(1121.45m));
            Assert.That(await bench.ValueAsync("unemployment-rate", "LV0050000", "2013"), Is.Null, "blank is missing, not zero");
        });
    }

    [TestCase(",", "4.89%", "\"1,121.45\"")]
    [TestCase(";", "4,89%", "1 121,45")]
    [TestCase(";", "4,89%", "1121,45")]
    public async Task A_CSV_says_the_same_as_the_workbook_in_either_locale(string separator, string rate, string tax)
    {
        Drop("export.csv", $"2013. gads\n{Line(separator, "Kods", "Nosaukums", Quoted(Rate), Quoted(Tax))}\n{Line(separator, "0010000", "Rīga", rate, tax)}\n\n{Line(separator, "* Avots: VRAA", "", "", "")}\n");

        var run = await bench.RunAsync("drop");

        Assert.That(run.State, Is.EqualTo("completed"), run.Failure?.Message);
        Assert.That(await bench.ValueAsync("unemployment-rate", "LV0010000", "2013"), Is.EqualTo(4.89m));
        Assert.That(await bench.ValueAsync("income-tax-per-capita", "LV0010000", "2013"), Is.EqualTo(1121.45m));
    }

    [Test]
    public async Task What_can_be_read_in_two_ways_or_is_unknown_is_said_and_the_rest_lands()
    {
        Drop("export.csv", $"2013\nKods,Nosaukums,{Quoted(Rate)},{Quoted(Tax)},Cits rādītājs\n0010000,Rīga,4.89,\"1121,45\",5\n0420200,Cēsu novads,6.70%,598.12,\nKopā,,5.00%,700,\n");

        var run = await bench.RunAsync("drop");
        var findings = await bench.FindingsOfAsync(run);

        Assert.That(run.State, Is.EqualTo("completedWithFindings"));
        Assert.That(findings.Select(finding => finding.Rule), Is.EquivalentTo(new[] { "percent-sign-missing", "ambiguous-number", "unknown-indicator", "unknown-indicator", "no-territory-code" }));
        Assert.That(await bench.ValueAsync("unemployment-rate", "LV0420200", "2013"), Is.EqualTo(6.7m));
    }

    [Test]
    public async Task Files_are_taken_one_after_another_each_once_and_none_new_is_no_change()
    {
        Drop("1.csv", $"2013\nKods,Nosaukums,{Quoted(Rate)}\n0420200,Cēsu novads,6.60%\n");
        Drop("2.csv", $"2013\nKods,Nosaukums,{Quoted(Rate)}\n0420200,Cēsu novads,6.70%\n");
        var first = await bench.RunAsync("drop");
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => await bench.RunsAsync("drop") is [{ FinishedAt: not null }, _], "the run that follows on");
        var none = await bench.RunAsync("drop");
        var runs = await bench.RunsAsync("drop");

        Assert.Multiple(async () =>
        {
            Assert.That(runs.Select(run => run.State), Is.EqualTo(new[] { "noChange", "completed", "completed" }));
            Assert.That((first.Import < runs[1].Import, none.Import), Is.EqualTo((true, (long?)null)));
            Assert.That(await bench.ValueAsync("unemployment-rate", "LV0420200", "2013"), Is.EqualTo(6.7m));
        });
    }

    [TestCase("export.xlsx", "this is no workbook", "not-a-workbook")]
    [TestCase("export.csv", "Kods,Nosaukums,Kaut kas\n0010000,Rīga,5\n", "no-year")]
    [TestCase("export.csv", "2013\n0010000,Rīga,5\n", "no-header")]
    public async Task A_file_that_is_no_export_fails_whole(string name, string content, string rule)
    {
        Drop(name, content);

        var run = await bench.RunAsync("drop");

        Assert.That((run.State, run.Failure!.Code), Is.EqualTo(("failed", "import-failed")));
        Assert.That((await bench.FindingsOfAsync(run)).Select(finding => finding.Rule), Is.EqualTo(new[] { rule }));
    }

    [Test]
    public async Task Without_the_folder_the_run_fails()
    {
        await bench.DefineAsync([new { code = "drop", source = "raim", adapter = "raim-export", enabled = true, settings = new { folder = folder + "-gone" } }], []);

        SyncRun run = await bench.RunAsync("drop");

        Assert.That((run.State, run.Failure?.Code), Is.EqualTo(("failed", "no-folder")));
    }

    private void Drop(string name, string content) => File.WriteAllText(Path.Combine(folder, name), content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    private void Drop(string name, Dictionary<string, object> sheets) => MiniExcel.SaveAs(Path.Combine(folder, name), sheets, printHeader: false);

    private static List<Dictionary<string, object?>> Sheet(IEnumerable<Dictionary<string, object?>> rows) => [Row("ATVK kods", "Nosaukums", Rate, Tax), .. rows];

    private static Dictionary<string, object?> Row(object? code, object? name, object? rate, object? tax) => new(StringComparer.Ordinal) { ["A"] = code, ["B"] = name, ["C"] = rate, ["D"] = tax };

    private static string Line(string separator, params string[] fields) => string.Join(separator, fields);

    private static string Quoted(string text) => $"\"{text}\"";
}
