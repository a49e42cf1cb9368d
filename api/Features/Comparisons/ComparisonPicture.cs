using Benchlearning.Api.Platform.Charts;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Comparisons;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>Draws comparisons, profiles and trends. Null where there is no figure to draw.</summary>
internal static class ComparisonPicture
{
    private const string SuspectMark = "*";

    public static Scene? Draw(Comparison comparison, string language)
    {
        if (comparison.Distribution.Count == 0)
            return null;
        var members = comparison.Distribution.Select(point => new ComparisonMember(point.Name, (double)point.Value, point.IsFocal, null, point.Flags.Count > 0 ? SuspectMark : null))
            .Concat(comparison.Missing.Select(member => new ComparisonMember(member.Name, null, member.Identity == comparison.Territory.Identity, ReasonInWords(member.Reason, language))))
            .ToList();
        if (!comparison.Territory.IsMember && comparison.Territory.Value is null)
            members.Add(new ComparisonMember(comparison.Territory.Name, null, true, ReasonInWords(comparison.Territory.MissingReason, language)));
        return ComparisonBarChart.Draw(new ComparisonInput(
            Caption(comparison.Indicator, $"{comparison.Period} · {comparison.Group.Name}", [.. Marks(comparison, language), .. comparison.Notes, .. comparison.Warnings], language),
            new ChartUnit(comparison.Indicator.UnitSymbol, comparison.Indicator.Decimals), DirectionOf(comparison.Indicator), members,
            [new ReferenceLine(ReferenceKind.Median, (double?)comparison.Statistics.Median)]));
    }

    /// <summary>The members of a group, none of them the reader's own. Null: nobody has a figure.</summary>
    public static Scene? DrawMembers(Comparison comparison, string group, string language) => comparison.Distribution.Count == 0 ? null : ComparisonBarChart.Draw(new ComparisonInput(
        Caption(comparison.Indicator, $"{comparison.Period} · {group}", [.. Marks(comparison, language), .. comparison.Notes], language),
        new ChartUnit(comparison.Indicator.UnitSymbol, comparison.Indicator.Decimals), DirectionOf(comparison.Indicator),
        [
            .. comparison.Distribution.Select(point => new ComparisonMember(point.Name, (double)point.Value, Mark: point.Flags.Count > 0 ? SuspectMark : null)),
            .. comparison.Missing.Select(member => new ComparisonMember(member.Name, null, MissingReason: ReasonInWords(member.Reason, language))),
        ],
        [new ReferenceLine(ReferenceKind.Median, (double?)comparison.Statistics.Median)]));

    public static Scene? Draw(Trend trend, string language)
    {
        if (trend.Points.All(point => point.Value is null && point.Statistics.N == 0))
            return null;
        var breaks = trend.Breaks.ToDictionary(broken => broken.Period, broken => broken.Reason, StringComparer.Ordinal);
        return TrendChart.Draw(new TrendInput(
            Caption(trend.Indicator, $"{trend.Territory.Name} · {trend.GroupName}", trend.Notes, language),
            new ChartUnit(trend.Indicator.UnitSymbol, trend.Indicator.Decimals), DirectionOf(trend.Indicator), trend.Territory.Name,
            [.. trend.Points.Select(point => new TrendPeriod(point.Period, (double?)point.Value, SpreadOf(point.Statistics), point.Statistics.N, breaks.GetValueOrDefault(point.Period)))]));
    }

    /// <summary>A strip for each comparison, without source and notes, which stand elsewhere.</summary>
    public static Scene Draw(IReadOnlyList<Comparison> comparisons, string territory, string title, string subtitle, string language) => ProfileChart.Draw(new ProfileInput(
        new ChartCaption(title, subtitle, "", [], ChartLanguageOf(language)), territory,
        [.. comparisons.Select(comparison => Row(comparison.Indicator, comparison.Period, comparison.Territory, comparison.Statistics, ComparedQuarter.Of(comparison.Territory), language))], GoodToTheRight: true));

    public static Scene? Draw(Profile profile, string language)
    {
        var lines = profile.Topics.SelectMany(topic => topic.Comparisons).ToArray();
        if (lines.Length == 0)
            return null;
        return ProfileChart.Draw(new ProfileInput(
            new ChartCaption(profile.Territory.Name, profile.GroupName, Sources(lines), profile.Notes, ChartLanguageOf(language)), profile.Territory.Name,
            [.. lines.Select(line => Row(line.Indicator, line.Period, line.Territory, line.Statistics, line.Quarter, language))], GoodToTheRight: true));
    }

    private static ProfileRow Row(ComparedIndicator indicator, string period, ComparedTerritory territory, GroupStatistics statistics, string? quarter, string language) => new(
        $"{indicator.Name}, {period}", new ChartUnit(indicator.UnitSymbol, indicator.Decimals), DirectionOf(indicator), (double?)territory.Value, SpreadOf(statistics), statistics.N, territory.Rank,
        quarter switch { "best" => ProfileStanding.BestQuarter, "worst" => ProfileStanding.WeakestQuarter, _ => ProfileStanding.Between },
        ReasonInWords(territory.MissingReason, language));

    private static ChartCaption Caption(ComparedIndicator indicator, string subtitle, IReadOnlyList<string> notes, string language) =>
        new(indicator.Name, subtitle, WithoutLabel(indicator.Attribution), notes, ChartLanguageOf(language));

    private static string Sources(IEnumerable<ProfileLine> lines) =>
        string.Join(" ", lines.Select(line => WithoutLabel(line.Indicator.Attribution)).Distinct(StringComparer.Ordinal));

    /// <summary>The chart prints the word for source itself.</summary>
    private static string WithoutLabel(string attribution) => attribution[(attribution.IndexOf(": ", StringComparison.Ordinal) is var colon and >= 0 and < 12 ? colon + 2 : 0)..];

    private static IEnumerable<string> Marks(Comparison comparison, string language) => comparison.Distribution.Any(point => point.Flags.Count > 0)
        ? [Language.Pick(language, $"{SuspectMark} Skaitlim ir piezīme.", $"{SuspectMark} The figure has a remark.")] : [];

    private static Spread SpreadOf(GroupStatistics statistics) => statistics.N == 0 ? Spread.Unknown
        : new Spread((double?)statistics.Min, (double?)statistics.LowerQuartile, (double?)statistics.Median, (double?)statistics.UpperQuartile, (double?)statistics.Max);

    private static ChartLanguage ChartLanguageOf(string language) => language == Language.English ? ChartLanguage.English : ChartLanguage.Latvian;

    private static ChartDirection DirectionOf(ComparedIndicator indicator) => Enum.Parse<ChartDirection>(indicator.Direction, ignoreCase: true);

    private static string? ReasonInWords(string? reason, string language) => reason switch
    {
        null => null,
        "notApplicable" => Language.Pick(language, "nav piemērojams", "not applicable"),
        "notYetPublished" => Language.Pick(language, "vēl nav publicēts", "not yet published"),
        "suppressed" => Language.Pick(language, "aizsargāts", "suppressed"),
        "notConvertible" => Language.Pick(language, "nav pārrēķināms", "not convertible"),
        _ => Language.Pick(language, "nav datu", "no data"),
    };
}
