using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Practices;

/// <summary>What somebody does well, told so that others can take it over.</summary>
/// <param name="Id">Number of the practice.</param>
/// <param name="State">draft, submitted, underReview, published, needsUpdate (nobody has confirmed it for three years, or a reviewer asked for it) or retired.</param>
/// <param name="Origin">municipal, state or foreign.</param>
/// <param name="Organisation">Code of the organisation that keeps it.</param>
/// <param name="OrganisationName">Its name in the asked language.</param>
/// <param name="Country">Of a foreign practice: the country, two letters of ISO 3166; null otherwise, or where it is of several.</param>
/// <param name="Theme">Code of the topic.</param>
/// <param name="TitleLv">Title in Latvian; null: there is an English one.</param>
/// <param name="TitleEn">Title in English; null: there is a Latvian one.</param>
/// <param name="ProblemLv">Which problem it solves, in Latvian; null: not told.</param>
/// <param name="ProblemEn">The same in English; null: not told.</param>
/// <param name="SolutionLv">How it is solved, in Latvian; null: not told.</param>
/// <param name="SolutionEn">The same in English; null: not told.</param>
/// <param name="StepsLv">What was done in which order, in Latvian; null: not told.</param>
/// <param name="StepsEn">The same in English; null: not told.</param>
/// <param name="LegalBasisLv">Which law it rests on, in Latvian; null: not told.</param>
/// <param name="LegalBasisEn">The same in English; null: not told.</param>
/// <param name="CostEuro">What it takes to begin, in euro; null: not known.</param>
/// <param name="DurationMonths">How long it takes to begin, in months; null: not known.</param>
/// <param name="Staff">Full-time posts that it takes; null: not known.</param>
/// <param name="Documents">What is needed to copy it.</param>
/// <param name="Contact">Whom to call; null for those who have not come in, and where nobody is named.</param>
/// <param name="Evidence">How well its effect is known: described, observed, measured or evaluated.</param>
/// <param name="Indicators">Where the effect shows.</param>
/// <param name="UsefulMarks">How many found it useful.</param>
/// <param name="Adoptions">How many municipalities take it over, or have.</param>
/// <param name="CreatedAt">When it was written down.</param>
/// <param name="ChangedAt">When it last changed.</param>
/// <param name="PublishedAt">When it was first published; null: never.</param>
/// <param name="ConfirmedOn">When its keeper last said that it holds, in Riga; null: never published.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record Practice(
    long Id, string State, string Origin, string Organisation, string OrganisationName, string? Country, string Theme, string? TitleLv, string? TitleEn, string? ProblemLv, string? ProblemEn,
    string? SolutionLv, string? SolutionEn, string? StepsLv, string? StepsEn, string? LegalBasisLv, string? LegalBasisEn, decimal? CostEuro, int? DurationMonths, decimal? Staff,
    IReadOnlyList<PracticeDocument> Documents, PracticeContact? Contact, string Evidence, IReadOnlyList<PracticeIndicator> Indicators, int UsefulMarks, int Adoptions,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt, DateTimeOffset? PublishedAt, DateOnly? ConfirmedOn, int Version);

/// <summary>A document that is needed to copy a practice.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Url">Where it is; https.</param>
public sealed record PracticeDocument(string Title, string Url);

/// <summary>Whom to call about a practice.</summary>
/// <param name="Name">Name or post; null: not told.</param>
/// <param name="Email">Address of electronic mail; null: not told.</param>
/// <param name="Phone">Telephone number; null: not told.</param>
public sealed record PracticeContact(string? Name, string? Email, string? Phone);

/// <summary>An indicator in which the effect of a practice shows, with the published figures of the municipality that keeps it.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Before">A period before; null: the indicator is named alone.</param>
/// <param name="After">A period after; null: the indicator is named alone.</param>
/// <param name="ValueBefore">The figure before; null: none is published, or no period is named.</param>
/// <param name="ValueAfter">The figure after; null: none is published, or no period is named.</param>
public sealed record PracticeIndicator(string Indicator, string Name, string? Before, string? After, decimal? ValueBefore, decimal? ValueAfter);

/// <summary>A practice in a list.</summary>
/// <param name="Id">Number of the practice.</param>
/// <param name="Title">Title in the asked language, or in the other where there is none.</param>
/// <param name="State">Its state.</param>
/// <param name="Origin">municipal, state or foreign.</param>
/// <param name="Organisation">Code of the organisation that keeps it.</param>
/// <param name="OrganisationName">Its name in the asked language.</param>
/// <param name="Theme">Code of the topic.</param>
/// <param name="CostEuro">What it takes to begin, in euro; null: not known.</param>
/// <param name="DurationMonths">How long it takes to begin, in months; null: not known.</param>
/// <param name="Evidence">How well its effect is known.</param>
/// <param name="UsefulMarks">How many found it useful.</param>
/// <param name="Adoptions">How many municipalities take it over, or have.</param>
/// <param name="Score">How well it answers the search, greater is better; null: nothing was searched for.</param>
/// <param name="Highlights">Where the words stand that were searched for; empty: nothing was searched for.</param>
public sealed record PracticeHit(
    long Id, string Title, string State, string Origin, string Organisation, string OrganisationName, string Theme, decimal? CostEuro, int? DurationMonths, string Evidence, int UsefulMarks,
    int Adoptions, int? Score, IReadOnlyList<PracticeHighlight> Highlights);

/// <summary>A passage in which words stand that were searched for. Plain text: nothing in it is markup.</summary>
/// <param name="Field">title, problem, solution or steps.</param>
/// <param name="Parts">The passage in parts, which make it up in this order.</param>
public sealed record PracticeHighlight(string Field, IReadOnlyList<HighlightPart> Parts);

/// <summary>A part of a passage.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsMatch">True for a word that was searched for, in whatever form.</param>
public sealed record HighlightPart(string Text, bool IsMatch);

/// <summary>A practice to be written down, or what it is to be. At least a title; everything else can follow until it is submitted.</summary>
public sealed record PracticeSettings
{
    /// <summary>Code of the organisation that keeps it; of a municipal practice the municipality. It stays for ever.</summary>
    [Required]
    public string? Organisation { get; set; }

    /// <summary>municipal, state or foreign. It stays for ever.</summary>
    [Required]
    public string? Origin { get; set; }

    /// <summary>Of a foreign practice: the country, two letters of ISO 3166, such as NO.</summary>
    public string? Country { get; set; }

    /// <summary>Code of the topic.</summary>
    [Required]
    public string? Theme { get; set; }

    /// <summary>Title in Latvian; in one language at least.</summary>
    [StringLength(200)]
    public string? TitleLv { get; set; }

    /// <summary>Title in English.</summary>
    [StringLength(200)]
    public string? TitleEn { get; set; }

    /// <summary>Which problem it solves, in Latvian.</summary>
    [StringLength(4000)]
    public string? ProblemLv { get; set; }

    /// <summary>The same in English.</summary>
    [StringLength(4000)]
    public string? ProblemEn { get; set; }

    /// <summary>How it is solved, in Latvian.</summary>
    [StringLength(8000)]
    public string? SolutionLv { get; set; }

    /// <summary>The same in English.</summary>
    [StringLength(8000)]
    public string? SolutionEn { get; set; }

    /// <summary>What was done in which order, in Latvian.</summary>
    [StringLength(8000)]
    public string? StepsLv { get; set; }

    /// <summary>The same in English.</summary>
    [StringLength(8000)]
    public string? StepsEn { get; set; }

    /// <summary>Which law it rests on, in Latvian.</summary>
    [StringLength(2000)]
    public string? LegalBasisLv { get; set; }

    /// <summary>The same in English.</summary>
    [StringLength(2000)]
    public string? LegalBasisEn { get; set; }

    /// <summary>What it takes to begin, in euro.</summary>
    public decimal? CostEuro { get; set; }

    /// <summary>How long it takes to begin, in months.</summary>
    public int? DurationMonths { get; set; }

    /// <summary>Full-time posts that it takes.</summary>
    public decimal? Staff { get; set; }

    /// <summary>What is needed to copy it; links, https.</summary>
    [MaxLength(20)]
    public IReadOnlyList<PracticeDocumentSettings>? Documents { get; set; }

    /// <summary>Whom to call: name or post.</summary>
    [StringLength(200)]
    public string? ContactName { get; set; }

    /// <summary>Address of electronic mail.</summary>
    [StringLength(200)]
    public string? ContactEmail { get; set; }

    /// <summary>Telephone number.</summary>
    [StringLength(40)]
    public string? ContactPhone { get; set; }

    /// <summary>How well its effect is known: described, observed, measured (with periods of an indicator before and after) or evaluated.</summary>
    [Required]
    public string? Evidence { get; set; }

    /// <summary>Where the effect shows.</summary>
    [MaxLength(10)]
    public IReadOnlyList<PracticeIndicatorSettings>? Indicators { get; set; }
}

/// <summary>A document to be named.</summary>
public sealed record PracticeDocumentSettings
{
    /// <summary>What it is.</summary>
    [Required, StringLength(200)]
    public string? Title { get; set; }

    /// <summary>Where it is; https.</summary>
    [Required, StringLength(1000)]
    public string? Url { get; set; }
}

/// <summary>An indicator to be named.</summary>
public sealed record PracticeIndicatorSettings
{
    /// <summary>Code of the indicator.</summary>
    [Required]
    public string? Indicator { get; set; }

    /// <summary>A period before, such as 2011; with after.</summary>
    public string? Before { get; set; }

    /// <summary>A period after; with before.</summary>
    public string? After { get; set; }
}

/// <summary>Where something is in its life, what may be done next, and what was done.</summary>
/// <param name="State">Its state.</param>
/// <param name="Open">The moves that lead on from here.</param>
/// <param name="Moves">What was done, oldest first.</param>
public sealed record LifeCourse(string State, IReadOnlyList<NextMove> Open, IReadOnlyList<MadeMove> Moves);

/// <summary>A move that leads on.</summary>
/// <param name="Move">Its code, to be sent.</param>
/// <param name="To">The state that it leads to.</param>
/// <param name="By">Who may: keeper, reviewer, or keeperOrReviewer.</param>
/// <param name="NeedsReason">True when a reason must be given.</param>
/// <param name="Lacking">What is lacking yet; empty: it can be done.</param>
public sealed record NextMove(string Move, string To, string By, bool NeedsReason, IReadOnlyList<MoveLack> Lacking);

/// <summary>What a move lacks.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">In words.</param>
public sealed record MoveLack(string Code, string Message);

/// <summary>A move that was made.</summary>
/// <param name="Move">Its code.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state after.</param>
/// <param name="Reason">Why; null: nobody was asked.</param>
/// <param name="At">When.</param>
public sealed record MadeMove(string Move, string From, string To, string? Reason, DateTimeOffset At);

/// <summary>A move to be made with a practice.</summary>
public sealed record PracticeMoveRequest
{
    /// <summary>submit, withdraw, startReview, sendBack, publish, askForUpdate, confirm, retire or reopen.</summary>
    [Required]
    public string? Move { get; set; }

    /// <summary>Why; for sendBack, askForUpdate and retire it must be said.</summary>
    [StringLength(500)]
    public string? Reason { get; set; }
}

/// <summary>A remark on a practice.</summary>
/// <param name="Id">Number of the comment.</param>
/// <param name="Text">The words; null: it was removed.</param>
/// <param name="WrittenAt">When.</param>
/// <param name="IsOwn">True when the reader wrote it.</param>
/// <param name="RemovedAt">When it was removed; null: it was not.</param>
public sealed record PracticeComment(long Id, string? Text, DateTimeOffset WrittenAt, bool IsOwn, DateTimeOffset? RemovedAt);

/// <summary>A remark to be made.</summary>
public sealed record PracticeCommentSettings
{
    /// <summary>The words; plain text.</summary>
    [Required, StringLength(2000)]
    public string? Text { get; set; }
}

/// <summary>How useful a practice was found.</summary>
/// <param name="UsefulMarks">How many found it useful.</param>
/// <param name="IsMarked">True when the reader did.</param>
public sealed record PracticeUsefulness(int UsefulMarks, bool IsMarked);

/// <summary>A municipality that takes a practice over.</summary>
/// <param name="Id">Number of the adoption.</param>
/// <param name="Practice">Number of the practice.</param>
/// <param name="Organisation">Code of the municipality.</param>
/// <param name="OrganisationName">Its name in the asked language.</param>
/// <param name="State">interested, contactMade, visited, adapting, inUse, effectReported or abandoned.</param>
/// <param name="Note">What it means to do; null: not told.</param>
/// <param name="Effect">The effect; null: not reported yet.</param>
/// <param name="BegunAt">When it began.</param>
/// <param name="ChangedAt">When it last changed.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record PracticeAdoption(
    long Id, long Practice, string Organisation, string OrganisationName, string State, string? Note, AdoptionEffect? Effect, DateTimeOffset BegunAt, DateTimeOffset ChangedAt, int Version);

/// <summary>What an adoption brought about, of published figures of the municipality.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Before">The period before.</param>
/// <param name="After">The period after.</param>
/// <param name="ValueBefore">The figure before, as published when the effect was reported.</param>
/// <param name="ValueAfter">The figure after.</param>
/// <param name="Change">After less before.</param>
/// <param name="IsBetter">True when it is better by the direction of the indicator; null where it has none.</param>
/// <param name="SimilarChange">Mean change of the eight most similar municipalities; null: none of them has both figures.</param>
/// <param name="IsRevised">True when one of the two figures is published otherwise by now.</param>
public sealed record AdoptionEffect(
    string Indicator, string Name, string Before, string After, decimal ValueBefore, decimal ValueAfter, decimal Change, bool? IsBetter, decimal? SimilarChange, bool IsRevised);

/// <summary>An adoption to be begun.</summary>
public sealed record AdoptionSettings
{
    /// <summary>Code of the municipality that takes the practice over.</summary>
    [Required]
    public string? Organisation { get; set; }

    /// <summary>What it means to do.</summary>
    [StringLength(2000)]
    public string? Note { get; set; }
}

/// <summary>A move to be made with an adoption.</summary>
public sealed record AdoptionMoveRequest
{
    /// <summary>makeContact, visit, adapt, use, reportEffect or abandon.</summary>
    [Required]
    public string? Move { get; set; }

    /// <summary>Why; for abandon it must be said.</summary>
    [StringLength(500)]
    public string? Reason { get; set; }

    /// <summary>With reportEffect: code of the indicator in which the effect shows.</summary>
    public string? Indicator { get; set; }

    /// <summary>With reportEffect: the period before.</summary>
    public string? Before { get; set; }

    /// <summary>With reportEffect: the period after.</summary>
    public string? After { get; set; }
}

/// <summary>Whom to call about an indicator: similar municipalities that do clearly better, and how they do it.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="IndicatorName">Its name in the asked language.</param>
/// <param name="Period">The period.</param>
/// <param name="Territory">Code of the municipality that asks.</param>
/// <param name="Value">Its figure; null: it has none, and nobody can be told from it.</param>
/// <param name="Group">As asked.</param>
/// <param name="Better">Those that do clearly better, best first.</param>
/// <param name="Notes">What weakens the answer.</param>
/// <param name="Summary">In one sentence, in the asked language.</param>
public sealed record PracticeContacts(
    string Indicator, string IndicatorName, string Period, string? Territory, decimal? Value, string Group, IReadOnlyList<BetterMunicipality> Better, IReadOnlyList<string> Notes, string Summary);

/// <summary>A municipality that does clearly better.</summary>
/// <param name="Territory">Its code in the period; null where not known.</param>
/// <param name="Identity">Its identity.</param>
/// <param name="Name">Its name in the asked language.</param>
/// <param name="Value">Its figure.</param>
/// <param name="Difference">Its figure less that of the municipality that asks.</param>
/// <param name="Practices">What it does: practices about the indicator first, then those of its theme; of the municipality that it became part of, too.</param>
public sealed record BetterMunicipality(string? Territory, string Identity, string Name, decimal Value, decimal Difference, IReadOnlyList<CalledPractice> Practices);

/// <summary>A practice to call about.</summary>
/// <param name="Id">Number of the practice.</param>
/// <param name="Title">Title in the asked language, or in the other where there is none.</param>
/// <param name="Organisation">Code of the organisation that keeps it.</param>
/// <param name="Evidence">How well its effect is known.</param>
/// <param name="IsAboutIndicator">True when it names the indicator; false when it is of the same theme.</param>
/// <param name="Contact">Whom to call; null for those who have not come in, and where nobody is named.</param>
public sealed record CalledPractice(long Id, string Title, string Organisation, string Evidence, bool IsAboutIndicator, PracticeContact? Contact);
