namespace Benchlearning.Api.Features.Analyses;

/// <summary>What is done to a variable before it is standardised.</summary>
internal enum NeighbourTransform
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The natural logarithm: for sizes, where twice as large matters more than so many more.</summary>
    Logarithm,
}

/// <summary>A variable two units are compared by.</summary>
/// <param name="Code">Its name in the answer.</param>
/// <param name="Weight">How much its squared difference counts, 0 or more; 0 leaves the variable out.</param>
/// <param name="Transform">What is done to it first.</param>
/// <param name="Kind">What it is, for Gower's coefficient; the other metrics are for numbers.</param>
internal sealed record NeighbourVariable(
    string Code, double Weight = 1, NeighbourTransform Transform = NeighbourTransform.None, VariableKind Kind = VariableKind.Numeric);

/// <summary>A unit with its values.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Values">One value per variable, in the same order; null or NaN is missing.</param>
internal sealed record NeighbourCandidate(string Unit, IReadOnlyList<double?> Values);

/// <summary>How much one variable sets two units apart.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Share">Its share of the squared distance (Gower: of the distance); the shares of a neighbour add up to 1. Null when
/// the distance is 0 at nine decimals, or where one of the two lacks the variable. Mahalanobis' may be negative: a difference that goes
/// with the others as usual takes away.</param>
internal sealed record NeighbourShare(string Variable, double? Share);

/// <summary>A similar unit.</summary>
/// <param name="Unit">Its identifier.</param>
/// <param name="Rank">Its place, 1 the nearest. Equal distances are placed by identifier.</param>
/// <param name="Distance">The distance, in standard deviations, for Gower 0 to 1; 0 is the same in everything compared.</param>
/// <param name="OfFarthest">The distance as a share of that of the farthest unit compared, as CIPFA prints it; null when that is 0.</param>
/// <param name="IsMutual">Whether the focal unit is among the k nearest of this one too.</param>
/// <param name="Shares">What the distance is made of, one entry for each variable used.</param>
internal sealed record Neighbour(string Unit, int Rank, double Distance, double? OfFarthest, bool IsMutual, IReadOnlyList<NeighbourShare> Shares);

/// <summary>What a reader of neighbours should be told.</summary>
internal enum NeighbourWarningKind
{
    /// <summary>The named variable is the same everywhere and was left out.</summary>
    VariableWithoutVariance,

    /// <summary>The focal unit itself lacks a variable; nothing can be compared with it.</summary>
    FocalUnitExcluded,

    /// <summary>No variable is left to compare by.</summary>
    NoVariableLeft,

    /// <summary>Fewer comparable units than were asked for.</summary>
    FewerThanAsked,

    /// <summary>The last neighbour is as far away as one that was left out.</summary>
    TieAtTheEnd,

    /// <summary>Some of the nearest were left out, because the focal unit is none of theirs.</summary>
    NotMutual,
}

/// <summary>A warning.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Variable">The variable concerned; otherwise <see langword="null"/>.</param>
internal sealed record NeighbourWarning(NeighbourWarningKind Kind, string? Variable = null);

/// <summary>The units most similar to one.</summary>
/// <param name="Focal">The unit they are similar to.</param>
/// <param name="Nearest">The neighbours, nearest first.</param>
/// <param name="Compared">How many units the focal one was compared with, itself not counted.</param>
/// <param name="Excluded">The units left out and why, one entry for each fault, in the order given.</param>
/// <param name="Warnings">What to tell the reader.</param>
/// <param name="Fault">Why nothing could be compared; null where it could.</param>
internal sealed record NeighbourResult(
    string Focal,
    IReadOnlyList<Neighbour> Nearest,
    int Compared,
    IReadOnlyList<Exclusion> Excluded,
    IReadOnlyList<NeighbourWarning> Warnings,
    LikenessFault? Fault = null);

/// <summary>
/// Nearest neighbours, by default by standardised Euclidean distance: d(i, f) = sqrt(sum of w (z(i) - z(f))^2), where z is a variable,
/// transformed, less its mean and over its sample standard deviation (n - 1) among all units that have every variable, the focal
/// one included. The method of the CIPFA Nearest Neighbours model. Not symmetric: that A is near to B does not make B one of the
/// nearest to A.
/// </summary>
internal static class Neighbours
{
    /// <summary>Finds the k nearest neighbours of a unit.</summary>
    /// <param name="focal">The unit; one of the candidates.</param>
    /// <param name="candidates">The units of the scope, the focal one included. Which units may be compared at all is the
    /// caller's choice.</param>
    /// <param name="variables">What to compare by.</param>
    /// <param name="k">How many neighbours, 1 or more.</param>
    /// <param name="metric">How likeness is measured.</param>
    /// <param name="isSymmetric">Whether only those count that have the focal unit among their own k nearest: fewer than k may be left.</param>
    /// <returns>
    /// Fewer than k neighbours, with a warning, where there are fewer comparable units. A unit that lacks a variable, or is zero
    /// or negative where the logarithm is taken, is left out with the reason. A variable without variance is left out with a
    /// warning.
    /// </returns>
    /// <exception cref="ArgumentException">The focal unit is not among the candidates, an identifier or variable occurs twice, a
    /// candidate has not one value per variable, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is below 1, or a weight is negative or not finite.</exception>
    public static NeighbourResult Of(
        string focal,
        IReadOnlyList<NeighbourCandidate> candidates,
        IReadOnlyList<NeighbourVariable> variables,
        int k,
        NeighbourMetric metric = NeighbourMetric.ZEuclidean,
        bool isSymmetric = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (candidates.All(candidate => candidate.Unit != focal))
        {
            throw new ArgumentException($"The unit '{focal}' is not among the candidates.", nameof(focal));
        }

        var space = LikenessSpace.Of(candidates, variables, metric);
        var self = space.Units.ToList().IndexOf(focal);
        if (self < 0)
        {
            return new NeighbourResult(focal, [], 0, space.Excluded, [new NeighbourWarning(NeighbourWarningKind.FocalUnitExcluded)]);
        }

        var warnings = space.WithoutSpread.Select(static variable => new NeighbourWarning(NeighbourWarningKind.VariableWithoutVariance, variable)).ToList();
        var compared = space.Units.Count - 1;
        if (space.Fault is not null)
        {
            return new NeighbourResult(focal, [], 0, space.Excluded, warnings, space.Fault);
        }

        if (space.Variables.Count == 0 && compared > 0)
        {
            warnings.Add(new NeighbourWarning(NeighbourWarningKind.NoVariableLeft));
            return new NeighbourResult(focal, [], compared, space.Excluded, warnings);
        }

        var order = OrderOf(space, self);
        var strangers = space.Units.Where((_, unit) => unit != self && order.All(other => other.Place != unit))
            .Select(static unit => new Exclusion(unit, ExclusionReason.VariableMissing)).ToArray();
        if (order.Count < k)
        {
            warnings.Add(new NeighbourWarning(NeighbourWarningKind.FewerThanAsked));
        }

        if (order.Count > k && order[k].Gap.Compared == order[k - 1].Gap.Compared)
        {
            warnings.Add(new NeighbourWarning(NeighbourWarningKind.TieAtTheEnd));
        }

        var farthest = order.Count == 0 ? 0 : order[^1].Gap.Distance;
        var nearest = new List<Neighbour>(Math.Min(k, order.Count));
        foreach (var (place, gap) in order.Take(k))
        {
            var isMutual = OrderOf(space, place).Take(k).Any(other => other.Place == self);
            if (isMutual || !isSymmetric)
            {
                nearest.Add(new Neighbour(space.Units[place], nearest.Count + 1, gap.Distance, farthest > 0 ? gap.Distance / farthest : null, isMutual, Shares(space.Variables, gap)));
            }
        }

        if (isSymmetric && nearest.Count < Math.Min(k, order.Count))
        {
            warnings.Add(new NeighbourWarning(NeighbourWarningKind.NotMutual));
        }

        return new NeighbourResult(focal, nearest, order.Count, [.. space.Excluded, .. strangers], warnings);
    }

    // The other units, nearest first; equal distances by identifier.
    private static List<(int Place, LikenessGap Gap)> OrderOf(LikenessSpace space, int self)
    {
        var order = new List<(int Place, LikenessGap Gap)>(space.Units.Count);
        for (var other = 0; other < space.Units.Count; other++)
        {
            if (other != self && space.Between(self, other) is { } gap)
            {
                order.Add((other, gap));
            }
        }

        order.Sort((left, right) => left.Gap.Compared != right.Gap.Compared
            ? left.Gap.Compared.CompareTo(right.Gap.Compared)
            : string.CompareOrdinal(space.Units[left.Place], space.Units[right.Place]));
        return order;
    }

    private static NeighbourShare[] Shares(IReadOnlyList<string> variables, LikenessGap gap)
    {
        var total = gap.Parts.Sum().GetValueOrDefault();
        return [.. variables.Select((variable, i) => new NeighbourShare(variable, gap.Compared == 0 ? null : gap.Parts[i] / total))];
    }
}
