using System.Runtime.CompilerServices;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>A JSON array of rows with the fields of the tidy CSV; see <see cref="TidyJsonRow"/>.</summary>
internal sealed class TidyJsonLayout : ISourceLayout
{
    public string Code => "tidy-json";

    public int Version => 1;

    public string MediaType => "application/json";

    public IAsyncEnumerable<SourceRow> ReadAsync(Stream content, CancellationToken cancellationToken) => RowsAsync(new JsonValues(content, isArray: true), cancellationToken);

    /// <summary>Each value as a row.</summary>
    internal static async IAsyncEnumerable<SourceRow> RowsAsync(JsonValues values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var number = 1; await values.NextAsync(cancellationToken) is { } json; number++)
            yield return TidyJsonRow.Read(number, json);
    }
}

/// <summary>The same rows one after another without an array, a line each (NDJSON).</summary>
internal sealed class TidyJsonLinesLayout : ISourceLayout
{
    public string Code => "tidy-json-lines";

    public int Version => 1;

    public string MediaType => "application/x-ndjson";

    public IAsyncEnumerable<SourceRow> ReadAsync(Stream content, CancellationToken cancellationToken) => TidyJsonLayout.RowsAsync(new JsonValues(content, isArray: false), cancellationToken);
}
