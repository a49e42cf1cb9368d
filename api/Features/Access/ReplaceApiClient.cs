using Benchlearning.Api.Platform.Audit;
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

internal static class ReplaceApiClient
{
    /// <summary>Change, disable or enable a client</summary>
    /// <remarks>All of its settings: what is left out has its default. A client that is disabled is let in with none of its keys and tokens, at once; its roles stay.</remarks>
    /// <param name="id">Number of the client.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The ETag of the client as you know it, or * for any state. Required.</param>
    /// <response code="200">The client as it is now.</response>
    /// <response code="404">There is no client of this number.</response>
    /// <response code="409">Another client has this issuer and subject.</response>
    /// <response code="412">The client is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<ApiClient>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] int id, [FromBody] ApiClientSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, settings, VersionTag.Expected(ifMatch)), cancellationToken));
    }

    /// <param name="Id">Number of the client.</param>
    /// <param name="Settings">What it is to be.</param>
    /// <param name="Versions">The version that it must be; null: any.</param>
    internal sealed record Command(int Id, ApiClientSettings Settings, IReadOnlyList<int>? Versions) : IRequest<ApiClient>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading reading) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
            AccessRules.CheckClient(command.Settings, await reading.OrganisationCodesAsync(cancellationToken), new FindingsOf<Command>(context).Add));
    }

    internal sealed class Handler(Db db, ClientReading reading, AuditTrail audit) : IRequestHandler<Command, ApiClient>
    {
        private const string TakenSql = "select exists (select from api_client c where c.issuer = @issuer and c.subject = @subject and c.api_client_id <> @id)";

        private const string Sql = """
            update api_client c
            set name = @name, organisation_id = o.organisation_id, issuer = @issuer, subject = @subject, version = c.version + 1, changed_at = clock_timestamp(),
                disabled_at = case when not @isEnabled then coalesce(c.disabled_at, clock_timestamp()) end
            from organisation o
            where o.code = @organisation and c.api_client_id = @id and (@versions::integer[] is null or c.version = any (@versions))
            """;

        public async Task<ApiClient> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, settings) = (command.Id, command.Settings);
            var values = new
            {
                id, name = settings.Name, organisation = settings.Organisation, issuer = settings.Issuer, subject = settings.Subject, isEnabled = settings.Enabled ?? true, versions = command.Versions?.ToArray(),
            };
            await using var transaction = await db.BeginAsync(cancellationToken);
            await AccessWriting.LockAsync(transaction, cancellationToken);
            var known = await reading.ClientAsync(id, cancellationToken);
            if ((await transaction.QueryAsync<bool>(TakenSql, values, cancellationToken))[0])
                throw ClientReading.TokenTaken();
            if (await transaction.ExecuteAsync(Sql, values, cancellationToken) == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The client {id}"), known.Version);
            await transaction.CommitAsync(audit.Of("client.change", FormattableString.Invariant($"client/{id}"), before: known, after: settings), cancellationToken);
            return await reading.ClientAsync(id, cancellationToken);
        }
    }
}
