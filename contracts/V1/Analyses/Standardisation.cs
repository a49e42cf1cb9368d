using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>
/// Events and people by strata, such as ages. Of data, a row is a unit and a stratum (data.strata), and events, population and the others are variables of it; or, of figures of the
/// database and of data with one row for each unit, strata names the variables of each stratum.
/// </summary>
public sealed record StandardisationRequest : AnalysisRequest
{
    /// <summary>indirect (observed over expected at the reference's rates), or direct (the rate with the standard's ages); null: indirect.</summary>
    public string? Method { get; set; }

    /// <summary>The variable with the events of each row, 0 or more. With strata and indirect: with the events of each unit as a whole, in place of those by strata.</summary>
    public string? Events { get; set; }

    /// <summary>The variable with the people of each row; above 0 with direct. Not with strata.</summary>
    public string? Population { get; set; }

    /// <summary>Direct: the variable with the standard population of each row; null: the people of all units. Not with strata.</summary>
    public string? Standard { get; set; }

    /// <summary>Indirect: the variable with the reference's events of each row; null, with referencePopulation: the events of all units. Not with strata.</summary>
    public string? ReferenceEvents { get; set; }

    /// <summary>Indirect: the variable with the reference's people of each row, above 0. Not with strata.</summary>
    public string? ReferencePopulation { get; set; }

    /// <summary>Indirect: the events of each unit as a whole, by unit, where they are not known by strata. Not with events, nor with strata.</summary>
    public IReadOnlyDictionary<string, double>? ObservedTotals { get; set; }

    /// <summary>1 to 100 strata with their variables; null: rows of data are strata.</summary>
    [MinLength(1), MaxLength(100)]
    public IReadOnlyList<StratumDefinition>? Strata { get; set; }

    /// <summary>What rates are per, above 0; null: 100000.</summary>
    public double? Multiplier { get; set; }

    /// <summary>Level of the limits, above 0 and below 1; null: 0.95.</summary>
    public double? Level { get; set; }

    /// <summary>How limits of a count are found: exact (Garwood), byar, or automatic (exact below 10 events); null: automatic.</summary>
    public string? Limits { get; set; }
}

/// <summary>A stratum and its variables.</summary>
public sealed record StratumDefinition
{
    /// <summary>Its name, such as 0-6.</summary>
    [Required]
    public string? Stratum { get; set; }

    /// <summary>The variable with its events; null, with indirect and the request's events or the stratum's referenceEvents: they are not known by strata.</summary>
    public string? Events { get; set; }

    /// <summary>The variable with its people.</summary>
    [Required]
    public string? Population { get; set; }

    /// <summary>Direct: people of the standard population, 0 or more; null for all strata: the people of all units.</summary>
    public double? Standard { get; set; }

    /// <summary>Indirect: events of the reference, 0 or more; null for all strata, with referencePopulation: the events of all units.</summary>
    public double? ReferenceEvents { get; set; }

    /// <summary>Indirect: people of the reference, above 0.</summary>
    public double? ReferencePopulation { get; set; }
}

/// <summary>Rates as they are with the same ages (or other strata) everywhere.</summary>
/// <param name="Frame">What was analysed; with rows by strata its units are those rows.</param>
/// <param name="Method">indirect or direct.</param>
/// <param name="Reference">given, or group: all the units together.</param>
/// <param name="Multiplier">What rates are per.</param>
/// <param name="Level">Level of the limits.</param>
/// <param name="Limits">exact, byar or automatic.</param>
/// <param name="Strata">The strata, in their order.</param>
/// <param name="Units">One result for each unit, in their order.</param>
public sealed record StandardisationAnalysis(
    AnalysisFrame Frame, string Method, string Reference, double Multiplier, double Level, string Limits, IReadOnlyList<string> Strata, IReadOnlyList<UnitStandardisation> Units);

/// <summary>The standardised rate of a unit.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Status">standardised; numberMissing; nothingExpected: the reference has no events, or the standard no people.</param>
/// <param name="Observed">Events counted; null unless standardised, like all below.</param>
/// <param name="Population">People.</param>
/// <param name="CrudeRate">Observed over population, per multiplier; null without people.</param>
/// <param name="Expected">Indirect: events there would be at the reference's rates.</param>
/// <param name="Ratio">Indirect: observed over expected, 1 is as expected.</param>
/// <param name="RatioLow">Lower limit.</param>
/// <param name="RatioHigh">Upper limit.</param>
/// <param name="ReferenceRate">Indirect: crude rate of the reference, per multiplier.</param>
/// <param name="Rate">The standardised rate, per multiplier: ratio times the reference's crude rate, or the rate with the standard's strata.</param>
/// <param name="RateLow">Lower limit; null, as the upper, with direct where nothing was counted.</param>
/// <param name="RateHigh">Upper limit.</param>
/// <param name="Limits">How the limits of the count were found: exact or byar.</param>
/// <param name="Place">Indirect: above or below what is expected where the limits of the ratio leave out 1, else similar.</param>
public sealed record UnitStandardisation(
    string Unit, string Status, double? Observed, double? Population, double? CrudeRate, double? Expected, double? Ratio, double? RatioLow, double? RatioHigh, double? ReferenceRate,
    double? Rate, double? RateLow, double? RateHigh, string? Limits, string? Place);
