using Benchlearning.Contracts.V1.Networks;

namespace Benchlearning.Api.Features.Networks;

/// <summary>What the guards of a move go by: everything that is known of a cycle, read at one instant.</summary>
internal sealed record CycleFacts
{
    public string? SuspendedFrom { get; init; }

    public string? Theme { get; init; }

    /// <summary>Aim of the network, in either language.</summary>
    public string? Aim { get; init; }

    public string? Committee { get; init; }

    public DateOnly? StartsOn { get; init; }

    public DateOnly? EndsOn { get; init; }

    public IReadOnlyList<CycleCoordinator> Coordinators { get; init; } = [];

    /// <summary>Members that have not left; observers are none of them.</summary>
    public IReadOnlyList<MemberFacts> Members { get; init; } = [];

    public bool IsKickOffHeld { get; init; }

    public bool AreKickOffMinutesApproved { get; init; }

    /// <summary>The newest set of indicators; null: none is proposed.</summary>
    public IndicatorSetFacts? Set { get; init; }

    public IReadOnlyList<WindowFacts> Windows { get; init; } = [];

    /// <summary>Mandatory cells without a value or a reason why there is none, by organisation; those without a gap are left out.</summary>
    public IReadOnlyList<GapFacts> Gaps { get; init; } = [];

    /// <summary>Values of the cycle's cells that wait for somebody to look at them.</summary>
    public int WaitingValues { get; init; }

    public int PublishedAnalyses { get; init; }

    /// <summary>Those of them that were discussed at a meeting that took place.</summary>
    public int DiscussedAnalyses { get; init; }

    public bool IsFinalReportGiven { get; init; }

    public DateOnly? FinalReportAcceptedOn { get; init; }

    public bool IsNextCycleProposed { get; init; }

    /// <summary>Improvement plans of the members; null: none is known.</summary>
    public PlanFacts? Plans { get; init; }

    /// <summary>Today in Riga.</summary>
    public DateOnly Today { get; init; }

    /// <summary>The state that the move leads to.</summary>
    public string To { get; init; } = "";

    /// <summary>Why the move is made; null: not said.</summary>
    public string? Reason { get; init; }

    /// <summary>Parameters of the model.</summary>
    public int MinimumMembers { get; init; }

    /// <summary>Parameters of the model.</summary>
    public int MaximumMembers { get; init; }
}

/// <summary>A member that has not left.</summary>
internal sealed record MemberFacts(string Organisation, string? Agreement, string? ContactName, string? Choice);

/// <summary>A set of indicators.</summary>
internal sealed record IndicatorSetFacts(bool IsFrozen, bool HasGroup, string? SurveyChoice);

/// <summary>A window of collection.</summary>
internal sealed record WindowFacts(string Code, DateOnly OpensOn, DateOnly DueOn, DateOnly? ClosedOn);

/// <summary>How many mandatory cells of a member are neither there nor excused.</summary>
internal sealed record GapFacts(string Organisation, int Cells);

/// <summary>Improvement plans of a cycle, counted.</summary>
/// <param name="NotReady">Members without a plan that has a baseline, a target, a due date, an owner and, where it needs one, a decision.</param>
/// <param name="FirstFollowUpOn">The first day on which a plan is looked at again; null: none is planned.</param>
/// <param name="StillRunning">Plans that are neither finished, abandoned nor transferred.</param>
internal sealed record PlanFacts(IReadOnlyList<string> NotReady, DateOnly? FirstFollowUpOn, int StillRunning);
