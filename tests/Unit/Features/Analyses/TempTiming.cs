using System.Diagnostics;
using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class TempTiming
{
    [TestCase(49, 49, 5)]
    [TestCase(49, 49, 60)]
    [TestCase(49, 49, 15)]
    [TestCase(30, 30, 15)]
    [TestCase(600, 3, 10)]
    [TestCase(43, 10, 10)]
    public void Time(int rows, int columns, int most)
    {
        var random = new Random(1);
        var table = new DisclosureTable(rows, columns, [[.. Enumerable.Range(0, rows / 2)], [.. Enumerable.Range(rows / 3, rows / 2)]], true, true);
        var values = table.Complete([.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => (double)random.Next(0, most)).ToArray())]);
        var rules = new DisclosureRules(3, false, null, 0, null);
        var watch = Stopwatch.StartNew();
        var result = DisclosureProtection.Of(table, values, [.. values.Select(rules.OfCount)], default, true);
        TestContext.Out.WriteLine($"{rows}x{columns} most {most}: {watch.Elapsed.TotalSeconds:0.00} s, hidden {result.IsHidden.Count(x => x)}, primary {values.Count(v => v is > 0 and < 3)}, safe {result.IsSafe}");
        watch.Restart();
        var rounded = DisclosureRounding.Of(table, values, 5, TableRounding.Controlled, null);
        TestContext.Out.WriteLine($"rounding {watch.Elapsed.TotalSeconds:0.00} s {(rounded is null ? "none" : "ok")}");
        if (rounded is null) rounded = DisclosureRounding.Of(table, values, 5, TableRounding.Nearest, null)!;
        watch.Restart();
        DisclosureAudit.Of(table, new double?[table.Cells], cell => DisclosureRounding.Behind(rounded[cell], 5, TableRounding.Controlled, true), true);
        TestContext.Out.WriteLine($"audit of rounding {watch.Elapsed.TotalSeconds:0.00} s");
    }
}
