namespace Benchlearning.Api.Platform.Errors;

/// <summary>Codes that callers choose: lower-case words with hyphens.</summary>
internal static class CodeOfWords
{
    private const int Longest = 80;

    /// <summary>Adds a finding unless the code in the address is made of lower-case words with hyphens.</summary>
    /// <param name="code">As sent.</param>
    /// <param name="example">A code that would do.</param>
    /// <param name="add">Takes the finding.</param>
    public static void Check(string code, string example, Action<string, string, string, string?> add)
    {
        if (code.Length > Longest || !code.Split('-').All(word => word.Length > 0 && word.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))))
            add("code", "invalid-code", $"The code is made of lower-case words with hyphens, at most {Longest} characters, such as {example}.", code);
    }
}
