namespace Benchlearning.Contracts.V1;

/// <summary>A problem document (RFC 9457): why a request was refused or failed.</summary>
/// <param name="Type">Absolute address that names the kind of problem and opens a page about it.</param>
/// <param name="Title">Short title, in the caller's language.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What is wrong with this request and what would be right, in English.</param>
/// <param name="Instance">Path of the request.</param>
/// <param name="Code">Stable code: the last part of type.</param>
/// <param name="TraceId">Finds this request in the service's log.</param>
/// <param name="Errors">Every finding of the request together; absent when there is none.</param>
public sealed record ApiProblem(
    string Type, string Title, int Status, string Detail, string Instance, string Code, string TraceId, IReadOnlyList<ProblemError>? Errors);

/// <summary>One finding on one parameter or field.</summary>
/// <param name="Parameter">The query or path parameter; absent for a body's field.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) of the body's field; absent for a parameter.</param>
/// <param name="Code">Stable kebab-case code of the finding, such as unknown-code.</param>
/// <param name="Message">What is wrong and what would be right, in English; show your own words by code where a reader needs another language.</param>
/// <param name="Value">The value as received, shortened to 100 characters; absent where none was sent.</param>
/// <param name="Allowed">Allowed values, or the nearest known codes; absent where a list would not help.</param>
public sealed record ProblemError(
    string? Parameter, string? Pointer, string Code, string Message, string? Value, IReadOnlyList<string>? Allowed);
