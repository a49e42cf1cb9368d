using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Territories;

/// <summary>A list of municipalities to be saved as a group.</summary>
public sealed record TerritoryGroupSettings
{
    /// <summary>Name in Latvian.</summary>
    [Required, StringLength(200)]
    public string? NameLv { get; set; }

    /// <summary>Name in English.</summary>
    [Required, StringLength(200)]
    public string? NameEn { get; set; }

    /// <summary>What the group is for and how it was made, in Latvian.</summary>
    [Required, StringLength(2000)]
    public string? DescriptionLv { get; set; }

    /// <summary>What the group is for and how it was made, in English.</summary>
    [Required, StringLength(2000)]
    public string? DescriptionEn { get; set; }

    /// <summary>Codes of the members, of any vintage, 1 to 200; each belongs on the days on which it exists.</summary>
    [Required, MaxLength(200)]
    public IReadOnlyList<string>? Members { get; set; }

    /// <summary>Where the members come from.</summary>
    [Required]
    public GroupOrigin? Origin { get; set; }
}

/// <summary>Where the members of a saved group come from.</summary>
public sealed record GroupOrigin
{
    /// <summary>The method of the analysis that found them, such as neighbours or clusters; choice where somebody chose them.</summary>
    [Required, StringLength(200)]
    public string? Method { get; set; }

    /// <summary>The request of the analysis, a JSON object as text: with it they can be found again; null: none.</summary>
    [StringLength(20000)]
    public string? Request { get; set; }

    /// <summary>The instant whose figures were used; null: not said.</summary>
    public DateTimeOffset? AsOf { get; set; }
}

/// <summary>A group as it was saved.</summary>
/// <param name="Code">Its code: group=CODE, and territory=group:CODE.</param>
/// <param name="Version">Its version, from 1; send it as If-Match to save the next one.</param>
/// <param name="NameLv">Name in Latvian.</param>
/// <param name="NameEn">Name in English.</param>
/// <param name="DescriptionLv">What it is for, in Latvian.</param>
/// <param name="DescriptionEn">What it is for, in English.</param>
/// <param name="Members">Identities of its members.</param>
/// <param name="Origin">Where they come from.</param>
public sealed record SavedTerritoryGroup(
    string Code, int Version, string NameLv, string NameEn, string DescriptionLv, string DescriptionEn, IReadOnlyList<string> Members, GroupOrigin Origin);
