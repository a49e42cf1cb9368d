using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using MediatR;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Answers a request that was kept, outside of the request that it came with.</summary>
internal sealed class AnalysisRepeat(IServiceScopeFactory scopes, CatalogueWatch watch)
{
    /// <summary>The answer, made of what a reach sees.</summary>
    /// <param name="method">The method.</param>
    /// <param name="request">The request, as JSON.</param>
    /// <param name="language">Language of the answer.</param>
    /// <param name="reach">What is seen.</param>
    /// <param name="progress">Is told how far it is; null: nobody asks.</param>
    /// <param name="cancellationToken">Stops the calculation.</param>
    public async Task<byte[]> AnswerAsync(AnalysisMethod method, string request, string language, Reach reach, IProgress<AnalysisProgress>? progress, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Caller = Caller.Anonymous with { Reach = reach };
        byte[] answer = [];
        await watch.AnswerAsync(reach, async () => answer = await method.RepeatAsync(scope.ServiceProvider.GetRequiredService<IMediator>(), request, language, progress, cancellationToken), cancellationToken);
        return answer;
    }
}
