using System.Runtime.CompilerServices;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The committed files that the tests compare with, and write anew when asked.</summary>
internal static class Repository
{
    /// <summary>The folder of the clone.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path within the clone.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>True when the caller asks, by an environment variable set to 1, that files are written instead of compared.</summary>
    public static bool Asks(string variable) => Environment.GetEnvironmentVariable(variable) == "1";

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        foreach (var start in new[] { AppContext.BaseDirectory, Path.GetDirectoryName(thisFile)! })
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Benchlearning.Api.sln")))
                    return folder.FullName;
        throw new DirectoryNotFoundException("The tests run outside a clone: Benchlearning.Api.sln is in no folder above them.");
    }
}
