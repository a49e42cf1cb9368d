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
using Benchlearning.Contracts.V1.Territories;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Territories;

internal static class ListTerritoryChanges
{
    public const int MaximumLimit = 500;

    /// <summary>List changes of territories</summary>
    /// <remarks>Reforms, mergers, divisions, separations, recodes and renames, oldest first, with who became whom. A share that is not known is null and is never guessed.</remarks>
    /// <param name="from">First day of effect.</param>
    /// <param name="to">Last day of effect.</param>
    /// <param name="kind">Only this kind.</param>
    /// <param name="limit">Changes on a page, 1 to 500.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">One page of changes.</response>
    public static async Task<Ok<Page<TerritoryChange>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "from")] DateOnly? from,
        [FromQuery(Name = "to")] DateOnly? to, [FromQuery(Name = "kind")][AllowedValues("reform", "merger", "division", "separation", "recode", "rename")] string? kind,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(from, to, kind, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(DateOnly? From, DateOnly? To, string? Kind, int? Limit, string? Cursor, string Language) : IRequest<Page<TerritoryChange>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"territory-changes|{From:O}|{To:O}|{Kind}");
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new FindingsOf<Query>(context);
            Paging.CheckLimit(query.Limit, MaximumLimit, findings.Add);
            if (query.From > query.To)
                findings.Add("to", "reversed", "to lies before from.", query.To.Value.ToString("O", CultureInfo.InvariantCulture));
            _ = Cursor.Read(watch.OfCaller.CursorKey, query.Fingerprint, query.Cursor, 2, findings.Add);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch) : IRequestHandler<Query, Page<TerritoryChange>>
    {
        public async Task<Page<TerritoryChange>> Handle(Query query, CancellationToken cancellationToken)
        {
            var key = watch.OfCaller.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            var after = Cursor.Checked(key, query.Fingerprint, query.Cursor, 2);
            var changes = await new TerritoryChanges(db).PageAsync(query.From, query.To, query.Kind,
                after is null ? null : int.Parse(after[0], CultureInfo.InvariantCulture), after is null ? 0 : int.Parse(after[1], CultureInfo.InvariantCulture),
                limit, query.Language, cancellationToken);
            var (rows, next) = Paging.Cut(changes, limit, key, query.Fingerprint, row => row.Change.EffectiveYear, row => row.Id);
            return new Page<TerritoryChange>([.. rows.Select(row => row.Change)], next);
        }
    }
}
