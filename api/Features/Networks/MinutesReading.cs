using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Reads minutes with what was said of them. A draft is the coordinator's own.</summary>
internal sealed class MinutesReading(Db db, Caller caller)
{
    private const string MinutesSql = """
        select t.minutes_id as id, t.number, t.state, t.text_lv, t.text_en, t.amendment_reason, t.written_at, t.written_by, t.circulated_at, t.approved_at, t.approved_by, t.version
        from meeting_minutes t
        join cycle_meeting m on m.meeting_id = t.meeting_id
        where m.cycle_id = @cycleId
          and m.code = @meeting
          and (t.state <> 'draft' or @isCoordinator)
          and t.number > @after
        order by t.number
        limit @limit
        """;

    private const string CommentsSql = """
        select c.minutes_id, c.text, c.commented_at, c.commented_by
        from minutes_comment c
        where c.minutes_id = any (@minutes)
        order by c.minutes_comment_id
        """;

    /// <summary>Minutes of a meeting, first to last.</summary>
    public async Task<List<MeetingMinutes>> ListAsync(KnownCycle cycle, string network, string meeting, int after, int limit, CancellationToken cancellationToken)
    {
        var asked = new { cycleId = cycle.Id, meeting, isCoordinator = NetworkSight.Coordinates(caller, network), after, limit };
        var rows = await db.QueryAsync<MinutesRow>(MinutesSql, asked, caller.Reach, cancellationToken);
        var comments = await db.QueryAsync<CommentRow>(CommentsSql, new { minutes = rows.Select(row => row.Id).ToArray() }, caller.Reach, cancellationToken);
        return rows.ConvertAll(row => row.ToContract(comments));
    }

    /// <summary>One number of the minutes of a meeting and its own number, as a transaction sees it; null: there is none.</summary>
    public static async Task<(MeetingMinutes Minutes, long Id)?> OneAsync(DbTransaction transaction, long cycleId, string meeting, int number, CancellationToken cancellationToken)
    {
        var rows = await transaction.QueryAsync<MinutesRow>(MinutesSql, new { cycleId, meeting, isCoordinator = true, after = number - 1, limit = 1 }, cancellationToken);
        if (rows.FirstOrDefault(found => found.Number == number) is not { } row)
            return null;
        return (row.ToContract(await transaction.QueryAsync<CommentRow>(CommentsSql, new { minutes = new[] { row.Id } }, cancellationToken)), row.Id);
    }

    private sealed record MinutesRow(
        long Id, int Number, string State, string? TextLv, string? TextEn, string? AmendmentReason, DateTime WrittenAt, string WrittenBy, DateTime? CirculatedAt, DateTime? ApprovedAt, string? ApprovedBy,
        int Version)
    {
        public MeetingMinutes ToContract(List<CommentRow> comments) => new(
            Number, State, TextLv, TextEn, AmendmentReason, new DateTimeOffset(WrittenAt), WrittenBy, CirculatedAt is { } circulated ? new DateTimeOffset(circulated) : null,
            ApprovedAt is { } approved ? new DateTimeOffset(approved) : null, ApprovedBy,
            [.. comments.Where(comment => comment.MinutesId == Id).Select(comment => new MinutesComment(comment.Text, new DateTimeOffset(comment.CommentedAt), comment.CommentedBy))], Version);
    }

    private sealed record CommentRow(long MinutesId, string Text, DateTime CommentedAt, string CommentedBy);
}
