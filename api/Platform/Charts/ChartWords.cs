namespace Benchlearning.Api.Platform.Charts;

/// <summary>The fixed words of the charts. Everything else comes from the caller, already in the reader's language.</summary>
internal sealed record ChartWords(
    string Tag,
    string NoData,
    string Source,
    string Note,
    string Peers,
    string Median,
    string Mean,
    string WeightedMean,
    string Target,
    string HigherIsBetter,
    string LowerIsBetter,
    string NearTargetIsBetter,
    string NeitherIsBetter,
    string BestFirst,
    string SortedByValue,
    string MiddleHalf,
    string LowestToHighest,
    string Breaks,
    string AxisWithoutZero,
    string WithData,
    string Indicator,
    string Value,
    string Rank,
    string Better,
    string AxisReversed,
    string BestQuarter,
    string WeakestQuarter,
    string Between,
    string Unusual,
    string Ordinary,
    string Expected,
    string ExpectedRange,
    string Raises,
    string Lowers,
    string OtherParts,
    string Sum,
    string SunHint,
    string BetterThanMean,
    string WeakerThanMean,
    string GroupMean)
{
    private static readonly ChartWords Latvian = new(
        Tag: "lv",
        NoData: "nav datu",
        Source: "Avots",
        Note: "Piezīme",
        Peers: "pārējās grupas pašvaldības",
        Median: "mediāna",
        Mean: "vidējais",
        WeightedMean: "svērtais vidējais",
        Target: "mērķis",
        HigherIsBetter: "augstāks ir labāks",
        LowerIsBetter: "zemāks ir labāks",
        NearTargetIsBetter: "tuvāk mērķim ir labāk",
        NeitherIsBetter: "bez vērtējuma",
        BestFirst: "labākie augšā",
        SortedByValue: "sakārtots pēc vērtības",
        MiddleHalf: "grupas vidējā puse (25.–75. procentile)",
        LowestToHighest: "zemākā līdz augstākā vērtība",
        Breaks: "Pārrāvumi datu rindā",
        AxisWithoutZero: "Vertikālā ass nesākas no nulles.",
        WithData: "n – grupas pašvaldību skaits, par kurām ir dati.",
        Indicator: "rādītājs",
        Value: "vērtība",
        Rank: "vieta",
        Better: "labāk",
        AxisReversed: "ass apgriezta",
        BestQuarter: "labākajā ceturtdaļā",
        WeakestQuarter: "vājākajā ceturtdaļā",
        Between: "vidējā pusē",
        Unusual: "neparasti",
        Ordinary: "parastās robežās",
        Expected: "sagaidāmais",
        ExpectedRange: "sagaidāmā robežas",
        Raises: "palielina",
        Lowers: "samazina",
        OtherParts: "pārējie",
        Sum: "kopā",
        SunHint: "Jo garāks stars, jo labāk: centrs – vājākais grupā, mala – labākais",
        BetterThanMean: "ne vājāk par grupas vidējo",
        WeakerThanMean: "vājāk par grupas vidējo",
        GroupMean: "grupas vidējais");

    private static readonly ChartWords English = new(
        Tag: "en",
        NoData: "no data",
        Source: "Source",
        Note: "Note",
        Peers: "other municipalities in the group",
        Median: "median",
        Mean: "mean",
        WeightedMean: "weighted mean",
        Target: "target",
        HigherIsBetter: "higher is better",
        LowerIsBetter: "lower is better",
        NearTargetIsBetter: "nearer to the target is better",
        NeitherIsBetter: "neither way is better",
        BestFirst: "best at the top",
        SortedByValue: "sorted by value",
        MiddleHalf: "middle half of the group (25th–75th percentile)",
        LowestToHighest: "lowest to highest value",
        Breaks: "Breaks in the series",
        AxisWithoutZero: "The vertical axis does not start at zero.",
        WithData: "n: municipalities of the group that have data.",
        Indicator: "indicator",
        Value: "value",
        Rank: "rank",
        Better: "better",
        AxisReversed: "axis reversed",
        BestQuarter: "in the best quarter",
        WeakestQuarter: "in the weakest quarter",
        Between: "in the middle half",
        Unusual: "unusual",
        Ordinary: "within the limits",
        Expected: "expected",
        ExpectedRange: "interval of the expected",
        Raises: "raises it",
        Lowers: "lowers it",
        OtherParts: "others",
        Sum: "sum",
        SunHint: "The longer a ray, the better: the centre is the weakest of the group, the rim the best",
        BetterThanMean: "no weaker than the group's mean",
        WeakerThanMean: "weaker than the group's mean",
        GroupMean: "the group's mean");

    public static ChartWords Of(ChartLanguage language) => language == ChartLanguage.Latvian ? Latvian : English;

    /// <summary>How to read the direction, in words.</summary>
    public string Of(ChartDirection direction) => direction switch
    {
        ChartDirection.HigherIsBetter => HigherIsBetter,
        ChartDirection.LowerIsBetter => LowerIsBetter,
        ChartDirection.Target => NearTargetIsBetter,
        _ => NeitherIsBetter,
    };

    public string Of(ReferenceKind kind) => kind switch
    {
        ReferenceKind.Mean => Mean,
        ReferenceKind.WeightedMean => WeightedMean,
        ReferenceKind.Target => Target,
        _ => Median,
    };

    /// <summary>How many have a value, of how many in the group.</summary>
    public string Count(int withValue, int all) =>
        Tag == "lv" ? $"n = {withValue} (grupā {all})" : $"n = {withValue} (of {all} in the group)";

    /// <summary>That only some of the points have a name.</summary>
    public string NamedWhereRoom(int named) => Tag == "lv" ? $"ar nosaukumu, kur pietiek vietas: {named}" : $"named where there is room: {named}";

    /// <summary>For example <c>3. no 9</c>, <c>3 of 9</c>.</summary>
    public string Place(int rank, int of) => Tag == "lv" ? $"{rank}. no {of}" : $"{rank} of {of}";

    /// <summary>The text with its first letter in upper case.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
