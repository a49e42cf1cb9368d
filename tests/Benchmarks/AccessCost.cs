#pragma warning disable RS0030, CA2100 // Times SQL below Db; the texts are constants of this class and the product's own function.
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Benchlearning.Benchmarks;

/// <summary>
/// What authorisation costs. A public read: the same request with credentials and without, each answer made anew. A protected one: the same cubes made
/// from the revisions under the predicate and row-level security, and without either, in turn.
/// </summary>
internal static class AccessCost
{
    private const double MostOfPublic = 1.10;
    private const double MostOfProtected = 1.25;

    private const string ReachSql = """select set_config('benchlearning.reach', '{"level":"analyst","territories":[1,2,3],"networks":[1,2]}', true);""";

    private const string Cubes = "select * from {0}((select array_agg(indicator_id) from indicator where code in ('generated-001', 'generated-002', 'generated-003', 'generated-004', 'generated-005')), null, true)";

    private const string HideSql = """
        update observation_revision o set visibility = 'authorised'
        from indicator i where i.indicator_id = o.indicator_id and i.code between 'generated-001' and 'generated-005' and o.period >= '2020';
        """;

    private const string ShowSql = "update observation_revision set visibility = 'public' where visibility <> 'public'";

    public static async Task<IReadOnlyList<Figure>> RunAsync(string connectionString, Func<Task<ServerProcess>> start, Load load, Arguments arguments, CancellationToken cancellationToken)
    {
        await using var server = await start();
        return [await PublicAsync(server, load, arguments, cancellationToken), await ProtectedAsync(connectionString, arguments, cancellationToken)];
    }

    private static async Task<Figure> PublicAsync(ServerProcess server, Load load, Arguments arguments, CancellationToken cancellationToken)
    {
        var anonymous = new LoadRequest($"/v1/observations?indicator={GeneratedFigures.Code(9)}&period=2013", IsVaried: true);
        var known = anonymous with { Authorization = $"Bearer {ImportLoad.OperatorKey}" };
        foreach (var request in new[] { anonymous, known })
            await load.RunAsync(server.Address, request, 4, TimeSpan.FromSeconds(10), cancellationToken);
        var rounds = new List<(double Without, double With)>();
        for (var round = 0; round < arguments.Rounds; round++)
            rounds.Add((await TimeAsync(anonymous), await TimeAsync(known)));
        return Row("access: a public read with credentials", rounds, MostOfPublic, "us");

        async Task<double> TimeAsync(LoadRequest request) =>
            (await load.RunAsync(server.Address, request, 4, TimeSpan.FromSeconds(arguments.Seconds), cancellationToken)).Median.TotalMicroseconds;
    }

    private static async Task<Figure> ProtectedAsync(string connectionString, Arguments arguments, CancellationToken cancellationToken)
    {
        await using var owner = new NpgsqlConnection($"{connectionString};Pooling=false");
        await using var api = new NpgsqlConnection($"{connectionString};Pooling=false;Options=-c role=benchlearning_api");
        await owner.OpenAsync(cancellationToken);
        await api.OpenAsync(cancellationToken);
        await ExecuteAsync(owner, HideSql, cancellationToken);
        try
        {
            await ExecuteAsync(owner, await BareFunctionAsync(owner, cancellationToken), cancellationToken);
            var without = Cubes.Replace("{0}", "observation_cubes_bare", StringComparison.Ordinal);
            var with = ReachSql + Cubes.Replace("{0}", "observation_cubes", StringComparison.Ordinal);
            var rounds = new List<(double Without, double With)>();
            for (var round = -3; round < arguments.Rounds * 20; round++)
            {
                var pair = (await TimeAsync(owner, without, cancellationToken), await TimeAsync(api, with, cancellationToken));
                if (round >= 0)
                    rounds.Add(pair);
            }
            return Row("access: five protected indicators from rows", rounds, MostOfProtected, "us");
        }
        finally
        {
            await ExecuteAsync(owner, ShowSql, cancellationToken);
        }
    }

    /// <summary>The product's function as it would be without the predicate.</summary>
    private static async Task<string> BareFunctionAsync(NpgsqlConnection owner, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_get_functiondef('observation_cubes'::regproc)", owner);
        return ((string)(await command.ExecuteScalarAsync(cancellationToken))!).Replace("observation_cubes(", "observation_cubes_bare(", StringComparison.Ordinal)
            .Replace("seen_observation", "observation_revision", StringComparison.Ordinal);
    }

    private static async Task<double> TimeAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        do
        {
            while (await reader.ReadAsync(cancellationToken))
            {
            }
        }
        while (await reader.NextResultAsync(cancellationToken));
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Figure Row(string name, List<(double Without, double With)> rounds, double most, string unit)
    {
        var ratio = Spread.Of(rounds.Select(round => round.With / round.Without));
        return new Figure(name, $"{Spread.Of(rounds.Select(round => round.Without)).Show("0")} {unit}", $"{Spread.Of(rounds.Select(round => round.With)).Show("0")} {unit}",
            $"{ratio.Show("0.00")} x", string.Create(CultureInfo.InvariantCulture, $"< {most:0.00} x"), ratio.Median < most);
    }
}
