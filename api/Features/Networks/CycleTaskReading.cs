using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Reads tasks with what is overdue.</summary>
internal sealed class CycleTaskReading(Db db, Caller caller, TimeProvider time)
{
    private const string Sql = """
        select t.code, (select o.code from organisation o where o.organisation_id = t.organisation_id) as organisation, t.name_lv, t.name_en, t.due_on, t.state, t.note, t.link, t.moved_at, t.moved_by, t.version
        from cycle_task t
        where t.cycle_id = @cycleId
          and (@code::text is null or t.code = @code)
          and t.code > @after
        order by t.code
        limit @limit
        """;

    /// <summary>Tasks of a cycle, in order of their codes.</summary>
    public async Task<List<CycleTask>> ListAsync(KnownCycle cycle, string after, int limit, CancellationToken cancellationToken)
    {
        var today = Riga.Today(time);
        return (await db.QueryAsync<Row>(Sql, new { cycleId = cycle.Id, code = (string?)null, after, limit }, caller.Reach, cancellationToken)).ConvertAll(row => row.ToContract(today));
    }

    /// <summary>One task, as a transaction sees it; null: there is none.</summary>
    public async Task<CycleTask?> OneAsync(DbTransaction transaction, long cycleId, string code, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<Row>(Sql, new { cycleId, code, after = "", limit = 1 }, cancellationToken)).FirstOrDefault()?.ToContract(Riga.Today(time));

    private sealed record Row(
        string Code, string? Organisation, string NameLv, string NameEn, DateOnly DueOn, string State, string? Note, string? Link, DateTime? MovedAt, string? MovedBy, int Version)
    {
        public CycleTask ToContract(DateOnly today) => new(
            Code, Organisation, NameLv, NameEn, DueOn, State, State is "open" or "returned" && DueOn < today, Note, Link, MovedAt is { } moved ? new DateTimeOffset(moved) : null, MovedBy, Version);
    }
}
