using FluentValidation;
using FluentValidation.Results;

namespace Benchlearning.Api.Platform.Errors;

/// <summary>Adds findings on parameters from within a validator's custom rule.</summary>
internal sealed class FindingsOf<T>(ValidationContext<T> context)
{
    public void Add(string parameter, string code, string message, string? value) => Add(parameter, code, message, value, null);

    public void Add(string parameter, string code, string message, string? value = null, IReadOnlyList<string>? allowed = null) =>
        context.AddFailure(new ValidationFailure(parameter, message, value) { ErrorCode = code, CustomState = allowed });

    public void AddAll(Findings findings)
    {
        foreach (var failure in findings.Failures)
            context.AddFailure(failure);
    }
}
