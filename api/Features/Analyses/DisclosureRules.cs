namespace Benchlearning.Api.Features.Analyses;

/// <summary>Why a cell is sensitive by itself.</summary>
internal enum PrimaryRule
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>So few are counted, or contribute, that it points at them.</summary>
    Frequency,

    /// <summary>The n largest contributions are more than k percent of it.</summary>
    Dominance,

    /// <summary>The second largest contributor could tell the largest contribution to within p percent.</summary>
    PPercent,
}

/// <summary>The primary rules (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4.2).</summary>
/// <param name="Threshold">Counts, or numbers of contributors, below it are sensitive.</param>
/// <param name="AreZerosSensitive">Whether a count of zero is.</param>
/// <param name="DominanceN">n of the dominance rule; null: the rule is not used.</param>
/// <param name="DominanceK">k of the dominance rule, percent.</param>
/// <param name="PPercent">p, percent; null: the rule is not used.</param>
internal sealed record DisclosureRules(double Threshold, bool AreZerosSensitive, int? DominanceN, double DominanceK, double? PPercent)
{
    /// <summary>Judges a count.</summary>
    public Sensitivity OfCount(double count) =>
        count < Threshold && (AreZerosSensitive || count > 0) ? new Sensitivity(PrimaryRule.Frequency, null) : Sensitivity.None;

    /// <summary>Judges an amount by what makes it.</summary>
    /// <param name="contributions">Zero or more each; those of zero count as no contributors.</param>
    public Sensitivity OfMagnitude(IEnumerable<double> contributions)
    {
        var largest = contributions.Where(contribution => contribution > 0).OrderDescending().ToArray();
        if (largest.Length < Threshold && (AreZerosSensitive || largest.Length > 0))
            return new Sensitivity(PrimaryRule.Frequency, RequiredOf(largest));
        if (largest.Length == 0)
            return Sensitivity.None;
        var total = largest.Sum();
        if (DominanceN is { } n && largest.Take(n).Sum() * 100 > DominanceK * total)
            return new Sensitivity(PrimaryRule.Dominance, RequiredOf(largest));
        return PPercent is { } p && total - largest[0] - largest.ElementAtOrDefault(1) < p / 100 * largest[0] ? new Sensitivity(PrimaryRule.PPercent, RequiredOf(largest)) : Sensitivity.None;
    }

    // How far up the published figures must let a sensitive amount reach, so that with it the rules would not find it sensitive: total and upper protection level.
    private double? RequiredOf(double[] largest)
    {
        double? byDominance = DominanceN is { } n ? largest.Take(n).Sum() * 100 / DominanceK : null;
        double? byPercent = PPercent is { } p && largest.Length > 0 ? (largest[0] * (1 + (p / 100))) + largest.ElementAtOrDefault(1) : null;
        return byDominance is null || byPercent > byDominance ? byPercent : byDominance;
    }
}

/// <summary>Whether a cell is sensitive by itself.</summary>
/// <param name="Rule">The first rule that says so.</param>
/// <param name="RequiredHigh">What its interval must reach up to; null: anything but a point.</param>
internal readonly record struct Sensitivity(PrimaryRule Rule, double? RequiredHigh)
{
    public static readonly Sensitivity None = new(PrimaryRule.None, null);
}
