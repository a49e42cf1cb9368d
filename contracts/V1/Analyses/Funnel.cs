using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What a funnel shows.</summary>
public sealed record FunnelRequest : AnalysisRequest
{
    /// <summary>Counts, for proportion and rate; means, for mean. Code of an indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>What it is of: people, expected events, measurements; above 0. Code of an indicator, or a variable of data.</summary>
    [Required]
    public string? Size { get; set; }

    /// <summary>proportion (cases of people), rate (events of people, time or expected events) or mean (of so many measurements). Required.</summary>
    [Required]
    public string? Kind { get; set; }

    /// <summary>The centre line; null: the group as a whole, sum of counts over sum of sizes.</summary>
    public double? Target { get; set; }

    /// <summary>With mean: the standard deviation of one measurement, above 0. Required then.</summary>
    public double? Deviation { get; set; }

    /// <summary>exact (binomial, Poisson) or normal; null: exact.</summary>
    public string? Limits { get; set; }

    /// <summary>What is done when units differ more than chance allows: ignored, multiplicative or additive; null: ignored.</summary>
    public string? Overdispersion { get; set; }
}

/// <summary>A funnel plot: each unit's figure against its size, with the limits that chance alone would keep.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Kind">What is shown.</param>
/// <param name="Limits">How limits were found.</param>
/// <param name="Overdispersion">What was done about differences beyond chance.</param>
/// <param name="Target">The centre line; null when no unit has a value.</param>
/// <param name="Dispersion">phi: about 1 when chance alone is at work; null with fewer than two units.</param>
/// <param name="BetweenVariance">tau squared, the variance between units; 0 unless additive.</param>
/// <param name="Points">Units with a value, in the order of the frame.</param>
/// <param name="Curves">The limits at sizes from the smallest to the largest, to draw them; none without points.</param>
public sealed record FunnelAnalysis(
    AnalysisFrame Frame, string Kind, string Limits, string Overdispersion, double? Target, double? Dispersion, double BetweenVariance, IReadOnlyList<FunnelUnitPoint> Points,
    IReadOnlyList<FunnelLimit> Curves);

/// <summary>The limits of a funnel at a size.</summary>
/// <param name="Size">The size.</param>
/// <param name="Low95">Lower 95 % limit.</param>
/// <param name="High95">Upper 95 % limit.</param>
/// <param name="Low998">Lower 99.8 % limit.</param>
/// <param name="High998">Upper 99.8 % limit.</param>
public sealed record FunnelLimit(double Size, double Low95, double High95, double Low998, double High998);

/// <summary>A unit in a funnel.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Value">Count over size, or the mean.</param>
/// <param name="Size">Its size.</param>
/// <param name="Low95">Lower 95 % limit at its size.</param>
/// <param name="High95">Upper 95 % limit.</param>
/// <param name="Low998">Lower 99.8 % limit.</param>
/// <param name="High998">Upper 99.8 % limit.</param>
/// <param name="Zone">within: nothing but chance is needed; high, low: beyond 95 %; veryHigh, veryLow: beyond 99.8 %.</param>
public sealed record FunnelUnitPoint(string Unit, double Value, double Size, double Low95, double High95, double Low998, double High998, string Zone);
