using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Access;

namespace Benchlearning.Api.Features.Access;

/// <summary>Who may see which figures.</summary>
internal static class ClassificationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Access").Require(Permission.Classify);
        group.MapPrivateRead("/classifications", ListClassifications.HandleAsync, "listClassifications", Budget.Metadata);
        group.MapPost("/classifications", ClassifyObservations.HandleAsync).WithName("classifyObservations").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<ClassificationRequest>("application/json").ProducesProblems(400, 406, 413, 415, 429, 500, 503);
    }
}
