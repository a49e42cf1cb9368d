using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1;

namespace Benchlearning.Api.Features.Territories;

/// <summary>Finds the territory of a path, or refuses with 404 and the nearest codes.</summary>
internal static class KnownTerritory
{
    public static TerritoryVersion OrNotFound(Catalogue.Catalogue catalogue, string code) =>
        catalogue.Territories.Find(code) ?? throw NotFound(catalogue, code);

    public static ProblemException NotFound(Catalogue.Catalogue catalogue, string code)
    {
        var findings = new Findings();
        Selection.UnknownTerritory("code", code, catalogue, findings);
        var failure = findings.Failures[0];
        return new ProblemException(ProblemTypes.NotFound, failure.ErrorMessage,
            [new ProblemError("code", null, failure.ErrorCode, failure.ErrorMessage, Excerpt.Of(code), failure.CustomState as IReadOnlyList<string>)]);
    }
}
