using System.Text.RegularExpressions;

namespace Benchlearning.Tests.Architecture;

/// <summary>No secret is in the repository, and no pattern can be made to run for ever.</summary>
public sealed partial class SecretTests
{
    private const long LargestText = 4 * 1024 * 1024;

    /// <summary>What looks like a secret, by what it is.</summary>
    private static readonly (string Kind, Regex Pattern)[] Patterns =
    [
        ("private key", PrivateKey()), ("API key of this service", OwnKey()), ("access token", Token()), ("key of a cloud", CloudKey()), ("password in an address", PasswordInAddress()),
        ("password of a connection", PasswordOfConnection()), ("assigned secret", AssignedSecret()), ("signing secret of a webhook", WebhookSecret()),
    ];

    /// <summary>What a text holds that looks so and is none, where it is, and why.</summary>
    private static readonly (string Holds, string Where, string Why)[] Allowed =
    [
        ("BENCHLEARNING_PASSWORD:-", "compose.yaml", "A variable whose default is for trying out on one's own machine."),
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2" + "LaLaSw", "openapi.yaml", "The example of the specification of Standard Webhooks, which stands for every secret in examples."),
        ("blk_k3v9m2x7q1" + "_q5J2mXv0H8s", "openapi.yaml", "Stands for every key in examples; nobody has it."),
    ];

    [Test]
    public void No_file_of_the_repository_holds_a_secret() => Assert.That(House.FilesOfTheClone("*").SelectMany(SecretsIn), Is.Empty);

    [Test]
    public void Every_exception_is_still_needed() =>
        Assert.That(Allowed.Where(allowed => !House.Read(allowed.Where).Contains(allowed.Holds, StringComparison.Ordinal)).Select(allowed => allowed.Holds), Is.Empty);

    [TestCase("-----BEGIN RSA PRIV" + "ATE KEY-----")]
    [TestCase("blk_abcdefghij_" + "0123456789012345678901234567890123456789012")]
    [TestCase("eyJhbGciOiJSUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLW9mLXRoaXM")]
    [TestCase("AKIA" + "IOSFODNN7EXAMPLE")]
    [TestCase("https://user:" + "hunter2secret@example.lv/")]
    [TestCase("Host=db;Username=x;Pass" + "word=hunter2secret")]
    [TestCase("\"operatorKey\": \"" + "0123456789abcdef0123456789abcdef0123\"")]
    [TestCase("whsec_" + "AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_secret_is_found(string text) => Assert.That(Found("planted.txt", text), Is.Not.Empty);

    private static IEnumerable<string> SecretsIn(string file)
    {
        var info = new FileInfo(Path.Combine(House.Root, file));
        if (info.LinkTarget is not null || info.Length > LargestText || Path.GetExtension(file) is ".png" or ".ttf" or ".xlsx" or ".parquet" or ".woff2" or ".ico" or ".zip" or ".dll")
            return [];
        return Found(file, House.Read(file));
    }

    private static IEnumerable<string> Found(string file, string text) =>
        from pattern in Patterns
        from match in pattern.Pattern.Matches(text).Cast<Match>()
        where !Allowed.Any(allowed => match.Value.Contains(allowed.Holds, StringComparison.Ordinal))
        select $"{file}: {pattern.Kind}: {match.Value[..Math.Min(24, match.Value.Length)]}...";

    [GeneratedRegex("-----BEGIN (RSA |EC |OPENSSH |ENCRYPTED )?PRIVATE KEY-----", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\bblk_[a-z0-9]{10}_[A-Za-z0-9_-]{43}", RegexOptions.None, 10_000)]
    private static partial Regex OwnKey();

    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{16,}", RegexOptions.None, 10_000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{20,}|sk_live_[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{36})", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex CloudKey();

    [GeneratedRegex(@"\b[a-z]{3,10}://[^\s:/@""'{}$<>]{1,60}:[^\s:/@""'{}$<>]{6,60}@[a-z0-9]", RegexOptions.None, 10_000)]
    private static partial Regex PasswordInAddress();

    [GeneratedRegex(@"\b(Password|Pwd)=(?!\.\.\.)[^;\s""'{}$<>]{6,}|Password=\$\{[A-Z_]+:-[^}]+\}", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex PasswordOfConnection();

    [GeneratedRegex(@"\b(operator_?key|cursor_?key|client_?secret|api_?key|secret)""?\s*[:=]\s*""[A-Za-z0-9+/_-]{32,}""", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 10_000)]
    private static partial Regex AssignedSecret();

    [GeneratedRegex(@"\bwhsec_[A-Za-z0-9+/=]{32,}", RegexOptions.None, 10_000)]
    private static partial Regex WebhookSecret();
}
