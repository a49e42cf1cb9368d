using System.Security.Cryptography;
using System.Text;

namespace Benchlearning.Api.Platform.Database;

/// <summary>Where a clone keeps its private PostgreSQL: outside the clone, one folder per clone, so that <c>git clean</c> loses nothing.</summary>
internal static class PrivateClusterFolder
{
    private const string Product = "benchlearning";
    private const string RootOfTheClone = "Benchlearning.Api.sln";

    /// <summary>
    /// <c>BENCHLEARNING_DATA</c> where it is set; for root <c>/var/lib/benchlearning/&lt;clone&gt;</c>, because the server runs as another
    /// account that must reach it; else <c>$XDG_DATA_HOME/benchlearning/&lt;clone&gt;</c>, by default below <c>~/.local/share</c>.
    /// </summary>
    /// <param name="contentRootPath">The application's content root, anywhere inside the clone.</param>
    /// <returns>An absolute path. The folder need not exist.</returns>
    public static string Of(string contentRootPath)
    {
        var chosen = Environment.GetEnvironmentVariable("BENCHLEARNING_DATA");
        if (!string.IsNullOrWhiteSpace(chosen))
            return Path.GetFullPath(chosen);
        if (ServerAccount.RunsAsRoot)
            return Path.Combine("/var/lib", Product, NameOf(contentRootPath));
        var dataHome = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        if (string.IsNullOrWhiteSpace(dataHome))
            dataHome = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share");
        return Path.Combine(dataHome, Product, NameOf(contentRootPath));
    }

    /// <summary>A short name of the clone: the first 12 hexadecimal digits of the SHA-256 of its path. <c>./run</c> computes the same.</summary>
    public static string NameOf(string contentRootPath)
    {
        var clone = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(contentRootPath)));
        for (var folder = clone; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RootOfTheClone)))
            {
                clone = folder;
                break;
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clone.FullName)))[..12];
    }
}
