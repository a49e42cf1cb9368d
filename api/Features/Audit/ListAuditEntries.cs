using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Audit;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Benchlearning.Api.Features.Audit;

internal static class ListAuditEntries
{
    public const int MaximumLimit = 1000;
    private const int LongestText = 500;

    /// <summary>List entries of the audit log</summary>
    /// <remarks>
    /// Who did or read what. As JSON lines it is all that the filters leave, streamed, one entry a line. Reading the audit log is in the audit log too. An
    /// entry appears within a second of what it tells of.
    /// </remarks>
    /// <param name="actor">Only of this actor: operator, person:17, client:4.</param>
    /// <param name="action">Only of this action, such as correction.file.</param>
    /// <param name="subject">Only of subjects that begin so, such as webhook/ or observation/unemployment-rate/.</param>
    /// <param name="outcome">Only what was done, or only what was refused.</param>
    /// <param name="from">From this instant on.</param>
    /// <param name="to">Before this instant.</param>
    /// <param name="order">newestFirst, or oldestFirst, which is the order of the chain.</param>
    /// <param name="limit">Entries on a page, 1 to 1000. Default 100. JSON lines have all of them and no pages.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="format">Format of the answer; wins over Accept.</param>
    /// <response code="200">One page of entries, or all of them as JSON lines.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, IOptions<JsonOptions> json,
        [FromQuery(Name = "actor")][StringLength(LongestText)] string? actor, [FromQuery(Name = "action")][StringLength(LongestText)] string? action,
        [FromQuery(Name = "subject")][StringLength(LongestText)] string? subject, [FromQuery(Name = "outcome")][AllowedValues("done", "refused")] string? outcome,
        [FromQuery(Name = "from")] DateTimeOffset? from, [FromQuery(Name = "to")] DateTimeOffset? to,
        [FromQuery(Name = "order")][AllowedValues("newestFirst", "oldestFirst")][DefaultQuery("newestFirst")] string? order,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "format")][AllowedValues("json", "json-lines")] string? format, CancellationToken cancellationToken)
    {
        var query = new Query(new AuditFilter(actor, action, subject, outcome, from, to), order == "oldestFirst", limit, cursor);
        if (Format.Choose(http.Request, [Format.Json, Format.JsonLines]) == Format.JsonLines)
        {
            Format.RefusePaging("json-lines", limit, cursor);
            return await LinesAsync(http, mediator, query with { Limit = MaximumLimit }, json.Value.SerializerOptions, cancellationToken);
        }
        var page = await mediator.Send(query, cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    private static async Task<IResult> LinesAsync(HttpContext http, IMediator mediator, Query query, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        var page = await mediator.Send(query, cancellationToken);
        http.Response.ContentType = Format.JsonLines.ContentType;
        http.Response.Headers.ContentDisposition = "attachment; filename=\"audit-entries.jsonl\"";
        var type = json.GetTypeInfo(typeof(AuditEntry));
        while (true)
        {
            foreach (var entry in page.Items)
            {
                await JsonSerializer.SerializeAsync(http.Response.BodyWriter, entry, type, cancellationToken);
                await http.Response.BodyWriter.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }
            if (page.Next is null)
                return Results.Empty;
            page = await mediator.Send(query with { Cursor = page.Next }, cancellationToken);
        }
    }

    internal sealed record Query(AuditFilter Filter, bool IsOldestFirst, int? Limit, string? Cursor) : IRequest<Page<AuditEntry>>
    {
        public string Fingerprint => $"auditEntries|{IsOldestFirst}|{Filter}";
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            foreach (var (name, text) in new[] { ("actor", query.Filter.Actor), ("action", query.Filter.Action), ("subject", query.Filter.Subject) })
                if (text?.Length > LongestText)
                    findings.Add(name, "too-long", $"{name} has at most {LongestText} characters.", text);
            if (query.Filter is { From: { } from, To: { } to } && from >= to)
                findings.Add("to", "contradiction", "to is after from.", to.ToString("O", CultureInfo.InvariantCulture));
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(AuditReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<AuditEntry>>
    {
        private const int DefaultLimit = 100;

        public async Task<Page<AuditEntry>> Handle(Query query, CancellationToken cancellationToken)
        {
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? DefaultLimit);
            long? beyond = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await reading.ListAsync(query.Filter, query.IsOldestFirst, beyond, limit + 1, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Number);
            return new Page<AuditEntry>(rows, next);
        }
    }
}
