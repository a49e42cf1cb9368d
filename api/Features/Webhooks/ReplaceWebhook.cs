using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Resilience;
using Benchlearning.Contracts.V1.Webhooks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Webhooks;

internal static class ReplaceWebhook
{
    /// <summary>Change the settings of a webhook</summary>
    /// <remarks>All of them: what is left out has its default. The secret stays. A webhook that was paused or gone is told of everything in between by one message.</remarks>
    /// <param name="id">Number of the webhook.</param>
    /// <param name="settings">Where messages are sent to, and what the receiver is told of.</param>
    /// <param name="ifMatch">The ETag of the webhook as you know it, or * for any state. Required.</param>
    /// <response code="200">The webhook as it is now.</response>
    /// <response code="404">There is no webhook of this number.</response>
    /// <response code="412">The webhook is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<Webhook>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] WebhookSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, settings, VersionTag.Expected(ifMatch)), cancellationToken));
    }

    /// <param name="Versions">The version that it must be; null: any.</param>
    internal sealed record Command(long Id, WebhookSettings Settings, IReadOnlyList<int>? Versions) : IRequest<Webhook>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(OutgoingTargets targets) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
            await WebhookRules.CheckAsync(command.Settings, targets, new FindingsOf<Command>(context).Add, cancellationToken));
    }

    internal sealed class Handler(Db db, WebhookReading reading, WebhookSignal signal, AuditTrail audit) : IRequestHandler<Command, Webhook>
    {
        private const string Sql = """
            update webhook
            set url = @url, kinds = @kinds, description = @description, state = case when @isEnabled then 'active' else 'paused' end,
                version = version + 1, changed_at = clock_timestamp()
            where webhook_id = @id and (@versions::integer[] is null or version = any (@versions))
            """;

        public async Task<Webhook> Handle(Command command, CancellationToken cancellationToken)
        {
            var (settings, known) = (command.Settings, await reading.OneAsync(command.Id, cancellationToken));
            await using var transaction = await db.BeginAsync(cancellationToken);
            var changed = await transaction.ExecuteAsync(Sql, new
            {
                id = command.Id, url = settings.Url, kinds = WebhookRules.KindsOf(settings), description = settings.Description, isEnabled = settings.Enabled ?? true,
                versions = command.Versions?.ToArray(),
            }, cancellationToken);
            if (changed == 0)
                throw VersionTag.Stale($"The webhook {command.Id}", known.Version);
            await transaction.CommitAsync(audit.Of("webhook.change", $"webhook/{command.Id}", before: WebhookReading.Noted(known), after: WebhookReading.Noted(settings)), cancellationToken);
            signal.Wake();
            return await reading.OneAsync(command.Id, cancellationToken);
        }
    }
}
