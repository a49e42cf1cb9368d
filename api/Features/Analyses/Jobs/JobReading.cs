using System.Globalization;
using System.Text;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Features.Analyses.Stored;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Jobs;

namespace Benchlearning.Api.Features.Analyses.Jobs;

/// <summary>
/// Reads jobs as their contract, as the primary has them: the caller's own, those of strangers for who knows their id, and for administrators all. Another is answered
/// as one that is not there.
/// </summary>
internal sealed class JobReading(Db db, Caller caller)
{
    private const string Sql = """
        select j.job_id as id, j.number, j.method, j.state, j.done, j.total, j.counted, j.created_at, j.started_at, j.ended_at,
               j.answer is not null and j.kept_until > clock_timestamp() as has_answer, j.checksum, j.kept_until, j.stored_analysis_id, j.failure::text as failure
        from job j
        where case when @id::uuid is null then j.owner = @actor
                   else j.job_id = @id and (j.owner in (@actor, 'anonymous') or @isAdministrator) end
          and (@state::text is null or j.state = @state)
          and (@before::bigint is null or j.number < @before)
        order by j.number desc
        limit @limit
        """;

    private const string AnswerSql = """
        select j.method, j.language, j.state, case when j.kept_until > clock_timestamp() then j.answer end as answer, j.checksum
        from job j
        where j.job_id = @id
          and (j.owner in (@actor, 'anonymous') or @isAdministrator)
        """;

    /// <summary>One job.</summary>
    /// <exception cref="ProblemException">404: there is none of this id that is any of the caller's business.</exception>
    public async Task<Job> OneAsync(string id, CancellationToken cancellationToken) =>
        (await ReadAsync(IdOf(id), null, null, 1, cancellationToken)).Select(row => row.ToContract()).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>The caller's own before a number, newest first; null is no condition.</summary>
    public async Task<List<(long Number, Job Job)>> ListAsync(string? state, long? before, int limit, CancellationToken cancellationToken) =>
        (await ReadAsync(null, state, before, limit, cancellationToken)).ConvertAll(row => (row.Number, row.ToContract()));

    /// <summary>What came of one.</summary>
    /// <exception cref="ProblemException">404: there is none of this id that is any of the caller's business.</exception>
    public async Task<JobAnswer> AnswerAsync(string id, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<JobAnswer>(AnswerSql, new { id = IdOf(id), actor = caller.Actor, isAdministrator = StoredAnalysisReading.IsAdministrator(caller) }, cancellationToken)).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Where a job is.</summary>
    public static string AddressOf(string id) => $"/v1/jobs/{id}";

    /// <summary>The id in an address; 404 for what is none.</summary>
    public static Guid IdOf(string id) => Guid.TryParseExact(id, "D", out var known) ? known : throw NotFound(id);

    /// <summary>404 for an id that no job bears, or one that is none of the caller's business.</summary>
    public static ProblemException NotFound(string id) => new(ProblemTypes.NotFound, string.Create(CultureInfo.InvariantCulture,
        $"There is no job '{Excerpt.Of(id)}' of yours. Jobs are forgotten {JobLimits.ForgottenAfterDays} days after their end; GET /v1/jobs lists your own."));

    private Task<List<Row>> ReadAsync(Guid? id, string? state, long? before, int limit, CancellationToken cancellationToken) =>
        db.QueryPrimaryAsync<Row>(Sql, new { id, state, before, limit, actor = caller.Actor, isAdministrator = StoredAnalysisReading.IsAdministrator(caller) }, cancellationToken);

    private sealed record Row(
        Guid Id, long Number, string Method, string State, int? Done, int? Total, string? Counted, DateTime CreatedAt, DateTime? StartedAt, DateTime? EndedAt, bool HasAnswer,
        string? Checksum, DateTime? KeptUntil, Guid? StoredAnalysisId, string? Failure)
    {
        public Job ToContract() => new(
            Id.ToString(), Method, State, Done is { } done && Total is { } total && Counted is { } counted ? new JobProgress(done, total, counted) : null,
            new DateTimeOffset(CreatedAt), Instant(StartedAt), Instant(EndedAt), HasAnswer ? $"{AddressOf(Id.ToString())}/result" : null, Checksum, Instant(KeptUntil),
            StoredAnalysisId?.ToString(), Failure is null ? null : AnalysisJson.Answer<JobFailure>(Encoding.UTF8.GetBytes(Failure)));

        private static DateTimeOffset? Instant(DateTime? time) => time is { } known ? new DateTimeOffset(known) : null;
    }
}

/// <summary>What came of a job.</summary>
/// <param name="Method">Code of the method.</param>
/// <param name="Language">Language of the answer.</param>
/// <param name="State">How it ended, or that it has not.</param>
/// <param name="Answer">The answer; null: there is none, or it is kept no longer.</param>
/// <param name="Checksum">Its sha-256; null: there was none.</param>
internal sealed record JobAnswer(string Method, string Language, string State, byte[]? Answer, string? Checksum);
