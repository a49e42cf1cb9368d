namespace Benchlearning.Api.Platform.Charts;

/// <summary>A member that has a value, ready to be drawn.</summary>
/// <param name="Member">Whom the bar stands for.</param>
/// <param name="Value">Finite, rounded to the indicator's decimals.</param>
/// <param name="Number">The value as printed, without its unit.</param>
/// <param name="Tooltip">Name, value and unit.</param>
internal sealed record BarRow(ComparisonMember Member, double Value, string Number, string Tooltip)
{
    public static BarRow Of(ComparisonMember member, double value, ComparisonInput input) => new(
        member,
        value,
        ChartNumbers.Text(value, input.Unit.Decimals, input.Caption.Language),
        $"{member.Label}: {ChartNumbers.Text(value, input.Unit, input.Caption.Language)}");
}

/// <summary>A reference line that has a value, with its words.</summary>
internal sealed record ReferenceLabel(ReferenceKind Kind, double Value, string Text)
{
    public Stroke Stroke => ChartPalette.MedianLine with
    {
        Dash = Kind switch
        {
            ReferenceKind.Median => Dash.Dashed,
            ReferenceKind.Mean => Dash.Dotted,
            ReferenceKind.WeightedMean => Dash.DashDotted,
            _ => Dash.Solid,
        },
    };
}

/// <summary>Row height and letters: the more bars, the smaller, but never under 10 pixels.</summary>
/// <param name="Row">Height of a row whose name takes one line, in CSS pixels.</param>
/// <param name="Bar">Thickness of the bar.</param>
/// <param name="Letters">Size of names and values.</param>
internal readonly record struct BarSize(double Row, double Bar, double Letters)
{
    public static BarSize For(int bars) => bars switch
    {
        <= 30 => new BarSize(24, 14, 12),
        <= 45 => new BarSize(19, 12, 11),
        _ => new BarSize(15, 9, 10),
    };

    /// <summary>From one line of a long name to the next.</summary>
    public double NameLine => Letters + 2;

    /// <summary>Style of a member's name and value.</summary>
    public TextStyle Style(bool own) => new(Letters, ChartPalette.Ink, own);
}
