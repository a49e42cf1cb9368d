namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Every method of analysis that this service has, by its code: those of its operations.</summary>
internal sealed class KnownMethods(EndpointDataSource operations)
{
    private readonly Lazy<Dictionary<string, AnalysisMethod>> byCode = new(() =>
        operations.Endpoints.Select(operation => operation.Metadata.GetMetadata<AnalysisMethod>()).OfType<AnalysisMethod>().ToDictionary(method => method.Code, StringComparer.Ordinal));

    /// <summary>The method of a code; null: there is none, or no longer.</summary>
    public AnalysisMethod? Find(string code) => byCode.Value.GetValueOrDefault(code);
}
