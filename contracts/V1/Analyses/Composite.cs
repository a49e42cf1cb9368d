using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What an index is made of, and how.</summary>
public record CompositeRequest : AnalysisRequest
{
    /// <summary>1 to 50 components; their weights add up to 1.</summary>
    [Required, MinLength(1), MaxLength(50)]
    public IReadOnlyList<CompositeComponent>? Components { get; set; }

    /// <summary>arithmetic: a good score makes up for a bad one; geometric: a bad one pulls down more, and scores must be above 0; null: arithmetic.</summary>
    public string? Aggregation { get; set; }

    /// <summary>What becomes of a unit that lacks a figure: leaveOut, or renormalise (the weights it has are scaled up to 1); null: leaveOut.</summary>
    public string? Missing { get; set; }

    /// <summary>With renormalise: the least sum of weights that a unit must have, above 0 to 1; null: 0.6.</summary>
    public double? MinimumCoverage { get; set; }

    /// <summary>True: deviations are of a sample (n - 1); null or false: of the whole group (n), as in the territory development index.</summary>
    public bool? IsSample { get; set; }
}

/// <summary>A component of an index.</summary>
public sealed record CompositeComponent
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>Its weight, 0 to 1; null for all components: equal weights.</summary>
    public double? Weight { get; set; }

    /// <summary>higherIsBetter, lowerIsBetter or target; null: the indicator's own, which then must not be neutral; with data higherIsBetter.</summary>
    public string? Direction { get; set; }

    /// <summary>The target, with direction target.</summary>
    public double? Target { get; set; }

    /// <summary>How it is made comparable: zScore, minMax, minMaxFrom1, rank, percentile, distanceToReference, goalposts or none; null: zScore.</summary>
    public string? Normalisation { get; set; }

    /// <summary>With goalposts: where 0 is, in the variable's unit.</summary>
    public double? Low { get; set; }

    /// <summary>With goalposts: where 1 is. With distanceToReference: the reference; null: the best of the group.</summary>
    public double? High { get; set; }

    /// <summary>True: the logarithm is taken first, of goalposts too; null: false.</summary>
    public bool? IsLogarithmic { get; set; }

    /// <summary>With zScore: a mean from elsewhere, such as of the year before; with deviation.</summary>
    public double? Mean { get; set; }

    /// <summary>With zScore: the standard deviation that belongs to mean, above 0.</summary>
    public double? Deviation { get; set; }
}

/// <summary>An index of every unit.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Aggregation">How scores were put together.</param>
/// <param name="WithoutSpread">Components left out because they are the same for every unit, or have fewer than two values; the weights of the others are scaled up.</param>
/// <param name="Units">One for each unit of the frame, in its order.</param>
public sealed record CompositeAnalysis(AnalysisFrame Frame, string Aggregation, IReadOnlyList<string> WithoutSpread, IReadOnlyList<UnitComposite> Units);

/// <summary>The index of a unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">scored; indicatorMissing; scoreNotPositive: a geometric index of such a score does not exist.</param>
/// <param name="Value">The index; null unless scored.</param>
/// <param name="Rank">1 is best; null unless scored.</param>
/// <param name="Coverage">Sum of the weights of the components it has, 0 to 1.</param>
/// <param name="Contributions">What each component adds.</param>
public sealed record UnitComposite(string Unit, string Status, double? Value, double? Rank, double Coverage, IReadOnlyList<ComponentContribution> Contributions);

/// <summary>What a component adds to an index.</summary>
/// <param name="Variable">The component.</param>
/// <param name="Score">Its comparable score, more is better; null when missing.</param>
/// <param name="Weight">Its weight, after scaling up.</param>
/// <param name="Contribution">Weight times score, or for a geometric index weight times the score's logarithm; they add up to the index, or to its logarithm.</param>
public sealed record ComponentContribution(string Variable, double? Score, double Weight, double? Contribution);
