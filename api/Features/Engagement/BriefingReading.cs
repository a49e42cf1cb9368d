using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Engagement;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>Reads kept briefings, which everyone may.</summary>
internal sealed class BriefingReading(Db db, CatalogueWatch watch, Caller caller)
{
    private const string Sql = """
        select b.briefing_id as id, b.number, b.territory_id, b.territory_code, b.group_code, b.title, b.as_of, b.kept_at, b.kept_by
        from briefing b
        where (@id::uuid is null or b.briefing_id = @id)
          and (@territoryId::integer is null or b.territory_id = @territoryId)
          and (@before::bigint is null or b.number < @before)
        order by b.number desc
        limit @limit
        """;

    private const string DocumentsSql = """
        select d.briefing_id as id, d.language, d.format, d.checksum, d.bytes
        from briefing_document d
        where d.briefing_id = any (@ids)
        order by d.language desc, d.format desc
        """;

    private const string ContentSql = """
        select d.content, d.checksum
        from briefing_document d
        where d.briefing_id = @id and d.language = @language and d.format = @format
        """;

    /// <summary>One briefing.</summary>
    /// <exception cref="ProblemException">404: there is none of this id.</exception>
    public async Task<KeptBriefing> OneAsync(string id, string language, CancellationToken cancellationToken) =>
        (await ReadAsync(IdOf(id), null, null, 1, language, cancellationToken)).Select(pair => pair.Briefing).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Briefings before a number, newest first.</summary>
    /// <param name="territoryId">Only of this municipality; null: any.</param>
    /// <param name="before">Only those before this number; null: any.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="language">Language of names.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<List<(long Number, KeptBriefing Briefing)>> ListAsync(int? territoryId, long? before, int limit, string language, CancellationToken cancellationToken) =>
        ReadAsync(null, territoryId, before, limit, language, cancellationToken);

    /// <summary>A document as it was kept, byte by byte.</summary>
    /// <exception cref="ProblemException">404: there is no briefing of this id.</exception>
    public async Task<KeptDocument> DocumentAsync(string id, string language, string format, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<KeptDocument>(ContentSql, new { id = IdOf(id), language, format }, cancellationToken)).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Where a briefing is.</summary>
    public static string AddressOf(string id) => $"/v1/briefings/{id}";

    /// <summary>Where one of its documents is.</summary>
    public static string DocumentAddress(string address, string language, string format) => $"{address}/document?lang={language}&format={format}";

    private static Guid IdOf(string id) => Guid.TryParseExact(id, "D", out var known) ? known : throw NotFound(id);

    private static ProblemException NotFound(string id) => new(ProblemTypes.NotFound, $"There is no kept briefing '{Excerpt.Of(id)}'; GET /v1/briefings lists them.");

    private async Task<List<(long Number, KeptBriefing Briefing)>> ReadAsync(Guid? id, int? territoryId, long? before, int limit, string language, CancellationToken cancellationToken)
    {
        // As the primary has them: what was kept a moment ago is there.
        var rows = await db.QueryPrimaryAsync<Row>(Sql, new { id, territoryId, before, limit }, cancellationToken);
        var documents = (await db.QueryPrimaryAsync<DocumentRow>(DocumentsSql, new { ids = rows.Select(row => row.Id).ToArray() }, cancellationToken)).ToLookup(document => document.Id);
        var timeline = watch.Current.Territories;
        return rows.ConvertAll(row => (row.Number, new KeptBriefing(
            row.Id.ToString(), (timeline.Find(row.TerritoryCode) ?? timeline.Latest(row.TerritoryId)).AsReference(language), row.GroupCode, row.Title, new DateTimeOffset(row.AsOf),
            [.. documents[row.Id].Select(document => new BriefingDocument(document.Language, document.Format, DocumentAddress(AddressOf(row.Id.ToString()), document.Language, document.Format), document.Checksum, document.Bytes))],
            new DateTimeOffset(row.KeptAt), row.KeptBy == caller.Actor || caller.May(Permission.ManageAccess) ? row.KeptBy : null)));
    }

    private sealed record Row(Guid Id, long Number, int TerritoryId, string TerritoryCode, string GroupCode, string? Title, DateTime AsOf, DateTime KeptAt, string KeptBy);

    private sealed record DocumentRow(Guid Id, string Language, string Format, string Checksum, int Bytes);
}

/// <summary>A document as it was kept.</summary>
internal sealed record KeptDocument(byte[] Content, string Checksum);
