using Benchlearning.Api.Platform.Formats;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>What holds for every briefing.</summary>
internal static class BriefingRules
{
    /// <summary>Strengths, and gaps.</summary>
    public const int MostPoints = 3;

    /// <summary>Those who do better, of each gap.</summary>
    public const int MostExamples = 3;

    /// <summary>Practices of each of them.</summary>
    public const int MostPractices = 2;

    public const int MostChanges = 4;

    public const int MostPlans = 4;

    public const int MostPracticesOfNetwork = 10;

    public const int MostPlansOfNetwork = 20;

    /// <summary>Indicators of a briefing; of more, those with a direction come first.</summary>
    public const int MostIndicators = 200;

    /// <summary>Fewest ranked municipalities of which one can be said to be ahead or behind.</summary>
    public const int FewestRanked = 4;

    public const int LongestTitle = 200;

    /// <summary>Most briefings that one caller keeps.</summary>
    public const int MostOfOwner = 500;

    /// <summary>Most briefings on a page of the list.</summary>
    public const int MostOnPage = 200;

    /// <summary>What a briefing is given as.</summary>
    public static readonly IReadOnlyList<Format> Offered = [Format.Json, Format.Html, Format.Pdf];
}
