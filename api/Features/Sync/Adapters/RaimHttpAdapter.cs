using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Resilience;
using Benchlearning.Contracts.V1.Raim;

namespace Benchlearning.Api.Features.Sync.Adapters;

/// <summary>Fetches from a service that keeps the raim-http contract (docs/raim-http.md): the observations changed since the last applied cursor.</summary>
internal sealed class RaimHttpAdapter(SourceHttp http, IConfiguration configuration) : ISourceAdapter
{
    private static readonly string[] Json = ["application/json"];

    public string Code => "raim-http";

    public int ParserVersion => 1;

    public bool IsIncremental => true;

    public async Task<ISourcePages> OpenAsync(SyncTask task, SyncSettings settings, CancellationToken cancellationToken)
    {
        var address = new Uri(SourceHttp.AddressOf(settings).AbsoluteUri.TrimEnd('/') + "/");
        var pages = new Pages(http, task, settings, address, configuration[$"Benchlearning:SyncKeys:{task.Code}"]);
        await pages.ReadIndicatorsAsync(cancellationToken);
        return pages;
    }

    private sealed class Pages(SourceHttp http, SyncTask task, SyncSettings settings, Uri address, string? key) : ISourcePages
    {
        private HashSet<string> indicators = [];

        public string Fingerprint => address.AbsoluteUri;

        public string Layout => "raim-pages";

        public string FileName => string.Create(CultureInfo.InvariantCulture, $"{task.Code}-{task.RunId}.json");

        public (string Json, string? Tag)? Catalogue { get; private set; }

        public async Task ReadIndicatorsAsync(CancellationToken cancellationToken)
        {
            var (list, json, tag) = await AskAsync("indicators", task.Catalogue is null ? null : task.CatalogueTag, answer =>
            {
                var text = answer.IsNotModified ? task.Catalogue! : Encoding.UTF8.GetString(answer.Body.Span);
                return (Parse(text, RaimJson.Indicators), text, answer.IsNotModified ? task.CatalogueTag : answer.Tag);
            }, cancellationToken);
            indicators = [.. list.Indicators.Select(indicator => indicator.Code)];
            if (indicators.Count == 0 || indicators.Count != list.Indicators.Count)
                throw SyncStopped.NotTheSchema("Rādītāju saraksts ir tukšs, vai kāds kods tajā ir divreiz.", "The list of indicators is empty, or has a code twice.");
            Catalogue = (json, tag);
        }

        public async Task<FetchedPage?> NextAsync(long after, CancellationToken cancellationToken)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"observations?after={after}&limit={settings.PageRows}");
            return await AskAsync(path, after == task.StartCursor ? task.PageTag : null, answer => answer.IsNotModified ? null : Understand(answer), cancellationToken);
        }

        private FetchedPage Understand(OutgoingAnswer answer)
        {
            var page = Parse(answer.Body.Span, RaimJson.Page);
            if (page.Observations.Count > settings.PageRows)
                throw SyncStopped.NotTheSchema($"Lapā ir {page.Observations.Count} rindas, bet prasītas ne vairāk kā {settings.PageRows}.", $"The page has {page.Observations.Count} rows, and at most {settings.PageRows} were asked for.");
            if (page.After < 0 || page.Next < 0)
                throw SyncStopped.NotTheSchema("Kursors nav negatīvs.", "A cursor is not negative.");
            foreach (var row in page.Observations)
                Check(row);
            var checksum = RaimChecksum.Of(page);
            if (checksum != page.Checksum)
                throw new OutgoingFailure("checksum-differs", mayPass: true, $"Lapas pēc {page.After} kontrolsumma nesakrīt ar tās saturu.", $"The checksum of the page after {page.After} is not that of its content.");
            var content = new byte[answer.Body.Length + 1];
            answer.Body.CopyTo(content);
            content[^1] = (byte)'\n';
            return new FetchedPage(page.After, page.Next, page.HasMore, page.Observations.Count, checksum, content, page.Observations.Count == 0 && page.Next == page.After ? answer.Tag : null);
        }

        private void Check(RaimObservation row)
        {
            if (!indicators.Contains(row.Indicator))
                throw SyncStopped.NotTheSchema($"Rādītāja „{Excerpt.Of(row.Indicator)}” nav avota sarakstā.", $"The indicator '{Excerpt.Of(row.Indicator)}' is not in the source's list.");
            if (IsBad(row.Territory, 20) || IsBad(row.Indicator, 200) || IsBad(row.Period, 10) || IsBad(row.Breakdown, 200) || IsBad(row.Value, 40) || IsBad(row.MissingReason, 40))
                throw SyncStopped.NotTheSchema("Kāds lauks ir par garu, vai tajā ir vadības zīmes.", "A field is too long, or has control characters.");
            if (row.Value is not null && (row.MissingReason is not null || row.Withdrawn))
                throw SyncStopped.NotTheSchema("Rindai ir gan vērtība, gan iemesls, kāpēc tās nav.", "A row has both a value and a reason why there is none.");
        }

        private static bool IsBad(string? text, int longest) => text is not null && (text.Length > longest || text.AsSpan().ContainsAnyInRange('\0', '\u001F') || text.Contains('\u007F', StringComparison.Ordinal));

        private Task<T> AskAsync<T>(string path, string? tag, Func<OutgoingAnswer, T> read, CancellationToken cancellationToken) =>
            http.AskAsync(task.Code, settings.Limits, Json, () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path)) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(Json[0]) } } };
                if (key is not null)
                    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                if (tag is not null)
                    request.Headers.TryAddWithoutValidation("If-None-Match", tag);
                return request;
            }, read, cancellationToken);

        private static T Parse<T>(string text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class => Parse(Encoding.UTF8.GetBytes(text), type);

        /// <summary>What is no JSON may be an answer that was cut, and is asked for once more.</summary>
        private static T Parse<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) where T : class
        {
            try
            {
                return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("null");
            }
            catch (JsonException failure)
            {
                throw new OutgoingFailure("not-the-schema", mayPass: true, $"Atbilde nav tāda, kā nolīgts ({Excerpt.Of(failure.Path ?? "$")}).", $"The answer is not as the contract says (at {Excerpt.Of(failure.Path ?? "$")}).");
            }
        }
    }
}
