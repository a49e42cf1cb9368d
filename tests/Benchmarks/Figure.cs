using System.Globalization;

namespace Benchlearning.Benchmarks;

/// <summary>Median and spread of a figure over rounds.</summary>
internal sealed record Spread(double Median, double Least, double Most)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        var middle = ordered.Length / 2;
        return new Spread(ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2, ordered[0], ordered[^1]);
    }

    public string Show(string format) => string.Create(CultureInfo.InvariantCulture,
        $"{Median.ToString(format, CultureInfo.InvariantCulture)} ({Least.ToString(format, CultureInfo.InvariantCulture)}-{Most.ToString(format, CultureInfo.InvariantCulture)})");
}

/// <summary>A row of the table.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Ceiling">The ceiling's absolute figure; empty where there is none.</param>
/// <param name="Ours">Our absolute figure.</param>
/// <param name="Measured">The figure that the requirement is about.</param>
/// <param name="Required">What it should be.</param>
/// <param name="IsReached">True when it is.</param>
internal sealed record Figure(string Name, string Ceiling, string Ours, string Measured, string Required, bool IsReached);
