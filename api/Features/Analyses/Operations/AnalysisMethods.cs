using System.Text.Json;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>What the operations of analyses share: their version, limits, and codes of options.</summary>
internal static class AnalysisMethods
{
    /// <summary>Version of the methods, told with every answer; it grows when a result could change.</summary>
    public const string Version = "1.0";

    /// <summary>Most rows of data.</summary>
    public const int MostRows = 5000;

    /// <summary>Most variables of data.</summary>
    public const int MostVariables = 500;

    /// <summary>Longest name of a unit, variable, group or period of data, in characters.</summary>
    public const int LongestName = 200;

    /// <summary>Largest size of a number whose differences are squared: beyond, results would leave the range of numbers.</summary>
    public const double LargestSquared = 1e150;

    /// <summary>The code of a value of a method's option: its name in camelCase.</summary>
    public static string CodeOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The code of a finding on a fault: its name in kebab-case.</summary>
    public static string FindingOf<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The codes of an option's values.</summary>
    public static IReadOnlyList<string> CodesOf<T>() where T : struct, Enum => [.. Enum.GetValues<T>().Select(CodeOf)];

    /// <summary>The value of an option by its code; null, with a finding, where there is no such value.</summary>
    /// <param name="pointer">Pointer of the option in the body.</param>
    /// <param name="code">As asked; null: the value when nothing is said.</param>
    /// <param name="whenNothingIsSaid">The value when nothing is said.</param>
    /// <param name="findings">Takes the finding.</param>
    public static T? OptionOf<T>(string pointer, string? code, T whenNothingIsSaid, Findings findings) where T : struct, Enum
    {
        if (code is null)
            return whenNothingIsSaid;
        foreach (var value in Enum.GetValues<T>())
            if (CodeOf(value) == code)
                return value;
        findings.Add(pointer, "unknown-value", $"{pointer[1..]} is one of: {string.Join(", ", CodesOf<T>())}.", code, CodesOf<T>());
        return null;
    }

    /// <summary>The same of an option that was checked before.</summary>
    public static T OptionOf<T>(string? code, T whenNothingIsSaid) where T : struct, Enum =>
        code is null ? whenNothingIsSaid : Enum.GetValues<T>().First(value => CodeOf(value) == code);

    /// <summary>Refuses a number that is not within bounds.</summary>
    public static void CheckRange(string pointer, double? value, double least, double most, Findings findings, bool isOpen = false)
    {
        if (value is { } number && !(isOpen ? number > least && number < most : number >= least && number <= most))
            findings.Add(pointer, "out-of-range", FormattableString.Invariant($"{pointer[1..]} is a number {(isOpen ? "between" : "from")} {least} {(isOpen ? "and" : "to")} {most}{(isOpen ? ", neither of them" : "")}."),
                number.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Refuses figures that are too large to be squared, by 422.</summary>
    /// <param name="pointer">Pointer of the option that names the variable.</param>
    /// <param name="column">The figures.</param>
    public static void RefuseHuge(string pointer, AnalysisColumn column)
    {
        if (Array.Exists(column.Values, value => Math.Abs(value ?? 0) > LargestSquared))
            throw new ProblemException(ProblemTypes.Unprocessable, "Some numbers are too large: use a larger unit of measure.",
                [new Contracts.V1.ProblemError(null, pointer, "out-of-range", $"{column.InWords}: numbers are at most 1e150.", column.Name, null)]);
    }
}
