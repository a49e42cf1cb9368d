using System.Globalization;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Access;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class CreateApiKey
{
    /// <summary>Make a key for a client, also in place of another</summary>
    /// <remarks>
    /// The answer holds the secret; it is shown in no other, and kept as its hash only. With replaces the new key takes over from another: both are accepted during the overlap, and then
    /// the earlier one expires. Repeated with the same Idempotency-Key, the request makes no second key and is answered with 409: the secret is not here to be shown again, so
    /// whoever lost it revokes the key and makes another.
    /// </remarks>
    /// <param name="id">Number of the client.</param>
    /// <param name="settings">What the key is to be.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it makes one key only: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The key, and its secret.</response>
    /// <response code="404">There is no client of this number.</response>
    /// <response code="409">The request was carried out before, or the client is disabled, or the key that is to be replaced has a successor or is no longer accepted.</response>
    /// <response code="422">The Idempotency-Key was used for another request, or the client has as many keys as there may be.</response>
    public static async Task<Created<CreatedApiKey>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] int id, [FromBody] ApiKeySettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Created(FormattableString.Invariant($"/v1/api-clients/{id}/keys"), await mediator.Send(new Command(id, settings, idempotencyKey), cancellationToken));
    }

    internal sealed record Command(int Id, ApiKeySettings Settings, string? IdempotencyKey) : IRequest<CreatedApiKey>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider time) => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, settings, now) = (new FindingsOf<Command>(context), command.Settings, time.GetUtcNow());
            if (settings.Scopes is null or [] && settings.Replaces is null)
                findings.Add("/scopes", "required", $"Say what the key may be used for: one or more of {string.Join(", ", Scope.All)}.", null, Scope.All);
            for (var index = 0; index < settings.Scopes?.Count; index++)
                if (!Scope.All.Contains(settings.Scopes[index]))
                    findings.Add($"/scopes/{index}", "unknown-value", $"A scope is one of: {string.Join(", ", Scope.All)}.", settings.Scopes[index], Scope.All);
            if (settings.Networks?.Count > KeyLimits.MostNetworks)
                findings.Add("/networks", "too-many", $"A key is bound to at most {KeyLimits.MostNetworks} networks.");
            for (var index = 0; index < Math.Min(settings.Networks?.Count ?? 0, KeyLimits.MostNetworks); index++)
                if (KeyNetwork.Read(settings.Networks![index]) is null)
                    findings.Add($"/networks/{index}", "invalid-network", "A network is such as 192.0.2.0/24 or 2001:db8::/32, with no bits set after its length.", settings.Networks[index]);
            if (settings.ExpiresAt <= now || settings.ExpiresAt > now.AddDays(KeyLimits.MostDays))
                findings.Add("/expiresAt", "out-of-range", $"A key expires in the future, at most {KeyLimits.MostDays} days from now.", settings.ExpiresAt.Value.ToString("O", CultureInfo.InvariantCulture));
            if (settings.Replaces is { } prefix && !ApiKeyText.IsPrefix(prefix))
                findings.Add("/replaces", "invalid-prefix", "A key is named by the ten characters after blk_.", prefix);
            if (settings.OverlapDays is < 0 or > KeyLimits.MostOverlapDays)
                findings.Add("/overlapDays", "out-of-range", $"The overlap is 0 to {KeyLimits.MostOverlapDays} days.", settings.OverlapDays.Value.ToString(CultureInfo.InvariantCulture));
            else if (settings is { OverlapDays: not null, Replaces: null })
                findings.Add("/overlapDays", "not-applicable", "An overlap is with a key that is replaced.", settings.OverlapDays.Value.ToString(CultureInfo.InvariantCulture));
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
        });
    }

    internal sealed class Handler(Db db, ClientReading reading, TimeProvider time, Caller caller, AuditTrail audit) : IRequestHandler<Command, CreatedApiKey>
    {
        private const string BeforeSql = "select k.api_key_id as id, coalesce(k.request_hash, '') as request_hash from api_key k where k.idempotency_key = @idempotencyKey";

        private const string CountSql = "select count(*)::integer from api_key k where k.api_client_id = @id and k.revoked_at is null and k.expires_at > now()";

        private const string SucceededSql = """
            select exists (select from api_key k join api_key r on r.api_key_id = k.replaces_id where r.api_client_id = @id and r.prefix = @replaces)
            """;

        private const string InsertSql = """
            insert into api_key (api_client_id, prefix, secret_hash, scopes, networks, replaces_id, idempotency_key, request_hash, created_by, expires_at)
            select @id, @prefix, @secretHash, @scopes, @networks::cidr[], r.api_key_id, @idempotencyKey, @hash, @actor, @expiresAt
            from (select) as one
            left join api_key r on r.api_client_id = @id and r.prefix = @replaces
            """;

        private const string OverlapSql = """
            update api_key
            set expires_at = least(expires_at, clock_timestamp() + make_interval(days => @overlapDays))
            where api_client_id = @id and prefix = @replaces
            """;

        public async Task<CreatedApiKey> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, settings) = (command.Id, command.Settings);
            var hash = AccessRules.HashOf(["key", id, .. Parts(settings.Scopes), .. Parts(settings.Networks), settings.ExpiresAt?.ToString("O", CultureInfo.InvariantCulture), settings.Replaces, settings.OverlapDays]);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await AccessWriting.LockAsync(transaction, cancellationToken);
            var client = await reading.ClientAsync(id, cancellationToken);
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, new { idempotencyKey = command.IdempotencyKey }, cancellationToken), hash, "key") is not null)
                throw new ProblemException(ProblemTypes.Conflict, "This request was carried out before, and its secret was shown then. If the secret is lost, revoke the key and make another with an Idempotency-Key of its own.");
            if (client.DisabledAt is not null)
                throw new ProblemException(ProblemTypes.Conflict, FormattableString.Invariant($"The client {id} is disabled; enable it before it gets a key."));
            var replaced = settings.Replaces is { } earlier ? await ReplacedAsync(transaction, id, earlier, cancellationToken) : null;
            if (replaced is null && (await transaction.QueryAsync<int>(CountSql, new { id }, cancellationToken))[0] >= KeyLimits.MostKeys)
                throw new ProblemException(ProblemTypes.Unprocessable, $"The client has {KeyLimits.MostKeys} keys, and no more may be (published at /v1/config). Revoke those that nobody needs.");

            var (prefix, text, secretHash) = ApiKeyText.New();
            var values = new
            {
                id, prefix, secretHash, replaces = settings.Replaces, hash, actor = caller.Actor, idempotencyKey = command.IdempotencyKey, overlapDays = settings.OverlapDays ?? KeyLimits.UsualOverlapDays,
                scopes = (settings.Scopes ?? replaced!.Scopes).Distinct().ToArray(), networks = (settings.Networks?.Select(network => KeyNetwork.Read(network)!) ?? replaced?.Networks ?? []).Distinct().ToArray(),
                expiresAt = (settings.ExpiresAt ?? time.GetUtcNow().AddDays(KeyLimits.UsualDays)).UtcDateTime,
            };
            await transaction.ExecuteAsync(InsertSql, values, cancellationToken);
            if (replaced is not null)
                await transaction.ExecuteAsync(OverlapSql, values, cancellationToken);
            await transaction.CommitAsync(audit.Of("key.create", FormattableString.Invariant($"client/{id}/key/{prefix}"), before: replaced, after: settings), cancellationToken);
            return new CreatedApiKey((await reading.KeyAsync(id, prefix, cancellationToken))!, text, replaced is null ? null : await reading.KeyAsync(id, replaced.Prefix, cancellationToken));
        }

        private async Task<ApiKey> ReplacedAsync(DbTransaction transaction, int id, string prefix, CancellationToken cancellationToken)
        {
            if (await reading.KeyAsync(id, prefix, cancellationToken) is not { } replaced)
                throw Findings.One("/replaces", "unknown-code", FormattableString.Invariant($"Client {id} has no key '{Excerpt.Of(prefix)}'."), prefix);
            if (replaced.State != "active")
                throw new ProblemException(ProblemTypes.Conflict, $"The key {prefix} is {replaced.State}; there is nothing to take over. Make a key without replaces.");
            if ((await transaction.QueryAsync<bool>(SucceededSql, new { id, replaces = prefix }, cancellationToken))[0])
                throw new ProblemException(ProblemTypes.Conflict, $"Another key takes over from {prefix} already.");
            return replaced;
        }

        private static IEnumerable<string> Parts(IReadOnlyList<string>? list) => list is null ? [""] : [string.Create(CultureInfo.InvariantCulture, $"{list.Count}"), .. list];
    }
}
