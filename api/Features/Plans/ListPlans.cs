using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Plans;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Plans;

internal static class ListPlans
{
    /// <summary>List improvement plans</summary>
    /// <remarks>Newest first: those that were decided or begun, and with a key or an access token those of one's municipality and networks.</remarks>
    /// <param name="organisation">Only of this municipality.</param>
    /// <param name="planState">Only in this state.</param>
    /// <param name="network">Only those made in this network.</param>
    /// <param name="practice">Only those that follow this practice.</param>
    /// <param name="limit">Plans on a page, 1 to 100.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">One page of plans.</response>
    public static async Task<Ok<Page<PlanEntry>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "organisation")] string? organisation,
        [FromQuery(Name = "state")][AllowedValues("draft", "peerReviewed", "submitted", "approved", "rejected", "running", "evaluated", "finished", "abandoned", "transferred")] string? planState,
        [FromQuery(Name = "network")] string? network, [FromQuery(Name = "practice")] long? practice,
        [FromQuery(Name = "limit")][Range(1, PlanRules.MostOnPage)][DefaultQuery(PlanRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(organisation, planState, network, practice, limit, cursor, CurrentCaller.Of(http).Reach.Text, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Organisation, string? State, string? Network, long? Practice, int? Limit, string? Cursor, string Reach, string Language) : IRequest<Page<PlanEntry>>
    {
        /// <summary>A cursor fits those who see the same. Lengths keep codes apart from what follows.</summary>
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"plans|{Organisation?.Length}|{Organisation}|{State}|{Network?.Length}|{Network}|{Practice}|{Reach}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, PlanRules.MostOnPage, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(PlanReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<PlanEntry>>
    {
        public async Task<Page<PlanEntry>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? PlanRules.MostOnPage);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await reading.ListAsync(query.Organisation, query.State, query.Network, query.Practice, before, limit + 1, query.Language, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Id);
            return new Page<PlanEntry>([.. rows.Select(row => row.ToEntry(query.Language))], next);
        }
    }
}
