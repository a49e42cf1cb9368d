using System.Security.Cryptography;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// A file as it comes in: written to a temporary file while it is received, so that a slow sender holds no connection to the database and
/// memory holds a buffer, however long it is. It is gone when it is disposed of, or when the process dies.
/// </summary>
internal sealed class ReceivedFile : IAsyncDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly FileStream file;

    private ReceivedFile(FileStream file, string contentHash) => (this.file, ContentHash) = (file, contentHash);

    /// <summary>sha-256, hex.</summary>
    public string ContentHash { get; }

    /// <summary>Bytes.</summary>
    public long Size => file.Length;

    /// <summary>The content from its beginning.</summary>
    public Stream Content
    {
        get
        {
            file.Position = 0;
            return file;
        }
    }

    /// <summary>Receives a stream to its end. A stream that breaks off throws, and nothing is kept.</summary>
    public static async Task<ReceivedFile> ReceiveAsync(Stream content, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"benchlearning-{Guid.NewGuid():N}.received");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            if (!OperatingSystem.IsWindows())
                File.Delete(path); // Unix keeps what is open: without a name it goes with the process, however that ends; Windows does so by itself
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[BufferBytes];
            while (await content.ReadAsync(buffer, cancellationToken) is > 0 and var length)
            {
                hash.AppendData(buffer, 0, length);
                await file.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            }
            await file.FlushAsync(cancellationToken);
            return new ReceivedFile(file, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
