namespace Benchlearning.Contracts.V1.Service;

/// <summary>What a client must know of this service: version, limits, languages, formats, licences.</summary>
/// <param name="ApiVersion">Version of the contract (semantic versioning).</param>
/// <param name="Languages">Languages of answers; the first is the default.</param>
/// <param name="TimeZone">Time zone of the business calendar.</param>
/// <param name="Formats">Names for format= with their media types.</param>
/// <param name="Limits">Every published limit by name.</param>
/// <param name="RequestsPerMinute">Budgets by class of operations, of an address that sends no credentials.</param>
/// <param name="RequestsPerMinuteByCaller">Budgets by class of operations of every kind of callers: anonymous (each address), person (each, with an access token), client (each system, all its keys together).</param>
/// <param name="CodeLists">The values of every code list.</param>
/// <param name="Attribution">How to name the service and its data.</param>
/// <param name="Sources">Sources of the data with licence and attribution.</param>
/// <param name="Documentation">Address of the documentation.</param>
public sealed record ServiceConfiguration(
    string ApiVersion, IReadOnlyList<string> Languages, string TimeZone, IReadOnlyDictionary<string, string> Formats,
    IReadOnlyDictionary<string, long> Limits, IReadOnlyDictionary<string, int> RequestsPerMinute,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> RequestsPerMinuteByCaller,
    IReadOnlyDictionary<string, IReadOnlyList<string>> CodeLists, string Attribution, IReadOnlyList<Indicators.Source> Sources,
    string Documentation);
