namespace Benchlearning.Contracts.V1.Engagement;

/// <summary>Where the members of a network stand among each other, what they do and how far they are, for whoever decides: made of what is published only.</summary>
/// <param name="Network">Code of the network.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Language">Language of names and sentences: lv or en.</param>
/// <param name="Theme">What it is about; null: not named yet.</param>
/// <param name="Aim">What it is to reach; null: not named yet.</param>
/// <param name="Cycle">Number of its newest cycle; null: none is proposed.</param>
/// <param name="State">Where that cycle is, in words; null: there is none.</param>
/// <param name="AsOf">The instant whose figures these are.</param>
/// <param name="Headline">How far the network is, in a sentence.</param>
/// <param name="Figures">The indicators that it compares, by code; empty where none are chosen, or where the choice is not yours to see.</param>
/// <param name="Practices">Published practices of its members about these indicators, at most ten, newest first.</param>
/// <param name="Plans">Plans of its members under this network that were decided or begun, at most twenty: those under way first, newest first.</param>
/// <param name="Sources">Where the figures come from.</param>
/// <param name="Notes">What a reader should know besides.</param>
public sealed record NetworkBriefing(
    string Network, string Name, string Language, string? Theme, string? Aim, int? Cycle, string? State, DateTimeOffset AsOf, string Headline, IReadOnlyList<NetworkBriefingFigure> Figures,
    IReadOnlyList<NetworkBriefingPractice> Practices, IReadOnlyList<NetworkBriefingPlan> Plans, IReadOnlyList<BriefingSource> Sources, IReadOnlyList<string> Notes);

/// <summary>One indicator over the members of a network.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Period">The last period in which a member has a figure.</param>
/// <param name="UnitSymbol">Symbol of the unit.</param>
/// <param name="Direction">higherIsBetter, lowerIsBetter, target or neutral.</param>
/// <param name="Decimals">Decimals of the figures.</param>
/// <param name="Median">Median of the members; null when nobody has a figure.</param>
/// <param name="Members">Members that existed in the period: best first (highest first where neither way is better), those without a figure last.</param>
/// <param name="Sentence">Who stands best and by how much the members differ.</param>
public sealed record NetworkBriefingFigure(
    string Indicator, string Name, string Period, string UnitSymbol, string Direction, int Decimals, decimal? Median, IReadOnlyList<NetworkBriefingMember> Members, string Sentence);

/// <summary>A member's figure.</summary>
/// <param name="Code">Its code in the period; null where not known.</param>
/// <param name="Identity">Its identity.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Value">Its figure; null when missing.</param>
/// <param name="Rank">1 is best; null when neutral or missing.</param>
/// <param name="MissingReason">Why there is no figure; null when there is one.</param>
public sealed record NetworkBriefingMember(string? Code, string Identity, string Name, decimal? Value, int? Rank, string? MissingReason);

/// <summary>What a member does.</summary>
/// <param name="Id">Number of the practice.</param>
/// <param name="Title">Its title, in the asked language where it has one.</param>
/// <param name="Organisation">Name of whose practice it is.</param>
/// <param name="Address">Where it is told.</param>
public sealed record NetworkBriefingPractice(long Id, string Title, string Organisation, string Address);

/// <summary>How far a member's plan is.</summary>
/// <param name="Organisation">Name of whose plan it is.</param>
/// <param name="Plan">The plan.</param>
public sealed record NetworkBriefingPlan(string Organisation, BriefingPlan Plan);
