#pragma warning disable RS0030 // Looks up generated identifiers, below Db.
using System.Globalization;
using System.Net;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Benchmarks;

/// <summary>
/// Measures the service as production runs it against a bare server of the same bytes on the same machine in the same run, and prints
/// the ratios beside those that are required.
/// </summary>
internal static class Benchmark
{
    /// <summary>The exit code: 0 when everything was measured, 1 when something could not be, or a gated figure was not reached.</summary>
    public static async Task<int> RunAsync(Arguments arguments, CancellationToken cancellationToken)
    {
        await Cores.LeaveToTheServerAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("benchlearning-benchmark-").FullName;
        try
        {
            await using var database = await TestCluster.CreateDatabaseAsync(GeneratedFigures.Template, cancellationToken);
            var report = new Report();
            await report.BeginAsync(database.ConnectionString, arguments, cancellationToken);
            await MeasureAsync(arguments, folder, database.ConnectionString, report, cancellationToken);
            report.End();
            return report.IsBroken || (arguments.IsGate && !report.IsReached) ? 1 : 0;
        }
        finally
        {
            await TestCluster.StopAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(Arguments arguments, string folder, string connectionString, Report report, CancellationToken cancellationToken)
    {
        Task<ServerProcess> StartOnAsync(string database) => ServerProcess.StartAsync("Benchlearning.Api.dll", null, Production(database), "/health/ready", cancellationToken);
        Task<ServerProcess> StartOursAsync() => ServerProcess.StartAsync("Benchlearning.Api.dll", null, Production(connectionString), $"/v1/observations?indicator={GeneratedFigures.Code(2)}&period=2013", cancellationToken);

        if (arguments.Wants("start"))
            report.AddAll(await ColdStart.RunAsync(StartOursAsync, arguments.Rounds, cancellationToken));
        if (arguments.Wants("export"))
            report.AddAll(await StreamedExport.RunAsync(StartOursAsync, arguments.Rounds, cancellationToken));

        if (arguments.Wants("access"))
            report.AddAll(await AccessCost.RunAsync(connectionString, StartOursAsync, new Load(folder), arguments, cancellationToken));
        if (arguments.Wants("import"))
            report.AddAll(await ImportLoad.RunAsync(folder, StartOnAsync, cancellationToken));

        if (arguments.Wants("practices"))
            report.AddAll(await PracticeSearch.RunAsync(StartOnAsync, arguments, cancellationToken));
        if (arguments.Wants("efficiency"))
            await EfficiencyCost.RunAsync(report, StartOursAsync, arguments, cancellationToken);
        if (arguments.Wants("pictures"))
            report.AddAll(await PictureCost.RunAsync(StartOursAsync, arguments.Rounds, cancellationToken));

        if (arguments.Wants("reading"))
            report.AddAll(await ReadingCost.RunAsync(connectionString, StartOursAsync, arguments.Rounds, cancellationToken));

        var asked = Requests.All.Where(request => arguments.Wants(request.Name)).ToArray();
        if (asked.Length == 0)
            return;
        await using var ours = await StartOursAsync();
        var answers = await KeepAnswersAsync(ours, folder, connectionString, cancellationToken);
        await using var ceiling = await ServerProcess.StartAsync("Benchlearning.Benchmarks.dll", "ceiling", new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Ceiling.FolderVariable] = folder,
            [Ceiling.DatabaseVariable] = connectionString,
        }, $"/bytes/{Requests.JsonStat}", cancellationToken);
        var load = new Load(folder);
        foreach (var benchmark in asked)
        {
            var known = benchmark.Ours.Status == HttpStatusCode.NotModified
                ? benchmark with { Ours = benchmark.Ours with { IfNoneMatch = answers[benchmark.Answer].Tag } }
                : benchmark;
            try
            {
                report.Add(await known.RunAsync(ceiling, ours, load, arguments, cancellationToken));
            }
            catch (InvalidOperationException failure) when (failure is not ObjectDisposedException)
            {
                report.Fail(known.Name, failure.Message);
            }
        }
        report.Note(string.Create(CultureInfo.InvariantCulture, $"Resident memory of the service after all of these loads: {ours.ResidentBytes / 1024 / 1024} MB."));
    }

    /// <summary>As production runs it; only the budgets are raised, so that one caller may send this much.</summary>
    private static Dictionary<string, string> Production(string connectionString) => new(StringComparer.Ordinal)
    {
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
        ["ConnectionStrings__Benchlearning"] = connectionString,
        ["Benchlearning__OperatorKey"] = ImportLoad.OperatorKey,
        ["Benchlearning__RequestsPerMinute__Metadata"] = "100000000",
        ["Benchlearning__RequestsPerMinute__Data"] = "100000000",
        ["Benchlearning__RequestsPerMinute__Analyses"] = "100000000",
        ["Benchlearning__RequestsPerMinuteOfClients__Data"] = "100000000",
    };

    /// <summary>Asks ours for every answer and keeps it for the ceiling.</summary>
    private static async Task<Dictionary<string, Answer>> KeepAnswersAsync(ServerProcess ours, string folder, string connectionString, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = ours.Address };
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var (name, path, indicators) in Requests.Answers)
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            answer.EnsureSuccessStatusCode();
            answers[name] = new Answer(await answer.Content.ReadAsByteArrayAsync(cancellationToken), answer.Content.Headers.ContentType!.ToString(),
                answer.Headers.ETag!.ToString(), await IdsAsync(connectionString, indicators, cancellationToken));
            await answers[name].WriteAsync(folder, name, cancellationToken);
        }
        return answers;
    }

    private static async Task<int[]> IdsAsync(string connectionString, int indicators, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select array_agg(indicator_id) from indicator where code = any ($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Enumerable.Range(1, indicators).Select(GeneratedFigures.Code)] });
        return (int[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
