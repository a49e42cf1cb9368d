namespace Benchlearning.Api.Features.Engagement;

/// <summary>Where a municipality stands for one indicator, as far as it decides what a briefing tells of.</summary>
/// <param name="Topic">Topic of the indicator.</param>
/// <param name="Rank">1 is best; null when it is not ranked.</param>
/// <param name="RankedAmong">Number of ranked municipalities.</param>
/// <param name="Lead">How far it is ahead of the group's median, in spreads of the group (the distance of the quartiles); negative: behind; null when the group has no spread.</param>
internal sealed record Standing(string Topic, int? Rank, int RankedAmong, double? Lead)
{
    /// <summary>Share of the ranked that are ahead, equals counting half: 0 is best, 1 worst. Null where too few are ranked.</summary>
    public double? Place => Rank is { } rank && RankedAmong >= BriefingRules.FewestRanked ? (rank - 0.5) / RankedAmong : null;
}

/// <summary>
/// Chooses what a page has room for. A strength is a place in the better half of the group, a gap one in the worse half; the middle place is neither, and what
/// has no direction is never judged. One of each topic comes before a second of any, so that three names for the same thing do not crowd out the rest.
/// </summary>
internal static class BriefingChoice
{
    private const double Middle = 0.5;

    /// <summary>Positions of the strengths, best first.</summary>
    public static IReadOnlyList<int> Strengths(IReadOnlyList<Standing> standings) =>
        Foremost(standings, [.. Ahead(standings, isAhead: true).OrderBy(index => standings[index].Place).ThenByDescending(index => standings[index].Lead ?? 0).ThenBy(index => index)]);

    /// <summary>Positions of the gaps, the widest first.</summary>
    public static IReadOnlyList<int> Gaps(IReadOnlyList<Standing> standings) =>
        Foremost(standings, [.. Ahead(standings, isAhead: false).OrderByDescending(index => standings[index].Place).ThenBy(index => standings[index].Lead ?? 0).ThenBy(index => index)]);

    /// <summary>Positions of what changed most, by the change in spreads of the group; what is judged comes before what is not. Null is no change to tell.</summary>
    public static IReadOnlyList<int> Changes(IReadOnlyList<(double? Change, bool IsJudged)> changes) =>
        [.. Enumerable.Range(0, changes.Count).Where(index => changes[index].Change is not null)
            .OrderByDescending(index => changes[index].IsJudged).ThenByDescending(index => Math.Abs(changes[index].Change!.Value)).ThenBy(index => index).Take(BriefingRules.MostChanges)];

    private static IEnumerable<int> Ahead(IReadOnlyList<Standing> standings, bool isAhead) =>
        Enumerable.Range(0, standings.Count).Where(index => standings[index].Place is { } place && (isAhead ? place < Middle : place > Middle));

    private static IReadOnlyList<int> Foremost(IReadOnlyList<Standing> standings, int[] ordered)
    {
        var topics = new HashSet<string>(StringComparer.Ordinal);
        var first = ordered.Where(index => topics.Add(standings[index].Topic)).ToArray();
        var chosen = first.Concat(ordered.Except(first)).Take(BriefingRules.MostPoints).ToHashSet();
        return [.. ordered.Where(chosen.Contains)];
    }
}
