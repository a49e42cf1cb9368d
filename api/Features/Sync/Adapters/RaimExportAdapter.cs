using System.Globalization;
using System.Security.Cryptography;
using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Sync.Adapters;

/// <summary>
/// Takes RAIM's exports from a folder that they are dropped into, Excel or CSV, the oldest name first, one in each run. A file that was taken stays
/// where it is and is recognised by its content.
/// </summary>
internal sealed class RaimExportAdapter(Db db, TimeProvider time) : ISourceAdapter
{
    private const int SliceBytes = 1024 * 1024;

    /// <summary>What was imported from the source already, whatever became of it: a file is not tried every night.</summary>
    private const string TakenSql = """
        select distinct f.content_hash
        from import_batch b
        join raw_file f on f.raw_file_id = b.raw_file_id
        where b.door = 'pull' and b.source_id = @sourceId and b.finished_at is not null
        """;

    public string Code => "raim-export";

    public int ParserVersion => 1;

    public bool IsIncremental => false;

    public async Task<ISourcePages> OpenAsync(SyncTask task, SyncSettings settings, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(settings.Folder) || !Directory.Exists(settings.Folder))
            throw SyncStopped.Untrusted("no-folder", "Mapes, kurā liek eksporta failus (folder), nav.", "The folder that exports are dropped into is not there.");
        var taken = (await db.QueryAsync<string>(TakenSql, new { sourceId = task.SourceId }, cancellationToken)).ToHashSet(StringComparer.Ordinal);
        Dropped? next = null;
        foreach (var path in Directory.EnumerateFiles(settings.Folder).Where(IsExport).Order(StringComparer.Ordinal))
        {
            var file = new FileInfo(path);
            if (time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc < TimeSpan.FromSeconds(settings.SettleSeconds))
                continue; // it may still be written
            if (file.Length > settings.MaximumFileBytes)
                throw SyncStopped.Untrusted("too-large", $"Fails {file.Name} ir lielāks par {settings.MaximumFileBytes} baitiem.", $"The file {file.Name} is larger than {settings.MaximumFileBytes} bytes.");
            var hash = await HashAsync(path, cancellationToken);
            if (taken.Contains(hash))
                continue;
            if (next is not null)
                return new Pages(next, hasMore: true);
            next = new Dropped(path, hash, file.Length);
        }
        return new Pages(next, hasMore: false);
    }

    private static bool IsExport(string path) => !Path.GetFileName(path).StartsWith('.') && !Path.GetFileName(path).StartsWith('~') && LayoutOf(path) is not null;

    private static string? LayoutOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch { ".xlsx" => "raim-xlsx", ".csv" => "raim-csv", _ => null };

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }

    private sealed record Dropped(string Path, string Hash, long Length);

    /// <summary>The slices of a file; a cursor is the number of bytes before it.</summary>
    private sealed class Pages(Dropped? file, bool hasMore) : ISourcePages
    {
        public string Fingerprint => file?.Hash ?? "";

        public string Layout => file is null ? "raim-csv" : LayoutOf(file.Path)!;

        public string FileName => Path.GetFileName(file?.Path ?? "");

        public bool HasMoreFiles => hasMore;

        public async Task<FetchedPage?> NextAsync(long after, CancellationToken cancellationToken)
        {
            if (file is null || after >= file.Length)
                return null;
            var slice = new byte[Math.Min(SliceBytes, file.Length - after)];
            await using var content = File.OpenRead(file.Path);
            content.Position = after;
            if (content.Length != file.Length || await content.ReadAtLeastAsync(slice, slice.Length, throwOnEndOfStream: false, cancellationToken) != slice.Length)
                throw SyncStopped.Untrusted("file-changed", string.Create(CultureInfo.InvariantCulture, $"Fails {FileName} lasīšanas laikā mainījās."), $"The file {FileName} changed while it was read.");
            var next = after + slice.Length;
            return new FetchedPage(after, next, next < file.Length, 0, Convert.ToHexStringLower(SHA256.HashData(slice)), slice);
        }
    }
}
