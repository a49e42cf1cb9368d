namespace Benchlearning.Api.Platform.Charts;

/// <summary>Several indicators of one municipality, each against the same group.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="OwnLabel">The municipality's name.</param>
/// <param name="Rows">One per indicator, drawn in this order.</param>
/// <param name="GoodToTheRight">
/// Turns the scale of indicators where lower is better, so that right is better in every row that has a direction; the
/// chart says so. False: every scale grows to the right.
/// </param>
internal sealed record ProfileInput(
    ChartCaption Caption,
    string OwnLabel,
    IReadOnlyList<ProfileRow> Rows,
    bool GoodToTheRight);

/// <param name="Label">The indicator's name and, where they differ among rows, its period.</param>
/// <param name="Unit">Printed under the name.</param>
/// <param name="Direction">A neutral indicator has no rank and no colour of judgement, whatever else is given.</param>
/// <param name="Own">Null when missing: no mark on the strip.</param>
/// <param name="Group">How the group's values spread; <see cref="Spread.Unknown"/> when there are none.</param>
/// <param name="Count">Members of the group that have a value.</param>
/// <param name="Rank">The own competition rank, 1 is best; null when there is none.</param>
/// <param name="Standing">Where the own value stands among the group; decided by the caller's method.</param>
/// <param name="MissingReason">In words, when <paramref name="Own"/> is null; null for plain "no data".</param>
internal sealed record ProfileRow(
    string Label,
    ChartUnit Unit,
    ChartDirection Direction,
    double? Own,
    Spread Group,
    int Count,
    int? Rank = null,
    ProfileStanding Standing = ProfileStanding.Between,
    string? MissingReason = null);

internal enum ProfileStanding
{
    /// <summary>Neither among the best nor the weakest quarter, or not judged.</summary>
    Between,
    BestQuarter,
    WeakestQuarter,
}
