using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Aggregates;

namespace Benchlearning.Api.Features.Aggregates;

/// <summary>Figures of declared groups over figures that are not public.</summary>
internal static class AggregateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Aggregates");
        group.MapRead("/group-aggregates", ListGroupAggregates.HandleAsync, "listGroupAggregates", ContentScope.NamedIndicators, Budget.Data);
        group.MapPost("/group-aggregates", PublishGroupAggregates.HandleAsync).WithName("publishGroupAggregates").Require(Permission.Classify).WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<GroupAggregateRequest>("application/json").ProducesProblems(400, 406, 413, 415, 422, 429, 500, 503);
    }
}
