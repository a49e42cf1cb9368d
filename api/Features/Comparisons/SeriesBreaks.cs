using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>Says where the figures of two periods must not be compared.</summary>
internal static class SeriesBreaks
{
    /// <summary>Why two periods of a territory cannot be compared, in the asked language: its boundaries or the definition changed between; null when they can.</summary>
    public static string? Between(ComparisonData data, CatalogueIndicator indicator, int territoryId, string before, string period, string language)
    {
        var timeline = data.Catalogue.Territories;
        var (from, to) = (indicator.Current.DayOf(before), indicator.Current.DayOf(period));
        foreach (var ended in timeline.VersionsOf(territoryId).Where(version => version.ValidTo >= from && version.ValidTo < to))
            if (timeline.Parts.Any(part => part.FromVersionId == ended.Id && !part.IsWhole))
                return Language.Pick(language, $"Teritorija mainījās {ended.ValidTo!.Value.AddDays(1):yyyy-MM-dd}.", $"The territory changed on {ended.ValidTo!.Value.AddDays(1):yyyy-MM-dd}.");
        if (data.BlockOf(indicator) is { } block && data.Find(block, territoryId, before) is { } one && data.Find(block, territoryId, period) is { } other
            && block.Version(one).Id != block.Version(other).Id)
            return Language.PickOrNull(language, block.Version(other).BreakNoteLv, block.Version(other).BreakNoteEn) ?? Language.Pick(language, "Mainījās definīcija.", "The definition changed.");
        return null;
    }
}
