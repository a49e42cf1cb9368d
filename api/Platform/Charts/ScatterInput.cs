namespace Benchlearning.Api.Platform.Charts;

/// <summary>Units as points by two numbers.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="Hint">How to read it. Empty for nothing.</param>
/// <param name="Across">What is measured to the right.</param>
/// <param name="Up">What is measured upwards.</param>
/// <param name="Points">Everybody, also those that lack a number.</param>
/// <param name="Curves">Limits; empty for none.</param>
/// <param name="Cross">Lines that divide the plain; null for none.</param>
/// <param name="Names">What flagged points are; null where none are.</param>
internal sealed record ScatterInput(
    ChartCaption Caption,
    string Hint,
    ScatterMeasure Across,
    ScatterMeasure Up,
    IReadOnlyList<ScatterPoint> Points,
    IReadOnlyList<ScatterCurve> Curves,
    ScatterCross? Cross = null,
    ScatterNames? Names = null);

/// <param name="Name">What is measured.</param>
/// <param name="Unit">Its unit and decimals.</param>
/// <param name="IsSize">A size above 0: where sizes differ too much, the scale goes by powers of ten.</param>
internal sealed record ScatterMeasure(string Name, ChartUnit Unit, bool IsSize = false)
{
    public string WithUnit => string.IsNullOrWhiteSpace(Unit.Symbol) ? Name : $"{Name}, {Unit.Symbol}";
}

/// <param name="Label">The unit's name.</param>
/// <param name="X">Null when missing: listed, never drawn as zero.</param>
/// <param name="Y">The same.</param>
/// <param name="IsOwn">The reader's own municipality.</param>
/// <param name="Flag">How far out of the ordinary it is: 0 not, 1 somewhat, 2 much.</param>
internal sealed record ScatterPoint(string Label, double? X, double? Y, bool IsOwn = false, int Flag = 0);

/// <param name="Label">In the key; null for the other half of a pair that is named already.</param>
/// <param name="Stroke">The line.</param>
/// <param name="Points">In order; in the numbers of both measures.</param>
internal sealed record ScatterCurve(string? Label, Stroke Stroke, IReadOnlyList<ScenePoint> Points);

/// <summary>Lines that divide the plain in four, and what the corners are.</summary>
/// <param name="X">Of the upright line.</param>
/// <param name="Y">Of the level line.</param>
/// <param name="XText">What stands over the upright line.</param>
/// <param name="YText">What stands on the level line.</param>
/// <param name="Best">The corner that is good both ways; null where neither way is better.</param>
internal sealed record ScatterCross(double X, double Y, string XText, string YText, ScatterCorner? Best = null);

/// <param name="IsRight">Good is more of what is measured to the right.</param>
/// <param name="IsTop">Good is more of what is measured upwards.</param>
/// <param name="Text">What the good corner is.</param>
/// <param name="OppositeText">What the corner across is.</param>
internal sealed record ScatterCorner(bool IsRight, bool IsTop, string Text, string OppositeText);

/// <param name="Somewhat">What points of flag 1 are.</param>
/// <param name="Much">What points of flag 2 are.</param>
internal sealed record ScatterNames(string Somewhat, string Much);
