using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Access;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Access;

internal static class ListRoleGrants
{
    /// <summary>List roles</summary>
    /// <remarks>Who holds which role, newest first.</remarks>
    /// <param name="holder">Only those of this holder: person:17 or client:4.</param>
    /// <param name="role">Only this role.</param>
    /// <param name="organisation">Only those held for the organisation of this code.</param>
    /// <param name="network">Only those held for the network of this code.</param>
    /// <param name="withEnded">True: also those that ended or were revoked.</param>
    /// <param name="limit">Entries on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of roles.</response>
    public static async Task<Ok<Page<RoleGrant>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "holder")] string? holder,
        [FromQuery(Name = "role")][AllowedValues("authorisedUser", "dataSubmitter", "municipalCoordinator", "networkCoordinator", "politician", "externalExpert", "analyst", "sourceSystem", "auditor", "administrator")] string? role,
        [FromQuery(Name = "organisation")] string? organisation, [FromQuery(Name = "network")] string? network, [FromQuery(Name = "withEnded")][DefaultQuery(false)] bool? withEnded,
        [FromQuery(Name = "limit")][Range(1, AccessRules.MostOnPage)][DefaultQuery(AccessRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(holder, role, organisation, network, withEnded ?? false, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Holder, string? Role, string? Organisation, string? Network, bool WithEnded, int? Limit, string? Cursor) : IRequest<Page<RoleGrant>>
    {
        public string Fingerprint => $"grants|{Holder}|{Role}|{Organisation}|{Network}|{WithEnded}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch, AccessReading reading) => RuleFor(query => query).CustomAsync(async (query, context, cancellationToken) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, AccessRules.MostOnPage, findings.Add);
            if (query.Holder is not null && Access.Holder.Read(query.Holder) is null)
                findings.Add("holder", "invalid-holder", "A holder is such as person:17 or client:4.", query.Holder);
            if (query.Organisation is not null)
                AccessRules.CheckKnown("organisation", "organisation", query.Organisation, await reading.OrganisationCodesAsync(cancellationToken), findings.Add);
            if (query.Network is not null)
                AccessRules.CheckKnown("network", "network", query.Network, await reading.NetworkCodesAsync(cancellationToken), findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(GrantReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<RoleGrant>>
    {
        public async Task<Page<RoleGrant>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? AccessRules.MostOnPage);
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var filter = new GrantFilter(Access.Holder.Read(query.Holder), query.Role, query.Organisation, query.Network, query.WithEnded);
            var found = await reading.ListAsync(filter, after is null ? null : long.Parse(after[0], CultureInfo.InvariantCulture), limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Id);
            return new Page<RoleGrant>(rows, next);
        }
    }
}
