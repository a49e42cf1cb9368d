using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Networks;

/// <summary>A cycle of a network: it lives through many, each from a proposal to a measured effect.</summary>
/// <param name="Network">Code of the network.</param>
/// <param name="Number">1 for the first.</param>
/// <param name="State">Where it stands, by the model.</param>
/// <param name="SuspendedFrom">The state that a suspended one goes back to; null: not suspended.</param>
/// <param name="ModelVersion">Version of the model that it began with, and keeps.</param>
/// <param name="NameLv">Name in Latvian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="StartsOn">First day; null: not said yet.</param>
/// <param name="EndsOn">Last day; null: not said yet.</param>
/// <param name="Coordinators">Who leads it, and who did, in order.</param>
/// <param name="Participants">Who takes part for whom.</param>
/// <param name="Politicians">How many of the participants are politicians.</param>
/// <param name="Members">Members of the cycle, and those that left it, in order of their codes.</param>
/// <param name="FinalReport">Address of the final report; null: none yet.</param>
/// <param name="FinalReportAcceptedOn">When it was accepted; null: not yet.</param>
/// <param name="MeetingDueOn">The day by which the model wants the next meeting; null: in a state in which nobody waits for one.</param>
/// <param name="IsMeetingOverdue">True when that day is past, and no meeting is planned before it.</param>
/// <param name="CreatedAt">When it was proposed.</param>
/// <param name="Version">1 at first; grows with each change and each move.</param>
public sealed record NetworkCycle(
    string Network, int Number, string State, string? SuspendedFrom, int ModelVersion, string NameLv, string NameEn, DateOnly? StartsOn, DateOnly? EndsOn,
    IReadOnlyList<CycleCoordinator> Coordinators, IReadOnlyList<CycleParticipant> Participants, int Politicians, IReadOnlyList<CycleMember> Members, string? FinalReport,
    DateOnly? FinalReportAcceptedOn, DateOnly? MeetingDueOn, bool IsMeetingOverdue, DateTimeOffset CreatedAt, int Version);

/// <summary>What a cycle is to be.</summary>
public sealed record CycleSettings
{
    /// <summary>Name in Latvian.</summary>
    [Required, StringLength(200)]
    public string? NameLv { get; set; }

    /// <summary>Name in English.</summary>
    [Required, StringLength(200)]
    public string? NameEn { get; set; }

    /// <summary>First day; with endsOn, or neither.</summary>
    public DateOnly? StartsOn { get; set; }

    /// <summary>Last day, at most three years after the first.</summary>
    public DateOnly? EndsOn { get; set; }

    /// <summary>Who leads it, and who did; left out: nobody yet.</summary>
    [MaxLength(20)]
    public IReadOnlyList<CycleCoordinator>? Coordinators { get; set; }

    /// <summary>Who takes part for whom; left out: nobody yet.</summary>
    [MaxLength(200)]
    public IReadOnlyList<CycleParticipant>? Participants { get; set; }

    /// <summary>Address of the final report: https.</summary>
    [StringLength(2000)]
    public string? FinalReport { get; set; }

    /// <summary>When the final report was accepted.</summary>
    public DateOnly? FinalReportAcceptedOn { get; set; }
}

/// <summary>Somebody's span as a coordinator of a cycle.</summary>
public sealed record CycleCoordinator
{
    /// <summary>Their name.</summary>
    [Required, StringLength(200)]
    public string? Name { get; set; }

    /// <summary>Where to reach them: mail or telephone.</summary>
    [Required, StringLength(200)]
    public string? Contact { get; set; }

    /// <summary>The day on which they accepted; null: proposed only.</summary>
    public DateOnly? AcceptedOn { get; set; }

    /// <summary>The day on which they passed the training of coordinators; null: not yet.</summary>
    public DateOnly? TrainingPassedOn { get; set; }

    /// <summary>The day on which they handed over to the next in the list; null: they lead it still.</summary>
    public DateOnly? HandedOverOn { get; set; }

    /// <summary>What the next one must know; null: nothing is handed over yet.</summary>
    [StringLength(2000)]
    public string? HandoverNote { get; set; }
}

/// <summary>Somebody who takes part in a cycle.</summary>
public sealed record CycleParticipant
{
    /// <summary>Their name.</summary>
    [Required, StringLength(200)]
    public string? Name { get; set; }

    /// <summary>manager, specialist, politician, union, expert or mentor.</summary>
    [Required]
    public string? Kind { get; set; }

    /// <summary>Code of the organisation that they take part for; null: for none, such as an expert from abroad.</summary>
    public string? Organisation { get; set; }
}

/// <summary>A member of a cycle.</summary>
/// <param name="Organisation">Code of the municipality or other organisation.</param>
/// <param name="Role">pilot, member, observer or host.</param>
/// <param name="Agreement">Reference of the signed agreement; null: none yet.</param>
/// <param name="ContactName">Who is to be asked; null: nobody is named yet.</param>
/// <param name="ContactAddress">Their mail or telephone; null: nobody is named yet.</param>
/// <param name="JoinedOn">The first day.</param>
/// <param name="LeftOn">The first day no longer as a member; null: member still.</param>
/// <param name="LeaveReason">Why it left; null: member still.</param>
/// <param name="Successor">Code of the municipality that goes on in its place after a merger; null: none.</param>
/// <param name="Choice">What it learned for itself: practice, ownIdea or noneFits; null: it has not chosen yet.</param>
/// <param name="ChoicePractice">Code of the practice that it chose; null: another choice, or none.</param>
/// <param name="ChoiceText">The own idea, or why none fits; null: nothing is said.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record CycleMember(
    string Organisation, string Role, string? Agreement, string? ContactName, string? ContactAddress, DateOnly JoinedOn, DateOnly? LeftOn, string? LeaveReason, string? Successor, string? Choice,
    string? ChoicePractice, string? ChoiceText, int Version);

/// <summary>What a membership in a cycle is to be.</summary>
public sealed record CycleMemberSettings
{
    /// <summary>pilot, member, observer or host.</summary>
    [Required]
    public string? Role { get; set; }

    /// <summary>Reference of the signed agreement.</summary>
    [StringLength(200)]
    public string? Agreement { get; set; }

    /// <summary>Who is to be asked; with contactAddress, or neither.</summary>
    [StringLength(200)]
    public string? ContactName { get; set; }

    /// <summary>Their mail or telephone.</summary>
    [StringLength(200)]
    public string? ContactAddress { get; set; }

    /// <summary>The first day as a member.</summary>
    [Required]
    public DateOnly? JoinedOn { get; set; }

    /// <summary>The first day no longer as a member; with leaveReason, or neither.</summary>
    public DateOnly? LeftOn { get; set; }

    /// <summary>Why it left.</summary>
    [StringLength(500)]
    public string? LeaveReason { get; set; }

    /// <summary>Code of the municipality that goes on in its place after a merger.</summary>
    public string? Successor { get; set; }
}

/// <summary>What a member takes from what was learned.</summary>
public sealed record PracticeChoice
{
    /// <summary>practice, ownIdea or noneFits.</summary>
    [Required]
    public string? Choice { get; set; }

    /// <summary>Code of the practice, with practice only.</summary>
    [StringLength(80)]
    public string? Practice { get; set; }

    /// <summary>The own idea, or why none fits; with practice it may be left out.</summary>
    [StringLength(2000)]
    public string? Text { get; set; }
}

/// <summary>Where a cycle stands, where it may go, and where it was.</summary>
/// <param name="Network">Code of the network.</param>
/// <param name="Number">Number of the cycle.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ModelVersion">Version of the model that says so.</param>
/// <param name="Open">Every move that leads on from here, with what it still lacks.</param>
/// <param name="Made">Every move that was made, first to last.</param>
public sealed record CycleMoves(string Network, int Number, string State, int ModelVersion, IReadOnlyList<OpenMove> Open, IReadOnlyList<MadeCycleMove> Made);

/// <summary>A move that leads on.</summary>
/// <param name="To">State that it leads to.</param>
/// <param name="IsOpen">True when nothing is lacking but, where reasonGiven stands in needs, a reason.</param>
/// <param name="Needs">Guards of the move, by the model.</param>
/// <param name="Unmet">Guards that are not met, each with what is lacking.</param>
public sealed record OpenMove(string To, bool IsOpen, IReadOnlyList<string> Needs, IReadOnlyList<UnmetGuard> Unmet);

/// <summary>A guard that is not met.</summary>
/// <param name="Guard">Code of the guard.</param>
/// <param name="Lacks">What is lacking.</param>
public sealed record UnmetGuard(string Guard, string Lacks);

/// <summary>A move that was made.</summary>
/// <param name="From">State before.</param>
/// <param name="To">State after.</param>
/// <param name="Reason">Why; null where nobody is asked.</param>
/// <param name="MovedAt">When.</param>
/// <param name="MovedBy">Who.</param>
public sealed record MadeCycleMove(string From, string To, string? Reason, DateTimeOffset MovedAt, string MovedBy);

/// <summary>A move that is to be made.</summary>
public sealed record CycleMoveRequest
{
    /// <summary>State that it leads to.</summary>
    [Required]
    public string? To { get; set; }

    /// <summary>Why; suspending, going on again and cancelling need it.</summary>
    [StringLength(500)]
    public string? Reason { get; set; }
}

/// <summary>A version of the model of a cycle.</summary>
/// <param name="Version">1 for the first.</param>
/// <param name="LearnedLv">What was learned, and why the model is as it is, in Latvian.</param>
/// <param name="LearnedEn">The same in English.</param>
/// <param name="MinimumMembers">Least members of a cycle.</param>
/// <param name="MaximumMembers">Most members of a cycle.</param>
/// <param name="MaximumIndicators">Most indicators of a set.</param>
/// <param name="MeetingCadenceDays">Most days between two meetings.</param>
/// <param name="States">States in order.</param>
/// <param name="Moves">Moves between them.</param>
public sealed record CycleModel(
    int Version, string LearnedLv, string LearnedEn, int MinimumMembers, int MaximumMembers, int MaximumIndicators, int MeetingCadenceDays, IReadOnlyList<CycleState> States,
    IReadOnlyList<CycleStateMove> Moves);

/// <summary>A state of a cycle.</summary>
/// <param name="State">Its code.</param>
/// <param name="NameLv">Name in Latvian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="IsActive">True when a cycle can be suspended from it.</param>
/// <param name="IsFinal">True when nothing is written any more.</param>
public sealed record CycleState(string State, string NameLv, string NameEn, bool IsActive, bool IsFinal);

/// <summary>A move between two states.</summary>
/// <param name="From">State before.</param>
/// <param name="To">State after.</param>
/// <param name="Guards">What must hold.</param>
public sealed record CycleStateMove(string From, string To, IReadOnlyList<string> Guards);
