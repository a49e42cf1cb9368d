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
        var file = new FileBodyMetadata(routes.ServiceProvider.GetRequiredService<SentFiles>().MediaTypes);
        var fileSize = new RequestSizeLimitAttribute(options.MaximumUploadBytes);
        // What is sent is held to the own municipality row by row, what is pushed to the own source; one follows what is one's own.
        var sent = routes.MapGroup("/v1").WithTags("Imports").Require(Permission.SendValues);
        var pushed = routes.MapGroup("/v1").WithTags("Imports").Require(Permission.PushBatches);
        var followed = routes.MapGroup("/v1").WithTags("Imports").Require(Permission.SendValues, Permission.FollowImports);
        sent.MapPost("/imports", UploadImport.HandleAsync).WithName("uploadImport")
            .WithMetadata(new BudgetAttribute(Budget.Writes), fileSize, file)
            .Produces<Import>(202).ProducesProblems(400, 406, 409, 413, 415, 422, 429, 500, 503);
        followed.MapPrivateRead("/imports", ListImports.HandleAsync, "listImports", Budget.Metadata);
        followed.MapPrivateRead("/imports/{id:long}", GetImport.HandleAsync, "getImport", Budget.Metadata).ProducesProblems(404);
        followed.MapPrivateRead("/imports/{id:long}/findings", ListFindings.HandleAsync, "listImportFindings", Budget.Data)
            .Produces<Page<ImportFinding>>(200, "application/json", "text/csv").ProducesProblems(404);
        followed.MapPost("/imports/{id:long}/cancellation", CancelImport.HandleAsync).WithName("cancelImport").WithMetadata(new BudgetAttribute(Budget.Writes))
            .ProducesProblems(400, 404, 406, 409, 429, 500, 503);

        pushed.MapPrivateRead("/sources/{source}/batches", ListBatches.HandleAsync, "listBatches", Budget.Metadata).ProducesProblems(404);
        pushed.MapPrivateRead("/sources/{source}/batches/{batch}", GetBatch.HandleAsync, "getBatch", Budget.Metadata).ProducesProblems(404);
        pushed.MapPut("/sources/{source}/batches/{batch}", PushBatch.HandleAsync).WithName("pushBatch")
            .WithMetadata(new BudgetAttribute(Budget.Writes), fileSize, file)
            .Produces<Import>(202).ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);
        pushed.MapPut("/sources/{source}/batches/{batch}/parts/{part:int}", PutBatchPart.HandleAsync).WithName("putBatchPart")
            .WithMetadata(new BudgetAttribute(Budget.Writes), fileSize, file)
            .ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);
        pushed.MapPost("/sources/{source}/batches/{batch}/seal", SealBatch.HandleAsync).WithName("sealBatch").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Produces<Import>(202).ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);
        sent.MapPost("/territories/{code}/observations", EnterObservations.HandleAsync).WithName("enterObservations").WithMetadata(new BudgetAttribute(Budget.Writes))
            .Accepts<ObservationEntry>("application/json").ProducesProblems(400, 404, 406, 409, 413, 415, 422, 429, 500, 503);
    }
}
