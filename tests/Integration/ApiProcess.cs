using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Benchlearning.Tests.Integration;

/// <summary>The service as production runs it, in a process of its own, so that it can be killed.</summary>
internal sealed class ApiProcess : IAsyncDisposable
{
    public const string OperatorKey = "the operator key of a test that kills the service";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;

    private ApiProcess(Process process, Uri address)
    {
        this.process = process;
        Operator = new HttpClient { BaseAddress = address };
        Operator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", OperatorKey);
    }

    /// <summary>A client with the operator key.</summary>
    public HttpClient Operator { get; }

    /// <summary>Starts the service and waits until it is ready.</summary>
    /// <param name="connectionString">Its database, migrated.</param>
    /// <param name="environment">Variables of its environment, over those of this process.</param>
    public static Task<ApiProcess> StartAsync(string connectionString, params IEnumerable<(string Name, string Value)> environment) =>
        StartAsync(new Launch(AppContext.BaseDirectory), connectionString, environment);

    /// <summary>Starts the service in some way and waits until it is ready.</summary>
    /// <param name="launch">Where it is, who runs it, and where its log goes.</param>
    /// <param name="connectionString">Its database, migrated.</param>
    /// <param name="environment">Variables of its environment, over those of this process.</param>
    public static async Task<ApiProcess> StartAsync(Launch launch, string connectionString, params IEnumerable<(string Name, string Value)> environment)
    {
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort()}"));
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec {launch.As} dotnet \"$1\" > \"$2\" 2>&1", "sh", Path.Combine(launch.Folder, "Benchlearning.Api.dll"), launch.Log])
        {
            UseShellExecute = false,
            WorkingDirectory = launch.Folder,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = address.OriginalString;
        start.Environment["ConnectionStrings__Benchlearning"] = connectionString;
        start.Environment["Benchlearning__OperatorKey"] = OperatorKey;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var api = new ApiProcess(Process.Start(start)!, address);
        var clock = Stopwatch.StartNew();
        while (!await api.IsReadyAsync())
        {
            if (api.process.HasExited || clock.Elapsed > Patience)
            {
                await api.DisposeAsync();
                Assert.Fail("The service did not become ready.");
            }
            await Task.Delay(50);
        }
        return api;
    }

    /// <summary>Kills it at once, as a power cut or the kernel would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
        Operator.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Operator.GetAsync(new Uri("/health/ready", UriKind.Relative));
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

/// <summary>A way to start the service.</summary>
/// <param name="Folder">Where it is, and what its content root is.</param>
/// <param name="Log">File of its standard output.</param>
/// <param name="As">Program before it, such as one that runs it as somebody else; empty: none.</param>
internal sealed record Launch(string Folder, string Log = "/dev/null", string As = "");
