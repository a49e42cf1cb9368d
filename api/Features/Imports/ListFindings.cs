using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Imports;

internal static class ListFindings
{
    public const int MaximumLimit = 1000;

    /// <summary>List what was found in an import</summary>
    /// <remarks>Row by row: the rule, what is wrong and what would be right, and the row as received. As CSV it is the whole list, to be sent to the provider.</remarks>
    /// <param name="id">Number of the import.</param>
    /// <param name="severity">Only this severity.</param>
    /// <param name="limit">Findings on a page, 1 to 1000. Default 1000. CSV has all of them and no pages.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="format">Format of the answer; wins over Accept.</param>
    /// <param name="lang">Language of messages; wins over Accept-Language.</param>
    /// <response code="200">One page of findings, or all of them as CSV.</response>
    /// <response code="404">There is no import of this number.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "id")] long id,
        [FromQuery(Name = "severity")][AllowedValues("refused", "waiting", "quarantined", "warning")] string? severity, [FromQuery(Name = "limit")][Range(1, MaximumLimit)] int? limit,
        [FromQuery(Name = "cursor")] string? cursor, [FromQuery(Name = "format")][AllowedValues("json", "csv")] string? format,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        if (Format.Choose(http.Request, [Format.Json, Format.Csv]) == Format.Csv)
        {
            Format.RefusePaging("csv", limit, cursor);
            return await CsvAsync(http, mediator, id, severity, cancellationToken);
        }
        var page = await mediator.Send(new Query(id, severity, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Page.Next);
        return TypedResults.Ok(page.Page);
    }

    private static async Task<IResult> CsvAsync(HttpContext http, IMediator mediator, long id, string? severity, CancellationToken cancellationToken)
    {
        var language = Language.Of(http);
        var page = await mediator.Send(new Query(id, severity, MaximumLimit, null, language), cancellationToken);
        if (PrivateReadValidators.Answers(http, PrivateReadValidators.TagOf(http, Encoding.UTF8.GetBytes($"{id}|{severity}|{page.Version}"))))
            return Results.Empty;
        http.Response.ContentType = Format.Csv.ContentType;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"import-{id}-findings.csv\"";
        var table = new CsvTable(http.Response.BodyWriter, isExcelLv: false);
        table.Row("number", "row", "rule", "severity", "field", "message", "content", "answer", "answerReason");
        while (true)
        {
            foreach (var finding in page.Page.Items)
                table.Row(finding.Number.ToString(CultureInfo.InvariantCulture), finding.Row.ToString(CultureInfo.InvariantCulture), finding.Rule, finding.Severity, finding.Field, finding.Message, finding.Content, finding.Answer, finding.AnswerReason);
            await http.Response.BodyWriter.FlushAsync(cancellationToken);
            if (page.Page.Next is null)
                return Results.Empty;
            page = await mediator.Send(new Query(id, severity, MaximumLimit, page.Page.Next, language), cancellationToken);
        }
    }

    /// <param name="Page">One page.</param>
    /// <param name="Version">Changes whenever any finding of the import does.</param>
    internal sealed record Result(Page<ImportFinding> Page, string Version);

    internal sealed record Query(long Id, string? Severity, int? Limit, string? Cursor, string Language) : IRequest<Result>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"findings|{Id}|{Severity}");
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

    internal sealed class Handler(Db db, CatalogueWatch watch, Caller caller) : IRequestHandler<Query, Result>
    {
        private const string VersionSql = """
            select concat_ws('|', b.state, b.stage, b.attempts, b.rows_read, (select concat_ws('|', count(*), count(f.answer), max(f.answered_at), sum(hashtext(f.rule))) from import_finding f where f.import_id = @id))
            from import_batch b
            where b.import_id = @id
              and (@follows::integer[] is null or b.source_id = any (@follows) or b.actor = @actor)
            """;

        private const string Sql = """
            select f.finding_id as number, f.row_number, f.rule, f.severity, f.field,
                   case when @english then f.message_en else f.message_lv end as message,
                   f.row_content as content, f.answer, f.answered_by, f.answered_at, f.answer_reason
            from import_finding f
            where f.import_id = @id
              and (@severity::text is null or f.severity = @severity)
              and f.finding_id > @after
            order by f.finding_id
            limit @limit + 1
            """;

        public async Task<Result> Handle(Query query, CancellationToken cancellationToken)
        {
            var version = await db.FirstOrNullAsync<string>(VersionSql, new { id = query.Id, follows = caller.Follows, actor = caller.Actor }, cancellationToken) ?? throw ImportReading.NotFound(query.Id);
            var key = watch.Current.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1);
            var rows = await db.QueryAsync<FindingRow>(Sql, new
            {
                id = query.Id, severity = query.Severity, english = query.Language == Language.English,
                after = after is null ? 0 : int.Parse(after[0], CultureInfo.InvariantCulture), limit,
            }, cancellationToken);
            var (page, next) = Paging.Cut(rows, limit, key, query.Fingerprint, row => row.Number);
            return new Result(new Page<ImportFinding>([.. page.Select(row => row.AsFinding())], next), version);
        }

        private sealed record FindingRow(
            int Number, int RowNumber, string Rule, string Severity, string? Field, string Message, string Content, string? Answer, string? AnsweredBy, DateTime? AnsweredAt, string? AnswerReason)
        {
            public ImportFinding AsFinding() => new(Number, RowNumber, Rule, Severity, Field, Message, Content, Answer, AnsweredBy, AnsweredAt is { } at ? new DateTimeOffset(at) : null, AnswerReason);
        }
    }
}
