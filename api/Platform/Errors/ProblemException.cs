using Benchlearning.Contracts.V1;
using FluentValidation;
using FluentValidation.Results;

namespace Benchlearning.Api.Platform.Errors;

/// <summary>A refusal that is not a plain finding on a field: it carries its problem type and one sentence.</summary>
internal sealed class ProblemException(ProblemType type, string detail, IReadOnlyList<ProblemError>? errors = null) : Exception(detail)
{
    public ProblemType Type { get; } = type;

    public IReadOnlyList<ProblemError> Errors { get; } = errors ?? [];
}

/// <summary>Findings on parameters and fields, gathered until all of them are known, then thrown together.</summary>
internal sealed class Findings
{
    private readonly List<ValidationFailure> failures = [];

    public bool Any => failures.Count > 0;

    public IReadOnlyList<ValidationFailure> Failures => failures;

    /// <summary>Adds a finding.</summary>
    /// <param name="parameter">The query parameter, or the JSON pointer of a body's field (it begins with /).</param>
    /// <param name="code">Stable kebab-case code of the finding.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="value">The value as received; shortened to 100 characters in the answer.</param>
    /// <param name="allowed">Allowed values or nearest matches; null where a list would not help.</param>
    public void Add(string parameter, string code, string message, string? value = null, IReadOnlyList<string>? allowed = null) =>
        failures.Add(new ValidationFailure(parameter, message, value) { ErrorCode = code, CustomState = allowed });

    /// <summary>Throws one <see cref="ValidationException"/> with everything found; returns when nothing was.</summary>
    public void ThrowIfAny()
    {
        if (failures.Count > 0)
            throw new ValidationException(failures);
    }

    /// <summary>Throws a single finding.</summary>
    public static ValidationException One(string parameter, string code, string message, string? value = null, IReadOnlyList<string>? allowed = null) =>
        new([new ValidationFailure(parameter, message, value) { ErrorCode = code, CustomState = allowed }]);
}
