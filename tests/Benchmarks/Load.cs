using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Benchlearning.Benchmarks;

/// <summary>One request, repeated.</summary>
/// <param name="Path">Path and query.</param>
/// <param name="Status">The status that every answer must have.</param>
/// <param name="IfNoneMatch">Value of If-None-Match; null: not sent.</param>
/// <param name="IsVaried">True: every request also accepts a type of its own, that does not exist: to a cache it is a request like no other.</param>
/// <param name="Authorization">Credentials; null: none.</param>
internal sealed record LoadRequest(string Path, HttpStatusCode Status = HttpStatusCode.OK, string? IfNoneMatch = null, bool IsVaried = false, string? Authorization = null);

/// <summary>What a load saw.</summary>
/// <param name="Requests">Answers.</param>
/// <param name="Elapsed">How long it lasted.</param>
/// <param name="Median">Half of the answers came sooner.</param>
internal sealed record LoadResult(long Requests, TimeSpan Elapsed, TimeSpan Median)
{
    public double PerSecond => Requests / Elapsed.TotalSeconds;
}

/// <summary>Sends one request over and over on a number of connections for a bounded time: by wrk where it is installed, else by a client of its own.</summary>
internal sealed class Load(string folder)
{
    private const string Wrk = "/usr/bin/wrk";
    private long number;

    public static string Name => File.Exists(Wrk) ? "wrk" : "HttpClient";

    /// <summary>Loads a server.</summary>
    /// <exception cref="InvalidOperationException">An answer was not the expected one.</exception>
    public async Task<LoadResult> RunAsync(Uri server, LoadRequest request, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        // wrk counts other answers only from 400 on, so the first one is looked at.
        using (var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server })
            await SendAsync(client, request, cancellationToken);
        return File.Exists(Wrk)
            ? await RunWrkAsync(server, request, connections, duration, cancellationToken)
            : await RunClientsAsync(server, request, connections, duration, cancellationToken);
    }

    private async Task<LoadResult> RunWrkAsync(Uri server, LoadRequest request, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var script = Path.Combine(folder, "load.lua");
        await File.WriteAllTextAsync(script, Script(request), cancellationToken);
        var start = new ProcessStartInfo(Wrk,
            ["-t1", string.Create(CultureInfo.InvariantCulture, $"-c{connections}"), string.Create(CultureInfo.InvariantCulture, $"-d{duration.TotalSeconds}s"),
             "--timeout", "10s", "-s", script, server.OriginalString]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var figures = output.Split('\n').FirstOrDefault(line => line.StartsWith("figures ", StringComparison.Ordinal))?.Split(' ')
            .Skip(1).Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
        if (figures is not [> 0, _, _, 0])
            throw new InvalidOperationException($"{request.Path}: not every answer was the expected one.\n{output}");
        return new LoadResult((long)figures[0], TimeSpan.FromMicroseconds(figures[1]), TimeSpan.FromMicroseconds(figures[2]));
    }

    private string Script(LoadRequest request) => string.Create(CultureInfo.InvariantCulture, $$"""
        local number = {{(number += 1_000_000)}}
        local headers = { {{(request.IfNoneMatch is { } tag ? $"[\"If-None-Match\"] = '{tag}'" : "")}} }
        {{(request.Authorization is { } credentials ? $"headers[\"Authorization\"] = '{credentials}'" : "")}}
        function request()
            {{(request.IsVaried ? "number = number + 1; headers[\"Accept\"] = \"*/*, x/\" .. string.format(\"%d\", number)" : "")}}
            return wrk.format("GET", "{{request.Path}}", headers)
        end
        function done(summary, latency)
            local errors = summary.errors
            print(string.format("figures %d %d %d %d", summary.requests, summary.duration, latency:percentile(50),
                errors.connect + errors.read + errors.write + errors.status + errors.timeout))
        end
        """);

    private async Task<LoadResult> RunClientsAsync(Uri server, LoadRequest request, int connections, TimeSpan duration, CancellationToken cancellationToken)
    {
        var times = new ConcurrentBag<long>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = server };
            while (clock.Elapsed < duration)
            {
                var started = Stopwatch.GetTimestamp();
                await SendAsync(client, request, cancellationToken);
                times.Add(Stopwatch.GetTimestamp() - started);
            }
        }));
        var ordered = times.Order().ToArray();
        return new LoadResult(ordered.Length, clock.Elapsed, TimeSpan.FromSeconds((double)ordered[ordered.Length / 2] / Stopwatch.Frequency));
    }

    private async Task SendAsync(HttpClient client, LoadRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, request.Path);
        if (request.IfNoneMatch is { } tag)
            message.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (request.Authorization is { } credentials)
            message.Headers.TryAddWithoutValidation("Authorization", credentials);
        if (request.IsVaried)
            message.Headers.TryAddWithoutValidation("Accept", string.Create(CultureInfo.InvariantCulture, $"*/*, x/{Interlocked.Increment(ref number)}"));
        using var answer = await client.SendAsync(message, cancellationToken);
        if (answer.StatusCode != request.Status)
            throw new InvalidOperationException($"{request.Path} answered {answer.StatusCode}, not {request.Status}.");
    }
}
