using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// Reads an Excel workbook (.xlsx, ECMA-376) line by line as the file has it: what Excel hides behind a format is told apart, so that a layout can refuse it. Memory holds the
/// shared texts, bounded, and one line. Throws <see cref="LayoutException"/> for what is no such workbook, unpacks to too much, or is more than values: macros, links to other files.
/// </summary>
internal sealed class Workbook : IDisposable
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const int MostParts = 2000;
    private const long MostBytes = 1024L * 1024 * 1024;
    private const long SmallPart = 1024 * 1024;
    private const int MostRatio = 150;
    private const int MostColumns = 1000;
    private const int MostMerged = 100_000;
    private const int MostTexts = 2_000_000;
    private const int MostTextCharacters = 32 * 1024 * 1024;

    private static readonly string[] ActiveParts = ["vbaProject", "/macrosheets/", "/externalLinks/", "xl/connections.xml", "/embeddings/", "/activeX/"];

    private readonly ZipArchive package;
    private readonly InflatedBytes inflated = new(MostBytes);
    private readonly Dictionary<string, ZipArchiveEntry> parts;
    private readonly Lazy<List<string>> texts;
    private readonly WorkbookFormats formats;

    private Workbook(ZipArchive package)
    {
        this.package = package;
        parts = package.Entries.GroupBy(entry => entry.FullName, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);
        CheckParts();
        var main = RelationsOf("").FirstOrDefault(relation => relation.Type.EndsWith("/officeDocument", StringComparison.Ordinal))?.Target ?? "xl/workbook.xml";
        var relations = RelationsOf(main);
        Sheets = ReadSheets(main, relations);
        using var styles = OpenRelated(relations, "/styles");
        formats = WorkbookFormats.Read(styles);
        texts = new Lazy<List<string>>(() => ReadTexts(relations));
    }

    /// <summary>First bytes of every workbook.</summary>
    public static ReadOnlyMemory<byte> Signature { get; } = "PK\u0003\u0004"u8.ToArray();

    /// <summary>The sheets in their order.</summary>
    public IReadOnlyList<WorkbookSheet> Sheets { get; }

    /// <summary>Opens a workbook; the stream can seek, and is not disposed of.</summary>
    public static Workbook Open(Stream content)
    {
        var beginning = new byte[4];
        var length = content.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
        content.Position = 0;
        if (length == 0)
            throw new LayoutException("empty-file", "Fails ir tukšs.", "The file is empty.");
        if (beginning is [0xD0, 0xCF, 0x11, 0xE0])
            throw new LayoutException("encrypted-workbook", "Fails ir aizsargāts ar paroli vai ir vecais .xls; saglabājiet to kā .xlsx bez paroles.", "The file is protected by a password, or is an old .xls; save it as .xlsx without a password.");
        if (!beginning.AsSpan().SequenceEqual(Signature.Span))
            throw NotAWorkbook(" CSV sūta kā text/csv.", " A CSV is sent as text/csv.");
        return Guarded(() => new Workbook(new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true)));
    }

    /// <summary>The lines of a sheet that have cells, in order. Afterwards the sheet knows its merged cells.</summary>
    public IEnumerable<WorkbookLine> Read(WorkbookSheet sheet)
    {
        using var xml = new WorkbookXml(OpenPart(sheet.Part) ?? throw NotAWorkbook());
        var number = 0;
        while (xml.Next())
        {
            if (xml.IsStart("row"))
            {
                number = xml.Number("r") ?? number + 1;
                yield return new WorkbookLine(number, Cells(xml, number));
            }
            else if (xml.IsStart("mergeCell") && xml.Attribute("ref") is { } range && sheet.MergedCells.Count < MostMerged)
                sheet.MergedCells.Add(new MergedCells(range, FirstLineOf(range)));
        }
    }

    public void Dispose() => package.Dispose();

    private WorkbookCell[] Cells(WorkbookXml xml, int line)
    {
        var cells = new List<WorkbookCell>();
        foreach (var _ in xml.Children("c"))
        {
            var column = ColumnOf(xml.Attribute("r")) ?? cells.Count;
            if (column < cells.Count)
                throw NotAWorkbook();
            if (column >= MostColumns)
                throw new LayoutException("too-many-columns", $"{line}. rindā ir vairāk nekā {MostColumns} kolonnu.", $"Line {line} has more than {MostColumns} columns.");
            while (cells.Count < column)
                cells.Add(new WorkbookCell(line, cells.Count, WorkbookCellKind.Empty, ""));
            cells.Add(Cell(xml, line, column));
        }
        return [.. cells];
    }

    private WorkbookCell Cell(WorkbookXml xml, int line, int column)
    {
        var (type, style) = (xml.Attribute("t"), xml.Number("s") ?? 0);
        var (text, isFormula) = ("", false);
        foreach (var child in xml.Children())
            if (child == "f")
                isFormula = true;
            else if (child == "v")
                text = xml.Text();
            else if (child == "is")
                text = xml.TextOfRuns();
        if (type == "s" && text.Length > 0)
            text = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < texts.Value.Count ? texts.Value[index] : throw NotAWorkbook();
        if (isFormula)
            return new WorkbookCell(line, column, WorkbookCellKind.Formula, text);
        if (text.Length == 0)
            return new WorkbookCell(line, column, WorkbookCellKind.Empty, "");
        if (type == "d")
            return new WorkbookCell(line, column, WorkbookCellKind.Date, text);
        if (type is not (null or "n") || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return new WorkbookCell(line, column, WorkbookCellKind.Text, type == "b" ? text == "1" ? "TRUE" : "FALSE" : text);
        return new WorkbookCell(line, column, formats.KindOf(style), NumberText(number), number);
    }

    /// <summary>A number of Excel as decimal text, to the 15 digits that Excel itself holds.</summary>
    internal static string NumberText(double number) => Math.Abs(number) < 1e15 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);

    private void CheckParts()
    {
        if (parts.Count > MostParts || parts.Values.Sum(part => part.Length) > MostBytes)
            throw TooLarge();
        if (parts.Values.FirstOrDefault(part => part.Length > SmallPart && part.Length / Math.Max(1, part.CompressedLength) > MostRatio) is not null)
            throw TooLarge();
        if (parts.Keys.FirstOrDefault(name => ActiveParts.Any(active => name.Contains(active, StringComparison.OrdinalIgnoreCase))) is { } found)
            throw Active(found);
        using var types = OpenPart("[Content_Types].xml") ?? throw NotAWorkbook();
        using var xml = new WorkbookXml(types);
        while (xml.Next())
            if (xml.Attribute("ContentType")?.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase) == true)
                throw Active(xml.Attribute("PartName") ?? "[Content_Types].xml");
    }

    private WorkbookSheet[] ReadSheets(string main, IReadOnlyList<Relation> relations)
    {
        var sheets = new List<WorkbookSheet>();
        using var xml = new WorkbookXml(OpenPart(main) ?? throw NotAWorkbook());
        while (xml.Next())
            if (xml.IsStart("sheet"))
                sheets.Add(new WorkbookSheet(xml.Attribute("name") ?? "", relations.FirstOrDefault(relation => relation.Id == xml.RelationId())?.Target ?? throw NotAWorkbook(), xml.Attribute("state") is "hidden" or "veryHidden"));
        return [.. sheets];
    }

    private List<string> ReadTexts(IReadOnlyList<Relation> relations)
    {
        var list = new List<string>();
        var characters = 0L;
        if (OpenRelated(relations, "/sharedStrings") is not { } part)
            return list;
        using var xml = new WorkbookXml(part);
        while (xml.Next())
            if (xml.IsStart("si"))
            {
                list.Add(xml.TextOfRuns());
                characters += list[^1].Length;
                if (list.Count > MostTexts || characters > MostTextCharacters)
                    throw TooLarge();
            }
        return list;
    }

    private List<Relation> RelationsOf(string part)
    {
        var slash = part.LastIndexOf('/') + 1;
        var relations = new List<Relation>();
        if (OpenPart($"{part[..slash]}_rels/{part[slash..]}.rels") is not { } stream)
            return relations;
        using var xml = new WorkbookXml(stream);
        while (xml.Next())
            if (xml.IsStart("Relationship") && xml.Attribute("Target") is { } target)
            {
                var type = xml.Attribute("Type") ?? "";
                if (type.EndsWith("/externalLink", StringComparison.Ordinal) || type.EndsWith("/vbaProject", StringComparison.Ordinal))
                    throw Active(target);
                relations.Add(new Relation(xml.Attribute("Id") ?? "", type, target.StartsWith('/') ? target[1..] : part[..slash] + target));
            }
        return relations;
    }

    private Stream? OpenRelated(IReadOnlyList<Relation> relations, string type) =>
        relations.FirstOrDefault(relation => relation.Type.EndsWith(type, StringComparison.Ordinal)) is { } found ? OpenPart(found.Target) : null;

    private Stream? OpenPart(string name) => parts.TryGetValue(name, out var part) ? Guarded(() => inflated.Open(part)) : null;

    private static int FirstLineOf(string range) =>
        int.TryParse(string.Concat(range.SkipWhile(char.IsAsciiLetter).TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : 0;

    /// <summary>Zero-based column of an address such as AB12; null when there is none.</summary>
    private static int? ColumnOf(string? address)
    {
        var column = 0;
        var letters = 0;
        while (address is not null && letters < address.Length && letters < 4 && char.IsAsciiLetterUpper(address[letters]))
            column = column * 26 + (address[letters++] - 'A' + 1);
        return letters == 0 ? null : column - 1;
    }

    /// <summary>What the parts of a damaged or hostile package throw is that it is no workbook.</summary>
    internal static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            throw NotAWorkbook();
        }
    }

    internal static bool IsDamage(Exception failure) => failure is InvalidDataException or XmlException or NotSupportedException or EndOfStreamException or ArgumentException;

    internal static LayoutException NotAWorkbook(string lv = "", string en = "") =>
        new("not-a-workbook", $"Fails nav Excel darbgrāmata (.xlsx), vai tā ir bojāta.{lv}", $"The file is not an Excel workbook (.xlsx), or it is damaged.{en}");

    internal static LayoutException TooLarge() =>
        new("too-large", "Izvērsts fails ir pārāk liels, vai tas ir saspiests neparasti stipri.", "Unpacked, the file is too large, or it is compressed more than any table is.");

    private static LayoutException Active(string part) =>
        new("active-content", $"Failā ir makro, iegulti objekti vai saites uz citiem failiem ({part}); saglabājiet tikai vērtības.", $"The file has macros, embedded objects or links to other files ({part}); save the values only.");

    private sealed record Relation(string Id, string Type, string Target);
}

/// <summary>A sheet of a workbook.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Part">Where it is in the package.</param>
/// <param name="IsHidden">True when Excel does not show it.</param>
internal sealed record WorkbookSheet(string Name, string Part, bool IsHidden)
{
    /// <summary>Its merged cells; known once the lines are read.</summary>
    public List<MergedCells> MergedCells { get; } = [];
}

/// <summary>Cells that were made one.</summary>
/// <param name="Range">Which, such as A2:A3.</param>
/// <param name="FirstLine">The line that they begin in.</param>
internal sealed record MergedCells(string Range, int FirstLine);

/// <summary>A line of a sheet.</summary>
/// <param name="Number">Its number as Excel shows it.</param>
/// <param name="Cells">Its cells from column A to the last that is there.</param>
internal sealed record WorkbookLine(int Number, IReadOnlyList<WorkbookCell> Cells)
{
    public bool IsEmpty => Cells.All(cell => string.IsNullOrWhiteSpace(cell.Text) && cell.Kind != WorkbookCellKind.Formula);
}

/// <summary>What a cell is.</summary>
internal enum WorkbookCellKind
{
    Empty,
    Text,
    Number,

    /// <summary>A number that is shown as a percentage: it holds 0.0489 and shows 4.89 %.</summary>
    Percent,

    /// <summary>A number that is shown as a date or time.</summary>
    Date,

    /// <summary>A formula; its text is what it came to when the file was saved.</summary>
    Formula,
}

/// <summary>A cell.</summary>
/// <param name="Line">Its line as Excel shows it.</param>
/// <param name="Column">Its column, from 0.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; a number as decimal text.</param>
/// <param name="Number">Its number, where it holds one.</param>
internal readonly record struct WorkbookCell(int Line, int Column, WorkbookCellKind Kind, string Text, double? Number = null)
{
    /// <summary>Its address, such as B7.</summary>
    public string Address
    {
        get
        {
            var letters = "";
            for (var rest = Column + 1; rest > 0; rest = (rest - 1) / 26)
                letters = (char)('A' + (rest - 1) % 26) + letters;
            return string.Create(CultureInfo.InvariantCulture, $"{letters}{Line}");
        }
    }
}
