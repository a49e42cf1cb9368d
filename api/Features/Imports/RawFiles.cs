using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Keeps raw files in the database for ever, in chunks, and reads them back as a stream. Content that is there already is kept once.</summary>
[CommandPart]
internal sealed class RawFiles(Db db, TimeProvider time)
{
    private const int ChunkBytes = 256 * 1024;

    private const string ContentSql = "insert into raw_content (content_hash, size) values (@hash, @size) on conflict (content_hash) do nothing";

    private const string ChunkSql = "insert into raw_content_chunk (content_hash, number, content) values (@hash, @number, @content)";

    private const string FileSql = """
        insert into raw_file (content_hash, name, media_type, received_at, received_by)
        values (@hash, @name, @mediaType, @now, @actor)
        returning raw_file_id
        """;

    private const string SizeSql = """
        select c.content_hash, c.size
        from raw_file f
        join raw_content c on c.content_hash = f.content_hash
        where f.raw_file_id = @id
        """;

    private const string ReadSql = "select content from raw_content_chunk where content_hash = @hash and number = @number";

    /// <summary>Takes a file in within the caller's transaction; answers its number.</summary>
    public async Task<long> KeepAsync(DbTransaction transaction, ReceivedFile file, string name, string mediaType, string actor, CancellationToken cancellationToken)
    {
        var hash = file.ContentHash;
        if (await transaction.ExecuteAsync(ContentSql, new { hash, size = file.Size }, cancellationToken) == 1)
        {
            var content = file.Content;
            var buffer = new byte[ChunkBytes];
            for (var number = 0; await content.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken) is > 0 and var length; number++)
                await transaction.ExecuteAsync(ChunkSql, new { hash, number, content = length == ChunkBytes ? buffer : buffer[..length] }, cancellationToken);
        }
        return (await transaction.QueryAsync<long>(FileSql, new { hash, name, mediaType, now = time.GetUtcNow().UtcDateTime, actor }, cancellationToken))[0];
    }

    /// <summary>Opens a kept file for reading, once, from its beginning.</summary>
    public async Task<RawFileStream> OpenAsync(long id, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var file = (await transaction.QueryAsync<SizeRow>(SizeSql, new { id }, cancellationToken)).Single();
        return new RawFileStream((number, token) => ReadAsync(file.ContentHash, number, token), file.Size);
    }

    /// <summary>From the primary: a replica that lags could lack the end of a file that has just come in.</summary>
    private async Task<byte[]> ReadAsync(string hash, int number, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        return (await transaction.QueryAsync<byte[]>(ReadSql, new { hash, number }, cancellationToken)).Single();
    }

    private sealed record SizeRow(string ContentHash, long Size);
}
