#pragma warning disable RS0030 // Fills a database by COPY, below Db; the texts of the index are made by the product.
using System.Diagnostics;
using System.Globalization;
using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Testing;
using Npgsql;
using NpgsqlTypes;

namespace Benchlearning.Benchmarks;

/// <summary>
/// The search over 100,000 published practices, asked by 20 callers at once with questions of one to three words, from words that stand in thousands of practices to rare ones, and
/// with filters; beside the same callers reading single practices by their numbers, in turn.
/// </summary>
internal static class PracticeSearch
{
    private const int Practices = 100_000;
    private const int Words = 20_000;
    private const int WordsInText = 120;
    private const int Callers = 20;
    private const int Questions = 400;
    private const double MostMilliseconds = 50;
    private const double MostTimes = 10;

    private static readonly string[] Syllables = ["ba", "ce", "di", "ga", "ka", "la", "me", "ni", "pa", "ra", "si", "ta", "ve", "zo", "lī", "mā", "dzī", "šķi", "ņe", "ļu", "ķe", "ģi", "tru", "sta", "kro", "pla"];
    private static readonly string[] Endings = ["a", "as", "ai", "u", "ām", "ās", "s", "i", "iem", "os", "e", "es"];

    private const string PracticeCopy = """
        copy practice (state, origin, organisation_id, topic_id, title_lv, problem_lv, solution_lv, steps_lv, contact_email, evidence, created_by, published_at, confirmed_on, idempotency_key, request_hash)
        from stdin (format binary)
        """;

    private const string StagingSql = "create temporary table staged (practice_id bigint, evidence text, population integer, title text, words text)";

    private const string StagingCopy = "copy staged from stdin (format binary)";

    private const string IndexSql = """
        insert into practice_search (practice_id, topic_id, origin, evidence, population, confirmed_on, is_confirmed, title, words)
        select s.practice_id, 1, 'state', s.evidence, s.population, '2026-01-01', true, s.title::tsvector, s.words::tsvector
        from staged s
        """;

    private static TestTemplate Template { get; } = TestTemplate.MigratedWith("practices", string.Create(CultureInfo.InvariantCulture, $"1-{SearchWords.Version}"), FillAsync);

    public static async Task<IReadOnlyList<Figure>> RunAsync(Func<string, Task<ServerProcess>> startOn, Arguments arguments, CancellationToken cancellationToken)
    {
        await using var database = await TestCluster.CreateDatabaseAsync(Template, cancellationToken);
        await using var server = await startOn(database.ConnectionString);
        var random = new StableRandom(26);
        string[] questions = [.. Enumerable.Range(0, Questions).Select(_ => Question(random))], keys = [.. Enumerable.Range(0, Questions).Select(_ => string.Create(CultureInfo.InvariantCulture, $"/v1/practices/{1 + random.Below(Practices)}"))];
        foreach (var paths in new[] { questions, keys })
            _ = await LoadAsync(server, paths, TimeSpan.FromSeconds(15), cancellationToken);
        var before = server.ResidentBytes;
        var rounds = new List<(Times Key, Times Search)>();
        for (var round = 0; round < arguments.Rounds; round++)
            rounds.Add((await LoadAsync(server, keys, TimeSpan.FromSeconds(arguments.Seconds), cancellationToken), await LoadAsync(server, questions, TimeSpan.FromSeconds(arguments.Seconds), cancellationToken)));
        var (p95, ratio, grown) = (Spread.Of(rounds.Select(round => round.Search.P95)), Spread.Of(rounds.Select(round => round.Search.P95 / round.Key.P95)), (server.ResidentBytes - before) / 1024.0 / 1024.0);
        return
        [
            new Figure("practices: search over 100,000 at 20 callers, p95", "", $"{p95.Show("0.0")} ms, p50 {Spread.Of(rounds.Select(round => round.Search.P50)).Show("0.0")} ms", $"{p95.Show("0.0")} ms", "< 50 ms, reported", p95.Median < MostMilliseconds),
            new Figure("practices: search beside a read by key", $"p95 {Spread.Of(rounds.Select(round => round.Key.P95)).Show("0.0")} ms", $"p95 {p95.Show("0.0")} ms", $"{ratio.Show("0.00")} x", "<= 10 x", ratio.Median <= MostTimes),
            new Figure("practices: memory of the service over all rounds", "", string.Create(CultureInfo.InvariantCulture, $"{server.ResidentBytes / 1024 / 1024} MB"), string.Create(CultureInfo.InvariantCulture, $"{grown:+0;-0;0} MB"), "< 100 MB more", grown < 100),
        ];
    }

    private static async Task<Times> LoadAsync(ServerProcess server, string[] paths, TimeSpan duration, CancellationToken cancellationToken)
    {
        var (clock, all) = (Stopwatch.StartNew(), new List<double>());
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server.Address };
            var times = new List<double>();
            for (var number = caller; clock.Elapsed < duration; number += Callers)
            {
                var began = Stopwatch.GetTimestamp();
                using var answer = await client.GetAsync(new Uri(paths[number % paths.Length], UriKind.Relative), cancellationToken);
                _ = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                if (!answer.IsSuccessStatusCode)
                    throw new InvalidOperationException($"{paths[number % paths.Length]} answered {answer.StatusCode}.");
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            lock (all)
                all.AddRange(times);
        }));
        all.Sort();
        return new Times(all[all.Count / 2], all[(int)(all.Count * 0.95)]);
    }

    /// <summary>One to three words in forms of their own; every fourth with a filter.</summary>
    private static string Question(StableRandom random)
    {
        var words = string.Join("%20", Enumerable.Range(0, 1 + random.Below(3)).Select(_ => Uri.EscapeDataString(Form(random))));
        return $"/v1/practices?q={words}{(random.Below(4) == 0 ? "&evidence=measured&populationTo=20000" : "")}";
    }

    private static async Task FillAsync(string connectionString, CancellationToken cancellationToken)
    {
        await ApiServer.Sample.Fill!(connectionString, cancellationToken);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        var random = new StableRandom(100);
        string[] evidence = ["described", "observed", "measured", "evaluated"];
        var texts = Enumerable.Range(0, Practices).Select(_ => (Title: Text(random, 5), Problem: Text(random, WordsInText / 4), Solution: Text(random, WordsInText / 2), Steps: Text(random, WordsInText / 4))).ToArray();
        await using (var copy = await connection.BeginBinaryImportAsync(PracticeCopy, cancellationToken))
        {
            for (var number = 0; number < Practices; number++)
                await RowAsync(copy, cancellationToken, "published", "state", 1, 1, texts[number].Title, texts[number].Problem, texts[number].Solution, texts[number].Steps, "a@b.example", evidence[number % 4], "benchmark",
                    DateTime.UnixEpoch, new DateOnly(2026, 1, 1), number.ToString(CultureInfo.InvariantCulture), "");
            await copy.CompleteAsync(cancellationToken);
        }
        await ExecuteAsync(connection, StagingSql, cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(StagingCopy, cancellationToken))
        {
            for (var number = 0; number < Practices; number++)
                await RowAsync(copy, cancellationToken, number + 1L, evidence[number % 4], number % 60_000, SearchText.Index((texts[number].Title, 'A', "lv")),
                    SearchText.Index((texts[number].Title, 'A', "lv"), (texts[number].Problem, 'B', "lv"), (texts[number].Solution, 'C', "lv"), (texts[number].Steps, 'D', "lv")));
            await copy.CompleteAsync(cancellationToken);
        }
        await ExecuteAsync(connection, IndexSql, cancellationToken);
        await ExecuteAsync(connection, "vacuum analyze practice", cancellationToken);
        await ExecuteAsync(connection, "vacuum analyze practice_search", cancellationToken);
    }

    private static async Task RowAsync(NpgsqlBinaryImporter copy, CancellationToken cancellationToken, params object[] values)
    {
        await copy.StartRowAsync(cancellationToken);
        foreach (var value in values)
            await (value is DateTime instant ? copy.WriteAsync(instant, NpgsqlDbType.TimestampTz, cancellationToken) : value switch
            {
                int number => copy.WriteAsync(number, NpgsqlDbType.Integer, cancellationToken),
                long number => copy.WriteAsync(number, NpgsqlDbType.Bigint, cancellationToken),
                DateOnly day => copy.WriteAsync(day, NpgsqlDbType.Date, cancellationToken),
                _ => copy.WriteAsync((string)value, NpgsqlDbType.Text, cancellationToken),
            });
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // constants of this class
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static string Text(StableRandom random, int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Form(random)));

    /// <summary>A word in one of its forms. Words are as often as in texts: the n-th about 1/n of the time (Zipf).</summary>
    private static string Form(StableRandom random)
    {
        var word = (int)Math.Exp(random.Uniform() * Math.Log(Words)) - 1;
        var stem = $"{Syllables[word % Syllables.Length]}{Syllables[word / Syllables.Length % Syllables.Length]}{Syllables[word / Syllables.Length / Syllables.Length % Syllables.Length]}";
        return stem + "n" + Endings[random.Below(Endings.Length)];
    }


    private sealed record Times(double P50, double P95);
}
