using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Access;

/// <summary>A role that somebody holds, held or will hold.</summary>
/// <param name="Id">Number of the grant.</param>
/// <param name="Holder">Who: person:17 or client:4.</param>
/// <param name="HolderName">Name of the holder; null where none is known.</param>
/// <param name="Role">The role.</param>
/// <param name="Organisation">Code of the organisation that it is held for; null: of none.</param>
/// <param name="Network">Code of the network that it is held for; null: of none.</param>
/// <param name="Source">Code of the source that it is held for; null: of none.</param>
/// <param name="State">coming, inForce, ended or revoked.</param>
/// <param name="ValidFrom">The first instant in force.</param>
/// <param name="ValidTo">The first instant no longer in force; null: until it is revoked.</param>
/// <param name="GrantedAt">When it was granted.</param>
/// <param name="GrantedBy">Who granted it.</param>
/// <param name="Reason">Why it was granted.</param>
/// <param name="RevokedAt">When it was revoked; null: it was not.</param>
/// <param name="RevokedBy">Who revoked it; null: it was not.</param>
/// <param name="RevokeReason">Why it was revoked; null: it was not.</param>
public sealed record RoleGrant(
    long Id, string Holder, string? HolderName, string Role, string? Organisation, string? Network, string? Source, string State, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo,
    DateTimeOffset GrantedAt, string GrantedBy, string Reason, DateTimeOffset? RevokedAt, string? RevokedBy, string? RevokeReason);

/// <summary>A role to be granted.</summary>
public sealed record RoleGranting
{
    /// <summary>Who: person:17 or client:4.</summary>
    [Required]
    public string? Holder { get; set; }

    /// <summary>The role.</summary>
    [Required]
    public string? Role { get; set; }

    /// <summary>Code of the organisation that it is held for: with dataSubmitter, municipalCoordinator and politician, and with no other.</summary>
    public string? Organisation { get; set; }

    /// <summary>Code of the network that it is held for: with networkCoordinator and externalExpert, and with no other.</summary>
    public string? Network { get; set; }

    /// <summary>Code of the source that it is held for: with sourceSystem, and with no other.</summary>
    public string? Source { get; set; }

    /// <summary>The first instant in force. Default now.</summary>
    public DateTimeOffset? ValidFrom { get; set; }

    /// <summary>The first instant no longer in force. Left out: until it is revoked; an externalExpert needs one.</summary>
    public DateTimeOffset? ValidTo { get; set; }

    /// <summary>Why; it is kept for ever.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}

/// <summary>A person as the OpenID provider tells of them, so that roles can be granted.</summary>
/// <param name="Holder">How roles name them: person:17.</param>
/// <param name="Issuer">The OpenID provider.</param>
/// <param name="Subject">How the provider names them.</param>
/// <param name="Name">Their name; null where the provider does not tell it.</param>
/// <param name="FirstSeenOn">The day on which they first came in, in UTC.</param>
/// <param name="LastSeenOn">The day on which they last came in, in UTC.</param>
public sealed record KnownPerson(string Holder, string Issuer, string Subject, string? Name, DateOnly FirstSeenOn, DateOnly LastSeenOn);
