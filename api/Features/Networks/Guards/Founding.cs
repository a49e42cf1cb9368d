namespace Benchlearning.Api.Features.Networks.Guards;

internal sealed class ThemeNamed : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Theme is null ? "The network has no theme." : null;
}

internal sealed class AimStated : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Aim is null ? "The network does not say what it wants to reach." : null;
}

internal sealed class CommitteeNamed : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Committee is null ? "The network belongs to no committee of the association." : null;
}

internal sealed class CoordinatorProposed : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Coordinators.Any(coordinator => coordinator.HandedOverOn is null) ? null : "Nobody is proposed as the coordinator.";
}

internal sealed class SpanSet : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts is { StartsOn: not null, EndsOn: not null } ? null : "The cycle does not say when it starts and ends.";
}

internal sealed class MembersWithinBounds : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Members.Count >= facts.MinimumMembers && facts.Members.Count <= facts.MaximumMembers ? null
        : FormattableString.Invariant($"A cycle has {facts.MinimumMembers} to {facts.MaximumMembers} members, observers apart; this one has {facts.Members.Count}.");
}

internal sealed class AgreementsSigned : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => Named("No agreement is signed by", facts.Members.Where(member => member.Agreement is null).Select(member => member.Organisation));

    /// <summary>A sentence that ends with names; null where there are none.</summary>
    internal static string? Named(string beginning, IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? $"{beginning} {list}." : null;
}

internal sealed class ContactsNamed : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => AgreementsSigned.Named("No contact is named by", facts.Members.Where(member => member.ContactName is null).Select(member => member.Organisation));
}

internal sealed class CoordinatorAccepted : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Coordinators.Any(coordinator => coordinator is { HandedOverOn: null, AcceptedOn: { } day } && day <= facts.Today) ? null
        : "Nobody who is proposed as the coordinator has accepted.";
}

internal sealed class KickOffHeld : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.IsKickOffHeld ? null : "No kick-off has taken place.";
}

internal sealed class KickOffMinutesApproved : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.AreKickOffMinutesApproved ? null : "The minutes of the kick-off are not approved.";
}
