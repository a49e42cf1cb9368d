namespace Benchlearning.Api.Platform.Charts;

/// <summary>The lengths behind <see cref="Dash"/>, one place for both renderers.</summary>
internal static class DashPattern
{
    private static readonly float[] Dashed = [6, 4];
    private static readonly float[] Dotted = [2, 3];
    private static readonly float[] DashDotted = [8, 3, 2, 3];

    /// <summary>Lengths of dashes and gaps in turn, in CSS pixels; empty for a solid line.</summary>
    public static float[] Of(Dash dash) => dash switch
    {
        Dash.Dashed => Dashed,
        Dash.Dotted => Dotted,
        Dash.DashDotted => DashDotted,
        _ => [],
    };
}
