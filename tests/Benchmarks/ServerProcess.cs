using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Benchlearning.Benchmarks;

/// <summary>A server in a process of its own, on a core of its own where there are two. Killed when it is disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address, TimeSpan startedIn)
    {
        this.process = process;
        Address = address;
        StartedIn = startedIn;
    }

    public Uri Address { get; }

    /// <summary>From the start of the process to the first 200.</summary>
    public TimeSpan StartedIn { get; }

    /// <summary>Starts an assembly and waits until a path answers 200.</summary>
    /// <param name="assembly">File name of an assembly beside this one.</param>
    /// <param name="argument">Its argument; null: none.</param>
    /// <param name="environment">Variables of its environment.</param>
    /// <param name="firstPath">Path and query that must answer 200.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not answer within a minute.</exception>
    public static async Task<ServerProcess> StartAsync(
        string assembly, string? argument, IReadOnlyDictionary<string, string> environment, string firstPath, CancellationToken cancellationToken)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        string[] command = ["dotnet", Path.Combine(AppContext.BaseDirectory, assembly), .. argument is null ? [] : new[] { argument }];
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" > /dev/null");
        start.ArgumentList.Add("sh");
        foreach (var word in Cores.OfTheServer(command))
            start.ArgumentList.Add(word);
        start.Environment["ASPNETCORE_URLS"] = address.OriginalString;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            while (!await AnswersAsync(client, firstPath, cancellationToken))
            {
                if (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(1))
                    throw new InvalidOperationException($"{assembly} did not answer {firstPath}.");
                await Task.Delay(5, cancellationToken);
            }
            return new ServerProcess(process, address, clock.Elapsed);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>Time that the process has spent on a core, its own and the kernel's.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
