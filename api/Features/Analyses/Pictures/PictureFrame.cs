using System.Globalization;
using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>What every picture of an analysis takes from its answer: the words around it, names, units of measure.</summary>
internal sealed class PictureFrame(AnalysisFrame frame, string language)
{
    private const double SmallestWritten = 1e-10;
    private const double LargestWritten = 1e15;

    private readonly Dictionary<string, string> names = frame.Units.DistinctBy(unit => unit.Unit).ToDictionary(unit => unit.Unit, unit => unit.Name ?? unit.Unit, StringComparer.Ordinal);

    public ChartLanguage Language { get; } = language == Platform.Http.Language.English ? ChartLanguage.English : ChartLanguage.Latvian;

    /// <summary>The units, each once, in the order of the answer.</summary>
    public IEnumerable<string> Units => names.Keys;

    /// <summary>The text in the language of the picture.</summary>
    public string Say(string latvian, string english) => Platform.Http.Language.Pick(language, latvian, english);

    public string NameOf(string unit) => names.GetValueOrDefault(unit, unit);

    public bool IsFocal(string unit) => frame.Focal == unit;

    public AnalysedVariable Variable(string code) => frame.Variables.First(variable => variable.Variable == code);

    public bool IsVariable(string code) => frame.Variables.Any(variable => variable.Variable == code);

    /// <summary>The variable as a reader knows it.</summary>
    public string NameOfVariable(string code) => Variable(code) is { Name: { } name } ? name : code;

    /// <summary>Title, period and group, finding, source, and as notes what is to be said, then the warnings.</summary>
    public ChartCaption Caption(string title, string? about = null, params IEnumerable<string> notes) => new(
        title, string.Join(" · ", new[] { about, frame.Period?.Replace("..", "–", StringComparison.Ordinal), frame.Group?.Name }.Where(part => !string.IsNullOrEmpty(part))), Source, [.. notes, .. frame.Warnings], Language, frame.Summary);

    /// <summary>Symbol and published decimals; of the caller's own numbers, as many decimals as tell them apart.</summary>
    public static ChartUnit UnitOf(AnalysedVariable variable) => new(variable.UnitSymbol ?? "", variable.Decimals ?? DecimalsOf(variable.Values));

    /// <summary>The figure as printed with its unit, or words for a missing one.</summary>
    public string Figure(AnalysedVariable variable, double? value) =>
        value is { } figure ? ChartNumbers.Text(figure, UnitOf(variable), Language) : Say("nav datu", "no data");

    /// <summary>A level such as 0.95 as a percentage.</summary>
    public string Percent(double level) => ChartNumbers.Text(level * 100, new ChartUnit("%", DecimalsOf([level * 100])), Language);

    /// <summary>The direction of a variable; null where it has none to tell of.</summary>
    public static ChartDirection? DirectionOf(string? code) => code is null ? null : Enum.Parse<ChartDirection>(code, ignoreCase: true);

    /// <summary>As many decimals as the numbers have, at most as tell the largest to four digits.</summary>
    public static int DecimalsOf(IEnumerable<double?> values)
    {
        var present = values.OfType<double>().Where(value => value != 0 && double.IsFinite(value)).Select(Math.Abs).ToList();
        if (present.Count == 0)
            return 0;
        var telling = Math.Clamp(3 - (int)Math.Floor(Math.Log10(present.Max())), 0, 300);
        return Math.Min(telling, present.Max(WrittenDecimals));
    }

    /// <summary>Decimals of a number as it is written without powers of ten; of one too small for that, as many as tell it.</summary>
    private static int WrittenDecimals(double value)
    {
        if (value < SmallestWritten)
            return int.MaxValue;
        var text = value < LargestWritten ? ((decimal)value).ToString(CultureInfo.InvariantCulture) : "";
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : text.TrimEnd('0').Length - point - 1;
    }

    private string Source => string.Join(" ", frame.Variables.Select(variable => variable.Attribution).OfType<string>().Select(WithoutLabel).Distinct(StringComparer.Ordinal)) is { Length: > 0 } sources
        ? sources : Say("pieprasījumā dotie skaitļi", "figures given with the request");

    /// <summary>The chart prints the word for source itself.</summary>
    private static string WithoutLabel(string attribution) => attribution[(attribution.IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 and < 12 ? colon + 2 : 0)..];
}
