using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Observations.Selecting;

/// <summary>A selection understood: every code resolved against one snapshot of the catalogue.</summary>
/// <param name="Catalogue">The snapshot.</param>
/// <param name="Indicators">In order of code.</param>
/// <param name="Territories">Territories.</param>
/// <param name="Periods">Periods.</param>
/// <param name="Breakdowns">Breakdowns.</param>
/// <param name="Boundaries">Date whose territories figures are converted to; null: as reported.</param>
/// <param name="AsOf">Instant in UTC; null: now.</param>
internal sealed record Selection(
    Catalogue.Catalogue Catalogue, IReadOnlyList<CatalogueIndicator> Indicators, TerritorySelection Territories, PeriodSelection Periods,
    BreakdownSelection Breakdowns, DateOnly? Boundaries, DateTimeOffset? AsOf)
{
    /// <summary>The day whose members of a group are meant for a figure: that of the boundaries, else the day that the figure tells of.</summary>
    public DateOnly MembershipDay(CatalogueIndicator indicator, string period) => Boundaries ?? indicator.Current.DayOf(period);

    /// <summary>Understands a request; everything that it cannot understand becomes a finding.</summary>
    public static Selection Resolve(SelectionRequest request, Catalogue.Catalogue catalogue, TimeProvider time, int maximumCodes, Findings findings)
    {
        var indicators = FindIndicators(request, catalogue, maximumCodes, findings);
        var boundaries = FindBoundaries(request, findings);
        return new Selection(catalogue, indicators, FindTerritories(request, catalogue, boundaries, maximumCodes, findings), FindPeriods(request, maximumCodes, findings),
            FindBreakdowns(request, catalogue, indicators, maximumCodes, findings), boundaries, FindAsOf(request, time, findings));
    }

    private static bool IsTooLong(SelectionRequest request, string list, IReadOnlyList<string> entries, int maximum, Findings findings)
    {
        if (entries.Count <= maximum)
            return false;
        findings.Add(request.Place(list), "too-many-codes", $"{list} lists {entries.Count} entries; at most {maximum} are taken (published at /v1/config). Use * or group:CODE, or split the request.");
        return true;
    }

    private static IReadOnlyList<CatalogueIndicator> FindIndicators(SelectionRequest request, Catalogue.Catalogue catalogue, int maximum, Findings findings)
    {
        if (request.Indicator is null or [])
        {
            findings.Add(request.Place("indicator"), "required", "Name at least one indicator; GET /v1/indicators lists them, * means all.");
            return [];
        }
        if (IsTooLong(request, "indicator", request.Indicator, maximum, findings))
            return [];
        if (request.Indicator is ["*"])
            return [.. catalogue.Indicators.Values.OrderBy(indicator => indicator.Code, StringComparer.Ordinal)];
        var found = new SortedDictionary<string, CatalogueIndicator>(StringComparer.Ordinal);
        for (var index = 0; index < request.Indicator.Count; index++)
        {
            var code = request.Indicator[index];
            if (catalogue.Indicators.TryGetValue(code, out var indicator))
                found[code] = indicator;
            else
                UnknownIndicator(request.Place("indicator", index), code, catalogue, findings);
        }
        return [.. found.Values];
    }

    /// <summary>The finding on an unknown indicator code, with the nearest codes.</summary>
    public static void UnknownIndicator(string place, string code, Catalogue.Catalogue catalogue, Findings findings)
    {
        var near = Nearest.To(code, catalogue.Indicators.Keys);
        findings.Add(place, "unknown-code", code.Length == 0 ? "An entry of the list is empty." : near.Count > 0
            ? $"There is no indicator {Shown(code)}; did you mean {near[0]}?"
            : $"There is no indicator {Shown(code)}; GET /v1/indicators lists them.", code, near);
    }

    private static TerritorySelection FindTerritories(SelectionRequest request, Catalogue.Catalogue catalogue, DateOnly? boundaries, int maximum, Findings findings)
    {
        if (request.Territory is null or ["*"])
            return TerritorySelection.All;
        if (IsTooLong(request, "territory", request.Territory, maximum, findings))
            return TerritorySelection.All;
        if (request.Territory is [])
            findings.Add(request.Place("territory"), "empty-value", "The list is empty; leave it out for all territories.");
        var ids = new HashSet<int>();
        var groups = new List<GroupVersion>();
        for (var index = 0; index < request.Territory.Count; index++)
        {
            var code = request.Territory[index];
            var place = request.Place("territory", index);
            if (code.StartsWith("group:", StringComparison.Ordinal))
            {
                if (catalogue.Groups.TryGetValue(code[6..], out var group)) groups.Add(group);
                else UnknownGroup(place, code[6..], catalogue, findings);
            }
            else if (catalogue.Territories.Find(code) is { } version)
            {
                ids.Add(version.TerritoryId);
                if (boundaries is { } day && catalogue.Territories.On(version.TerritoryId, day) is null)
                    NotOnBoundaries(place, version, day, catalogue, findings);
            }
            else
            {
                UnknownTerritory(place, code, catalogue, findings);
            }
        }
        return new TerritorySelection(false, ids, groups);
    }

    private static void NotOnBoundaries(string place, TerritoryVersion version, DateOnly day, Catalogue.Catalogue catalogue, Findings findings)
    {
        var then = catalogue.Territories.Trace(version, day).Select(link => link.Version).Where(unit => unit.Code is not null).ToArray();
        findings.Add(place, "territory-not-on-boundaries", string.Create(CultureInfo.InvariantCulture,
            $"{version.NameEn} ({version.Code}) does not exist within the boundaries of {day:yyyy-MM-dd}{(then.Length == 0 ? "" : $"; its area is then: {string.Join(", ", then.Select(unit => $"{unit.Code} {unit.NameEn}"))}")}."),
            version.Code, [.. then.Select(unit => unit.Code!)]);
    }

    /// <summary>The finding on an unknown territory code, with the nearest codes; a name is answered with its codes.</summary>
    public static void UnknownTerritory(string place, string code, Catalogue.Catalogue catalogue, Findings findings)
    {
        var folded = Nearest.Fold(Excerpt.Beginning(code, 100));
        var named = folded.Length < 3 ? [] : catalogue.Territories.Versions
            .Where(version => version.Code is not null && (Nearest.Fold(version.NameLv) == folded || Nearest.Fold(version.NameEn) == folded))
            .Select(version => version.Code!).Take(5).ToArray();
        var asCode = code.Length == 7 && code.All(char.IsAsciiDigit) ? "LV" + code : code;
        var near = named.Length > 0 ? named : Nearest.To(asCode, catalogue.Territories.Versions.Where(version => version.Code is not null).Select(version => version.Code!));
        findings.Add(place, "unknown-code", code.Length == 0 ? "An entry of the list is empty."
            : named.Length > 0 ? $"{Shown(code)} is a name; names are never identity, use a code: {string.Join(", ", named)}."
            : near.Count > 0 ? $"There is no territory {Shown(code)}; did you mean {near[0]}?"
            : $"There is no territory {Shown(code)}; GET /v1/territories?q= finds a code by its name.", code, near);
    }

    /// <summary>The finding on an unknown group code, with the nearest codes.</summary>
    public static void UnknownGroup(string place, string code, Catalogue.Catalogue catalogue, Findings findings)
    {
        var near = Nearest.To(code, catalogue.Groups.Keys, whenNone: 20);
        findings.Add(place, "unknown-code", near.Count is > 0 and < 4
            ? $"There is no group {Shown(code)}; did you mean {near[0]}?"
            : $"There is no group {Shown(code)}; GET /v1/territory-groups lists them.", code, near);
    }

    private static PeriodSelection FindPeriods(SelectionRequest request, int maximum, Findings findings)
    {
        if (request.Period is null)
            return PeriodSelection.All;
        if (IsTooLong(request, "period", request.Period, maximum, findings))
            return PeriodSelection.All;
        if (request.Period is [])
            findings.Add(request.Place("period"), "empty-value", "The list is empty; leave it out for all periods.");
        var expressions = new List<PeriodExpression>();
        for (var index = 0; index < request.Period.Count; index++)
        {
            if (PeriodSelection.Parse(request.Period[index], out var message) is { } expression)
                expressions.Add(expression);
            else
                findings.Add(request.Place("period", index), "invalid-period", message!, request.Period[index]);
        }
        return new PeriodSelection(expressions);
    }

    /// <summary>Adds a finding for whatever is unknown in one cell's breakdown, such as sex:F,stage:school.</summary>
    public static void CheckBreakdown(string breakdown, Catalogue.Catalogue catalogue, Findings findings)
    {
        var request = SelectionRequest.FromAddress(null, null, null, breakdown, null, null);
        _ = FindBreakdowns(request, catalogue, [], request.Breakdown!.Count, findings);
    }

    private static BreakdownSelection FindBreakdowns(SelectionRequest request, Catalogue.Catalogue catalogue, IReadOnlyList<CatalogueIndicator> indicators, int maximum, Findings findings)
    {
        if (request.Breakdown is null or [])
            return BreakdownSelection.TotalOnly;
        if (IsTooLong(request, "breakdown", request.Breakdown, maximum, findings))
            return BreakdownSelection.TotalOnly;
        var categories = new SortedDictionary<string, IReadOnlySet<string>?>(StringComparer.Ordinal);
        for (var index = 0; index < request.Breakdown.Count; index++)
        {
            var pair = request.Breakdown[index];
            var place = request.Place("breakdown", index);
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                findings.Add(place, "invalid-breakdown", "A breakdown is dimension:category, such as sex:F, sex:* or sex:total.", pair);
                continue;
            }
            var (dimension, category) = (pair[..colon], pair[(colon + 1)..]);
            if (!catalogue.Dimensions.TryGetValue(dimension, out var known))
                findings.Add(place, "unknown-code", $"There is no dimension {Shown(dimension)}.", pair, Nearest.To(dimension, catalogue.Dimensions.Keys, whenNone: 20));
            else if (indicators.Count > 0 && !indicators.Any(indicator => indicator.Breakdowns.Contains(dimension)))
                findings.Add(place, "not-broken-down", $"None of the selected indicators is broken down by {dimension}.", pair,
                    [.. indicators.SelectMany(indicator => indicator.Breakdowns).Distinct().Order(StringComparer.Ordinal)]);
            else if (category == BreakdownSelection.Every)
                categories[dimension] = null;
            else if (category != BreakdownSelection.Total && !known.Categories.Any(candidate => candidate.Code == category))
                findings.Add(place, "unknown-code", $"{dimension} has no category {Shown(category)}.", pair,
                    Nearest.To(category, known.Categories.Select(candidate => candidate.Code).Append(BreakdownSelection.Total), whenNone: 20));
            else if (!categories.TryGetValue(dimension, out var chosen))
                categories[dimension] = new HashSet<string>(StringComparer.Ordinal) { category };
            else if (chosen is HashSet<string> set)
                set.Add(category);
        }
        return new BreakdownSelection(categories);
    }

    private static DateOnly? FindBoundaries(SelectionRequest request, Findings findings)
    {
        if (request.Boundaries is null or "asReported")
            return null;
        if (!DateOnly.TryParseExact(request.Boundaries, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            findings.Add(request.Place("boundaries"), "invalid-boundaries", "boundaries is asReported or a date such as 2021-07-01.", request.Boundaries, ["asReported"]);
        else if (date < new DateOnly(2009, 7, 1))
            findings.Add(request.Place("boundaries"), "before-coverage", "Territories are known from 2009-07-01 on.", request.Boundaries);
        else
            return date;
        return null;
    }

    private static DateTimeOffset? FindAsOf(SelectionRequest request, TimeProvider time, Findings findings)
    {
        if (request.AsOf is null)
            return null;
        if (request.AsOf > time.GetUtcNow())
            findings.Add(request.Place("asOf"), "in-the-future", "asOf is an instant that has passed.", request.AsOf.Value.ToString("O", CultureInfo.InvariantCulture));
        return request.AsOf.Value.ToUniversalTime();
    }

    private static string Shown(string code) => $"'{Excerpt.Of(code, 60)}'";
}
