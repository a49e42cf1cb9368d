using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Indicators;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Indicators;

internal static class ListIndicators
{
    public const int MaximumLimit = 1000;
    public const int MaximumSearch = 100;

    /// <summary>List or search indicators</summary>
    /// <remarks>In their current definition, in order of code. Search forgives case and diacritics and looks in both languages: q=bezdarbs, q=unemployment.</remarks>
    /// <param name="topic">Only this topic and those below it, such as economy.</param>
    /// <param name="direction">Only this direction.</param>
    /// <param name="q">Words to find in code, name or definition; every word must occur; at most 100 characters.</param>
    /// <param name="limit">Rows on a page, 1 to 1000.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">One page of indicators.</response>
    public static async Task<Ok<Page<Indicator>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "topic")] string? topic,
        [FromQuery(Name = "direction")][AllowedValues("higherIsBetter", "lowerIsBetter", "target", "neutral")] string? direction,
        [FromQuery(Name = "q")][StringLength(100)] string? q, [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(topic, direction, q, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Topic, string? Direction, string? Words, int? Limit, string? Cursor, string Language) : IRequest<Page<Indicator>>
    {
        public string Fingerprint => $"indicators|{Topic}|{Direction}|{Words}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            if (query.Words?.Length > MaximumSearch)
                findings.Add("q", "too-long", "q has at most 100 characters.", query.Words);
            var topics = watch.OfCaller.Topics.Select(topic => topic.Code).ToArray();
            if (query.Topic is not null && !topics.Contains(query.Topic))
                findings.Add("topic", "unknown-code", $"There is no topic '{Excerpt.Of(query.Topic)}'; GET /v1/topics lists them.", query.Topic, Nearest.To(query.Topic, topics, whenNone: 20));
            _ = Cursor.Read(watch.OfCaller.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch) : IRequestHandler<Query, Page<Indicator>>
    {
        private const string Sql = """
            select w.code
            from indicator_in_words w
            where w.is_current
              and (@topics::text[] is null or w.topic = any (@topics))
              and (@direction::text is null or w.direction = @direction)
              and not exists (
                  select 1
                  from unnest(@words) as word
                  where position(folded(word) in folded(w.code || ' ' || w.name_lv || ' ' || w.name_en || ' ' || w.definition_lv || ' ' || w.definition_en)) = 0)
              and (@after::text is null or w.code > @after collate "C")
            order by w.code
            limit @limit + 1
            """;

        public async Task<Page<Indicator>> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(catalogue.CursorKey, query.Fingerprint, query.Cursor, 1);
            var codes = await db.QueryAsync<string>(Sql, new
            {
                topics = query.Topic is null ? null : Below(catalogue, query.Topic),
                direction = query.Direction,
                words = query.Words?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                after = after?[0],
                limit,
            }, cancellationToken);
            var (rows, next) = Paging.Cut(codes, limit, catalogue.CursorKey, query.Fingerprint, row => row);
            return new Page<Indicator>([.. rows.Where(catalogue.Indicators.ContainsKey).Select(code => Describe(catalogue.Indicators[code], query.Language))], next);
        }

        private static string[] Below(Catalogue.Catalogue catalogue, string topic)
        {
            var found = new HashSet<string>(StringComparer.Ordinal) { topic };
            foreach (var entry in catalogue.Topics) // parents come before their children
                if (entry.Parent is not null && found.Contains(entry.Parent))
                    found.Add(entry.Code);
            return [.. found];
        }

        private static Indicator Describe(CatalogueIndicator indicator, string language) => new(
            indicator.Code, indicator.Current.Version, indicator.Current.Name(language), indicator.Topic, indicator.Current.Unit,
            indicator.Current.UnitSymbol(language), indicator.Current.Direction, indicator.Current.Decimals, indicator.Current.Periodicity,
            indicator.Breakdowns, indicator.Cubes.Select(cube => cube.Periods[0]).Min(StringComparer.Ordinal),
            indicator.Cubes.Select(cube => cube.Periods[^1]).Max(StringComparer.Ordinal));
    }
}
