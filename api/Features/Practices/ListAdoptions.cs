using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Practices;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Practices;

internal static class ListAdoptions
{
    /// <summary>List who takes a practice over</summary>
    /// <remarks>Newest first, those that gave it up among them, each with the effect that it reported.</remarks>
    /// <param name="id">Number of the practice.</param>
    /// <param name="limit">Adoptions on a page, 1 to 100.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">One page of adoptions.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    public static async Task<Ok<Page<PracticeAdoption>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "id")] long id,
        [FromQuery(Name = "limit")][Range(1, PracticeRules.MostOnPage)][DefaultQuery(PracticeRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(id, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(long Id, int? Limit, string? Cursor, string Language) : IRequest<Page<PracticeAdoption>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"practice-adoptions|{Id}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, PracticeRules.MostOnPage, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(AdoptionReading reading, PracticeReading practices, CatalogueWatch watch) : IRequestHandler<Query, Page<PracticeAdoption>>
    {
        public async Task<Page<PracticeAdoption>> Handle(Query query, CancellationToken cancellationToken)
        {
            _ = await practices.RowAsync(query.Id, query.Language, cancellationToken);
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? PracticeRules.MostOnPage);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await reading.ListAsync(query.Id, before, limit + 1, query.Language, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Id);
            return new Page<PracticeAdoption>(await reading.ToContractAsync(rows, query.Language, cancellationToken), next);
        }
    }
}
