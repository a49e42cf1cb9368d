using Benchlearning.Contracts.V1.Analyses;
using MediatR;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>A method of analysis, with its request and its answer.</summary>
/// <param name="Code">Code of the method, as its answers name it.</param>
/// <param name="Ask">Makes the query of a request in a language, lv or en.</param>
internal sealed record AnalysisMethod<TRequest, TAnswer>(string Code, Func<TRequest, string, IRequest<TAnswer>> Ask)
    where TRequest : AnalysisRequest where TAnswer : class;
