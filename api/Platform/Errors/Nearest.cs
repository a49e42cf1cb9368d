using System.Globalization;
using System.Text;

namespace Benchlearning.Api.Platform.Errors;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class Nearest
{
    private const int Most = 3;

    /// <summary>
    /// Up to three candidates nearest to a word by edit distance (Levenshtein 1966) after folding case and diacritics, nearest first;
    /// only those within a third of the word's length, at least 2. With none so near: all candidates when there are at most <paramref name="whenNone"/>, else an empty list.
    /// </summary>
    public static IReadOnlyList<string> To(string word, IEnumerable<string> candidates, int whenNone = 0)
    {
        var folded = Fold(Excerpt.Beginning(word, 100));
        var reach = Math.Max(2, folded.Length / 3);
        var all = candidates as IReadOnlyCollection<string> ?? [.. candidates];
        var near = all
            .Select(candidate => (candidate, distance: Distance(folded, Fold(candidate), reach)))
            .Where(match => match.distance <= reach)
            .OrderBy(match => match.distance).ThenBy(match => match.candidate, StringComparer.Ordinal)
            .Take(Most).Select(match => match.candidate).ToArray();
        return near.Length > 0 || all.Count > whenNone ? near : [.. all];
    }

    /// <summary>Lower case without diacritics: "Ķekava" and "kekava" are one word.</summary>
    public static string Fold(string word)
    {
        var result = new StringBuilder(word.Length);
        foreach (var character in word.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
                result.Append(char.ToLowerInvariant(character));
        return result.ToString();
    }

    private static int Distance(string from, string to, int reach)
    {
        if (Math.Abs(from.Length - to.Length) > reach)
            return reach + 1;
        Span<int> row = stackalloc int[to.Length + 1];
        for (var column = 0; column <= to.Length; column++)
            row[column] = column;
        for (var line = 1; line <= from.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= to.Length; column++)
            {
                var substitution = diagonal + (from[line - 1] == to[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(substitution, Math.Min(row[column], row[column - 1]) + 1);
            }
        }
        return row[to.Length];
    }
}
