using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Contracts.V1.Observations;

namespace Benchlearning.Api.Features.Observations;

/// <summary>Why a cell has no figure, as the read model counts it.</summary>
internal static class MissingReason
{
    public const short Value = 0;
    public const short NotAvailable = 1;
    public const short NotConvertible = 5;
    public const short NothingStored = 9;

    private static readonly string?[] Codes = [null, "notAvailable", "notApplicable", "notYetPublished", "suppressed", "notConvertible"];

    /// <summary>The code of the list; null for a value or where nothing is stored.</summary>
    public static string? CodeOf(short cell) => cell < Codes.Length ? Codes[cell] : null;

    public static IReadOnlyList<string> All { get; } = [.. Codes.OfType<string>()];
}

/// <summary>Flags of a figure, as the read model keeps them: bits.</summary>
internal static class ObservationFlags
{
    public const short Suspect = 1;
    public const short Estimated = 2;
    public const short Break = 4;

    public static IReadOnlyList<string> All { get; } = ["suspect", "estimated", "break", "roundedByProvider"];

    private static readonly string[][] Lists = [.. Enumerable.Range(0, 16).Select(bits => All.Where((_, bit) => (bits & (1 << bit)) != 0).ToArray())];

    public static string[] ListOf(short bits) => Lists[bits & 15];
}

/// <summary>Quality of a figure, as the read model counts it.</summary>
internal static class ObservationQuality
{
    public const short Final = 1;

    public static IReadOnlyList<string> All { get; } = ["provisional", "final", "corrected"];
}

/// <summary>
/// The figures of one indicator and breakdown: territory x period, territory-major. Arrays beside figures hold an element for each cell
/// or a single one for all. NaN is only ever in memory: a cell without a figure.
/// </summary>
internal sealed record ObservationBlock(
    CatalogueIndicator Indicator, string Breakdown, int[] TerritoryIds, string[] Periods, double[] Figures, short[] Cells, int[] Revisions,
    short[] Qualities, short[] Flags, int[] IndicatorVersionIds, int[] SourceIds, int[] NotePositions, string[] NotesLv, string[] NotesEn)
{
    /// <summary>How each figure was carried across a reform; null for figures as reported.</summary>
    public Conversion?[]? Conversions { get; init; }

    /// <summary>Date whose territory codes are shown; null: the codes of each period.</summary>
    public DateOnly? Boundaries { get; init; }

    public int Position(int territory, int period) => (territory * Periods.Length) + period;

    public short Cell(int position) => At(Cells, position);

    public short Flag(int position) => At(Flags, position);

    public short Quality(int position) => At(Qualities, position);

    public int Revision(int position) => At(Revisions, position);

    public int SourceId(int position) => At(SourceIds, position);

    public IndicatorVersion Version(int position) =>
        Indicator.Versions.FirstOrDefault(version => version.Id == At(IndicatorVersionIds, position)) ?? Indicator.Current;

    /// <summary>Reason of a flag or of a missing figure, in both languages; null when there is none.</summary>
    public (string Lv, string En)? Note(int position)
    {
        var index = Array.BinarySearch(NotePositions, position);
        return index < 0 ? null : (NotesLv[index], NotesEn[index]);
    }

    private static T At<T>(T[] array, int position) => array.Length == 1 ? array[0] : array[position];
}

/// <summary>A block and the part of it that a selection means.</summary>
/// <param name="Block">The block.</param>
/// <param name="Territories">Positions of territories, ascending.</param>
/// <param name="Periods">Positions of periods, ascending.</param>
/// <param name="Selection">The selection.</param>
internal sealed record SelectedBlock(ObservationBlock Block, int[] Territories, int[] Periods, Selection Selection)
{
    /// <summary>True when a cell is stored and meant (a group's membership may change from period to period).</summary>
    public bool Includes(int territory, int period)
    {
        if (Block.Cell(Block.Position(territory, period)) == MissingReason.NothingStored)
            return false;
        return !Selection.Territories.DependsOnDay
            || Selection.Territories.Includes(Selection.Catalogue, Block.TerritoryIds[territory], Selection.MembershipDay(Block.Indicator, Block.Periods[period]));
    }

    /// <summary>The territory version whose code a cell shows.</summary>
    public Territories.TerritoryVersion Territory(int territory, int period)
    {
        var timeline = Selection.Catalogue.Territories;
        var id = Block.TerritoryIds[territory];
        return timeline.On(id, Block.Boundaries ?? Block.Indicator.Current.DayOf(Block.Periods[period])) ?? timeline.Latest(id);
    }
}
