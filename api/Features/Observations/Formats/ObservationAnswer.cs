using System.Globalization;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Paging;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>Writes the observations of a selection to the caller, in the chosen format.</summary>
internal sealed class ObservationAnswer(HttpContext http, ServiceOptions options, Selection selection, Format format, bool labels)
{
    private readonly string language = Language.Of(http);

    /// <summary>A page of JSON rows. Made whole before it is sent, so that the Link header can name the next page.</summary>
    public async Task WriteRowsAsync(IAsyncEnumerable<SelectedBlock> blocks, int limit, string? cursor, string fingerprint, CancellationToken cancellationToken)
    {
        var key = selection.Catalogue.CursorKey;
        var after = RowPosition.FromKeys(Cursor.Checked(key, fingerprint, cursor, 4));
        using var buffer = new PooledBuffer(64 * 1024);
        var next = await RowsJsonWriter.WriteAsync(buffer, blocks, after, limit, labels, language, position => Cursor.After(key, fingerprint, position.Keys), cancellationToken);
        Begin();
        if (HttpMethods.IsGet(http.Request.Method))
            Paging.Link(http, options, next);
        await SendAsync(buffer.Written, cancellationToken);
    }

    /// <summary>CSV, streamed.</summary>
    public Task WriteCsvAsync(IAsyncEnumerable<SelectedBlock> blocks, CancellationToken cancellationToken)
    {
        Begin();
        http.Response.Headers.ContentDisposition = "attachment; filename=\"observations.csv\"";
        return new CsvWriter(http.Response.BodyWriter, format == Format.ExcelLv, labels, language).WriteAsync(blocks, cancellationToken);
    }

    public async Task WriteJsonStatAsync(IAsyncEnumerable<SelectedBlock> blocks, CancellationToken cancellationToken)
    {
        using var buffer = await ComposeJsonStatAsync(blocks, cancellationToken);
        Begin();
        await SendAsync(buffer.Written, cancellationToken);
    }

    /// <summary>Apart from the sending, so that a slow reader keeps the text alive but not the figures that it was made of.</summary>
    private async Task<PooledBuffer> ComposeJsonStatAsync(IAsyncEnumerable<SelectedBlock> blocks, CancellationToken cancellationToken)
    {
        var (all, axes) = await GatherAsync(blocks, cancellationToken);
        if (axes.IsEmpty)
            throw new ProblemException(ProblemTypes.NothingSelected, "The selection has no data, and a JSON-stat dataset cannot be empty; JSON rows and CSV answer it with zero rows.");
        var updated = selection.Indicators.Select(indicator => indicator.DataChangedAt).Max();
        var buffer = new PooledBuffer((int)Math.Min(axes.Cells * 10, 32 * 1024 * 1024) + 16 * 1024);
        JsonStatWriter.Write(buffer, selection, all, axes, language, RequestAddress.Of(http, options), updated);
        return buffer;
    }

    public async Task WriteXlsxAsync(IAsyncEnumerable<SelectedBlock> blocks, CancellationToken cancellationToken)
    {
        var (all, _) = await GatherAsync(blocks, cancellationToken);
        await using var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await XlsxWriter.WriteAsync(file, all, language, cancellationToken);
        Begin();
        http.Response.Headers.ContentDisposition = "attachment; filename=\"observations.xlsx\"";
        file.Position = 0;
        http.Response.ContentLength = file.Length;
        await file.CopyToAsync(http.Response.Body, cancellationToken);
    }

    private async Task<(List<SelectedBlock> Blocks, Axes Axes)> GatherAsync(IAsyncEnumerable<SelectedBlock> blocks, CancellationToken cancellationToken)
    {
        var all = new List<SelectedBlock>();
        var cells = 0L;
        await foreach (var selected in blocks.WithCancellation(cancellationToken))
        {
            all.Add(selected);
            cells += (long)selected.Territories.Length * selected.Periods.Length;
            RefuseWhenLarge(cells);
        }
        var axes = Axes.Of(selection, all);
        RefuseWhenLarge(axes.Cells);
        return (all, axes);
    }

    private void RefuseWhenLarge(long cells)
    {
        if (cells > options.MaximumCells)
            throw new ProblemException(ProblemTypes.Unprocessable, string.Create(CultureInfo.InvariantCulture,
                $"The selection has more than {options.MaximumCells} cells, the most that {format.Name} answers (published at /v1/config). Narrow it, or ask for CSV, which has no limit."));
    }

    private void Begin() => http.Response.ContentType = format.ContentType;

    private async Task SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var place = http.RequestServices.GetRequiredService<WaitingAnswers>().Enter(body.Length);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, cancellationToken);
    }
}
