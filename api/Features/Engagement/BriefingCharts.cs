using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>The pictures of a briefing. Null where there is no figure to draw.</summary>
internal static class BriefingCharts
{
    /// <summary>Most strips of the picture of all positions: more would leave no room for words.</summary>
    private const int MostStrips = 6;

    /// <summary>Where the municipality stands: a strip for each indicator that can be judged, as far as there is room.</summary>
    public static Scene? Standing(MadeBriefing made)
    {
        var words = new BriefingWords(made.Briefing.Language);
        var shown = made.Comparisons.Where(comparison => comparison.Indicator.Direction != "neutral" && comparison.Territory.Value is not null)
            .OrderBy(comparison => comparison.Territory.Rank is null).Take(MostStrips).ToArray();
        return shown.Length == 0 ? null : ComparisonPicture.Draw(shown, made.Briefing.Territory.Name, words.Of("Kur mēs esam", "Where we stand"),
            words.Of($"Pret grupu: {made.Briefing.GroupName}", $"Against {made.Briefing.GroupName}"), made.Briefing.Language);
    }

    /// <summary>The widest gap, or the greatest strength where there is none: every member of the group.</summary>
    public static Scene? Foremost(MadeBriefing made)
    {
        var foremost = made.Briefing.Gaps.Concat(made.Briefing.Strengths).FirstOrDefault();
        return foremost is null ? null : ComparisonPicture.Draw(made.Comparisons.First(comparison => comparison.Indicator.Code == foremost.Indicator), made.Briefing.Language);
    }
}
