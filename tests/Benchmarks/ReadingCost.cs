#pragma warning disable RS0030 // Reads figures below Db, as little as can be read.
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Npgsql;

namespace Benchlearning.Benchmarks;

/// <summary>
/// What is made of figures against the reading of them: the likeness of all pairs of 119 municipalities with the clusters that it makes, the profile of a municipality over 500 indicators, and
/// the briefing of its council over the 200 that a briefing has. The ceiling
/// is a bare connection that reads the same figures and nothing else, in turn with the request over HTTP.
/// </summary>
internal static class ReadingCost
{
    private const double Most = 10;
    private const double MostOfBriefing = 5;
    private const int IndicatorsOfBriefing = 200;
    private const int PairsInRound = 20;
    private const int FewIndicators = 4;
    private const int YearsOfTheMunicipality = 10;

    private const string FiguresSql = """
        select c.figures from observation_cube c join indicator i using (indicator_id)
        where c.breakdown = '' and i.code like 'generated-%' and i.code <= $1
        """;

    public static async Task<IReadOnlyList<Figure>> RunAsync(string connectionString, Func<Task<ServerProcess>> start, int rounds, CancellationToken cancellationToken)
    {
        await using var server = await start();
        using var client = new HttpClient { BaseAddress = server.Address };
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return
        [
            await RowAsync("reading: likeness of all pairs of 119, and clusters by it", FewIndicators, turn => client.PostAsJsonAsync("/v1/analyses/clusters?lang=en", new
            {
                variables = Enumerable.Range(1, FewIndicators).Select(number => new { variable = GeneratedFigures.Code(number) }), group = "all", period = Year(turn), k = 5,
            }, cancellationToken)),
            await RowAsync("reading: profile of 500 indicators", GeneratedFigures.Indicators,
                turn => client.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"/v1/comparisons/profile?lang=en&group=all&territory={GeneratedFigures.Municipality}&period={Year(turn)}&indicator={All}")
            {
                Headers = { { "Accept", string.Create(CultureInfo.InvariantCulture, $"*/*, x/{turn + PairsInRound}") } }, // to a cache a request like no other
            }, cancellationToken)),
            await RowAsync("reading: briefing of a council", IndicatorsOfBriefing, _ => client.GetAsync(new Uri($"/v1/briefings/current?lang=en&territory={GeneratedFigures.Municipality}", UriKind.Relative), cancellationToken), MostOfBriefing),
        ];

        async Task<Figure> RowAsync(string name, int indicators, Func<int, Task<HttpResponseMessage>> ask, double most = Most)
        {
            var times = new List<(double Read, double Ours)>();
            for (var turn = -PairsInRound; turn < rounds * PairsInRound; turn++)
            {
                var pair = (await ReadAsync(connection, GeneratedFigures.Code(indicators), cancellationToken), await TimeAsync(name, () => ask(turn), cancellationToken));
                if (turn >= 0)
                    times.Add(pair);
            }
            var ratio = Spread.Of(times.Select(pair => pair.Ours / pair.Read));
            return new Figure(name, $"read {Spread.Of(times.Select(pair => pair.Read)).Show("0")} us", $"{Spread.Of(times.Select(pair => pair.Ours)).Show("0")} us",
                $"{ratio.Show("0.00")} x", string.Create(CultureInfo.InvariantCulture, $"<= {most:0} x"), ratio.Median <= most);
        }
    }

    private static string All => string.Join(',', Enumerable.Range(1, GeneratedFigures.Indicators).Select(GeneratedFigures.Code));

    private static string Year(int turn) => string.Create(CultureInfo.InvariantCulture, $"{2011 + ((turn + PairsInRound) % YearsOfTheMunicipality)}");

    private static async Task<double> ReadAsync(NpgsqlConnection connection, string last, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        await using var command = new NpgsqlCommand(FiguresSql, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = last } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _ = reader.GetFieldValue<double[]>(0);
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }

    private static async Task<double> TimeAsync(string name, Func<Task<HttpResponseMessage>> ask, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        using var response = await ask();
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{name} was refused: {System.Text.Encoding.UTF8.GetString(body)}");
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }
}
