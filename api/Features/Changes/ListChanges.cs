using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1.Changes;
using Dapper;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Changes;

internal static class ListChanges
{
    public const int MaximumLimit = 1000;
    public const int LongestWaitSeconds = 30;

    /// <summary>Follow the changes</summary>
    /// <remarks>
    /// Every change in one order for ever, oldest first: ask with the cursor of the page before, again and again, and miss nothing. What becomes visible
    /// later (an embargoed figure at its release) is an entry of its own at that time; no entry ever appears behind a cursor already handed out. Delivered at
    /// least once; numbers may skip. With wait, an answer without anything new is held back until something changes.
    /// </remarks>
    /// <param name="after">Cursor from next. Without it the feed begins with the first change; end: gives the cursor of the end without any change.</param>
    /// <param name="kind">Only these kinds, separated by commas: observation, indicator, territory, group, release. Default: all. A cursor fits only the kinds that it came with.</param>
    /// <param name="limit">Changes on a page, 1 to 1000.</param>
    /// <param name="wait">Seconds to wait for a change where there is none yet, 0 to 30.</param>
    /// <response code="200">The changes after the cursor, and the cursor to go on with.</response>
    public static async Task<Ok<ChangePage>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "after")] string? after, [FromQuery(Name = "kind")] string? kind,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit,
        [FromQuery(Name = "wait")][Range(0, LongestWaitSeconds)][DefaultQuery(0)] int? wait, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(after, kind, limit, wait), cancellationToken));
    }

    internal sealed record Query(string? After, string? Kind, int? Limit, int? Wait) : IRequest<ChangePage>
    {
        /// <summary>Asks for the cursor of the end.</summary>
        public const string End = "end";

        public string[] AskedKinds => Kind?.Split(',') ?? ChangeCursor.Kinds;

        public string Fingerprint => ChangeCursor.Fingerprint(AskedKinds);
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            foreach (var kind in query.AskedKinds.Except(ChangeCursor.Kinds))
                findings.Add("kind", "unknown-value", $"kind is one or more of: {string.Join(", ", ChangeCursor.Kinds)}.", kind, ChangeCursor.Kinds);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            if (query.Wait is < 0 or > LongestWaitSeconds)
                findings.Add("wait", "out-of-range", $"wait is 0 to {LongestWaitSeconds} seconds.", query.Wait.Value.ToString(CultureInfo.InvariantCulture));
            if (query.After is not null and not Query.End)
                _ = Cursor.Read(watch.OfCaller.CursorKey, query.Fingerprint, query.After, 1, (_, code, message, value) => findings.Add("after", code, message, value));
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, WaitingReaders readers, TimeProvider time) : IRequestHandler<Query, ChangePage>
    {
        /// <summary>A replica may learn of a change after we were told of it, so a reader who waits looks again.</summary>
        private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(2);

        private const string EndSql = "select last_followed_number()";

        private const string Sql = """
            select *
            from (
                (select o.change_number as number, o.recorded_at as at, 'observation' as kind,
                        case when o.workflow = 'withdrawn' then 'withdrawn'
                             when exists (select from seen_observation e
                                          where e.indicator_id = o.indicator_id and e.territory_id = o.territory_id and e.period = o.period and e.breakdown = o.breakdown
                                            and e.revision < o.revision and e.workflow in ('published', 'verified')) then 'changed'
                             else 'created' end as action,
                        i.code as subject, v.code as territory, t.identity, o.period::text as period, o.breakdown, o.revision,
                        round(o.value, d.decimals) as value, o.missing_reason, o.quality, o.flags
                 from followed_observation o
                 join indicator i on i.indicator_id = o.indicator_id
                 join indicator_version d on d.indicator_version_id = o.indicator_version_id
                 join territory t on t.territory_id = o.territory_id
                 join territory_version v on v.territory_version_id = o.territory_version_id
                 where o.change_number > @after
                   and 'observation' = any (@kinds)
                 order by o.change_number
                 limit @limit)
                union all
                (select o.change_number, o.recorded_at, 'observation', case when o.is_seen then 'created' else 'withdrawn' end, i.code, v.code, t.identity,
                        o.period::text, o.breakdown, o.revision, round(o.value, d.decimals), o.missing_reason, o.quality, o.flags
                 from followed_level_change o
                 join indicator i on i.indicator_id = o.indicator_id
                 join territory t on t.territory_id = o.territory_id
                 left join indicator_version d on d.indicator_version_id = o.indicator_version_id
                 join territory_version v on v.territory_version_id = o.territory_version_id
                 where o.change_number > @after
                   and 'observation' = any (@kinds)
                 order by o.change_number
                 limit @limit)
                union all
                (select c.change_number, c.recorded_at, c.kind, c.action, c.subject, null, null, null, null, null, null, null, null, null
                 from change c
                 where c.change_number > @after
                   and c.kind = any (@kinds)
                 order by c.change_number
                 limit @limit)
            ) e
            order by e.number
            limit @limit
            """;

        public async Task<ChangePage> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, reach) = (watch.OfCaller.CursorKey, watch.OfCaller.Reach);
            if (query.After == Query.End)
                return new ChangePage([], CursorAt((await db.QueryAsync<long>(EndSql, null, reach, cancellationToken))[0]), HasMore: false);
            var after = Cursor.Checked(key, query.Fingerprint, query.After, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : 0;
            var limit = query.Limit ?? MaximumLimit;
            using var place = query.Wait > 0 ? readers.Enter() : null;
            var patience = place is null ? TimeSpan.Zero : TimeSpan.FromSeconds(query.Wait!.Value);
            var began = time.GetTimestamp();
            while (true)
            {
                var change = watch.NextChange; // taken before the reading: what is committed in between wakes us
                var rows = await db.QueryAsync<ChangeRow>(Sql, new { after, kinds = query.AskedKinds, limit = limit + 1 }, reach, cancellationToken);
                var left = patience - time.GetElapsedTime(began);
                if (rows.Count > 0 || left <= TimeSpan.Zero)
                {
                    var items = rows.Take(limit).Select(row => row.ToContract()).ToArray();
                    return new ChangePage(items, CursorAt(items.Length > 0 ? items[^1].Number : after), rows.Count > limit);
                }
                await Task.WhenAny(change, Task.Delay(left < LongestSleep ? left : LongestSleep, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }

            string CursorAt(long last) => ChangeCursor.After(key, query.AskedKinds, last);
        }

        [method: ExplicitConstructor]
        private sealed record ChangeRow(
            long Number, DateTime At, string Kind, string Action, string Subject, string? Territory, string? Identity, string? Period, string? Breakdown,
            int? Revision, decimal? Value, string? MissingReason, string? Quality, string[]? Flags)
        {
            public Change ToContract() => new(Number, new DateTimeOffset(At), Kind, Action, Subject, Kind != "observation" ? null
                : new ChangedObservation(Subject, Territory, Identity!, Period!, Breakdown!, Revision!.Value, Value, MissingReason, Quality!, Flags!));
        }
    }

    /// <summary>Readers who wait hold a request each; their number is bounded, and those beyond it are answered at once. Safe for concurrent use.</summary>
    internal sealed class WaitingReaders
    {
        public const int Most = 500;
        private int count;

        /// <summary>A place to wait in; null when all are taken.</summary>
        public IDisposable? Enter()
        {
            if (Interlocked.Increment(ref count) <= Most)
                return new Place(this);
            Interlocked.Decrement(ref count);
            return null;
        }

        private sealed class Place(WaitingReaders readers) : IDisposable
        {
            public void Dispose() => Interlocked.Decrement(ref readers.count);
        }
    }
}
