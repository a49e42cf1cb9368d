using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Features.Catalogue;

/// <summary>Answers a caller who sees more than everyone from what they see. For everyone else it does nothing.</summary>
internal sealed class CallersCatalogue(RequestDelegate next, CatalogueWatch watch)
{
    public Task InvokeAsync(HttpContext http) =>
        CurrentCaller.Of(http).Reach is { IsPublic: false } reach ? watch.AnswerAsync(reach, () => next(http), http.RequestAborted) : next(http);
}
