using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Paging;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Webhooks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Webhooks;

internal static class ListWebhookDeliveries
{
    public const int MaximumLimit = 200;

    /// <summary>List the messages to a webhook</summary>
    /// <remarks>Newest first: what is on its way, what was delivered, and what was given up, with the last attempt. They are kept for 30 days.</remarks>
    /// <param name="id">Number of the webhook.</param>
    /// <param name="deliveryState">Only in this state.</param>
    /// <param name="limit">Messages on a page, 1 to 200.</param>
    /// <param name="cursor">Cursor of the next page, from next or the Link header.</param>
    /// <param name="lang">Language of texts; wins over Accept-Language.</param>
    /// <response code="200">One page of messages.</response>
    /// <response code="404">There is no webhook of this number.</response>
    public static async Task<Ok<Page<WebhookDelivery>>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "id")] long id,
        [FromQuery(Name = "deliveryState")][AllowedValues("pending", "delivered", "parked")] string? deliveryState,
        [FromQuery(Name = "limit")][Range(1, MaximumLimit)][DefaultQuery(MaximumLimit)] int? limit, [FromQuery(Name = "cursor")] string? cursor,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var page = await mediator.Send(new Query(id, deliveryState, limit, cursor, Language.Of(http)), cancellationToken);
        Paging.Link(http, options.Value, page.Next);
        return TypedResults.Ok(page);
    }

    internal sealed record Query(long Id, string? State, int? Limit, string? Cursor, string Language) : IRequest<Page<WebhookDelivery>>
    {
        public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"webhookDeliveries|{Id}|{State}");
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

    internal sealed class Handler(WebhookReading reading, CatalogueWatch watch) : IRequestHandler<Query, Page<WebhookDelivery>>
    {
        public async Task<Page<WebhookDelivery>> Handle(Query query, CancellationToken cancellationToken)
        {
            var webhook = await reading.OneAsync(query.Id, cancellationToken);
            var key = watch.Current.CursorKey;
            var limit = query.Limit ?? MaximumLimit;
            long? before = Cursor.Checked(key, query.Fingerprint, query.Cursor, 1) is [var number] ? long.Parse(number, CultureInfo.InvariantCulture) : null;
            var found = await reading.DeliveriesAsync(webhook.Id, messageId: null, query.State, before, limit + 1, query.Language, cancellationToken);
            var (rows, next) = Paging.Cut(found, limit, key, query.Fingerprint, row => row.Number);
            return new Page<WebhookDelivery>([.. rows.Select(entry => entry.Delivery)], next);
        }
    }
}
