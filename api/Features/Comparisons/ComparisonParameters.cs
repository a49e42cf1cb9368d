using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Time;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>Understands the parameters that comparisons share; everything that it cannot understand becomes a finding.</summary>
internal static class ComparisonParameters
{
    public static CatalogueIndicator? Indicator(string? code, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (code is null)
            findings.Add("indicator", "required", "Name one indicator; GET /v1/indicators lists them.");
        else if (catalogue.Indicators.TryGetValue(code, out var indicator))
            return indicator;
        else if (code.Contains(',', StringComparison.Ordinal))
            findings.Add("indicator", "one-only", "A comparison is of one indicator; for many at once see GET /v1/comparisons/profile.", code);
        else
            Selection.UnknownIndicator("indicator", code, catalogue, findings);
        return null;
    }

    public static TerritoryVersion? Territory(string? code, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (code is null)
            findings.Add("territory", "required", "Name one municipality by its code; GET /v1/territories?q= finds it by name.");
        else if (catalogue.Territories.Find(code) is not { } version)
            Selection.UnknownTerritory("territory", code, catalogue, findings);
        else if (version.Type is not ("stateCity" or "municipality"))
            findings.Add("territory", "not-a-municipality", $"{version.NameEn} is not a state city or municipality.", code);
        else
            return version;
        return null;
    }

    /// <summary>One period as asked; null when the latest is asked for or none is given, and null with a finding when it cannot be understood.</summary>
    public static string? Period(string? asked, CatalogueIndicator? indicator, Findings findings)
    {
        if (asked is null or "latest")
            return null;
        if (PeriodSelection.Parse(asked, out var message) is not OnePeriod period)
            findings.Add("period", "invalid-period", message ?? "A comparison is of one period, such as 2013, or latest; for many see GET /v1/comparisons/trend.", asked);
        else if (indicator is not null && PeriodCode.PeriodicityOf(period.Code) != indicator.Current.Periodicity)
            findings.Add("period", "wrong-periodicity", $"{indicator.Code} is {indicator.Current.Periodicity}.", asked);
        else
            return period.Code;
        return null;
    }

    /// <summary>The latest period with data; where there are none, the last that ended while the municipality existed.</summary>
    public static string Latest(IReadOnlyList<string> periods, CatalogueIndicator indicator, TerritoryVersion territory, TimeProvider time) =>
        periods.Count > 0 ? periods[^1] : PeriodCode.LastEnded(territory.ValidTo ?? Riga.Today(time), indicator.Current.Periodicity);

    /// <summary>The municipality as it was on a day; null with a finding that names the units of its area when it did not exist then.</summary>
    public static TerritoryVersion? On(TerritoryVersion version, string period, DateOnly day, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (catalogue.Territories.On(version.TerritoryId, day) is { } valid)
            return valid;
        var then = catalogue.Territories.Trace(version, day).Select(link => link.Version).Where(unit => unit.Code is not null).ToArray();
        findings.Add("territory", "territory-not-valid-in-period",
            then.Length > 0
                ? $"{version.NameEn} ({version.Code}) did not exist in {period}; its area was then: {string.Join(", ", then.Select(unit => $"{unit.Code} {unit.NameEn}"))}."
                : $"{version.NameEn} ({version.Code}) did not exist in {period}.",
            version.Code, [.. then.Select(unit => unit.Code!)]);
        return null;
    }

    /// <summary>Refuses a group that nobody belongs to in any of the periods.</summary>
    public static void RequireMembersInSome(GroupChoice choice, IReadOnlyList<string> periods, CatalogueIndicator indicator, Catalogue.Catalogue catalogue)
    {
        if (choice.Declared is { } group && periods.Count > 0 && periods.All(period => catalogue.Members(group, indicator.Current.DayOf(period)).Members.Count == 0))
            RequireMembers(choice, indicator.Current.DayOf(periods[^1]), catalogue);
    }

    /// <summary>Refuses a group that nobody belongs to on a day.</summary>
    public static void RequireMembers(GroupChoice choice, DateOnly day, Catalogue.Catalogue catalogue)
    {
        if (choice.Declared is { } group && catalogue.Members(group, day).Members.Count == 0)
            throw new ProblemException(ProblemTypes.Unprocessable, string.Create(CultureInfo.InvariantCulture,
                $"The group {group.Code} has no members on {day:yyyy-MM-dd}{(group.RegionId is null ? "" : " (planning regions are known from 2021-07-01 on)")}; choose another group, such as similar:8 or municipalities."));
    }
}
