using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Benchlearning.DbMigrations;

/// <summary>One SQL text that this build carries.</summary>
/// <param name="Name">The file's name with its extension, such as <c>0001_foundation.sql</c>.</param>
/// <param name="Sql">The text, with line ends of one kind, so that a checkout on another system has the same hash.</param>
internal sealed record EmbeddedScript(string Name, string Sql)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
}

/// <summary>The SQL texts embedded in this assembly, each folder in the ordinal order of the file names.</summary>
internal static class EmbeddedScripts
{
    private static readonly Assembly Assembly = typeof(EmbeddedScripts).Assembly;

    /// <summary>Forward-only scripts: each is applied once, in order.</summary>
    public static IReadOnlyList<EmbeddedScript> Forward { get; } = Read("Scripts/");

    /// <summary>Views and functions: made again whenever their text changes.</summary>
    public static IReadOnlyList<EmbeddedScript> Programmable { get; } = Read("Programmable/");

    private static EmbeddedScript[] Read(string folder) =>
        [.. Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new EmbeddedScript(name[folder.Length..], Text(name)))];

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
