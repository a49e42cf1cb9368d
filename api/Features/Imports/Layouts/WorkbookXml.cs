using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>The XML of one part of a workbook, read forward. No DTD, nothing from elsewhere, no element of unreasonable length.</summary>
internal sealed class WorkbookXml(Stream part) : IDisposable
{
    /// <summary>Longest text of a cell: that of Excel.</summary>
    private const int LongestText = 32_767;

    private readonly XmlReader reader = XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CloseInput = true });

    /// <summary>Goes on to the next node; false at the end.</summary>
    public bool Next()
    {
        (part as InflatedPart)?.BeginNode();
        try
        {
            return reader.Read();
        }
        catch (Exception failure) when (Workbook.IsDamage(failure))
        {
            throw Workbook.NotAWorkbook();
        }
    }

    public bool IsStart(string name) => reader.NodeType == XmlNodeType.Element && reader.LocalName == name;

    public string? Attribute(string name) => reader.NodeType == XmlNodeType.Element ? reader.GetAttribute(name) : null;

    /// <summary>A whole number; null where there is none.</summary>
    public int? Number(string name) => int.TryParse(Attribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The relation that an element names, in either edition of the standard.</summary>
    public string? RelationId()
    {
        for (var attribute = 0; attribute < reader.AttributeCount; attribute++)
        {
            reader.MoveToAttribute(attribute);
            if (reader is { LocalName: "id", NamespaceURI.Length: > 0 })
            {
                var id = reader.Value;
                reader.MoveToElement();
                return id;
            }
        }
        reader.MoveToElement();
        return null;
    }

    /// <summary>Stops at each child of the element and gives its name; what the caller leaves of a child is passed over.</summary>
    public IEnumerable<string> Children(string? name = null)
    {
        if (reader.IsEmptyElement)
            yield break;
        var depth = reader.Depth;
        while (Next() && reader.Depth > depth)
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1 && (name is null || reader.LocalName == name))
                yield return reader.LocalName;
    }

    /// <summary>The text of the element.</summary>
    public string Text()
    {
        if (reader.IsEmptyElement)
            return "";
        var (text, whole) = ((string?)null, (StringBuilder?)null);
        var depth = reader.Depth;
        while (Next() && reader.Depth > depth)
        {
            if (reader.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace))
                continue;
            var piece = Workbook.Guarded(() => reader.Value);
            if (text is null)
                text = piece;
            else
                (whole ??= new StringBuilder(text)).Append(piece);
            if ((whole?.Length ?? text.Length) > LongestText)
                throw new LayoutException("field-too-long", $"Kāda šūna ir garāka par {LongestText} zīmēm.", $"A cell is longer than {LongestText} characters.");
        }
        return whole?.ToString() ?? text ?? "";
    }

    /// <summary>The texts of an element made of runs, without the pronunciations that some languages add.</summary>
    public string TextOfRuns()
    {
        var text = "";
        foreach (var child in Children())
            if (child == "t")
                text += Text();
            else if (child == "r")
                foreach (var _ in Children("t"))
                    text += Text();
        return text;
    }

    public void Dispose() => reader.Dispose();
}

/// <summary>Counts what the parts of a package unpack to, all together, whatever they say of themselves.</summary>
internal sealed class InflatedBytes(long most)
{
    private long left = most;

    public Stream Open(ZipArchiveEntry part) => new InflatedPart(part.Open(), this);

    public void Take(int bytes)
    {
        left -= bytes;
        if (left < 0)
            throw Workbook.TooLarge();
    }
}

/// <summary>A part of a package as it is unpacked. Throws when all parts, or one node of it, unpack to too much.</summary>
internal sealed class InflatedPart(Stream part, InflatedBytes all) : Stream
{
    private const int LongestNode = 1024 * 1024;
    private int node;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A new node begins: its length is counted anew.</summary>
    public void BeginNode() => node = 0;

    public override int Read(Span<byte> buffer)
    {
        var length = part.Read(buffer);
        all.Take(length);
        node += length;
        return node <= LongestNode ? length : throw new LayoutException("field-too-long", $"Kāda šūna ir garāka par {LongestNode} baitiem.", $"A cell is longer than {LongestNode} bytes.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            part.Dispose();
        base.Dispose(disposing);
    }
}

/// <summary>Which number formats of a workbook show dates, and which percentages (ECMA-376 part 1, 18.8.30).</summary>
internal sealed class WorkbookFormats
{
    private static readonly SearchValues<char> PartsOfDates = SearchValues.Create("ymdhsYMDHS");

    private readonly List<WorkbookCellKind> styles = [];

    /// <summary>Reads the styles; null: the workbook has none.</summary>
    public static WorkbookFormats Read(Stream? part)
    {
        var formats = new WorkbookFormats();
        if (part is null)
            return formats;
        var codes = new Dictionary<int, string>();
        using var xml = new WorkbookXml(part);
        while (xml.Next())
            if (xml.IsStart("numFmt") && xml.Number("numFmtId") is { } id)
                codes[id] = xml.Attribute("formatCode") ?? "";
            else if (xml.IsStart("cellXfs"))
                foreach (var _ in xml.Children("xf"))
                    formats.styles.Add(KindOf(xml.Number("numFmtId") ?? 0, codes));
        return formats;
    }

    /// <summary>What a number under a style is.</summary>
    public WorkbookCellKind KindOf(int style) => style < styles.Count ? styles[style] : WorkbookCellKind.Number;

    private static WorkbookCellKind KindOf(int format, Dictionary<int, string> codes)
    {
        if (!codes.TryGetValue(format, out var code))
            return format is 9 or 10 ? WorkbookCellKind.Percent : format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58) ? WorkbookCellKind.Date : WorkbookCellKind.Number;
        var bare = Bare(code);
        return bare.Contains('%', StringComparison.Ordinal) ? WorkbookCellKind.Percent : bare.AsSpan().ContainsAny(PartsOfDates) ? WorkbookCellKind.Date : WorkbookCellKind.Number;
    }

    /// <summary>A format without what it only writes: quoted texts, escaped and padding characters, colours and conditions.</summary>
    private static string Bare(string code)
    {
        var bare = new StringBuilder();
        for (var place = 0; place < code.Length; place++)
            if (code[place] is '\\' or '_' or '*')
                place++;
            else if (code[place] is '"' or '[')
                place = code.IndexOf(code[place] == '"' ? '"' : ']', place + 1) is >= 0 and var end ? end : code.Length;
            else
                bare.Append(code[place]);
        return bare.ToString();
    }
}
