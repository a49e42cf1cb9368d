using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Plans;

/// <summary>What a municipality means to improve, by how much, who decided it, and what is done.</summary>
/// <param name="Id">Number of the plan.</param>
/// <param name="State">draft, peerReviewed, submitted, approved, rejected, running, evaluated, finished, abandoned or transferred.</param>
/// <param name="Kind">council: the council decides; management: it needs no decision of the council.</param>
/// <param name="Organisation">Code of the municipality.</param>
/// <param name="OrganisationName">Its name in the asked language.</param>
/// <param name="Network">Code of the network that it was made in; null: in none.</param>
/// <param name="Cycle">Number of the cycle of the network; null: of none.</param>
/// <param name="Practice">Number of the practice that it follows; null: an idea of its own.</param>
/// <param name="TitleLv">Title in Latvian; null: there is an English one.</param>
/// <param name="TitleEn">Title in English; null: there is a Latvian one.</param>
/// <param name="AimLv">What it is for, in Latvian; null: not told.</param>
/// <param name="AimEn">The same in English; null: not told.</param>
/// <param name="Owner">Who answers for it; null: not settled yet.</param>
/// <param name="DueOn">When it is to be carried out; null: not settled yet.</param>
/// <param name="Decision">What the council decided; null: nothing yet.</param>
/// <param name="Group">What its effect is judged against, such as similar:8.</param>
/// <param name="Targets">From where to where.</param>
/// <param name="Actions">What is done.</param>
/// <param name="FollowUpMonths">How many months after the start it is looked at.</param>
/// <param name="FollowUps">When it is looked at, and what was seen; empty: not started yet.</param>
/// <param name="StartedOn">When it was started; null: not yet.</param>
/// <param name="Predecessor">Number of the plan that was transferred here; null: none.</param>
/// <param name="CreatedAt">When it was written down.</param>
/// <param name="ChangedAt">When it last changed.</param>
/// <param name="PublishedAt">Since when everybody sees it; null: not everybody.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record Plan(
    long Id, string State, string Kind, string Organisation, string OrganisationName, string? Network, long? Cycle, long? Practice, string? TitleLv, string? TitleEn, string? AimLv, string? AimEn,
    string? Owner, DateOnly? DueOn, CouncilDecision? Decision, string Group, IReadOnlyList<PlanTarget> Targets, IReadOnlyList<PlanAction> Actions, IReadOnlyList<int> FollowUpMonths,
    IReadOnlyList<PlanFollowUp> FollowUps, DateOnly? StartedOn, long? Predecessor, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, DateTimeOffset? PublishedAt, int Version);

/// <summary>A decision of a council.</summary>
/// <param name="On">The day.</param>
/// <param name="Number">Number of the decision.</param>
/// <param name="ProtocolItem">Item of the protocol.</param>
public sealed record CouncilDecision(DateOnly On, string Number, string ProtocolItem);

/// <summary>From where to where a plan is to lead, by an indicator.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="IndicatorVersion">Version of its definition that the target was set by.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="BaselinePeriod">The period of the baseline; null: not settled yet.</param>
/// <param name="BaselineValue">The figure then, as published when the plan was written; null: none was published.</param>
/// <param name="TargetPeriod">The period by which; null: not settled yet.</param>
/// <param name="TargetValue">What is to be reached; null: not settled yet.</param>
public sealed record PlanTarget(string Indicator, int IndicatorVersion, string Name, string? BaselinePeriod, decimal? BaselineValue, string? TargetPeriod, decimal? TargetValue);

/// <summary>What is done in a plan.</summary>
/// <param name="TitleLv">In Latvian; null: told in English.</param>
/// <param name="TitleEn">In English; null: told in Latvian.</param>
/// <param name="Owner">Who does it.</param>
/// <param name="DueOn">By when.</param>
/// <param name="DoneOn">When it was done; null: not yet.</param>
public sealed record PlanAction(string? TitleLv, string? TitleEn, string Owner, DateOnly DueOn, DateOnly? DoneOn);

/// <summary>A look at how a plan goes.</summary>
/// <param name="DueOn">When it is due.</param>
/// <param name="DoneAt">When it was done; null: not yet.</param>
/// <param name="Text">What was seen; null: not yet.</param>
public sealed record PlanFollowUp(DateOnly DueOn, DateTimeOffset? DoneAt, string? Text);

/// <summary>A plan in a list.</summary>
/// <param name="Id">Number of the plan.</param>
/// <param name="State">Its state.</param>
/// <param name="Kind">council or management.</param>
/// <param name="Organisation">Code of the municipality.</param>
/// <param name="OrganisationName">Its name in the asked language.</param>
/// <param name="Network">Code of the network; null: in none.</param>
/// <param name="Title">Title in the asked language, or in the other where there is none.</param>
/// <param name="Owner">Who answers for it; null: not settled yet.</param>
/// <param name="DueOn">When it is to be carried out; null: not settled yet.</param>
/// <param name="NextFollowUpOn">The first follow-up that is not done; null: none.</param>
public sealed record PlanEntry(
    long Id, string State, string Kind, string Organisation, string OrganisationName, string? Network, string Title, string? Owner, DateOnly? DueOn, DateOnly? NextFollowUpOn);

/// <summary>A plan to be written down, or what it is to be. At least a title; everything else can follow.</summary>
public sealed record PlanSettings
{
    /// <summary>Code of the municipality. It stays for ever.</summary>
    [Required]
    public string? Organisation { get; set; }

    /// <summary>council: the council decides; management: it needs no decision of the council.</summary>
    [Required]
    public string? Kind { get; set; }

    /// <summary>Code of the network that it is made in; its members see the draft.</summary>
    public string? Network { get; set; }

    /// <summary>Number of the cycle of the network.</summary>
    public long? Cycle { get; set; }

    /// <summary>Number of the practice that it follows.</summary>
    public long? Practice { get; set; }

    /// <summary>Title in Latvian; in one language at least.</summary>
    [StringLength(200)]
    public string? TitleLv { get; set; }

    /// <summary>Title in English.</summary>
    [StringLength(200)]
    public string? TitleEn { get; set; }

    /// <summary>What it is for, in Latvian.</summary>
    [StringLength(4000)]
    public string? AimLv { get; set; }

    /// <summary>The same in English.</summary>
    [StringLength(4000)]
    public string? AimEn { get; set; }

    /// <summary>Who answers for it: post or name.</summary>
    [StringLength(200)]
    public string? Owner { get; set; }

    /// <summary>When it is to be carried out.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>What its effect is judged against: a group's code, or similar:k; left out: similar:8.</summary>
    public string? Group { get; set; }

    /// <summary>From where to where.</summary>
    [MaxLength(10)]
    public IReadOnlyList<PlanTargetSettings>? Targets { get; set; }

    /// <summary>How many months after the start it is looked at; left out: 6, 12 and 24.</summary>
    [MaxLength(10)]
    public IReadOnlyList<int>? FollowUpMonths { get; set; }
}

/// <summary>A target to be set. The figure of the baseline is taken from what is published.</summary>
public sealed record PlanTargetSettings
{
    /// <summary>Code of the indicator.</summary>
    [Required]
    public string? Indicator { get; set; }

    /// <summary>The period of the baseline, such as 2011.</summary>
    public string? BaselinePeriod { get; set; }

    /// <summary>The period by which.</summary>
    public string? TargetPeriod { get; set; }

    /// <summary>What is to be reached.</summary>
    public decimal? TargetValue { get; set; }
}

/// <summary>All that is done in a plan.</summary>
public sealed record PlanActions
{
    /// <summary>All actions, those done among them.</summary>
    [Required, MaxLength(100)]
    public IReadOnlyList<PlanActionSettings>? Actions { get; set; }
}

/// <summary>An action to be written down.</summary>
public sealed record PlanActionSettings
{
    /// <summary>In Latvian; in one language at least.</summary>
    [StringLength(500)]
    public string? TitleLv { get; set; }

    /// <summary>In English.</summary>
    [StringLength(500)]
    public string? TitleEn { get; set; }

    /// <summary>Who does it.</summary>
    [Required, StringLength(200)]
    public string? Owner { get; set; }

    /// <summary>By when.</summary>
    [Required]
    public DateOnly? DueOn { get; set; }

    /// <summary>When it was done; left out: not yet.</summary>
    public DateOnly? DoneOn { get; set; }
}

/// <summary>A move to be made with a plan.</summary>
public sealed record PlanMoveRequest
{
    /// <summary>review, submit, approve, reject, revise, start, evaluate, finish, abandon or transfer.</summary>
    [Required]
    public string? Move { get; set; }

    /// <summary>Why; for reject and abandon it must be said.</summary>
    [StringLength(500)]
    public string? Reason { get; set; }

    /// <summary>With approve: the day of the council's decision.</summary>
    public DateOnly? DecisionOn { get; set; }

    /// <summary>With approve: the number of the decision.</summary>
    [StringLength(80)]
    public string? DecisionNumber { get; set; }

    /// <summary>With approve: the item of the protocol.</summary>
    [StringLength(80)]
    public string? ProtocolItem { get; set; }

    /// <summary>With transfer: code of the municipality that took over.</summary>
    public string? Successor { get; set; }
}

/// <summary>Advice on a plan.</summary>
/// <param name="Id">Number of the advice.</param>
/// <param name="Organisation">Code of the municipality whose people gave it; null: an expert's, or the association's.</param>
/// <param name="Text">The words.</param>
/// <param name="GivenAt">When.</param>
public sealed record PlanAdvice(long Id, string? Organisation, string Text, DateTimeOffset GivenAt);

/// <summary>Advice to be given.</summary>
public sealed record PlanAdviceSettings
{
    /// <summary>The words; plain text.</summary>
    [Required, StringLength(4000)]
    public string? Text { get; set; }
}

/// <summary>A follow-up that was done.</summary>
public sealed record PlanFollowUpReport
{
    /// <summary>Which one: the day when it was due.</summary>
    [Required]
    public DateOnly? DueOn { get; set; }

    /// <summary>What was seen.</summary>
    [Required, StringLength(4000)]
    public string? Text { get; set; }
}

/// <summary>What a plan came to, by published figures of one instant.</summary>
/// <param name="Id">Number of the evaluation.</param>
/// <param name="AsOf">The instant.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Targets">Each target.</param>
/// <param name="Revised">Figures that it rests on and that are published otherwise by now; when there are any, make it anew.</param>
public sealed record PlanEvaluation(long Id, DateTimeOffset AsOf, DateTimeOffset MadeAt, IReadOnlyList<EvaluatedTarget> Targets, IReadOnlyList<RevisedFigure> Revised);

/// <summary>What became of a target.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="BaselinePeriod">The period of the baseline.</param>
/// <param name="BaselineValue">The figure then.</param>
/// <param name="TargetPeriod">The period by which.</param>
/// <param name="TargetValue">What was to be reached.</param>
/// <param name="Value">The published figure of the target's period; null: none is published.</param>
/// <param name="IsMet">True when it was reached; null: there is no figure to tell by.</param>
/// <param name="Effect">By how much more the municipality changed than the group, in the indicator's unit (difference in differences); null: it cannot be told.</param>
/// <param name="OwnChange">Change of the municipality; null: it cannot be told.</param>
/// <param name="GroupChange">Mean change of the group; null: it cannot be told.</param>
/// <param name="Compared">Municipalities of the group that have every figure.</param>
/// <param name="PlaceboProbability">How often so large a difference is found among those of the group, where nobody carried out this plan; null: it cannot be told.</param>
/// <param name="PreTrendDifference">By how much more a period the municipality rose before already; null: fewer than two periods before.</param>
/// <param name="SummaryLv">In plain words, in Latvian.</param>
/// <param name="SummaryEn">In plain words, in English.</param>
public sealed record EvaluatedTarget(
    string Indicator, string BaselinePeriod, decimal? BaselineValue, string TargetPeriod, decimal TargetValue, decimal? Value, bool? IsMet, decimal? Effect, decimal? OwnChange, decimal? GroupChange,
    int Compared, double? PlaceboProbability, decimal? PreTrendDifference, string SummaryLv, string SummaryEn);

/// <summary>A figure that was revised after an evaluation.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Territory">Identity of the territory.</param>
/// <param name="Period">The period.</param>
/// <param name="Used">The figure that was used; null: there was none.</param>
/// <param name="Now">The figure that is published now; null: there is none.</param>
public sealed record RevisedFigure(string Indicator, string Territory, string Period, decimal? Used, decimal? Now);
