using System.Security.Cryptography;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Analyses.Stored;

/// <summary>An analysis that is to be stored.</summary>
/// <param name="Method">Code of the method.</param>
/// <param name="Language">Language of the answer.</param>
/// <param name="Title">What its owner calls it; null: it has no title.</param>
/// <param name="Visibility">private or public.</param>
/// <param name="Reach">What it was computed with.</param>
/// <param name="AsOf">The instant whose figures were used; null: numbers of the caller's own.</param>
/// <param name="Request">What was asked, as JSON, without how it is stored.</param>
/// <param name="Answer">The answer, as it is sent.</param>
/// <param name="Owner">Who stores it.</param>
internal sealed record NewAnalysis(
    string Method, string Language, string? Title, string Visibility, Reach Reach, DateTimeOffset? AsOf, string Request, byte[] Answer, string Owner);

/// <summary>Stores analyses, in the transaction of whoever asks for it: a request, or the end of a job.</summary>
[CommandPart]
internal static class StoredAnalysisRegistry
{
    private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.stored_analysis'), hashtext(@owner))::text";

    private const string KnownSql = """
        select a.stored_analysis_id
        from stored_analysis a
        where a.stored_by = @owner
          and a.visibility = @visibility
          and a.language = @language
          and coalesce(a.title, '') = coalesce(@title, '')
          and a.checksum = @checksum
          and md5(a.request) = md5(@request)
          and a.removed_at is null
        """;

    private const string InsertSql = """
        insert into stored_analysis (method, method_version, title, language, visibility, reach, as_of, request, answer, checksum, bytes, stored_by)
        select @method, @methodVersion, @title, @language, @visibility, @reach, @asOf, @request, @answer, @checksum, @bytes, @owner
        where (select count(*) from stored_analysis a where a.stored_by = @owner and a.removed_at is null) < @most
        returning stored_analysis_id
        """;

    /// <summary>Stores an analysis.</summary>
    /// <param name="transaction">Where it is stored; not committed here.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="origin">Who asked for it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Its id, and the note to commit it with; null: the very same is stored already, and there is nothing to commit.</returns>
    /// <exception cref="ProblemException">The owner keeps as many as they may.</exception>
    public static async Task<(Guid Id, AuditNote? Note)> KeepAsync(DbTransaction transaction, NewAnalysis analysis, AuditOrigin origin, CancellationToken cancellationToken)
    {
        var row = new
        {
            method = analysis.Method, methodVersion = AnalysisMethods.Version, title = analysis.Title, language = analysis.Language, visibility = analysis.Visibility, reach = analysis.Reach.Text,
            asOf = analysis.AsOf?.UtcDateTime, request = analysis.Request, answer = analysis.Answer, checksum = ChecksumOf(analysis.Answer), bytes = analysis.Answer.Length,
            owner = analysis.Owner, most = StorageRules.MostOfOwner,
        };
        _ = await transaction.QueryAsync<string>(LockSql, new { owner = analysis.Owner }, cancellationToken);
        if (await transaction.QueryAsync<Guid>(KnownSql, row, cancellationToken) is [var known])
            return (known, null);
        if (await transaction.QueryAsync<Guid>(InsertSql, row, cancellationToken) is not [var made])
            throw new ProblemException(ProblemTypes.Unprocessable, $"You keep {StorageRules.MostOfOwner} analyses already, and no more may be (published at /v1/config). Remove what nobody needs.");
        return (made, AuditNote.Of(origin, "analysis.store", $"analysis/{made}", after: new { analysis.Method, analysis.Visibility, analysis.AsOf, row.checksum }));
    }

    /// <summary>sha-256, in hexadecimal.</summary>
    public static string ChecksumOf(ReadOnlySpan<byte> answer) => Convert.ToHexStringLower(SHA256.HashData(answer));
}
