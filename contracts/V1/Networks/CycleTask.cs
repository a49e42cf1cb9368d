using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Networks;

/// <summary>What somebody does between meetings.</summary>
/// <param name="Code">Its code, within the cycle.</param>
/// <param name="Organisation">Code of the member whose task it is; null: the coordinator's.</param>
/// <param name="NameLv">What is to be done, in Latvian.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="DueOn">By which day.</param>
/// <param name="State">open, submitted, accepted or returned.</param>
/// <param name="IsOverdue">True when the day is past, and it is neither submitted nor accepted.</param>
/// <param name="Note">What was said with the last move; null: nothing.</param>
/// <param name="Link">Address of what was submitted; null: none.</param>
/// <param name="MovedAt">When it was submitted, accepted or returned last; null: never.</param>
/// <param name="MovedBy">Who did it; null: nobody.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record CycleTask(
    string Code, string? Organisation, string NameLv, string NameEn, DateOnly DueOn, string State, bool IsOverdue, string? Note, string? Link, DateTimeOffset? MovedAt, string? MovedBy, int Version);

/// <summary>What a task is to be.</summary>
public sealed record CycleTaskSettings
{
    /// <summary>Code of the member whose task it is; left out: the coordinator's.</summary>
    public string? Organisation { get; set; }

    /// <summary>What is to be done, in Latvian.</summary>
    [Required, StringLength(500)]
    public string? NameLv { get; set; }

    /// <summary>The same in English.</summary>
    [Required, StringLength(500)]
    public string? NameEn { get; set; }

    /// <summary>By which day.</summary>
    [Required]
    public DateOnly? DueOn { get; set; }
}

/// <summary>What becomes of a task.</summary>
public sealed record CycleTaskMove
{
    /// <summary>submitted: by whose task it is; accepted or returned: by the coordinator.</summary>
    [Required]
    public string? To { get; set; }

    /// <summary>What is said with it; whoever returns a task says why.</summary>
    [StringLength(4000)]
    public string? Note { get; set; }

    /// <summary>Address of what is submitted: https.</summary>
    [StringLength(2000)]
    public string? Link { get; set; }
}

/// <summary>An analysis that a cycle learns from.</summary>
/// <param name="Analysis">Id of the stored analysis: its inputs are frozen, and its answer never changes.</param>
/// <param name="Method">Code of its method.</param>
/// <param name="Title">Its title; null: none.</param>
/// <param name="Checksum">sha-256 of its answer.</param>
/// <param name="PublishedTo">members or all.</param>
/// <param name="Meeting">Code of the meeting at which it was discussed; null: nowhere yet.</param>
/// <param name="TextLv">What it tells, in Latvian; null: said in English only, or not at all.</param>
/// <param name="TextEn">The same in English.</param>
/// <param name="PublishedAt">When it was published to the cycle.</param>
/// <param name="PublishedBy">Who published it.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record CycleAnalysis(
    string Analysis, string Method, string? Title, string Checksum, string PublishedTo, string? Meeting, string? TextLv, string? TextEn, DateTimeOffset PublishedAt, string PublishedBy, int Version);

/// <summary>How an analysis is published to a cycle.</summary>
public sealed record CycleAnalysisSettings
{
    /// <summary>members or all; all takes a public analysis.</summary>
    [Required]
    public string? PublishedTo { get; set; }

    /// <summary>Code of the meeting at which it was discussed.</summary>
    public string? Meeting { get; set; }

    /// <summary>What it tells, in Latvian; at least one of the two.</summary>
    [StringLength(4000)]
    public string? TextLv { get; set; }

    /// <summary>What it tells, in English; at least one of the two.</summary>
    [StringLength(4000)]
    public string? TextEn { get; set; }
}

/// <summary>What was added of the usual course of a cycle.</summary>
/// <param name="Meetings">Meetings that were not there, in the order of their days.</param>
/// <param name="Tasks">Tasks for all members that were not there, in the order of their days.</param>
public sealed record CycleSchedule(IReadOnlyList<Meeting> Meetings, IReadOnlyList<CycleTask> Tasks);
