namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// A lock between processes on a file. The operating system releases it when the process ends, however it ends, so that nothing has
/// to be cleaned after a crash. The file stays.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock for this process alone.</summary>
    /// <returns>The lock, or null when another process holds it, alone or shared, or when the file belongs to another user.</returns>
    public static FileLock? TryExclusive(string path) => TryOpen(path, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Takes the lock together with other processes that share it.</summary>
    /// <returns>The lock, or null when another process holds it alone.</returns>
    public static FileLock? TryShared(string path) => TryOpen(path, FileAccess.Read, FileShare.Read);

    /// <summary>Waits until this process has the lock for itself alone.</summary>
    /// <exception cref="PrivateClusterException">The wait took longer than <paramref name="patience"/>.</exception>
    public static async Task<FileLock> ExclusiveAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var attempts = patience / RetryAfter; attempts > 0; attempts--)
        {
            if (TryExclusive(path) is { } taken)
                return taken;
            await Task.Delay(RetryAfter, cancellationToken);
        }

        throw new PrivateClusterException(
            $"Another process has been starting or stopping the private PostgreSQL for {patience.TotalSeconds:0} s. "
            + $"Find it with: fuser {path}");
    }

    public void Dispose() => _file.Dispose();

    private static FileLock? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, access, share));
        }
        catch (Exception held) when (held is IOException and not (DirectoryNotFoundException or FileNotFoundException)
            || held is UnauthorizedAccessException)
        {
            return null;
        }
    }
}
