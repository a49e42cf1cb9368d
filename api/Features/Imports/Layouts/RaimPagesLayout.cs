using System.Runtime.CompilerServices;
using System.Text.Json;
using Benchlearning.Contracts.V1.Raim;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>Pages of the raim-http contract one after another, as they were fetched. Memory holds a page.</summary>
internal sealed class RaimPagesLayout : ISourceLayout
{
    public string Code => "raim-pages";

    public int Version => 1;

    public string MediaType => "application/json-seq";

    public bool IsSent => false;

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var number = 0;
        await using var pages = JsonSerializer.DeserializeAsyncEnumerable(content, RaimJson.Page, topLevelValues: true, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(pages))
            foreach (var row in pages.Current!.Observations)
                yield return Row(++number, row);
    }

    /// <summary>A row that is withdrawn is one without a value from now on; what was known before stays among the revisions.</summary>
    private static SourceRow Row(int number, RaimObservation row) => new(
        number, row.Territory, row.Indicator, row.Period, row.Breakdown ?? "", row.Value ?? "", row.MissingReason ?? "", null, "", "", null,
        () => string.Join(',', row.Territory, row.Indicator, row.Period, row.Breakdown, row.Value, row.MissingReason, row.Withdrawn ? "withdrawn" : ""));

    private static async Task<bool> NextAsync(IAsyncEnumerator<RaimPage?> pages)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (JsonException failure)
        {
            throw new LayoutException("not-the-schema", $"Lapa nav tāda, kā nolīgts ({failure.Path}).", $"A page is not as the contract says (at {failure.Path}).");
        }
    }
}
