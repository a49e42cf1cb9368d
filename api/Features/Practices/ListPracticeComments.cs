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

internal static class ListPracticeComments
{
    /// <summary>List the comments on a practice</summary>
    /// <remarks>Newest first. Of one that was removed it stays that it was there.</remarks>
    /// <param name="id">Number of the practice.</param>
    /// <param name="limit">Comments on a page, 1 to 100.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <response code="200">One page of comments.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    public static async Task<Ok<Page<PracticeComment>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "id")] long id,
        [FromQuery(Name = "limit")][Range(1, PracticeRules.MostOnPage)][DefaultQuery(PracticeRules.MostOnPage)] int? limit, [FromQuery(Name = "cursor")] string? cursor, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(id, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(long Id, int? Limit, string? Cursor, string Language) : IRequest<Page<PracticeComment>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"practice-comments|{Id}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, PracticeRules.MostOnPage, findings.Add);
            _ = Cursor.Read(watch.Current.CursorKey, query.Fingerprint, query.Cursor, 1, findings.Add);
        });
    }

    internal sealed class Handler(Db db, PracticeReading practices, Caller caller, CatalogueWatch watch) : IRequestHandler<Query, Page<PracticeComment>>
    {
        private const string Sql = """
            select c.practice_comment_id as id, c.words, c.written_at, c.written_by, c.removed_at
            from practice_comment c
            where c.practice_id = @id
              and (@before::bigint is null or c.practice_comment_id < @before)
            order by c.practice_comment_id desc
            limit @limit
            """;

        public async Task<Page<PracticeComment>> Handle(Query query, CancellationToken cancellationToken)
        {
            _ = await practices.RowAsync(query.Id, query.Language, cancellationToken);
            var (key, limit) = (watch.Current.CursorKey, query.Limit ?? PracticeRules.MostOnPage);
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await db.QueryAsync<CommentRow>(Sql, new { id = query.Id, before, limit = limit + 1 }, caller.Reach, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Id);
            return new Page<PracticeComment>([.. rows.Select(row => row.ToContract(caller.Actor))], next);
        }
    }

    internal sealed record CommentRow(long Id, string? Words, DateTime WrittenAt, string WrittenBy, DateTime? RemovedAt)
    {
        public PracticeComment ToContract(string reader) => new(Id, Words, new DateTimeOffset(WrittenAt), WrittenBy == reader, RemovedAt is { } at ? new DateTimeOffset(at) : null);
    }
}
