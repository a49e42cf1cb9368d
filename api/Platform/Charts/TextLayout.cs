namespace Benchlearning.Api.Platform.Charts;

/// <summary>Breaks text into lines that fit, measured with the shipped font.</summary>
internal static class TextLayout
{
    private const string Ellipsis = "…";

    /// <summary>
    /// Lines no wider than <paramref name="width"/> CSS pixels. Breaks at spaces, inside a word only when the word alone is
    /// too wide. What does not fit in <paramref name="maximumLines"/> is cut with an ellipsis. Blank text gives no line.
    /// </summary>
    public static IReadOnlyList<string> Wrap(string text, double width, TextStyle style, int maximumLines = int.MaxValue)
    {
        if (ChartFont.Width(text, style) <= width && !text.AsSpan().ContainsAny('\n', '\r'))
            return string.IsNullOrWhiteSpace(text) ? [] : [text];

        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split((char[]?)[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            var joined = line.Length == 0 ? word : line + " " + word;
            if (ChartFont.Width(joined, style) <= width)
            {
                line = joined;
                continue;
            }

            if (line.Length > 0)
                lines.Add(line);
            line = BreakWord(word, width, style, lines);
        }

        if (line.Length > 0)
            lines.Add(line);
        if (lines.Count <= maximumLines)
            return lines;

        var last = Shorten(lines[maximumLines - 1] + " " + lines[maximumLines], width, style);
        return [.. lines[..(maximumLines - 1)], last];
    }

    /// <summary>Puts the full pieces of a too wide word into <paramref name="lines"/> and gives back the rest of it.</summary>
    private static string BreakWord(string word, double width, TextStyle style, List<string> lines)
    {
        while (ChartFont.Width(word, style) > width && word.Length > 2)
        {
            var length = LengthThatFits(word, width, style);
            lines.Add(word[..length]);
            word = word[length..];
        }

        return word;
    }

    private static string Shorten(string text, double width, TextStyle style)
    {
        var room = width - ChartFont.Width(Ellipsis, style);
        return ChartFont.Width(text, style) <= room
            ? text + Ellipsis
            : text[..LengthThatFits(text, room, style)].TrimEnd() + Ellipsis;
    }

    /// <summary>At least one character, and never half of a surrogate pair.</summary>
    private static int LengthThatFits(string text, double width, TextStyle style)
    {
        var length = 1;
        var used = ChartFont.Width(text.AsSpan(0, 1), style);
        while (length < text.Length && (used += ChartFont.Width(text.AsSpan(length, 1), style)) <= width)
            length++;
        return length < text.Length && char.IsHighSurrogate(text[length - 1]) ? length + 1 : length;
    }
}
