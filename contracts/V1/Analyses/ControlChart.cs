using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>What a control chart shows. territory is the unit whose series it is; with data of a single unit it may be left out.</summary>
public sealed record ControlChartRequest : PanelRequest
{
    /// <summary>Values, for individuals; counts, for proportions and rates. Code of the indicator, or a variable of data.</summary>
    [Required]
    public string? Variable { get; set; }

    /// <summary>What counts are of, for proportions and rates; above 0. Code of an indicator, or a variable of data.</summary>
    public string? Size { get; set; }

    /// <summary>individuals (XmR), proportions (p) or rates (u); null: individuals.</summary>
    public string? Kind { get; set; }

    /// <summary>Periods before which a known change lies, so that limits are made anew; null: none but the breaks of the indicator.</summary>
    public IReadOnlyList<string>? StartsAnew { get; set; }
}

/// <summary>A control chart: which changes of a series are more than its usual ups and downs.</summary>
/// <param name="Frame">What was analysed; its units are the periods of the series.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Kind">Which chart.</param>
/// <param name="Points">One for each period.</param>
public sealed record ControlChartAnalysis(AnalysisFrame Frame, string Unit, string Kind, IReadOnlyList<ControlChartPoint> Points);

/// <summary>A period of a control chart.</summary>
/// <param name="Period">The period.</param>
/// <param name="Value">What is drawn; null when missing.</param>
/// <param name="Centre">Centre line; null when its stretch has too few values.</param>
/// <param name="Low">Lower limit.</param>
/// <param name="High">Upper limit.</param>
/// <param name="MovingRange">Individuals: the distance from the value before.</param>
/// <param name="Signals">What is unusual: outside (the limits), shift (8 in a row on one side), trend (6 in a row rising or falling), nearLimit (two of three in the outer third); empty: common causes.</param>
public sealed record ControlChartPoint(string Period, double? Value, double? Centre, double? Low, double? High, double? MovingRange, IReadOnlyList<string> Signals);
