using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Audit;

/// <summary>All that is kept about a person.</summary>
/// <param name="Id">Number of the person.</param>
/// <param name="Issuer">The OpenID provider that they come in with.</param>
/// <param name="Subject">The provider's own name of the person; null: erased.</param>
/// <param name="Name">Their name; null: not told, or erased.</param>
/// <param name="FirstSeenAt">When they first came in.</param>
/// <param name="LastSeenAt">The day on which they last did.</param>
/// <param name="ErasedAt">When they were erased; null: they were not.</param>
/// <param name="Roles">Roles that they hold or held, the newest first.</param>
/// <param name="Entries">What the audit log says of what they did and of what was done about them, the newest first: one page.</param>
/// <param name="Next">Cursor of the next page of entries; null on the last.</param>
public sealed record PersonData(
    long Id, string Issuer, string? Subject, string? Name, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, DateTimeOffset? ErasedAt, IReadOnlyList<PersonRole> Roles,
    IReadOnlyList<AuditEntry> Entries, string? Next);

/// <summary>A role that a person holds or held.</summary>
/// <param name="Role">Code of the role.</param>
/// <param name="Organisation">Code of the organisation that it is held for; null: none.</param>
/// <param name="Network">Code of the network that it is held for; null: none.</param>
/// <param name="ValidFrom">The first instant with it.</param>
/// <param name="ValidTo">The first instant without; null: until it is revoked.</param>
/// <param name="GrantedBy">Who granted it.</param>
/// <param name="Reason">Why.</param>
/// <param name="RevokedAt">When it was revoked; null: it was not.</param>
/// <param name="RevokeReason">Why; null: it was not.</param>
public sealed record PersonRole(
    string Role, string? Organisation, string? Network, DateTimeOffset ValidFrom, DateTimeOffset? ValidTo, string GrantedBy, string Reason, DateTimeOffset? RevokedAt, string? RevokeReason);

/// <summary>Why a person is erased.</summary>
public sealed record PersonErasure
{
    /// <summary>Why; kept in the audit log. It does not name the person.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}

/// <summary>What is left of a person.</summary>
/// <param name="Id">Their number, which is nobody's any more.</param>
/// <param name="Pseudonym">What stands for them beside what they did.</param>
/// <param name="ErasedAt">When they were erased.</param>
public sealed record ErasedPerson(long Id, string Pseudonym, DateTimeOffset ErasedAt);
