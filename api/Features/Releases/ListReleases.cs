using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Releases;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Releases;

internal static class ListReleases
{
    public const int MaximumLimit = 200;

    /// <summary>List the release calendar</summary>
    /// <remarks>What becomes public when, to the second, and what became public. The latest instant comes first.</remarks>
    /// <param name="released">true: carried out; false: announced, still to come. Default: both.</param>
    /// <param name="limit">Releases on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of titles; wins over Accept-Language.</param>
    /// <response code="200">One page of releases.</response>
    public static async Task<Ok<Page<Release>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "released")] bool? released,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(released, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(bool? Released, int? Limit, string? Cursor, string Language) : IRequest<Page<Release>>
    {
        public string Fingerprint => $"releases|{Released}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 2, findings.Add);
        });
    }

    internal sealed class Handler(ReleaseReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<Release>>
    {
        public async Task<Page<Release>> Handle(Query query, CancellationToken cancellationToken)
        {
            var key = watch.Current.CursorKey;
            (DateTimeOffset, string)? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 2) is [var at, var code]
                ? (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), code) : null;
            var limit = query.Limit ?? MaximumLimit;
            var releases = await reading.ListAsync(code: null, query.Released, before, limit + 1, query.Language, cancellationToken);
            var (rows, next) = Paging.Cut(releases, limit, key, query.Fingerprint, row => row.ReleasesAt.ToString("O", CultureInfo.InvariantCulture), row => row.Code);
            return new Page<Release>(rows, next);
        }
    }
}
