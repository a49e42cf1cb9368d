using System.IO.Compression;
using System.Text;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>Workbooks part by part, so that they can have what no honest program writes.</summary>
internal static class Workbooks
{
    /// <summary>Style of a number that is shown as a date.</summary>
    public const int Date = 1;

    /// <summary>Style of a number that is shown as a percentage.</summary>
    public const int Percent = 2;

    /// <summary>Style of a number that is shown as month and year by a format of the workbook's own.</summary>
    public const int OwnDate = 3;

    /// <summary>Cells of a tidy header in line 1.</summary>
    public const string Header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>territory</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>period</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>indicator</t></is></c><c r=\"D1\" t=\"inlineStr\"><is><t>value</t></is></c></row>";

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>A row of the tidy table: Cēsis 2013, with the cell of the value as given.</summary>
    public static string Row(int line, string value) =>
        $"<row r=\"{line}\"><c r=\"A{line}\" t=\"s\"><v>0</v></c><c r=\"B{line}\"><v>2013</v></c><c r=\"C{line}\" t=\"s\"><v>1</v></c>{value}</row>";

    /// <summary>A workbook whose first sheet has these lines, and after them what else the sheet says.</summary>
    public static byte[] Of(string lines, string after = "", string sheets = "", string contentType = "sheet.main", string name = "Dati", params (string Name, string Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var package = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(package, "[Content_Types].xml", $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{contentType}+xml\"/></Types>");
            Add(package, "_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Add(package, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{sheets}<sheet name=\"{name}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Add(package, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{Relations}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/><Relationship Id=\"r4\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>");
            Add(package, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\"><si><t>LV0420200</t></si><si><r><t>unemployment</t></r><r><t>-rate</t></r></si></sst>");
            Add(package, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"[$-426]mmm\\ yyyy\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"10\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
            Add(package, "xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{lines}</sheetData>{after}</worksheet>");
            Add(package, "xl/worksheets/sheet2.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{Header}{Row(2, "<c r=\"D2\"><v>99</v></c>")}</sheetData></worksheet>");
            foreach (var (part, content) in parts)
                Add(package, part, content);
        }
        return file.ToArray();
    }

    private static void Add(ZipArchive package, string name, string content)
    {
        using var part = package.CreateEntry(name, CompressionLevel.SmallestSize).Open();
        part.Write(Encoding.UTF8.GetBytes(content));
    }
}
