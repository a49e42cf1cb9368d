using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What clusters are made by, and how.</summary>
public sealed record ClusterRequest : AnalysisRequest
{
    /// <summary>1 to 20 variables that likeness is measured by; kind is numeric.</summary>
    [Required, MinLength(1), MaxLength(20)]
    public IReadOnlyList<LikenessVariable>? Variables { get; set; }

    /// <summary>ward (joins what adds least to the squared distances within), average, complete, single, or medoids (real units as centres); null: ward.</summary>
    public string? Method { get; set; }

    /// <summary>How variables are made comparable: zScore (with n - 1), robustZ, range or none; null: zScore.</summary>
    public string? Standardisation { get; set; }

    /// <summary>How many clusters, 1 or more; null: the number with the best mean silhouette.</summary>
    public int? K { get; set; }

    /// <summary>Without k: the most to choose from, 2 to 20; null: 6.</summary>
    public int? MostK { get; set; }
}

/// <summary>Clusters of units. They are explorative: another choice of variables, method or number gives other clusters.</summary>
/// <param name="Frame">What was analysed.</param>
/// <param name="Method">How units were put together.</param>
/// <param name="Standardisation">How variables were made comparable.</param>
/// <param name="K">How many clusters.</param>
/// <param name="MeanSilhouette">How well units fit on average, -1 to 1; below 0.25 there is no structure to speak of. Null with one cluster.</param>
/// <param name="Choices">What the number was chosen from; empty where it was given.</param>
/// <param name="WithoutSpread">Variables left out because they are the same for every unit.</param>
/// <param name="Clusters">The clusters, in the order of their numbers.</param>
/// <param name="Units">One for each unit of the frame, in its order.</param>
/// <param name="Joins">For a dendrogram: every join, lowest first; empty for medoids.</param>
public sealed record ClusterAnalysis(
    AnalysisFrame Frame, string Method, string Standardisation, int K, double? MeanSilhouette, IReadOnlyList<ClusterNumber> Choices, IReadOnlyList<string> WithoutSpread,
    IReadOnlyList<UnitsAlike> Clusters, IReadOnlyList<UnitCluster> Units, IReadOnlyList<DendrogramJoin> Joins);

/// <summary>How well so many clusters fit.</summary>
/// <param name="K">How many.</param>
/// <param name="MeanSilhouette">How well units fit on average, -1 to 1.</param>
public sealed record ClusterNumber(int K, double MeanSilhouette);

/// <summary>A cluster.</summary>
/// <param name="Cluster">Its number, from 1 in the order in which clusters first occur.</param>
/// <param name="Size">Units in it.</param>
/// <param name="MeanSilhouette">How well its units fit on average; null with one cluster.</param>
/// <param name="Medoid">The unit of it that is nearest to the others of it.</param>
/// <param name="Means">The mean of each variable over its units, in the variable's unit.</param>
public sealed record UnitsAlike(int Cluster, int Size, double? MeanSilhouette, string Medoid, IReadOnlyDictionary<string, double?> Means);

/// <summary>Where a unit belongs. Null where it lacks a variable.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Cluster">Number of its cluster.</param>
/// <param name="Silhouette">How well it fits, -1 to 1 (Rousseeuw); below 0 it is nearer to another cluster; 0 alone in its cluster. Null with one cluster.</param>
/// <param name="NearestOther">The cluster that it fits next best; null with one cluster.</param>
public sealed record UnitCluster(string Unit, int? Cluster, double? Silhouette, int? NearestOther);

/// <summary>A join of two clusters. The n units that took part have the numbers 0 to n - 1 in the order of the frame, and the j-th join, from 0, makes n + j.</summary>
/// <param name="First">Number of a unit, or of an earlier join.</param>
/// <param name="Second">Number of the other.</param>
/// <param name="Height">The distance at which they join; with ward the root of twice what the join adds to the squared distances within.</param>
/// <param name="Size">Units in the joined cluster.</param>
public sealed record DendrogramJoin(int First, int Second, double Height, int Size);
