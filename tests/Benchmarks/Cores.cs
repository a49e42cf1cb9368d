using System.Diagnostics;
using System.Globalization;

namespace Benchlearning.Benchmarks;

/// <summary>
/// Gives the measured server a core of its own, and the load and PostgreSQL the others, so that neither takes from the other.
/// Without taskset or a second core everything shares what there is.
/// </summary>
internal static class Cores
{
    public static bool AreSeparate { get; } = Environment.ProcessorCount > 1 && OperatingSystem.IsLinux() && File.Exists("/usr/bin/taskset");

    private static readonly string Others = string.Create(CultureInfo.InvariantCulture, $"1-{Math.Max(1, Environment.ProcessorCount - 1)}");

    private static readonly string All = string.Create(CultureInfo.InvariantCulture, $"0-{Environment.ProcessorCount - 1}");

    /// <summary>A command that runs on the server's core.</summary>
    public static string[] OfTheServer(string[] command) => AreSeparate ? ["taskset", "-c", "0", .. command] : command;

    /// <summary>Moves this process, and whatever it starts from now on, to the other cores.</summary>
    public static Task LeaveToTheServerAsync(CancellationToken cancellationToken) => MoveToAsync(Others, cancellationToken);

    /// <summary>Moves this process to the server's core, to measure there what the server does, while that is idle.</summary>
    public static Task JoinTheServerAsync(CancellationToken cancellationToken) => MoveToAsync("0", cancellationToken);

    /// <summary>Lets this process use all cores again.</summary>
    public static Task TakeAllAsync(CancellationToken cancellationToken) => MoveToAsync(All, cancellationToken);

    private static async Task MoveToAsync(string cores, CancellationToken cancellationToken)
    {
        if (!AreSeparate)
            return;
        var start = new ProcessStartInfo("taskset", ["-apc", cores, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
    }
}
