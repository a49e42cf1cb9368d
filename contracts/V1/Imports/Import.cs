namespace Benchlearning.Contracts.V1.Imports;

/// <summary>One import: how data came in, how far it is, and what became of every row.</summary>
/// <param name="Id">Number of the import.</param>
/// <param name="Door">How it came: sample, upload, push, pull or form.</param>
/// <param name="Source">Code of the source.</param>
/// <param name="SourceBatch">The source's own number of a pushed batch; null for other doors.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Layout">The parser that reads it, with its version.</param>
/// <param name="ContentHash">sha-256 of the raw file, hex; null where no raw file is kept.</param>
/// <param name="Actor">Who sent it.</param>
/// <param name="Reason">Why it was sent; kept with every revision.</param>
/// <param name="DryRun">True when everything is done but applying.</param>
/// <param name="State">
/// queued, running, or how it ended: completed, completedWithFindings (rows were refused, wait for a mapping, or are in quarantine; the others are
/// applied), noChange, failed or cancelled (nothing is applied).
/// </param>
/// <param name="Stage">What is being done: receive, parse, compare, validate, apply, publish; done when it has ended.</param>
/// <param name="Failure">Why it failed and what would be right; null unless failed.</param>
/// <param name="Progress">How far the file is read.</param>
/// <param name="Counts">What became of the rows so far.</param>
/// <param name="Findings">Number of findings by rule.</param>
/// <param name="CreatedAt">When it was received.</param>
/// <param name="StartedAt">When its run began; null while it waits.</param>
/// <param name="FinishedAt">When it ended; null until then.</param>
public sealed record Import(
    long Id, string Door, string Source, string? SourceBatch, string Name, string Layout, string? ContentHash, string Actor, string Reason, bool DryRun, string State,
    string Stage, string? Failure, ImportReadProgress Progress, ImportRowCounts Counts, IReadOnlyList<FindingCount> Findings, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt);

/// <summary>How far the file of an import is read.</summary>
/// <param name="RowsDone">Rows read.</param>
/// <param name="RowsTotal">Rows of the file; null until it was read to its end.</param>
/// <param name="BytesDone">Bytes read.</param>
/// <param name="BytesTotal">Bytes of the file; null where no raw file is kept.</param>
public sealed record ImportReadProgress(int RowsDone, int? RowsTotal, long BytesDone, long? BytesTotal);

/// <summary>What became of the rows. At the end read = refused + waiting + missing + values, and missing + values = new + changed + same + quarantined.</summary>
/// <param name="Read">Rows read.</param>
/// <param name="Refused">Rows that are wrong in themselves; findings say why.</param>
/// <param name="Waiting">Rows whose names nobody has mapped yet.</param>
/// <param name="Missing">Rows that state that there is no value.</param>
/// <param name="Values">Rows with a value.</param>
/// <param name="Quarantined">New or changed values that broke a rule and wait for somebody to decide.</param>
/// <param name="New">Cells that had no answer before.</param>
/// <param name="Changed">Cells whose answer differs: each has a new revision.</param>
/// <param name="Same">Cells that say what is known already: no revision.</param>
public sealed record ImportRowCounts(int Read, int Refused, int Waiting, int Missing, int Values, int Quarantined, int New, int Changed, int Same);

/// <summary>Number of findings of one rule.</summary>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Severity">What it does to the row: refused, waiting, quarantined or warning.</param>
/// <param name="Count">How many.</param>
public sealed record FindingCount(string Rule, string Severity, int Count);

/// <summary>What was found about one row.</summary>
/// <param name="Number">Number of the finding within its import.</param>
/// <param name="Row">Number of the row, from 1, the header not counted; 0 for the file as a whole.</param>
/// <param name="Rule">Code of the rule.</param>
/// <param name="Severity">What it does to the row: refused, waiting, quarantined or warning.</param>
/// <param name="Field">The column; null for the row as a whole.</param>
/// <param name="Message">What is wrong and what would be right, in the asked language.</param>
/// <param name="Content">The row as received, at most 1000 characters; of a value that was compared with others its cell: territory, period, indicator, breakdown, value.</param>
/// <param name="Answer">accepted, corrected or rejected; null while it waits.</param>
/// <param name="AnsweredBy">Who decided; null while it waits.</param>
/// <param name="AnsweredAt">When; null while it waits.</param>
/// <param name="AnswerReason">Why; null while it waits, or where none was given.</param>
public sealed record ImportFinding(
    int Number, int Row, string Rule, string Severity, string? Field, string Message, string Content, string? Answer, string? AnsweredBy,
    DateTimeOffset? AnsweredAt, string? AnswerReason);
