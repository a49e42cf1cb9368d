namespace Benchlearning.Contracts.V1.Indicators;

/// <summary>An indicator in its current definition: enough to choose it and to draw it.</summary>
/// <param name="Code">Stable for ever, kebab-case, such as unemployment-rate.</param>
/// <param name="Version">Current version of the definition.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Topic">Code of the topic.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="UnitSymbol">Symbol to show after a number, in the asked language.</param>
/// <param name="Direction">higherIsBetter, lowerIsBetter, target or neutral (no ranks, no colours).</param>
/// <param name="Decimals">Decimals of the published figures.</param>
/// <param name="Periodicity">annual, quarterly or monthly.</param>
/// <param name="Breakdowns">Codes of its breakdown dimensions; empty when there is only the total.</param>
/// <param name="FirstPeriod">First period with public data; null when there is none.</param>
/// <param name="LastPeriod">Last period with public data; null when there is none.</param>
public sealed record Indicator(
    string Code, int Version, string Name, string Topic, string Unit, string UnitSymbol, string Direction, int Decimals, string Periodicity,
    IReadOnlyList<string> Breakdowns, string? FirstPeriod, string? LastPeriod);

/// <summary>One version of an indicator's definition, whole.</summary>
/// <param name="Code">Code of the indicator.</param>
/// <param name="Version">Version of the definition, from 1.</param>
/// <param name="IsCurrent">True for the version in force.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Definition">What is measured.</param>
/// <param name="Formula">How it is calculated; null where it is counted as it is.</param>
/// <param name="Topic">Code of the topic.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Direction">higherIsBetter, lowerIsBetter, target or neutral.</param>
/// <param name="TargetValue">The value aimed at; null unless direction is target.</param>
/// <param name="TargetTolerance">Distance from the target that still counts as met; null when none is set.</param>
/// <param name="Decimals">Decimals of the published figures.</param>
/// <param name="Measure">stock, flow, average or ratio.</param>
/// <param name="Periodicity">annual, quarterly or monthly.</param>
/// <param name="StockDay">Month and day that a stock tells of (01-01 is 1 January); null: the last day of the period.</param>
/// <param name="Control">How much a municipality controls it: none, low, medium or high.</param>
/// <param name="Interpretation">How to read it.</param>
/// <param name="Limits">What it does not tell, and known faults of its data.</param>
/// <param name="LegalBasis">Law it rests on; null when none.</param>
/// <param name="Conversion">How a series crosses a territorial reform: sum, weightedMean, recompute or notConvertible.</param>
/// <param name="WeightIndicator">Indicator that weighs a weightedMean; null otherwise.</param>
/// <param name="NumeratorIndicator">Numerator of recompute; null otherwise.</param>
/// <param name="DenominatorIndicator">Denominator of recompute; null otherwise.</param>
/// <param name="ValidFrom">First period of this version.</param>
/// <param name="ValidTo">Last period of this version; null while in force.</param>
/// <param name="BreakNote">What breaks the series at this version; null when nothing does.</param>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Licence">Licence of the data; null where the source states none.</param>
/// <param name="Contact">Who answers questions; null when not named.</param>
/// <param name="ExpectedRelease">Month and day of the following year when a new period usually appears; null when not known.</param>
/// <param name="Breakdowns">Its breakdown dimensions with their categories.</param>
/// <param name="RecordedAt">When this version was recorded.</param>
public sealed record IndicatorDefinition(
    string Code, int Version, bool IsCurrent, string Name, string Definition, string? Formula, string Topic, Unit Unit, string Direction,
    decimal? TargetValue, decimal? TargetTolerance, int Decimals, string Measure, string Periodicity, string? StockDay, string Control,
    string Interpretation, string Limits, string? LegalBasis, string Conversion, string? WeightIndicator, string? NumeratorIndicator,
    string? DenominatorIndicator, string ValidFrom, string? ValidTo, string? BreakNote, Source Source, string? Licence, string? Contact,
    string? ExpectedRelease, IReadOnlyList<BreakdownDimension> Breakdowns, DateTimeOffset RecordedAt);

/// <summary>A topic of the catalogue's tree.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Parent">Code of the topic above; null at the top.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Indicators">Number of indicators directly under it.</param>
public sealed record Topic(string Code, string? Parent, string Name, int Indicators);

/// <summary>A unit of measurement.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Symbol">What is shown after a number.</param>
public sealed record Unit(string Code, string Name, string Symbol);

/// <summary>Where numbers come from.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Publisher">Who publishes it.</param>
/// <param name="Url">Address of the publisher's page; null when not known.</param>
/// <param name="Licence">Licence; null where the publisher states none.</param>
/// <param name="Attribution">How to name the source when the data are used.</param>
public sealed record Source(string Code, string Name, string Publisher, string? Url, string? Licence, string Attribution);

/// <summary>A dimension that an indicator is broken down by.</summary>
/// <param name="Code">Code, as used in breakdown=sex:F.</param>
/// <param name="Name">Name in the asked language.</param>
/// <param name="Categories">Its categories; the total is always there too, as total.</param>
public sealed record BreakdownDimension(string Code, string Name, IReadOnlyList<BreakdownCategory> Categories);

/// <summary>A category of a breakdown dimension.</summary>
/// <param name="Code">Code within its dimension.</param>
/// <param name="Name">Name in the asked language.</param>
public sealed record BreakdownCategory(string Code, string Name);
