namespace Benchlearning.Benchmarks;

/// <summary>From nothing to the first 200 on an existing database, and what the service holds when it then idles.</summary>
internal static class ColdStart
{
    public static async Task<IReadOnlyList<Figure>> RunAsync(Func<Task<ServerProcess>> start, int rounds, CancellationToken cancellationToken)
    {
        var seconds = new List<double>();
        var resident = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            await using var server = await start();
            seconds.Add(server.StartedIn.TotalSeconds);
            await Task.Delay(3000, cancellationToken);
            resident.Add(server.ResidentBytes / 1024.0 / 1024.0);
        }
        var (started, idle) = (Spread.Of(seconds), Spread.Of(resident));
        return
        [
            new Figure("start on an existing database to the first 200", "", "", $"{started.Show("0.00")} s", "< 2 s", started.Median < 2),
            new Figure("idle resident memory", "", "", $"{idle.Show("0")} MB", "< 200 MB", idle.Median < 200),
        ];
    }
}
