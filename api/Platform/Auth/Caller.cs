using System.Collections.Frozen;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>How a caller came in.</summary>
internal enum CallerKind
{
    Anonymous,

    /// <summary>With the operator key of the configuration.</summary>
    Operator,

    /// <summary>With an access token of an OpenID provider.</summary>
    Person,

    /// <summary>With an API key, or with a token that the provider gave to a system.</summary>
    Client,
}

/// <summary>A role in force, and what it is held for.</summary>
/// <param name="Role">Code of the role.</param>
/// <param name="Organisation">Code of the organisation; null where the role is not held for one.</param>
/// <param name="Network">Code of the network; null where the role is not held for one.</param>
/// <param name="Source">Code of the source; null where the role is not held for one.</param>
internal sealed record HeldRole(string Role, string? Organisation = null, string? Network = null, string? Source = null);

/// <summary>
/// Who asks, and all that follows from it. Made once for each request by <see cref="Authentication"/>; handlers take it as a constructor
/// parameter. Never null: without credentials it is <see cref="Anonymous"/>.
/// </summary>
/// <param name="Kind">How they came in.</param>
/// <param name="Actor">Who acts, as it is written beside what they do: operator, person:17, client:4. No personal data.</param>
/// <param name="Name">Name to show to themselves; null where none is known.</param>
/// <param name="Roles">Roles in force.</param>
/// <param name="Permissions">What they may do.</param>
/// <param name="Reach">What they may see that is not public.</param>
internal sealed record Caller(CallerKind Kind, string Actor, string? Name, IReadOnlyList<HeldRole> Roles, FrozenSet<Permission> Permissions, Reach Reach)
{
    public static readonly Caller Anonymous = new(CallerKind.Anonymous, "anonymous", null, [], FrozenSet<Permission>.Empty, Reach.Public);

    /// <summary>Territories whose values they may send, predecessors included; null: every one.</summary>
    public int[]? SendsFor { get; init; } = [];

    /// <summary>Sources whose batches they may push and whose imports they may follow; null: every one.</summary>
    public int[]? PushesFor { get; init; } = [];

    /// <summary>What their key or token may be used for; null: everything that their roles allow.</summary>
    public IReadOnlyCollection<string>? Scopes { get; init; }

    /// <summary>Roles that their token claims, besides those that are granted here; empty with a key.</summary>
    public IReadOnlyList<HeldRole> Claimed { get; init; } = [];

    /// <summary>Whom request limits count; null: the address that they call from.</summary>
    public string? LimitKey { get; init; }

    /// <summary>Prefix of the API key that they came in with; null: came in otherwise.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>Number of the person; null: not a person.</summary>
    public long? PersonId { get; init; }

    /// <summary>True when something is known of them.</summary>
    public bool IsKnown => Kind != CallerKind.Anonymous;

    /// <summary>Sources all of whose imports and sync runs they follow, besides the imports that they sent themselves; null: every one.</summary>
    public int[]? Follows => May(Permission.FollowImports) ? PushesFor : [];

    public bool May(Permission permission) => Permissions.Contains(permission);

    public bool MaySendFor(int territoryId) => SendsFor is null || SendsFor.Contains(territoryId);

    public bool MayPushFor(int sourceId) => PushesFor is null || PushesFor.Contains(sourceId);
}
