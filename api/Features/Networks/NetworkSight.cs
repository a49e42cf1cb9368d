using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Networks;

/// <summary>How a caller stands to a network.</summary>
internal static class NetworkSight
{
    /// <summary>True for those who see what stays with the network: its members' people, its coordinator and experts, analysts and administrators.</summary>
    public static bool IsInside(Caller caller, int networkId) => caller.Reach.Level is "analyst" or "administrator" || caller.Reach.Networks.Contains(networkId);

    /// <summary>True for administrators of access, who do what coordinators and members do.</summary>
    public static bool IsAdministrator(Caller caller) => caller.May(Permission.ManageAccess);

    /// <summary>True for who leads a network.</summary>
    public static bool Coordinates(Caller caller, string network) =>
        IsAdministrator(caller) || (caller.May(Permission.CoordinateNetworks) && caller.Roles.Any(role => role.Role == Role.NetworkCoordinator && role.Network == network));

    /// <summary>Codes of the organisations that a caller answers for, besides those that these took over from.</summary>
    public static string[] Organisations(Caller caller) =>
        caller.May(Permission.TakePartInNetworks) ? [.. caller.Roles.Where(role => role is { Role: Role.MunicipalCoordinator, Organisation: not null }).Select(role => role.Organisation!)] : [];

    /// <summary>404 for a cycle that is not there, or not the caller's to see.</summary>
    public static ProblemException NoCycle(string network, int number) =>
        new(ProblemTypes.NotFound, FormattableString.Invariant($"There is no cycle {number} of a network '{Excerpt.Of(network)}' that you may see; GET /v1/networks lists networks."));

    /// <summary>404 for something of a cycle that is not there, or not the caller's to see.</summary>
    public static ProblemException Nothing(string what, string code) => new(ProblemTypes.NotFound, $"There is no {what} '{Excerpt.Of(code)}' in this cycle that you may see.");
}
