using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Stewardship;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class ListValidationRules
{
    /// <summary>List the rules that values are held to</summary>
    /// <remarks>So that a provider knows them before sending: what each rule expects, and what happens to a row that breaks it.</remarks>
    /// <param name="indicator">Only of this indicator.</param>
    /// <param name="lang">Language of reasons; wins over Accept-Language.</param>
    /// <response code="200">The rules, in order of indicator and rule.</response>
    public static async Task<Ok<Page<ValidationRule>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromQuery(Name = "indicator")] string? indicator, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(indicator, Language.Of(http)), cancellationToken));
    }

    internal sealed record Query(string? Indicator, string Language) : IRequest<Page<ValidationRule>>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            if (query.Indicator is not null && !watch.Current.Indicators.ContainsKey(query.Indicator))
                Selection.UnknownIndicator("indicator", query.Indicator, watch.Current, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db) : IRequestHandler<Query, Page<ValidationRule>>
    {
        private const string Sql = """
            select i.code as indicator, r.rule, r.severity, r.minimum, r.maximum, r.relative, r.dimension, r.expected,
                   case when @english then r.reason_en else r.reason_lv end as reason
            from validation_rule r
            join indicator i on i.indicator_id = r.indicator_id
            where @indicator::text is null or i.code = @indicator
            order by i.code, r.rule, r.severity
            """;

        public async Task<Page<ValidationRule>> Handle(Query query, CancellationToken cancellationToken) =>
            new(await db.QueryAsync<ValidationRule>(Sql, new { indicator = query.Indicator, english = query.Language == Language.English }, cancellationToken), null);
    }
}
