using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Data comes in: uploads, their progress, and what was found in them.</summary>
internal static class ImportEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<IOptions<ServiceOptions>>().Value;
        var group = routes.MapGroup("/v1").WithTags("Imports").AddEndpointFilter(new RequiresOperator(routes.ServiceProvider.GetRequiredService<OperatorKey>()));
        group.MapPost("/imports", UploadImport.HandleAsync).WithName("uploadImport").WithMetadata(new BudgetAttribute(Budget.Writes), new RequestSizeLimitAttribute(options.MaximumUploadBytes))
            .DisableAntiforgery().Produces<Import>(202).ProducesProblems(400, 401, 409, 413, 415, 422, 429, 500, 503);
        group.MapGet("/imports", ListImports.HandleAsync).WithName("listImports").WithMetadata(new BudgetAttribute(Budget.Metadata)).ProducesProblems(400, 401, 406, 429, 500, 503);
        group.MapGet("/imports/{id:long}", GetImport.HandleAsync).WithName("getImport").WithMetadata(new BudgetAttribute(Budget.Metadata)).ProducesProblems(400, 401, 404, 406, 429, 500, 503);
        group.MapGet("/imports/{id:long}/findings", ListFindings.HandleAsync).WithName("listImportFindings").WithMetadata(new BudgetAttribute(Budget.Data))
            .Produces<Page<ImportFinding>>(200, "application/json", "text/csv").ProducesProblems(400, 401, 404, 406, 429, 500, 503);
        group.MapPost("/imports/{id:long}/cancel", CancelImport.HandleAsync).WithName("cancelImport").WithMetadata(new BudgetAttribute(Budget.Writes)).ProducesProblems(400, 401, 404, 409, 429, 500, 503);
    }
}
