using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Networks;

/// <summary>What a cycle compares.</summary>
/// <param name="Number">1 for the first of the cycle.</param>
/// <param name="Indicators">The indicators, in order of their codes.</param>
/// <param name="Group">Code of the group to compare within; null: not chosen yet.</param>
/// <param name="GroupVersion">Version of the group that holds; null: not frozen.</param>
/// <param name="SurveyChoice">none, users, residents or councillors; null: not made yet.</param>
/// <param name="Votes">What members said, in order of their codes.</param>
/// <param name="FrozenAt">When it was frozen: it never changes since; null: proposed.</param>
/// <param name="FrozenBy">Who froze it; null: proposed.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record IndicatorSet(
    int Number, IReadOnlyList<IndicatorSetItem> Indicators, string? Group, int? GroupVersion, string? SurveyChoice, IReadOnlyList<IndicatorSetVote> Votes, DateTimeOffset? FrozenAt, string? FrozenBy,
    int Version);

/// <summary>An indicator of a set.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="IndicatorVersion">Version of its definition that holds; null: not frozen.</param>
/// <param name="IsMandatory">True when every member must have a value, or say why there is none.</param>
/// <param name="Reason">Why it is compared; null: not said.</param>
public sealed record IndicatorSetItem(string Indicator, int? IndicatorVersion, bool IsMandatory, string? Reason);

/// <summary>What a member said of a set.</summary>
/// <param name="Organisation">Code of the member.</param>
/// <param name="Accepts">True: accepted; false: refused.</param>
/// <param name="Remark">What was said with it; null: nothing.</param>
/// <param name="VotedAt">When.</param>
/// <param name="VotedBy">Who.</param>
public sealed record IndicatorSetVote(string Organisation, bool Accepts, string? Remark, DateTimeOffset VotedAt, string VotedBy);

/// <summary>What a set is to be.</summary>
public sealed record IndicatorSetSettings
{
    /// <summary>The indicators.</summary>
    [Required, MaxLength(200)]
    public IReadOnlyList<IndicatorSetItemSettings>? Indicators { get; set; }

    /// <summary>Code of the group to compare within; left out: not chosen yet.</summary>
    public string? Group { get; set; }

    /// <summary>none, users, residents or councillors; left out: not made yet.</summary>
    public string? SurveyChoice { get; set; }
}

/// <summary>An indicator that is to be compared.</summary>
public sealed record IndicatorSetItemSettings
{
    /// <summary>Code of the indicator.</summary>
    [Required]
    public string? Indicator { get; set; }

    /// <summary>True, unless said otherwise: every member must have a value, or say why there is none.</summary>
    public bool? IsMandatory { get; set; }

    /// <summary>Why it is compared.</summary>
    [StringLength(500)]
    public string? Reason { get; set; }
}

/// <summary>A member's vote on a set.</summary>
public sealed record IndicatorSetVoting
{
    /// <summary>True: accepted; false: refused.</summary>
    [Required]
    public bool? Accepts { get; set; }

    /// <summary>What is said with it; a refusal says why.</summary>
    [StringLength(2000)]
    public string? Remark { get; set; }
}

/// <summary>A window in which members see to it that every mandatory figure is there.</summary>
/// <param name="Code">Its code, within the cycle.</param>
/// <param name="Periods">The periods that are collected.</param>
/// <param name="OpensOn">First day.</param>
/// <param name="DueOn">Day by which everything is to be there.</param>
/// <param name="ClosedOn">Day on which it was closed; null: not closed.</param>
/// <param name="Completion">How far each member is, in order of their codes; empty while no set is frozen.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record CollectionWindow(
    string Code, IReadOnlyList<string> Periods, DateOnly OpensOn, DateOnly DueOn, DateOnly? ClosedOn, IReadOnlyList<MemberCompletion> Completion, int Version);

/// <summary>How far a member is with a collection, as far as you may see its figures.</summary>
/// <param name="Organisation">Code of the member.</param>
/// <param name="Cells">Mandatory indicators times periods.</param>
/// <param name="Values">Cells with a value.</param>
/// <param name="NotAvailable">Cells without, of which the member or the source says why.</param>
/// <param name="Missing">Cells of which nothing is known: 0 when the member is complete.</param>
/// <param name="Excused">What the member says of cells that it has no value for.</param>
public sealed record MemberCompletion(string Organisation, int Cells, int Values, int NotAvailable, int Missing, IReadOnlyList<NotAvailableCell> Excused);

/// <summary>What a window is to be.</summary>
public sealed record CollectionWindowSettings
{
    /// <summary>The periods that are collected, such as 2013.</summary>
    [Required, MaxLength(20)]
    public IReadOnlyList<string>? Periods { get; set; }

    /// <summary>First day.</summary>
    [Required]
    public DateOnly? OpensOn { get; set; }

    /// <summary>Day by which everything is to be there; a later one extends the window.</summary>
    [Required]
    public DateOnly? DueOn { get; set; }

    /// <summary>Day on which it is closed; left out: it stays open.</summary>
    public DateOnly? ClosedOn { get; set; }
}

/// <summary>A member's word on the values that it does not have.</summary>
public sealed record CollectionAnswer
{
    /// <summary>Every cell of the window that the member has no value for; what is left out here is no longer excused.</summary>
    [Required, MaxLength(1000)]
    public IReadOnlyList<NotAvailableCell>? NotAvailable { get; set; }
}

/// <summary>A cell without a value.</summary>
public sealed record NotAvailableCell
{
    /// <summary>Code of an indicator of the frozen set.</summary>
    [Required]
    public string? Indicator { get; set; }

    /// <summary>A period of the window.</summary>
    [Required]
    public string? Period { get; set; }

    /// <summary>Why there is no value.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}
