using System.Text;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// Names in the order of the Latvian alphabet, where each marked letter follows its plain one: Ādaži after Augšdaugava, Ķekava after Kuldīga.
/// The law lists the municipalities so, and their codes follow it. The locale of the runtime takes Ā for A, so it is not asked.
/// The same order as the function latvian_order of the database.
/// </summary>
internal static class LatvianOrder
{
    private const string Marked = "āčēģīķļņšūž";
    private const string Plain = "acegiklnsuz";
    private const char AfterLetters = '{'; // the character after z

    public static readonly IComparer<string> Comparer = Comparer<string>.Create(static (one, other) => string.CompareOrdinal(Key(one), Key(other)));

    /// <summary>A text whose ordinal order is the alphabetical order of the name.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            var lower = char.ToLowerInvariant(letter);
            var marked = Marked.IndexOf(lower, StringComparison.Ordinal);
            if (marked < 0)
                key.Append(lower);
            else
                key.Append(Plain[marked]).Append(AfterLetters);
        }
        return key.ToString();
    }
}
