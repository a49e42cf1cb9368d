using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Raim;
using Benchlearning.Contracts.V1.Sync;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Sync;

/// <summary>A million rows in one night: applied at once, and memory does not grow with them.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class MillionRowsTests
{
    private const int Indicators = 620;
    private const int PageRows = 10_000;
    private const long MayGrow = 48 * 1024 * 1024;

    [Test]
    public async Task A_million_rows_are_applied_whole_and_memory_does_not_grow_with_them()
    {
        using var srda = Srda.Start();
        await using var bench = await SyncBench.StartAsync();
        var codes = Enumerable.Range(1, Indicators).Select(number => string.Create(CultureInfo.InvariantCulture, $"generated-{number:000}")).ToArray();
        await NewData.DefineAsync(bench.Api, codes);
        srda.Indicators(codes);
        var cells = (await bench.Api.SqlAsync("""
            select t.code, y::text
            from generate_series(2009, 2025) y
            join territory_version t on t.valid_from <= make_date(y, 12, 31) and coalesce(t.valid_to, 'infinity') >= make_date(y, 12, 31)
            where t.type in ('stateCity', 'municipality') and t.code is not null
            """)).Select(row => (Territory: row[0]!, Year: row[1]!)).ToArray();
        var total = Indicators * cells.Length;
        Assert.That(total, Is.GreaterThan(1_000_000));
        var whileFetching = new ConcurrentDictionary<long, long>();
        srda.Pages(after =>
        {
            if (after / PageRows is 20 or 60 or 100)
                whileFetching[after / PageRows] = GC.GetTotalMemory(forceFullCollection: true);
            var next = Math.Min(after + PageRows, total);
            RaimObservation[] rows = [.. Enumerable.Range((int)after, (int)(next - after)).Select(number => new RaimObservation(
                cells[number % cells.Length].Territory, codes[number / cells.Length], cells[number % cells.Length].Year, Value: (number % 1000 / 10m).ToString(CultureInfo.InvariantCulture)))];
            return Task.FromResult(Srda.Page(after, next, next < total, rows));
        });
        await bench.DefineAsync([new { code = "srda", source = "raim", adapter = "raim-http", enabled = true, settings = new { address = srda.Address } }], []);

        using var started = await bench.PostAsync("srda", "million");
        var run = (await started.Content.ReadFromJsonAsync<SyncRun>())!;
        var whileReading = new SortedDictionary<int, long>();
        for (var patience = 0; (run = await bench.GetRunAsync(run.Id)).FinishedAt is null; patience++)
        {
            Assert.That(patience, Is.LessThan(6000), "the run ends");
            if (run.Import is not null && await bench.ImportOfAsync(run) is { Stage: "parse", Progress.RowsDone: var done } && done / 200_000 is > 0 and var step && !whileReading.ContainsKey(step))
                whileReading[step] = GC.GetTotalMemory(forceFullCollection: true);
            await Task.Delay(50);
        }
        Import import = await bench.ImportOfAsync(run);

        Assert.That((run.State, run.Counts.Rows, import.Counts.New), Is.EqualTo(("completed", total, total)), run.Failure?.Message);
        Assert.That(whileFetching[100] - whileFetching[20], Is.LessThan(MayGrow), "between page 20 and page 100");
        Assert.That(whileReading, Has.Count.GreaterThan(1));
        Assert.That(whileReading.Values.Last() - whileReading.Values.First(), Is.LessThan(MayGrow), "between 200,000 rows read and the end");
        TestContext.Out.WriteLine($"{total} rows, {run.Counts.Bytes / 1024 / 1024} MiB, fetched in {(run.Stages[1].FinishedAt - run.Stages[1].StartedAt)!.Value.TotalSeconds:0.0} s, imported in {(run.FinishedAt - run.Stages[^1].StartedAt)!.Value.TotalSeconds:0.0} s; live memory while fetching {string.Join(", ", whileFetching.OrderBy(pair => pair.Key).Select(pair => $"page {pair.Key}: {pair.Value / 1024 / 1024} MiB"))}; while reading {string.Join(", ", whileReading.Select(pair => $"{pair.Value / 1024 / 1024}"))} MiB");
    }
}
