using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Benchlearning.Tests.Architecture;

/// <summary>
/// What the house decided for good does not build otherwise. A small project with one violation of each rule is built by the very
/// settings of this clone, against the API as built for these tests.
/// </summary>
public sealed partial class BuildGateTests
{
    private const string Violations = """
        using Benchlearning.Api.Platform.Database;

        namespace Planted;

        internal static class Violations
        {
            public static Task SqlThatIsNotConstantAsync(Db db, string column, CancellationToken cancellationToken) =>
                db.QueryAsync<int>("select " + column, null, cancellationToken);

            public static Task SqlOfATransactionThatIsNotConstantAsync(DbTransaction transaction, string table, CancellationToken cancellationToken) =>
                transaction.ExecuteAsync($"delete from {table}", null, cancellationToken);

            public static Task LostTokenAsync(CancellationToken cancellationToken) => Task.Delay(1);

            public static DateTime LocalTime() => DateTime.Now;

            public static int DapperItself(System.Data.IDbConnection connection) => Dapper.SqlMapper.Execute(connection, "select 1");

            public static object CommandOfItsOwn() => new Npgsql.NpgsqlCommand();
        }
        """;

    private const string Clean = """
        using Benchlearning.Api.Platform.Database;

        namespace Planted;

        internal static class Clean
        {
            public static Task ReadAsync(Db db, CancellationToken cancellationToken) => db.QueryAsync<int>("select 1", null, cancellationToken);
        }
        """;

    [Test]
    public async Task Each_planted_violation_breaks_the_build_and_clean_code_does_not()
    {
        var folder = Path.Combine(Path.GetTempPath(), "planted-" + Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        try
        {
            foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", "global.json" })
                File.Copy(Path.Combine(House.Root, file), Path.Combine(folder, file));
            await File.WriteAllTextAsync(Path.Combine(folder, "Planted.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <AssemblyName>Benchlearning.Tests.Architecture</AssemblyName>
                    <RootNamespace>Planted</RootNamespace>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="Dapper" />
                    <PackageReference Include="Npgsql" />
                    <Reference Include="{Path.Combine(AppContext.BaseDirectory, "Benchlearning.Api.dll")}" />
                  </ItemGroup>
                </Project>
                """);

            await File.WriteAllTextAsync(Path.Combine(folder, "Clean.cs"), Clean);
            Assert.That(await BuildAsync(folder), Is.Empty);

            await File.WriteAllTextAsync(Path.Combine(folder, "Violations.cs"), Violations);
            Assert.That(await BuildAsync(folder), Is.EquivalentTo(new[]
            {
                $"CA1857 {Line("select \" + column")}", $"CA1857 {Line("delete from {table}")}", $"CA2016 {Line("Task.Delay(1)")}",
                $"RS0030 {Line("DateTime.Now")}", $"RS0030 {Line("SqlMapper.Execute")}", $"RS0030 {Line("NpgsqlCommand()")}",
            }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Line(string text) => Violations.Split('\n').Index().Single(line => line.Item.Contains(text, StringComparison.Ordinal)).Index + 1;

    /// <summary>Builds the project of a folder and returns its errors, each as rule and line.</summary>
    private static async Task<string[]> BuildAsync(string folder)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? Environment.ProcessPath;
        using var build = new Process();
        build.StartInfo = new ProcessStartInfo(Path.GetFileNameWithoutExtension(host) == "dotnet" ? host! : "dotnet",
            ["build", "Planted.csproj", "--nologo", "-clp:NoSummary", "-nodeReuse:false", "-p:UseSharedCompilation=false", "--disable-build-servers"])
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // Settings of the test host's own build would steer this one.
        foreach (var name in build.StartInfo.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            build.StartInfo.Environment.Remove(name);
        build.Start();
        var errors = build.StandardError.ReadToEndAsync();
        var output = await build.StandardOutput.ReadToEndAsync() + await errors;
        await build.WaitForExitAsync();
        var found = Error().Matches(output).Select(match => $"{match.Groups["rule"].Value} {match.Groups["line"].Value}").Distinct().ToArray();
        Assert.That(build.ExitCode == 0, Is.EqualTo(found.Length == 0), output);
        return found;
    }

    [GeneratedRegex(@"\((?<line>\d+),\d+\): error (?<rule>\w+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Error();
}
