using System.Globalization;
using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Engagement;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>A briefing, and the comparisons that it was made of, in the order of its figures.</summary>
internal sealed record MadeBriefing(Briefing Briefing, IReadOnlyList<Comparison> Comparisons);

/// <summary>
/// Makes briefings out of published figures; <see cref="BriefingWork"/> adds practices and plans. Each line is the very comparison that GET /v1/comparisons answers, so that every figure on the page can be asked
/// for again: similar municipalities are chosen for each indicator without itself.
/// </summary>
internal sealed class BriefingMaking(GroupComparison comparison)
{
    /// <summary>Reads all that a briefing needs, in one query at most.</summary>
    /// <param name="catalogue">The catalogue as everyone sees it.</param>
    /// <param name="choice">The group.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<ComparisonData> ReadAsync(Catalogue.Catalogue catalogue, GroupChoice choice, CancellationToken cancellationToken) =>
        comparison.ReadAsync(catalogue, IndicatorsOf(catalogue), choice, null, cancellationToken);

    /// <summary>Makes a briefing.</summary>
    /// <param name="data">What <see cref="ReadAsync"/> read.</param>
    /// <param name="choice">The group.</param>
    /// <param name="territory">The municipality.</param>
    /// <param name="language">lv or en.</param>
    /// <param name="permalink">Where it is kept; null: nowhere.</param>
    public static MadeBriefing Make(ComparisonData data, GroupChoice choice, TerritoryVersion territory, string language, string? permalink)
    {
        var words = new BriefingWords(language);
        var (lines, left) = Lines(data, choice, territory, language, words);
        var figures = lines.ConvertAll(line => line.Figure);
        var standings = lines.ConvertAll(line => line.Standing);
        var peers = Peers(lines, territory);
        var sources = lines.Where(line => line.Figure.Value is not null).GroupBy(line => line.Figure.Source, StringComparer.Ordinal)
            .Select(group => new BriefingSource(group.Key, group.First().Comparison.Indicator.Attribution, [.. group.Select(line => line.Figure.Name)])).ToArray();
        var compared = figures.Count(figure => figure.Value is not null);
        var (complete, corrected, flagged) = (figures.Count(figure => figure is { Missing: 0, Value: not null }), figures.Count(figure => figure.Revision > 1), figures.Count(figure => figure.Flags.Count > 0));
        var asOf = data.Catalogue.DataChangedAt;
        var judged = standings.Where(standing => standing.Lead is not null || standing.Place is not null).ToArray();
        var strengths = BriefingChoice.Strengths(standings);
        var gaps = BriefingChoice.Gaps(standings);
        var briefing = new Briefing(
            territory.AsReference(language), language, choice.Text, GroupComparison.GroupName(choice, language), asOf, permalink,
            words.Headline(lines.Count(line => line.Side > 0), lines.Count(line => line.Side == 0), lines.Count(line => line.Side < 0)),
            figures, [.. strengths.Select(index => Point(lines[index], words, isGap: false))], [.. gaps.Select(index => Point(lines[index], words, isGap: true))],
            [.. BriefingChoice.Changes([.. lines.Select(line => (line.ScaledChange, line.Figure.Development is not null))]).Select(index => Change(lines[index], words))],
            [], peers,
            new BriefingTrust(words.Trust(compared, sources.Length, complete, compared, corrected, flagged), sources, compared, complete, corrected, flagged, GroupComparison.MethodsVersion),
            [.. Notes(words, judged.Length, strengths.Count, gaps.Count, left)]);
        return new MadeBriefing(briefing, lines.ConvertAll(line => line.Comparison));
    }

    /// <summary>The indicators of a briefing: those with a direction first, as far as there is room; in order of their codes.</summary>
    private static IReadOnlyList<CatalogueIndicator> IndicatorsOf(Catalogue.Catalogue catalogue) =>
        [.. catalogue.Indicators.Values.OrderBy(indicator => indicator.Current.Direction == "neutral").ThenBy(indicator => indicator.Code, StringComparer.Ordinal).Take(BriefingRules.MostIndicators)];

    private static (List<Line> Lines, List<string> Left) Lines(ComparisonData data, GroupChoice choice, TerritoryVersion territory, string language, BriefingWords words)
    {
        var (lines, left) = (new List<Line>(), new List<string>());
        var indicators = IndicatorsOf(data.Catalogue);
        var order = data.Catalogue.Topics.Select((topic, index) => (topic.Code, index)).ToDictionary(pair => pair.Code, pair => pair.index, StringComparer.Ordinal);
        foreach (var indicator in indicators.OrderBy(indicator => order.GetValueOrDefault(indicator.Topic, int.MaxValue)).ThenBy(indicator => indicator.Code, StringComparer.Ordinal))
        {
            if (data.LatestOf(indicator, territory.TerritoryId) is not var (period, focal)
                || (choice.Declared is { } declared && data.Catalogue.Members(declared, indicator.Current.DayOf(period)).Members.Count == 0))
                left.Add(indicator.Current.Name(language));
            else
                lines.Add(LineOf(data, choice, territory, focal, indicator, period, language, words));
        }
        if (data.Catalogue.Indicators.Count > indicators.Count)
            left.Add(words.Of($"vēl {data.Catalogue.Indicators.Count - indicators.Count}", $"{data.Catalogue.Indicators.Count - indicators.Count} more"));
        return (lines, left);
    }

    private static Line LineOf(
        ComparisonData data, GroupChoice choice, TerritoryVersion territory, TerritoryVersion focal, CatalogueIndicator indicator, string period, string language, BriefingWords words)
    {
        var now = GroupComparison.Compare(data, choice, focal, indicator, period, language);
        var earlierPlace = data.LatestOf(indicator, territory.TerritoryId, before: period);
        // The very same group, so that its change is not that of its members.
        var then = earlierPlace is var (place, was)
            ? GroupComparison.Compare(data, choice with { Declared = null, Kept = MembersOf(data, now) }, was, indicator, place, language) : null;
        var broken = earlierPlace is var (before, _) ? SeriesBreaks.Between(data, indicator, territory.TerritoryId, before, period, language) : null;
        var (value, earlier) = (now.Territory.Value, then?.Territory.Value);
        var change = broken is null ? value - earlier : null;
        var direction = GroupComparison.DirectionOf(indicator.VersionFor(period));
        var statistics = now.Statistics;
        var spread = (double?)(statistics.UpperQuartile - statistics.LowerQuartile) is { } width and > 0 ? width : (double?)null;
        var lead = value is { } own && statistics.Median is { } median && direction.Kind != DirectionKind.Neutral ? Gain(direction, (double)median, (double)own, now.Indicator.Decimals) : (double?)null;
        var figure = new BriefingFigure(
            now.Indicator.Code, now.Indicator.Name, now.Indicator.Topic, period, now.Indicator.UnitSymbol, now.Indicator.Direction, now.Indicator.Decimals, value, now.Territory.MissingReason,
            now.Territory.Rank, now.Territory.RankedAmong, statistics.Median, now.Group.Members, statistics.Missing, earlierPlace?.Period, earlier, change,
            change is null || direction.Kind == DirectionKind.Neutral ? null : DevelopmentOf(Gain(direction, (double)earlier!, (double)value!, now.Indicator.Decimals)),
            broken is null && statistics.Missing == then?.Statistics.Missing ? statistics.Median - then.Statistics.Median : null, broken, now.Indicator.Source, now.Territory.Revision,
            now.Territory.Flags, words.Position(now), AddressOf(now, territory, data.Catalogue.DataChangedAt, language));
        return new Line(figure, now, new Standing(now.Indicator.Topic, now.Territory.Rank, now.Territory.RankedAmong, lead / spread),
            lead is { } ahead ? Math.Sign(Math.Round(ahead, now.Indicator.Decimals + GroupComparison.ExtraDecimals)) : null,
            change is { } changed && spread is { } scale ? (double)changed / scale : null);
    }

    private static int[] MembersOf(ComparisonData data, Comparison comparison)
    {
        var members = comparison.Distribution.Select(point => point.Identity).Concat(comparison.Missing.Select(member => member.Identity)).ToHashSet(StringComparer.Ordinal);
        if (!comparison.Territory.IsMember)
            members.Remove(comparison.Territory.Identity);
        return [.. data.Catalogue.Territories.LocalOn(comparison.Group.On).Where(unit => members.Contains(unit.Identity)).Select(unit => unit.TerritoryId)];
    }

    /// <summary>How much better the one figure is than the other, in the indicator's unit; negative: worse.</summary>
    private static double Gain(Direction direction, double from, double to, int decimals) => direction.Kind switch
    {
        DirectionKind.LowerIsBetter => from - to,
        DirectionKind.Target => direction.Deviation(from, decimals) - direction.Deviation(to, decimals),
        _ => to - from,
    };

    private static string DevelopmentOf(double gain) => gain switch { > 0 => "better", < 0 => "worse", _ => "unchanged" };

    private static IReadOnlyList<BriefingPeer> Peers(List<Line> lines, TerritoryVersion territory) =>
    [
        .. lines.SelectMany(line => line.Comparison.Distribution.Select(point => (point.Code, point.Identity, point.Name)).Concat(line.Comparison.Missing.Select(member => (member.Code, member.Identity, member.Name))))
            .Where(member => member.Identity != territory.Identity)
            .GroupBy(member => member.Identity, StringComparer.Ordinal)
            .Select(group => new BriefingPeer(new(group.Last().Code, group.Key, group.Last().Name), group.Count()))
            .OrderByDescending(peer => peer.Comparisons).ThenBy(peer => peer.Territory.Name, LatvianOrder.Comparer),
    ];

    private static BriefingPoint Point(Line line, BriefingWords words, bool isGap)
    {
        var sentence = isGap && words.ToTheBest(line.Comparison) is { } distance ? $"{line.Figure.Sentence} {distance}" : line.Figure.Sentence;
        var better = isGap ? line.Comparison.Distribution.Where(point => !point.IsFocal && point.Rank < line.Figure.Rank).Take(BriefingRules.MostExamples)
            .Select(point => new BriefingExample(point.Code, point.Identity, point.Name, point.Value, point.Rank!.Value, [])).ToArray() : [];
        return new BriefingPoint(line.Figure.Indicator, line.Figure.Name, sentence, better);
    }

    private static BriefingChange Change(Line line, BriefingWords words)
    {
        var figure = line.Figure;
        return new BriefingChange(figure.Indicator, figure.Name, figure.Development,
            words.Change(line.Comparison.Indicator, figure.EarlierPeriod!, figure.EarlierValue!.Value, figure.Period, figure.Value!.Value, figure.Development, figure.GroupChange));
    }

    private static IEnumerable<string> Notes(BriefingWords words, int judged, int strengths, int gaps, List<string> left)
    {
        if (strengths < BriefingRules.MostPoints || gaps < BriefingRules.MostPoints)
            yield return words.Of(
                $"Stiprā puse ir vieta grupas labākajā pusē, vājā – sliktākajā. Vērtējamo rādītāju ir {judged}, tāpēc abu var būt mazāk nekā trīs.",
                $"A strength is a place in the better half of the group, a gap one in the worse half. {judged} indicators can be judged, so there may be fewer than three of each.");
        if (left.Count > 0)
            yield return words.Of($"Nevarēja salīdzināt, jo nav datu: {string.Join(", ", left)}.", $"Could not be compared, because there are no data: {string.Join(", ", left)}.");
    }

    private static string AddressOf(Comparison comparison, TerritoryVersion territory, DateTimeOffset asOf, string language)
    {
        var instant = asOf.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        return $"/v1/comparisons?indicator={comparison.Indicator.Code}&territory={territory.Code}&period={comparison.Period}&group={comparison.Group.Code}&asOf={Uri.EscapeDataString(instant)}&lang={language}";
    }

    /// <param name="Figure">As it is told.</param>
    /// <param name="Comparison">What it is made of.</param>
    /// <param name="Standing">Where the municipality stands.</param>
    /// <param name="Side">1: better than the median, 0: equal, -1: worse; null: not judged.</param>
    /// <param name="ScaledChange">The change in spreads of the group; null: none to tell.</param>
    private sealed record Line(BriefingFigure Figure, Comparison Comparison, Standing Standing, int? Side, double? ScaledChange);
}
