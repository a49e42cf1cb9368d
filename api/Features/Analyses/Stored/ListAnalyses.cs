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
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Analyses.Stored;

internal static class ListAnalyses
{
    public const int MaximumLimit = 200;

    /// <summary>List stored analyses</summary>
    /// <remarks>
    /// Newest first: public ones, and with a key or an access token one's own too. An analysis is stored where its request says so: send store with a method of
    /// analysis, such as {} or {"title": "Efficiency 2013", "visibility": "public"}.
    /// </remarks>
    /// <param name="method">Only of this method, such as dea.</param>
    /// <param name="analysisVisibility">Only these: private or public.</param>
    /// <param name="own">Only one's own.</param>
    /// <param name="limit">Analyses on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of analyses.</response>
    public static async Task<Ok<Page<StoredAnalysis>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "method")] string? method,
        [FromQuery(Name = "analysisVisibility")][AllowedValues(StorageRules.Private, StorageRules.Public)] string? analysisVisibility, [FromQuery(Name = "own")][DefaultQuery(false)] bool? own,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(method, analysisVisibility, own ?? false, CurrentCaller.Of(http).Actor, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Method, string? Visibility, bool IsOwn, string Actor, int? Limit, string? Cursor) : IRequest<Page<StoredAnalysis>>
    {
        /// <summary>A cursor fits the caller that it was made for.</summary>
        public string Fingerprint => $"analyses|{Actor}|{Method}|{Visibility}|{IsOwn}";
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

    internal sealed class Handler(StoredAnalysisReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<StoredAnalysis>>
    {
        public async Task<Page<StoredAnalysis>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? MaximumLimit);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await reading.ListAsync(query.Method, query.Visibility, query.IsOwn, before, limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Number);
            return new Page<StoredAnalysis>([.. rows.Select(row => row.Analysis)], next);
        }
    }
}
