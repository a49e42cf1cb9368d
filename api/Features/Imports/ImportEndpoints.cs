using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
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
        var mediaTypes = routes.ServiceProvider.GetServices<ISourceLayout>().Where(layout => layout.IsSent).Select(layout => layout.MediaType).Distinct().ToArray();
        var group = routes.MapGroup("/v1").WithTags("Imports").RequireOperator();
        group.MapPost("/imports", UploadImport.HandleAsync).WithName("uploadImport")
            .WithMetadata(new BudgetAttribute(Budget.Writes), new RequestSizeLimitAttribute(options.MaximumUploadBytes), new FileBodyMetadata(mediaTypes))
            .Produces<Import>(202).ProducesProblems(400, 406, 409, 413, 415, 422, 429, 500, 503);
        group.MapPrivateRead("/imports", ListImports.HandleAsync, "listImports", Budget.Metadata);
        group.MapPrivateRead("/imports/{id:long}", GetImport.HandleAsync, "getImport", Budget.Metadata).ProducesProblems(404);
        group.MapPrivateRead("/imports/{id:long}/findings", ListFindings.HandleAsync, "listImportFindings", Budget.Data)
            .Produces<Page<ImportFinding>>(200, "application/json", "text/csv").ProducesProblems(404);
        group.MapPost("/imports/{id:long}/cancellation", CancelImport.HandleAsync).WithName("cancelImport").WithMetadata(new BudgetAttribute(Budget.Writes))
            .ProducesProblems(400, 404, 406, 409, 429, 500, 503);
    }
}
