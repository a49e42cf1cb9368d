using System.Buffers;

namespace Benchlearning.Api.Platform.Formats;

/// <summary>
/// Gathers an answer that must be whole before it is sent, in memory that the next answer uses again: large answers would otherwise each
/// leave megabytes for the garbage collector. Dispose of it once the answer is sent; not thread-safe.
/// </summary>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int length;

    /// <summary>What was written; valid until the next write or the disposal.</summary>
    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, bytes.Length - length);
        length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(1, sizeHint));
        return bytes.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(Math.Max(1, sizeHint));
        return bytes.AsSpan(length);
    }

    public void Dispose()
    {
        if (bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(bytes);
        (bytes, length) = ([], 0);
    }

    private void MakeRoom(int size)
    {
        if (bytes.Length - length >= size)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(checked((int)Math.Max((long)length + size, Math.Min((long)bytes.Length * 2, Array.MaxLength))));
        bytes.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
