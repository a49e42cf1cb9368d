namespace Benchlearning.Api.Features.Analyses;

/// <summary>How indicators of different units are made comparable. Every score is aligned: more is better.</summary>
internal enum Normalisation
{
    /// <summary>Standard deviations above the mean of the group: (x - mean)/sd, turned round where less is better. The
    /// default.</summary>
    ZScore,

    /// <summary>0 for the worst of the group to 100 for the best.</summary>
    MinMax,

    /// <summary>1 for the worst to 100 for the best, so that a geometric mean exists.</summary>
    MinMaxFrom1,

    /// <summary>The number of units that do no better, ties sharing their mean: 1 for the worst to n.</summary>
    Rank,

    /// <summary>The mid-percentile, 0 to 100: the share that does worse and half of those who do the same.</summary>
    Percentile,

    /// <summary>Percent of a reference, by default of the best: 100 x/reference, or 100 reference/x where less is
    /// better.</summary>
    DistanceToReference,

    /// <summary>The way from a low to a high goalpost as a share, held between 0 and 1.</summary>
    Goalposts,

    /// <summary>As it is: an index made before.</summary>
    None,
}

/// <summary>How scores are put together.</summary>
internal enum Aggregation
{
    /// <summary>sum(w z): a good score makes up for a bad one. The default.</summary>
    Arithmetic,

    /// <summary>exp(sum(w ln z)): a bad score pulls down more; needs scores above 0.</summary>
    Geometric,
}

/// <summary>What becomes of a unit that lacks an indicator.</summary>
internal enum IndexMissingRule
{
    /// <summary>It has no index and is listed. The default.</summary>
    LeaveOut,

    /// <summary>The weights it has are scaled up to 1, if they are enough.</summary>
    Renormalise,
}

/// <summary>A mean and deviation from elsewhere, such as the year before.</summary>
/// <param name="Mean">The mean, in the unit of the indicator.</param>
/// <param name="Deviation">The standard deviation, above 0.</param>
internal sealed record StandardBase(double Mean, double Deviation);

/// <summary>An indicator of an index.</summary>
/// <param name="Code">Its name in the answer.</param>
/// <param name="Weight">0 or more; the weights of an index add up to 1.</param>
/// <param name="Direction">Which way is good; an indicator for which neither is has no place in an index.</param>
/// <param name="Normalisation">How it is made comparable.</param>
/// <param name="Low">Goalposts: where 0 is, in the unit of the indicator.</param>
/// <param name="High">Goalposts: where 1 is. Distance to reference: the reference; null for the best of the group.</param>
/// <param name="IsLogarithmic">Whether the logarithm is taken first, of goalposts too.</param>
/// <param name="Base">Z-scores: the mean and deviation to use instead of the group's own.</param>
internal sealed record IndexComponent(
    string Code,
    double Weight,
    Direction Direction,
    Normalisation Normalisation = Normalisation.ZScore,
    double? Low = null,
    double? High = null,
    bool IsLogarithmic = false,
    StandardBase? Base = null);

/// <summary>A unit with its values and its statistical weight.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Values">One value per component, in the same order; null or NaN is missing.</param>
/// <param name="StatisticalWeight">How much it counts in means and deviations, such as its population; 1 when none is
/// used.</param>
internal sealed record IndexUnit(string Unit, IReadOnlyList<double?> Values, double StatisticalWeight = 1);

/// <summary>How an index is made.</summary>
/// <param name="Aggregation">How scores are put together.</param>
/// <param name="Missing">What becomes of a unit that lacks an indicator.</param>
/// <param name="MinimumCoverage">Renormalise: the least sum of weights a unit must have, above 0 to 1.</param>
/// <param name="IsSample">Whether deviations are of a sample (n - 1) or of the whole group (n), the default; with statistical
/// weights always the whole group.</param>
internal sealed record IndexOptions(
    Aggregation Aggregation = Aggregation.Arithmetic,
    IndexMissingRule Missing = IndexMissingRule.LeaveOut,
    double MinimumCoverage = 0.6,
    bool IsSample = false);

/// <summary>What one indicator adds to the index of a unit.</summary>
/// <param name="Component">The indicator.</param>
/// <param name="Score">Its comparable score; null when it is missing.</param>
/// <param name="Weight">Its weight, after scaling up.</param>
/// <param name="Contribution">Weight times score, or for a geometric index weight times the score's logarithm; contributions add
/// up to the index, or to its logarithm.</param>
internal sealed record IndexContribution(string Component, double? Score, double Weight, double? Contribution);

/// <summary>What became of a unit.</summary>
internal enum IndexStatus
{
    /// <summary>It has an index.</summary>
    Scored,

    /// <summary>It lacks indicators.</summary>
    IndicatorMissing,

    /// <summary>A geometric index of a score that is not above 0 does not exist.</summary>
    ScoreNotPositive,
}

/// <summary>The index of a unit.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Value">The index; null unless scored.</param>
/// <param name="Rank">Competition rank, 1 the best, compared at nine decimals; null unless scored.</param>
/// <param name="Coverage">The sum of the weights of the indicators it has, 0 to 1.</param>
/// <param name="Contributions">One per indicator used.</param>
internal sealed record IndexScore(
    string Unit, IndexStatus Status, double? Value, double? Rank, double Coverage, IReadOnlyList<IndexContribution> Contributions);

/// <summary>An index of a group.</summary>
/// <param name="Scores">One per unit, in the order given.</param>
/// <param name="WithoutSpread">The indicators left out because they are the same for every unit, or have fewer than two
/// values.</param>
/// <param name="Excluded">What units lack, one entry for each.</param>
internal sealed record IndexResult(
    IReadOnlyList<IndexScore> Scores, IReadOnlyList<string> WithoutSpread, IReadOnlyList<Exclusion> Excluded);

/// <summary>
/// Composite indices (OECD and JRC, Handbook on Constructing Composite Indicators, 2008). With z-scores by the deviation of the
/// whole group and an arithmetic sum this is the Latvian territory development index, sum of w s (x - mean)/sd, s the sign of the
/// direction; its change form gives the mean and deviation of the year before as <see cref="StandardBase"/>. With goalposts,
/// logarithms and a geometric mean it is the Human Development Index.
/// </summary>
internal static class CompositeIndex
{
    private const double WeightTolerance = 1e-9;
    private const int ComparedDecimals = 9;

    /// <summary>Makes an index.</summary>
    /// <param name="components">The indicators, at least one.</param>
    /// <param name="units">The units of the group.</param>
    /// <param name="options">How; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The definition makes no sense: weights negative or not adding up to 1, an indicator
    /// without direction or named twice, goalposts missing; or a unit has not one value per indicator, occurs twice, or has a
    /// statistical weight that is not a positive finite number.</exception>
    public static IndexResult Of(
        IReadOnlyList<IndexComponent> components, IReadOnlyList<IndexUnit> units, IndexOptions? options = null)
    {
        options ??= new IndexOptions();
        Check(components, units, options);
        var excluded = new List<Exclusion>();
        var normalised = IndexNormalisation.Of(components, units, options, excluded);
        var weights = components.Select((one, i) => normalised.WithoutSpread[i] ? 0 : one.Weight).ToArray();
        var scores = Aggregate(normalised.Scores, weights, options);
        var ranks = Ranks.Of(
            [.. scores.Select(static one => one.Value)], Direction.HigherIsBetter, RankMethod.Competition, ComparedDecimals);
        var results = new IndexScore[units.Count];
        for (var unit = 0; unit < results.Length; unit++)
        {
            var (status, value, coverage) = scores[unit];
            results[unit] = new IndexScore(
                units[unit].Unit, status, value, ranks[unit], coverage,
                Contributions(components, normalised, weights, unit, coverage, options));
        }

        return new IndexResult(
            results, [.. components.Where((_, i) => normalised.WithoutSpread[i]).Select(static one => one.Code)], excluded);
    }

    /// <summary>Equal weights for so many indicators.</summary>
    public static double[] EqualWeights(int count) => [.. Enumerable.Repeat(1.0 / count, count)];

    /// <summary>Puts normalised scores together, one result per unit.</summary>
    internal static (IndexStatus Status, double? Value, double Coverage)[] Aggregate(
        double?[][] scores, double[] weights, IndexOptions options)
    {
        var total = weights.Sum();
        var results = new (IndexStatus, double?, double)[scores.Length];
        for (var unit = 0; unit < results.Length; unit++)
        {
            var sum = default(CompensatedSum);
            var covered = 0.0;
            var isPositive = true;
            for (var i = 0; i < weights.Length; i++)
            {
                if (weights[i] > 0 && scores[unit][i] is { } score)
                {
                    covered += weights[i];
                    isPositive &= score > 0;
                    var term = options.Aggregation == Aggregation.Geometric ? Math.Log(Math.Max(score, double.Epsilon)) : score;
                    sum.Add(weights[i] * term);
                }
            }

            var coverage = total > 0 ? Math.Min(1, covered / total) : 0;
            var least = options.Missing == IndexMissingRule.LeaveOut ? 1 : options.MinimumCoverage;
            if (covered == 0 || coverage < least - WeightTolerance)
            {
                results[unit] = (IndexStatus.IndicatorMissing, null, coverage);
            }
            else if (options.Aggregation == Aggregation.Geometric && !isPositive)
            {
                results[unit] = (IndexStatus.ScoreNotPositive, null, coverage);
            }
            else
            {
                var mean = sum.Total / covered;
                var value = options.Aggregation == Aggregation.Geometric ? Math.Exp(mean) : mean;
                results[unit] = (IndexStatus.Scored, Presence.FiniteOrNull(value), coverage);
            }
        }

        return results;
    }

    private static List<IndexContribution> Contributions(
        IReadOnlyList<IndexComponent> components,
        NormalisedScores normalised,
        double[] weights,
        int unit,
        double coverage,
        IndexOptions options)
    {
        var covered = coverage * weights.Sum();
        var contributions = new List<IndexContribution>(components.Count);
        for (var i = 0; i < weights.Length; i++)
        {
            if (!normalised.WithoutSpread[i])
            {
                var score = normalised.Scores[unit][i];
                var weight = score is null || covered == 0 ? 0 : weights[i] / covered;
                var term = options.Aggregation == Aggregation.Geometric
                    ? score > 0 ? Math.Log(score.Value) : (double?)null
                    : score;
                contributions.Add(new IndexContribution(components[i].Code, score, weight, weight * term));
            }
        }

        return contributions;
    }

    private static void Check(IReadOnlyList<IndexComponent> components, IReadOnlyList<IndexUnit> units, IndexOptions options)
    {
        if (components.Count == 0 || components.DistinctBy(static one => one.Code).Count() != components.Count)
        {
            throw new ArgumentException("An index has at least one indicator, each named once.", nameof(components));
        }

        foreach (var component in components)
        {
            if (!double.IsFinite(component.Weight) || component.Weight < 0)
            {
                throw new ArgumentException($"The weight of '{component.Code}' is not zero or more.", nameof(components));
            }

            if (component.Direction.Kind == DirectionKind.Neutral)
            {
                throw new ArgumentException($"Neither way is good for '{component.Code}'.", nameof(components));
            }

            if (component.Normalisation == Normalisation.Goalposts && !(component.Low < component.High))
            {
                throw new ArgumentException($"The goalposts of '{component.Code}' are not a low and a high.", nameof(components));
            }

            if (component.Base is { } standard && !(double.IsFinite(standard.Mean) && standard.Deviation > 0))
            {
                throw new ArgumentException($"The base of '{component.Code}' has no deviation.", nameof(components));
            }
        }

        if (Math.Abs(components.Sum(static one => one.Weight) - 1) > WeightTolerance)
        {
            throw new ArgumentException("The weights of an index add up to 1.", nameof(components));
        }

        if (!(options.MinimumCoverage is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MinimumCoverage, "A coverage is above 0, at most 1.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var unit in units)
        {
            if (!seen.Add(unit.Unit) || unit.Values.Count != components.Count
                || !double.IsFinite(unit.StatisticalWeight) || unit.StatisticalWeight <= 0)
            {
                throw new ArgumentException(
                    $"The unit '{unit.Unit}' occurs twice, has not one value per indicator, or no positive weight.", nameof(units));
            }
        }
    }
}
