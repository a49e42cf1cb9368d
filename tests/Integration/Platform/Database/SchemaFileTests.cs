using System.Diagnostics;
using System.Globalization;
using System.Text;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Integration.Platform.Database;

/// <summary>
/// <c>db-migrations/schema.sql</c> shows a reader and a reviewer what the migrations add up to. To write it anew:
/// <c>BENCHLEARNING_UPDATE_SCHEMA=1 dotnet test tests/Integration --filter SchemaFileTests</c>.
/// </summary>
public sealed class SchemaFileTests
{
    [Test]
    public async Task The_schema_file_equals_a_freshly_migrated_database()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        var path = Path.Combine(RootOfTheClone(), "db-migrations", "schema.sql");

        var actual = Normalised(await DumpAsync(database.ConnectionString));
        if (Environment.GetEnvironmentVariable("BENCHLEARNING_UPDATE_SCHEMA") == "1")
            await File.WriteAllTextAsync(path, actual);

        Assert.That(
            await File.ReadAllTextAsync(path),
            Is.EqualTo(actual),
            $"The file is written by pg_dump 15; this is {(await TestCluster.BinariesAsync()).MajorVersion}. After a new script, write the file "
            + "anew with BENCHLEARNING_UPDATE_SCHEMA=1 and review the difference.");
    }

    private static async Task<string> DumpAsync(string connectionString)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(
            (await TestCluster.BinariesAsync()).PathOf("pg_dump"),
            [
                "--schema-only", "--no-owner", "--no-privileges", "--no-comments",
                "--host", target.Host!, "--port", target.Port.ToString(CultureInfo.InvariantCulture),
                "--username", target.Username!, "--no-password", target.Database!,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["PGPASSWORD"] = target.Password;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var dump = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, await errors);
        return dump;
    }

    /// <summary>Without what differs from one minor version or session to the next: comments, settings, restrict tokens, blank lines.</summary>
    private static string Normalised(string dump)
    {
        var statements = dump.ReplaceLineEndings("\n").Split('\n').Where(line =>
            line.Length > 0
            && !line.StartsWith("--", StringComparison.Ordinal)
            && !line.StartsWith('\\')
            && !line.StartsWith("SET ", StringComparison.Ordinal)
            && !line.StartsWith("SELECT pg_catalog.set_config", StringComparison.Ordinal));
        const string Header = "-- What the scripts of this folder add up to. Written by a test; never edit it, and never run it.\n";
        return Header + string.Join('\n', statements) + '\n';
    }

    private static string RootOfTheClone()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Benchlearning.Api.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside a clone.");
    }
}
