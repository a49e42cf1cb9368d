using Benchlearning.Contracts.V1.Territories;

namespace Benchlearning.Contracts.V1.Engagement;

/// <summary>Where a municipality stands among similar ones, for its council: made of what is published only.</summary>
/// <param name="Territory">The municipality.</param>
/// <param name="Language">Language of names and sentences: lv or en.</param>
/// <param name="Group">As asked: a group's code, or similar:8.</param>
/// <param name="GroupName">Name of the group in the asked language.</param>
/// <param name="AsOf">The instant whose figures these are: asked again as of it, the answer is the same.</param>
/// <param name="Permalink">Where this briefing is kept as it is; null: it is made anew each time.</param>
/// <param name="Headline">How many figures are better than the group's median and how many are not, in a sentence.</param>
/// <param name="Figures">Every indicator that can be compared, by topic.</param>
/// <param name="Strengths">Where the municipality stands best among the group, at most three, best first.</param>
/// <param name="Gaps">Where it is furthest behind, at most three, the widest first, each with those who do better.</param>
/// <param name="Changes">What changed most since the period before, at most four.</param>
/// <param name="Plans">The municipality's improvement plans that were decided or begun, at most four: those under way first, newest first.</param>
/// <param name="Peers">The municipalities that it is compared with, those in most comparisons first.</param>
/// <param name="Trust">Why the figures can be trusted.</param>
/// <param name="Notes">What a reader should know besides, such as indicators that could not be compared.</param>
public sealed record Briefing(
    TerritoryReference Territory, string Language, string Group, string GroupName, DateTimeOffset AsOf, string? Permalink, string Headline,
    IReadOnlyList<BriefingFigure> Figures, IReadOnlyList<BriefingPoint> Strengths, IReadOnlyList<BriefingPoint> Gaps, IReadOnlyList<BriefingChange> Changes,
    IReadOnlyList<BriefingPlan> Plans, IReadOnlyList<BriefingPeer> Peers, BriefingTrust Trust, IReadOnlyList<string> Notes);

/// <summary>One indicator of a briefing.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Topic">Code of its topic.</param>
/// <param name="Period">The last period with data in which the municipality existed.</param>
/// <param name="UnitSymbol">Symbol of the unit.</param>
/// <param name="Direction">higherIsBetter, lowerIsBetter, target or neutral.</param>
/// <param name="Decimals">Decimals of the figures.</param>
/// <param name="Value">The municipality's figure; null when missing.</param>
/// <param name="MissingReason">Why there is no figure; null when there is one.</param>
/// <param name="Rank">1 is best; null when neutral or missing.</param>
/// <param name="RankedAmong">Number of ranked municipalities, this one included.</param>
/// <param name="Median">Median of the group; null when nobody has a figure.</param>
/// <param name="Members">Members of the group.</param>
/// <param name="Missing">Members without a figure.</param>
/// <param name="EarlierPeriod">The period before with data; null when there is none in which the municipality existed.</param>
/// <param name="EarlierValue">The municipality's figure then; null when missing.</param>
/// <param name="Change">Value minus the earlier one; null when either is missing or the series breaks between.</param>
/// <param name="Development">better, worse or unchanged; null when neutral or when there is no change to tell.</param>
/// <param name="GroupChange">Change of the median of the very same group; null when it cannot be told.</param>
/// <param name="Break">Why the two periods cannot be compared, in the asked language; null when they can.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Revision">Revision of the figure; above 1 it was corrected since it was first published; null when nothing is stored.</param>
/// <param name="Flags">Flags of the figure.</param>
/// <param name="Sentence">The position in a sentence.</param>
/// <param name="Comparison">Address of the whole comparison, as of the same instant.</param>
public sealed record BriefingFigure(
    string Indicator, string Name, string Topic, string Period, string UnitSymbol, string Direction, int Decimals, decimal? Value, string? MissingReason, int? Rank,
    int RankedAmong, decimal? Median, int Members, int Missing, string? EarlierPeriod, decimal? EarlierValue, decimal? Change, string? Development, decimal? GroupChange,
    string? Break, string Source, int? Revision, IReadOnlyList<string> Flags, string Sentence, string Comparison);

/// <summary>A strength or a gap.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Sentence">What the figures say.</param>
/// <param name="Better">Of a gap: members of the group who do better, best first, at most three; empty for a strength.</param>
public sealed record BriefingPoint(string Indicator, string Name, string Sentence, IReadOnlyList<BriefingExample> Better);

/// <summary>A municipality that does better.</summary>
/// <param name="Code">Its code in the period; null where not known.</param>
/// <param name="Identity">Its identity.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Value">Its figure.</param>
/// <param name="Rank">Its rank.</param>
/// <param name="Practices">What it does: published practices about the indicator, and then those of its topic, at most two.</param>
public sealed record BriefingExample(string? Code, string Identity, string Name, decimal Value, int Rank, IReadOnlyList<BriefingPractice> Practices);

/// <summary>What a municipality that does better does.</summary>
/// <param name="Id">Number of the practice.</param>
/// <param name="Title">Its title, in the asked language where it has one.</param>
/// <param name="Address">Where it is told.</param>
public sealed record BriefingPractice(long Id, string Title, string Address);

/// <summary>What changed.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Development">better, worse or unchanged; null for an indicator that has no direction.</param>
/// <param name="Sentence">What changed, and how the group changed meanwhile.</param>
public sealed record BriefingChange(string Indicator, string Name, string? Development, string Sentence);

/// <summary>How far an improvement plan is.</summary>
/// <param name="Id">Number of the plan.</param>
/// <param name="Title">Its title, in the asked language where it has one.</param>
/// <param name="State">approved, running, evaluated or finished.</param>
/// <param name="DueOn">The day by which its targets are to be reached; null: none is set.</param>
/// <param name="Sentence">Decision, work done, what came of it and when it is looked at again.</param>
/// <param name="Address">Where the whole plan is.</param>
public sealed record BriefingPlan(long Id, string Title, string State, DateOnly? DueOn, string Sentence, string Address);

/// <summary>A municipality of the groups compared with.</summary>
/// <param name="Territory">The municipality.</param>
/// <param name="Comparisons">In how many of the comparisons it is a member.</param>
public sealed record BriefingPeer(TerritoryReference Territory, int Comparisons);

/// <summary>Why the figures of a briefing can be trusted.</summary>
/// <param name="Sentences">The same in sentences, for everyone.</param>
/// <param name="Sources">Where the figures come from.</param>
/// <param name="Compared">Figures of the municipality that are compared.</param>
/// <param name="Complete">Comparisons in which every member of the group has a figure.</param>
/// <param name="Corrected">Figures of the municipality that were corrected since they were first published.</param>
/// <param name="Flagged">Figures of the municipality that carry a remark.</param>
/// <param name="Methods">Version of the methods of comparison.</param>
public sealed record BriefingTrust(
    IReadOnlyList<string> Sentences, IReadOnlyList<BriefingSource> Sources, int Compared, int Complete, int Corrected, int Flagged, string Methods);

/// <summary>A source of a briefing.</summary>
/// <param name="Code">Code of the source.</param>
/// <param name="Attribution">How to name it, in the asked language.</param>
/// <param name="Indicators">Names of the indicators that come from it.</param>
public sealed record BriefingSource(string Code, string Attribution, IReadOnlyList<string> Indicators);

/// <summary>What briefing is to be kept.</summary>
public sealed record BriefingRequest
{
    /// <summary>Code of the municipality, of any vintage.</summary>
    /// <example>LV0420200</example>
    public string? Territory { get; set; }

    /// <summary>Code of a group, or similar:k; null: similar:8.</summary>
    /// <example>similar:8</example>
    public string? Group { get; set; }

    /// <summary>What it is kept for, such as a meeting of the council, at most 200 characters; null: nothing is said.</summary>
    /// <example>Council meeting of March</example>
    public string? Title { get; set; }
}

/// <summary>A briefing that is kept as it was, in both languages, as JSON, HTML and PDF. It never changes.</summary>
/// <param name="Id">Its id, part of its address for ever.</param>
/// <param name="Territory">The municipality.</param>
/// <param name="Group">The group that it was compared with, as asked.</param>
/// <param name="Title">What it was kept for; null: nothing was said.</param>
/// <param name="AsOf">The instant whose figures these are.</param>
/// <param name="Documents">Its documents, each with its address and checksum.</param>
/// <param name="KeptAt">When it was kept.</param>
/// <param name="KeptBy">Who kept it; told to themselves and to administrators, null to others.</param>
public sealed record KeptBriefing(
    string Id, TerritoryReference Territory, string Group, string? Title, DateTimeOffset AsOf, IReadOnlyList<BriefingDocument> Documents, DateTimeOffset KeptAt, string? KeptBy);

/// <summary>One document of a kept briefing.</summary>
/// <param name="Language">lv or en.</param>
/// <param name="Format">json, html or pdf.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Sha256">Its checksum, in hexadecimal.</param>
/// <param name="Bytes">Its length.</param>
public sealed record BriefingDocument(string Language, string Format, string Address, string Sha256, int Bytes);
