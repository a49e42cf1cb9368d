using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Changes;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Contracts.V1.Webhooks;
using Dapper;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>A message that is to be sent now.</summary>
/// <param name="DeliveryId">Its delivery.</param>
/// <param name="MessageId">The header webhook-id.</param>
/// <param name="Body">JSON.</param>
/// <param name="Attempts">Attempts before this one.</param>
/// <param name="Url">Where to.</param>
/// <param name="Secrets">What it is signed with, the newest first.</param>
[method: ExplicitConstructor]
internal sealed record DueDelivery(long DeliveryId, string MessageId, string Body, int Attempts, string Url, string[] Secrets);

/// <summary>How things stand.</summary>
/// <param name="Active">Webhooks that are told.</param>
/// <param name="Pending">Messages on their way.</param>
/// <param name="Parked">Messages that were given up.</param>
/// <param name="MillisecondsUntilNext">Until one of them is to be sent; null: none is.</param>
/// <param name="IsGathering">There are changes that wait for the next message.</param>
internal sealed record OutboxState(int Active, int Pending, int Parked, int? MillisecondsUntilNext, bool IsGathering);

/// <summary>
/// Makes messages from the change feed, hands them out, and records what became of them. The feed is the outbox: a change is in it exactly when it is
/// committed, and never appears behind the place of a webhook. All times are PostgreSQL's, which all instances share.
/// </summary>
[CommandPart]
internal sealed class WebhookOutbox(Db db, CatalogueWatch watch, IOptions<ServiceOptions> options, TimeProvider time)
{
    /// <summary>While so many messages of a webhook are on their way, what changes waits and is told of in one message later.</summary>
    public const int MostPending = 20;

    private const string BehindSql = """
        select w.webhook_id, w.kinds, w.position, l.latest
        from webhook w
        cross join (select latest_change_number() as latest) l
        where w.state = 'active'
          and w.position < l.latest
          and (select count(*) from webhook_delivery d where d.webhook_id = w.webhook_id and d.state = 'pending') < @mostPending
          and not exists (select from webhook_delivery d where d.webhook_id = w.webhook_id and d.created_at > clock_timestamp() - interval '2 seconds')
        order by w.webhook_id
        for update of w skip locked
        """;

    private const string SummarySql = """
        select 'observation' as kind, i.code as subject, count(*)::integer as count
        from followed_observation o
        join indicator i on i.indicator_id = o.indicator_id
        where o.change_number > @after and o.change_number <= @latest
        group by i.code
        union all
        select 'observation', i.code, count(*)::integer
        from followed_level_change o
        join indicator i on i.indicator_id = o.indicator_id
        where o.change_number > @after and o.change_number <= @latest
        group by i.code
        union all
        select c.kind, c.subject, count(*)::integer
        from change c
        where c.change_number > @after and c.change_number <= @latest
        group by c.kind, c.subject
        order by kind, subject
        """;

    private const string MakeSql = """
        insert into webhook_delivery (webhook_id, after_number, last_number, changes, body)
        values (@webhookId, @after, @latest, @changes, @body)
        """;

    private const string MoveSql = "update webhook set position = @latest where webhook_id = @webhookId";

    private const string ForgetSql = """
        delete from webhook_delivery
        where webhook_id = @webhookId and state <> 'pending' and created_at < clock_timestamp() - interval '30 days'
        """;

    private const string TakeSql = """
        update webhook w
        set leased_until = clock_timestamp() + interval '1 minute'
        where w.webhook_id in (
            select c.webhook_id
            from webhook c
            where c.state = 'active'
              and (c.leased_until is null or c.leased_until < clock_timestamp())
              and exists (select from webhook_delivery d where d.webhook_id = c.webhook_id and d.state = 'pending' and d.next_attempt_at <= clock_timestamp())
            for update skip locked)
        returning w.webhook_id
        """;

    private const string NextSql = """
        with leased as (
            update webhook
            set leased_until = clock_timestamp() + interval '1 minute'
            where webhook_id = @webhookId and state = 'active'
            returning webhook_id, url)
        select d.webhook_delivery_id as delivery_id, d.message_id, d.body, d.attempts, l.url,
               array(select s.secret from webhook_secret s
                     where s.webhook_id = d.webhook_id and (s.signs_until is null or s.signs_until > clock_timestamp())
                     order by s.webhook_secret_id desc) as secrets
        from webhook_delivery d
        join leased l on l.webhook_id = d.webhook_id
        where d.state = 'pending' and d.next_attempt_at <= clock_timestamp()
        order by d.webhook_delivery_id
        limit 1
        """;

    private const string RecordSql = """
        with ended as (
            select d.webhook_delivery_id,
                   case when @outcome = 'delivered' then 'delivered' when @outcome = 'gone' or clock_timestamp() >= d.tries_until then 'parked' else 'pending' end as state
            from webhook_delivery d
            where d.webhook_delivery_id = @deliveryId and d.state = 'pending'
            for update)
        update webhook_delivery d
        set state = e.state, attempts = d.attempts + 1,
            next_attempt_at = case when e.state = 'pending' then least(clock_timestamp() + make_interval(secs => @seconds), d.tries_until) end,
            last_attempt_at = @at, last_milliseconds = @milliseconds, last_outcome = @outcome, last_status = @status
        from ended e
        where d.webhook_delivery_id = e.webhook_delivery_id
        """;

    private const string GoneSql = """
        update webhook w
        set state = 'gone', version = w.version + 1, changed_at = clock_timestamp()
        from webhook_delivery d
        where d.webhook_delivery_id = @deliveryId and w.webhook_id = d.webhook_id and w.state = 'active'
        """;

    private const string ReleaseSql = "update webhook set leased_until = null where webhook_id = @webhookId";

    private const string StateSql = """
        select (select count(*) from webhook where state = 'active')::integer as active,
               (select count(*) from webhook_delivery where state = 'pending')::integer as pending,
               (select count(*) from webhook_delivery where state = 'parked')::integer as parked,
               (select ceil(1000 * extract(epoch from min(greatest(d.next_attempt_at, w.leased_until)) - clock_timestamp()))
                from webhook_delivery d
                join webhook w on w.webhook_id = d.webhook_id
                where d.state = 'pending' and w.state = 'active')::integer as milliseconds_until_next,
               exists (select from webhook w
                       where w.state = 'active'
                         and w.position < latest_change_number()
                         and (select count(*) from webhook_delivery d where d.webhook_id = w.webhook_id and d.state = 'pending') < @mostPending) as is_gathering
        """;

    /// <summary>
    /// Makes a message for each webhook that changes lie before, and moves it past them, both in one transaction. A webhook gets one in two seconds, so
    /// that many small changes are few messages.
    /// </summary>
    public async Task GatherAsync(CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginPublicAsync(cancellationToken); // receivers are strangers
        foreach (var place in (await transaction.QueryAsync<Place>(BehindSql, new { mostPending = MostPending }, cancellationToken)).GroupBy(place => place.Position))
        {
            var (after, latest) = (place.Key, place.First().Latest);
            var changes = await transaction.QueryAsync<SubjectChanges>(SummarySql, new { after, latest }, cancellationToken);
            foreach (var webhook in place)
            {
                var kinds = ChangeSummary.ByKind(changes, webhook.Kinds);
                if (kinds.Count > 0)
                {
                    var body = ChangeSummary.Body(ChangeSummary.Recorded, time.GetUtcNow(), new WebhookMessageData(AddressAfter(webhook.Kinds, after), after, latest, kinds));
                    await transaction.ExecuteAsync(MakeSql, new { webhookId = webhook.WebhookId, after, latest, changes = kinds.Sum(kind => kind.Count), body }, cancellationToken);
                    await transaction.ExecuteAsync(ForgetSql, new { webhookId = webhook.WebhookId }, cancellationToken);
                }
                await transaction.ExecuteAsync(MoveSql, new { webhookId = webhook.WebhookId, latest }, cancellationToken);
            }
        }
        await transaction.CommitOwnWorkAsync("Messages of webhooks, and what became of them; the webhooks' own changes are noted.", cancellationToken);
    }

    /// <summary>Where in the change feed a reader of some kinds goes on after a change: an address, or a path where the service does not know its own.</summary>
    public string AddressAfter(IReadOnlyCollection<string> kinds, long number) =>
        options.Value.PublicBaseAddress.TrimEnd('/') + ChangeCursor.AddressAfter(watch.Current.CursorKey, kinds, number);

    /// <summary>Webhooks with something to send, for this instance alone while it goes on asking for their messages, and a minute longer.</summary>
    public Task<List<long>> TakeAsync(CancellationToken cancellationToken) => WriteAsync(transaction => transaction.QueryAsync<long>(TakeSql, null, cancellationToken), cancellationToken);

    /// <summary>The next message of a webhook that was taken; null when nothing more is due.</summary>
    public async Task<DueDelivery?> NextAsync(long webhookId, CancellationToken cancellationToken) =>
        (await WriteAsync(transaction => transaction.QueryAsync<DueDelivery>(NextSql, new { webhookId }, cancellationToken), cancellationToken)).FirstOrDefault();

    /// <summary>Records an attempt: delivered, to be tried again, or given up.</summary>
    public Task RecordAsync(DueDelivery delivery, Attempt attempt, CancellationToken cancellationToken) => WriteAsync(async transaction =>
    {
        await transaction.ExecuteAsync(RecordSql, new
        {
            deliveryId = delivery.DeliveryId, outcome = attempt.Outcome, at = attempt.At.UtcDateTime, milliseconds = attempt.Milliseconds, status = attempt.Status,
            seconds = RetrySchedule.SecondsAfter(delivery.Attempts + 1, attempt.RetryAfter),
        }, cancellationToken);
        return attempt.Outcome == DeliveryOutcome.Gone ? await transaction.ExecuteAsync(GoneSql, new { deliveryId = delivery.DeliveryId }, cancellationToken) : 0;
    }, cancellationToken);

    /// <summary>Gives a webhook back, so that any instance may take it at once.</summary>
    public Task ReleaseAsync(long webhookId, CancellationToken cancellationToken) =>
        WriteAsync(transaction => transaction.ExecuteAsync(ReleaseSql, new { webhookId }, cancellationToken), cancellationToken);

    /// <summary>How things stand, by the primary.</summary>
    public async Task<OutboxState> StateAsync(CancellationToken cancellationToken) =>
        (await WriteAsync(transaction => transaction.QueryAsync<OutboxState>(StateSql, new { mostPending = MostPending }, cancellationToken), cancellationToken))[0];

    private async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginAsync(cancellationToken);
        var result = await write(transaction);
        await transaction.CommitOwnWorkAsync("Messages of webhooks, and what became of them; the webhooks' own changes are noted.", cancellationToken);
        return result;
    }

    [method: ExplicitConstructor]
    private sealed record Place(long WebhookId, string[] Kinds, long Position, long Latest);
}
