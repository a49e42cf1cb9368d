using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Query parameters that every analysis has.</summary>
/// <param name="Lang">Language of names, warnings and the summary; wins over Accept-Language.</param>
internal sealed record AnalysisParameters([FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang);

/// <summary>Answers every analysis: chooses the format, computes, and writes the numbers or their picture.</summary>
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
        var (format, language) = (Format.Choose(http.Request, method.Draw is null ? [Format.Json] : Picture.Offered), Language.Of(http));
        http.Response.Headers.CacheControl = "no-store";
        var answer = await mediator.Send(method.Ask(request, language, null), cancellationToken);
        return format == Format.Json ? TypedResults.Ok(answer) : Picture.Of(method.Draw!(answer, language), format);
    }
}
