using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Audit;

namespace Benchlearning.Api.Features.Audit;

/// <summary>Who did and read what, the proof that nobody changed it, and what is kept about persons.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var log = routes.MapGroup("/v1").WithTags("Audit").Require(Permission.ReadAudit);
        log.MapPrivateRead("/audit-entries", ListAuditEntries.HandleAsync, "listAuditEntries", Budget.Data)
            .Produces<Page<AuditEntry>>(200, "application/json", "application/x-ndjson");
        log.MapPrivateRead("/audit-entries/{number:long}", GetAuditEntry.HandleAsync, "getAuditEntry", Budget.Metadata).ProducesProblems(404);
        log.MapPrivateRead("/audit-chain", GetAuditChain.HandleAsync, "getAuditChain", Budget.Metadata);
        log.MapPost("/audit-chain/verifications", VerifyAuditChain.HandleAsync).WithName("verifyAuditChain").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<AuditRange>("application/json").ProducesProblems(400, 406, 413, 415, 429, 500, 503);

        var persons = routes.MapGroup("/v1").WithTags("Audit").Require();
        persons.MapPrivateRead("/persons/{id}/data", GetPersonData.HandleAsync, "getPersonData", Budget.Metadata).ProducesProblems(404);
        persons.MapPost("/persons/{id}/erasure", ErasePerson.HandleAsync).WithName("erasePerson").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<PersonErasure>("application/json").ProducesProblems(400, 404, 406, 413, 415, 429, 500, 503);
    }
}
