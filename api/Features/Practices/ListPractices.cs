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
using Benchlearning.Contracts.V1.Practices;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Practices;

internal static class ListPractices
{
    /// <summary>Practices that are ranked: of titles that hold every word so many, and of texts as many again.</summary>
    public const int MostRanked = 500;

    public const int UsualLimit = 20;
    private const int LongestQuestion = 200;

    /// <summary>Find practices</summary>
    /// <remarks>
    /// With q by words, in Latvian or English: case, diacritics and endings are forgiven (skoleniem finds skolēni), every word must stand somewhere, best first, with the passages in which
    /// they stand. Words in titles weigh most. Without q newest first. Everybody finds what is published; with state=draft and the like one's own, and the association all.
    /// </remarks>
    /// <param name="q">Words to search for, at most 200 characters.</param>
    /// <param name="theme">Only of this topic.</param>
    /// <param name="origin">Only of this origin.</param>
    /// <param name="evidence">Only with evidence of this level, or a better one.</param>
    /// <param name="costTo">Only those that take at most so many euro to begin.</param>
    /// <param name="populationFrom">Only of municipalities with so many inhabitants or more.</param>
    /// <param name="populationTo">Only of municipalities with fewer inhabitants than this.</param>
    /// <param name="organisation">Only those that this organisation keeps.</param>
    /// <param name="practiceState">Only in this state, without q; left out: published or needsUpdate.</param>
    /// <param name="limit">Practices on a page, 1 to 100.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">One page of practices.</response>
    public static async Task<Ok<Page<PracticeHit>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "q")] string? q, [FromQuery(Name = "theme")] string? theme,
        [FromQuery(Name = "origin")][AllowedValues("municipal", "state", "foreign")] string? origin, [FromQuery(Name = "evidence")][AllowedValues("described", "observed", "measured", "evaluated")] string? evidence,
        [FromQuery(Name = "costTo")][Range(0, int.MaxValue)] int? costTo, [FromQuery(Name = "populationFrom")][Range(0, int.MaxValue)] int? populationFrom,
        [FromQuery(Name = "populationTo")][Range(0, int.MaxValue)] int? populationTo, [FromQuery(Name = "organisation")] string? organisation,
        [FromQuery(Name = "state")][AllowedValues("draft", "submitted", "underReview", "published", "needsUpdate", "retired")] string? practiceState,
        [FromQuery(Name = "limit")][Range(1, PracticeRules.MostOnPage)][DefaultQuery(UsualLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(q, theme, origin, evidence, costTo, populationFrom, populationTo, organisation, practiceState, limit, cursor, CurrentCaller.Of(http).Reach.Text, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(
        string? Words, string? Theme, string? Origin, string? Evidence, int? CostTo, int? PopulationFrom, int? PopulationTo, string? Organisation, string? State, int? Limit, string? Cursor, string Reach,
        string Language) : IRequest<Page<PracticeHit>>
    {
        /// <summary>A cursor fits those who see the same. Lengths keep words apart from what follows.</summary>
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture,
            $"practices|{Words?.Length}|{Words}|{Theme?.Length}|{Theme}|{Origin}|{Evidence}|{CostTo}|{PopulationFrom}|{PopulationTo}|{Organisation?.Length}|{Organisation}|{State}|{Reach}");

        /// <summary>The levels of evidence that are good enough; null: every one.</summary>
        public string[]? Levels => Evidence is null ? null : [.. PracticeRules.Evidence.SkipWhile(level => level != Evidence)];
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            if (query.Words is { } words && (words.Length > LongestQuestion || SearchText.Question(words) is null))
                findings.Add("q", "no-word", $"Name a word to search for that does not stand in every text; at most {LongestQuestion} characters.", words);
            if (query.Words is not null && query.State is not null)
                findings.Add("state", "contradiction", "q searches what is published; leave one of the two out.", query.State);
            if (query.State is not (null or PracticeLife.Published or PracticeLife.NeedsUpdate) && (query.PopulationFrom ?? query.PopulationTo) is not null)
                findings.Add(query.PopulationFrom is null ? "populationTo" : "populationFrom", "contradiction", "The size of municipalities is looked at among what is published.");
            if (query.Theme is not null)
                PracticeRules.CheckTheme("theme", query.Theme, watch.Current, findings);
            foreach (var (name, number) in new[] { ("costTo", query.CostTo), ("populationFrom", query.PopulationFrom), ("populationTo", query.PopulationTo) })
                if (number < 0)
                    findings.Add(name, "out-of-range", $"{name} is a whole number, 0 or more.", number.Value.ToString(CultureInfo.InvariantCulture));
            if (query.PopulationTo <= query.PopulationFrom)
                findings.Add("populationTo", "out-of-range", "populationTo lies above populationFrom.", query.PopulationTo.Value.ToString(CultureInfo.InvariantCulture));
            var ofQuery = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, PracticeRules.MostOnPage, ofQuery.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 2, ofQuery.Add);
            ofQuery.AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, Caller caller, CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, Page<PracticeHit>>
    {
        private const string RankedSql = """
            with candidate as (
                (select s.practice_id
                from practice_search s
                where s.title @@ @question::tsquery
                  and (@topicCode::text is null or s.topic_id = (select t.topic_id from topic t where t.code = @topicCode))
                  and (@origin::text is null or s.origin = @origin)
                  and (@levels::text[] is null or s.evidence = any (@levels))
                  and (@costTo::integer is null or s.cost_euro <= @costTo)
                  and (@populationFrom::integer is null or s.population >= @populationFrom)
                  and (@populationTo::integer is null or s.population < @populationTo)
                  and (@organisation::text is null or s.practice_id in (select p.practice_id from practice p join organisation o on o.organisation_id = p.organisation_id where o.code = @organisation))
                limit @most)
                union
                (select s.practice_id
                from practice_search s
                where s.words @@ @question::tsquery
                  and (@topicCode::text is null or s.topic_id = (select t.topic_id from topic t where t.code = @topicCode))
                  and (@origin::text is null or s.origin = @origin)
                  and (@levels::text[] is null or s.evidence = any (@levels))
                  and (@costTo::integer is null or s.cost_euro <= @costTo)
                  and (@populationFrom::integer is null or s.population >= @populationFrom)
                  and (@populationTo::integer is null or s.population < @populationTo)
                  and (@organisation::text is null or s.practice_id in (select p.practice_id from practice p join organisation o on o.organisation_id = p.organisation_id where o.code = @organisation))
                limit @most)
            ), ranked as (
                select s.practice_id, (ts_rank('{0.1, 0.2, 0.4, 1.0}', s.words, @question::tsquery, 1) * 1000000)::integer as score
                from candidate c
                join practice_search s on s.practice_id = c.practice_id
            ), page as (
                select r.practice_id, r.score
                from ranked r
                where @after::bigint is null or r.score < @afterScore or (r.score = @afterScore and r.practice_id < @after)
                order by r.score desc, r.practice_id desc
                limit @limit
            )
            select p.practice_id as id, p.title_lv, p.title_en, case when p.state = 'published' and p.confirmed_on < @stale then 'needsUpdate' else p.state end as state, p.origin,
                   o.code as organisation, case when @isEnglish then o.name_en else o.name_lv end as organisation_name, t.code as theme, p.cost_euro, p.duration_months, p.evidence,
                   (select count(*)::integer from practice_useful u where u.practice_id = p.practice_id) as useful_marks,
                   (select count(*)::integer from practice_adoption a where a.practice_id = p.practice_id and a.state <> 'abandoned') as adoptions,
                   r.score, p.problem_lv, p.problem_en, p.solution_lv, p.solution_en, p.steps_lv, p.steps_en
            from page r
            join practice p on p.practice_id = r.practice_id
            join organisation o on o.organisation_id = p.organisation_id
            join topic t on t.topic_id = p.topic_id
            order by r.score desc, r.practice_id desc
            """;

        private const string NewestSql = """
            with page as (
                select s.practice_id
                from practice_search s
                where (@after::bigint is null or s.practice_id < @after)
                  and (@topicCode::text is null or s.topic_id = (select t.topic_id from topic t where t.code = @topicCode))
                  and (@origin::text is null or s.origin = @origin)
                  and (@levels::text[] is null or s.evidence = any (@levels))
                  and (@costTo::integer is null or s.cost_euro <= @costTo)
                  and (@populationFrom::integer is null or s.population >= @populationFrom)
                  and (@populationTo::integer is null or s.population < @populationTo)
                  and (@organisation::text is null or s.practice_id in (select p.practice_id from practice p join organisation o on o.organisation_id = p.organisation_id where o.code = @organisation))
                  and (@state::text is null or (@state = 'published') = (s.is_confirmed and s.confirmed_on >= @stale))
                order by s.practice_id desc
                limit @limit
            )
            select p.practice_id as id, p.title_lv, p.title_en, case when p.state = 'published' and p.confirmed_on < @stale then 'needsUpdate' else p.state end as state, p.origin,
                   o.code as organisation, case when @isEnglish then o.name_en else o.name_lv end as organisation_name, t.code as theme, p.cost_euro, p.duration_months, p.evidence,
                   (select count(*)::integer from practice_useful u where u.practice_id = p.practice_id) as useful_marks,
                   (select count(*)::integer from practice_adoption a where a.practice_id = p.practice_id and a.state <> 'abandoned') as adoptions,
                   null::integer as score, p.problem_lv, p.problem_en, p.solution_lv, p.solution_en, p.steps_lv, p.steps_en
            from page r
            join practice p on p.practice_id = r.practice_id
            join organisation o on o.organisation_id = p.organisation_id
            join topic t on t.topic_id = p.topic_id
            order by r.practice_id desc
            """;

        private const string OtherStateSql = """
            select p.practice_id as id, p.title_lv, p.title_en, p.state, p.origin,
                   o.code as organisation, case when @isEnglish then o.name_en else o.name_lv end as organisation_name, t.code as theme, p.cost_euro, p.duration_months, p.evidence,
                   (select count(*)::integer from practice_useful u where u.practice_id = p.practice_id) as useful_marks,
                   (select count(*)::integer from practice_adoption a where a.practice_id = p.practice_id and a.state <> 'abandoned') as adoptions,
                   null::integer as score, p.problem_lv, p.problem_en, p.solution_lv, p.solution_en, p.steps_lv, p.steps_en
            from practice p
            join organisation o on o.organisation_id = p.organisation_id
            join topic t on t.topic_id = p.topic_id
            where p.state = @state
              and (@after::bigint is null or p.practice_id < @after)
              and (@topicCode::text is null or t.code = @topicCode)
              and (@origin::text is null or p.origin = @origin)
              and (@levels::text[] is null or p.evidence = any (@levels))
              and (@costTo::integer is null or p.cost_euro <= @costTo)
              and (@organisation::text is null or o.code = @organisation)
            order by p.practice_id desc
            limit @limit
            """;

        public async Task<Page<PracticeHit>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? UsualLimit);
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 2);
            var values = new
            {
                question = query.Words is null ? null : SearchText.Question(query.Words), topicCode = query.Theme, origin = query.Origin, levels = query.Levels, costTo = query.CostTo,
                populationFrom = query.PopulationFrom, populationTo = query.PopulationTo, organisation = query.Organisation, state = query.State, most = MostRanked,
                afterScore = after is null ? 0 : int.Parse(after[0], CultureInfo.InvariantCulture), after = after is null ? (long?)null : long.Parse(after[1], CultureInfo.InvariantCulture),
                limit = limit + 1, stale = PracticeReading.StaleDay(time), isEnglish = query.Language == Language.English,
            };
            var found = query.Words is not null ? await db.QueryAsync<HitRow>(RankedSql, values, caller.Reach, cancellationToken)
                : query.State is null or PracticeLife.Published or PracticeLife.NeedsUpdate ? await db.QueryAsync<HitRow>(NewestSql, values, caller.Reach, cancellationToken)
                : await db.QueryAsync<HitRow>(OtherStateSql, values, caller.Reach, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Score ?? 0, row => row.Id);
            return new Page<PracticeHit>([.. rows.Select(row => row.ToContract(query.Words, query.Language))], next);
        }
    }

    internal sealed record HitRow(
        long Id, string? TitleLv, string? TitleEn, string State, string Origin, string Organisation, string OrganisationName, string Theme, decimal? CostEuro, int? DurationMonths, string Evidence,
        int UsefulMarks, int Adoptions, int? Score, string? ProblemLv, string? ProblemEn, string? SolutionLv, string? SolutionEn, string? StepsLv, string? StepsEn)
    {
        public PracticeHit ToContract(string? question, string language) => new(
            Id, Language.PickEither(language, TitleLv, TitleEn)!, State, Origin, Organisation, OrganisationName, Theme, CostEuro, DurationMonths, Evidence, UsefulMarks, Adoptions, Score,
            question is null ? [] : Highlights(question, language));

        /// <summary>In the asked language where the words stand there, else in the other.</summary>
        private PracticeHighlight[] Highlights(string question, string language)
        {
            return [.. new[] { In("title", TitleLv, TitleEn, true), In("problem", ProblemLv, ProblemEn), In("solution", SolutionLv, SolutionEn), In("steps", StepsLv, StepsEn) }.OfType<PracticeHighlight>()];

            PracticeHighlight? In(string field, string? lv, string? en, bool isWhole = false)
            {
                var (latvian, english) = (SearchText.Highlight(field, lv, Language.Latvian, question, isWhole), SearchText.Highlight(field, en, Language.English, question, isWhole));
                return language == Language.English ? english ?? latvian : latvian ?? english;
            }
        }
    }
}
