using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Analyses.Jobs;
using Benchlearning.Api.Features.Analyses.Stored;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Contracts.V1.Analyses;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>What every analysis is asked with besides its body.</summary>
/// <param name="Lang">Language of names, warnings and the summary; wins over Accept-Language.</param>
/// <param name="Prefer">respond-async: answer at once with a job, which goes on by itself (RFC 7240).</param>
internal sealed record AnalysisParameters(
    [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? Lang, [FromHeader(Name = "Prefer")] string? Prefer);

/// <summary>
/// Answers every analysis: chooses the format, computes, and writes the numbers or their picture; stores the answer, or makes a job of the request, where that is asked for.
/// </summary>
internal sealed class AnalysisAnswer(IMediator mediator, RequestValidation validation, CatalogueWatch watch, Caller caller, TimeProvider time, IOptions<ServiceOptions> limits)
{
    private const string AsJob = "respond-async";

    /// <summary>The answer to a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="method">The method asked for.</param>
    /// <param name="request">Its body.</param>
    /// <param name="cancellationToken">Stops the calculation.</param>
    public async Task<IResult> OfAsync<TRequest, TAnswer>(HttpContext http, AnalysisMethod<TRequest, TAnswer> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : AnalysisRequest where TAnswer : class
    {
        var (format, language) = (Format.Choose(http.Request, method.HasPicture ? Picture.Offered : [Format.Json]), Language.Of(http));
        http.Response.Headers.CacheControl = "no-store";
        if (request.Store is not null)
            Authorisation.Demand(http, [Permission.StoreAnalyses], "Storing an analysis");
        if (PrefersJob(http.Request))
            return await AcceptAsync(http, method, request, language, cancellationToken);
        var answer = request.Store is { } storage
            ? await StoreAsync(http, method, request, storage, language, cancellationToken)
            : await mediator.Send(method.Ask(request, language, null), cancellationToken);
        return format == Format.Json ? TypedResults.Json(answer, statusCode: http.Response.StatusCode) : Picture.Of(method.Draw!(answer, language), format);
    }

    /// <summary>Stores what was computed with the instant whose figures were used, and, where everybody may read it, with what everybody sees.</summary>
    private async Task<TAnswer> StoreAsync<TRequest, TAnswer>(
        HttpContext http, AnalysisMethod<TRequest, TAnswer> method, TRequest request, AnalysisStorage storage, string language, CancellationToken cancellationToken)
        where TRequest : AnalysisRequest where TAnswer : class
    {
        var reach = StorageRules.ReachOf(storage, caller.Reach);
        TRequest pinned = request;
        TAnswer answer = null!;
        await watch.AnswerAsync(reach, async () =>
        {
            pinned = Pinned(request);
            answer = await mediator.Send(method.Ask(pinned, language, null), cancellationToken);
        }, cancellationToken);
        var kept = new NewAnalysis(method.Code, language, storage.Title, StorageRules.VisibilityOf(storage), reach, pinned.AsOf,
            AnalysisJson.TextWithoutStorage(pinned), AnalysisJson.Bytes(answer), caller.Actor);
        var id = await mediator.Send(new StoreAnalysis.Command(kept), cancellationToken);
        http.Response.StatusCode = StatusCodes.Status201Created;
        http.Response.Headers.Location = StoredAnalysisReading.AddressOf(id);
        return answer;
    }

    /// <summary>Checks the request now, so that who asks learns at once what is wrong with it, and leaves the calculation to a job.</summary>
    private async Task<IResult> AcceptAsync<TRequest, TAnswer>(
        HttpContext http, AnalysisMethod<TRequest, TAnswer> method, TRequest request, string language, CancellationToken cancellationToken)
        where TRequest : AnalysisRequest where TAnswer : class
    {
        var reach = StorageRules.ReachOf(request.Store, caller.Reach);
        TRequest pinned = request;
        await watch.AnswerAsync(reach, async () =>
        {
            pinned = Pinned(request);
            await validation.ValidateAsync(method.Ask(pinned, language, null), cancellationToken);
        }, cancellationToken);
        if (await mediator.Send(new StartJob.Command(method.Code, language, AnalysisJson.Text(pinned), reach), cancellationToken) is not { } job)
        {
            http.Response.Headers.RetryAfter = "10";
            throw new ProblemException(ProblemTypes.TooManyRequests, caller.IsKnown
                ? FormattableString.Invariant($"{limits.Value.Jobs.MostOfCaller} jobs of yours wait or run already, and no more may (maximumJobsOfCaller at /v1/config). Wait for one to end, or cancel one.")
                : FormattableString.Invariant($"{limits.Value.Jobs.MostOfStrangers} jobs of callers without a key wait or run already, and no more may (maximumJobsOfStrangers at /v1/config). Come back later, send a key, or ask without Prefer."));
        }
        http.Response.Headers["Preference-Applied"] = AsJob;
        return TypedResults.Accepted(JobReading.AddressOf(job.Id), job);
    }

    /// <summary>
    /// The request with the instant whose figures it uses: the one asked for, but never one after the last change that this instance knows of. The figures are the
    /// same, and stay the same: what is recorded later bears a later instant, even where its import began before.
    /// </summary>
    private TRequest Pinned<TRequest>(TRequest request) where TRequest : AnalysisRequest
    {
        var last = watch.OfCaller.DataChangedAt;
        return request.Data is not null || request.AsOf > time.GetUtcNow() ? request // numbers of the caller's own have no instant; one to come is refused
            : (TRequest)((AnalysisRequest)request with { AsOf = request.AsOf < last ? request.AsOf : last });
    }

    private static bool PrefersJob(HttpRequest request) => request.Headers["Prefer"].Any(line =>
        line is not null && line.Split(',').Any(preference => preference.Split(';')[0].Trim().Equals(AsJob, StringComparison.OrdinalIgnoreCase)));
}
