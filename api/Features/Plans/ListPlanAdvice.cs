using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
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

internal static class ListPlanAdvice
{
    /// <summary>List the advice on a plan</summary>
    /// <remarks>Newest first. Those see it who might give it: the municipality, its network and the association; for everybody else the list is empty.</remarks>
    /// <param name="id">Number of the plan.</param>
    /// <param name="limit">Entries on a page, 1 to 100.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of advice.</response>
    /// <response code="404">There is no plan of this number that you may see.</response>
    public static async Task<Ok<Page<PlanAdvice>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "id")] long id,
        [FromQuery(Name = "limit")][Range(1, PlanRules.MostOnPage)][DefaultQuery(PlanRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(id, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(long Id, int? Limit, string? Cursor, string Language) : IRequest<Page<PlanAdvice>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"plan-advice|{Id}");
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

    internal sealed class Handler(Db db, PlanReading plans, Caller caller, CatalogueWatch watch) : IRequestHandler<Query, Page<PlanAdvice>>
    {
        private const string Sql = """
            select a.plan_advice_id as id, (select o.code from organisation o where o.organisation_id = a.organisation_id) as organisation, a.words, a.given_at
            from plan_advice a
            where a.plan_id = @id
              and (@before::bigint is null or a.plan_advice_id < @before)
            order by a.plan_advice_id desc
            limit @limit
            """;

        public async Task<Page<PlanAdvice>> Handle(Query query, CancellationToken cancellationToken)
        {
            _ = await plans.RowAsync(query.Id, query.Language, cancellationToken);
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? PlanRules.MostOnPage);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await db.QueryAsync<AdviceRow>(Sql, new { id = query.Id, before, limit = limit + 1 }, caller.Reach, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Id);
            return new Page<PlanAdvice>([.. rows.Select(row => row.ToContract())], next);
        }
    }

    internal sealed record AdviceRow(long Id, string? Organisation, string Words, DateTime GivenAt)
    {
        public PlanAdvice ToContract() => new(Id, Organisation, Words, new DateTimeOffset(GivenAt));
    }
}
