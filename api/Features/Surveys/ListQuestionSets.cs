using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Surveys;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Surveys;

internal static class ListQuestionSets
{
    /// <summary>List sets of questions</summary>
    /// <remarks>The newest version of each, in order of their codes. Ask the same questions as others, and answers can be compared.</remarks>
    /// <param name="limit">Sets on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of sets of questions.</response>
    public static async Task<Ok<Page<QuestionSet>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options,
        [FromQuery(Name = "limit")][Range(1, SurveyRules.MostOnPage)][DefaultQuery(SurveyRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(limit, cursor), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(int? Limit, string? Cursor) : IRequest<Page<QuestionSet>>
    {
        public const string Fingerprint = "question-sets";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, SurveyRules.MostOnPage, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, Query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(SurveyReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<QuestionSet>>
    {
        public async Task<Page<QuestionSet>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? SurveyRules.MostOnPage);
            var after = Cursor.Checked(key, Query.Fingerprint, query.Cursor, 1);
            var (rows, next) = Paging.Cut(await reading.QuestionSetsAsync(after?[0] ?? "", limit + 1, cancellationToken), limit, key, Query.Fingerprint, row => row.Code);
            return new Page<QuestionSet>(rows, next);
        }
    }
}
