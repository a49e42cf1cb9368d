using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Networks;

/// <summary>A meeting of a cycle.</summary>
/// <param name="Code">Its code, within the cycle.</param>
/// <param name="Kind">kickOff, diagnosis, results, closing, digital or studyVisit.</param>
/// <param name="NameLv">Name in Latvian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="StartsAt">When it starts.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Place">Where; null: not said, or nowhere but on the line.</param>
/// <param name="Link">Address to take part at; null: none, or you are no member of the network.</param>
/// <param name="Host">Code of the organisation that is the host; null: none.</param>
/// <param name="Agenda">Items in order; the closed part is shown to the network only.</param>
/// <param name="Attendance">Who is invited and who came; shown to the network only.</param>
/// <param name="IsHeld">True when it took place.</param>
/// <param name="IsCancelled">True when it will not take place.</param>
/// <param name="ChangedAt">When it was changed last.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record Meeting(
    string Code, string Kind, string NameLv, string NameEn, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string? Place, string? Link, string? Host, IReadOnlyList<AgendaItem> Agenda,
    IReadOnlyList<MeetingAttendance> Attendance, bool IsHeld, bool IsCancelled, DateTimeOffset ChangedAt, int Version);

/// <summary>What a meeting is to be.</summary>
public sealed record MeetingSettings
{
    /// <summary>kickOff, diagnosis, results, closing, digital or studyVisit.</summary>
    [Required]
    public string? Kind { get; set; }

    /// <summary>Name in Latvian.</summary>
    [Required, StringLength(200)]
    public string? NameLv { get; set; }

    /// <summary>Name in English.</summary>
    [Required, StringLength(200)]
    public string? NameEn { get; set; }

    /// <summary>When it starts.</summary>
    [Required]
    public DateTimeOffset? StartsAt { get; set; }

    /// <summary>When it ends, at most 14 days after it starts.</summary>
    [Required]
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>Where.</summary>
    [StringLength(500)]
    public string? Place { get; set; }

    /// <summary>Address to take part at: https.</summary>
    [StringLength(2000)]
    public string? Link { get; set; }

    /// <summary>Code of the organisation that is the host.</summary>
    public string? Host { get; set; }

    /// <summary>Items in order; left out: none yet.</summary>
    [MaxLength(100)]
    public IReadOnlyList<AgendaItem>? Agenda { get; set; }

    /// <summary>Who is invited, and who came; left out: nobody yet.</summary>
    [MaxLength(300)]
    public IReadOnlyList<MeetingAttendance>? Attendance { get; set; }

    /// <summary>True when it took place; left out: false.</summary>
    public bool? IsHeld { get; set; }

    /// <summary>True when it will not take place; left out: false.</summary>
    public bool? IsCancelled { get; set; }
}

/// <summary>An item of an agenda.</summary>
public sealed record AgendaItem
{
    /// <summary>Title in Latvian; at least one of the two.</summary>
    [StringLength(500)]
    public string? TitleLv { get; set; }

    /// <summary>Title in English; at least one of the two.</summary>
    [StringLength(500)]
    public string? TitleEn { get; set; }

    /// <summary>open: everyone who sees the meeting may know of it; closed: the network only.</summary>
    [Required]
    public string? Part { get; set; }

    /// <summary>How long it takes; null: not said.</summary>
    [Range(1, 1440)]
    public int? Minutes { get; set; }
}

/// <summary>Somebody who is invited to a meeting.</summary>
public sealed record MeetingAttendance
{
    /// <summary>Their name.</summary>
    [Required, StringLength(200)]
    public string? Name { get; set; }

    /// <summary>Code of the organisation that they come for; null: for none.</summary>
    public string? Organisation { get; set; }

    /// <summary>True: they came; false: they did not; null: not known yet.</summary>
    public bool? Came { get; set; }
}

/// <summary>Minutes of a meeting.</summary>
/// <param name="Number">1 for the first; an amendment is one more.</param>
/// <param name="State">draft: the coordinator writes; circulated: the network reads and comments; approved: they never change.</param>
/// <param name="TextLv">Text in Latvian; null: there is one in English only.</param>
/// <param name="TextEn">Text in English; null: there is one in Latvian only.</param>
/// <param name="AmendmentReason">Why the number before was amended; null for the first.</param>
/// <param name="WrittenAt">When they were begun.</param>
/// <param name="WrittenBy">Who began them.</param>
/// <param name="CirculatedAt">When they were circulated; null: not yet.</param>
/// <param name="ApprovedAt">When they were approved; null: not yet.</param>
/// <param name="ApprovedBy">Who recorded the approval; null: not yet.</param>
/// <param name="Comments">What was said of them, first to last.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record MeetingMinutes(
    int Number, string State, string? TextLv, string? TextEn, string? AmendmentReason, DateTimeOffset WrittenAt, string WrittenBy, DateTimeOffset? CirculatedAt, DateTimeOffset? ApprovedAt,
    string? ApprovedBy, IReadOnlyList<MinutesComment> Comments, int Version);

/// <summary>What somebody said of minutes.</summary>
/// <param name="Text">What they said.</param>
/// <param name="CommentedAt">When.</param>
/// <param name="CommentedBy">Who.</param>
public sealed record MinutesComment(string Text, DateTimeOffset CommentedAt, string CommentedBy);

/// <summary>What minutes are to say.</summary>
public sealed record MinutesSettings
{
    /// <summary>Text in Latvian; at least one of the two.</summary>
    [StringLength(100000)]
    public string? TextLv { get; set; }

    /// <summary>Text in English; at least one of the two.</summary>
    [StringLength(100000)]
    public string? TextEn { get; set; }

    /// <summary>draft; circulated: members may read and comment; approved: they never change any more.</summary>
    [Required]
    public string? State { get; set; }

    /// <summary>Why the number before is amended; from the second on it must be said.</summary>
    [StringLength(500)]
    public string? AmendmentReason { get; set; }
}

/// <summary>What is said of minutes.</summary>
public sealed record MinutesCommenting
{
    /// <summary>What is said.</summary>
    [Required, StringLength(4000)]
    public string? Text { get; set; }
}
