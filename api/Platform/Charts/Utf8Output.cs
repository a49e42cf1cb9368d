using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Benchlearning.Api.Platform.Charts;

/// <summary>Writes XML text and numbers as UTF-8 without strings in between.</summary>
internal ref struct Utf8Output(IBufferWriter<byte> target)
{
    private const int Chunk = 8192;

    private static readonly SearchValues<char> Special = SearchValues.Create(
        "&<>\"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000A\u000B\u000C\u000D\u000E\u000F" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\uFFFE\uFFFF");

    private Span<byte> free;
    private int used;

    /// <summary>Bytes that are already well-formed.</summary>
    public void Raw(scoped ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        utf8.CopyTo(free[used..]);
        used += utf8.Length;
    }

    /// <summary>
    /// Text inside an element or a quoted attribute: escaped, and what XML 1.0 forbids (control characters, half surrogate
    /// pairs) replaced.
    /// </summary>
    public void Text(scoped ReadOnlySpan<char> text)
    {
        while (true)
        {
            var length = text.IndexOfAny(Special);
            Plain(length < 0 ? text : text[..length]);
            if (length < 0)
                return;
            Raw(Replacement(text[length]));
            text = text[(length + 1)..];
        }
    }

    /// <summary>A coordinate with at most two decimals.</summary>
    /// <exception cref="InvalidOperationException">The number is not finite: the scene is wrong and must not be shown.</exception>
    public void Number(double value)
    {
        if (!double.IsFinite(value))
            throw new InvalidOperationException("A scene has finite coordinates only.");

        var hundredths = (long)Math.Round(value * 100);
        Reserve(24);
        if (hundredths < 0)
            free[used++] = (byte)'-';
        hundredths = Math.Abs(hundredths);
        _ = (hundredths / 100).TryFormat(free[used..], out var written, provider: null);
        used += written;
        var rest = (int)(hundredths % 100);
        if (rest == 0)
            return;

        free[used++] = (byte)'.';
        free[used++] = (byte)('0' + (rest / 10));
        if (rest % 10 != 0)
            free[used++] = (byte)('0' + (rest % 10));
    }

    /// <summary>For example <c>#06385a</c>.</summary>
    public void Hex(Colour colour)
    {
        Reserve(7);
        free[used++] = (byte)'#';
        for (var shift = 20; shift >= 0; shift -= 4)
            free[used++] = "0123456789abcdef"u8[(int)(colour.Rgb >> shift) & 15];
    }

    /// <summary>Hands everything to the target. Must be the last call.</summary>
    public void Flush()
    {
        if (used > 0)
            target.Advance(used);
        free = default;
        used = 0;
    }

    private void Plain(scoped ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        _ = Utf8.FromUtf16(text, free[used..], out _, out var written);
        used += written;
    }

    private static ReadOnlySpan<byte> Replacement(char character) => character switch
    {
        '&' => "&amp;"u8,
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '"' => "&quot;"u8,
        '\t' or '\n' or '\r' => " "u8,
        _ => "\uFFFD"u8,
    };

    private void Reserve(int length)
    {
        if (free.Length - used >= length)
            return;
        Flush();
        free = target.GetSpan(Math.Max(length, Chunk));
    }
}
