namespace Benchlearning.Api.Platform.Charts;

/// <summary>One row of a panel, ready to be drawn.</summary>
/// <param name="Label">Whom or what the row is about.</param>
/// <param name="Number">The value as printed, without its unit.</param>
/// <param name="Tooltip">Name, value and unit.</param>
/// <param name="Shapes">What is drawn on the axis, later ones on top.</param>
/// <param name="IsOwn">The reader's own row.</param>
/// <param name="Mark">A sign of one to three characters after the value; null for none.</param>
/// <param name="Remark">Words at the end of the row; null for none.</param>
internal sealed record BarRow(
    string Label,
    string Number,
    string Tooltip,
    IReadOnlyList<BarShape> Shapes,
    bool IsOwn = false,
    string? Mark = null,
    string? Remark = null);

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

    /// <summary>How many lines the words at the end of a row may take.</summary>
    public int RemarkLines => Bar >= 14 ? 3 : 1;

    /// <summary>From one line of a long name to the next.</summary>
    public double NameLine => Letters + 2;

    /// <summary>Style of a member's name and value.</summary>
    public TextStyle Style(bool own) => new(Letters, ChartPalette.Ink, own);
}
