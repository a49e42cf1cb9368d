using System.Diagnostics;
using System.Globalization;

namespace Benchlearning.Benchmarks;

/// <summary>Every value of the database as one streamed CSV: how soon it begins, and how much the service grows.</summary>
internal static class StreamedExport
{
    public const string Path = "/v1/observations?indicator=*&format=csv&lang=en";
    private const long MostGrowth = 50 * 1024 * 1024;
    private const double LatestFirstByte = 100;

    /// <summary>Each round has a service of its own, which has answered a small export before.</summary>
    public static async Task<IReadOnlyList<Figure>> RunAsync(Func<Task<ServerProcess>> start, int rounds, CancellationToken cancellationToken)
    {
        var measured = new List<(double FirstByte, double Growth, double Seconds, long Bytes)>();
        for (var round = 0; round < rounds; round++)
        {
            await using var server = await start();
            using var client = new HttpClient { BaseAddress = server.Address };
            await client.GetStringAsync(new Uri($"/v1/observations?indicator={GeneratedFigures.Code(1)}&format=csv", UriKind.Relative), cancellationToken);
            await Task.Delay(1000, cancellationToken);
            measured.Add(await ExportAsync(server, client, cancellationToken));
        }
        var growth = Spread.Of(measured.Select(one => one.Growth));
        var first = Spread.Of(measured.Select(one => one.FirstByte));
        var size = $"{(measured[0].Bytes / 1e6).ToString("0", CultureInfo.InvariantCulture)} MB in {Spread.Of(measured.Select(one => one.Seconds)).Show("0.0")} s";
        return
        [
            new Figure("whole cube as CSV: growth of resident memory", "", size, $"{growth.Show("0.0")} MB", "< 50 MB", growth.Median * 1024 * 1024 < MostGrowth),
            new Figure("whole cube as CSV: first byte", "", "", $"{first.Show("0.0")} ms", "< 100 ms", first.Median < LatestFirstByte),
        ];
    }

    private static async Task<(double FirstByte, double Growth, double Seconds, long Bytes)> ExportAsync(ServerProcess server, HttpClient client, CancellationToken cancellationToken)
    {
        var before = server.ResidentBytes;
        var most = before;
        var clock = Stopwatch.StartNew();
        using var answer = await client.GetAsync(new Uri(Path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        var bytes = 0L;
        var firstByte = 0.0;
        var looked = clock.Elapsed;
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (bytes == 0)
                firstByte = clock.Elapsed.TotalMilliseconds;
            bytes += read;
            if (clock.Elapsed - looked < TimeSpan.FromMilliseconds(20))
                continue;
            looked = clock.Elapsed;
            most = Math.Max(most, server.ResidentBytes);
        }
        return (firstByte, (most - before) / 1024.0 / 1024.0, clock.Elapsed.TotalSeconds, bytes);
    }
}
