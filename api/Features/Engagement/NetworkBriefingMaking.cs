using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Engagement;
using Dapper;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>A briefing of a network, and the comparisons that it was made of, in the order of its figures.</summary>
internal sealed record MadeNetworkBriefing(NetworkBriefing Briefing, IReadOnlyList<Comparison> Comparisons);

/// <summary>Makes the briefing of a network: for each indicator the comparison of its members among each other, by published figures.</summary>
internal static class NetworkBriefingMaking
{
    /// <summary>Makes a briefing.</summary>
    /// <param name="data">Figures of the indicators.</param>
    /// <param name="choice">The members as the group.</param>
    /// <param name="network">The network.</param>
    /// <param name="cycle">Its newest cycle; null: there is none.</param>
    /// <param name="indicators">What it compares.</param>
    /// <param name="practices">What its members do.</param>
    /// <param name="plans">How far their plans are.</param>
    /// <param name="language">lv or en.</param>
    public static MadeNetworkBriefing Make(
        ComparisonData data, GroupChoice choice, AccessNetwork network, NetworkCycleRow? cycle, IReadOnlyList<CatalogueIndicator> indicators, IReadOnlyList<NetworkBriefingPractice> practices,
        IReadOnlyList<NetworkBriefingPlan> plans, string language)
    {
        var words = new BriefingWords(language);
        var comparisons = indicators.Select(indicator => Compare(data, choice, indicator, language)).ToArray();
        var told = comparisons.OfType<Comparison>().ToArray();
        var left = indicators.Where((_, place) => comparisons[place] is null).Select(indicator => indicator.Current.Name(language)).ToArray();
        var notes = left.Length == 0 ? Array.Empty<string>() : [words.Of($"Nevarēja salīdzināt, jo nav datu: {string.Join(", ", left)}.", $"Could not be compared, because there are no data: {string.Join(", ", left)}.")];
        return new MadeNetworkBriefing(new NetworkBriefing(
            network.Code, Language.Pick(language, network.NameLv, network.NameEn), language, network.Theme, Language.PickEither(language, network.AimLv, network.AimEn), cycle?.Number, cycle?.State,
            data.Catalogue.DataChangedAt, words.HeadlineOfNetwork(cycle, told.Length, plans.Count), [.. told.Select(comparison => Figure(comparison, words))], practices, plans,
            [.. told.GroupBy(comparison => comparison.Indicator.Source, StringComparer.Ordinal)
                .Select(group => new BriefingSource(group.Key, group.First().Indicator.Attribution, [.. group.Select(comparison => comparison.Indicator.Name)]))],
            [.. notes, .. told.SelectMany(comparison => comparison.Warnings.Concat(comparison.Notes).Select(note => $"{comparison.Indicator.Name}: {note}"))]), told);
    }

    /// <summary>The members among each other in the last period in which one of them has a figure; null: none has any.</summary>
    private static Comparison? Compare(ComparisonData data, GroupChoice choice, CatalogueIndicator indicator, string language)
    {
        foreach (var period in data.PeriodsOf(indicator).Reverse())
        {
            var day = indicator.Current.DayOf(period);
            if (choice.Kept!.FirstOrDefault(member => data.Figure(indicator, member, period) is not null && data.Catalogue.Territories.On(member, day) is not null) is var first and not 0)
                return GroupComparison.Compare(data, choice, data.Catalogue.Territories.On(first, day)!, indicator, period, language);
        }
        return null;
    }

    private static NetworkBriefingFigure Figure(Comparison comparison, BriefingWords words) => new(
        comparison.Indicator.Code, comparison.Indicator.Name, comparison.Period, comparison.Indicator.UnitSymbol, comparison.Indicator.Direction, comparison.Indicator.Decimals, comparison.Statistics.Median,
        [
            .. comparison.Distribution.Select(point => new NetworkBriefingMember(point.Code, point.Identity, point.Name, point.Value, point.Rank, null)),
            .. comparison.Missing.Select(member => new NetworkBriefingMember(member.Code, member.Identity, member.Name, null, null, member.Reason)),
        ],
        words.AmongMembers(comparison));
}

/// <summary>The newest cycle of a network.</summary>
/// <param name="Number">Its number.</param>
/// <param name="State">Where it is, in words.</param>
/// <param name="Territories">Its members that have not left, observers apart.</param>
/// <param name="Indicators">Codes of the set that it compares: the frozen one, or else the newest proposed.</param>
[method: ExplicitConstructor]
internal sealed record NetworkCycleRow(int Number, string State, int[] Territories, string[] Indicators);
