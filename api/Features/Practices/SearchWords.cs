using System.Buffers;
using System.Globalization;
using System.Text;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Practices;

/// <summary>A word of a text, and where it stands.</summary>
internal readonly record struct PlacedWord(int From, int Length);

/// <summary>
/// Words as the search compares them: lower case, without diacritics, and without the endings of Latvian and English, so that "skolēniem" finds
/// "skolēni" and "heating" finds "heated". A light stripper in the manner of Krēsliņš (1996) for Latvian and of step 1 of Porter (1980) for
/// English: one ending is taken off, never a prefix, and at least three letters with a vowel stay.
/// </summary>
internal static class SearchWords
{
    /// <summary>Grows with every change of what is stripped; then the index is to be made anew.</summary>
    public const int Version = 1;

    /// <summary>Longest word that is compared; what follows is cut off.</summary>
    public const int LongestWord = 40;

    private const int ShortestStem = 3;
    private static readonly SearchValues<char> Vowels = SearchValues.Create("aeiouy");

    /// <summary>Endings of nouns, adjectives and participles, without diacritics, longest first.</summary>
    private static readonly string[] LatvianEndings = [.. new[]
    {
        "ajiem", "ajam", "ajai", "ajas", "ajos", "iem", "ies", "ais", "ie", "am", "em", "im", "ai", "ei", "as", "es", "is", "us", "os", "ij", "a", "e", "i", "u", "o", "s",
    }.OrderByDescending(ending => ending.Length)];

    /// <summary>Words that stand in every text, without diacritics.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "un", "vai", "ar", "no", "par", "uz", "ka", "kas", "ir", "lai", "bez", "pie", "pa", "to", "ta", "tas", "si", "sis", "ja", "jo", "ne", "bet", "gan", "ari", "pec", "ko", "tiek", "tika",
        "the", "and", "or", "of", "in", "for", "a", "an", "with", "on", "by", "is", "are", "was", "were", "be", "at", "from", "that", "this", "it", "as", "we", "our",
    };

    /// <summary>The words of a text, in order: runs of letters and digits.</summary>
    public static IEnumerable<PlacedWord> In(string text)
    {
        var from = -1;
        for (var place = 0; place <= text.Length; place++)
            if (place < text.Length && char.IsLetterOrDigit(text[place]))
                from = from < 0 ? place : from;
            else if (from >= 0)
            {
                yield return new PlacedWord(from, place - from);
                from = -1;
            }
    }

    /// <summary>The stems of a word whose language is not known; one where they are the same. Empty for a word that stands in every text.</summary>
    public static IReadOnlyList<string> StemsOf(ReadOnlySpan<char> word) =>
        FoldedOf(word) is { } folded ? [.. new[] { Latvian(folded), English(folded) }.Distinct(StringComparer.Ordinal)] : [];

    /// <summary>The stem of a word of a text; null for a word that stands in every text.</summary>
    public static string? StemOf(ReadOnlySpan<char> word, string language) =>
        FoldedOf(word) is not { } folded ? null : language == Language.English ? English(folded) : Latvian(folded);

    /// <summary>The stem of a folded word, taken for Latvian.</summary>
    public static string Latvian(string word)
    {
        foreach (var ending in LatvianEndings)
            if (word.EndsWith(ending, StringComparison.Ordinal) && IsStem(word.AsSpan(0, word.Length - ending.Length)))
                return WithoutAdditions(word[..^ending.Length]);
        return word;
    }

    /// <summary>The stem of a folded word, taken for English.</summary>
    public static string English(string word)
    {
        var stem = word;
        if (stem.EndsWith("ies", StringComparison.Ordinal) && stem.Length > 4)
            stem = stem[..^3] + "y";
        else if (stem.EndsWith('s') && stem.Length > ShortestStem && !stem.EndsWith("ss", StringComparison.Ordinal) && !stem.EndsWith("us", StringComparison.Ordinal) && !stem.EndsWith("is", StringComparison.Ordinal))
            stem = stem[..^1];
        foreach (var ending in new[] { "ing", "ed" })
            if (stem.EndsWith(ending, StringComparison.Ordinal) && IsStem(stem.AsSpan(0, stem.Length - ending.Length)))
            {
                stem = stem[..^ending.Length];
                break;
            }
        if (stem.EndsWith('e') && stem.Length > ShortestStem)
            stem = stem[..^1];
        return stem.EndsWith('y') && stem.Length > ShortestStem ? stem[..^1] + "i" : stem;
    }

    /// <summary>Without the j that an ending softens the stem with (skapis, skapja), and without what the endings of skolotājiem and jaunajiem have in common.</summary>
    private static string WithoutAdditions(string stem) =>
        stem.EndsWith("aj", StringComparison.Ordinal) && IsStem(stem.AsSpan(0, stem.Length - 2)) ? stem[..^2]
        : stem.Length > ShortestStem && stem[^1] == 'j' && stem[^2] is ('p' or 'b' or 'm' or 'v') ? stem[..^1]
        : stem;

    private static string? FoldedOf(ReadOnlySpan<char> word) => Fold(word[..Math.Min(word.Length, LongestWord)]) is { Length: > 0 } folded && !Common.Contains(folded) ? folded : null;

    private static bool IsStem(ReadOnlySpan<char> stem) => stem.Length >= ShortestStem && stem.ContainsAny(Vowels);

    private static string Fold(ReadOnlySpan<char> word)
    {
        var folded = new StringBuilder(word.Length);
        foreach (var letter in word.ToString().Normalize(NormalizationForm.FormKD))
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) && char.IsLetterOrDigit(letter))
                folded.Append(char.ToLowerInvariant(letter));
        return folded.ToString();
    }
}
