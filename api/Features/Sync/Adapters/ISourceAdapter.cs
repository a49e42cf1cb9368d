namespace Benchlearning.Api.Features.Sync.Adapters;

/// <summary>A way to fetch a source's data. What it fetches becomes one raw file of a layout that the import pipeline reads.</summary>
internal interface ISourceAdapter
{
    /// <summary>Its code, as in sync_source.adapter.</summary>
    string Code { get; }

    /// <summary>Version of how it reads the source, from 1.</summary>
    int ParserVersion { get; }

    /// <summary>True when a run begins at the cursor of the last applied one; false when each begins at the beginning.</summary>
    bool IsIncremental { get; }

    /// <summary>Gets ready to fetch. Throws <see cref="SyncStopped"/>.</summary>
    Task<ISourcePages> OpenAsync(SyncTask task, SyncSettings settings, CancellationToken cancellationToken);
}

/// <summary>The pages of one run.</summary>
internal interface ISourcePages
{
    /// <summary>What the pages depend on besides the cursor: pages of a broken run are gone on from only where it is the same.</summary>
    string Fingerprint { get; }

    /// <summary>Code of the layout of the raw file.</summary>
    string Layout { get; }

    /// <summary>Name of the raw file.</summary>
    string FileName { get; }

    /// <summary>The source's list of indicators with its ETag, to be known the next time; null: it gives none.</summary>
    (string Json, string? Tag)? Catalogue => null;

    /// <summary>True when there is more to fetch that makes a file, and a run, of its own.</summary>
    bool HasMoreFiles => false;

    /// <summary>The page after a cursor, found right in itself; null when there is nothing, or nothing new. Throws <see cref="SyncStopped"/>.</summary>
    Task<FetchedPage?> NextAsync(long after, CancellationToken cancellationToken);
}
