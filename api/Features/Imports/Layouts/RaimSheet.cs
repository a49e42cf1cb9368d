using System.Text.RegularExpressions;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// One sheet of RAIM's export: the year stands on it, then a header of code, name and a column for each indicator under its verbatim name, then a
/// row for each municipality, then perhaps notes. Each cell becomes a row.
/// </summary>
internal sealed partial class RaimSheet(string? year)
{
    private const int MostColumns = 300;

    private string? year = year;
    private string[]? header;

    private int firstData = int.MaxValue;
    private int lastData;

    /// <summary>True for a line from the first with data to the last: not for titles, headers and notes.</summary>
    public bool HasDataIn(int line) => line >= firstData && line <= lastData;

    /// <summary>True once a header was met.</summary>
    public bool HasHeader => header is not null;

    /// <summary>
    /// The cells of a line: none for a blank line, a title, a header or a note. Throws <see cref="LayoutException"/> where data stand without year or header.
    /// </summary>
    /// <param name="line">Number of the line, from 1.</param>
    /// <param name="cells">Its cells; a number of Excel is a number already.</param>
    /// <param name="writing">How texts write numbers.</param>
    public IEnumerable<SourceRow> Read(int line, IReadOnlyList<RaimCell> cells, NumberWriting writing)
    {
        var filled = cells.Count(cell => !cell.IsEmpty);
        if (filled == 0)
            return [];
        if (cells.Count > MostColumns)
            throw new LayoutException("too-many-columns", $"{line}. rindā ir {cells.Count} kolonnas; pieļaujamas {MostColumns}.", $"Line {line} has {cells.Count} columns; at most {MostColumns} are taken.");
        var first = cells[0].Text.Trim();
        if (Code().IsMatch(first) && filled > 1)
            return header is null ? throw new LayoutException("no-header", $"{line}. rindā ir dati, bet pirms tiem nav galvenes.", $"Line {line} has data, and there is no header before it.")
                : year is null ? throw new LayoutException("no-year", $"Nav zināms, kuram gadam ir {line}. rindas dati: gadu raksta lapas nosaukumā vai rindā pirms galvenes.", $"It is not known which year the data of line {line} are of: the year is the name of the sheet, or a line before the header.")
                : Cells(line, first, cells, writing);
        if (filled == 1 && Year().Match(first) is { Success: true } title)
            (year, header) = (title.Groups["year"].Value, null);
        else if (filled > 2 && header is null)
            header = [.. cells.Select(cell => cell.Text.Trim())];
        else if (filled > 2 && header is not null)
            return Unknown(line, cells); // a total, or a municipality without a code: it waits for somebody to say what it is
        return [];
    }

    private IEnumerable<SourceRow> Cells(int line, string code, IReadOnlyList<RaimCell> cells, NumberWriting writing)
    {
        var digits = code.StartsWith("LV", StringComparison.OrdinalIgnoreCase) ? code[2..] : code;
        var territory = "LV" + digits.PadLeft(7, '0'); // a spreadsheet takes leading zeros away
        (firstData, lastData) = (Math.Min(firstData, line), line);
        string Content() => string.Join(',', cells.Select(cell => cell.Text));
        for (var column = 2; column < header!.Length; column++)
        {
            if (header[column].Length == 0)
                continue;
            var cell = column < cells.Count ? cells[column] : default;
            var problem = cell.Problem;
            var value = cell.IsNumber || problem is not null ? cell.Text : RaimNumber.Read(cell.Text, header[column].Contains('%', StringComparison.Ordinal), writing, out problem);
            yield return new SourceRow(line, territory, header[column], year!, "", value, "", null, "", "", problem, Content);
        }
    }

    private static IEnumerable<SourceRow> Unknown(int line, IReadOnlyList<RaimCell> cells)
    {
        string Content() => string.Join(',', cells.Select(cell => cell.Text));
        yield return new SourceRow(line, cells[0].Text, "", "", "", "", "", null, "", "", new RowProblem("no-territory-code",
            "Rindas sākumā nav ATVK koda (septiņi cipari).", "The line does not begin with an ATVK code (seven digits)."), Content);
    }

    [GeneratedRegex(@"^(LV)?\d{5,7}$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"^(?<year>20\d\d)(\.? ?g(ads|\.)?)?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Year();

    /// <summary>The year in the name of a sheet, such as 2013 or "2013. gads"; null when it is none.</summary>
    public static string? YearOf(string name) => Year().Match(name.Trim()) is { Success: true } match ? match.Groups["year"].Value : null;
}

/// <summary>A cell of a sheet.</summary>
/// <param name="Value">Its text; null when it is empty.</param>
/// <param name="IsNumber">True where the file holds a number, and the text is its decimal text.</param>
/// <param name="Problem">Why it cannot be taken; null when it can.</param>
internal readonly record struct RaimCell(string? Value, bool IsNumber = false, RowProblem? Problem = null)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Value);

    public string Text => Value ?? "";
}
