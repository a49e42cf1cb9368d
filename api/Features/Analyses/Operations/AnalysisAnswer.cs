using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Query parameters that every analysis has.</summary>
/// <param name="Lang">Language of names, warnings and the summary; wins over Accept-Language.</param>
internal sealed record AnalysisParameters([FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang);

/// <summary>Answers every analysis: computes, and answers in JSON, which nobody may store.</summary>
internal sealed class AnalysisAnswer(IMediator mediator)
{
    /// <summary>The answer to a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="method">The method asked for.</param>
    /// <param name="request">Its body.</param>
    /// <param name="cancellationToken">Stops the calculation.</param>
    public async Task<IResult> OfAsync<TRequest, TAnswer>(HttpContext http, AnalysisMethod<TRequest, TAnswer> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : AnalysisRequest where TAnswer : class
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(await mediator.Send(method.Ask(request, Language.Of(http)), cancellationToken));
    }
}
