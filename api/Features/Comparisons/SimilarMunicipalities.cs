using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Comparisons;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>Members of a comparison's group, and why each is in.</summary>
/// <param name="Members">Members valid on the day; the compared municipality among them when it belongs.</param>
/// <param name="Similar">Nearest first; null for a declared group.</param>
/// <param name="Variables">Variables of similarity; null for a declared group.</param>
/// <param name="Warnings">What weakens the choice, in the asked language.</param>
internal sealed record ChosenGroup(
    IReadOnlyList<TerritoryVersion> Members, IReadOnlyList<SimilarTerritory>? Similar, IReadOnlyList<SimilarityVariable>? Variables, IReadOnlyList<string> Warnings);

/// <summary>
/// Chooses the most similar municipalities: nearest by standardised Euclidean distance among units of the same type that were valid on the
/// day, without the compared indicator itself. Values are those of the period or the nearest earlier one; a population is that of the nearest
/// year. A variable that the compared municipality has no figure of is left out, with a warning.
/// </summary>
internal static class SimilarMunicipalities
{
    public static ChosenGroup Of(ComparisonData data, GroupChoice choice, TerritoryVersion focal, CatalogueIndicator compared, string period, DateOnly day, string language)
    {
        var timeline = data.Catalogue.Territories;
        var units = timeline.LocalOn(day).Where(version => choice.MixesTypes || version.Type == focal.Type).OrderBy(version => version.Identity, StringComparer.Ordinal).ToArray();
        var measured = choice.Variables.Where(variable => variable.Indicator.Id != compared.Id).Select(variable => Measure(data, variable, units, period)).ToArray();
        var self = Array.FindIndex(units, unit => unit.TerritoryId == focal.TerritoryId);
        var variables = measured.Where(variable => variable.Values[self] is not null).ToArray();
        if (variables.Length == 0)
            variables = measured;
        var left = measured.Except(variables).Select(variable => variable.Choice.Indicator.Current.Name(language)).ToArray();
        var candidates = units.Select((unit, index) => new NeighbourCandidate(unit.Identity, [.. variables.Select(variable => variable.Values[index])])).ToArray();
        var found = Neighbours.Of(focal.Identity, candidates,
            [.. variables.Select(variable => new NeighbourVariable(variable.Choice.Indicator.Code, variable.Choice.Weight,
                variable.Choice.IsLogarithmic ? NeighbourTransform.Logarithm : NeighbourTransform.None))], choice.Neighbours);
        var byIdentity = units.ToDictionary(unit => unit.Identity, StringComparer.Ordinal);

        return new ChosenGroup(
            [focal, .. found.Nearest.Select(neighbour => byIdentity[neighbour.Unit])],
            [.. found.Nearest.Select(neighbour => new SimilarTerritory(byIdentity[neighbour.Unit].AsReference(language), Math.Round(neighbour.Distance, 6),
                neighbour.Shares.ToDictionary(share => share.Variable, share => Math.Round(share.Share ?? 0, 6), StringComparer.Ordinal)))],
            [.. variables.Select(variable => new SimilarityVariable(variable.Choice.Indicator.Code, variable.Choice.Indicator.Current.Name(language), variable.Period,
                variable.Choice.IsLogarithmic ? "log" : "none", variable.Choice.Weight, variable.Period != period))],
            [.. LeftOut(left, language), .. Warnings(found, byIdentity, language)]);
    }

    /// <summary>What the compared municipality has no figure of cannot tell who is like it; the others still can.</summary>
    private static IEnumerable<string> LeftOut(string[] names, string language) => names.Length == 0 ? []
        : [Language.Pick(language, $"Līdzība nav mērīta pēc šīm pazīmēm, jo salīdzināmajai pašvaldībai to nav: {string.Join(", ", names)}.",
            $"Likeness is not measured by these, because the compared municipality has no figure: {string.Join(", ", names)}.")];

    private static MeasuredVariable Measure(ComparisonData data, SimilarityChoice choice, TerritoryVersion[] units, string period)
    {
        if (choice.IsLogarithmic)
        {
            var nearest = units.Select(unit => data.NearestTrusted(choice.Indicator, unit.TerritoryId, period)).ToArray();
            var years = nearest.Where(value => value is not null).Select(value => value!.Value.Period).Distinct().Order(StringComparer.Ordinal);
            return new MeasuredVariable(choice, string.Join(',', years), [.. nearest.Select(value => value?.Value)]);
        }
        var end = PeriodCode.LastDay(period);
        var earlier = data.PeriodsOf(choice.Indicator).LastOrDefault(candidate => PeriodCode.LastDay(candidate) <= end);
        return new MeasuredVariable(choice, earlier ?? "", [.. units.Select(unit => earlier is null ? null : data.Figure(choice.Indicator, unit.TerritoryId, earlier))]);
    }

    private static IReadOnlyList<string> Warnings(NeighbourResult found, Dictionary<string, TerritoryVersion> byIdentity, string language)
    {
        var warnings = new List<string>();
        foreach (var warning in found.Warnings)
        {
            if (warning.Kind == NeighbourWarningKind.FewerThanAsked)
                warnings.Add(Language.Pick(language, "Salīdzināmu pašvaldību ir mazāk, nekā prasīts.", "There are fewer comparable municipalities than asked for."));
            else if (warning.Kind == NeighbourWarningKind.VariableWithoutVariance)
                warnings.Add(Language.Pick(language, $"{warning.Variable} visiem ir vienāds un līdzību neietekmē.", $"{warning.Variable} is the same for all and does not count."));
            else if (warning.Kind == NeighbourWarningKind.TieAtTheEnd)
                warnings.Add(Language.Pick(language, "Pēdējā līdzīgā pašvaldība ir tikpat tālu kā kāda neiekļauta.", "The last similar municipality is as far away as one that is left out."));
            else
                warnings.Add(Language.Pick(language, "Līdzīgas pašvaldības nevar izvēlēties: trūkst salīdzināmās pašvaldības vai pazīmju datu.", "Similar municipalities cannot be chosen: data of the compared municipality or of the variables are missing."));
        }
        var excluded = found.Excluded.Select(exclusion => exclusion.Unit).Distinct(StringComparer.Ordinal).Where(byIdentity.ContainsKey).Select(unit => byIdentity[unit].Name(language)).ToArray();
        if (excluded.Length > 0)
            warnings.Add(Language.Pick(language, $"Līdzības izvēlē nepiedalījās, jo trūkst datu: {string.Join(", ", excluded)}.", $"Not considered for similarity, because data are missing: {string.Join(", ", excluded)}."));
        return warnings;
    }

    private sealed record MeasuredVariable(SimilarityChoice Choice, string Period, IReadOnlyList<double?> Values);
}
