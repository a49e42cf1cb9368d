using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Stewardship;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>What waits for a person, what was decided, and the rules.</summary>
internal static class StewardshipEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Stewardship").Require(Permission.Steward);
        group.MapPrivateRead("/unmapped-names", ListUnmappedNames.HandleAsync, "listUnmappedNames", Budget.Metadata);
        group.MapPrivateRead("/mapping-rules", ListMappingRules.HandleAsync, "listMappingRules", Budget.Metadata);
        group.MapPost("/mapping-rules", DefineMappingRule.HandleAsync).WithName("defineMappingRule").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<MappingRuleDefinition>("application/json").ProducesProblems(400, 406, 409, 413, 415, 429, 500, 503);
        group.MapPrivateRead("/mapping-rules/{id:int}", GetMappingRule.HandleAsync, "getMappingRule", Budget.Metadata).ProducesProblems(404);
        group.MapPut("/mapping-rules/{id:int}", ChangeMappingRule.HandleAsync).WithName("changeMappingRule").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<MappingRuleChange>("application/json").ProducesProblems(400, 404, 406, 412, 413, 415, 428, 429, 500, 503);
        group.MapPrivateRead("/quarantined-values", ListQuarantinedValues.HandleAsync, "listQuarantinedValues", Budget.Metadata);
        group.MapPost("/quarantine-answers", AnswerQuarantine.HandleAsync).WithName("answerQuarantine").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<QuarantineAnswer>("application/json").ProducesProblems(400, 406, 409, 413, 415, 429, 500, 503);
        group.MapPrivateRead("/corrections", ListCorrections.HandleAsync, "listCorrections", Budget.Metadata);
        group.MapPost("/corrections", FileCorrection.HandleAsync).WithName("fileCorrection").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<CorrectionFiling>("application/json").ProducesProblems(400, 406, 409, 413, 415, 429, 500, 503);
        group.MapPrivateRead("/corrections/{id:int}", GetCorrection.HandleAsync, "getCorrection", Budget.Metadata).ProducesProblems(404);
        group.MapPost("/corrections/{id:int}/decisions", DecideCorrection.HandleAsync).WithName("decideCorrection").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<CorrectionDecision>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 429, 500, 503);
        routes.MapGroup("/v1").WithTags("Stewardship").MapRead("/validation-rules", ListValidationRules.HandleAsync, "listValidationRules", ContentScope.Catalogue, Budget.Metadata);
    }
}
