using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Stewardship;
using Dapper;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class ListUnmappedNames
{
    public const int MaximumLimit = 50;

    /// <summary>List names that nobody has mapped</summary>
    /// <remarks>
    /// What rows of ended imports wait for, over all imports, the oldest first, with what it may be. A mapping rule for the name applies the rows
    /// (POST /v1/mapping-rules).
    /// </remarks>
    /// <param name="source">Only of this source.</param>
    /// <param name="import">Only where rows of this import wait.</param>
    /// <param name="limit">Names on a page, 1 to 50.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">One page of names.</response>
    public static async Task<Ok<Page<UnmappedName>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "source")] string? source, [FromQuery(Name = "import")] int? import,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(source, import, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(string? Source, int? Import, int? Limit, string? Cursor, string Language) : IRequest<Page<UnmappedName>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"unmapped|{Source}|{Import}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            KnownSource.Check("source", query.Source, watch.Current, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 2, findings.Add);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch) : IRequestHandler<Query, Page<UnmappedName>>
    {
        private const string Sql = """
            with waiting as (
                select b.source_id, w.kind, w.source_name, count(*)::integer as rows, (array_agg(distinct w.import_id order by w.import_id desc))[1:20] as imports,
                       min(b.created_at) as first_seen_at
                from waiting_row w
                join import_batch b on b.import_id = w.import_id
                where b.state = 'completedWithFindings'
                group by b.source_id, w.kind, w.source_name
            ), placed as (
                select w.*, f.import_id as first_import, f.finding_id as first_finding, f.row_content
                from waiting w
                cross join lateral (
                    select f.import_id, f.finding_id, f.row_content
                    from waiting_row r
                    join import_batch b on b.import_id = r.import_id and b.source_id = w.source_id and b.state = 'completedWithFindings'
                    join import_finding f on f.import_id = r.import_id and f.finding_id = r.finding_id
                    where r.kind = w.kind and r.source_name = w.source_name
                    order by f.import_id, f.finding_id
                    limit 1) f
            )
            select s.code as source, p.kind, p.source_name as name, p.rows, p.imports, p.first_seen_at, p.row_content as example, p.first_import, p.first_finding
            from placed p
            join source s on s.source_id = p.source_id
            where (@source::text is null or s.code = @source)
              and (@import::bigint is null or exists (select 1 from waiting_row r where r.import_id = @import and r.kind = p.kind and r.source_name = p.source_name))
              and (p.first_import, p.first_finding) > (@afterImport, @afterFinding)
            order by p.first_import, p.first_finding
            limit @limit + 1
            """;

        /// <summary>Codes and names of ours that resemble a name by trigrams; of a territory those of all its versions, so that predecessors are found by what they were called.</summary>
        private const string SuggestionsSql = """
            with candidate as (
                select 'indicator' as kind, w.code as target, case when @english then w.name_en else w.name_lv end as name, x.words
                from indicator_in_words w
                cross join lateral (values (w.code), (w.name_lv), (w.name_en)) as x (words)
                where w.is_current
                union all
                select 'territory', t.code,
                       concat(case when @english then t.name_en else t.name_lv end, ' (', extract(year from t.valid_from), '–', extract(year from t.valid_to), ')'), x.words
                from territory_version t
                cross join lateral (select t.code union all select t.name_lv union all select t.name_en union all select unnest(t.former_names)) as x (words)
                where t.code is not null
                union all
                select 'breakdown', c.dimension || ':' || c.code, case when @english then c.name_en else c.name_lv end, x.words
                from breakdown_category c
                cross join lateral (values (c.dimension || ':' || c.code), (c.name_lv), (c.name_en)) as x (words)
            ), scored as (
                select n.kind, n.name as asked, c.target, c.name, max(similarity(folded(n.name), folded(c.words)))::double precision as score
                from unnest(@kinds, @names) as n (kind, name)
                join candidate c on c.kind = n.kind
                group by n.kind, n.name, c.target, c.name
            ), ranked as (
                select s.*, row_number() over (partition by s.kind, s.asked order by s.score desc, s.target) as place
                from scored s
                where s.score >= 0.3
            )
            select r.kind, r.asked, r.target, r.name, round(r.score::numeric, 2)::double precision as score
            from ranked r
            where r.place <= 3
            order by r.place
            """;

        public async Task<Page<UnmappedName>> Handle(Query query, CancellationToken cancellationToken)
        {
            var key = watch.Current.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 2);
            var rows = await db.QueryAsync<NameRow>(Sql, new
            {
                source = query.Source, import = (long?)query.Import, limit,
                afterImport = after is null ? 0 : long.Parse(after[0], CultureInfo.InvariantCulture), afterFinding = after is null ? 0 : int.Parse(after[1], CultureInfo.InvariantCulture),
            }, cancellationToken);
            var (shown, next) = Paging.Cut(rows, limit, key, query.Fingerprint, row => row.FirstImport, row => row.FirstFinding);
            var suggestions = (await db.QueryAsync<SuggestionRow>(SuggestionsSql, new
            {
                kinds = shown.Select(row => row.Kind).ToArray(), names = shown.Select(row => row.Name).ToArray(), english = query.Language == Language.English,
            }, cancellationToken)).ToLookup(row => (row.Kind, row.Asked));
            return new Page<UnmappedName>([.. shown.Select(row => new UnmappedName(row.Source, row.Kind, row.Name, row.Rows, row.Imports, new DateTimeOffset(row.FirstSeenAt), row.Example,
                [.. suggestions[(row.Kind, row.Name)].DistinctBy(suggestion => suggestion.Target).Select(suggestion => new MappingSuggestion(suggestion.Target, suggestion.Name, suggestion.Score))]))], next);
        }

        [method: ExplicitConstructor]
        private sealed record NameRow(
            string Source, string Kind, string Name, int Rows, long[] Imports, DateTime FirstSeenAt, string Example, long FirstImport, int FirstFinding);

        private sealed record SuggestionRow(string Kind, string Asked, string Target, string Name, double Score);
    }
}
