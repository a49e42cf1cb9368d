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

internal static class CreateApiClient
{
    /// <summary>Record a client</summary>
    /// <remarks>A system that is to come in. It may do nothing yet: give it a key, or let the OpenID provider give it tokens, and grant it roles.</remarks>
    /// <param name="settings">What it is to be.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The client.</response>
    /// <response code="409">Another client has this issuer and subject.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<ApiClient>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] ApiClientSettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var client = await mediator.Send(new Command(settings, idempotencyKey), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/api-clients/{client.Id}"), client);
    }

    internal sealed record Command(ApiClientSettings Settings, string? IdempotencyKey) : IRequest<ApiClient>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading reading) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var findings = new FindingsOf<Command>(context);
            AccessRules.CheckClient(command.Settings, await reading.OrganisationCodesAsync(cancellationToken), findings.Add);
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
        });
    }

    internal sealed class Handler(Db db, ClientReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, ApiClient>
    {
        private const string BeforeSql = "select c.api_client_id::bigint as id, coalesce(c.request_hash, '') as request_hash from api_client c where c.idempotency_key = @idempotencyKey";

        private const string InsertSql = """
            insert into api_client (name, organisation_id, issuer, subject, disabled_at, created_by, idempotency_key, request_hash)
            select @name, o.organisation_id, @issuer, @subject, case when not @isEnabled then clock_timestamp() end, @actor, @idempotencyKey, @hash
            from organisation o
            where o.code = @organisation
            on conflict (issuer, subject) do nothing
            returning api_client_id
            """;

        public async Task<ApiClient> Handle(Command command, CancellationToken cancellationToken)
        {
            var settings = command.Settings;
            var values = new
            {
                name = settings.Name, organisation = settings.Organisation, issuer = settings.Issuer, subject = settings.Subject, isEnabled = settings.Enabled ?? true, actor = caller.Actor,
                idempotencyKey = command.IdempotencyKey, hash = AccessRules.HashOf("client", settings.Name, settings.Organisation, settings.Issuer, settings.Subject, settings.Enabled ?? true),
            };
            await using var transaction = await db.BeginAsync(cancellationToken);
            await AccessWriting.LockAsync(transaction, cancellationToken);
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, values, cancellationToken), values.hash, "client") is { } before)
                return await reading.ClientAsync((int)before, cancellationToken);
            if (await transaction.QueryAsync<int>(InsertSql, values, cancellationToken) is not [var id])
                throw ClientReading.TokenTaken();
            await transaction.CommitAsync(audit.Of("client.create", FormattableString.Invariant($"client/{id}"), after: settings), cancellationToken);
            return await reading.ClientAsync(id, cancellationToken);
        }
    }
}
