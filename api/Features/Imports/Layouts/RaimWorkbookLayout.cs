using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Xml;
using MiniExcelLibs;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>RAIM's export as an Excel workbook: a sheet for each year, named after it; sheets of notes are passed over.</summary>
internal sealed class RaimWorkbookLayout : ISourceLayout
{
    private const int MostParts = 2000;
    private const long MostBytes = 256 * 1024 * 1024;

    public string Code => "raim-xlsx";

    public int Version => 1;

    public string MediaType => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public async IAsyncEnumerable<SourceRow> ReadAsync(Stream content, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var file = await ReceivedFile.ReceiveAsync(content, cancellationToken); // a workbook is read here and there, not from its beginning to its end
        Check(file.Content);
        var isAnyYear = false;
        foreach (var name in Read(() => MiniExcel.GetSheetNames(file.Content)))
        {
            var sheet = new RaimSheet(RaimSheet.YearOf(name));
            isAnyYear |= RaimSheet.YearOf(name) is not null;
            using var lines = Read(() => MiniExcel.Query(file.Content, useHeaderRow: false, sheetName: name, excelType: ExcelType.XLSX).GetEnumerator());
            for (var line = 1; Read(lines.MoveNext); line++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var cells = ((IDictionary<string, object?>)lines.Current).Values.Select(Cell).ToArray();
                foreach (var row in sheet.Read(line, cells, NumberWriting.Unknown))
                    yield return row;
            }
        }
        if (!isAnyYear)
            throw new LayoutException("no-year", "Nevienas lapas nosaukums nav gads, piemēram, 2013.", "No sheet is named after a year, such as 2013.");
    }

    private static RaimCell Cell(object? value) => value switch
    {
        null => default,
        string text => new RaimCell(text),
        double number => new RaimCell(number.ToString("R", CultureInfo.InvariantCulture), number),
        IFormattable other => new RaimCell(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => new RaimCell(value.ToString()),
    };

    /// <summary>Looks into the package before anything is unpacked: its parts unpack to no more than they state.</summary>
    private static void Check(Stream content) => Read(() =>
    {
        using var package = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        if (package.Entries.Count > MostParts || package.Entries.Sum(entry => entry.Length) > MostBytes)
            throw new LayoutException("too-large", $"Izvērsts fails ir lielāks par {MostBytes} baitiem.", $"Unpacked, the file is larger than {MostBytes} bytes.");
        if (package.Entries.FirstOrDefault(entry => entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || entry.FullName.Contains("/externalLinks/", StringComparison.OrdinalIgnoreCase)) is { } active)
            throw new LayoutException("active-content", $"Failā ir makro vai saites uz citiem failiem ({active.Name}); saglabājiet tikai vērtības.", $"The file has macros or links to other files ({active.Name}); save the values only.");
        return true;
    });

    private static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is InvalidDataException or XmlException or KeyNotFoundException or NullReferenceException or FormatException or IndexOutOfRangeException or InvalidOperationException)
        {
            throw new LayoutException("not-a-workbook", "Fails nav Excel darbgrāmata (.xlsx), vai tā ir bojāta.", "The file is not an Excel workbook (.xlsx), or it is damaged.");
        }
    }
}
