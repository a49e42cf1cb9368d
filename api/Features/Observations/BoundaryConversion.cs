using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Contracts.V1.Observations;

namespace Benchlearning.Api.Features.Observations;

/// <summary>
/// Carries figures to the territories of one date, by each indicator's declared rule. A unit that did not change keeps its figure;
/// a merged one is added up or averaged from all its parts; where a part was divided with an unknown share the answer is notConvertible,
/// never a guess. Calculated from the figures as stored, rounded at the end.
/// </summary>
/// <param name="reader">Reads the figures.</param>
/// <param name="selection">Whose they are.</param>
/// <param name="boundaries">The date.</param>
/// <param name="minimumCoverage">The share of the weight that the parts of a mean or a ratio must have; 1: none may be missing.</param>
internal sealed class BoundaryConversion(ObservationReader reader, Selection selection, DateOnly boundaries, decimal minimumCoverage = 1)
{
    private readonly TerritoryTimeline timeline = selection.Catalogue.Territories;

    public async Task<List<ObservationBlock>> ReadAsync(IReadOnlyList<CatalogueIndicator> indicators, CancellationToken cancellationToken)
    {
        var needed = indicators.Concat(indicators.SelectMany(Companions)).DistinctBy(indicator => indicator.Id).ToArray();
        var blocks = await reader.ReadBlocksAsync(selection.Catalogue, needed, selection.AsOf, totalOnly: false, isExact: true, cancellationToken);
        var companions = blocks.ToDictionary(block => (block.Indicator.Code, block.Breakdown));
        var wanted = indicators.Select(indicator => indicator.Id).ToHashSet();
        return blocks.Where(block => wanted.Contains(block.Indicator.Id)).Select(block => Convert(block, companions)).ToList();
    }

    private IEnumerable<CatalogueIndicator> Companions(CatalogueIndicator indicator) =>
        from code in new[] { indicator.Current.WeightIndicator, indicator.Current.NumeratorIndicator, indicator.Current.DenominatorIndicator }
        where code is not null && selection.Catalogue.Indicators.ContainsKey(code)
        select selection.Catalogue.Indicators[code];

    private ObservationBlock Convert(ObservationBlock block, IReadOnlyDictionary<(string Indicator, string Breakdown), ObservationBlock> companions)
    {
        var targets = timeline.LocalOn(boundaries).OrderBy(version => version.Identity, StringComparer.Ordinal).ToArray();
        var cells = targets.Length * block.Periods.Length;
        var result = new Cells(cells);
        for (var target = 0; target < targets.Length; target++)
            for (var period = 0; period < block.Periods.Length; period++)
                Fill(result, (target * block.Periods.Length) + period, block, targets[target], period, companions);
        return new ObservationBlock(block.Indicator, block.Breakdown, [.. targets.Select(version => version.TerritoryId)], block.Periods, result.Figures,
            result.States, result.Revisions, result.Qualities, result.Flags, result.VersionIds, result.SourceIds,
            [.. result.Notes.Keys], [.. result.Notes.Values.Select(note => note.Lv)], [.. result.Notes.Values.Select(note => note.En)])
        {
            Conversions = result.Conversions,
            Boundaries = boundaries,
        };
    }

    private void Fill(Cells result, int cell, ObservationBlock block, TerritoryVersion target, int period, IReadOnlyDictionary<(string Indicator, string Breakdown), ObservationBlock> companions)
    {
        var day = block.Indicator.Current.DayOf(block.Periods[period]);
        var composition = timeline.Compose(target, day);
        var parts = composition.Sources.Select(source => (Source: source, Position: PositionOf(block, source.TerritoryId, period))).ToArray();
        if (parts.All(part => part.Position is null || block.Cell(part.Position.Value) == MissingReason.NothingStored))
            return;

        var stored = parts.Where(part => part.Position is not null).Select(part => part.Position!.Value).ToArray();
        var version = block.Version(stored[0]);
        result.VersionIds[cell] = version.Id;
        result.SourceIds[cell] = block.SourceId(stored[0]);
        result.Qualities[cell] = stored.Min(block.Quality);
        if (!composition.IsExact)
        {
            Refuse(result, cell, composition, target, parts.Length, stored.Count(position => block.Cell(position) == MissingReason.Value));
            return;
        }
        result.Flags[cell] = stored.Aggregate((short)0, (bits, position) => (short)(bits | block.Flag(position)));
        if (parts is [var only] && only.Source.TerritoryId == target.TerritoryId)
        {
            Keep(result, cell, block, only.Position!.Value, version);
            return;
        }
        if (NotesOf(block, parts) is { } inherited)
            result.Notes[cell] = inherited;
        Combine(result, cell, block, period, parts, version, companions);
    }

    /// <summary>What is to be known of the parts' figures, each with the names it holds for; null when there is nothing.</summary>
    private static (string Lv, string En)? NotesOf(ObservationBlock block, (TerritoryVersion Source, int? Position)[] parts)
    {
        var noted = parts.Where(part => part.Position is not null)
            .Select(part => (part.Source, Note: block.Note(part.Position!.Value)))
            .Where(part => part.Note is not null)
            .GroupBy(part => part.Note!.Value, part => part.Source)
            .Select(group => (Note: group.Key, Lv: string.Join(", ", group.Select(source => source.NameLv)), En: string.Join(", ", group.Select(source => source.NameEn))))
            .ToArray();
        return noted.Length == 0 ? null
            : (string.Join(" ", noted.Select(part => $"{part.Lv}: {part.Note.Lv}")), string.Join(" ", noted.Select(part => $"{part.En}: {part.Note.En}")));
    }

    private static void Keep(Cells result, int cell, ObservationBlock block, int position, IndicatorVersion version)
    {
        result.States[cell] = block.Cell(position);
        result.Revisions[cell] = block.Revision(position);
        result.Figures[cell] = double.IsNaN(block.Figures[position]) ? double.NaN : (double)Rounding.ToDecimals((decimal)block.Figures[position], version.Decimals);
        if (block.Note(position) is { } note)
            result.Notes[cell] = note;
    }

    /// <summary>Forward in time a part was divided among several units; back in time a unit's figure is of more than the asked one.</summary>
    private static void Refuse(Cells result, int cell, Composition composition, TerritoryVersion target, int parts, int present)
    {
        var (lv, en) = (string.Join(", ", composition.Divided.Select(version => version.NameLv)), string.Join(", ", composition.Divided.Select(version => version.NameEn)));
        var isBackInTime = target.ValidTo is { } end && composition.Divided.Any(version => version.ValidFrom > end);
        result.States[cell] = MissingReason.NotConvertible;
        result.Conversions[cell] = new Conversion("notConvertible", parts, present, null, null, null);
        result.Notes[cell] = isBackInTime
            ? ($"Nav pārrēķināms: skaitlis ir par plašāku teritoriju ({lv}, no {composition.Divided[0].ValidFrom:yyyy-MM-dd}), un daļas nav zināmas.",
               $"Not convertible: the figure is of a larger territory ({en}, since {composition.Divided[0].ValidFrom:yyyy-MM-dd}), and the shares are not known.")
            : ($"Nav pārrēķināms: teritorija tika dalīta ({lv}), un daļas nav zināmas.",
               $"Not convertible: the territory was divided ({en}), and the shares are not known.");
    }

    private void Combine(Cells result, int cell, ObservationBlock block, int period, (TerritoryVersion Source, int? Position)[] parts,
        IndicatorVersion version, IReadOnlyDictionary<(string Indicator, string Breakdown), ObservationBlock> companions)
    {
        var rule = Enum.Parse<ConversionRule>(version.Conversion, ignoreCase: true);
        var periodCode = block.Periods[period];
        var weightPeriods = new SortedSet<string>(StringComparer.Ordinal);
        var combined = TerritorialMerge.Combine(rule, [.. parts.Select(AsPart)], version.RecomputeFactor ?? 1, minimumCoverage);
        var estimated = weightPeriods.Any(weightPeriod => weightPeriod != periodCode);

        var coverage = rule == ConversionRule.Sum ? (double)combined.PartsPresent / combined.Parts : (double?)combined.Coverage;
        result.Conversions[cell] = new Conversion(version.Conversion, combined.Parts, combined.PartsPresent, coverage,
            rule == ConversionRule.WeightedMean ? version.WeightIndicator : null,
            rule == ConversionRule.WeightedMean && weightPeriods.Count > 0 ? string.Join(',', weightPeriods) : null);
        if (estimated && rule == ConversionRule.WeightedMean)
            result.Flags[cell] |= ObservationFlags.Estimated;
        if (combined.Value is { } value)
        {
            result.States[cell] = MissingReason.Value;
            result.Figures[cell] = (double)Rounding.ToDecimals(value, version.Decimals);
            return;
        }
        result.Flags[cell] = 0;
        var without = parts.Where(part => part.Position is not { } position || block.Cell(position) != MissingReason.Value).Select(part => part.Source).ToArray();
        var isRefused = without.Length == 0; // every part has its figure: what is missing is the way
        result.States[cell] = isRefused ? MissingReason.NotConvertible : MissingReason.NotAvailable;
        result.Notes[cell] = combined.Status == ConversionStatus.NotConvertible
            ? ("Rādītāju nevar pārrēķināt uz citām robežām.", "The indicator cannot be carried to other boundaries.")
            : isRefused
                ? ($"Nav pārrēķināms: nav uzticama svara vai sastāvdaļas ({Names(Language.Latvian)}).", $"Not convertible: there is no trustworthy weight or component ({Names(Language.English)}).")
                : ($"Trūkst skaitļa: {string.Join(", ", without.Select(source => source.NameLv))}.", $"A figure is missing: {string.Join(", ", without.Select(source => source.NameEn))}.");

        TerritorialPart AsPart((TerritoryVersion Source, int? Position) part)
        {
            var id = part.Source.TerritoryId;
            return new TerritorialPart(part.Source.Identity,
                part.Position is { } position && block.Cell(position) == MissingReason.Value ? (decimal)block.Figures[position] : null,
                version.WeightIndicator is { } weight && companions.TryGetValue((weight, ""), out var weights)
                    && NearestCount.Of(weights, timeline, part.Source, periodCode) is { } nearest ? Weigh(nearest) : null,
                version.NumeratorIndicator is { } numerator ? Same(companions, numerator, block.Breakdown, id, periodCode) : null,
                version.DenominatorIndicator is { } denominator ? Same(companions, denominator, block.Breakdown, id, periodCode) : null);
        }

        decimal Weigh((double Value, string Period) weight)
        {
            weightPeriods.Add(weight.Period);
            return (decimal)weight.Value;
        }

        string Names(string language) => string.Join(", ", parts.Where(part => combined.MissingParts.Count == 0 || combined.MissingParts.Contains(part.Source.Identity)).Select(part => part.Source.Name(language)));
    }

    private static decimal? Same(
        IReadOnlyDictionary<(string Indicator, string Breakdown), ObservationBlock> companions, string indicator, string breakdown, int territoryId, string period)
    {
        if (!companions.TryGetValue((indicator, breakdown), out var block) || Array.IndexOf(block.Periods, period) is var at && at < 0)
            return null;
        return PositionOf(block, territoryId, at) is { } position && block.Cell(position) == MissingReason.Value ? (decimal)block.Figures[position] : null;
    }

    private static int? PositionOf(ObservationBlock block, int territoryId, int period)
    {
        var territory = Array.IndexOf(block.TerritoryIds, territoryId);
        return territory < 0 ? null : block.Position(territory, period);
    }

    /// <summary>Cells of the converted block, filled one by one; nothing stored until then.</summary>
    private sealed class Cells
    {
        public Cells(int length)
        {
            Figures = new double[length];
            States = new short[length];
            (Revisions, Qualities, Flags, VersionIds, SourceIds) = (new int[length], new short[length], new short[length], new int[length], new int[length]);
            Conversions = new Conversion?[length];
            Array.Fill(Figures, double.NaN);
            Array.Fill(States, MissingReason.NothingStored);
        }

        public double[] Figures { get; }
        public short[] States { get; }
        public int[] Revisions { get; }
        public short[] Qualities { get; }
        public short[] Flags { get; }
        public int[] VersionIds { get; }
        public int[] SourceIds { get; }
        public Conversion?[] Conversions { get; }
        public SortedDictionary<int, (string Lv, string En)> Notes { get; } = [];
    }
}
