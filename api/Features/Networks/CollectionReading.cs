using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Networks;
using Dapper;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Reads windows of collection, with how far each member is as far as the caller sees its figures: what is hidden counts as missing.</summary>
internal sealed class CollectionReading(Db db, Caller caller)
{
    private const string WindowsSql = """
        select w.window_id as id, w.code, w.periods, w.opens_on, w.due_on, w.closed_on, w.version
        from collection_window w
        where w.cycle_id = @cycleId
          and (@code::text is null or w.code = @code)
          and w.code > @after
        order by w.code
        limit @limit
        """;

    private const string CompletionSql = """
        with frozen as (
            select s.indicator_set_id
            from indicator_set s
            where s.cycle_id = @cycleId
              and s.frozen_at is not null
            order by s.number desc
            limit 1
        ), cell as (
            select w.window_id, m.organisation_id, o.code, o.territory_id, i.indicator_id, p.period collate "C" as period
            from frozen f
            join indicator_set_item i on i.indicator_set_id = f.indicator_set_id and i.is_mandatory
            cross join cycle_member m
            join organisation o on o.organisation_id = m.organisation_id
            cross join collection_window w
            cross join unnest(w.periods) as p (period)
            where m.cycle_id = @cycleId
              and m.role <> 'observer'
              and m.left_on is null
              and o.territory_id is not null
              and w.window_id = any (@windows)
        ), answered as (
            select c.window_id, c.code,
                   exists (select from current_observation v
                           where v.indicator_id = c.indicator_id and v.territory_id = c.territory_id and v.period = c.period and v.breakdown = '' and v.value is not null) as has_value,
                   exists (select from current_observation v
                           where v.indicator_id = c.indicator_id and v.territory_id = c.territory_id and v.period = c.period and v.breakdown = '' and v.value is null)
                       or exists (select from collection_answer a
                                  where a.window_id = c.window_id and a.organisation_id = c.organisation_id and a.indicator_id = c.indicator_id and a.period = c.period) as is_excused
            from cell c
        )
        select a.window_id, a.code as organisation, count(*)::integer as cells, (count(*) filter (where a.has_value))::integer as there,
               (count(*) filter (where not a.has_value and a.is_excused))::integer as excused
        from answered a
        group by a.window_id, a.code
        order by a.code
        """;

    private const string ExcusesSql = """
        select a.window_id, o.code as organisation, x.code as indicator, a.period::text as period, a.reason
        from collection_answer a
        join organisation o on o.organisation_id = a.organisation_id
        join indicator x on x.indicator_id = a.indicator_id
        where a.window_id = any (@windows)
        order by o.code, x.code, a.period
        """;

    /// <summary>Windows of a cycle, in order of their codes.</summary>
    public async Task<List<CollectionWindow>> ListAsync(KnownCycle cycle, string after, int limit, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync<WindowRow>(WindowsSql, new { cycleId = cycle.Id, code = (string?)null, after, limit }, caller.Reach, cancellationToken);
        var windows = rows.Select(row => row.Id).ToArray();
        var completion = await db.QueryAsync<CompletionRow>(CompletionSql, new { cycleId = cycle.Id, windows }, caller.Reach, cancellationToken);
        var excuses = await db.QueryAsync<ExcuseRow>(ExcusesSql, new { windows }, caller.Reach, cancellationToken);
        return rows.ConvertAll(row => row.ToContract([.. completion.Where(found => found.WindowId == row.Id)
            .Select(found => found.ToContract(excuses.Where(excuse => excuse.WindowId == row.Id && excuse.Organisation == found.Organisation)))]));
    }

    /// <summary>One window and its number, without how far members are, as a transaction sees it; null: there is none.</summary>
    public static async Task<(CollectionWindow Window, long Id)?> OneAsync(DbTransaction transaction, long cycleId, string code, CancellationToken cancellationToken) =>
        (await transaction.QueryAsync<WindowRow>(WindowsSql, new { cycleId, code, after = "", limit = 1 }, cancellationToken)).FirstOrDefault() is { } row ? (row.ToContract([]), row.Id) : null;

    /// <summary>What a member says of cells that it has no value for, as a transaction sees it.</summary>
    public static async Task<CollectionAnswer> AnswerAsync(DbTransaction transaction, long windowId, string organisation, CancellationToken cancellationToken)
    {
        var excuses = await transaction.QueryAsync<ExcuseRow>(ExcusesSql, new { windows = new[] { windowId } }, cancellationToken);
        return new CollectionAnswer { NotAvailable = [.. excuses.Where(excuse => excuse.Organisation == organisation).Select(excuse => excuse.ToContract())] };
    }

    [method: ExplicitConstructor]
    private sealed record WindowRow(long Id, string Code, string[] Periods, DateOnly OpensOn, DateOnly DueOn, DateOnly? ClosedOn, int Version)
    {
        public CollectionWindow ToContract(IReadOnlyList<MemberCompletion> completion) => new(Code, Periods, OpensOn, DueOn, ClosedOn, completion, Version);
    }

    private sealed record CompletionRow(long WindowId, string Organisation, int Cells, int There, int Excused)
    {
        public MemberCompletion ToContract(IEnumerable<ExcuseRow> excuses) => new(Organisation, Cells, There, Excused, Cells - There - Excused, [.. excuses.Select(excuse => excuse.ToContract())]);
    }

    private sealed record ExcuseRow(long WindowId, string Organisation, string Indicator, string Period, string Reason)
    {
        public NotAvailableCell ToContract() => new() { Indicator = Indicator, Period = Period, Reason = Reason };
    }
}
