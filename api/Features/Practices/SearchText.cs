using System.Globalization;
using System.Text;
using Benchlearning.Contracts.V1.Practices;

namespace Benchlearning.Api.Features.Practices;

/// <summary>Texts as PostgreSQL's index of words takes them, questions as it takes them, and the passages that answer them.</summary>
internal static class SearchText
{
    /// <summary>Most words of a question.</summary>
    public const int MostWords = 12;

    /// <summary>Greatest place of a word that the index tells apart.</summary>
    private const int LastPlace = 16_383;

    /// <summary>Places that are kept of one word; the index takes 255.</summary>
    private const int MostPlaces = 200;

    /// <summary>Characters of a passage on either side of the first word that was searched for.</summary>
    private const int Before = 60;

    private const int After = 180;

    /// <summary>A tsvector of some texts: each with its weight, A the heaviest, and its language.</summary>
    public static string Index(params ReadOnlySpan<(string? Text, char Weight, string Language)> texts)
    {
        var places = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var place = 0;
        foreach (var (text, weight, language) in texts)
        {
            if (text is null)
                continue;
            foreach (var word in SearchWords.In(text))
            {
                place = Math.Min(place + 1, LastPlace);
                if (SearchWords.StemOf(text.AsSpan(word.From, word.Length), language) is not { } stem)
                    continue;
                if (!places.TryGetValue(stem, out var known))
                    places[stem] = known = [];
                if (known.Count < MostPlaces)
                    known.Add(string.Create(CultureInfo.InvariantCulture, $"{place}{weight}"));
            }
            place = Math.Min(place + 10, LastPlace); // texts do not run into one another
        }
        var vector = new StringBuilder();
        foreach (var (stem, at) in places)
            vector.Append('\'').Append(stem).Append("':").AppendJoin(',', at).Append(' ');
        return vector.ToString();
    }

    /// <summary>A tsquery of a question: every word of it, in whatever form; null when no word is left.</summary>
    public static string? Question(string text)
    {
        var words = SearchWords.In(text).Take(MostWords).Select(word => SearchWords.StemsOf(text.AsSpan(word.From, word.Length))).Where(stems => stems.Count > 0)
            .Select(stems => $"({string.Join(" | ", stems.Select(stem => $"'{stem}'"))})").Distinct(StringComparer.Ordinal).ToArray();
        return words.Length == 0 ? null : string.Join(" & ", words);
    }

    /// <summary>The passage of a text in which words of a question stand; null when none does.</summary>
    /// <param name="field">The field that the text is of.</param>
    /// <param name="text">The text; null: there is none.</param>
    /// <param name="language">Language of the text.</param>
    /// <param name="question">The question.</param>
    /// <param name="isWhole">True: all of the text; false: as much of it as shows the first word.</param>
    public static PracticeHighlight? Highlight(string field, string? text, string language, string question, bool isWhole = false)
    {
        if (text is null)
            return null;
        var asked = SearchWords.In(question).Take(MostWords).SelectMany(word => SearchWords.StemsOf(question.AsSpan(word.From, word.Length))).ToHashSet(StringComparer.Ordinal);
        var found = SearchWords.In(text).Where(word => SearchWords.StemOf(text.AsSpan(word.From, word.Length), language) is { } stem && asked.Contains(stem)).ToArray();
        if (found.Length == 0)
            return null;
        var from = isWhole ? 0 : WordStart(text, Math.Max(0, found[0].From - Before));
        var to = isWhole ? text.Length : WordEnd(text, Math.Min(text.Length, found[0].From + After));
        var parts = new List<HighlightPart>();
        var place = from;
        foreach (var word in found.Where(word => word.From >= from && word.From + word.Length <= to))
        {
            if (word.From > place)
                parts.Add(new HighlightPart(text[place..word.From], false));
            parts.Add(new HighlightPart(text.Substring(word.From, word.Length), true));
            place = word.From + word.Length;
        }
        if (place < to)
            parts.Add(new HighlightPart(text[place..to], false));
        return new PracticeHighlight(field, parts);
    }

    private static int WordStart(string text, int place)
    {
        while (place > 0 && !char.IsWhiteSpace(text[place - 1]))
            place--;
        return place;
    }

    private static int WordEnd(string text, int place)
    {
        while (place < text.Length && !char.IsWhiteSpace(text[place]))
            place++;
        return place;
    }
}
