namespace Benchlearning.Api.Platform.Errors;

/// <summary>The beginning of a text that a caller sent, short enough to be shown back.</summary>
internal static class Excerpt
{
    /// <summary>The text itself when it has at most <paramref name="most"/> UTF-16 units, else its beginning and an ellipsis; never half a character.</summary>
    public static string Of(string text, int most = 100) => text.Length <= most ? text : Beginning(text, most) + "…";

    /// <summary>At most so many UTF-16 units of the beginning; a surrogate pair is left whole or left out.</summary>
    public static string Beginning(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
}
