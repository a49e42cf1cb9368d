namespace Benchlearning.Api.Features.Sync;

/// <summary>What a run has to know.</summary>
/// <param name="RunId">Number of the run.</param>
/// <param name="SyncSourceId">Its sync source.</param>
/// <param name="Code">Code of the sync source.</param>
/// <param name="SourceId">The source whose data they are.</param>
/// <param name="Adapter">Code of the adapter.</param>
/// <param name="Settings">Settings, as JSON.</param>
/// <param name="StartCursor">Where it begins.</param>
/// <param name="PageTag">ETag of the empty page that the source gave there last time; null: none.</param>
/// <param name="Catalogue">The source's last list of indicators, as JSON; null: none.</param>
/// <param name="CatalogueTag">Its ETag; null: none.</param>
/// <param name="Attempts">How often the run was begun.</param>
/// <param name="Fingerprint">What its pages depend on; null: it has not begun to fetch.</param>
/// <param name="ImportId">Its import; null: it did not come so far.</param>
/// <param name="Trigger">schedule, manual or catchUp.</param>
/// <param name="Actor">Who started it.</param>
internal sealed record SyncTask(
    long RunId, int SyncSourceId, string Code, int SourceId, string Adapter, string Settings, long StartCursor, string? PageTag, string? Catalogue, string? CatalogueTag,
    int Attempts, string? Fingerprint, long? ImportId, string Trigger, string Actor);
