using System.Diagnostics;
using System.Globalization;

namespace Benchlearning.Api.Platform.Database;

/// <summary>What a server says of itself in <c>postmaster.pid</c>: a crash leaves the file behind, so the process may be gone.</summary>
/// <param name="ProcessId">The server's main process.</param>
/// <param name="Port">Null while it starts.</param>
/// <param name="Status"><c>starting</c>, <c>stopping</c>, <c>ready</c> or <c>standby</c>; null while it starts.</param>
internal sealed record ServerProcess(int ProcessId, int? Port, string? Status)
{
    /// <summary>True when a server of that number lives. After a restart of the machine it can be another one's.</summary>
    public bool IsAlive => OperatingSystem.IsLinux() ? LivesOnLinux() : Lives();

    /// <returns>Null when no server was started from the data folder, or the last one stopped in order.</returns>
    public static ServerProcess? Read(string dataFolder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(dataFolder, "postmaster.pid"));
        }
        catch (IOException)
        {
            return null;
        }

        return lines.Length > 0 && Number(lines[0]) is { } processId
            ? new ServerProcess(processId, lines.Length > 3 ? Number(lines[3]) : null, lines.Length > 7 ? lines[7].Trim() : null)
            : null;
    }

    private static int? Number(string line) =>
        int.TryParse(line.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A killed server counts as dead before its parent has taken notice: as a zombie it still has its number.</summary>
    private bool LivesOnLinux()
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{ProcessId}/stat"));
            return stat.Contains("(postgres)", StringComparison.Ordinal) && !stat.Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private bool Lives()
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal) && !process.HasExited;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
