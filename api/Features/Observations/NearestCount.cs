using Benchlearning.Api.Features.Territories;

namespace Benchlearning.Api.Features.Observations;

/// <summary>
/// The trustworthy figure of a weight for a unit as it was in one period: of that period, else of the nearest year (the earlier on a tie).
/// Where the unit's area is made up of other units then, it is the sum of theirs: Roja before 2011 weighs as Roja and Mērsrags after.
/// A suspect or negative figure is never a weight, nor is a figure of another area.
/// </summary>
internal static class NearestCount
{
    /// <summary>The figure and its period; null when there is none to trust.</summary>
    public static (double Value, string Period)? Of(ObservationBlock block, TerritoryTimeline timeline, TerritoryVersion unit, string period)
    {
        (double, string)? best = null;
        var distance = int.MaxValue;
        for (var column = 0; column < block.Periods.Length; column++)
        {
            var away = PeriodCode.Distance(block.Periods[column], period);
            if (away >= distance || Total(block, timeline, unit, column) is not { } total)
                continue;
            (best, distance) = ((total, block.Periods[column]), away);
        }
        return best;
    }

    private static double? Total(ObservationBlock block, TerritoryTimeline timeline, TerritoryVersion unit, int column)
    {
        var day = block.Indicator.Current.DayOf(block.Periods[column]);
        if (unit.IsValidOn(day))
            return Trusted(block, unit.TerritoryId, column);
        var composition = timeline.Compose(unit, day);
        if (!composition.IsExact || (composition.Sources.Count > 1 && block.Indicator.Current.Conversion != "sum"))
            return null;
        double total = 0;
        foreach (var source in composition.Sources)
        {
            if (Trusted(block, source.TerritoryId, column) is not { } figure)
                return null;
            total += figure;
        }
        return total;
    }

    private static double? Trusted(ObservationBlock block, int territoryId, int column)
    {
        var row = Array.IndexOf(block.TerritoryIds, territoryId);
        if (row < 0)
            return null;
        var position = block.Position(row, column);
        return block.Cell(position) == MissingReason.Value && (block.Flag(position) & ObservationFlags.Suspect) == 0 && block.Figures[position] >= 0
            ? block.Figures[position] : null;
    }
}
