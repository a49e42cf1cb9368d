using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Stored;

internal static class VerifyAnalysis
{
    /// <summary>Repeat a stored analysis and compare</summary>
    /// <remarks>
    /// Asks the method the very same once more, of the figures as they were then, and tells whether the answer is the same, byte by byte, or where it differs:
    /// where the methods, a definition, a group or a name have changed since, or where less is seen now than then. Nothing is changed by it.
    /// </remarks>
    /// <param name="id">Id of the analysis.</param>
    /// <response code="200">What came of it.</response>
    /// <response code="404">There is no analysis of this id, it was removed, or it is somebody else's.</response>
    public static async Task<Ok<AnalysisVerification>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] string id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(id), cancellationToken));
    }

    internal sealed record Query(string Id) : IRequest<AnalysisVerification>;

    internal sealed class Handler(StoredAnalysisReading reading, AnalysisRepeat repeat, KnownMethods methods, Caller caller) : IRequestHandler<Query, AnalysisVerification>
    {
        public async Task<AnalysisVerification> Handle(Query query, CancellationToken cancellationToken)
        {
            var kept = await reading.AnswerAsync(query.Id, cancellationToken);
            if (methods.Find(kept.Method) is not { } method)
                return Compared(query, kept, null, $"There is no method {kept.Method} any more.");
            try
            {
                // A private one with what its reader may see now, and no more than its owner saw then.
                var reach = kept.Visibility == StorageRules.Public ? Reach.Public : Reach.Parse(kept.Reach).And(caller.Reach);
                return Compared(query, kept, await repeat.AnswerAsync(method, kept.Request, kept.Language, reach, null, cancellationToken), null);
            }
            catch (ValidationException refusal)
            {
                return Compared(query, kept, null, string.Join(' ', refusal.Errors.Select(error => error.ErrorMessage)));
            }
            catch (ProblemException refusal) when (refusal.Type.Status < 500)
            {
                return Compared(query, kept, null, refusal.Message);
            }
        }

        private static AnalysisVerification Compared(Query query, KeptAnalysis kept, byte[]? repeated, string? obstacle)
        {
            var checksum = repeated is null ? null : StoredAnalysisRegistry.ChecksumOf(repeated);
            var isEqual = checksum == kept.Checksum;
            return new AnalysisVerification(query.Id, isEqual, kept.Checksum, checksum, kept.MethodVersion, AnalysisMethods.Version,
                isEqual || repeated is null ? [] : AnswerDifference.Between(kept.Answer, repeated), obstacle);
        }
    }
}
