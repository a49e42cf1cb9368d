using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Access;

/// <summary>A decision about who may see some cells. Of all that cover a cell the newest holds, for its past values and for those to come.</summary>
/// <param name="Id">Number of the classification.</param>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Territory">Newest code of the territory; null: every territory.</param>
/// <param name="Identity">Identity of the territory; null: every territory.</param>
/// <param name="PeriodFrom">First period; null: from the first. A year holds its quarters and months.</param>
/// <param name="PeriodTo">Last period; null: to the last, and all that are to come.</param>
/// <param name="Breakdown">The breakdown, such as sex:F; empty: the total; null: the total and every breakdown.</param>
/// <param name="Visibility">Who may see them: public, authorised, network, ownMunicipality or administrators.</param>
/// <param name="Network">Code of the network whose members may see them; null unless visibility is network.</param>
/// <param name="Reason">Why.</param>
/// <param name="CellsBefore">How many of the cells had which visibility before.</param>
/// <param name="CellsAfter">How many of them have which visibility since.</param>
/// <param name="ClassifiedAt">When.</param>
/// <param name="ClassifiedBy">Who decided.</param>
public sealed record Classification(
    int Id, string Indicator, string? Territory, string? Identity, string? PeriodFrom, string? PeriodTo, string? Breakdown, string Visibility, string? Network, string Reason,
    IReadOnlyDictionary<string, long> CellsBefore, IReadOnlyDictionary<string, long> CellsAfter, DateTimeOffset ClassifiedAt, string ClassifiedBy);

/// <summary>Who is to see which cells.</summary>
public sealed record ClassificationRequest
{
    /// <summary>Code of the indicator.</summary>
    [Required]
    public string? Indicator { get; set; }

    /// <summary>Code of one territory, of any vintage; null: every territory.</summary>
    public string? Territory { get; set; }

    /// <summary>First period, such as 2013; null: from the first. A year holds its quarters and months.</summary>
    public string? PeriodFrom { get; set; }

    /// <summary>Last period; null: to the last, and all that are to come.</summary>
    public string? PeriodTo { get; set; }

    /// <summary>The breakdown, such as sex:F; empty: the total alone; null: the total and every breakdown.</summary>
    public string? Breakdown { get; set; }

    /// <summary>Who may see them: public, authorised, network, ownMunicipality or administrators.</summary>
    [Required]
    public string? Visibility { get; set; }

    /// <summary>Code of the network; with visibility network only.</summary>
    public string? Network { get; set; }

    /// <summary>Why; kept for ever.</summary>
    [Required, StringLength(500)]
    public string? Reason { get; set; }
}
