using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Webhooks;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>Receivers that are told when something changes, and what became of the messages to them.</summary>
internal static class WebhookEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Webhooks").Require(Permission.ManageWebhooks);
        group.MapPost("/webhooks", CreateWebhook.HandleAsync).WithName("createWebhook").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<WebhookSettings>("application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
        group.MapPrivateRead("/webhooks", ListWebhooks.HandleAsync, "listWebhooks", Budget.Metadata);
        group.MapPrivateRead("/webhooks/{id:long}", GetWebhook.HandleAsync, "getWebhook", Budget.Metadata).ProducesProblems(404);
        group.MapPut("/webhooks/{id:long}", ReplaceWebhook.HandleAsync).WithName("replaceWebhook").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<WebhookSettings>("application/json").ProducesProblems(400, 404, 406, 412, 413, 415, 428, 429, 500, 503);
        group.MapDelete("/webhooks/{id:long}", DeleteWebhook.HandleAsync).WithName("deleteWebhook").WithMetadata(new BudgetAttribute(Budget.Writes))
            .ProducesProblems(400, 404, 406, 429, 500, 503);
        group.MapPost("/webhooks/{id:long}/secrets", RotateWebhookSecret.HandleAsync).WithName("rotateWebhookSecret").WithMetadata(new BudgetAttribute(Budget.Writes))
            .ProducesProblems(400, 404, 406, 409, 422, 429, 500, 503);
        group.MapPost("/webhooks/{id:long}/test-deliveries", TestWebhook.HandleAsync).WithName("testWebhook").WithMetadata(new BudgetAttribute(Budget.Writes))
            .ProducesProblems(400, 404, 406, 429, 500, 503);
        group.MapPrivateRead("/webhooks/{id:long}/deliveries", ListWebhookDeliveries.HandleAsync, "listWebhookDeliveries", Budget.Metadata).ProducesProblems(404);
        group.MapPost("/webhooks/{id:long}/deliveries/{deliveryId}/retries", RetryWebhookDelivery.HandleAsync).WithName("retryWebhookDelivery").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Produces<WebhookDelivery>(202).ProducesProblems(400, 404, 406, 409, 429, 500, 503);
    }
}
