namespace Benchlearning.Api.Features.Analyses;

/// <summary>How the likeness of units is measured.</summary>
internal enum NeighbourMetric
{
    /// <summary>Euclidean distance of standard scores, (x - mean)/sd with n - 1. The default.</summary>
    ZEuclidean,

    /// <summary>Euclidean distance of robust scores, (x - median)/(1.4826 MAD): one odd unit moves no scale.</summary>
    RobustZ,

    /// <summary>Mahalanobis' distance (1936), sqrt(d' S^-1 d) with the sample covariance S: what goes together counts once.</summary>
    Mahalanobis,

    /// <summary>Gower's coefficient (1971) as a distance, 0 to 1: for variables of mixed kinds, each pair by what both have.</summary>
    Gower,
}

/// <summary>How variables of different units are made comparable.</summary>
internal enum Standardisation
{
    /// <summary>(x - mean)/sd, with n - 1. The default.</summary>
    ZScore,

    /// <summary>(x - median)/(1.4826 MAD).</summary>
    RobustZ,

    /// <summary>(x - least)/(most - least).</summary>
    Range,

    /// <summary>As it is: for variables of one unit.</summary>
    None,
}

/// <summary>What a variable is, for Gower's coefficient.</summary>
internal enum VariableKind
{
    /// <summary>A number: the difference over the range.</summary>
    Numeric,

    /// <summary>A category by a number of its own: the same, or not.</summary>
    Category,

    /// <summary>Whether something is there, 0 or not: that it is missing at both counts for nothing.</summary>
    Presence,
}

/// <summary>Why units cannot be compared at all.</summary>
internal enum LikenessFault
{
    /// <summary>Mahalanobis: there are no more units than variables.</summary>
    TooFewUnits,

    /// <summary>Mahalanobis: a variable is a sum of others, or nearly (condition above 1e10).</summary>
    Collinear,
}

/// <summary>How far two units are apart.</summary>
/// <param name="Compared">The distance at nine decimals, beside the largest weight: binary noise makes no order, doubling all weights neither.</param>
/// <param name="Distance">The distance.</param>
/// <param name="Parts">What each variable adds, in the order of the variables used; null where one of the two lacks it.</param>
internal readonly record struct LikenessGap(double Compared, double Distance, double?[] Parts);
