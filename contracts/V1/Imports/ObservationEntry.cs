using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Benchlearning.Contracts.V1.Imports;

/// <summary>A few values of one territory, as a form sends them.</summary>
public sealed record ObservationEntry
{
    /// <summary>Code of the source that the values are from.</summary>
    [Required]
    public string? Source { get; set; }

    /// <summary>Why they are sent; kept with every revision.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }

    /// <summary>The values, at most as many as published at /v1/config.</summary>
    [Required, MinLength(1), MaxLength(200)]
    public IReadOnlyList<EnteredValue>? Values { get; set; }
}

/// <summary>One value of a form.</summary>
public sealed record EnteredValue
{
    /// <summary>Code of the indicator.</summary>
    [Required]
    public string? Indicator { get; set; }

    /// <summary>The period, such as 2013.</summary>
    [Required]
    public string? Period { get; set; }

    /// <summary>The value; null where there is none, and always said.</summary>
    [JsonRequired]
    public decimal? Value { get; set; }

    /// <summary>Breakdown, such as sex:F; without it the total.</summary>
    public string? Breakdown { get; set; }

    /// <summary>Why there is no value; without it notAvailable.</summary>
    public string? MissingReason { get; set; }

    /// <summary>Flags of the value; without it those held stay.</summary>
    public IReadOnlyList<string>? Flags { get; set; }

    /// <summary>Reason of the flags in Latvian.</summary>
    public string? ReasonLv { get; set; }

    /// <summary>Reason of the flags in English.</summary>
    public string? ReasonEn { get; set; }
}
