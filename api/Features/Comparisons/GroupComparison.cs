using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Comparisons;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>Compares one municipality with a group, for one indicator and period. Comparison, profile and trend are made of it.</summary>
internal sealed class GroupComparison(ObservationReader reader, KeptTotals totals)
{
    /// <summary>Version of the set of methods, told with every answer; it grows when a result could change.</summary>
    public const string MethodsVersion = "1.0";

    /// <summary>Means, medians and distances have this many decimals more than the indicator.</summary>
    public const int ExtraDecimals = 2;

    /// <summary>Below this many ranked units a comparison carries a warning.</summary>
    private const int SmallGroup = 5;

    /// <summary>Reads everything that comparisons of these indicators need, in one query at most.</summary>
    public async Task<ComparisonData> ReadAsync(
        Catalogue.Catalogue catalogue, IEnumerable<CatalogueIndicator> compared, GroupChoice choice, DateTimeOffset? asOf, CancellationToken cancellationToken)
    {
        var all = compared.Concat(choice.Variables.Select(variable => variable.Indicator)).ToList();
        foreach (var code in all.Select(indicator => WeighingOf(indicator.Current)).Append(CatalogueReader.PopulationIndicator).ToArray())
            if (catalogue.Indicators.TryGetValue(code, out var weight))
                all.Add(weight);
        var needed = all.DistinctBy(indicator => indicator.Id).ToList();
        if (asOf is null)
            return new ComparisonData(catalogue, await totals.ReadAsync(catalogue, needed, cancellationToken));
        var blocks = await reader.ReadBlocksAsync(catalogue, needed, asOf, totalOnly: true, isExact: false, cancellationToken);
        var population = blocks.Find(block => block.Indicator.Code == CatalogueReader.PopulationIndicator && block.Breakdown.Length == 0);
        return new ComparisonData(catalogue.WithPopulations(population is null ? Catalogue.Catalogue.NoPopulations
            : Catalogue.Catalogue.TrustedPopulations(population.TerritoryIds, population.Periods, population.Figures, population.Flags)), blocks);
    }

    /// <summary>Compares. The municipality must exist on the day that the period's figure tells of.</summary>
    public static Comparison Compare(ComparisonData data, GroupChoice choice, TerritoryVersion focal, CatalogueIndicator indicator, string period, string language)
    {
        var version = indicator.VersionFor(period);
        var day = indicator.Current.DayOf(period);
        var group = Choose(data, choice, focal, indicator, period, day, language);
        var isMember = group.Members.Any(member => member.TerritoryId == focal.TerritoryId);
        var direction = DirectionOf(version);

        var units = isMember ? group.Members : [focal, .. group.Members];
        var cells = units.Select(unit => Cell.Read(data, indicator, unit, period)).ToArray();
        var focalCell = cells.First(cell => cell.Unit.TerritoryId == focal.TerritoryId);
        var memberCells = isMember ? cells : cells[1..];

        var ranked = OrderedValues.From([.. cells.Select(cell => cell.Value)], version.Decimals);
        var ranks = Ranks.Of([.. cells.Select(cell => cell.Value)], direction, RankMethod.Competition, version.Decimals);
        var values = OrderedValues.From([.. memberCells.Select(cell => cell.Value)], version.Decimals);
        var (weighted, weight) = WeightedMean(data, indicator, memberCells, period, language);
        var statistics = Statistics(Distribution.Of(values), version.Decimals, weighted, weight);
        var focalRank = (int?)ranks[Array.IndexOf(cells, focalCell)];
        var best = BestQuarter.Of(values, focalCell.Value, direction);

        var territory = new ComparedTerritory(focal.Code, focal.Identity, focal.Name(language), Exact(focalCell.Value, version.Decimals), focalCell.Missing, isMember,
            focalRank, ranked.Count, Percentile(ranked, focalCell.Value, direction), Derived(focalCell.Value - (double?)statistics.Median, version.Decimals),
            best?.DistanceToThreshold is { } distance ? Derived(Math.Max(0, -distance), version.Decimals) : null, focalCell.Flags, focalCell.Revision);
        return new Comparison(
            Describe(data.Catalogue, indicator, version, language), period, territory,
            new ComparisonGroup(choice.Text, choice.Declared?.Version, GroupName(choice, language), day, group.Members.Count, group.Similar, group.Variables),
            statistics, Points(cells, ranks, focal, direction, version.Decimals, language),
            [.. memberCells.Where(cell => cell.Value is null).Select(cell => new MissingMember(cell.Unit.Code, cell.Unit.Identity, cell.Unit.Name(language), cell.Missing!))],
            new ComparisonMethods(MethodsVersion, "competition", "mean", "hyndmanFan7", choice.Declared is null ? "standardisedEuclidean" : null),
            Notes(data.Catalogue, version, cells, weight, language), [.. group.Warnings, .. Warnings(ranked.Count, isMember, language)],
            ComparisonSentence.Of(version, period, territory, statistics, language));
    }

    private static ChosenGroup Choose(
        ComparisonData data, GroupChoice choice, TerritoryVersion focal, CatalogueIndicator indicator, string period, DateOnly day, string language)
    {
        if (choice.Declared is { } declared)
            return new ChosenGroup(data.Catalogue.Members(declared, day).Members, null, null, SizeNotes(data.Catalogue, declared, day, language));
        if (choice.Kept is { } kept)
            return new ChosenGroup([.. kept.Select(id => data.Catalogue.Territories.On(id, day)).OfType<TerritoryVersion>()], null, null, []);
        return SimilarMunicipalities.Of(data, choice, focal, indicator, period, day, language);
    }

    public static Direction DirectionOf(IndicatorVersion version) =>
        Direction.FromCode(version.Direction, (double?)version.TargetValue, (double?)version.TargetTolerance);

    public static ComparedIndicator Describe(Catalogue.Catalogue catalogue, CatalogueIndicator indicator, IndicatorVersion version, string language) => new(
        indicator.Code, version.Version, version.Name(language), indicator.Topic, version.Unit, version.UnitSymbol(language), version.Direction,
        version.Decimals, version.Source,
        Language.Pick(language, catalogue.Sources[version.SourceId].AttributionLv, catalogue.Sources[version.SourceId].AttributionEn));

    /// <summary>What weighs a mean: the declared weight, for a recomputed ratio its denominator (then the mean is the ratio of sums), else the population.</summary>
    private static string WeighingOf(IndicatorVersion version) => version.WeightIndicator ?? version.DenominatorIndicator ?? CatalogueReader.PopulationIndicator;

    public static string GroupName(GroupChoice choice, string language) => choice.Declared is { } declared ? declared.Name(language)
        : choice.Neighbours == 1 ? Language.Pick(language, "līdzīgākā pašvaldība", "the most similar municipality")
        : Language.Pick(language, $"{choice.Neighbours} līdzīgākā{(IsSingularInLatvian(choice.Neighbours) ? "" : "s")} pašvaldība{(IsSingularInLatvian(choice.Neighbours) ? "" : "s")}", $"the {choice.Neighbours} most similar municipalities");

    /// <summary>Latvian says 21 municipality, but 11 municipalities.</summary>
    private static bool IsSingularInLatvian(int count) => count % 10 == 1 && count % 100 != 11;

    private static double? Percentile(OrderedValues ranked, double? value, Direction direction)
    {
        if (value is not { } score)
            return null;
        if (direction.Kind == DirectionKind.Target)
            return Scaled(PercentileRank.Of(ranked.Deviations(direction), direction.Deviation(score, ranked.Decimals)), turned: true);
        return Scaled(PercentileRank.Of(ranked, score), turned: direction.Kind == DirectionKind.LowerIsBetter);

        static double? Scaled(double? share, bool turned) => share is null ? null : Math.Round((turned ? 1 - share.Value : share.Value) * 100, 4);
    }

    private static GroupStatistics Statistics(Distribution values, int decimals, double? weighted, WeightNote? weight) => new(
        values.Count, values.Missing, Exact(values.Minimum, decimals), Derived(values.LowerQuartile, decimals), Derived(values.Median, decimals),
        Derived(values.UpperQuartile, decimals), Exact(values.Maximum, decimals), Derived(values.Mean, decimals), Derived(weighted, decimals), weight);

    private static (double? Mean, WeightNote? Weight) WeightedMean(ComparisonData data, CatalogueIndicator indicator, Cell[] members, string period, string language)
    {
        if (indicator.Current.Measure is "stock" or "flow" && indicator.Current.Conversion == "sum")
            return (null, null); // a count: its group figure is a sum, not a mean of means
        if (!data.Catalogue.Indicators.TryGetValue(WeighingOf(indicator.Current), out var weighing))
            return (null, null);
        var weights = members.Select(cell => data.NearestTrusted(weighing, cell.Unit, period)).ToArray();
        var average = GroupAverage.Weighted([.. members.Select((cell, index) => new WeightedValue(cell.Unit.Identity, cell.Value, weights[index]?.Value))], weighing.Code);
        var used = weights.Where((weight, index) => weight is not null && members[index].Value is not null).Select(weight => weight!.Value.Period).Distinct().Order(StringComparer.Ordinal).ToArray();
        var excluded = members.Where((cell, index) => cell.Value is not null && weights[index] is null).Select(cell => cell.Unit.AsReference(language)).ToArray();
        return used.Length == 0 ? (null, null) : (average.Value, new WeightNote(weighing.Code, string.Join(',', used), used is not [var only] || only != period, excluded));
    }

    private static IReadOnlyList<DistributionPoint> Points(Cell[] cells, double?[] ranks, TerritoryVersion focal, Direction direction, int decimals, string language) =>
    [
        .. cells.Select((cell, index) => (cell, rank: ranks[index])).Where(pair => pair.cell.Value is not null)
            .OrderBy(pair => pair.rank ?? 0).ThenByDescending(pair => direction.Kind == DirectionKind.Neutral ? pair.cell.Value : 0)
            .ThenBy(pair => pair.cell.Unit.Name(language), LatvianOrder.Comparer)
            .Select(pair => new DistributionPoint(pair.cell.Unit.Code, pair.cell.Unit.Identity, pair.cell.Unit.Name(language), Exact(pair.cell.Value, decimals)!.Value,
                (int?)pair.rank, pair.cell.Unit.TerritoryId == focal.TerritoryId, pair.cell.Flags)),
    ];

    private static IReadOnlyList<string> SizeNotes(Catalogue.Catalogue catalogue, GroupVersion group, DateOnly day, string language)
    {
        var membership = catalogue.Members(group, day);
        var notes = new List<string>();
        if (membership.PopulationYears.Any(year => year != day.Year))
            notes.Add(Language.Pick(language, $"Grupa veidota pēc iedzīvotāju skaita {Years()}. gadā, jo {day.Year}. gada skaita nav.", $"The group is formed by the population of {Years()}, because that of {day.Year} is not known."));
        if (membership.WithoutPopulation.Count > 0)
            notes.Add(Language.Pick(language, $"Nav uzticama iedzīvotāju skaita, tāpēc grupā nav iekļauti: {Names()}.", $"Without a trustworthy population, so not placed in the group: {Names()}."));
        return notes;

        string Years() => string.Join(", ", membership.PopulationYears);

        string Names() => string.Join(", ", membership.WithoutPopulation.Select(version => version.Name(language)));
    }

    private static IReadOnlyList<string> Notes(Catalogue.Catalogue catalogue, IndicatorVersion version, Cell[] cells, WeightNote? weight, string language)
    {
        var notes = new List<string>();
        if (Language.PickOrNull(language, version.BreakNoteLv, version.BreakNoteEn) is { } broken)
            notes.Add(broken);
        foreach (var group in cells.Where(cell => cell.Note is not null).GroupBy(cell => Language.Pick(language, cell.Note!.Value.Lv, cell.Note!.Value.En), StringComparer.Ordinal))
            notes.Add($"{string.Join(", ", group.Select(cell => cell.Unit.Name(language)))}: {group.Key}");
        if (weight is { IsEstimate: true })
        {
            var name = catalogue.Indicators[weight.Indicator].Current.Name(language);
            var periods = weight.Period.Split(',');
            notes.Add(Language.Pick(language,
                $"Svērtais vidējais ir aplēse: svars ir „{name}” {string.Join(", ", periods.Select(period => PeriodCode.InWords(period, isEnglish: false)))}.",
                $"The weighted mean is an estimate: its weight is “{name}” of {string.Join(", ", periods)}."));
        }
        return notes;
    }

    private static IReadOnlyList<string> Warnings(int ranked, bool isMember, string language)
    {
        var warnings = new List<string>();
        if (ranked < SmallGroup)
            warnings.Add(ranked switch
            {
                0 => Language.Pick(language, "Skaitļa nav nevienai pašvaldībai.", "No municipality has a figure."),
                1 => Language.Pick(language, "Maza grupa: skaitlis ir tikai 1 pašvaldībai.", "A small group: only 1 municipality has a figure."),
                _ => Language.Pick(language, $"Maza grupa: skaitlis ir tikai {ranked} pašvaldībām.", $"A small group: only {ranked} municipalities have a figure."),
            });
        if (!isMember)
            warnings.Add(Language.Pick(language, "Salīdzinātā pašvaldība nepieder pie grupas; tā ir ierindota starp tās dalībniekiem, bet nav ieskaitīta grupas rādītājos.", "The compared municipality does not belong to the group; it is ranked among its members but not counted in the group's figures."));
        return warnings;
    }

    private static decimal? Exact(double? value, int decimals) => value is { } number ? FixedNumber.AsDecimal(number, decimals) : null;

    private static decimal? Derived(double? value, int decimals) => value is { } number && double.IsFinite(number) ? FixedNumber.AsDecimal(number, decimals + ExtraDecimals) : null;

    /// <summary>A unit's figure with its story.</summary>
    private sealed record Cell(TerritoryVersion Unit, double? Value, string? Missing, IReadOnlyList<string> Flags, int? Revision, (string Lv, string En)? Note)
    {
        public static Cell Read(ComparisonData data, CatalogueIndicator indicator, TerritoryVersion unit, string period)
        {
            if (data.BlockOf(indicator) is not { } block || data.Find(block, unit.TerritoryId, period) is not { } position)
                return new Cell(unit, null, MissingReason.CodeOf(MissingReason.NotAvailable), [], null, null);
            double? value = double.IsNaN(block.Figures[position]) ? null : block.Figures[position];
            return new Cell(unit, value, MissingReason.CodeOf(block.Cell(position)), ObservationFlags.ListOf(block.Flag(position)),
                block.Revision(position), block.Note(position));
        }
    }
}
