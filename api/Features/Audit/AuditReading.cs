using System.Text.Json;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Audit;

namespace Benchlearning.Api.Features.Audit;

/// <summary>Which entries are asked for.</summary>
/// <param name="Actor">Only of this actor; null: of anyone.</param>
/// <param name="Action">Only of this action; null: any.</param>
/// <param name="Subject">Only of subjects that begin so; null: any.</param>
/// <param name="Outcome">done or refused; null: both.</param>
/// <param name="From">From this instant on; null: from the first.</param>
/// <param name="To">Before this instant; null: to the last.</param>
/// <param name="PersonId">Only what this person did, or was done about them; null: anything.</param>
internal sealed record AuditFilter(
    string? Actor = null, string? Action = null, string? Subject = null, string? Outcome = null, DateTimeOffset? From = null, DateTimeOffset? To = null, long? PersonId = null);

/// <summary>Reads entries of the audit log.</summary>
internal sealed class AuditReading(Db db)
{
    private const string ChosenSql = """
        select e.number, e.occurred_at, e.actor_kind as kind, e.actor, e.key_prefix, e.address, e.user_agent, e.action::text as action, e.subject, e.outcome, e.reason,
               e.before::text as before, e.after::text as after, e.trace_id, e.who_forgotten_by is not null as is_who_forgotten,
               e.details_forgotten_by is not null as are_details_forgotten, e.who_commitment, e.details_commitment, e.hash
        from audit_entry e
        where (@actor::text is null or e.actor = @actor)
          and (@action::text is null or e.action = @action)
          and (@subject::text is null or e.subject like @subject)
          and (@outcome::text is null or e.outcome = @outcome)
          and (@from::timestamptz is null or e.occurred_at >= @from)
          and (@to::timestamptz is null or e.occurred_at < @to)
          and (@person::text is null or e.actor = 'person:' || @person or e.subject = 'person/' || @person or e.subject like 'person/' || @person || '/%')

        """;

    private const string NewestSql = ChosenSql + """
          and (@beyond::bigint is null or e.number < @beyond)
        order by e.number desc
        limit @limit
        """;

    private const string OldestSql = ChosenSql + """
          and (@beyond::bigint is null or e.number > @beyond)
        order by e.number
        limit @limit
        """;

    /// <summary>Entries in the order of the chain, or the newest first.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="isOldestFirst">In the order of the chain.</param>
    /// <param name="beyond">After this one in the order; null: from the beginning.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<AuditEntry>> ListAsync(AuditFilter filter, bool isOldestFirst, long? beyond, int limit, CancellationToken cancellationToken)
    {
        var arguments = new
        {
            actor = filter.Actor, action = filter.Action, subject = filter.Subject is { } prefix ? Escaped(prefix) + "%" : null, outcome = filter.Outcome,
            from = filter.From?.UtcDateTime, to = filter.To?.UtcDateTime, person = filter.PersonId?.ToString(System.Globalization.CultureInfo.InvariantCulture), beyond, limit,
        };
        var rows = isOldestFirst
            ? await db.QueryAsync<EntryRow>(OldestSql, arguments, cancellationToken)
            : await db.QueryAsync<EntryRow>(NewestSql, arguments, cancellationToken);
        return rows.ConvertAll(row => row.ToContract());
    }

    private static string Escaped(string prefix) =>
        prefix.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);

    private sealed record EntryRow(
        long Number, DateTime OccurredAt, string Kind, string Actor, string? KeyPrefix, string? Address, string? UserAgent, string Action, string Subject, string Outcome, string? Reason,
        string? Before, string? After, string? TraceId, bool IsWhoForgotten, bool AreDetailsForgotten, byte[] WhoCommitment, byte[] DetailsCommitment, byte[] Hash)
    {
        public AuditEntry ToContract() => new(
            Number, new DateTimeOffset(OccurredAt), Kind, Actor, KeyPrefix, Address, UserAgent, Action, Subject, Outcome, Reason, Json(Before), Json(After), TraceId,
            (IsWhoForgotten, AreDetailsForgotten) switch { (true, true) => "both", (true, _) => "who", (_, true) => "details", _ => "nothing" },
            Convert.ToHexStringLower(WhoCommitment), Convert.ToHexStringLower(DetailsCommitment), Convert.ToHexStringLower(Hash));

        private static JsonElement? Json(string? text) => text is null ? null : JsonDocument.Parse(text).RootElement;
    }
}
