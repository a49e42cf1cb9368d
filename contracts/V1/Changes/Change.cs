namespace Benchlearning.Contracts.V1.Changes;

/// <summary>One entry of the change feed.</summary>
/// <param name="Number">Place in the order of all changes. Ascending; numbers may skip.</param>
/// <param name="At">When it was recorded.</param>
/// <param name="Kind">observation, indicator, territory, group or release.</param>
/// <param name="Action">created, changed, withdrawn (a tombstone: the figure is no answer any more) or released.</param>
/// <param name="Subject">Code of the indicator, the group or the release; of a territory its identity.</param>
/// <param name="Observation">The figure as it became the answer; null for other kinds.</param>
public sealed record Change(long Number, DateTimeOffset At, string Kind, string Action, string Subject, ChangedObservation? Observation);

/// <summary>A figure as it became the answer, or as it was withdrawn.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Territory">Code valid in the period; null where that code is not known.</param>
/// <param name="Identity">Identity of the territory.</param>
/// <param name="Period">The period, such as 2013.</param>
/// <param name="Breakdown">Categories by dimension, such as sex:F; empty for the total.</param>
/// <param name="Revision">Number of the revision.</param>
/// <param name="Value">The figure at the indicator's decimals; null when missing or withdrawn. Missing is never zero.</param>
/// <param name="MissingReason">Why there is no value; null when there is one.</param>
/// <param name="Quality">provisional, final or corrected.</param>
/// <param name="Flags">suspect, estimated, break, roundedByProvider; usually empty.</param>
public sealed record ChangedObservation(
    string Indicator, string? Territory, string Identity, string Period, string Breakdown, int Revision, decimal? Value, string? MissingReason, string Quality,
    IReadOnlyList<string> Flags);

/// <summary>A page of the change feed.</summary>
/// <param name="Items">The changes after the cursor, in the order of their numbers; empty when there is nothing new.</param>
/// <param name="Next">Cursor to ask with next time. Always given: at the end of the feed it is where the next change will follow.</param>
/// <param name="HasMore">True when more changes wait already.</param>
public sealed record ChangePage(IReadOnlyList<Change> Items, string Next, bool HasMore);

/// <summary>What an indicator's public figures add up to, so that a copy can be compared with the original.</summary>
/// <param name="Indicator">Code of the indicator.</param>
/// <param name="Periods">One entry for each period, ascending.</param>
public sealed record IndicatorReconciliation(string Indicator, IReadOnlyList<PeriodReconciliation> Periods);

/// <summary>The public figures of one indicator and period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Values">Cells with a value.</param>
/// <param name="Missing">Cells that state why there is none.</param>
/// <param name="Hash">
/// sha-256, in lower-case hexadecimal, of one line for each cell, in UTF-8, joined by a line feed, none after the last, in the byte order of identity and
/// then breakdown. A line is identity, breakdown, value or missing reason, and quality, with a tab between them. The value is written at the indicator's
/// decimals with a decimal point and without an exponent, grouping, or zeros at the end of its fraction: 6.5, 7, -0.25.
/// </param>
public sealed record PeriodReconciliation(string Period, int Values, int Missing, string Hash);
