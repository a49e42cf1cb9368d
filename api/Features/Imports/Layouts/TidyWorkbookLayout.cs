using System.Runtime.CompilerServices;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// The tidy table as an Excel workbook: the first sheet that is not hidden, a header, one row for each value. Only values are taken: what a formula came to, what a date or a percentage
/// stands for, is refused with the cell's address, because it can be read in two ways.
/// </summary>
internal sealed class TidyWorkbookLayout : ISourceLayout
{
    public string Code => "tidy-xlsx";

    public int Version => 1;

    public string MediaType => Workbook.MediaType;

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = await ReceivedFile.ReceiveAsync(content, cancellationToken); // a workbook is read here and there, not from its beginning to its end
        using var workbook = Workbook.Open(file.Content);
        var sheet = workbook.Sheets.FirstOrDefault(candidate => !candidate.IsHidden) ?? throw Workbook.NotAWorkbook();
        if (workbook.Sheets.Count > 1)
            yield return SourceRow.Remark(OtherSheets(sheet, [.. workbook.Sheets.Where(other => other != sheet)]));
        TidyColumns? columns = null;
        var header = 0;
        foreach (var line in workbook.Read(sheet))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (line.IsEmpty)
                continue;
            if (columns is not null)
                yield return Row(columns, line, line.Number - header);
            else
                (columns, header) = (TidyColumns.Find([.. line.Cells.Select(cell => cell.Text)], $" Nolasīta lapa „{sheet.Name}”.", $" The sheet '{sheet.Name}' was read."), line.Number);
        }
        if (columns is null)
            throw new LayoutException("empty-file", $"Lapa „{sheet.Name}” ir tukša.", $"The sheet '{sheet.Name}' is empty.");
        if (sheet.MergedCells is [var merged, ..])
            throw WorkbookProblems.Merged(merged);
    }

    private static SourceRow Row(TidyColumns columns, WorkbookLine line, int number)
    {
        string? At(int column) => column < line.Cells.Count ? line.Cells[column].Text : null;
        var row = columns.Row(number, At, () => string.Join(',', line.Cells.Select(cell => cell.Text)));
        return row with { Problem = ProblemOf(columns, line) };
    }

    private static RowProblem? ProblemOf(TidyColumns columns, WorkbookLine line)
    {
        foreach (var column in columns.Known)
            if (column < line.Cells.Count && ProblemOf(line.Cells[column], isTerritory: column == columns.Territory) is { } problem)
                return problem;
        for (var column = columns.Count; column < line.Cells.Count; column++)
            if (line.Cells[column].Text.Length > 0)
                return new RowProblem("outside-the-table", $"Šūnai {line.Cells[column].Address} nav kolonnas galvenē.", $"The cell {line.Cells[column].Address} has no column in the header.");
        return null;
    }

    private static RowProblem? ProblemOf(WorkbookCell cell, bool isTerritory) => cell.Kind switch
    {
        WorkbookCellKind.Formula => WorkbookProblems.Formula(cell),
        WorkbookCellKind.Date => WorkbookProblems.Date(cell),
        WorkbookCellKind.Percent => new RowProblem("percent-cell", $"Šūnā {cell.Address} ir {cell.Text}, bet rāda to procentos; ierakstiet skaitli rādītāja vienībā bez procentu formāta.",
            $"The cell {cell.Address} holds {cell.Text} and shows it as a percentage; write the number in the indicator's unit, without the percent format."),
        WorkbookCellKind.Number when isTerritory => new RowProblem("number-as-code", $"Šūnā {cell.Address} ir skaitlis {cell.Text}, un kodam var trūkt nuļļu; rakstiet kodu kā tekstu, piemēram, LV0420200.",
            $"The cell {cell.Address} is the number {cell.Text}, and the code may have lost its zeros; write it as text, such as LV0420200."),
        _ => null,
    };

    private static RowProblem OtherSheets(WorkbookSheet sheet, WorkbookSheet[] others)
    {
        string Named(string hidden) => string.Join(", ", others.Take(10).Select(other => $"'{other.Name}'{(other.IsHidden ? hidden : "")}"));
        return new RowProblem("other-sheets", $"Nolasīta tikai lapa '{sheet.Name}'; nav lasītas: {Named(" (paslēpta)")}.", $"Only the sheet '{sheet.Name}' was read; not read: {Named(" (hidden)")}.");
    }
}

/// <summary>What layouts of workbooks say of cells that are more than a value.</summary>
internal static class WorkbookProblems
{
    public static LayoutException Merged(MergedCells cells) => new("merged-cells", $"Šūnas {cells.Range} ir apvienotas: nav zināms, uz kurām rindām vērtība attiecas. Atvienojiet tās un aizpildiet katru.",
        $"The cells {cells.Range} are merged: it is not known which rows the value is of. Split them and fill in each.");

    public static RowProblem Formula(WorkbookCell cell) => new("formula", $"Šūnā {cell.Address} ir formula; ielīmējiet tās vietā vērtību.", $"The cell {cell.Address} has a formula; paste its value instead.");

    public static RowProblem Date(WorkbookCell cell) => new("date-cell", $"Šūnā {cell.Address} ir datums; rakstiet periodu kā tekstu, piemēram, 2013-05, un vērtību kā skaitli.",
        $"The cell {cell.Address} is a date; write a period as text, such as 2013-05, and a value as a number.");
}
