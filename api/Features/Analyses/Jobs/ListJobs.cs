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
using Benchlearning.Contracts.V1.Jobs;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Analyses.Jobs;

internal static class ListJobs
{
    public const int MaximumLimit = 200;

    /// <summary>List one's own jobs</summary>
    /// <remarks>Newest first, until 30 days after their end. Jobs that were asked for without a key are in no list.</remarks>
    /// <param name="jobState">Only in this state.</param>
    /// <param name="limit">Jobs on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of jobs.</response>
    public static async Task<Ok<Page<Job>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options,
        [FromQuery(Name = "jobState")][AllowedValues("queued", "running", "done", "failed", "cancelled")] string? jobState,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(jobState, CurrentCaller.Of(http).Actor, limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? State, string Actor, int? Limit, string? Cursor) : IRequest<Page<Job>>
    {
        /// <summary>A cursor fits the caller that it was made for.</summary>
        public string Fingerprint => $"jobs|{Actor}|{State}";
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

    internal sealed class Handler(JobReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<Job>>
    {
        public async Task<Page<Job>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? MaximumLimit);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await reading.ListAsync(query.State, before, limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Number);
            return new Page<Job>([.. rows.Select(row => row.Job)], next);
        }
    }
}
