namespace Benchlearning.Contracts.V1.Access;

/// <summary>Who asks, and what they may see and do.</summary>
/// <param name="Kind">anonymous: without credentials; operator: with the operator key; person: with an access token; client: with an API key, or with the token of a system.</param>
/// <param name="Actor">How what you do is signed: anonymous, operator, person:17 or client:4.</param>
/// <param name="Name">Your name as it is known here; null where none is.</param>
/// <param name="Roles">Roles in force, whatever the scopes leave of them.</param>
/// <param name="Organisations">Organisations that roles are held for.</param>
/// <param name="Networks">Networks that you reach as a coordinator, as an expert, or because your municipality or its predecessor is a member.</param>
/// <param name="Territories">Codes of the territories whose own figures you see: those of your municipality and its predecessors, the latest code of each.</param>
/// <param name="Level">What else you see: public, authorised, analyst or administrator; each sees more than the one before.</param>
/// <param name="Scopes">What the key or token may be used for; null: everything that the roles allow.</param>
/// <param name="Permissions">What you may do, as the contract's refusals name it.</param>
/// <param name="RequestsPerMinute">Budgets by class of operations.</param>
public sealed record Me(
    string Kind, string Actor, string? Name, IReadOnlyList<MyRole> Roles, IReadOnlyList<MyOrganisation> Organisations, IReadOnlyList<MyNetwork> Networks, IReadOnlyList<string> Territories,
    string Level, IReadOnlyList<string>? Scopes, IReadOnlyList<string> Permissions, IReadOnlyDictionary<string, int> RequestsPerMinute);

/// <summary>A role in force.</summary>
/// <param name="Role">The role.</param>
/// <param name="Organisation">Code of the organisation that it is held for; null: of none.</param>
/// <param name="Network">Code of the network that it is held for; null: of none.</param>
/// <param name="Source">Code of the source that it is held for; null: of none.</param>
public sealed record MyRole(string Role, string? Organisation, string? Network, string? Source);

/// <summary>An organisation that a role is held for.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name in the asked language.</param>
public sealed record MyOrganisation(string Code, string Name);

/// <summary>A network that is reached.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name in the asked language.</param>
public sealed record MyNetwork(string Code, string Name);
