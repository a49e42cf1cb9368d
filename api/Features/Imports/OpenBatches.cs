using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Keeps the parts of batches until they are sealed, so that any instance may take any part. A part that is there already is not taken again; a batch that nobody seals goes when its
/// time is over.
/// </summary>
[CommandPart]
internal sealed class OpenBatches(Db db, IOptions<ServiceOptions> options, TimeProvider time)
{
    /// <summary>Most parts of a batch.</summary>
    public const int MostParts = 10_000;

    /// <summary>Most open batches of a source.</summary>
    public const int MostOpen = 100;

    private const int LongestId = 100;
    private const int ChunkBytes = 256 * 1024;

    private const string ExpireSql = "delete from open_batch where expires_at <= @now";

    private const string OpenSql = """
        insert into open_batch (source_id, source_batch, media_type, actor, created_at, expires_at)
        select @sourceId, @batch, @mediaType, @actor, @now, @expires
        where (select count(*) from open_batch b where b.source_id = @sourceId and b.source_batch <> @batch) < @most
          and not exists (select 1 from import_batch i where i.source_id = @sourceId and i.source_batch = @batch)
        on conflict (source_id, source_batch) do update set expires_at = excluded.expires_at
        returning open_batch_id, media_type
        """;

    private const string PartsSql = """
        select p.number, p.size, p.content_hash
        from open_batch b
        join open_batch_part p on p.open_batch_id = b.open_batch_id
        where b.source_id = @sourceId and b.source_batch = @batch and b.expires_at > @now
        order by p.number
        """;

    private const string MediaTypeSql = "select b.media_type from open_batch b where b.source_id = @sourceId and b.source_batch = @batch and b.expires_at > @now";

    private const string PartSql = """
        insert into open_batch_part (open_batch_id, number, content_hash, size, received_at)
        values (@id, @part, @hash, @size, @now)
        """;

    private const string ChunkSql = "insert into open_batch_chunk (open_batch_id, part, number, content) values (@id, @part, @number, @content)";

    private const string ReadSql = """
        select c.content
        from open_batch b
        join open_batch_chunk c on c.open_batch_id = b.open_batch_id
        where b.source_id = @sourceId and b.source_batch = @batch and c.part = @part and c.number = @number
        """;

    private const string RemoveSql = "delete from open_batch where source_id = @sourceId and source_batch = @batch";

    /// <summary>A part that is there.</summary>
    internal sealed record Part(int Number, long Size, string ContentHash)
    {
        public int Chunks => (int)((Size + ChunkBytes - 1) / ChunkBytes);
    }

    /// <summary>Says what is wrong with a batch id.</summary>
    public static void CheckId<T>(FindingsOf<T> findings, string batch)
    {
        if (batch.Length > LongestId || !char.IsAsciiLetterOrDigit(batch[0]) || batch.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-')))
            findings.Add("batch", "invalid-code", $"A batch id is made of letters, digits, points, hyphens and underscores, begins with a letter or digit, and has at most {LongestId} characters, such as 2013-w07.", batch);
    }

    /// <summary>Takes a part in; true when it was not there yet.</summary>
    public async Task<bool> KeepAsync(int sourceId, string batch, int part, string mediaType, AuditOrigin origin, ReceivedFile file, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        await transaction.ExecuteAsync(ExpireSql, new { now }, cancellationToken);
        var opened = await transaction.QueryAsync<Opened>(OpenSql, new { sourceId, batch, mediaType, actor = origin.Actor, now, expires = now.AddHours(options.Value.OpenBatchHours), most = MostOpen }, cancellationToken);
        if (opened is not [var open])
            throw new ProblemException(ProblemTypes.Conflict, $"The batch was sealed meanwhile, or {MostOpen} others of this source wait to be sealed; /v1/sources/SOURCE/batches lists them.");
        if (open.MediaType != mediaType)
            throw Findings.One("Content-Type", "other-media-type", $"The other parts of this batch are {open.MediaType}, and this one is {mediaType}.", mediaType);
        var parts = await transaction.QueryAsync<Part>(PartsSql, new { sourceId, batch, now }, cancellationToken);
        if (parts.Find(known => known.Number == part) is { } there)
        {
            if (there.ContentHash != file.ContentHash)
                throw new ProblemException(ProblemTypes.BatchReused, $"Part {part} of the batch {batch} is there already, with the sha-256 {there.ContentHash}.");
            await transaction.CommitOwnWorkAsync("The part is there already; what has expired goes.", cancellationToken);
            return false;
        }
        if (parts.Sum(known => known.Size) + file.Size > options.Value.MaximumUploadBytes)
            throw new ProblemException(ProblemTypes.PayloadTooLarge, $"All parts of a batch together are larger than {options.Value.MaximumUploadBytes} bytes (published at /v1/config).");
        await transaction.ExecuteAsync(PartSql, new { id = open.OpenBatchId, part, hash = file.ContentHash, size = file.Size, now }, cancellationToken);
        var (content, buffer) = (file.Content, new byte[ChunkBytes]);
        for (var number = 0; await content.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken) is > 0 and var length; number++)
            await transaction.ExecuteAsync(ChunkSql, new { id = open.OpenBatchId, part, number, content = length == ChunkBytes ? buffer : buffer[..length] }, cancellationToken);
        await transaction.CommitAsync(AuditNote.Of(origin, "batch.putPart", $"source/{sourceId}/batch/{batch}/part/{part}", after: new { file.ContentHash, file.Size }), cancellationToken);
        return true;
    }

    /// <summary>Media type and parts of an open batch, in their order; null: there is none of this id.</summary>
    public async Task<(string MediaType, List<Part> Parts)?> FindAsync(int sourceId, string batch, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var transaction = await db.BeginAsync(cancellationToken);
        var mediaTypes = await transaction.QueryAsync<string>(MediaTypeSql, new { sourceId, batch, now }, cancellationToken);
        return mediaTypes is [var mediaType] ? (mediaType, await transaction.QueryAsync<Part>(PartsSql, new { sourceId, batch, now }, cancellationToken)) : null;
    }

    /// <summary>The parts one after another. Memory holds a chunk.</summary>
    public RawFileStream Open(int sourceId, string batch, IReadOnlyList<Part> parts)
    {
        var chunks = parts.SelectMany(part => Enumerable.Range(0, part.Chunks).Select(number => (Part: part.Number, Number: number))).ToArray();
        return new RawFileStream((index, token) => ReadAsync(sourceId, batch, chunks[index].Part, chunks[index].Number, token), parts.Sum(part => part.Size));
    }

    /// <summary>Lets the parts of a batch go.</summary>
    public async Task RemoveAsync(int sourceId, string batch, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginLongAsync(cancellationToken);
        await transaction.ExecuteAsync(RemoveSql, new { sourceId, batch }, cancellationToken);
        await transaction.CommitOwnWorkAsync("The parts of a batch that is an import by now, which was noted.", cancellationToken);
    }

    private async Task<byte[]> ReadAsync(int sourceId, string batch, int part, int number, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        return (await transaction.QueryAsync<byte[]>(ReadSql, new { sourceId, batch, part, number }, cancellationToken)).FirstOrDefault()
            ?? throw new ProblemException(ProblemTypes.Conflict, $"The batch {batch} was sealed or went while it was read; ask for it anew.");
    }

    private sealed record Opened(long OpenBatchId, string MediaType);
}
