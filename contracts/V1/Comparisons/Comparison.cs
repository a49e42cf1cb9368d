using Benchlearning.Contracts.V1.Territories;

namespace Benchlearning.Contracts.V1.Comparisons;

/// <summary>Where one municipality stands in a declared group, for one indicator and period.</summary>
/// <param name="Indicator">What is compared.</param>
/// <param name="Period">The period compared.</param>
/// <param name="Territory">The municipality and its position.</param>
/// <param name="Group">The group it is compared with.</param>
/// <param name="Statistics">What the group's values look like.</param>
/// <param name="Distribution">Every member with its value, best first (by value where the indicator is neutral), for drawing.</param>
/// <param name="Missing">Members without a value and why; they are neither ranked nor counted.</param>
/// <param name="Methods">The methods used, with their versions.</param>
/// <param name="Notes">What the definition, boundaries and flags tell about these figures.</param>
/// <param name="Warnings">What weakens the comparison, such as a small group.</param>
/// <param name="Summary">The result in one sentence, in the asked language.</param>
public sealed record Comparison(
    ComparedIndicator Indicator, string Period, ComparedTerritory Territory, ComparisonGroup Group, GroupStatistics Statistics,
    IReadOnlyList<DistributionPoint> Distribution, IReadOnlyList<MissingMember> Missing, ComparisonMethods Methods,
    IReadOnlyList<string> Notes, IReadOnlyList<string> Warnings, string Summary);

/// <summary>The indicator of a comparison.</summary>
/// <param name="Code">Code.</param>
/// <param name="Version">Version of the definition in the period.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Topic">Code of the topic.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="UnitSymbol">Symbol of the unit.</param>
/// <param name="Direction">higherIsBetter, lowerIsBetter, target or neutral.</param>
/// <param name="Decimals">Decimals of the figures.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Attribution">How to name the source when the figures are used, in the asked language.</param>
public sealed record ComparedIndicator(
    string Code, int Version, string Name, string Topic, string Unit, string UnitSymbol, string Direction, int Decimals, string Source, string Attribution);

/// <summary>The compared municipality and its position.</summary>
/// <param name="Code">Code valid in the period.</param>
/// <param name="Identity">Its identity.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Value">Its value; null when missing.</param>
/// <param name="MissingReason">Why there is no value; null when there is one.</param>
/// <param name="IsMember">False when it is compared with a group that it does not belong to; it is then ranked among the members but not counted in their statistics.</param>
/// <param name="Rank">1 is best, equal values share a rank; null when neutral or missing.</param>
/// <param name="RankedAmong">Number of ranked units.</param>
/// <param name="Percentile">Share of the ranked units that are worse, equals counting half, 0 to 100; for a neutral indicator the share that is lower; null when missing.</param>
/// <param name="DistanceToMedian">Value minus the group's median, in the indicator's unit; null when either is missing.</param>
/// <param name="DistanceToBestQuarter">How far to the threshold of the best quarter in the indicator's unit: 0 when within it, else positive; null when neutral or missing.</param>
/// <param name="Flags">Flags of its value.</param>
/// <param name="Revision">Revision of its value; null when nothing is stored.</param>
public sealed record ComparedTerritory(
    string? Code, string Identity, string Name, decimal? Value, string? MissingReason, bool IsMember, int? Rank, int RankedAmong,
    double? Percentile, decimal? DistanceToMedian, decimal? DistanceToBestQuarter, IReadOnlyList<string> Flags, int? Revision);

/// <summary>The group of a comparison.</summary>
/// <param name="Code">As asked: a group's code, or similar:8.</param>
/// <param name="Version">Version of the group's definition; null for similar municipalities, which are chosen anew each time.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="On">The day of the membership.</param>
/// <param name="Members">Number of members, the compared municipality included when it is one.</param>
/// <param name="Similar">For similar municipalities: why each is in, nearest first; null for other groups.</param>
/// <param name="Variables">For similar municipalities: what likeness was measured by; null for other groups.</param>
public sealed record ComparisonGroup(
    string Code, int? Version, string Name, DateOnly On, int Members, IReadOnlyList<SimilarTerritory>? Similar,
    IReadOnlyList<SimilarityVariable>? Variables);

/// <summary>Why a municipality counts as similar.</summary>
/// <param name="Territory">The municipality.</param>
/// <param name="Distance">Standardised Euclidean distance; 0 is alike in every variable.</param>
/// <param name="Contributions">Share of each variable in the squared distance; they add up to 1.</param>
public sealed record SimilarTerritory(TerritoryReference Territory, double Distance, IReadOnlyDictionary<string, double> Contributions);

/// <summary>A variable of similarity.</summary>
/// <param name="Indicator">Its indicator.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Period">Period of its values.</param>
/// <param name="Transform">none or log.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="IsEstimate">True when its values are of another year than the compared period.</param>
public sealed record SimilarityVariable(string Indicator, string Name, string Period, string Transform, double Weight, bool IsEstimate);

/// <summary>What the values of a group look like. Every figure is null when there are no values.</summary>
/// <param name="N">Number of members with a value.</param>
/// <param name="Missing">Number of members without one.</param>
/// <param name="Min">Least value.</param>
/// <param name="LowerQuartile">First quartile (Hyndman-Fan type 7).</param>
/// <param name="Median">Median.</param>
/// <param name="UpperQuartile">Third quartile.</param>
/// <param name="Max">Greatest value.</param>
/// <param name="Mean">Mean of the values, unweighted.</param>
/// <param name="WeightedMean">Mean weighted by weight; null when the indicator is not averaged or weights are missing.</param>
/// <param name="Weight">What the weighted mean is weighted by; null when there is none.</param>
public sealed record GroupStatistics(
    int N, int Missing, decimal? Min, decimal? LowerQuartile, decimal? Median, decimal? UpperQuartile, decimal? Max, decimal? Mean,
    decimal? WeightedMean, WeightNote? Weight);

/// <summary>What a mean is weighted by.</summary>
/// <param name="Indicator">The weighing indicator.</param>
/// <param name="Period">Period of the weights.</param>
/// <param name="IsEstimate">True when it is not the compared period itself.</param>
/// <param name="Excluded">Members with a value but without a trustworthy weight: left out of the weighted mean.</param>
public sealed record WeightNote(string Indicator, string Period, bool IsEstimate, IReadOnlyList<TerritoryReference> Excluded);

/// <summary>One member in the distribution.</summary>
/// <param name="Code">Code valid in the period; null where not known.</param>
/// <param name="Identity">Identity.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Value">Its value.</param>
/// <param name="Rank">Its rank; null when neutral.</param>
/// <param name="IsFocal">True for the compared municipality.</param>
/// <param name="Flags">Flags of the value.</param>
public sealed record DistributionPoint(
    string? Code, string Identity, string Name, decimal Value, int? Rank, bool IsFocal, IReadOnlyList<string> Flags);

/// <summary>A member without a value.</summary>
/// <param name="Code">Code valid in the period; null where not known.</param>
/// <param name="Identity">Identity.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Reason">Why: notAvailable, notApplicable, notYetPublished, suppressed or notConvertible.</param>
public sealed record MissingMember(string? Code, string Identity, string Name, string Reason);

/// <summary>The methods of a comparison.</summary>
/// <param name="Version">Version of this set of methods.</param>
/// <param name="Rank">competition: equal values share the better rank ("1224").</param>
/// <param name="Percentile">mean: equals count half.</param>
/// <param name="Quantile">hyndmanFan7.</param>
/// <param name="Similarity">standardisedEuclidean for similar municipalities; null for other groups.</param>
public sealed record ComparisonMethods(string Version, string Rank, string Percentile, string Quantile, string? Similarity);

/// <summary>A municipality's comparisons over many indicators, by topic.</summary>
/// <param name="Territory">The municipality.</param>
/// <param name="Group">As asked.</param>
/// <param name="GroupName">Name of the group in the asked language.</param>
/// <param name="Topics">Topics in the order of the catalogue, each with its indicators.</param>
/// <param name="Notes">What a reader should know of all of them.</param>
public sealed record Profile(TerritoryReference Territory, string Group, string GroupName, IReadOnlyList<ProfileTopic> Topics, IReadOnlyList<string> Notes);

/// <summary>The indicators of one topic in a profile.</summary>
/// <param name="Code">Code of the topic.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Comparisons">One comparison for each indicator that has data.</param>
public sealed record ProfileTopic(string Code, string Name, IReadOnlyList<ProfileLine> Comparisons);

/// <summary>One indicator in a profile: the comparison without its distribution.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Period">The period.</param>
/// <param name="Territory">The municipality's position.</param>
/// <param name="Statistics">The group's values.</param>
/// <param name="GroupMembers">Number of members.</param>
/// <param name="Quarter">best, second, third or worst quarter by rank; null when neutral, missing or fewer than 4 are ranked.</param>
/// <param name="Notes">Notes of this indicator.</param>
public sealed record ProfileLine(
    ComparedIndicator Indicator, string Period, ComparedTerritory Territory, GroupStatistics Statistics, int GroupMembers, string? Quarter,
    IReadOnlyList<string> Notes);

/// <summary>A municipality against its group over periods.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Territory">The municipality.</param>
/// <param name="Group">As asked.</param>
/// <param name="GroupName">Name of the group in the asked language.</param>
/// <param name="Points">One for each period, oldest first.</param>
/// <param name="Breaks">Where the series is not comparable across, and why.</param>
/// <param name="Notes">What a reader should know.</param>
public sealed record Trend(
    ComparedIndicator Indicator, TerritoryReference Territory, string Group, string GroupName, IReadOnlyList<TrendPoint> Points,
    IReadOnlyList<SeriesBreak> Breaks, IReadOnlyList<string> Notes);

/// <summary>One period of a trend.</summary>
/// <param name="Period">The period.</param>
/// <param name="Value">The municipality's value; null when missing.</param>
/// <param name="MissingReason">Why there is no value; null when there is one.</param>
/// <param name="Rank">Its rank in the group; null when neutral or missing.</param>
/// <param name="Change">Change from the period before in the indicator's unit; null when either is missing or the series breaks between.</param>
/// <param name="Statistics">The group's values in the period.</param>
/// <param name="Flags">Flags of the value.</param>
public sealed record TrendPoint(
    string Period, decimal? Value, string? MissingReason, int? Rank, decimal? Change, GroupStatistics Statistics, IReadOnlyList<string> Flags);

/// <summary>A break in a series.</summary>
/// <param name="Period">First period after the break.</param>
/// <param name="Reason">Why, in the asked language.</param>
public sealed record SeriesBreak(string Period, string Reason);
