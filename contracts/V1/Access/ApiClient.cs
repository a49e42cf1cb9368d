using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Access;

/// <summary>A system that comes in with a key, or with a token of the OpenID provider.</summary>
/// <param name="Id">Number of the client.</param>
/// <param name="Holder">How roles name it: client:4.</param>
/// <param name="Name">Its name.</param>
/// <param name="Organisation">Code of the organisation that owns it.</param>
/// <param name="Issuer">The OpenID provider that gives it tokens too; null: it comes in with keys only.</param>
/// <param name="Subject">How the provider names it; null: it comes in with keys only.</param>
/// <param name="IsDemo">True for one that a local start made to be tried out.</param>
/// <param name="Version">1 at first; grows with each change.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ChangedAt">When it was last changed.</param>
/// <param name="DisabledAt">Since when none of its keys and tokens is accepted; null: they are.</param>
public sealed record ApiClient(
    int Id, string Holder, string Name, string Organisation, string? Issuer, string? Subject, bool IsDemo, int Version, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset ChangedAt, DateTimeOffset? DisabledAt);

/// <summary>What a client is to be.</summary>
public sealed record ApiClientSettings
{
    /// <summary>Its name.</summary>
    [Required, StringLength(200)]
    public string? Name { get; set; }

    /// <summary>Code of the organisation that owns it.</summary>
    [Required]
    public string? Organisation { get; set; }

    /// <summary>The OpenID provider that gives it tokens too (OAuth 2.0 client credentials); together with subject.</summary>
    [StringLength(500)]
    public string? Issuer { get; set; }

    /// <summary>How the provider names it; together with issuer.</summary>
    [StringLength(500)]
    public string? Subject { get; set; }

    /// <summary>False: none of its keys and tokens is accepted until it is enabled again. Default true.</summary>
    public bool? Enabled { get; set; }
}

/// <summary>A key of a client, without its secret.</summary>
/// <param name="Prefix">The ten characters after blk_ that name the key; no secret.</param>
/// <param name="State">active, expired or revoked.</param>
/// <param name="Scopes">What it may be used for, of what the roles of its client allow.</param>
/// <param name="Networks">Where it may come from (CIDR); empty: from anywhere.</param>
/// <param name="Replaces">Prefix of the key that it takes over from; null: of none.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="ExpiresAt">The first instant at which it is no longer accepted.</param>
/// <param name="LastUsedAt">When it was last used, to the minute; null: never.</param>
/// <param name="RevokedAt">When it was revoked; null: it was not.</param>
/// <param name="RevokedBy">Who revoked it; null: it was not.</param>
/// <param name="RevokeReason">Why it was revoked; null: it was not.</param>
public sealed record ApiKey(
    string Prefix, string State, IReadOnlyList<string> Scopes, IReadOnlyList<string> Networks, string? Replaces, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt, string? RevokedBy, string? RevokeReason);

/// <summary>What a new key is to be.</summary>
public sealed record ApiKeySettings
{
    /// <summary>What it may be used for: one or more of read, submit, push, audit, administer. Left out where it replaces another: as that one.</summary>
    public IReadOnlyList<string>? Scopes { get; set; }

    /// <summary>Where it may come from, as networks such as 192.0.2.0/24 or 2001:db8::/32. Left out or empty: from anywhere, or, where it replaces another, as that one.</summary>
    [MaxLength(50)]
    public IReadOnlyList<string>? Networks { get; set; }

    /// <summary>The first instant at which it is no longer accepted. Default in a year; the latest is published at /v1/config.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Prefix of the key that it takes over from, which then expires after the overlap, if not before.</summary>
    public string? Replaces { get; set; }

    /// <summary>Days during which both keys are accepted, 0 to 30; only with replaces. Default 7.</summary>
    public int? OverlapDays { get; set; }
}

/// <summary>A new key with its secret.</summary>
/// <param name="Key">The key as it is known here.</param>
/// <param name="Secret">The whole key, to be sent as Authorization: Bearer SECRET. It is shown here only: keep it.</param>
/// <param name="Replaced">The key that it takes over from, with its new end; null: it takes over from none.</param>
public sealed record CreatedApiKey(ApiKey Key, string Secret, ApiKey? Replaced);

/// <summary>Why something is taken back.</summary>
public sealed record Revocation
{
    /// <summary>Why; it is kept for ever.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}
