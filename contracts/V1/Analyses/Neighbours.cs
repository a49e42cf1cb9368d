using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>Whom to find similar units of, and by what. territory is the unit that they are similar to.</summary>
public sealed record NeighbourRequest : AnalysisRequest
{
    /// <summary>1 to 20 variables that likeness is measured by.</summary>
    [Required, MinLength(1), MaxLength(20)]
    public IReadOnlyList<LikenessVariable>? Variables { get; set; }

    /// <summary>How many, 1 to 50; null: 8.</summary>
    public int? K { get; set; }
}

/// <summary>A variable that likeness is measured by.</summary>
public sealed record LikenessVariable
{
    /// <summary>Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>How much its squared difference counts, 0 to 1000; null: 1.</summary>
    public double? Weight { get; set; }

    /// <summary>none, or logarithm for sizes, where twice as large matters more than so many more; null: none.</summary>
    public string? Transform { get; set; }
}

/// <summary>The units most similar to one, by standardised Euclidean distance.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Unit">The unit that they are similar to.</param>
/// <param name="Compared">With how many units it was compared.</param>
/// <param name="Neighbours">Nearest first.</param>
public sealed record NeighbourAnalysis(AnalysisFrame Frame, string Unit, int Compared, IReadOnlyList<SimilarUnit> Neighbours);

/// <summary>A similar unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Rank">1 is the nearest.</param>
/// <param name="Distance">In standard deviations; 0 is the same in everything compared.</param>
/// <param name="Contributions">Share of each variable in the squared distance; they add up to 1. Null shares where the distance is 0.</param>
public sealed record SimilarUnit(string Unit, int Rank, double Distance, IReadOnlyDictionary<string, double?> Contributions);
