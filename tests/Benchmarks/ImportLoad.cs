#pragma warning disable RS0030 // The bare program writes below Db.
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Benchmarks;

/// <summary>
/// An upload of 1,190,000 rows through the whole pipeline, beside a bare program that copies the same file into a staging table and writes the
/// same revisions by one statement; the same file again; 1 % of it changed; and reads that go on meanwhile.
/// </summary>
internal static class ImportLoad
{
    public const string OperatorKey = "the key of a benchmark, for this machine alone";

    private const int Rows = 1_190_000;
    private const int FewRows = 100_000;
    private const int Indicators = 730;
    private const int ChangedRows = Rows / 100;
    private const string Prefix = "imported-";
    private const double LeastShare = 0.4;
    private const double MostMegabytes = 300;
    private const double MostReadTimes = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan IdleReads = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);
    private static readonly string Read = string.Create(CultureInfo.InvariantCulture, $"/v1/observations?indicator={Prefix}000&limit={GeneratedFigures.Territories * GeneratedFigures.Years}&lang=en");

    private static readonly TestTemplate Template = TestTemplate.MigratedWith("imports", "1", FillAsync);

    /// <summary>Runs once: a round takes minutes, and each needs a database of its own.</summary>
    /// <param name="folder">Where the files may be written.</param>
    /// <param name="start">Starts a service on a database.</param>
    /// <param name="cancellationToken">Stops the benchmark.</param>
    public static async Task<IReadOnlyList<Figure>> RunAsync(string folder, Func<string, Task<ServerProcess>> start, CancellationToken cancellationToken)
    {
        var (whole, few, changed) = (Path.Combine(folder, "whole.csv"), Path.Combine(folder, "few.csv"), Path.Combine(folder, "changed.csv"));
        await using (var database = await TestCluster.CreateDatabaseAsync(Template, cancellationToken))
        {
            var cells = await CellsAsync(database.ConnectionString, cancellationToken);
            await WriteAsync(whole, cells, Rows, changed: 0, cancellationToken);
            await WriteAsync(few, cells, FewRows, changed: 0, cancellationToken);
            await WriteAsync(changed, cells, Rows, ChangedRows, cancellationToken);
        }

        TimeSpan bare;
        await using (var database = await TestCluster.CreateDatabaseAsync(Template, cancellationToken))
            bare = await BareAsync(database.ConnectionString, whole, cancellationToken);

        Upload small;
        await using (var database = await TestCluster.CreateDatabaseAsync(Template, cancellationToken))
        await using (var server = await start(database.ConnectionString))
            small = await UploadAsync(server, few, cancellationToken);

        Upload watched;
        Latencies idle, during;
        await using (var database = await TestCluster.CreateDatabaseAsync(Template, cancellationToken))
        await using (var server = await start(database.ConnectionString))
        {
            await ReadAsync(server, Task.Delay(IdleReads, cancellationToken), cancellationToken); // warms up
            idle = await ReadAsync(server, Task.Delay(IdleReads, cancellationToken), cancellationToken);
            var load = UploadAsync(server, whole, cancellationToken);
            during = await ReadAsync(server, load, cancellationToken);
            watched = await load;
        }

        await using var held = await TestCluster.CreateDatabaseAsync(Template, cancellationToken);
        Upload first, again, one;
        await using (var server = await start(held.ConnectionString))
            first = await UploadAsync(server, whole, cancellationToken); // nobody reads, as with the bare program
        await using (var server = await start(held.ConnectionString))
        {
            again = await UploadAsync(server, whole, cancellationToken);
            one = await UploadAsync(server, changed, cancellationToken);
        }
        Require(small, FewRows, 0);
        Require(watched, Rows, 0);
        Require(first, Rows, 0);
        Require(again, 0, 0);
        Require(one, 0, ChangedRows);

        var share = bare / first.Elapsed;
        var most = Math.Max(first.MostMegabytes, small.MostMegabytes);
        return
        [
            new Figure("import of 1,190,000 rows of CSV", Seconds(bare), Seconds(first.Elapsed), share.ToString("0 %", CultureInfo.InvariantCulture), ">= 40 % of the bare program's speed", share >= LeastShare),
            new Figure("import: most memory, 100,000 and 1,190,000 rows", "", string.Create(CultureInfo.InvariantCulture, $"{small.MostMegabytes:0} and {first.MostMegabytes:0} MiB"),
                string.Create(CultureInfo.InvariantCulture, $"{most:0} MiB"), "< 300 MiB", most < MostMegabytes),
            new Figure("import of the same file again", Seconds(first.Elapsed), Seconds(again.Elapsed), Times(first.Elapsed / again.Elapsed), ">= 2 x as fast", first.Elapsed / again.Elapsed >= 2),
            new Figure("import with 1 % of the rows changed", Seconds(first.Elapsed), Seconds(one.Elapsed), Times(first.Elapsed / one.Elapsed), ">= 2 x as fast", first.Elapsed / one.Elapsed >= 2),
            new Figure("reads of 2,380 cells during the import, p99", idle.Show(), during.Show(), Times(during.P99 / idle.P99), "<= 3 x idle", during.P99 / idle.P99 <= MostReadTimes),
        ];

        static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

        static string Times(double times) => string.Create(CultureInfo.InvariantCulture, $"{times:0.00} x");
    }

    /// <summary>The sample, the indicators that will be imported, and one more with 2,380 figures to read meanwhile.</summary>
    private static async Task FillAsync(string connectionString, CancellationToken cancellationToken)
    {
        await ApiServer.Sample.Fill!(connectionString, cancellationToken);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await GeneratedFigures.DefineAsync(connection, Prefix, Indicators, cancellationToken);
        await using var figures = new NpgsqlCommand(ReadFiguresSql, connection);
        await figures.ExecuteNonQueryAsync(cancellationToken);
        await using var analyze = new NpgsqlCommand("vacuum analyze", connection);
        await analyze.ExecuteNonQueryAsync(cancellationToken);
    }

    private const string ReadFiguresSql = """
        update indicator set code = 'imported-000' where code = 'imported-730';

        insert into observation_revision (
            indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, workflow, quality,
            source_id, recorded_at, recorded_by, reason)
        select v.indicator_id, t.territory_id, y.year::text, '', 1, v.indicator_version_id, t.territory_version_id, (t.territory_id * 7 + y.year) % 1000 / 10.0,
               'published', 'final', v.source_id, now(), 'benchmark', 'Generated'
        from indicator_version v
        join indicator i on i.indicator_id = v.indicator_id
        cross join territory_version t
        cross join generate_series(2009, 2028) y (year)
        where i.code = 'imported-000'
          and t.type in ('stateCity', 'municipality')
          and t.valid_from <= '2011-12-31' and (t.valid_to is null or t.valid_to >= '2011-12-31');

        select publish_observation_cubes(array(select indicator_id from indicator where code = 'imported-000'));
        """;

    /// <summary>Municipality and year, where the municipality exists at the end of the year.</summary>
    private static async Task<IReadOnlyList<(string Territory, int Year)>> CellsAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("""
            select t.code, y
            from generate_series(2009, 2025) y
            join territory_version t on t.valid_from <= make_date(y, 12, 31) and coalesce(t.valid_to, 'infinity') >= make_date(y, 12, 31)
            where t.type in ('stateCity', 'municipality') and t.code is not null
            order by y, t.code
            """, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var cells = new List<(string, int)>();
        while (await reader.ReadAsync(cancellationToken))
            cells.Add((reader.GetString(0), reader.GetInt32(1)));
        return cells;
    }

    private static async Task WriteAsync(string file, IReadOnlyList<(string Territory, int Year)> cells, int rows, int changed, CancellationToken cancellationToken)
    {
        if ((Indicators - 1) * cells.Count < rows)
            throw new InvalidOperationException($"There are {cells.Count} cells for each indicator, too few for {rows} rows.");
        await using var writer = new StreamWriter(file);
        await writer.WriteAsync("territory,period,indicator,breakdown,value,flag,reason_lv,reason_en\n".AsMemory(), cancellationToken);
        var step = changed == 0 ? int.MaxValue : rows / changed;
        for (var row = 0; row < rows; row++)
        {
            var (territory, year) = cells[row % cells.Count];
            var value = (((row * 7919L) % 1000) + (row % step == step - 1 ? 3 : 0)) / 10m;
            await writer.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{territory},{year},{Prefix}{(row / cells.Count) + 1:000},,{value},,,\n").AsMemory(), cancellationToken);
        }
    }

    /// <summary>The least that writes the same rows: the file as it is into a staging table, and revisions from it with their keys and constraints.</summary>
    private static async Task<TimeSpan> BareAsync(string connectionString, string file, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var create = new NpgsqlCommand("""
            create temporary table bare (territory text, period text, indicator text, breakdown text, value numeric, flag text, reason_lv text, reason_en text) on commit drop
            """, connection, transaction))
            await create.ExecuteNonQueryAsync(cancellationToken);
        using (var content = File.OpenText(file))
        await using (var copy = await connection.BeginTextImportAsync("copy bare from stdin (format csv, header, force_not_null (breakdown))", cancellationToken))
        {
            var buffer = new char[64 * 1024];
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var read)
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        await using (var insert = new NpgsqlCommand("""
            analyze bare;

            insert into observation_revision (
                indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, workflow, quality,
                source_id, recorded_at, recorded_by, reason)
            select i.indicator_id, t.territory_id, b.period, b.breakdown, 1, v.indicator_version_id, t.territory_version_id, b.value, 'published', 'final',
                   v.source_id, now(), 'bare', 'Bare'
            from bare b
            join indicator i on i.code = b.indicator
            join indicator_version v on v.indicator_id = i.indicator_id
            join territory_version t on t.code = b.territory and make_date(b.period::integer, 12, 31) between t.valid_from and coalesce(t.valid_to, 'infinity')
            """, connection, transaction) { CommandTimeout = 1200 })
            if (await insert.ExecuteNonQueryAsync(cancellationToken) is var written && written != Rows)
                throw new InvalidOperationException($"The bare program wrote {written} rows.");
        await transaction.CommitAsync(cancellationToken);
        return clock.Elapsed;
    }

    private static async Task<Upload> UploadAsync(ServerProcess server, string file, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server.Address, Timeout = Longest };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", OperatorKey);
        var clock = Stopwatch.StartNew();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=benchmark") { Content = new StreamContent(File.OpenRead(file)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
        var sending = client.SendAsync(request, cancellationToken);
        var most = 0L;
        while (!sending.IsCompleted)
        {
            most = Math.Max(most, server.ResidentBytes);
            await Task.WhenAny(sending, Task.Delay(Look, cancellationToken));
        }
        using var accepted = await sending;
        accepted.EnsureSuccessStatusCode();
        var import = (await accepted.Content.ReadFromJsonAsync<Import>(cancellationToken))!;
        while (import.FinishedAt is null)
        {
            if (clock.Elapsed > Longest)
                throw new InvalidOperationException($"The import is at {import.Stage} after {clock.Elapsed}.");
            most = Math.Max(most, server.ResidentBytes);
            await Task.Delay(Look, cancellationToken);
            import = (await client.GetFromJsonAsync<Import>(new Uri(string.Create(CultureInfo.InvariantCulture, $"/v1/imports/{import.Id}"), UriKind.Relative), cancellationToken))!;
        }
        return new Upload(import, clock.Elapsed, most / 1024.0 / 1024.0);
    }

    private static void Require(Upload upload, int added, int changed)
    {
        if ((upload.Import.Counts.New, upload.Import.Counts.Changed, upload.Import.Counts.Refused) != (added, changed, 0))
            throw new InvalidOperationException($"{upload.Import.State} with {upload.Import.Counts}, where {added} new and {changed} changed were meant. {upload.Import.Failure}");
    }

    /// <summary>Reads one selection after another, each made anew, until a task has ended.</summary>
    private static async Task<Latencies> ReadAsync(ServerProcess server, Task until, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        var times = new List<double>();
        for (var number = 0; !until.IsCompleted; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Read);
            request.Headers.TryAddWithoutValidation("Accept", string.Create(CultureInfo.InvariantCulture, $"application/json, application/x-{Environment.TickCount64}-{number};q=0.1"));
            var clock = Stopwatch.StartNew();
            using var answer = await client.SendAsync(request, cancellationToken);
            answer.EnsureSuccessStatusCode();
            await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            times.Add(clock.Elapsed.TotalMilliseconds);
            await Task.Delay(10, cancellationToken);
        }
        return new Latencies([.. times.Order()]);
    }

    private sealed record Upload(Import Import, TimeSpan Elapsed, double MostMegabytes);

    private sealed record Latencies(IReadOnlyList<double> Ordered)
    {
        public double P99 => Ordered[(int)(Ordered.Count * 0.99)];

        public string Show() => string.Create(CultureInfo.InvariantCulture, $"p50 {Ordered[Ordered.Count / 2]:0.0}, p99 {P99:0.0} ms of {Ordered.Count}");
    }
}
