using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
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

internal static class ListPlanEvaluations
{
    private const int MostOnPage = 20;

    /// <summary>List the evaluations of a plan</summary>
    /// <remarks>Newest first: whether each target was met, and the effect against the group. Figures that were revised after an evaluation are named with it.</remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="limit">Evaluations on a page, 1 to 20.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of evaluations.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    public static async Task<Ok<Page<PlanEvaluation>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "id")] long id,
        [FromQuery(Name = "limit")][Range(1, MostOnPage)][DefaultQuery(MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(id, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(long Id, int? Limit, string? Cursor, string Language) : IRequest<Page<PlanEvaluation>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"plan-evaluations|{Id}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MostOnPage, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(PlanReading reading, PlanFigures figures, CatalogueWatch watch) : IRequestHandler<Query, Page<PlanEvaluation>>
    {
        public async Task<Page<PlanEvaluation>> Handle(Query query, CancellationToken cancellationToken)
        {
            _ = await reading.RowAsync(query.Id, query.Language, cancellationToken);
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? MostOnPage);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await reading.EvaluationsAsync(query.Id, null, before, limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Evaluation.Id);
            var told = new List<PlanEvaluation>();
            foreach (var (evaluation, cells) in rows)
                told.Add(evaluation with { Revised = RevisedFigures.Of(cells, await figures.FiguresAsync(cells, cancellationToken), watch.Current) });
            return new Page<PlanEvaluation>(told, next);
        }
    }
}
