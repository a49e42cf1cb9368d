using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Territories;
using Dapper;

namespace Benchlearning.Api.Features.Territories;

/// <summary>A row of the view territory_in_time, as the use cases select it.</summary>
[method: ExplicitConstructor]
internal sealed record TerritoryRow(
    int TerritoryVersionId, string? Code, string Identity, int Version, string NameLv, string NameEn, string[] FormerNames, string Type, string? Region,
    string? Nuts3, string? Iso31662, DateOnly ValidFrom, DateOnly? ValidTo, string Confidence, string? Note)
{
    public Territory AsTerritory(string language, DateOnly today) => new(
        Code, Identity, Version, Language.Pick(language, NameLv, NameEn), FormerNames, Type, Region, Nuts3, Iso31662, ValidFrom, ValidTo,
        ValidFrom <= today && (ValidTo is null || ValidTo >= today), Confidence, Note);
}
