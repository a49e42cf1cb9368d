using System.Globalization;
using System.Text.Json;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Stored;

/// <summary>
/// Reads stored analyses as their contract: public ones, the caller's own, and for administrators all. Another is answered as one that is not there.
/// </summary>
internal sealed class StoredAnalysisReading(Db db, Caller caller)
{
    private const string Sql = """
        select a.stored_analysis_id as id, a.number, a.title, a.method, a.method_version, a.language, a.visibility, a.as_of,
               case when @id::uuid is not null then a.request end as request, a.checksum, a.bytes, a.stored_at, a.stored_by
        from stored_analysis a
        where a.removed_at is null
          and (a.visibility = 'public' or a.stored_by = @actor or @isAdministrator)
          and (@id::uuid is null or a.stored_analysis_id = @id)
          and (@method::text is null or a.method = @method)
          and (@visibility::text is null or a.visibility = @visibility)
          and (not @isOwn or a.stored_by = @actor)
          and (@before::bigint is null or a.number < @before)
        order by a.number desc
        limit @limit
        """;

    private const string AnswerSql = """
        select a.method, a.method_version, a.language, a.visibility, a.reach, a.request, a.answer, a.checksum
        from stored_analysis a
        where a.stored_analysis_id = @id
          and a.removed_at is null
          and (a.visibility = 'public' or a.stored_by = @actor or @isAdministrator)
        """;

    /// <summary>One analysis, with what was asked.</summary>
    /// <exception cref="ProblemException">404: there is none of this id that the caller may read.</exception>
    public async Task<StoredAnalysis> OneAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync(IdOf(id), null, null, false, null, 1, cancellationToken)).Select(row => row.ToContract(caller)).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Analyses before a number, newest first; null is no condition.</summary>
    public async Task<List<(long Number, StoredAnalysis Analysis)>> ListAsync(string? method, string? visibility, bool isOwn, long? before, int limit, CancellationToken cancellationToken) =>
        (await ReadAsync(null, method, visibility, isOwn, before, limit, cancellationToken)).ConvertAll(row => (row.Number, row.ToContract(caller)));

    /// <summary>The answer of one, and what is needed to repeat it.</summary>
    /// <exception cref="ProblemException">404: there is none of this id that the caller may read.</exception>
    public async Task<KeptAnalysis> AnswerAsync(string id, CancellationToken cancellationToken) =>
        await db.FirstOrNullAsync<KeptAnalysis>(AnswerSql, new { id = IdOf(id), actor = caller.Actor, isAdministrator = IsAdministrator(caller) }, cancellationToken) ?? throw NotFound(id);

    /// <summary>Where an analysis is.</summary>
    public static string AddressOf(Guid id) => string.Create(CultureInfo.InvariantCulture, $"/v1/analyses/{id}");

    /// <summary>The id in an address; 404 for what is none.</summary>
    public static Guid IdOf(string id) => Guid.TryParseExact(id, "D", out var known) ? known : throw NotFound(id);

    /// <summary>404 for an id that no analysis bears, or one that is none of the caller's business.</summary>
    public static ProblemException NotFound(string id) => new(ProblemTypes.NotFound, $"There is no stored analysis '{Excerpt.Of(id)}'; GET /v1/analyses lists those that you may read.");

    /// <summary>True for who may read and remove every analysis.</summary>
    public static bool IsAdministrator(Caller caller) => caller.May(Permission.ManageAccess);

    private Task<List<Row>> ReadAsync(Guid? id, string? method, string? visibility, bool isOwn, long? before, int limit, CancellationToken cancellationToken) =>
        db.QueryAsync<Row>(Sql, new { id, method, visibility, isOwn, before, limit, actor = caller.Actor, isAdministrator = IsAdministrator(caller) }, cancellationToken);

    private sealed record Row(
        Guid Id, long Number, string? Title, string Method, string MethodVersion, string Language, string Visibility, DateTime? AsOf, string? Request, string Checksum, int Bytes,
        DateTime StoredAt, string StoredBy)
    {
        public StoredAnalysis ToContract(Caller caller) => new(
            Id.ToString(), Title, Method, MethodVersion, Language, Visibility, AsOf is { } instant ? new DateTimeOffset(instant) : null,
            Request is null ? null : JsonElement.Parse(Request), Checksum, Bytes, $"{AddressOf(Id)}/result", new DateTimeOffset(StoredAt),
            StoredBy == caller.Actor || IsAdministrator(caller) ? StoredBy : null);
    }
}

/// <summary>The answer of a stored analysis, and what is needed to repeat it.</summary>
internal sealed record KeptAnalysis(string Method, string MethodVersion, string Language, string Visibility, string Reach, string Request, byte[] Answer, string Checksum);
