using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>What a comparison is against: a declared group, or the k most similar municipalities by some variables.</summary>
/// <param name="Text">As asked, such as similar:8 or region-vidzeme.</param>
/// <param name="Declared">The declared group; null for similar municipalities.</param>
/// <param name="Neighbours">k of similar municipalities; 0 for a declared group.</param>
/// <param name="Variables">Variables of similarity; empty for a declared group.</param>
/// <param name="MixesTypes">True when state cities and municipalities may be each other's neighbours.</param>
/// <param name="Kept">Identities of similar municipalities that were chosen once and stay the group; null where the group is declared or chosen anew.</param>
internal sealed record GroupChoice(
    string Text, GroupVersion? Declared, int Neighbours, IReadOnlyList<SimilarityChoice> Variables, bool MixesTypes, IReadOnlyList<int>? Kept = null)
{
    public const string Default = "similar:8";
    public const int MostNeighbours = 50;

    private static readonly string[] DefaultVariables = [CatalogueReader.PopulationIndicator, "dependency-ratio", "unemployment-rate", "income-tax-per-capita"];

    /// <summary>Understands group= and similarBy=; everything that it cannot understand becomes a finding.</summary>
    public static GroupChoice Resolve(string? group, string? similarBy, bool mixesTypes, Catalogue.Catalogue catalogue, Findings findings)
    {
        var text = group ?? Default;
        if (text == "similar" || text.StartsWith("similar:", StringComparison.Ordinal))
        {
            var k = 8;
            if (text.Length > 8 && (!int.TryParse(text.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out k) || k is < 1 or > MostNeighbours))
                findings.Add("group", "out-of-range", $"similar:k takes a whole number from 1 to {MostNeighbours}.", text);
            return new GroupChoice(text == "similar" ? Default : text, null, k, ResolveVariables(similarBy, catalogue, findings), mixesTypes);
        }
        if (similarBy is not null)
            findings.Add("similarBy", "contradiction", "similarBy belongs to group=similar:k.", similarBy);
        if (catalogue.Groups.TryGetValue(text, out var declared))
            return new GroupChoice(text, declared, 0, [], false);
        Selection.UnknownGroup("group", text, catalogue, findings);
        return new GroupChoice(text, null, 8, [], false);
    }

    private static IReadOnlyList<SimilarityChoice> ResolveVariables(string? similarBy, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (similarBy is null)
            return [.. DefaultVariables.Where(catalogue.Indicators.ContainsKey).Select(code => new SimilarityChoice(catalogue.Indicators[code], 1))];
        var variables = new List<SimilarityChoice>();
        foreach (var entry in similarBy.Split(',').Take(21))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var code = colon < 0 ? entry : entry[..colon];
            var weight = 1.0;
            if (colon >= 0 && (!double.TryParse(entry.AsSpan(colon + 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight) || weight is not (> 0 and <= 1000)))
                findings.Add("similarBy", "invalid-weight", "A weight is a number above 0 and at most 1000, such as population:2.", entry);
            if (!catalogue.Indicators.TryGetValue(code, out var indicator))
                Selection.UnknownIndicator("similarBy", code, catalogue, findings);
            else if (variables.Any(variable => variable.Indicator.Id == indicator.Id))
                findings.Add("similarBy", "repeated-code", $"{code} is listed twice.", entry);
            else
                variables.Add(new SimilarityChoice(indicator, weight));
        }
        if (variables.Count > 20)
            findings.Add("similarBy", "too-many-codes", "At most 20 variables are taken.", similarBy);
        return variables;
    }
}

/// <summary>A variable of similarity and its weight. Populations are compared by their logarithm.</summary>
internal sealed record SimilarityChoice(CatalogueIndicator Indicator, double Weight)
{
    public bool IsLogarithmic => Indicator.Code == CatalogueReader.PopulationIndicator;
}
