using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Benchlearning.Api.Platform.Formats;

/// <summary>
/// Writes rows of CSV (RFC 4180) in UTF-8: comma and decimal point, or in the excel-lv dialect semicolon and decimal comma. A text that a
/// spreadsheet would run as a formula gets a leading apostrophe. Writes to the pipe's buffer; the caller flushes.
/// </summary>
internal sealed class CsvTable(PipeWriter output, bool isExcelLv)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\"\r\n");

    private readonly byte separator = isExcelLv ? (byte)';' : (byte)',';
    private readonly byte point = isExcelLv ? (byte)',' : (byte)'.';
    private bool isFirstField = true;

    /// <summary>Writes a whole row of texts.</summary>
    public void Row(params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
            Text(field);
        EndRow();
    }

    /// <summary>A number with fixed decimals; NaN is an empty field.</summary>
    public void Number(double value, int decimals)
    {
        BeginField();
        if (double.IsNaN(value))
            return;
        var span = output.GetSpan(FixedNumber.MaximumLength);
        output.Advance(FixedNumber.Write(span, value, decimals, point));
    }

    /// <summary>A text, quoted where needed; null and empty are an empty field.</summary>
    public void Text(string? text)
    {
        BeginField();
        if (string.IsNullOrEmpty(text))
            return;
        var isFormula = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
        if (!isFormula && text.AsSpan().IndexOfAny(Special) < 0)
            Write(text);
        else
            Write($"\"{(isFormula ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    public void EndRow()
    {
        output.Write("\r\n"u8);
        isFirstField = true;
    }

    private void Write(string text)
    {
        var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        output.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    private void BeginField()
    {
        if (!isFirstField)
        {
            output.GetSpan(1)[0] = separator;
            output.Advance(1);
        }
        isFirstField = false;
    }
}
