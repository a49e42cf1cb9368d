using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1.Audit;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Audit;

internal static class GetPersonData
{
    private const int MaximumLimit = 1000;

    /// <summary>Get all that is kept about a person</summary>
    /// <remarks>
    /// Who they are to this service, the roles that they hold or held, and every entry of the audit log by them or about them, page by page. Nothing
    /// else is kept about anyone. An administrator may ask for anyone, a person for themselves.
    /// </remarks>
    /// <param name="id">Number of the person, or me.</param>
    /// <param name="limit">Entries on a page, 1 to 1000.</param>
    /// <param name="cursor">Cursor of the next page of entries, from next or the Link header.</param>
    /// <response code="200">The person, and one page of entries.</response>
    /// <response code="404">There is no person of this number, or it is somebody else.</response>
    public static async Task<Ok<PersonData>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "id")] string id,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var data = await mediator.Send(new Query(id, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, data.Next);
        return TypedResults.Ok(data);
    }

    internal sealed record Query(string Id, int? Limit, string? Cursor) : IRequest<PersonData>
    {
        public string Fingerprint => $"personData|{Id}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(Db db, AuditReading reading, CatalogueWatch watch, Caller caller) : IRequestHandler<Query, PersonData>
    {
        private const string PersonSql = "select person_id as id, issuer, subject, name, first_seen_at, last_seen_at, erased_at from person where person_id = @personId";

        private const string RolesSql = """
            select g.role, o.code as organisation, n.code as network, g.valid_from, g.valid_to, g.granted_by, g.reason, g.revoked_at, g.revoke_reason
            from role_grant g
            left join organisation o on o.organisation_id = g.organisation_id
            left join network n on n.network_id = g.network_id
            where g.person_id = @personId
            order by g.role_grant_id desc
            """;

        public async Task<PersonData> Handle(Query query, CancellationToken cancellationToken)
        {
            var personId = KnownPerson.OrNotFound(caller, query.Id);
            var person = await db.FirstOrNullAsync<PersonRow>(PersonSql, new { personId }, cancellationToken) ?? throw KnownPerson.NotFound(query.Id);
            var roles = await db.QueryAsync<RoleRow>(RolesSql, new { personId }, cancellationToken);
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? MaximumLimit);
            long? beyond = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var entries = await reading.ListAsync(new AuditFilter(PersonId: personId), isOldestFirst: false, beyond, limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(entries, limit, key, query.Fingerprint, row => row.Number);
            return new PersonData(
                person.Id, person.Issuer, person.ErasedAt is null ? person.Subject : null, person.Name, new DateTimeOffset(person.FirstSeenAt), new DateTimeOffset(person.LastSeenAt), person.ErasedAt is { } at ? new DateTimeOffset(at) : null,
                roles.ConvertAll(role => role.ToContract()), rows, next);
        }

        private sealed record PersonRow(long Id, string Issuer, string Subject, string? Name, DateTime FirstSeenAt, DateTime LastSeenAt, DateTime? ErasedAt);

        private sealed record RoleRow(
            string Role, string? Organisation, string? Network, DateTime ValidFrom, DateTime? ValidTo, string GrantedBy, string Reason, DateTime? RevokedAt, string? RevokeReason)
        {
            public PersonRole ToContract() => new(Role, Organisation, Network, new DateTimeOffset(ValidFrom), ValidTo is { } to ? new DateTimeOffset(to) : null, GrantedBy, Reason, RevokedAt is { } at ? new DateTimeOffset(at) : null, RevokeReason);
        }
    }
}
