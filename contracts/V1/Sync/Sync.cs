namespace Benchlearning.Contracts.V1.Sync;

/// <summary>A place that data are fetched from by themselves.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Source">Code of the source whose data they are.</param>
/// <param name="Adapter">How it is read: raim-http, raim-export, pxweb or open-data-csv.</param>
/// <param name="ParserVersion">Version of the parser.</param>
/// <param name="Enabled">False: it is neither fetched by schedule nor by hand, and never an alert.</param>
/// <param name="Schedule">When it is fetched, as cron text: minute, hour, day of month, month, day of week. Null: by hand only.</param>
/// <param name="TimeZone">Time zone of the schedule.</param>
/// <param name="NextRunAt">When it is fetched next by schedule; null: never.</param>
/// <param name="StaleAfterHours">Hours without a good run after which it is stale.</param>
/// <param name="LastGoodAt">When the last run ended that completed or found no change; null: none yet.</param>
/// <param name="Alert">none; stale: the last good run is too long ago; late: a yearly indicator has not come by the day on which it was expected.</param>
/// <param name="LateIndicators">Codes of yearly indicators that are late.</param>
/// <param name="Cursor">Where the last applied run ended, in the source's own counting; 0: at the beginning.</param>
/// <param name="LastRun">The last run, whatever became of it; null: none yet.</param>
public sealed record SyncSource(
    string Code, string Source, string Adapter, int ParserVersion, bool Enabled, string? Schedule, string TimeZone, DateTimeOffset? NextRunAt, int StaleAfterHours,
    DateTimeOffset? LastGoodAt, string Alert, IReadOnlyList<string> LateIndicators, long Cursor, SyncRun? LastRun);

/// <summary>One run of a sync: what was fetched, and what became of it. Until it has ended the data are as before; then they are wholly applied, or as before.</summary>
/// <param name="Id">Number of the run.</param>
/// <param name="Source">Code of the sync source.</param>
/// <param name="Trigger">schedule, manual, or catchUp: a scheduled run that no instance was there for.</param>
/// <param name="ScheduledFor">The instant that it was due; null for one by hand.</param>
/// <param name="Actor">Who started it.</param>
/// <param name="State">
/// running, or how it ended: completed; completedWithFindings (rows were refused, wait for a mapping, or are in quarantine; the others are applied);
/// noChange; failed (nothing is applied).
/// </param>
/// <param name="Stage">What is being done: waiting, fetch, check, import; done when it has ended.</param>
/// <param name="Stages">The stages that it came to, in their order.</param>
/// <param name="Attempts">How often it was begun: more than once where an instance died in it.</param>
/// <param name="ResumedFrom">The broken run whose pages it goes on from; null: it fetched from the source's cursor.</param>
/// <param name="StartCursor">The cursor that it began at.</param>
/// <param name="Cursor">The cursor that it has reached.</param>
/// <param name="Counts">What was fetched.</param>
/// <param name="Import">Number of its import; null: it did not come so far, or had nothing to import.</param>
/// <param name="Findings">Where the findings of its import are; null without import.</param>
/// <param name="Failure">Why it failed; null unless failed.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="FinishedAt">When it ended; null until then.</param>
public sealed record SyncRun(
    long Id, string Source, string Trigger, DateTimeOffset? ScheduledFor, string Actor, string State, string Stage, IReadOnlyList<SyncStage> Stages, int Attempts,
    long? ResumedFrom, long StartCursor, long Cursor, SyncCounts Counts, long? Import, string? Findings, SyncFailure? Failure, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);

/// <summary>A stage of a run.</summary>
/// <param name="Name">waiting, fetch, check or import.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When the next one began, or the run ended; null while it lasts.</param>
public sealed record SyncStage(string Name, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);

/// <summary>What a run fetched.</summary>
/// <param name="Pages">Pages that were fetched and found right.</param>
/// <param name="RepeatedPages">Pages that came once more, the same, and were not taken again.</param>
/// <param name="Rows">Rows on the pages, where the source counts them.</param>
/// <param name="Bytes">Bytes of the pages, uncompressed.</param>
public sealed record SyncCounts(int Pages, int RepeatedPages, int Rows, long Bytes);

/// <summary>Why a run failed.</summary>
/// <param name="Code">Stable code of the failure.</param>
/// <param name="Message">What happened and what would be right, in the asked language.</param>
/// <param name="Resumable">True when the next run goes on from the page where this one stopped.</param>
public sealed record SyncFailure(string Code, string Message, bool Resumable);
