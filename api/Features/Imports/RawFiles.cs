using System.Security.Cryptography;
using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Imports;

/// <summary>A raw file as it was received. It is kept for ever.</summary>
/// <param name="Id">Its number.</param>
/// <param name="ContentHash">sha-256, hex.</param>
/// <param name="Size">Bytes.</param>
internal sealed record RawFile(long Id, string ContentHash, long Size);

/// <summary>Keeps raw files in the database, in chunks, and reads them back as a stream. Neither ever holds a whole file.</summary>
internal sealed class RawFiles(Db db, TimeProvider time)
{
    private const int ChunkBytes = 512 * 1024;

    private const string BeginSql = """
        insert into raw_file (content_hash, name, media_type, size, received_at, received_by)
        values (repeat('0', 64), @name, @mediaType, 0, @now, @actor)
        returning raw_file_id
        """;

    private const string ChunkSql = "insert into raw_file_chunk (raw_file_id, number, content) values (@id, @number, @content)";

    private const string EndSql = "update raw_file set content_hash = @hash, size = @size where raw_file_id = @id";

    private const string ReadSql = "select content from raw_file_chunk where raw_file_id = @id and number = @number";

    /// <summary>Takes a file in within the caller's transaction. A stream that breaks off throws, and nothing is kept.</summary>
    public async Task<RawFile> KeepAsync(DbTransaction transaction, Stream content, string name, string mediaType, string actor, CancellationToken cancellationToken)
    {
        var id = (await transaction.QueryAsync<long>(BeginSql, new { name, mediaType, now = time.GetUtcNow().UtcDateTime, actor }, cancellationToken))[0];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkBytes];
        long size = 0;
        for (var number = 0; ; number++)
        {
            var length = await content.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken);
            if (length == 0)
                break;
            hash.AppendData(buffer, 0, length);
            size += length;
            await transaction.ExecuteAsync(ChunkSql, new { id, number, content = length == ChunkBytes ? buffer : buffer[..length] }, cancellationToken);
        }
        var hex = Convert.ToHexStringLower(hash.GetHashAndReset());
        await transaction.ExecuteAsync(EndSql, new { id, hash = hex, size }, cancellationToken);
        return new RawFile(id, hex, size);
    }

    /// <summary>Opens a kept file for reading, once, from its beginning.</summary>
    public Stream Open(long id) => new ChunkStream(db, id);

    /// <summary>Reads a file chunk by chunk as its reader goes.</summary>
    private sealed class ChunkStream(Db db, long id) : Stream
    {
        private byte[] chunk = [];
        private int offset;
        private int next;
        private bool isAtEnd;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (offset == chunk.Length && !isAtEnd)
            {
                chunk = await db.FirstOrNullAsync<byte[]>(ReadSql, new { id, number = next++ }, cancellationToken) ?? [];
                offset = 0;
                isAtEnd = chunk.Length == 0;
            }
            var length = Math.Min(buffer.Length, chunk.Length - offset);
            chunk.AsMemory(offset, length).CopyTo(buffer);
            offset += length;
            return length;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Raw files are read asynchronously.");
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
