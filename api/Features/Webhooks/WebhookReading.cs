using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Webhooks;
using Dapper;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>Reads webhooks and their deliveries.</summary>
internal sealed class WebhookReading(Db db)
{
    private const string WebhooksSql = """
        select w.webhook_id as id, w.url, w.kinds, w.description, w.state, w.version, w.created_at, w.changed_at
        from webhook w
        where @id::bigint is null or w.webhook_id = @id
        order by w.webhook_id
        """;

    private const string DeliveriesSql = """
        select d.webhook_delivery_id as number, d.message_id as id, d.state, d.changes, d.attempts, d.created_at, d.next_attempt_at, d.last_attempt_at, d.last_milliseconds,
               d.last_outcome, d.last_status
        from webhook_delivery d
        where d.webhook_id = @webhookId
          and (@messageId::text is null or d.message_id = @messageId)
          and (@state::text is null or d.state = @state)
          and (@before::bigint is null or d.webhook_delivery_id < @before)
        order by d.webhook_delivery_id desc
        limit @limit
        """;

    /// <summary>All webhooks in the order in which they were made.</summary>
    public async Task<List<Webhook>> ListAsync(CancellationToken cancellationToken) => await ReadAsync(null, cancellationToken);

    /// <summary>One webhook; a 404 problem when there is none of this number.</summary>
    public async Task<Webhook> OneAsync(long id, CancellationToken cancellationToken) => (await ReadAsync(id, cancellationToken)).FirstOrDefault() ?? throw NotFound(id);

    /// <summary>Deliveries of a webhook, the newest first, each with its place in the list.</summary>
    /// <param name="webhookId">The webhook.</param>
    /// <param name="messageId">Only this one; null: any.</param>
    /// <param name="state">Only in this state; null: any.</param>
    /// <param name="before">Only those before this place; null: from the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="language">Language of texts.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<(long Number, WebhookDelivery Delivery)>> DeliveriesAsync(
        long webhookId, string? messageId, string? state, long? before, int limit, string language, CancellationToken cancellationToken) =>
        (await db.QueryAsync<DeliveryRow>(DeliveriesSql, new { webhookId, messageId, state, before, limit }, cancellationToken)).ConvertAll(row => (row.Number, row.ToContract(language)));

    /// <summary>What the audit log keeps of settings: the address without its query, where receivers may have put a secret.</summary>
    public static object Noted(WebhookSettings settings) => new { url = WithoutQuery(settings.Url!), kinds = WebhookRules.KindsOf(settings), settings.Description, enabled = settings.Enabled ?? true };

    public static object Noted(Webhook webhook) => new { url = WithoutQuery(webhook.Url), webhook.Kinds, webhook.Description, enabled = webhook.State != "paused" };

    private static string WithoutQuery(string url) => new Uri(url).GetLeftPart(UriPartial.Path);

    public static ProblemException NotFound(long id) => new(ProblemTypes.NotFound, $"There is no webhook {id}; GET /v1/webhooks lists them.");

    private async Task<List<Webhook>> ReadAsync(long? id, CancellationToken cancellationToken) =>
        (await db.QueryAsync<WebhookRow>(WebhooksSql, new { id }, cancellationToken)).ConvertAll(row => row.ToContract());

    [method: ExplicitConstructor]
    private sealed record WebhookRow(long Id, string Url, string[] Kinds, string? Description, string State, int Version, DateTime CreatedAt, DateTime ChangedAt)
    {
        public Webhook ToContract() => new(Id, Url, Kinds, Description, State, Version, new DateTimeOffset(CreatedAt), new DateTimeOffset(ChangedAt));
    }

    private sealed record DeliveryRow(
        long Number, string Id, string State, int Changes, int Attempts, DateTime CreatedAt, DateTime? NextAttemptAt, DateTime? LastAttemptAt, int? LastMilliseconds, string? LastOutcome, int? LastStatus)
    {
        public WebhookDelivery ToContract(string language) => new(Id, State, Changes, Attempts, new DateTimeOffset(CreatedAt), NextAttemptAt is { } next ? new DateTimeOffset(next) : null,
            LastAttemptAt is { } at ? new Attempt(new DateTimeOffset(at), LastMilliseconds!.Value, LastOutcome!, LastStatus).ToContract(language) : null);
    }
}
