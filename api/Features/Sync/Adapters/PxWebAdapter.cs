using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Resilience;

namespace Benchlearning.Api.Features.Sync.Adapters;

/// <summary>
/// Fetches a table from PxWeb (version 1): its description by GET, its cells by POST, some areas in each call so that the limit of cells is kept, and
/// seldom enough that the limit of calls is. Only areas are asked for whose code is one of our territories.
/// </summary>
internal sealed class PxWebAdapter(SourceHttp http, CatalogueWatch watch) : ISourceAdapter
{
    private const double UsualSecondsBetweenCalls = 2;

    private static readonly string[] Answers = ["application/json", "application/vnd.json-stat+json"];

    public string Code => "pxweb";

    public int ParserVersion => 1;

    public bool IsIncremental => false;

    public async Task<ISourcePages> OpenAsync(SyncTask task, SyncSettings settings, CancellationToken cancellationToken)
    {
        var address = SourceHttp.AddressOf(settings);
        var table = settings.PxWeb ?? throw SyncStopped.Untrusted("wrong-settings", "Nav norādīts, kā saprast tabulu (pxWeb).", "It is not set how the table is understood (pxWeb).");
        var limits = settings.Limits with { SecondsBetweenCalls = settings.Limits.SecondsBetweenCalls ?? UsualSecondsBetweenCalls };
        var description = await http.AskAsync(task.Code, limits, Answers, () => new HttpRequestMessage(HttpMethod.Get, address), Read<Description>, cancellationToken);
        return new Pages(http, task, address, table, limits, description, watch.Current);
    }

    private static T Read<T>(OutgoingAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(answer.Body.Span, PxWebLayout.Json) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new OutgoingFailure("not-the-schema", mayPass: true, "Atbilde nav tāda, kādu dod PxWeb.", "The answer is not one of PxWeb.");
        }
    }

    private sealed record Description(IReadOnlyList<Variable> Variables);

    private sealed record Variable(string Code, string[] Values, string[] ValueTexts);

    /// <summary>The description with its plan is page 1, then one page for each call; the cursor counts them.</summary>
    private sealed class Pages : ISourcePages
    {
        private readonly SourceHttp http;
        private readonly SyncTask task;
        private readonly Uri address;
        private readonly PxWebTable table;
        private readonly OutgoingLimits limits;
        private readonly Description description;
        private readonly byte[] manifest;
        private readonly string[][] areas;

        public Pages(SourceHttp http, SyncTask task, Uri address, PxWebTable table, OutgoingLimits limits, Description description, Catalogue.Catalogue catalogue)
        {
            (this.http, this.task, this.address, this.table, this.limits, this.description) = (http, task, address, table, limits, description);
            var area = Find(table.Area);
            _ = Find(table.Time);
            var labels = area.Values.Zip(area.ValueTexts).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
            var ours = area.Values.Where(code => catalogue.Territories.Find(code) is not null).ToArray();
            if (ours.Length == 0)
                throw SyncStopped.NotTheSchema("Tabulā nav nevienas mums zināmas teritorijas koda.", "The table has no code of a territory that we know.");
            var cellsOfArea = description.Variables.Where(variable => variable.Code != table.Area).Aggregate(1L, (count, variable) => count * Asked(variable).Length);
            if (cellsOfArea > table.MostCells)
                throw SyncStopped.Untrusted("too-many-cells", $"Vienai teritorijai ir {cellsOfArea} šūnas, bet vienā reizē prasa ne vairāk kā {table.MostCells}.", $"One area has {cellsOfArea} cells, and at most {table.MostCells} are asked for at once.");
            areas = [.. ours.Chunk((int)(table.MostCells / Math.Max(1, cellsOfArea)))];
            var leftOut = labels.Where(pair => !ours.Contains(pair.Key)).ToDictionary();
            manifest = [.. JsonSerializer.SerializeToUtf8Bytes(new PxWebManifest(table, address.AbsoluteUri, leftOut), PxWebLayout.Json), (byte)'\n'];
            Fingerprint = Hash([.. manifest, .. JsonSerializer.SerializeToUtf8Bytes(description, PxWebLayout.Json)]);
        }

        public string Fingerprint { get; }

        public string Layout => "pxweb-json-stat";

        public string FileName => $"{table.Table}.json";

        public async Task<FetchedPage?> NextAsync(long after, CancellationToken cancellationToken)
        {
            if (after > areas.Length)
                return null;
            if (after == 0)
                return new FetchedPage(0, 1, true, 0, Hash(manifest), manifest);
            var query = Query(areas[after - 1]);
            return await http.AskAsync(task.Code, limits, Answers, () => new HttpRequestMessage(HttpMethod.Post, address)
            {
                Content = new ByteArrayContent(query) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            }, answer => Understand(after, answer), cancellationToken);
        }

        private FetchedPage Understand(long after, OutgoingAnswer answer)
        {
            var dataset = Read<JsonElement>(answer);
            var cells = areas[after - 1].Length * description.Variables.Where(variable => variable.Code != table.Area).Aggregate(1, (count, variable) => count * Asked(variable).Length);
            if (dataset.ValueKind != JsonValueKind.Object || !dataset.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.Array || !dataset.TryGetProperty("dimension", out _)
                || !dataset.TryGetProperty("value", out var values) || values.ValueKind != JsonValueKind.Array)
                throw SyncStopped.NotTheSchema("Atbilde nav JSON-stat 2 datu kopa.", "The answer is not a dataset of JSON-stat 2.");
            if (values.GetArrayLength() != cells)
                throw SyncStopped.NotTheSchema($"Prasītas {cells} šūnas, bet atnāca {values.GetArrayLength()}.", string.Create(CultureInfo.InvariantCulture, $"{cells} cells were asked for, and {values.GetArrayLength()} came."));
            byte[] content = [.. answer.Body.Span, (byte)'\n'];
            return new FetchedPage(after, after + 1, after < areas.Length, cells, Hash(content), content);
        }

        private byte[] Query(string[] asked) => JsonSerializer.SerializeToUtf8Bytes(new
        {
            query = description.Variables.Select(variable => new { code = variable.Code, selection = new { filter = "item", values = variable.Code == table.Area ? asked : Asked(variable) } }),
            response = new { format = "json-stat2" },
        }, PxWebLayout.Json);

        /// <summary>The values of a variable that are asked for. A variable that nobody has said how to understand would mix what must not be mixed.</summary>
        private string[] Asked(Variable variable) =>
            variable.Code == table.Time || variable.Code == table.Contents ? variable.Values
            : table.Breakdowns?.GetValueOrDefault(variable.Code) is { } known && variable.Values.Where(known.ContainsKey).ToArray() is { Length: > 0 } values ? values
            : throw SyncStopped.NotTheSchema($"Tabulā ir mainīgais {variable.Code}, kuram nav noteikts, kā to saprast.", $"The table has a variable {variable.Code} of which nobody has said how it is understood.");

        private Variable Find(string code) => description.Variables.FirstOrDefault(variable => variable.Code == code)
            ?? throw SyncStopped.NotTheSchema($"Tabulā nav mainīgā {code}.", $"The table has no variable {code}.");

        private static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
    }
}
