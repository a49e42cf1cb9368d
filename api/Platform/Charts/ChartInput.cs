namespace Benchlearning.Api.Platform.Charts;

/// <summary>The words around every chart, already in <paramref name="Language"/>.</summary>
/// <param name="Title">What is shown: usually the indicator's name.</param>
/// <param name="Subtitle">Group and period. Empty where there is nothing to add.</param>
/// <param name="Source">Who published the figures and when; printed after the word for source.</param>
/// <param name="Notes">Definition, boundaries, marks. Each is a paragraph under the chart.</param>
/// <param name="Language">Of the fixed words and of the numbers.</param>
/// <param name="Finding">What the figures say, in a sentence or two for everyone. Empty for none.</param>
internal sealed record ChartCaption(
    string Title,
    string Subtitle,
    string Source,
    IReadOnlyList<string> Notes,
    ChartLanguage Language,
    string Finding = "");

/// <param name="Symbol">As printed after a number or on an axis: <c>%</c>, <c>EUR</c>. Empty for a plain count.</param>
/// <param name="Decimals">The indicator's published decimals: values are shown and compared at these.</param>
internal readonly record struct ChartUnit(string Symbol, int Decimals);

/// <summary>How the values of a group spread. Null where the caller may not see it or there are no values.</summary>
internal sealed record Spread(
    double? Minimum,
    double? LowerQuartile,
    double? Median,
    double? UpperQuartile,
    double? Maximum)
{
    /// <summary>The same without what cannot be drawn, so that NaN and infinity end here.</summary>
    public Spread Drawable() => new(
        ChartNumbers.Drawable(Minimum),
        ChartNumbers.Drawable(LowerQuartile),
        ChartNumbers.Drawable(Median),
        ChartNumbers.Drawable(UpperQuartile),
        ChartNumbers.Drawable(Maximum));

    public static Spread Unknown { get; } = new(null, null, null, null, null);
}

/// <summary>What a line across the bars stands for.</summary>
internal enum ReferenceKind
{
    Median,
    Mean,
    WeightedMean,
    Target,
}
