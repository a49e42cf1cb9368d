using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
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

internal static class GrantRole
{
    /// <summary>Grant a role</summary>
    /// <remarks>To a person or a client, for a span of time, and where the role asks for it for an organisation, a network or a source. It holds at once, or from the instant that is given.</remarks>
    /// <param name="granting">Who gets which role, for what, and why.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The role that was granted.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<RoleGrant>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] RoleGranting granting, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var grant = await mediator.Send(new Command(granting, idempotencyKey), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/role-grants/{grant.Id}"), grant);
    }

    internal sealed record Command(RoleGranting Granting, string? IdempotencyKey) : IRequest<RoleGrant>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading reading, CatalogueWatch watch, TimeProvider time) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (findings, granting) = (new FindingsOf<Command>(context), command.Granting);
            await CheckHolderAsync(granting.Holder, reading, findings, cancellationToken);
            if (!Role.All.Contains(granting.Role))
                findings.Add("/role", "unknown-value", $"role is one of: {string.Join(", ", Role.All)}.", granting.Role, Role.All);
            CheckFor(granting, "organisation", granting.Organisation, Role.IsForOrganisation, await reading.OrganisationCodesAsync(cancellationToken), findings);
            CheckFor(granting, "network", granting.Network, Role.IsForNetwork, await reading.NetworkCodesAsync(cancellationToken), findings);
            CheckFor(granting, "source", granting.Source, Role.IsForSource, [.. watch.Current.Sources.Values.Select(source => source.Code)], findings);
            CheckSpan(granting, time.GetUtcNow(), findings);
            AccessRules.CheckText("/reason", granting.Reason, AccessRules.LongestReason, findings.Add);
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
        });

        private static async Task CheckHolderAsync(string? text, AccessReading reading, FindingsOf<Command> findings, CancellationToken cancellationToken)
        {
            if (Holder.Read(text) is not { } holder)
                findings.Add("/holder", "invalid-holder", "A holder is such as person:17 or client:4.", text);
            else if (!await reading.IsKnownAsync(holder, cancellationToken))
                findings.Add("/holder", "unknown-code", $"There is no {Excerpt.Of(text!)}; GET /v1/persons and GET /v1/api-clients list who is there.", text);
        }

        private static void CheckFor(RoleGranting granting, string what, string? code, Func<string, bool> isFor, IReadOnlyCollection<string> known, FindingsOf<Command> findings)
        {
            AccessRules.CheckKnown($"/{what}", what, code, known, findings.Add);
            if (!Role.All.Contains(granting.Role))
                return;
            if (isFor(granting.Role!) && code is null)
                findings.Add($"/{what}", "required", $"The role {granting.Role} is held for one {what}: name it.");
            else if (!isFor(granting.Role!) && code is not null)
                findings.Add($"/{what}", "not-applicable", $"The role {granting.Role} is held for no {what}.", code);
        }

        private static void CheckSpan(RoleGranting granting, DateTimeOffset now, FindingsOf<Command> findings)
        {
            if (granting.ValidTo <= (granting.ValidFrom > now ? granting.ValidFrom : now))
                findings.Add("/validTo", "out-of-range", "A role ends in the future, and after it begins.", granting.ValidTo.Value.ToString("O", CultureInfo.InvariantCulture));
            else if (granting is { ValidTo: null, Role: Role.ExternalExpert })
                findings.Add("/validTo", "required", "An external expert is bound to a span: say when it ends.");
        }
    }

    internal sealed class Handler(Db db, GrantReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, RoleGrant>
    {
        private const string BeforeSql = "select g.role_grant_id as id, coalesce(g.request_hash, '') as request_hash from role_grant g where g.idempotency_key = @idempotencyKey";

        private const string InsertSql = """
            insert into role_grant (person_id, api_client_id, role, organisation_id, network_id, source_id, valid_from, valid_to, granted_by, reason, idempotency_key, request_hash)
            values (
                @personId, @clientId, @role,
                (select o.organisation_id from organisation o where o.code = @organisation),
                (select n.network_id from network n where n.code = @network),
                (select s.source_id from source s where s.code = @source),
                coalesce(@validFrom::timestamptz, now()), @validTo, @actor, @reason, @idempotencyKey, @hash)
            returning role_grant_id
            """;

        public async Task<RoleGrant> Handle(Command command, CancellationToken cancellationToken)
        {
            var granting = command.Granting;
            var holder = Holder.Read(granting.Holder)!;
            var values = new
            {
                personId = holder.PersonId, clientId = holder.ClientId, role = granting.Role, organisation = granting.Organisation, network = granting.Network, source = granting.Source,
                validFrom = granting.ValidFrom?.UtcDateTime, validTo = granting.ValidTo?.UtcDateTime, actor = caller.Actor, reason = granting.Reason, idempotencyKey = command.IdempotencyKey,
                hash = AccessRules.HashOf("grant", granting.Holder, granting.Role, granting.Organisation, granting.Network, granting.Source,
                    granting.ValidFrom?.ToString("O", CultureInfo.InvariantCulture), granting.ValidTo?.ToString("O", CultureInfo.InvariantCulture), granting.Reason),
            };
            await using var transaction = await db.BeginAsync(cancellationToken);
            await AccessWriting.LockAsync(transaction, cancellationToken);
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, values, cancellationToken), values.hash, "grant") is { } before)
                return await reading.OneAsync(before, cancellationToken);
            var id = (await transaction.QueryAsync<long>(InsertSql, values, cancellationToken))[0];
            await transaction.CommitAsync(audit.Of("role.grant", Holder.Subject(granting.Holder!, id), granting.Reason, after: granting), cancellationToken);
            return await reading.OneAsync(id, cancellationToken);
        }
    }
}
