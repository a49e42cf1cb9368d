using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Benchlearning.Api.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// Checks every query parameter against what the operation declares before anything is bound: unknown names (nearest named),
/// repeated and empty parameters, control characters, types, allowed values. Findings wait in <see cref="RequestFindings"/>
/// so that the validator's findings join them: one refusal tells everything.
/// </summary>
internal sealed class QueryGuard(RequestDelegate next)
{
    private static readonly ConcurrentDictionary<MethodInfo, QueryParameter[]> Declared = new();

    /// <summary>A query parameter that an operation declares.</summary>
    internal sealed record QueryParameter(string Name, Type Type, IReadOnlyList<Attribute> Attributes)
    {
        /// <summary>The only values that it takes; null when it takes others too.</summary>
        public string[]? Allowed { get; } = Attributes.OfType<AllowedValuesAttribute>().FirstOrDefault()?.Values.OfType<string>().ToArray();
    }

    public Task InvokeAsync(HttpContext http, RequestFindings findings)
    {
        if (http.Request.QueryString.HasValue && http.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is { } method
            && http.Request.Path.StartsWithSegments("/v1"))
            Check(http, findings, Declared.GetOrAdd(method, DeclaredBy));
        return next(http);
    }

    /// <summary>The parameters of an operation, in the order of its declaration.</summary>
    internal static QueryParameter[] DeclaredBy(MethodInfo method)
    {
        var parameters = new List<QueryParameter>();
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.GetCustomAttribute<AsParametersAttribute>() is null)
                Add(parameter);
            else
                foreach (var field in parameter.ParameterType.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!.GetParameters())
                    Add(field);
        }
        return [.. parameters];

        void Add(ParameterInfo parameter)
        {
            if (parameter.GetCustomAttribute<FromQueryAttribute>() is { } query)
                parameters.Add(new QueryParameter(query.Name!, Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType, [.. parameter.GetCustomAttributes()]));
        }
    }

    private static void Check(HttpContext http, RequestFindings findings, QueryParameter[] declared)
    {
        Dictionary<string, StringValues>? accepted = null;
        foreach (var (name, values) in http.Request.Query)
        {
            var parameter = Array.Find(declared, candidate => candidate.Name == name);
            var before = findings.Count;
            if (parameter is null)
                findings.Add(name, "unknown-parameter", $"This operation has no parameter {Quote(name)}.", values.ToString(),
                    Nearest.To(name, declared.Select(candidate => candidate.Name), whenNone: 20));
            else
                CheckValues(findings, parameter, values);
            if (findings.Count > before)
            {
                accepted ??= http.Request.Query.ToDictionary(StringComparer.Ordinal);
                accepted.Remove(name);
            }
        }
        if (accepted is not null)
            http.Request.Query = new QueryCollection(accepted);
    }

    private static void CheckValues(RequestFindings findings, QueryParameter parameter, StringValues values)
    {
        var value = values.ToString();
        if (values.Count > 1)
            findings.Add(parameter.Name, "repeated-parameter", $"{parameter.Name} is given {values.Count} times; give it once, lists separated by commas.", value);
        else if (value.Length == 0)
            findings.Add(parameter.Name, "empty-value", $"{parameter.Name} is empty; leave the parameter out to get its default.");
        else if (value.Any(char.IsControl) || value.Contains('\uFFFD', StringComparison.Ordinal))
            findings.Add(parameter.Name, "invalid-character", $"{parameter.Name} holds a control character or is not UTF-8.");
        else if (parameter.Allowed is { } allowed && !allowed.Contains(value))
            findings.Add(parameter.Name, "unknown-value", $"{parameter.Name} is one of: {string.Join(", ", allowed)}.", value, allowed);
        else if (parameter.Type == typeof(int) && !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            findings.Add(parameter.Name, "not-a-number", $"{parameter.Name} is a whole number.", value);
        else if (parameter.Type == typeof(DateOnly) && !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            findings.Add(parameter.Name, "not-a-date", $"{parameter.Name} is a date such as 2021-07-01.", value);
        else if (parameter.Type == typeof(DateTimeOffset) && !IsInstant(value))
            findings.Add(parameter.Name, "not-an-instant", $"{parameter.Name} is an instant with its offset, such as 2026-03-01T12:00:00Z (a + sign in an address is written %2B).", value);
        else if (parameter.Type == typeof(bool) && value is not ("true" or "false"))
            findings.Add(parameter.Name, "unknown-value", $"{parameter.Name} is true or false.", value, ["true", "false"]);
    }

    private static bool IsInstant(string value) =>
        value.Length >= 20 && value[10] == 'T' && (value[^1] == 'Z' || value[^6] is '+' or '-')
        && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static string Quote(string name) => name.Length <= 60 ? $"'{name}'" : $"'{name[..60]}…'";
}

/// <summary>What the query guard found in this request; the validation behaviour adds the validator's findings and throws.</summary>
internal sealed class RequestFindings
{
    private readonly List<FluentValidation.Results.ValidationFailure> failures = [];

    public int Count => failures.Count;

    public IReadOnlyList<FluentValidation.Results.ValidationFailure> Failures => failures;

    public void Add(string parameter, string code, string message, string? value = null, IReadOnlyList<string>? allowed = null) =>
        failures.Add(new FluentValidation.Results.ValidationFailure(parameter, message, value) { ErrorCode = code, CustomState = allowed });

    /// <summary>For an operation without a query to validate: throws one <see cref="FluentValidation.ValidationException"/> with everything found.</summary>
    public void ThrowIfAny()
    {
        if (failures.Count > 0)
            throw new FluentValidation.ValidationException(failures);
    }
}
