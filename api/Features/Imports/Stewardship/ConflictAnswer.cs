using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>Answers the finding of a conflict with a correction, and lets the counts and the state of its import follow.</summary>
[CommandPart]
internal sealed class ConflictAnswer(DbTransaction transaction, DateTime now, string actor)
{
    private const string FindingSql = """
        update import_finding f
        set answer = case when @isTaken then 'accepted' else 'rejected' end, answered_by = @actor, answered_at = @now, answer_reason = @reason
        from observation_revision n
        where n.change_number = @number
          and f.import_id = n.import_id and f.indicator_id = n.indicator_id and f.territory_id = n.territory_id and f.period = n.period and f.breakdown = n.breakdown
          and f.rule = 'correction-conflict' and f.answer is null
        returning f.import_id
        """;

    private const string CountsSql = """
        update import_batch b
        set rows_quarantined = b.rows_quarantined - 1,
            rows_changed = b.rows_changed + case when @isTaken then 1 else 0 end,
            rows_refused = b.rows_refused + case when @isTaken then 0 else 1 end,
            rows_missing = b.rows_missing - case when not @isTaken and n.value is null then 1 else 0 end,
            rows_value = b.rows_value - case when not @isTaken and n.value is not null then 1 else 0 end
        from observation_revision n
        where n.change_number = @number and b.import_id = n.import_id
        """;

    /// <summary>Records that the source's value was taken, or that the correction stays.</summary>
    /// <param name="number">Change number of the revision that keeps the source's value.</param>
    /// <param name="isTaken">True: the source's value is taken.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RecordAsync(long number, bool isTaken, string reason, CancellationToken cancellationToken)
    {
        var imports = await transaction.QueryAsync<long>(FindingSql, new { number, isTaken, actor, now, reason }, cancellationToken);
        await transaction.ExecuteAsync(CountsSql, new { number, isTaken }, cancellationToken);
        await ImportState.ReconsiderAsync(transaction, imports, cancellationToken);
    }
}
