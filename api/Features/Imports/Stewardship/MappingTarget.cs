using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Imports.Stewardship;

/// <summary>What a name is mapped to, as it was asked for and as it is stored.</summary>
/// <param name="Kind">indicator, territory or breakdown.</param>
/// <param name="Code">Code of ours; null: none was named.</param>
/// <param name="Factor">Ours = factor x theirs; null: 1.</param>
/// <param name="UnitNote">What the factor converts.</param>
/// <param name="IsIgnored">True: rows with the name are left out.</param>
/// <param name="Reason">Why.</param>
internal sealed record MappingTarget(string Kind, string? Code, decimal? Factor, string? UnitNote, bool IsIgnored, string? Reason)
{
    private const decimal LargestFactor = 1_000_000_000;
    private const int LongestNote = 300;

    public static readonly string[] Kinds = ["indicator", "territory", "breakdown"];

    /// <summary>Adds everything that is wrong with it.</summary>
    public void Check(Catalogue.Catalogue catalogue, Findings findings)
    {
        if (IsIgnored && Code is not null)
            findings.Add("/target", "contradiction", "A name that is ignored has no target: leave one of them out.", Code);
        else if (!IsIgnored && string.IsNullOrEmpty(Code))
            findings.Add("/target", "required", "Name the code of ours that it means, or set ignore.");
        else if (!IsIgnored)
            CheckCode(catalogue, findings);
        if (Factor is not (null or 1) && (Kind != "indicator" || IsIgnored))
            findings.Add("/factor", "contradiction", "Only the values of an indicator are converted.");
        else if (Factor is { } factor && (factor == 0 || Math.Abs(factor) > LargestFactor || Math.Abs(factor) < 1 / LargestFactor))
            findings.Add("/factor", "out-of-range", "A factor is from 0.000000001 to 1000000000, or the negative of such a number.", factor.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Factor is not (null or 1) && string.IsNullOrWhiteSpace(UnitNote))
            findings.Add("/unitNote", "required", "Say what the factor converts, such as: thousands to persons.");
        Texts.CheckLength("/unitNote", UnitNote, LongestNote, findings);
        Texts.CheckReason(Reason, findings);
    }

    private void CheckCode(Catalogue.Catalogue catalogue, Findings findings)
    {
        if (Kind == "indicator" && !catalogue.Indicators.ContainsKey(Code!)) Selection.UnknownIndicator("/target", Code!, catalogue, findings);
        else if (Kind == "territory" && catalogue.Territories.Find(Code!) is null) Selection.UnknownTerritory("/target", Code!, catalogue, findings);
        else if (Kind == "breakdown" && !IsBreakdown(Code!, catalogue))
            findings.Add("/target", "unknown-code", "A breakdown is dimension:category, several separated by commas; GET /v1/breakdowns lists them.", Code);
    }

    private static bool IsBreakdown(string code, Catalogue.Catalogue catalogue) => code.Split(',').All(pair => pair.Split(':') is [var dimension, var category]
        && catalogue.Dimensions.TryGetValue(dimension, out var known) && known.Categories.Any(candidate => candidate.Code == category));

    /// <summary>What is stored: the columns of mapping_rule.</summary>
    public (int? IndicatorId, int? TerritoryId, string? Breakdown) Resolve(Catalogue.Catalogue catalogue) => IsIgnored ? (null, null, null) : Kind switch
    {
        "indicator" => (catalogue.Indicators[Code!].Id, null, null),
        "territory" => (null, catalogue.Territories.Find(Code!)!.TerritoryId, null),
        _ => (null, null, Code),
    };
}
