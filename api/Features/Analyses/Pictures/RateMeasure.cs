using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>How a share or a rate is printed: as a percentage, or for as many as give a number of 1 or more.</summary>
/// <param name="Factor">What values are multiplied by.</param>
/// <param name="Unit">Of what is printed.</param>
/// <param name="Name">What is printed, in words.</param>
internal sealed record RateMeasure(double Factor, ChartUnit Unit, string Name)
{
    private static readonly double[] Factors = [1, 100, 1000, 10_000, 100_000];

    /// <param name="isShare">Counts of a whole: a percentage.</param>
    /// <param name="typical">A value in the middle; null: unknown.</param>
    /// <param name="frame">Words and numbers.</param>
    /// <param name="counted">What is counted.</param>
    /// <param name="size">What it is of.</param>
    public static RateMeasure Of(bool isShare, double? typical, PictureFrame frame, string counted, string size)
    {
        if (isShare)
            return new RateMeasure(100, new ChartUnit("%", 1), $"{frame.NameOfVariable(counted)} / {frame.NameOfVariable(size)}");
        var factor = typical is > 0 and { } value ? Factors.FirstOrDefault(factor => value * factor >= 1, Factors[^1]) : 1;
        var name = factor == 1 ? $"{frame.NameOfVariable(counted)} / {frame.NameOfVariable(size)}"
            : $"{frame.NameOfVariable(counted)} / {frame.NameOfVariable(size)} × {ChartNumbers.Text(factor, 0, frame.Language)}";
        return new RateMeasure(factor, new ChartUnit("", typical is { } middle ? Math.Min(4, PictureFrame.DecimalsOf([middle * factor])) : 2), name);
    }
}
