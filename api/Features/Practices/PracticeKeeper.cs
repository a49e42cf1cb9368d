using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Practices;

/// <summary>For whom a caller acts.</summary>
internal static class PracticeKeeper
{
    /// <summary>Codes of the organisations whose coordinator the caller is.</summary>
    public static string[] OrganisationsOf(Caller caller) =>
        [.. caller.Roles.Where(role => role.Role == Role.MunicipalCoordinator).Select(role => role.Organisation).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>True for who acts for every organisation.</summary>
    public static bool ActsForAll(Caller caller) => caller.May(Permission.ManageAccess);

    /// <summary>True for who enters practices of the state and of other countries, for the association.</summary>
    public static bool ActsForAssociation(Caller caller) => caller.May(Permission.ReviewPractices);

    /// <summary>403 for who is not of the organisation that keeps something.</summary>
    public static ProblemException NotTheirs(string what) =>
        new(ProblemTypes.Forbidden, $"{what} is kept by another organisation: its coordinator may do this (role municipalCoordinator, held for the organisation), and administrators.");

    /// <summary>Refuses a move that the caller may not make.</summary>
    /// <param name="move">The move.</param>
    /// <param name="caller">Who wants to make it.</param>
    /// <param name="isKeeper">Whether they act for who keeps the thing.</param>
    /// <param name="what">The thing, as a sentence begins.</param>
    public static void Demand(LifeMove move, Caller caller, bool isKeeper, string what)
    {
        var isReviewer = caller.May(Permission.ReviewPractices);
        if (move.By switch { MoveBy.Keeper => isKeeper, MoveBy.Reviewer => isReviewer, _ => isKeeper || isReviewer })
            return;
        throw move.By == MoveBy.Reviewer
            ? new ProblemException(ProblemTypes.Forbidden, $"{move.Code} needs the permission reviewPractices, which the association's analysts and administrators have.")
            : NotTheirs(what);
    }
}
