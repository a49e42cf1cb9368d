using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Audit;

/// <summary>Takes persons out of the database and of the audit log, and says so in the same transaction: verification compares.</summary>
[CommandPart]
internal static class AuditErasure
{
    /// <summary>Action of the entry about a person who was erased.</summary>
    public const string PersonAction = "person.erase";

    /// <summary>Action of the entry about old readings whose readers were forgotten.</summary>
    public const string ReadersAction = "retention.forgetReaders";

    private const string EraseSql = """
        update person
        set subject = 'erased:' || gen_random_uuid(), name = null, erased_at = @now
        where person_id = @personId and erased_at is null
        """;

    private const string GrantsSql = """
        update role_grant
        set reason = 'forgotten with the person',
            revoked_at = coalesce(revoked_at, @now), revoked_by = coalesce(revoked_by, @actor),
            revoke_reason = case when revoked_at is null then 'the person was erased' else 'forgotten with the person' end
        where person_id = @personId
        """;

    /// <summary>What they called their analyses; the analyses stay.</summary>
    private const string TitlesSql = "update stored_analysis set title = null where stored_by = @actor and title is not null";

    private const string ForgetSql = "select erasure, entries, digest from forget_person_in_audit(@personId)";

    private const string ReadersSql = "select erasure, entries, digest from forget_old_readers(@before, @most)";

    /// <summary>Erases a person: their name and the provider's name of them go, their roles end, and what they did stays with their number.</summary>
    /// <returns>The note to commit it with; null when there is no such person, or they were erased before: then there is nothing to commit.</returns>
    public static async Task<AuditNote?> ErasePersonAsync(DbTransaction transaction, long personId, AuditOrigin origin, string reason, DateTime now, CancellationToken cancellationToken)
    {
        if (await transaction.ExecuteAsync(EraseSql, new { personId, now }, cancellationToken) == 0)
            return null;
        await transaction.ExecuteAsync(GrantsSql, new { personId, now, actor = origin.Actor }, cancellationToken);
        await transaction.ExecuteAsync(TitlesSql, new { actor = PseudonymOf(personId) }, cancellationToken);
        return await ForgetPersonAsync(transaction, personId, origin, reason, cancellationToken);
    }

    /// <summary>Forgets in the audit log where a person came from, and what was written about them.</summary>
    public static async Task<AuditNote> ForgetPersonAsync(DbTransaction transaction, long personId, AuditOrigin origin, string reason, CancellationToken cancellationToken)
    {
        var told = (await transaction.QueryAsync<Told>(ForgetSql, new { personId }, cancellationToken))[0];
        var anonymous = origin.Actor == PseudonymOf(personId) ? origin with { Address = null, UserAgent = null, KeyPrefix = null } : origin;
        return AuditNote.Of(anonymous, PersonAction, FormattableString.Invariant($"person/{personId}"), reason, after: told);
    }

    /// <summary>Forgets who read before an instant, at most so many readings.</summary>
    /// <returns>How many there were, with the note to commit it with; null when there are none.</returns>
    public static async Task<(long Readings, AuditNote Note)?> ForgetReadersAsync(DbTransaction transaction, DateTime before, int most, CancellationToken cancellationToken)
    {
        var told = (await transaction.QueryAsync<Told>(ReadersSql, new { before, most }, cancellationToken))[0];
        return told.Entries == 0 ? null
            : (told.Entries, AuditNote.Of(AuditOrigin.OfService("retention"), ReadersAction, "audit-entries", FormattableString.Invariant($"Readings before {before:yyyy-MM-dd}"), after: told));
    }

    /// <summary>What stands for a person beside what they did.</summary>
    public static string PseudonymOf(long personId) => FormattableString.Invariant($"person:{personId}");

    private sealed record Told(Guid Erasure, long Entries, string Digest);
}
