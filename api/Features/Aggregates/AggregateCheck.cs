using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Contracts.V1.Aggregates;

namespace Benchlearning.Api.Features.Aggregates;

/// <summary>What is told of an indicator in a period, and what may be told besides.</summary>
internal sealed class AggregateCheck
{
    private readonly Dictionary<int, Cell> cells;
    private readonly ILookup<(int Aggregate, string Group), Part> history;
    private readonly List<ToldSum> sums;
    private readonly Reader[] readers;
    private readonly double? floor;
    private readonly GroupAggregateRequest options;
    private readonly IndicatorVersion version;
    private readonly Catalogue.Catalogue catalogue;
    private readonly DateOnly day;

    public AggregateCheck(List<Cell> cells, List<Part> parts, List<Membership> memberships, List<Reached> reached, GroupAggregateRequest options, IndicatorVersion version, Catalogue.Catalogue catalogue, DateOnly day)
    {
        this.cells = cells.ToDictionary(cell => cell.TerritoryId);
        history = parts.ToLookup(part => (part.AggregateId, part.GroupCode));
        (this.options, this.version, this.catalogue, this.day) = (options, version, catalogue, day);
        floor = cells.All(cell => cell.Value >= 0) && parts.All(part => part.Value >= 0) ? 0 : null;
        sums = [.. history.Select(aggregate => SumOf(aggregate.Select(part => (part.TerritoryId, part.Value, part.Coefficient)))), .. TotalsOfRegions()];
        readers = [.. ReadersOf(memberships, reached)];
    }

    private int MinimumCount => options.MinimumCount ?? 3;

    /// <summary>Decides about a group's figure; what is told is told from then on.</summary>
    public Decision Decide(GroupVersion group, Weighing weighing)
    {
        var members = catalogue.Members(group, day).Members;
        var valued = members.Where(member => cells.ContainsKey(member.TerritoryId)).ToArray();
        var (present, weights) = WithWeight(valued, weighing);
        var hidden = present.Count(member => cells[member.TerritoryId].IsHidden);
        if (NotMade() is { } because)
            return new Decision("notMade", because, hidden, members.Count, null, [], []);
        var whole = weighing.Statistic == "sum" ? 1 : weights.Sum(weight => weight.Value);
        (Cell Cell, double Coefficient)[] parts = [.. present.Select((member, index) => (cells[member.TerritoryId], weights[index].Value / whole))];
        string[] periods = [.. weights.Select(weight => weight.Period).Distinct().Order(StringComparer.Ordinal)];
        var sum = SumOf(parts.Select(part => (part.Cell.TerritoryId, part.Cell.Value, part.Coefficient)));
        var suppressed = Suppressing(group, parts, sum);
        if (suppressed is not null)
            return new Decision("suppressed", suppressed, hidden, members.Count, null, parts, periods);
        sums.Add(sum);
        return new Decision("published", null, hidden, members.Count, Rounding.ToDecimals((decimal)parts.Sum(part => part.Coefficient * (double)part.Cell.Value), version.Decimals), parts, periods);

        string? NotMade() => valued.Length == 0 ? "noValues" : present.Length == 0 ? "weightMissing" : hidden == 0 ? "nothingHidden"
            : weighing.Statistic == "sum" && present.Length < members.Count ? "valueMissing" : null;
    }

    /// <summary>Who takes part in a mean: as in a comparison, a member without a weight does not.</summary>
    private static (TerritoryVersion[] Present, (double Value, string Period)[] Weights) WithWeight(TerritoryVersion[] valued, Weighing weighing)
    {
        var weighed = valued.Select(member => (Member: member, Weight: weighing.Of(member))).Where(pair => pair.Weight is { Value: > 0 }).ToArray();
        return (Array.ConvertAll(weighed, pair => pair.Member), Array.ConvertAll(weighed, pair => pair.Weight!.Value));
    }

    private string? Suppressing(GroupVersion group, (Cell Cell, double Coefficient)[] parts, ToldSum sum)
    {
        var hidden = parts.Where(part => part.Cell.IsHidden).ToArray();
        if (hidden.Length < MinimumCount)
            return "frequency";
        var contributions = hidden.Select(part => Math.Abs(part.Coefficient * (double)part.Cell.Value)).OrderDescending().ToArray();
        if (contributions.Take(options.DominanceN ?? 2).Sum() * 100 > (options.DominanceK ?? 85) * contributions.Sum())
            return "dominance";
        if (history.Where(earlier => earlier.Key.Group == group.Code).Any(earlier => ChangedSince(earlier) is > 0 and var changed && changed < MinimumCount))
            return "differencing";
        var resolution = Math.Pow(10, -version.Decimals);
        return AggregateAudit.IsSafe([.. sums, sum], readers, floor, resolution, options.ProtectionPercent ?? 10) ? null : "complementary";
    }

    /// <summary>Hidden values of an earlier figure that are another now: two figures that differ by one of them tell how it changed.</summary>
    private int ChangedSince(IEnumerable<Part> earlier) =>
        earlier.Count(part => cells.GetValueOrDefault(part.TerritoryId) is not { IsHidden: false } and var now && now?.Value != part.Value);

    /// <summary>A sum of values with what everyone knows taken off. Whatever is public now is known, in all its revisions.</summary>
    private ToldSum SumOf(IEnumerable<(int TerritoryId, decimal Value, double Coefficient)> parts)
    {
        var secret = parts.Where(part => cells.GetValueOrDefault(part.TerritoryId) is not { IsHidden: false }).Select(part => (new Secret(part.TerritoryId, (double)part.Value), part.Coefficient)).ToArray();
        return new ToldSum(secret, secret.Sum(part => part.Coefficient * part.Item1.Value));
    }

    /// <summary>The figure of a planning region or of the country, where it is public, is a sum of its municipalities' too.</summary>
    private IEnumerable<ToldSum> TotalsOfRegions()
    {
        if (version.Conversion != "sum")
            yield break;
        foreach (var region in catalogue.Territories.Versions.Where(region => region.Type is "planningRegion" or "country" && region.IsValidOn(day) && cells.GetValueOrDefault(region.TerritoryId) is { IsHidden: false }))
        {
            var within = catalogue.Territories.LocalOn(day).Where(member => region.Type == "country" || member.RegionId == region.TerritoryId).ToArray();
            if (within.Length > 0 && Array.TrueForAll(within, member => cells.ContainsKey(member.TerritoryId)))
                yield return SumOf(within.Select(member => (member.TerritoryId, cells[member.TerritoryId].Value, 1.0)));
        }
    }

    /// <summary>
    /// Everyone; those who see the levels of authorised users and of analysts; the members of each network; and each municipality, which knows its own values, and those of the municipalities that it
    /// took over. And all of these with a memory of what was public once.
    /// </summary>
    private IEnumerable<Reader> ReadersOf(List<Membership> memberships, List<Reached> reached)
    {
        var knowing = new List<Func<Secret, bool>> { _ => false, secret => LevelOf(secret) == "authorised", secret => LevelOf(secret) is "authorised" or "network" };
        knowing.AddRange(cells.Values.Select(cell => cell.NetworkId).OfType<int>().Distinct().Select(network => (Func<Secret, bool>)(secret => LevelOf(secret) == "authorised" || NetworkOf(secret) == network)));
        var networks = memberships.ToLookup(membership => membership.TerritoryId, membership => membership.NetworkId);
        foreach (var owner in reached.Where(one => cells.GetValueOrDefault(one.TerritoryId) is { IsHidden: true }).GroupBy(one => one.OwnerId, one => one.TerritoryId))
        {
            var (held, own) = (owner.ToHashSet(), owner.SelectMany(territory => networks[territory]).Concat(networks[owner.Key]).ToHashSet());
            knowing.Add(secret => held.Contains(secret.TerritoryId));
            knowing.Add(secret => held.Contains(secret.TerritoryId) || LevelOf(secret) == "authorised" || (NetworkOf(secret) is { } network && own.Contains(network)));
        }
        foreach (var knows in knowing)
        {
            yield return new Reader(knows);
            yield return new Reader(secret => knows(secret) || cells.GetValueOrDefault(secret.TerritoryId)?.WasPublic == true);
        }
    }

    private string? LevelOf(Secret secret) => cells.GetValueOrDefault(secret.TerritoryId)?.Visibility;

    private int? NetworkOf(Secret secret) => cells.GetValueOrDefault(secret.TerritoryId)?.NetworkId;

    /// <summary>How a group's figure is made.</summary>
    /// <param name="Statistic">sum, weightedMean or mean.</param>
    /// <param name="Indicator">What weighs; null: nothing.</param>
    /// <param name="Of">The weight of a unit and its period; null: there is none.</param>
    internal sealed record Weighing(string Statistic, CatalogueIndicator? Indicator, Func<TerritoryVersion, (double Value, string Period)?> Of);

    internal sealed record Cell(int TerritoryId, decimal Value, string Visibility, int? NetworkId, bool WasPublic)
    {
        public bool IsHidden => Visibility != "public";
    }

    internal sealed record Part(int AggregateId, string GroupCode, int TerritoryId, decimal Value, double Coefficient);

    internal sealed record Membership(int NetworkId, int TerritoryId);

    internal sealed record Reached(int OwnerId, int TerritoryId);

    internal sealed record Decision(string Status, string? Because, int Hidden, int Members, decimal? Value, IReadOnlyList<(Cell Cell, double Coefficient)> Parts, IReadOnlyList<string> WeightPeriods);
}
