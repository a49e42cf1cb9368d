using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Surveys;

/// <summary>Questions in one frozen version: what was asked once is never changed, so that answers of years can be compared.</summary>
/// <param name="Code">Code of the set.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="TitleLv">Title in Latvian.</param>
/// <param name="TitleEn">Title in English.</param>
/// <param name="Audience">Who is asked: users of a service, residents, or councillors.</param>
/// <param name="Questions">The questions, in order. Each is answered on a scale from 1, worst, to 6, best, or by "don't know".</param>
/// <param name="Groups">What those who answer may say of themselves.</param>
/// <param name="FrozenAt">When this version was recorded.</param>
public sealed record QuestionSet(
    string Code, int Version, string TitleLv, string TitleEn, string Audience, IReadOnlyList<SurveyQuestion> Questions, IReadOnlyList<SurveyGroup> Groups, DateTimeOffset FrozenAt);

/// <summary>What a set of questions is to be. All of it is sent; it becomes a version of its own.</summary>
public sealed record QuestionSetSettings
{
    /// <summary>Title in Latvian.</summary>
    [Required, StringLength(200)]
    public string? TitleLv { get; set; }

    /// <summary>Title in English.</summary>
    [Required, StringLength(200)]
    public string? TitleEn { get; set; }

    /// <summary>Who is asked: users, residents or councillors.</summary>
    [Required]
    public string? Audience { get; set; }

    /// <summary>The questions, 1 to 40.</summary>
    [Required]
    public IReadOnlyList<SurveyQuestion>? Questions { get; set; }

    /// <summary>What those who answer may say of themselves, at most 5; left out: nothing.</summary>
    public IReadOnlyList<SurveyGroup>? Groups { get; set; }
}

/// <summary>A question.</summary>
public sealed record SurveyQuestion
{
    /// <summary>Its code within the set.</summary>
    /// <example>kindergarten-overall</example>
    [Required]
    public string? Code { get; set; }

    /// <summary>The question in Latvian.</summary>
    [Required, StringLength(500)]
    public string? TextLv { get; set; }

    /// <summary>The question in English.</summary>
    [Required, StringLength(500)]
    public string? TextEn { get; set; }

    /// <summary>The indicator that the mean becomes a figure of when the results are published; null: of none.</summary>
    public string? Indicator { get; set; }
}

/// <summary>Something that those who answer may say of themselves, such as their age.</summary>
public sealed record SurveyGroup
{
    /// <summary>Its code within the set.</summary>
    /// <example>age</example>
    [Required]
    public string? Code { get; set; }

    /// <summary>Its name in Latvian.</summary>
    [Required, StringLength(200)]
    public string? NameLv { get; set; }

    /// <summary>Its name in English.</summary>
    [Required, StringLength(200)]
    public string? NameEn { get; set; }

    /// <summary>What may be said, 2 to 20 categories.</summary>
    [Required]
    public IReadOnlyList<SurveyCategory>? Categories { get; set; }
}

/// <summary>A category.</summary>
public sealed record SurveyCategory
{
    /// <summary>Its code within the group.</summary>
    [Required]
    public string? Code { get; set; }

    /// <summary>Its name in Latvian.</summary>
    [Required, StringLength(200)]
    public string? NameLv { get; set; }

    /// <summary>Its name in English.</summary>
    [Required, StringLength(200)]
    public string? NameEn { get; set; }
}
