using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Surveys;

/// <summary>Whose a survey is: the coordinators of a municipality manage its surveys, and administrators.</summary>
internal sealed class SurveyRights(Caller caller, CatalogueWatch watch)
{
    /// <summary>True for who may manage the surveys of a municipality.</summary>
    public bool IsOwn(int territoryId) => caller.May(Permission.ManageAccess)
        || caller.Roles.Any(held => held.Role == Role.MunicipalCoordinator && held.Organisation == watch.Current.Territories.Latest(territoryId).Identity);

    /// <summary>Refuses whoever may not. Surveys are public: nothing is hidden by it.</summary>
    public void RequireOwn(int territoryId)
    {
        if (!IsOwn(territoryId))
            throw new ProblemException(ProblemTypes.Forbidden, "The surveys of this municipality are not yours: its coordinators manage them, and administrators.");
    }
}
