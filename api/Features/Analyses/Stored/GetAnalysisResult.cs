using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Platform.Auth;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Stored;

internal static class GetAnalysisResult
{
    /// <summary>What caches may do with what everybody may read: it never changes. That it was removed they learn within a day.</summary>
    private const string PublicCaching = "public, max-age=86400, immutable";

    /// <summary>Get the answer of a stored analysis</summary>
    /// <remarks>
    /// The answer as it was given, byte by byte: its sha-256 is the checksum of the analysis. As image/svg+xml or image/png it is drawn, where the method has a
    /// picture. Names and sentences are in the language in which it was stored.
    /// </remarks>
    /// <param name="id">Id of the analysis.</param>
    /// <param name="format">Format of the answer; wins over Accept.</param>
    /// <response code="200">The answer.</response>
    /// <response code="404">There is no analysis of this id, it was removed, or it is somebody else's.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, KnownMethods methods, [FromRoute(Name = "id")] string id, [FromQuery(Name = "format")][AllowedValues("json", "svg", "png")] string? format,
        CancellationToken cancellationToken)
    {
        var kept = await mediator.Send(new Query(id), cancellationToken);
        if (kept.Visibility == StorageRules.Public && !CurrentCaller.Of(http).IsKnown)
            http.Response.Headers.CacheControl = PublicCaching;
        return KeptResult.Of(http, methods.Find(kept.Method), kept.Answer, kept.Checksum, kept.Language);
    }

    internal sealed record Query(string Id) : IRequest<KeptAnalysis>;

    internal sealed class Handler(StoredAnalysisReading reading) : IRequestHandler<Query, KeptAnalysis>
    {
        public Task<KeptAnalysis> Handle(Query query, CancellationToken cancellationToken) => reading.AnswerAsync(query.Id, cancellationToken);
    }
}
