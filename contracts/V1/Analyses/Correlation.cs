using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What is related with what, and how.</summary>
public sealed record CorrelationRequest : AnalysisRequest
{
    /// <summary>2 to 50 codes of indicators, or variables of data: every pair of them.</summary>
    [Required, MinLength(2), MaxLength(50)]
    public IReadOnlyList<string>? Variables { get; set; }

    /// <summary>pearson, spearman or kendall; null: spearman.</summary>
    public string? Coefficient { get; set; }

    /// <summary>How the probabilities of many pairs are corrected: holm or benjaminiHochberg; null: holm.</summary>
    public string? Correction { get; set; }

    /// <summary>Level of intervals, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }
}

/// <summary>How variables go together. Related is not caused.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Coefficient">The coefficient.</param>
/// <param name="Correction">How probabilities were corrected.</param>
/// <param name="Level">Level of intervals.</param>
/// <param name="Pairs">Every pair, in the order of the variables.</param>
public sealed record CorrelationAnalysis(AnalysisFrame Frame, string Coefficient, string Correction, double Level, IReadOnlyList<CorrelatedPair> Pairs);

/// <summary>How two variables go together, over the units that have both.</summary>
/// <param name="First">A variable.</param>
/// <param name="Second">Another.</param>
/// <param name="N">Units that have both.</param>
/// <param name="Missing">Units that lack one or both.</param>
/// <param name="Coefficient">-1 to 1; null when n is below 2, or a variable is the same everywhere.</param>
/// <param name="Low">Lower end of its interval; null when n is below 4.</param>
/// <param name="High">Upper end.</param>
/// <param name="Probability">Two-sided probability of one as far from 0 without a relation; null when n is below 3.</param>
/// <param name="Corrected">The same, corrected for the number of pairs.</param>
/// <param name="ProbabilityMethod">exact, normal, student or permutation; null without a probability.</param>
/// <param name="FirstMedian">Median of the first variable over these units; null when there are none. With the other it divides a picture into quadrants.</param>
/// <param name="SecondMedian">Median of the second.</param>
public sealed record CorrelatedPair(
    string First, string Second, int N, int Missing, double? Coefficient, double? Low, double? High, double? Probability, double? Corrected, string? ProbabilityMethod, double? FirstMedian,
    double? SecondMedian);
