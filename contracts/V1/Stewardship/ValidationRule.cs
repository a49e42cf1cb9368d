namespace Benchlearning.Contracts.V1.Stewardship;

/// <summary>A rule that values of an indicator are held to.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Rule">
/// range: from minimum to maximum; jump: change from the period before, at most maximum, or relative of it; zero: zero is impossible; outlier: at most maximum robust
/// standard deviations from the median of the period; column: a period's median at most maximum robust standard deviations from those of the other periods;
/// sum: the categories of dimension add up to expected, or to the total, within maximum; completeness: every municipality valid then has a row, or at least the share
/// minimum of them; disclosure: a count above zero is at least minimum.
/// </param>
/// <param name="Severity">What happens to a row that breaks it: refused, quarantined or warning.</param>
/// <param name="Minimum">See rule; null: none.</param>
/// <param name="Maximum">See rule; null: none.</param>
/// <param name="Relative">Largest relative change of jump, such as 0.5; null: not asked.</param>
/// <param name="Dimension">Dimension whose categories add up; null for other rules.</param>
/// <param name="Expected">What they add up to; null: to the value without the dimension.</param>
/// <param name="Reason">What a provider is told, in the asked language.</param>
public sealed record ValidationRule(
    string Indicator, string Rule, string Severity, decimal? Minimum, decimal? Maximum, decimal? Relative, string? Dimension, decimal? Expected, string Reason);
