using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Access;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class RevokeApiKey
{
    /// <summary>Revoke a key</summary>
    /// <remarks>At once, on every instance of the service within five seconds. It cannot be undone. A key that was revoked before stays as it is, with the reason of then.</remarks>
    /// <param name="id">Number of the client.</param>
    /// <param name="prefix">The ten characters after blk_ that name the key.</param>
    /// <param name="revocation">Why.</param>
    /// <response code="200">The key, revoked.</response>
    /// <response code="404">There is no such client, or it has no key of this prefix.</response>
    public static async Task<Ok<ApiKey>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] int id, [FromRoute(Name = "prefix")] string prefix, [FromBody] Revocation revocation, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, prefix, revocation), cancellationToken));
    }

    internal sealed record Command(int Id, string Prefix, Revocation Revocation) : IRequest<ApiKey>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
            AccessRules.CheckText("/reason", command.Revocation.Reason, AccessRules.LongestReason, new FindingsOf<Command>(context).Add));
    }

    internal sealed class Handler(Db db, ClientReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, ApiKey>
    {
        private const string Sql = """
            update api_key
            set revoked_at = clock_timestamp(), revoked_by = @actor, revoke_reason = @reason
            where api_client_id = @id and prefix = @prefix and revoked_at is null
            """;

        public async Task<ApiKey> Handle(Command command, CancellationToken cancellationToken)
        {
            await using (var transaction = await db.BeginAsync(cancellationToken))
            {
                var revoked = await transaction.ExecuteAsync(Sql, new { id = command.Id, prefix = command.Prefix, actor = caller.Actor, reason = command.Revocation.Reason }, cancellationToken);
                if (revoked > 0)
                    await transaction.CommitAsync(audit.Of("key.revoke", FormattableString.Invariant($"client/{command.Id}/key/{command.Prefix}"), command.Revocation.Reason), cancellationToken);
            }
            return await reading.KeyAsync(command.Id, command.Prefix, cancellationToken) ?? throw ClientReading.NoKey(command.Id, command.Prefix);
        }
    }
}
