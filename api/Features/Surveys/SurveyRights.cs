using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Time;

namespace Benchlearning.Api.Features.Surveys;

/// <summary>Whose a survey is: the coordinators of a municipality, or of the one that took it over, manage its surveys, and administrators.</summary>
internal sealed class SurveyRights(Caller caller, CatalogueWatch watch, TimeProvider time)
{
    /// <summary>True for who may manage the surveys of a municipality.</summary>
    public bool IsOwn(int territoryId) => caller.May(Permission.ManageAccess)
        || caller.Roles.Where(held => held.Role == Role.MunicipalCoordinator).Select(held => held.Organisation).Intersect(OwnersOf(territoryId)).Any();

    /// <summary>Refuses whoever may not. Surveys are public: nothing is hidden by it.</summary>
    public void RequireOwn(int territoryId)
    {
        if (!IsOwn(territoryId))
            throw new ProblemException(ProblemTypes.Forbidden, "The surveys of this municipality are not yours: its coordinators manage them, and administrators.");
    }

    /// <summary>The municipality itself, and the one that holds its whole area today.</summary>
    private IEnumerable<string?> OwnersOf(int territoryId)
    {
        var timeline = watch.Current.Territories;
        var latest = timeline.Latest(territoryId);
        yield return latest.Identity;
        if (latest.ValidTo is not null && timeline.Trace(latest, Riga.Today(time)) is [var successor])
            yield return successor.Version.Identity;
    }
}
