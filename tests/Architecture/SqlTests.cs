using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchlearning.Tests.Architecture;

/// <summary>SQL is a constant beside its handler, and goes through Db.</summary>
public sealed partial class SqlTests
{
    private static readonly string[] NamesOfFailures = ["NpgsqlException", "PostgresException", "PostgresErrorCodes"];

    [Test]
    public void The_SQL_of_a_query_only_reads() => Assert.That(WritingSql(House.Api), Is.Empty);

    [TestCase("delete from territory")]
    [TestCase("with gone as (delete from territory returning *) select * from gone")]
    [TestCase("select nextval('data_version_sequence')")]
    [TestCase("select publish_observation_cubes(array[1])")]
    public void SQL_of_a_query_that_writes_is_found(string sql) =>
        Assert.That(WritingSql(House.Planted("Features/Planned/Planted.cs", $"namespace Benchlearning.Api.Features.Planned; internal static class Planted {{ private const string PlantedSql = \"{sql}\"; public static string Text => PlantedSql; }}")), Is.Not.Empty);

    [Test]
    public void Every_SQL_text_is_a_named_constant() => Assert.That(UnnamedSql(House.Api), Is.Empty);

    [Test]
    public void SQL_written_into_the_call_is_found() =>
        Assert.That(UnnamedSql(House.Planted("Features/Planned/Planted.cs", """
            using Benchlearning.Api.Platform.Database;
            namespace Benchlearning.Api.Features.Planned;
            internal sealed class Planted(Db db)
            {
                public Task<List<int>> ReadAsync(CancellationToken cancellationToken) => db.QueryAsync<int>("select 1", null, cancellationToken);
            }
            """)), Is.Not.Empty);

    [Test]
    public void Dapper_and_Npgsql_are_reached_in_Platform_Database_only() => Assert.That(Bypasses(House.Api), Is.Empty);

    [TestCase("public static object Make() => new Npgsql.NpgsqlCommand(\"select 1\");")]
    [TestCase("public static object Make(System.Data.IDbConnection connection) => Dapper.SqlMapper.Execute(connection, \"select 1\");")]
    [TestCase("public static object Make(string connection) => Npgsql.NpgsqlDataSource.Create(connection);")]
    public void A_way_around_Db_is_found(string member) =>
        Assert.That(Bypasses(House.Planted("Features/Planned/Planted.cs", $"namespace Benchlearning.Api.Features.Planned; internal static class Planted {{ {member} }}")), Is.Not.Empty);

    [Test]
    public void No_gate_is_switched_off_outside_Platform_Database() =>
        Assert.That(SwitchedOff(House.Api), Is.Empty);

    [Test]
    public void A_gate_that_is_switched_off_is_found() =>
        Assert.That(SwitchedOff(House.Planted("Features/Planned/Planted.cs", """
            #pragma warning disable RS0030
            namespace Benchlearning.Api.Features.Planned;
            internal static class Planted;
            """)), Is.Not.Empty);

    /// <summary>True for a text that is more than a reading one.</summary>
    internal static bool Writes(string sql) => Writing().IsMatch(sql);

    private static IEnumerable<string> WritingSql(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Feature is not null
        from declaration in file.Tree.GetRoot().DescendantNodes().OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables)
        let field = (IFieldSymbol)file.Model.GetDeclaredSymbol(declaration)!
        where field is { HasConstantValue: true, ConstantValue: string } && field.Name.EndsWith("Sql", StringComparison.Ordinal) && !UseCase.IsCommand(file.Around(declaration))
        let sql = ((string)field.ConstantValue!).TrimStart()
        where !Reading().IsMatch(sql) || Writing().IsMatch(sql)
        select $"{file.Place(declaration)}: {field.Name}";

    private static IEnumerable<string> UnnamedSql(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Feature is not null
        from call in file.Calls("Db").Concat(file.Calls("DbTransaction"))
        where call.Method.Parameters is [{ Name: "sql" }, ..]
        let sql = file.Model.GetSymbolInfo(call.Call.ArgumentList.Arguments[0].Expression).Symbol as IFieldSymbol
        where sql is not { HasConstantValue: true } || !sql.Name.EndsWith("Sql", StringComparison.Ordinal)
        select file.Place(call.Call);

    /// <summary>Elsewhere only the names of failures are used, Dapper's mark of a constructor, and the switch of Npgsql's traces.</summary>
    private static IEnumerable<string> Bypasses(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.IsIn("Platform/Database")
        from use in file.Uses
        where use.Symbol is not INamespaceSymbol && use.Namespace is "Dapper" or "Npgsql" or "NpgsqlTypes"
        where use.Symbol is not INamespaceSymbol && use.Type is { } type && !NamesOfFailures.Contains(type.Name)
              && type.Name != "ExplicitConstructorAttribute" && !(file.IsIn("Platform/Telemetry") && use.Symbol.Name == "AddNpgsql")
        select $"{use.Place}: {use.Symbol.ToDisplayString()}";

    private static IEnumerable<string> SwitchedOff(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.IsIn("Platform/Database")
        from Match match in Switch().Matches(file.Tree.ToString())
        select $"{file.Path}: {match.Value}";

    [GeneratedRegex(@"^(select|with)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reading();

    [GeneratedRegex(@"\b(insert\s+into|update|delete\s+from|merge\s+into|truncate|create|alter|drop|copy|call|nextval|setval|pg_notify|publish_\w+)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Writing();

    [GeneratedRegex(@"(#pragma warning disable|SuppressMessage).*(CA1857|CA2016|RS0030|CA2100)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Switch();
}
