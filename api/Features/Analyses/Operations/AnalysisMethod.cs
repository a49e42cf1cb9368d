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
internal abstract record AnalysisMethod(string Code);

/// <summary>A method with its request and its answer.</summary>
/// <param name="Code">Code of the method, as its answers name it.</param>
/// <param name="Ask">
/// Makes the query of a request in a language. A long method tells its progress to the third argument from any thread and as often as it likes; null: nobody listens.
/// </param>
/// <param name="Draw">Draws an answer in a language; gives null where there is nothing to draw. Null: the method has no picture.</param>
internal sealed record AnalysisMethod<TRequest, TAnswer>(
    string Code, Func<TRequest, string, IProgress<AnalysisProgress>?, IRequest<TAnswer>> Ask, Func<TAnswer, string, Scene?>? Draw = null) : AnalysisMethod(Code)
    where TRequest : AnalysisRequest where TAnswer : class;
