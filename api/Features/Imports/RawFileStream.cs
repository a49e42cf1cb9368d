namespace Benchlearning.Api.Features.Imports;

/// <summary>A kept file, read chunk by chunk as its reader goes: memory holds one chunk.</summary>
internal sealed class RawFileStream(Func<int, CancellationToken, Task<byte[]>> read, long size) : Stream
{
    private byte[] chunk = [];
    private int offset;
    private int next;
    private long done;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => size;

    /// <summary>Bytes that the reader has taken.</summary>
    public override long Position { get => done; set => throw new NotSupportedException(); }

    /// <summary>True when what follows begins with these bytes; they are still to be read. At most a chunk.</summary>
    public async ValueTask<bool> BeginsWithAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (offset == chunk.Length && done < size)
            (chunk, offset) = (await read(next++, cancellationToken), 0);
        return chunk.AsSpan(offset).StartsWith(bytes.Span);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (offset == chunk.Length && done < size)
            (chunk, offset) = (await read(next++, cancellationToken), 0);
        var length = Math.Min(buffer.Length, chunk.Length - offset);
        chunk.AsMemory(offset, length).CopyTo(buffer);
        offset += length;
        done += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Raw files are read asynchronously.");
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
