using System.Runtime.CompilerServices;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>RAIM's export as an Excel workbook: a sheet for each year, named after it; sheets of notes are passed over.</summary>
internal sealed class RaimWorkbookLayout : ISourceLayout
{
    public string Code => "raim-xlsx";

    public int Version => 1;

    public string MediaType => Workbook.MediaType;

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = await ReceivedFile.ReceiveAsync(content, cancellationToken); // a workbook is read here and there, not from its beginning to its end
        using var workbook = Workbook.Open(file.Content);
        var isAnyYear = false;
        foreach (var part in workbook.Sheets)
        {
            var sheet = new RaimSheet(RaimSheet.YearOf(part.Name));
            isAnyYear |= RaimSheet.YearOf(part.Name) is not null;
            foreach (var line in workbook.Read(part))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var row in sheet.Read(line.Number, [.. line.Cells.Select(Cell)], NumberWriting.Unknown))
                    yield return row;
            }
            if (part.MergedCells.Find(merged => sheet.HasDataIn(merged.FirstLine)) is { } cells)
                throw WorkbookProblems.Merged(cells);
        }
        if (!isAnyYear)
            throw new LayoutException("no-year", "Nevienas lapas nosaukums nav gads, piemēram, 2013.", "No sheet is named after a year, such as 2013.");
    }

    private static RaimCell Cell(WorkbookCell cell) => cell.Kind switch
    {
        WorkbookCellKind.Empty => default,
        WorkbookCellKind.Formula => new RaimCell(cell.Text, Problem: WorkbookProblems.Formula(cell)),
        WorkbookCellKind.Date => new RaimCell(cell.Text, Problem: WorkbookProblems.Date(cell)),
        _ => new RaimCell(cell.Text, IsNumber: cell.Number is not null),
    };
}
