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
using Benchlearning.Contracts.V1.Sync;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Sync;

internal static class ListSyncRuns
{
    public const int MaximumLimit = 200;

    /// <summary>List sync runs</summary>
    /// <remarks>Newest first: what was fetched, what became of it, and why one failed. A source system sees the runs of its own source.</remarks>
    /// <param name="source">Only of this sync source.</param>
    /// <param name="limit">Runs on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">One page of runs.</response>
    public static async Task<Ok<Page<SyncRun>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "source")] string? source,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(source, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Source, int? Limit, string? Cursor, string Language) : IRequest<Page<SyncRun>>
    {
        public string Fingerprint => $"syncRuns|{Source}";
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

    internal sealed class Handler(SyncReading reading, CatalogueWatch watch, Caller caller) : IRequestHandler<Query, Page<SyncRun>>
    {
        public async Task<Page<SyncRun>> Handle(Query query, CancellationToken cancellationToken)
        {
            var key = watch.Current.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var runs = await reading.RunsAsync(query.Source, after is null ? null : long.Parse(after[0], CultureInfo.InvariantCulture), caller.Follows, limit + 1, query.Language == Language.English, cancellationToken);
            if (runs.Count == 0 && query.Source is not null && (await reading.SourcesAsync(query.Source, caller.Follows, isEnglish: true, cancellationToken)).Count == 0)
                throw Findings.One("source", "unknown-code", $"There is no sync source '{Excerpt.Of(query.Source)}'; GET /v1/sync/sources lists them.", query.Source);
            var (rows, next) = Paging.Cut(runs, limit, key, query.Fingerprint, row => row.Id);
            return new Page<SyncRun>(rows, next);
        }
    }
}
