using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>A version of an index that is known by a code.</summary>
/// <param name="Code">The index.</param>
/// <param name="Version">From 1; a version that was used is never changed, a new one takes its place.</param>
/// <param name="NameLv">Its name in Latvian.</param>
/// <param name="NameEn">Its name in English.</param>
/// <param name="ValidFrom">First day of its validity; null: not known.</param>
/// <param name="ValidTo">Last day of its validity; null: it is in force.</param>
/// <param name="Source">Where it is defined.</param>
/// <param name="Components">What it is made of.</param>
internal sealed record KnownIndex(
    string Code, int Version, string NameLv, string NameEn, DateOnly? ValidFrom, DateOnly? ValidTo, string Source, IReadOnlyList<CompositeComponent> Components);

/// <summary>The indices that are known by a code, each with its versions by validity.</summary>
internal static class KnownIndices
{
    /// <summary>Every version of every index.</summary>
    public static readonly IReadOnlyList<KnownIndex> All =
    [
        new("territory-development-index", 1, "Teritorijas attīstības indekss", "Territory development index", null, null, "vraa.gov.lv/lv/teritorijas-attistibas-indekss",
        [
            Component("active-enterprises-per-1000", 0.25, "higherIsBetter"),
            Component("unemployment-rate", 0.15, "lowerIsBetter"),
            Component("needy-person-share", 0.10, "lowerIsBetter"),
            Component("recorded-offences-per-1000", 0.05, "lowerIsBetter"),
            Component("natural-balance-per-1000", 0.10, "higherIsBetter"),
            Component("migration-balance-per-1000", 0.10, "higherIsBetter"),
            Component("above-working-age-per-1000", 0.05, "lowerIsBetter"),
            Component("income-tax-per-capita", 0.20, "higherIsBetter"),
        ]),
    ];

    /// <summary>The codes.</summary>
    public static IReadOnlyList<string> Codes => [.. All.Select(index => index.Code).Distinct(StringComparer.Ordinal)];

    /// <summary>The version of an index: the one asked for, or the one valid on a day, or the latest.</summary>
    /// <param name="versions">The versions to look among.</param>
    /// <param name="code">The index.</param>
    /// <param name="version">The version asked for; null: by the day.</param>
    /// <param name="on">The day; null: the latest version.</param>
    /// <returns>Null when there is none.</returns>
    public static KnownIndex? Find(IEnumerable<KnownIndex> versions, string code, int? version, DateOnly? on) => versions
        .Where(index => index.Code == code && (version is { } number ? index.Version == number : on is not { } day || ((index.ValidFrom ?? day) <= day && day <= (index.ValidTo ?? day))))
        .MaxBy(index => index.Version);

    private static CompositeComponent Component(string variable, double weight, string direction) => new() { Variable = variable, Weight = weight, Direction = direction };
}
