using System.Globalization;

namespace Benchlearning.Benchmarks;

/// <summary>A request of ours and the least that a server of the same bytes must do.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Kind">The ceiling's endpoint.</param>
/// <param name="Answer">The answer that both give.</param>
/// <param name="Ours">Our request.</param>
/// <param name="Share">The share of the ceiling's requests per second to reach; null: the median time is compared.</param>
/// <param name="Times">The most that our median time may be of the ceiling's; null: requests per second are compared.</param>
/// <param name="Connections">Connections at once.</param>
internal sealed record RatioBenchmark(string Name, string Kind, string Answer, LoadRequest Ours, double? Share, double? Times, int Connections = 16)
{
    /// <summary>
    /// The runtime recompiles what is hot in the background, in several steps, and on a single core it waits ten times as long before each:
    /// it needs this long to settle.
    /// </summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(30);

    /// <summary>Alternates ceiling and ours, so that whatever else the machine does falls on both.</summary>
    public async Task<Figure> RunAsync(ServerProcess ceiling, ServerProcess ours, Load load, Arguments arguments, CancellationToken cancellationToken)
    {
        var bare = Ours with { Path = $"/{Kind}/{Answer}" };
        var duration = TimeSpan.FromSeconds(arguments.Seconds);
        foreach (var (server, request) in new[] { (ceiling, bare), (ours, Ours) })
            await load.RunAsync(server.Address, request, Math.Max(Connections, 4), WarmUp, cancellationToken);
        var rounds = new List<(Sample Ceiling, Sample Ours)>();
        for (var round = 0; round < arguments.Rounds; round++)
            rounds.Add((await MeasureAsync(ceiling, bare), await MeasureAsync(ours, Ours)));

        var rate = Spread.Of(rounds.Select(round => round.Ours.PerSecond / round.Ceiling.PerSecond));
        var cost = Spread.Of(rounds.Select(round => round.Ceiling.Cpu / round.Ours.Cpu));
        var slower = Spread.Of(rounds.Select(round => round.Ours.Median / round.Ceiling.Median));
        return new Figure(Name, Show(rounds.Select(round => round.Ceiling)), Show(rounds.Select(round => round.Ours)),
            Share is null
                ? $"p50 {slower.Show("0.00")} x, CPU {(1 / cost.Median).ToString("0.00", CultureInfo.InvariantCulture)} x"
                : $"{rate.Show("0 %")} of req/s, {cost.Show("0 %")} by CPU",
            Share is { } share ? $">= {share.ToString("0 %", CultureInfo.InvariantCulture)}" : $"p50 <= {Times!.Value.ToString("0", CultureInfo.InvariantCulture)} x",
            Share is { } required ? rate.Median >= required : slower.Median <= Times);

        async Task<Sample> MeasureAsync(ServerProcess server, LoadRequest request)
        {
            var before = server.CpuTime;
            var result = await load.RunAsync(server.Address, request, Connections, duration, cancellationToken);
            return new Sample(result.PerSecond, (server.CpuTime - before).TotalMicroseconds / result.Requests, result.Median.TotalMicroseconds);
        }
    }

    private static string Show(IEnumerable<Sample> samples)
    {
        var all = samples.ToArray();
        return $"{Spread.Of(all.Select(sample => sample.PerSecond)).Show("0")} req/s, {Spread.Of(all.Select(sample => sample.Cpu)).Show("0")} us CPU, p50 {Spread.Of(all.Select(sample => sample.Median)).Show("0")} us";
    }

    private sealed record Sample(double PerSecond, double Cpu, double Median);
}
