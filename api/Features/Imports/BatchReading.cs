using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Reads batches as their contract.</summary>
internal sealed class BatchReading(Db db, TimeProvider time)
{
    private const string OpenSql = """
        select b.media_type, b.created_at, b.expires_at, p.number, p.size, p.content_hash, p.received_at
        from open_batch b
        join open_batch_part p on p.open_batch_id = b.open_batch_id
        where b.source_id = @sourceId and b.source_batch = @batch and b.expires_at > @now
        order by p.number
        """;

    private const string SealedSql = """
        select b.import_id, f.media_type, c.size, b.created_at
        from import_batch b
        join raw_file f on f.raw_file_id = b.raw_file_id
        join raw_content c on c.content_hash = f.content_hash
        where b.source_id = @sourceId and b.source_batch = @batch
        """;

    private const string ListSql = """
        select b.source_batch, count(p.number)::integer as parts, coalesce(sum(p.size), 0)::bigint as bytes, b.created_at, b.expires_at
        from open_batch b
        left join open_batch_part p on p.open_batch_id = b.open_batch_id
        where b.source_id = @sourceId and b.expires_at > @now
        group by b.open_batch_id
        order by b.source_batch
        """;

    /// <summary>One batch of a source, open or sealed. Throws 404 when there is none of this id.</summary>
    public async Task<Batch> OneAsync(SourceEntry source, string batch, CancellationToken cancellationToken)
    {
        var arguments = new { sourceId = source.Id, batch, now = time.GetUtcNow().UtcDateTime };
        if (await db.FirstOrNullAsync<SealedRow>(SealedSql, arguments, cancellationToken) is { } known)
            return new Batch(source.Code, batch, known.MediaType, [], known.Size, new DateTimeOffset(known.CreatedAt), null, known.ImportId);
        if (await db.QueryAsync<OpenRow>(OpenSql, arguments, cancellationToken) is not [var first, ..] parts)
            throw new ProblemException(ProblemTypes.NotFound, $"There is no batch '{Excerpt.Of(batch)}' of {source.Code}; GET /v1/sources/{source.Code}/batches lists those that are open.");
        return new Batch(source.Code, batch, first.MediaType, [.. parts.Select(part => new BatchPart(part.Number, part.Size, part.ContentHash, new DateTimeOffset(part.ReceivedAt)))], parts.Sum(part => part.Size),
            new DateTimeOffset(first.CreatedAt), new DateTimeOffset(first.ExpiresAt), null);
    }

    /// <summary>The open batches of a source, in order of their ids.</summary>
    public async Task<List<OpenBatch>> ListAsync(SourceEntry source, CancellationToken cancellationToken) =>
        (await db.QueryAsync<ListRow>(ListSql, new { sourceId = source.Id, now = time.GetUtcNow().UtcDateTime }, cancellationToken))
            .ConvertAll(row => new OpenBatch(source.Code, row.SourceBatch, row.Parts, row.Bytes, new DateTimeOffset(row.CreatedAt), new DateTimeOffset(row.ExpiresAt)));

    private sealed record SealedRow(long ImportId, string MediaType, long Size, DateTime CreatedAt);

    private sealed record OpenRow(string MediaType, DateTime CreatedAt, DateTime ExpiresAt, int Number, long Size, string ContentHash, DateTime ReceivedAt);

    private sealed record ListRow(string SourceBatch, int Parts, long Bytes, DateTime CreatedAt, DateTime ExpiresAt);
}
