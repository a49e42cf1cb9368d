using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>A secret, and the request that made it.</summary>
/// <param name="WebhookId">Its webhook.</param>
/// <param name="Secret">The secret.</param>
/// <param name="RequestHash">What the request asked for.</param>
/// <param name="EarlierSignUntil">Until then the earlier secrets sign too.</param>
internal sealed record KeptSecret(long WebhookId, string Secret, string RequestHash, DateTime EarlierSignUntil);

/// <summary>
/// Makes secrets. Each request that makes one has an Idempotency-Key, so that an answer that was lost is given again to the same request, and to no other.
/// </summary>
[CommandPart]
internal static class WebhookSecrets
{
    private const string ByKeySql = """
        select s.webhook_id, s.secret, s.request_hash, s.created_at + interval '24 hours' as earlier_sign_until
        from webhook_secret s
        where s.idempotency_key = @idempotencyKey
        """;

    private const string RetireSql = """
        update webhook_secret
        set signs_until = clock_timestamp() + interval '24 hours'
        where webhook_id = @webhookId and signs_until is null
        """;

    private const string AddSql = """
        insert into webhook_secret (webhook_id, secret, idempotency_key, request_hash)
        values (@webhookId, @secret, @idempotencyKey, @requestHash)
        returning webhook_id, secret, request_hash, created_at + interval '24 hours' as earlier_sign_until
        """;

    /// <summary>What an earlier request with this key made; null when there was none. A 422 problem when it asked for something else.</summary>
    public static async Task<KeptSecret?> KnownAsync(DbTransaction transaction, string idempotencyKey, string requestHash, CancellationToken cancellationToken)
    {
        var known = (await transaction.QueryAsync<KeptSecret>(ByKeySql, new { idempotencyKey }, cancellationToken)).FirstOrDefault();
        return known is null || known.RequestHash == requestHash ? known
            : throw new ProblemException(ProblemTypes.KeyReused, $"This Idempotency-Key belongs to another request about webhook {known.WebhookId}.");
    }

    /// <summary>Makes a new secret; those before it sign for 24 hours more.</summary>
    public static async Task<KeptSecret> AddAsync(DbTransaction transaction, long webhookId, string idempotencyKey, string requestHash, CancellationToken cancellationToken)
    {
        await transaction.ExecuteAsync(RetireSql, new { webhookId }, cancellationToken);
        return (await transaction.QueryAsync<KeptSecret>(AddSql, new { webhookId, secret = WebhookSigning.NewSecret(), idempotencyKey, requestHash }, cancellationToken))[0];
    }
}
