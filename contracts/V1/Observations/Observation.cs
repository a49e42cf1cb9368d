using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Observations;

/// <summary>One observation with its story.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="IndicatorVersion">Version of its definition.</param>
/// <param name="Territory">Code valid in the period (with boundaries=date: on that date); null where that code is not known.</param>
/// <param name="Identity">Identity of the territory.</param>
/// <param name="Period">The period, such as 2013, 2013-Q2 or 2013-05.</param>
/// <param name="Breakdown">Categories by dimension, such as sex:F; empty for the total.</param>
/// <param name="Value">The published figure at the indicator's decimals; null when missing. Missing is never zero.</param>
/// <param name="MissingReason">Why there is no value: notAvailable, notApplicable, notYetPublished, suppressed or notConvertible; null when there is one.</param>
/// <param name="Unit">Code of the unit.</param>
/// <param name="Direction">higherIsBetter, lowerIsBetter, target or neutral.</param>
/// <param name="Quality">provisional, final or corrected.</param>
/// <param name="Flags">suspect, estimated, break, roundedByProvider; usually empty.</param>
/// <param name="Note">Reason of a flag or of a missing value, in the asked language; null when there is none.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Revision">Number of the revision, from 1; null for a converted figure.</param>
/// <param name="IndicatorName">Name of the indicator; null unless labels=true.</param>
/// <param name="TerritoryName">Name of the territory; null unless labels=true.</param>
/// <param name="Conversion">How the figure was carried across a reform; null for a figure as reported.</param>
public sealed record Observation(
    string Indicator, int IndicatorVersion, string? Territory, string Identity, string Period, string Breakdown, decimal? Value,
    string? MissingReason, string Unit, string Direction, string Quality, IReadOnlyList<string> Flags, string? Note, string Source,
    int? Revision, string? IndicatorName, string? TerritoryName, Conversion? Conversion);

/// <summary>How a figure was carried from the boundaries of its period to those asked for.</summary>
/// <param name="Rule">sum, weightedMean, recompute, notConvertible, or none where the unit did not change.</param>
/// <param name="Parts">Number of units that make it up.</param>
/// <param name="PartsWithValue">How many of them have a value.</param>
/// <param name="Coverage">Share of the weight (of the units, for a sum) that has a value, 0 to 1; null where it cannot be told.</param>
/// <param name="Weight">Indicator that weighs the mean; null for other rules.</param>
/// <param name="WeightPeriod">Period of the weights; null for other rules. Another year than the figure's own is flagged estimated.</param>
public sealed record Conversion(string Rule, int Parts, int PartsWithValue, double? Coverage, string? Weight, string? WeightPeriod);

/// <summary>A page of observations: tidy rows in the order of indicator, territory, period, breakdown.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
public sealed record ObservationPage(IReadOnlyList<Observation> Rows, string? Next);

/// <summary>The same selection as of GET /v1/observations, as a body, for lists too long for an address.</summary>
public sealed record ObservationQuery
{
    /// <summary>Codes of indicators, or one entry * for all.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Indicator { get; set; }

    /// <summary>Codes of territories, group:CODE, or * for all; null: all.</summary>
    public IReadOnlyList<string>? Territory { get; set; }

    /// <summary>Periods, ranges such as 2010..2013, latest, latest(5), or *; null: all.</summary>
    public IReadOnlyList<string>? Period { get; set; }

    /// <summary>Breakdowns such as sex:F; null: the total.</summary>
    public IReadOnlyList<string>? Breakdown { get; set; }

    /// <summary>asReported (default) or a date whose territories the figures are converted to.</summary>
    public string? Boundaries { get; set; }

    /// <summary>Answer as it would have been at this instant; null: now.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>Adds names to rows and CSV; null: false.</summary>
    public bool? Labels { get; set; }

    /// <summary>Rows on a page of JSON, 1 to the published maximum; null: the published default.</summary>
    public int? Limit { get; set; }

    /// <summary>Cursor of the page before; null: the first page.</summary>
    public string? Cursor { get; set; }
}

/// <summary>What a selection would cost, without reading it.</summary>
/// <param name="Indicators">Number of indicators selected.</param>
/// <param name="Territories">Number of territories selected.</param>
/// <param name="Periods">Number of periods selected.</param>
/// <param name="Breakdowns">Number of breakdowns selected.</param>
/// <param name="Cells">Cells at most.</param>
/// <param name="Bytes">Bytes at most, roughly, for each format.</param>
/// <param name="Refused">Formats that would be refused, with the limit.</param>
/// <param name="Notes">Hints, such as a size that Excel does not open.</param>
public sealed record ObservationEstimate(
    int Indicators, int Territories, int Periods, int Breakdowns, long Cells, IReadOnlyDictionary<string, long> Bytes,
    IReadOnlyDictionary<string, string> Refused, IReadOnlyList<string> Notes);

/// <summary>An address that answers with these very figures for ever.</summary>
/// <param name="Url">The address, with asOf.</param>
/// <param name="AsOf">The instant that the figures are frozen at.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Checksum">sha-256 of the rows in canonical form (docs/concepts), hex.</param>
/// <param name="Citation">Text to cite the figures with, in the asked language.</param>
public sealed record Permalink(string Url, DateTimeOffset AsOf, long Rows, string Checksum, string Citation);

/// <summary>One state of one cell in its history.</summary>
/// <param name="Revision">Number of the revision, from 1.</param>
/// <param name="Value">The figure at the indicator's decimals; null when missing.</param>
/// <param name="MissingReason">Why there is no value; null when there is one.</param>
/// <param name="Quality">provisional, final or corrected.</param>
/// <param name="Flags">Flags of the revision.</param>
/// <param name="Note">Reason of the flags; null when none.</param>
/// <param name="RecordedAt">Since when this was the published answer.</param>
/// <param name="SupersededAt">Until when; null while it is.</param>
/// <param name="Reason">Why it was recorded.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="Import">Number of the import it came with; null when it came otherwise.</param>
/// <param name="Correction">The correction of ours that it is, with what the source says; null for a source's own value.</param>
public sealed record ObservationRevision(
    int Revision, decimal? Value, string? MissingReason, string Quality, IReadOnlyList<string> Flags, string? Note,
    DateTimeOffset RecordedAt, DateTimeOffset? SupersededAt, string Reason, string Source, long? Import, RevisionCorrection? Correction);

/// <summary>What stands beside a correction.</summary>
/// <param name="Id">Number of the correction.</param>
/// <param name="SourceValue">The source's value at the indicator's decimals; null when it said that there is none.</param>
/// <param name="SourceMissingReason">Why the source has no value; null when it has one.</param>
public sealed record RevisionCorrection(int Id, decimal? SourceValue, string? SourceMissingReason);
