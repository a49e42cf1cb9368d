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

    /// <summary>
    /// zEuclidean: standard scores, with n - 1; robustZ: scores by the median; mahalanobis: what goes together counts once, for more units than variables and without weights; gower: mixed kinds,
    /// each pair by what both have. Null: zEuclidean.
    /// </summary>
    public string? Metric { get; set; }

    /// <summary>True: only units that have this one among their own k nearest; null or false: all of the k nearest.</summary>
    public bool? IsSymmetric { get; set; }
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

    /// <summary>With gower: numeric; category (a number of its own for each: the same, or not); presence (0 or not: absent at both counts for nothing). Null: numeric.</summary>
    public string? Kind { get; set; }
}

/// <summary>The units most similar to one.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Unit">The unit that they are similar to.</param>
/// <param name="Metric">How likeness was measured.</param>
/// <param name="IsSymmetric">Whether only mutual neighbours are told.</param>
/// <param name="Compared">With how many units it was compared.</param>
/// <param name="Neighbours">Nearest first; units as near as each other by their codes.</param>
public sealed record NeighbourAnalysis(AnalysisFrame Frame, string Unit, string Metric, bool IsSymmetric, int Compared, IReadOnlyList<SimilarUnit> Neighbours);

/// <summary>A similar unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Rank">1 is the nearest.</param>
/// <param name="Distance">In standard deviations, with gower 0 to 1; 0 is the same in everything compared.</param>
/// <param name="OfFarthest">The distance as a share of that of the farthest unit compared; null where that is 0.</param>
/// <param name="IsMutual">Whether the unit is among the k nearest of this one too.</param>
/// <param name="Contributions">Share of each variable in the squared distance, with gower in the distance; they add up to 1. Null where the distance is 0, or one of the two lacks the variable. With mahalanobis a share may be negative.</param>
public sealed record SimilarUnit(string Unit, int Rank, double Distance, double? OfFarthest, bool IsMutual, IReadOnlyDictionary<string, double?> Contributions);
