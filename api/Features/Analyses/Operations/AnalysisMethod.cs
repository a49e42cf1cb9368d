using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;
using MediatR;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>How far a long calculation is.</summary>
/// <param name="Done">How many are done.</param>
/// <param name="Of">How many there are.</param>
/// <param name="What">What is counted, a plural in camelCase such as replications.</param>
internal readonly record struct AnalysisProgress(int Done, int Of, string What);

/// <summary>A method of analysis: what asks for it, what computes it, and what draws it.</summary>
/// <param name="Code">Code of the method, as its answers name it.</param>
internal abstract record AnalysisMethod(string Code)
{
    /// <summary>True when its answers can be drawn.</summary>
    public abstract bool HasPicture { get; }

    /// <summary>Answers a request that was kept.</summary>
    /// <param name="mediator">Of the scope of the caller for whom it is answered.</param>
    /// <param name="request">The request, as JSON.</param>
    /// <param name="language">Language of the answer.</param>
    /// <param name="progress">Is told how far it is; null: nobody asks.</param>
    /// <param name="cancellationToken">Stops the calculation.</param>
    /// <returns>The answer, as JSON.</returns>
    public abstract Task<byte[]> RepeatAsync(IMediator mediator, string request, string language, IProgress<AnalysisProgress>? progress, CancellationToken cancellationToken);

    /// <summary>What a request that was kept asks for, and how its answer is to be stored.</summary>
    public abstract KeptRequest Read(string request);

    /// <summary>Draws an answer that was kept; null where there is nothing to draw. Only of a method that has a picture.</summary>
    public abstract Scene? DrawKept(ReadOnlySpan<byte> answer, string language);
}

/// <summary>A method with its request and its answer.</summary>
/// <param name="Code">Code of the method, as its answers name it.</param>
/// <param name="Ask">
/// Makes the query of a request in a language. A long method tells its progress to the third argument from any thread and as often as it likes; null: nobody listens.
/// </param>
/// <param name="Draw">Draws an answer in a language; gives null where there is nothing to draw. Null: the method has no picture.</param>
internal sealed record AnalysisMethod<TRequest, TAnswer>(
    string Code, Func<TRequest, string, IProgress<AnalysisProgress>?, IRequest<TAnswer>> Ask, Func<TAnswer, string, Scene?>? Draw = null) : AnalysisMethod(Code)
    where TRequest : AnalysisRequest where TAnswer : class
{
    public override bool HasPicture => Draw is not null;

    public override async Task<byte[]> RepeatAsync(IMediator mediator, string request, string language, IProgress<AnalysisProgress>? progress, CancellationToken cancellationToken) =>
        AnalysisJson.Bytes(await mediator.Send(Ask(AnalysisJson.Request<TRequest>(request), language, progress), cancellationToken));

    public override KeptRequest Read(string request)
    {
        var asked = AnalysisJson.Request<TRequest>(request);
        return new KeptRequest(AnalysisJson.TextWithoutStorage(asked), asked.AsOf, asked.Store);
    }

    public override Scene? DrawKept(ReadOnlySpan<byte> answer, string language) => Draw!(AnalysisJson.Answer<TAnswer>(answer), language);
}

/// <summary>A request that was kept.</summary>
/// <param name="Text">As JSON, without how its answer is stored.</param>
/// <param name="AsOf">The instant whose figures it asks for; null: numbers of the caller's own.</param>
/// <param name="Storage">How its answer is to be stored; null: it is not.</param>
internal sealed record KeptRequest(string Text, DateTimeOffset? AsOf, AnalysisStorage? Storage);
