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

internal static class RevokeRoleGrant
{
    /// <summary>Take a role back</summary>
    /// <remarks>At once, on every instance of the service within five seconds. A role that was taken back before stays as it is, with the reason of then.</remarks>
    /// <param name="id">Number of the grant.</param>
    /// <param name="revocation">Why.</param>
    /// <response code="200">The role, taken back.</response>
    /// <response code="404">There is no role grant of this number.</response>
    /// <response code="409">The role has ended by itself.</response>
    public static async Task<Ok<RoleGrant>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] Revocation revocation, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, revocation), cancellationToken));
    }

    internal sealed record Command(long Id, Revocation Revocation) : IRequest<RoleGrant>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
            AccessRules.CheckText("/reason", command.Revocation.Reason, AccessRules.LongestReason, new FindingsOf<Command>(context).Add));
    }

    internal sealed class Handler(Db db, GrantReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, RoleGrant>
    {
        private const string Sql = """
            update role_grant
            set revoked_at = clock_timestamp(), revoked_by = @actor, revoke_reason = @reason
            where role_grant_id = @id and revoked_at is null and (valid_to is null or valid_to > now())
            """;

        public async Task<RoleGrant> Handle(Command command, CancellationToken cancellationToken)
        {
            var known = await reading.OneAsync(command.Id, cancellationToken);
            await using (var transaction = await db.BeginAsync(cancellationToken))
            {
                if (await transaction.ExecuteAsync(Sql, new { id = command.Id, actor = caller.Actor, reason = command.Revocation.Reason }, cancellationToken) > 0)
                    await transaction.CommitAsync(audit.Of("role.revoke", Holder.Subject(known.Holder, known.Id), command.Revocation.Reason, before: known), cancellationToken);
            }
            var grant = await reading.OneAsync(command.Id, cancellationToken);
            return grant.State == "revoked" ? grant : throw new ProblemException(ProblemTypes.Conflict, FormattableString.Invariant($"The role grant {command.Id} has ended by itself; there is nothing to take back."));
        }
    }
}
