using System.Security.Cryptography;
using System.Text.Json;
using Benchlearning.Api.Features.Imports.Layouts;

namespace Benchlearning.Api.Features.Sync.Adapters;

/// <summary>Fetches a CSV of open data whose columns are declared in the settings.</summary>
internal sealed class OpenDataCsvAdapter(SourceHttp http) : ISourceAdapter
{
    private static readonly string[] Answers = ["text/csv", "application/csv", "text/plain", "application/octet-stream"];

    public string Code => "open-data-csv";

    public int ParserVersion => 1;

    public bool IsIncremental => false;

    public Task<ISourcePages> OpenAsync(SyncTask task, SyncSettings settings, CancellationToken cancellationToken)
    {
        var address = SourceHttp.AddressOf(settings);
        var csv = settings.Csv ?? throw SyncStopped.Untrusted("wrong-settings", "Nav norādīts, kas ir faila kolonnas (csv).", "It is not set what the columns of the file are (csv).");
        return Task.FromResult<ISourcePages>(new Pages(http, task, settings, address, [.. JsonSerializer.SerializeToUtf8Bytes(new OpenDataManifest(csv, address.AbsoluteUri), PxWebLayout.Json), (byte)'\n']));
    }

    /// <summary>The declaration and the file, as one page.</summary>
    private sealed class Pages(SourceHttp http, SyncTask task, SyncSettings settings, Uri address, byte[] manifest) : ISourcePages
    {
        public string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(manifest));

        public string Layout => "open-data-csv";

        public string FileName => Path.GetFileName(address.LocalPath) is { Length: > 0 } name ? name : task.Code;

        public async Task<FetchedPage?> NextAsync(long after, CancellationToken cancellationToken)
        {
            if (after > 0)
                return null;
            var answer = await http.AskAsync(task.Code, settings.Limits, Answers, () => new HttpRequestMessage(HttpMethod.Get, address), answer => answer, cancellationToken);
            byte[] content = [.. manifest, .. answer.Body.Span];
            return new FetchedPage(0, 1, false, 0, Convert.ToHexStringLower(SHA256.HashData(content)), content);
        }
    }
}
