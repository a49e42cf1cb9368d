using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Surveys;

/// <summary>A set of questions that a municipality asks in a window of days.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Territory">Code of the municipality, as it was asked for.</param>
/// <param name="QuestionSet">Code of the set of questions.</param>
/// <param name="QuestionSetVersion">Its version: the questions stay what they are.</param>
/// <param name="TitleLv">Title in Latvian.</param>
/// <param name="TitleEn">Title in English.</param>
/// <param name="Period">Period that the results are figures of.</param>
/// <param name="Mode">tokens: answers are collected here; aggregates: counts are sent that were collected elsewhere.</param>
/// <param name="OpensOn">First day on which answers are taken.</param>
/// <param name="ClosesOn">Last day on which answers are taken.</param>
/// <param name="State">planned, open, closed or published.</param>
/// <param name="Population">Number of all who might have been asked; null: not known, and margins of error are without correction.</param>
/// <param name="MinimumAnswers">Groups with fewer answers are hidden.</param>
/// <param name="Invited">Number of those who were asked.</param>
/// <param name="Answered">Number of those who answered; told once the survey is closed, null before.</param>
/// <param name="Import">Number of the import that made the results figures; null: there is none.</param>
/// <param name="PublishedAt">When the results were published; null: not yet.</param>
public sealed record Survey(
    long Id, string Territory, string QuestionSet, int QuestionSetVersion, string TitleLv, string TitleEn, string Period, string Mode, DateOnly OpensOn, DateOnly ClosesOn,
    string State, int? Population, int MinimumAnswers, int Invited, int? Answered, long? Import, DateTimeOffset? PublishedAt);

/// <summary>What a survey is to be.</summary>
public sealed record SurveySettings
{
    /// <summary>Code of the municipality.</summary>
    [Required]
    public string? Territory { get; set; }

    /// <summary>Code of the set of questions.</summary>
    [Required]
    public string? QuestionSet { get; set; }

    /// <summary>Version of the set; left out: the newest.</summary>
    public int? Version { get; set; }

    /// <summary>Title in Latvian.</summary>
    [Required, StringLength(200)]
    public string? TitleLv { get; set; }

    /// <summary>Title in English.</summary>
    [Required, StringLength(200)]
    public string? TitleEn { get; set; }

    /// <summary>Period that the results are figures of, such as 2026.</summary>
    [Required]
    public string? Period { get; set; }

    /// <summary>tokens or aggregates.</summary>
    [Required]
    public string? Mode { get; set; }

    /// <summary>First day on which answers are taken.</summary>
    [Required]
    public DateOnly? OpensOn { get; set; }

    /// <summary>Last day on which answers are taken.</summary>
    [Required]
    public DateOnly? ClosesOn { get; set; }

    /// <summary>Number of all who might have been asked; left out: not known.</summary>
    public int? Population { get; set; }

    /// <summary>Groups with fewer answers are hidden: 3 to 100; left out: 5.</summary>
    public int? MinimumAnswers { get; set; }

    /// <summary>Code of the source that the figures are of; needed where a question has an indicator.</summary>
    public string? Source { get; set; }
}

/// <summary>How many tokens are wanted.</summary>
public sealed record SurveyTokenOrder
{
    /// <summary>1 to 5000.</summary>
    [Required]
    public int? Count { get; set; }
}

/// <summary>Tokens: each lets one person answer once. They are shown once, and nobody knows who got which.</summary>
/// <param name="Survey">Number of the survey.</param>
/// <param name="Tokens">The tokens.</param>
public sealed record SurveyTokens(long Survey, IReadOnlyList<string> Tokens);

/// <summary>What one person answers.</summary>
public sealed record SurveyAnswers
{
    /// <summary>The token.</summary>
    [Required]
    public string? Token { get; set; }

    /// <summary>The answers, at least one; a question that is left out is not answered.</summary>
    [Required]
    public IReadOnlyList<SurveyAnswer>? Answers { get; set; }

    /// <summary>What is said of oneself: categories by their group; left out: nothing.</summary>
    public IReadOnlyList<SurveyMembership>? Groups { get; set; }
}

/// <summary>One answer.</summary>
public sealed record SurveyAnswer
{
    /// <summary>Code of the question.</summary>
    [Required]
    public string? Question { get; set; }

    /// <summary>1, worst, to 6, best; null: don't know.</summary>
    public int? Value { get; set; }
}

/// <summary>A category of those who answer.</summary>
public sealed record SurveyMembership
{
    /// <summary>Code of the group.</summary>
    [Required]
    public string? Group { get; set; }

    /// <summary>Code of the category.</summary>
    [Required]
    public string? Category { get; set; }
}

/// <summary>Counts that were collected elsewhere. All of them are sent, and take the place of those that are there.</summary>
public sealed record SurveyAggregates
{
    /// <summary>Number of those who were asked.</summary>
    [Required]
    public int? Invited { get; set; }

    /// <summary>Number of those who answered.</summary>
    [Required]
    public int? Answered { get; set; }

    /// <summary>The counts.</summary>
    [Required]
    public IReadOnlyList<SurveyCount>? Counts { get; set; }
}

/// <summary>How often each answer was given.</summary>
public sealed record SurveyCount
{
    /// <summary>Code of the question.</summary>
    [Required]
    public string? Question { get; set; }

    /// <summary>Code of the group; left out: of all.</summary>
    public string? Group { get; set; }

    /// <summary>Code of the category; together with the group.</summary>
    public string? Category { get; set; }

    /// <summary>Seven numbers: of don't know, and of the answers 1 to 6.</summary>
    [Required]
    public IReadOnlyList<int>? Answers { get; set; }
}

/// <summary>What a survey found.</summary>
/// <param name="Survey">The survey.</param>
/// <param name="ResponseRate">Share of those asked who answered, 0 to 1; null when nobody was asked.</param>
/// <param name="Questions">The questions in order, each with its results.</param>
public sealed record SurveyResults(Survey Survey, double? ResponseRate, IReadOnlyList<SurveyQuestionResult> Questions);

/// <summary>The results of one question.</summary>
/// <param name="Question">Code of the question.</param>
/// <param name="TextLv">The question in Latvian.</param>
/// <param name="TextEn">The question in English.</param>
/// <param name="Indicator">The indicator that the mean is a figure of; null: of none.</param>
/// <param name="All">Of all who answered.</param>
/// <param name="Groups">By what they said of themselves.</param>
public sealed record SurveyQuestionResult(string Question, string TextLv, string TextEn, string? Indicator, SurveyFigure All, IReadOnlyList<SurveyGroupResult> Groups);

/// <summary>The results of one category.</summary>
/// <param name="Group">Code of the group.</param>
/// <param name="Category">Code of the category; null: of those who said nothing of it.</param>
/// <param name="Figure">Its results.</param>
public sealed record SurveyGroupResult(string Group, string? Category, SurveyFigure Figure);

/// <summary>Figures of answers. All of them are null when they are hidden.</summary>
/// <param name="IsHidden">True when there are too few answers, or when those of another category that has too few could be worked out from these.</param>
/// <param name="N">Answers from 1 to 6.</param>
/// <param name="DontKnow">Answers "don't know"; they are in no mean.</param>
/// <param name="Mean">Mean of the answers; null when there are none.</param>
/// <param name="MarginOfError">Half the width of the 95 % interval of the mean, with the correction for a finite population where that is known; null below two answers.</param>
/// <param name="Distribution">Number of the answers 1 to 6; null when hidden.</param>
public sealed record SurveyFigure(bool IsHidden, int? N, int? DontKnow, double? Mean, double? MarginOfError, IReadOnlyList<int>? Distribution);

/// <summary>Why results are published.</summary>
public sealed record SurveyPublication
{
    /// <summary>Why, in a sentence; kept with every figure that comes of it.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}
