using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Access;

/// <summary>An organisation whose people and systems come in.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Kind">municipality, association, agency or other.</param>
/// <param name="NameLv">Name in Latvian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="Territory">Latest code of the municipality's territory; null for what is no municipality.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record Organisation(string Code, string Kind, string NameLv, string NameEn, string? Territory, int Version);

/// <summary>What an organisation is to be.</summary>
public sealed record OrganisationSettings
{
    /// <summary>association, agency or other: municipalities come with the territories.</summary>
    [Required]
    public string? Kind { get; set; }

    /// <summary>Name in Latvian.</summary>
    [Required, StringLength(200)]
    public string? NameLv { get; set; }

    /// <summary>Name in English.</summary>
    [Required, StringLength(200)]
    public string? NameEn { get; set; }
}

/// <summary>A cooperation network: what it is about, and who belongs to it, which decides who sees what.</summary>
/// <param name="Code">Its code.</param>
/// <param name="NameLv">Name in Latvian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="Members">Who is a member, and who was, in order of their codes and days.</param>
/// <param name="Theme">What it compares and learns about; null: not named yet.</param>
/// <param name="AimLv">What it wants to reach, in Latvian; null: not said.</param>
/// <param name="AimEn">The same in English; null: not said.</param>
/// <param name="Committee">Committee of the association that it belongs to; null: none is named yet.</param>
/// <param name="FundingProgramme">Programme that pays for it; null: none.</param>
/// <param name="Visibility">members: only they see its cycles; public: everyone who may come in sees cycles and meetings, but not what stays with the network.</param>
/// <param name="Version">1 at first; grows with each change.</param>
public sealed record AccessNetwork(
    string Code, string NameLv, string NameEn, IReadOnlyList<NetworkMembership> Members, string? Theme, string? AimLv, string? AimEn, string? Committee, string? FundingProgramme, string Visibility,
    int Version);

/// <summary>A membership in a network.</summary>
/// <param name="Organisation">Code of the organisation.</param>
/// <param name="JoinedOn">The first day as a member, in Riga.</param>
/// <param name="LeftOn">The first day no longer as a member; null: member still.</param>
public sealed record NetworkMembership(string Organisation, DateOnly JoinedOn, DateOnly? LeftOn);

/// <summary>What a network is to be.</summary>
public sealed record NetworkSettings
{
    /// <summary>Name in Latvian.</summary>
    [Required, StringLength(200)]
    public string? NameLv { get; set; }

    /// <summary>Name in English.</summary>
    [Required, StringLength(200)]
    public string? NameEn { get; set; }

    /// <summary>All members, those that left among them: whoever is left out here never was one.</summary>
    [Required, MaxLength(1000)]
    public IReadOnlyList<MemberSettings>? Members { get; set; }

    /// <summary>What it compares and learns about; left out: not named yet.</summary>
    [StringLength(200)]
    public string? Theme { get; set; }

    /// <summary>What it wants to reach, in Latvian.</summary>
    [StringLength(2000)]
    public string? AimLv { get; set; }

    /// <summary>What it wants to reach, in English.</summary>
    [StringLength(2000)]
    public string? AimEn { get; set; }

    /// <summary>Committee of the association that it belongs to.</summary>
    [StringLength(200)]
    public string? Committee { get; set; }

    /// <summary>Programme that pays for it; left out: none.</summary>
    [StringLength(200)]
    public string? FundingProgramme { get; set; }

    /// <summary>members, unless said otherwise, or public: then everyone who may come in sees its cycles and meetings.</summary>
    public string? Visibility { get; set; }
}

/// <summary>A membership to be recorded.</summary>
public sealed record MemberSettings
{
    /// <summary>Code of the organisation.</summary>
    [Required]
    public string? Organisation { get; set; }

    /// <summary>The first day as a member, in Riga.</summary>
    [Required]
    public DateOnly? JoinedOn { get; set; }

    /// <summary>The first day no longer as a member; left out: member still.</summary>
    public DateOnly? LeftOn { get; set; }
}
