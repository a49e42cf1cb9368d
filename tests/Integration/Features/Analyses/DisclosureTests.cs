using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Tables that are to be published: what is hidden, and what a reader can work out all the same.</summary>
[TestFixture]
public sealed class DisclosureTests
{
    private static readonly string[] Rows = ["A", "B", "C", "D", "E", "F"];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    /// <summary>A table of our own: with threshold 5, eight counts are small.</summary>
    private static object Counts(Func<double, int, int, double?> shown)
    {
        double[][] columns = [[12, 7, 4, 21, 15, 9], [3, 18, 9, 6, 2, 17], [25, 2, 14, 10, 28, 8], [8, 16, 1, 13, 4, 20], [31, 22, 19, 3, 11, 1]];
        return new { units = Rows, variables = columns.Index().ToDictionary(column => $"c{column.Index + 1}", column => column.Item.Select((count, row) => shown(count, row, column.Index)).ToArray()) };
    }

    private static readonly double[] RowTotals = [79, 65, 47, 53, 60, 55];
    private static readonly double[] ColumnTotals = [68, 55, 87, 62, 87];

    // SciPy 1.10.1, linprog(c, A_eq=rows and columns of hidden cells, b_eq=what is left of the totals, bounds=(0, None), method='highs'), minimum and maximum of each.
    [Test]
    public async Task Small_counts_hidden_alone_all_leak()
    {
        var audit = await api.AnalyseAsync<DisclosureAuditAnalysis>("disclosure/audit", new { data = Counts((count, _, _) => count < 5 ? null : count), rowTotals = RowTotals, columnTotals = ColumnTotals, grandTotal = 359 });
        Assert.Multiple(() =>
        {
            Assert.That((audit.IsSafe, audit.Exact, audit.TooNarrow), Is.EqualTo((false, 8, 0)));
            Assert.That(audit.Hidden.Select(cell => (cell.Line, cell.Variable, cell.Low, cell.High, cell.Status)), Is.EqualTo(new[]
            {
                ("A", "c2", (double?)3, (double?)3, "exact"), ("B", "c3", 2, 2, "exact"), ("C", "c1", 4, 4, "exact"), ("C", "c4", 1, 1, "exact"),
                ("D", "c5", 3, 3, "exact"), ("E", "c2", 2, 2, "exact"), ("E", "c4", 4, 4, "exact"), ("F", "c5", 1, 1, "exact"),
            }));
            Assert.That(audit.Frame.Summary, Does.Contain("8 can be worked out exactly"));
        });
    }

    // The same program of SciPy for the cells that are hidden then.
    [Test]
    public async Task A_protected_table_gives_nothing_away_and_its_published_form_passes_the_audit()
    {
        var table = await api.AnalyseAsync<ProtectionAnalysis>("disclosure/protect", new { threshold = 5, data = Counts((count, _, _) => count) });
        var hidden = table.Lines.SelectMany(line => line.Cells.Index().Where(cell => cell.Item.Value is null).Select(cell => (line.Line, cell.Index, cell.Item))).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That((table.Audit.IsSafe, table.Audit.Exact, table.Cost.Primary), Is.EqualTo((true, 0, 8)));
            Assert.That(table.Lines.SelectMany(line => line.Cells).Where(cell => cell.Status == "primary").Select(cell => cell.Rule), Is.All.EqualTo("frequency"));
            Assert.That(table.Lines[^1].Cells.Select(cell => cell.Value), Is.EqualTo(ColumnTotals.Append(359)));
            Assert.That(hidden.Select(cell => (cell.Line, cell.Index, cell.Item.Status == "primary", cell.Item.Low, cell.Item.High)), Is.EqualTo(new[]
            {
                ("A", 1, true, (double?)0, (double?)6), ("A", 3, false, 5, 11), ("B", 0, false, 6, 8), ("B", 2, true, 1, 3), ("C", 0, true, 3, 5), ("C", 3, true, 0, 2),
                ("D", 1, false, 5, 7), ("D", 4, true, 2, 4), ("E", 1, true, 0, 6), ("E", 3, true, 0, 6), ("F", 2, false, 7, 9), ("F", 4, true, 0, 2),
            }));
            Assert.That(table.Cost.Sum, Is.EqualTo(hidden.Sum(cell => Values[cell.Line!][cell.Index])));
        });
        var audit = await api.AnalyseAsync<DisclosureAuditAnalysis>("disclosure/audit", new { data = Counts((count, row, column) => hidden.Any(cell => cell.Line == Rows[row] && cell.Index == column) ? null : count), rowTotals = RowTotals, columnTotals = ColumnTotals });
        Assert.Multiple(() =>
        {
            Assert.That(audit.IsSafe, Is.True);
            Assert.That(audit.Hidden.Select(cell => (cell.Low, cell.High)), Is.EqualTo(hidden.Select(cell => (cell.Item.Low, cell.Item.High))));
        });
    }

    private static readonly Dictionary<string, double[]> Values = new(StringComparer.Ordinal)
    {
        ["A"] = [12, 3, 25, 8, 31], ["B"] = [7, 18, 2, 16, 22], ["C"] = [4, 9, 14, 1, 19], ["D"] = [21, 6, 10, 13, 3], ["E"] = [15, 2, 28, 4, 11], ["F"] = [9, 17, 8, 20, 1],
    };

    [Test]
    public async Task The_usual_threshold_is_three_and_zeros_are_hidden_only_if_asked()
    {
        var data = new { units = new[] { "A", "B", "C" }, variables = new { x = new[] { 0, 3, 20 }, y = new[] { 30, 40, 50 } } };
        var usual = await api.AnalyseAsync<ProtectionAnalysis>("disclosure/protect", new { data });
        var strict = await api.AnalyseAsync<ProtectionAnalysis>("disclosure/protect", new { data, hideZeros = true });
        Assert.Multiple(() =>
        {
            Assert.That((usual.Rules.Threshold, usual.Rules.HideZeros, usual.Cost.Primary, usual.Cost.Published), Is.EqualTo((3, false, 0, 12)));
            Assert.That(usual.Frame.Summary, Is.EqualTo("No cell is sensitive; the table can be published whole."));
            Assert.That((strict.Cost.Primary, strict.Audit.IsSafe), Is.EqualTo((1, true)));
            Assert.That(strict.Lines[0].Cells[0].Status, Is.EqualTo("primary"));
        });
    }

    // By hand: 100 = 60 + 30 + 6 + 4. Two largest: 90 % > 85 %. With it alone the total is 0 to 105 at least, as the other hidden cells allow.
    [Test]
    public async Task Amounts_that_two_contributors_make_nearly_alone_are_hidden_with_room_above_them()
    {
        var request = new
        {
            kind = "magnitudes", dominance = new { n = 2, k = 85 },
            data = new { units = new[] { "A", "B", "C" }, variables = new { x = new[] { 100, 90, 80 }, y = new[] { 70, 60, 50 } } },
            contributions = new { x = new[] { [60, 30, 6, 4], new[] { 30, 30, 30 }, [20, 20, 20, 20] }, y = new[] { [20, 20, 30], new[] { 20, 20, 20 }, [20, 20, 10] } },
        };
        var table = await api.AnalyseAsync<ProtectionAnalysis>("disclosure/protect", request);
        Assert.Multiple(() =>
        {
            Assert.That((table.Lines[0].Cells[0].Status, table.Lines[0].Cells[0].Rule), Is.EqualTo(("primary", "dominance")));
            Assert.That(table.Lines[0].Cells[0].High, Is.GreaterThanOrEqualTo(90 * 100 / 85.0));
            Assert.That((table.Cost.Primary, table.Cost.Complementary, table.Audit.IsSafe), Is.EqualTo((1, 3, true)));
            Assert.That((table.Rules.DominanceN, table.Rules.DominanceK), Is.EqualTo((2, 85.0)));
        });
    }

    [Test]
    public async Task Subtotals_of_groups_are_part_of_the_table()
    {
        var request = new { threshold = 5, data = new { units = new[] { "A", "B", "C" }, variables = new { x = new[] { 2, 9, 40 } }, groups = new { region = new[] { "A", "B" } } } };
        var table = await api.AnalyseAsync<ProtectionAnalysis>("disclosure/protect", request);
        Assert.Multiple(() =>
        {
            Assert.That(table.Lines.Select(line => (line.Line, line.Kind, line.Cells.Single().Value)), Is.EqualTo(new[]
            {
                ("A", "row", (double?)null), ("B", "row", null), ("C", "row", 40), ("region", "subtotal", 11), (null, "total", 51),
            }));
            Assert.That(table.HasTotalColumn, Is.False);
        });
        var audit = await api.AnalyseAsync<DisclosureAuditAnalysis>("disclosure/audit", new
        {
            columnTotals = new[] { 51 }, groupTotals = new { region = new[] { 11 } },
            data = new { units = new[] { "A", "B", "C" }, variables = new { x = new double?[] { null, 9, null } }, groups = new { region = new[] { "A", "B" } } },
        });
        Assert.That(audit.Hidden.Select(cell => (cell.Line, cell.Low, cell.High)), Is.EqualTo(new[] { ("A", (double?)2, (double?)2), ("C", 40, 40) }));
    }

    [Test]
    public async Task What_is_known_from_the_start_narrows_the_intervals()
    {
        var request = new { rowTotals = new[] { 10 }, upper = 6, minimumWidth = 3, data = new { units = new[] { "A" }, variables = new { x = new double?[] { null }, y = new double?[] { null } } } };
        var audit = await api.AnalyseAsync<DisclosureAuditAnalysis>("disclosure/audit", request);
        Assert.Multiple(() =>
        {
            Assert.That(audit.Hidden.Select(cell => (cell.Low, cell.High, cell.Width, cell.Status)), Is.All.EqualTo(((double?)4, (double?)6, (double?)2, "tooNarrow")));
            Assert.That((audit.IsSafe, audit.TooNarrow), Is.EqualTo((false, 2)));
        });
    }

    [Test]
    public async Task A_hidden_total_is_audited_and_one_that_is_not_published_is_nobodys_secret()
    {
        var data = new { units = new[] { "A", "B" }, variables = new { x = new[] { 1, 2 }, y = new[] { 3, 4 } } };
        var hidden = await api.AnalyseAsync<DisclosureAuditAnalysis>("disclosure/audit", new { data, rowTotals = new int?[] { 4, null } });
        var none = await api.AnalyseAsync<DisclosureAuditAnalysis>("disclosure/audit", new { data });
        Assert.Multiple(() =>
        {
            Assert.That(hidden.Hidden.Select(cell => (cell.Line, cell.Kind, cell.Variable, cell.Low, cell.High)), Is.EqualTo(new[] { ("B", "row", (string?)null, (double?)6, (double?)6) }));
            Assert.That(none.Hidden, Is.Empty);
            Assert.That(none.Frame.Summary, Is.EqualTo("Nothing is hidden."));
        });
    }

    [Test]
    public async Task Controlled_rounding_adds_up_and_chance_is_repeatable()
    {
        async Task<ProtectionAnalysis> RoundAsync(string method, long? seed) =>
            await api.AnalyseAsync<ProtectionAnalysis>("disclosure/protect", new { threshold = 5, rounding = new { @base = 5, method, seed }, data = Counts((count, _, _) => count) });

        var controlled = await RoundAsync("controlled", null);
        var nearest = await RoundAsync("nearest", null);
        var random = await RoundAsync("random", 7);
        Assert.Multiple(async () =>
        {
            foreach (var line in controlled.Lines)
                Assert.That(line.Cells.SkipLast(1).Sum(cell => cell.Value), Is.EqualTo(line.Cells[^1].Value));
            for (var column = 0; column < 6; column++)
                Assert.That(controlled.Lines.SkipLast(1).Sum(line => line.Cells[column].Value), Is.EqualTo(controlled.Lines[^1].Cells[column].Value));
            Assert.That(controlled.Cost.LargestChange, Is.LessThan(5));
            Assert.That((controlled.Method, controlled.Rules.RoundingMethod, controlled.Audit.IsSafe), Is.EqualTo(("rounding", "controlled", true)));
            Assert.That(nearest.Lines[0].Cells.Select(cell => cell.Value), Is.EqualTo(new double?[] { 10, 5, 25, 10, 30, 80 }));
            Assert.That((await RoundAsync("random", 7)).Lines.SelectMany(line => line.Cells), Is.EqualTo(random.Lines.SelectMany(line => line.Cells)));
            Assert.That((await RoundAsync("controlled", 3)).Audit.IsSafe, Is.True);
        });
    }

    [Test]
    public async Task Indicators_of_a_group_make_a_table_too()
    {
        var table = await api.AnalyseAsync<ProtectionAnalysis>("disclosure/protect", new { variables = new[] { "registered-population" }, group = "state-cities", period = "2013" });
        Assert.That((table.Lines.Count, table.Cost.Primary, table.Frame.Group!.Code), Is.EqualTo((10, 0, "state-cities")));
    }

    [Test]
    public async Task Rows_that_lack_a_number_are_left_out_and_told()
    {
        var table = await api.AnalyseAsync<ProtectionAnalysis>("disclosure/protect", new { data = new { units = new[] { "A", "B", "C" }, variables = new { x = new double?[] { 10, null, 20 } } } });
        Assert.Multiple(() =>
        {
            Assert.That(table.Lines.Select(line => line.Cells.Single().Value), Is.EqualTo(new double?[] { 10, 20, 30 }));
            Assert.That(table.Frame.Excluded.Select(excluded => (excluded.Unit, excluded.Variable, excluded.Reason)), Is.EqualTo(new[] { ("B", "x", "valueMissing") }));
            Assert.That(table.Frame.Warnings, Has.Count.EqualTo(1));
        });
    }

    [Test]
    public async Task Everything_that_is_wrong_with_a_protection_is_told_at_once()
    {
        var problem = await api.RefusedAnalysisAsync("disclosure/protect", new
        {
            kind = "people", threshold = 0, pPercent = 101, minimumPercent = -1, dominance = new { n = 0 }, rounding = new { method = "random" }, data = new { units = new[] { "A" }, variables = new { x = new[] { 1 } } },
        });
        Assert.That(problem.Places(), Is.EquivalentTo(new[]
        {
            "/kind unknown-value", "/threshold out-of-range", "/pPercent out-of-range", "/minimumPercent out-of-range", "/dominance/k required", "/dominance/n out-of-range",
            "/rounding/base required", "/rounding/seed required",
        }));
    }

    [Test]
    public async Task Contributions_must_make_their_cells_and_belong_to_magnitudes()
    {
        var data = new { units = new[] { "A", "B" }, variables = new { x = new[] { 10, 5 }, y = new[] { 1, 1 } } };
        var wrong = await api.RefusedAnalysisAsync("disclosure/protect", new { data, kind = "magnitudes", contributions = new { x = new[] { new[] { 4, 5 }, null }, z = new[] { new[] { 1 } } } });
        Assert.That(wrong.Places(), Is.EquivalentTo(new[] { "/contributions/x/0 contradiction", "/contributions/x/1 required", "/contributions/y required", "/contributions/z unknown-value" }));
        var counts = await api.RefusedAnalysisAsync("disclosure/protect", new { data, pPercent = 10, contributions = new { x = new[] { new[] { 4, 5 }, [5] } } });
        Assert.That(counts.Places(), Is.EquivalentTo(new[] { "/contributions contradiction", "/pPercent contradiction" }));
    }

    [Test]
    public async Task Negative_numbers_and_tables_beyond_the_limit_are_refused()
    {
        var negative = await api.RefusedAnalysisAsync("disclosure/protect", new { data = new { units = new[] { "A", "B" }, variables = new { x = new[] { 10, -5 } } } }, 422);
        Assert.That(negative.Places(), Is.EqualTo(new[] { "/data/variables/x/1 negative-value" }));
        var large = await api.RefusedAnalysisAsync("disclosure/protect", new { data = new { units = Enumerable.Range(0, 1250).Select(row => $"{row}"), variables = new { x = Enumerable.Range(0, 1250) } } });
        Assert.That(large.Errors!.Single().Message, Does.Contain("1000"));
    }

    [Test]
    public async Task Everything_that_is_wrong_with_an_audit_is_told_at_once()
    {
        var problem = await api.RefusedAnalysisAsync("disclosure/audit", new
        {
            rowTotals = new[] { 1, 2 }, columnTotals = new[] { 1, 2 }, groupTotals = new { g = new[] { 1 } }, lower = 3, upper = 2, kind = "x",
            data = new { units = new[] { "A" }, variables = new { x = new double?[] { null } } },
        });
        Assert.That(problem.Places(), Is.EquivalentTo(new[]
        {
            "/rowTotals wrong-length", "/columnTotals wrong-length", "/groupTotals/g unknown-value", "/upper contradiction", "/kind unknown-value",
        }));
        Assert.That((await api.RefusedAnalysisAsync("disclosure/audit", new { variables = new[] { "population" } })).Places(), Is.EqualTo(new[] { "/data required" }));
        var contradiction = await api.RefusedAnalysisAsync("disclosure/audit", new { rowTotals = new[] { 3 }, data = new { units = new[] { "A" }, variables = new { x = new double?[] { null }, y = new double?[] { 5 } } } }, 422);
        Assert.That(contradiction.Places(), Is.EqualTo(new[] { "/data/variables not-additive" }));
    }

    [TestCase("lv", "Slēptās šūnas: 8; precīzi var aprēķināt 8, pārāk šauri vēl 0.")]
    [TestCase("en", "Hidden cells: 8; 8 can be worked out exactly, and 0 more too narrowly.")]
    public async Task The_summary_is_in_both_languages(string language, string expected)
    {
        var audit = await api.AnalyseAsync<DisclosureAuditAnalysis>("disclosure/audit", new { data = Counts((count, _, _) => count < 5 ? null : count), rowTotals = RowTotals, columnTotals = ColumnTotals }, language);
        Assert.That(audit.Frame.Summary, Is.EqualTo(expected));
    }
}
