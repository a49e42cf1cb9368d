using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Imports;

internal static class ListImports
{
    public const int MaximumLimit = 200;

    /// <summary>List imports</summary>
    /// <remarks>Newest first, from every door. An administrator sees all of them, others those that they sent and those of their own source.</remarks>
    /// <param name="source">Only of this source.</param>
    /// <param name="state">Only in this state.</param>
    /// <param name="limit">Imports on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">One page of imports.</response>
    public static async Task<Ok<Page<Import>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "source")] string? source,
        [FromQuery(Name = "state")][AllowedValues("queued", "running", "completed", "completedWithFindings", "noChange", "failed", "cancelled")] string? state,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(source, state, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Source, string? State, int? Limit, string? Cursor, string Language) : IRequest<Page<Import>>
    {
        public string Fingerprint => $"imports|{Source}|{State}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            var sources = watch.Current.Sources.Values.Select(source => source.Code).ToArray();
            if (query.Source is not null && !sources.Contains(query.Source))
                findings.Add("source", "unknown-code", $"There is no source '{query.Source}'.", query.Source, Nearest.To(query.Source, sources, whenNone: 20));
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(ImportReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<Import>>
    {
        public async Task<Page<Import>> Handle(Query query, CancellationToken cancellationToken)
        {
            var key = watch.Current.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var imports = await reading.ListAsync(query.Source, query.State, after is null ? null : long.Parse(after[0], CultureInfo.InvariantCulture), limit + 1, query.Language == Language.English, cancellationToken);
            var (rows, next) = Paging.Cut(imports, limit, key, query.Fingerprint, row => row.Id);
            return new Page<Import>(rows, next);
        }
    }
}
