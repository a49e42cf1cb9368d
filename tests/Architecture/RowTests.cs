#pragma warning disable RS0030 // Looks at what Dapper makes of rows, which Db does not show.
#pragma warning disable CA2100 // The texts are the constants of the API, put around with nulls.
using System.Data;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Benchlearning.Testing;
using Dapper;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Npgsql;

namespace Benchlearning.Tests.Architecture;

/// <summary>
/// A NULL read into a parameter that cannot hold it becomes 0 without an error. So every record that Dapper fills is read from a row
/// of NULLs with the columns of its own SQL, and whatever cannot hold a NULL must come from a column that cannot be one.
/// </summary>
public sealed partial class RowTests
{
    /// <summary>Columns that the database cannot vouch for, because they are calculated, and why they are never NULL.</summary>
    private static readonly Dictionary<string, string> NeverNull = new(StringComparer.Ordinal)
    {
        ["KeptAnalysis.Request"] = "Only rows that are not removed are read, and a check says that they have it.",
        ["KeptAnalysis.Answer"] = "Only rows that are not removed are read, and a check says that they have it.",
        ["SetRow.Questions"] = "A cast of a column that is never NULL.",
        ["SetRow.Groups"] = "A cast of a column that is never NULL.",
        ["JobReading.Row.HasAnswer"] = "A test for NULL, and a comparison of what is told with the answer.",
        ["JobTask.Caller"] = "A cast of a column that is never NULL.",
        ["TerritoryPart.IsWhole"] = "A comparison of a column that is never NULL.",
        ["Head.Hash"] = "A hash in hexadecimal, of a column that is never NULL.",
        ["Told.Erasure"] = "The function returns one row without NULL.",
        ["Told.Entries"] = "The function returns one row without NULL.",
        ["Told.Digest"] = "The function returns one row without NULL.",
        ["EntryRow.Action"] = "A cast of a column that is never NULL.",
        ["EntryRow.IsWhoForgotten"] = "A test for NULL.",
        ["EntryRow.AreDetailsForgotten"] = "A test for NULL.",
        ["Head.LastNumber"] = "A maximum with a number in place of NULL.",
        ["HeadRow.Waiting"] = "A count.",
        ["ChainedEntry.Action"] = "A cast of a column that is never NULL.",
        ["ErasureNote.Action"] = "A cast of a column that is never NULL.",
        ["Due.IsErased"] = "A test for NULL.",
        ["CallerReading.Row.Role"] = "A column that is never NULL, or a role that a token claims.",
        ["CallerReading.Row.IsForAll"] = "A comparison.",
        ["CallerReading.Row.Territories"] = "An array of a subquery is empty, not NULL.",
        ["CallerReading.Row.Networks"] = "An array of a subquery, with or without one more.",
        ["TerritoryPart.Year"] = "A cast of a column that is never NULL.",
        ["KnownGroup.Version"] = "A maximum of a group that has rows.",
        ["GroupRow.Version"] = "A cast of a column that is never NULL.",
        ["GroupRow.ListedTerritoryIds"] = "An array of a subquery is empty, not NULL.",
        ["IndicatorVersion.IndicatorId"] = "Of an inner join; the view joins the same table outwardly too.",
        ["IndicatorVersion.Version"] = "A cast of a column that is never NULL.",
        ["IndicatorVersion.Decimals"] = "A cast of a column that is never NULL.",
        ["IndicatorVersion.ValidFrom"] = "A cast of a column that is never NULL.",
        ["IndicatorRow.Breakdowns"] = "An array of a subquery is empty, not NULL.",
        ["IndicatorRow.DataVersion"] = "coalesce.",
        ["IndicatorRow.ChangedAt"] = "coalesce.",
        ["IndicatorRow.ProtectedVersion"] = "coalesce.",
        ["IndicatorRow.ProtectedChangedAt"] = "coalesce.",
        ["IndicatorRow.IsProtected"] = "coalesce.",
        ["AggregateReading.Row.Period"] = "A cast of a column that is never NULL.",
        ["AggregateReading.Row.GroupVersion"] = "A cast of a column that is never NULL.",
        ["Cell.Value"] = "Only rows with a value are read.",
        ["Cell.WasPublic"] = "exists.",
        ["Reached.OwnerId"] = "A column that is never NULL, through a recursive query.",
        ["Reached.TerritoryId"] = "A column that is never NULL, through a recursive query.",
        ["Membership.TerritoryId"] = "Only rows with a territory are read.",
        ["ClassificationReading.Row.CellsBefore"] = "A cast of a column that is never NULL.",
        ["ClassificationReading.Row.CellsAfter"] = "A cast of a column that is never NULL.",
        ["IndicatorDefinitions.Row.Version"] = "A cast of a column that is never NULL.",
        ["IndicatorDefinitions.Row.IsCurrent"] = "A comparison of a column that is never NULL.",
        ["IndicatorDefinitions.Row.Decimals"] = "A cast of a column that is never NULL.",
        ["IndicatorDefinitions.Row.ValidFrom"] = "A cast of a column that is never NULL.",
        ["IndicatorDefinitions.Row.Breakdowns"] = "An array of a subquery is empty, not NULL.",
        ["TerritoryRow.Version"] = "row_number.",
        ["TerritoryChanges.Row.EffectiveYear"] = "A cast of a column that is never NULL.",
        ["Unit.Name"] = "A choice of two columns that are never NULL.",
        ["Unit.Symbol"] = "A choice of two columns that are never NULL.",
        ["TopicEntry.Code"] = "A column that is never NULL, through a recursive query.",
        ["TopicEntry.NameLv"] = "A column that is never NULL, through a recursive query.",
        ["TopicEntry.NameEn"] = "A column that is never NULL, through a recursive query.",
        ["Source.Name"] = "A choice of two columns that are never NULL.",
        ["Source.Publisher"] = "A choice of two columns that are never NULL.",
        ["Source.Attribution"] = "A choice of two columns that are never NULL.",
        ["SyncTask.Settings"] = "A cast of a column that is never NULL.",
        ["Scheduled.Schedule"] = "Only rows that have one are read.",
        ["Scheduled.KnownUntil"] = "The greatest of a column that is never NULL and another.",
        ["RefusedRows.Missing"] = "A count.",
        ["RefusedRows.Values"] = "A count.",
        ["Outcomes.RefusedMissing"] = "A count.",
        ["Outcomes.RefusedValues"] = "A count.",
        ["Outcomes.Quarantined"] = "A count.",
        ["Outcomes.New"] = "A count.",
        ["Outcomes.Changed"] = "A count.",
        ["Outcomes.Settled"] = "A count.",
        ["FindingRow.Count"] = "A count.",
        ["FindingRow.Message"] = "A choice of two columns that are never NULL.",
        ["ChangeRow.Number"] = "A column that is never NULL in both halves of a union.",
        ["ChangeRow.At"] = "A column that is never NULL in both halves of a union.",
        ["ChangeRow.Kind"] = "A constant or a column that is never NULL.",
        ["ChangeRow.Action"] = "A choice of constants, or a column that is never NULL.",
        ["ChangeRow.Subject"] = "A column that is never NULL in both halves of a union.",
        ["PeriodRow.Period"] = "A cast of a column that is never NULL.",
        ["PeriodRow.Values"] = "A count.",
        ["PeriodRow.Missing"] = "A count.",
        ["PeriodRow.Hash"] = "A hash over at least one row of texts that are never NULL.",
        ["ReleaseReading.Row.Indicators"] = "An array of a subquery is empty, not NULL.",
        ["SubjectChanges.Kind"] = "A constant or a column that is never NULL.",
        ["SubjectChanges.Subject"] = "A column that is never NULL in both halves of a union.",
        ["SubjectChanges.Count"] = "A count.",
        ["Place.Latest"] = "A function that answers 0 where there is nothing.",
        ["Target.Latest"] = "A function that answers 0 where there is nothing.",
        ["Target.Secrets"] = "An array of a subquery is empty, not NULL.",
        ["DueDelivery.Secrets"] = "An array of a subquery is empty, not NULL.",
        ["OutboxState.Active"] = "A count.",
        ["OutboxState.Pending"] = "A count.",
        ["OutboxState.Parked"] = "A count.",
        ["OutboxState.IsGathering"] = "Whether there is a row.",
        ["KeptSecret.EarlierSignUntil"] = "A column that is never NULL, and a day.",
        ["ListRow.Parts"] = "A count.",
        ["ListRow.Bytes"] = "coalesce.",
        ["ImportTask.RawFileId"] = "Only imports with a raw file are taken.",
        ["ImportTask.Actor"] = "A column that is never NULL, or who answers.",
        ["ImportTask.Reason"] = "A column that is never NULL, or why it is answered.",
        ["ImportTask.IsDryRun"] = "A column that is never NULL, or a constant.",
        ["NameRow.Rows"] = "A count.",
        ["NameRow.Imports"] = "An array of a group has at least one element.",
        ["NameRow.FirstSeenAt"] = "The least of a column that is never NULL, of at least one row.",
        ["SuggestionRow.Kind"] = "A constant.",
        ["SuggestionRow.Asked"] = "A name that was asked for.",
        ["SuggestionRow.Target"] = "A code, where it is known, or a text made of columns that are never NULL.",
        ["SuggestionRow.Name"] = "A choice of columns that are never NULL.",
        ["SuggestionRow.Score"] = "A similarity of texts that are never NULL.",
        ["ValueRow.Import"] = "A value comes into quarantine with an import only.",
        ["ValueRow.TerritoryName"] = "A choice of two columns that are never NULL.",
        ["ValueRow.Period"] = "A cast of a column that is never NULL.",
        ["RuleRow.Message"] = "A choice of two columns that are never NULL.",
        ["NeighbourRow.Period"] = "A cast of a column that is never NULL.",
        ["WaitingValue.Id"] = "A number that was asked for, or a column that is never NULL.",
        ["Known.MeansTheSame"] = "A comparison.",
        ["CorrectedCell.Period"] = "A cast of a column that is never NULL.",
        ["CorrectionReading.Row.Period"] = "A cast of a column that is never NULL.",
        ["CorrectionReading.Row.State"] = "A choice of constants.",
        ["Held.Period"] = "A cast of a column that is never NULL.",
        ["ValidationRule.Reason"] = "A choice of two columns that are never NULL.",
        ["MyOrganisation.Name"] = "A choice of two columns that are never NULL.",
        ["MyNetwork.Name"] = "A choice of two columns that are never NULL.",
        ["ApiKeyReading.Row.Networks"] = "A cast of a column that is never NULL.",
        ["ApiKeyReading.Row.IsDisabled"] = "Whether there is a value.",
        ["ApiKeyReading.Row.IsRevoked"] = "Whether there is a value.",
        ["ApiKeyReading.Row.IsExpired"] = "A comparison of a column that is never NULL.",
        ["ApiKeyReading.Row.Seconds"] = "The least of instants of which the next day is always one.",
        ["KeyRow.State"] = "A choice of constants.",
        ["KeyRow.Networks"] = "A cast of a column that is never NULL.",
        ["PersonRow.FirstSeenOn"] = "A cast of a column that is never NULL.",
        ["PersonRow.LastSeenOn"] = "A cast of a column that is never NULL.",
        ["GrantReading.Row.State"] = "A choice of constants.",
        ["PracticeRow.State"] = "A constant, or a column that is never NULL.",
        ["PracticeRow.OrganisationName"] = "A choice of two columns that are never NULL.",
        ["PracticeRow.UsefulMarks"] = "A count.",
        ["PracticeRow.Adoptions"] = "A count.",
        ["HitRow.State"] = "A constant, or a column that is never NULL.",
        ["HitRow.OrganisationName"] = "A choice of two columns that are never NULL.",
        ["HitRow.UsefulMarks"] = "A count.",
        ["HitRow.Adoptions"] = "A count.",
        ["AdoptionRow.OrganisationName"] = "A choice of two columns that are never NULL.",
        ["CalledRow.IsAbout"] = "exists.",
        ["CalledRow.TerritoryId"] = "A column that is never NULL, through a recursive query.",
        ["NetworkCycleRow.State"] = "A choice of two columns that are never NULL.",
        ["NetworkCycleRow.Territories"] = "An array of a subquery is empty, not NULL.",
        ["NetworkCycleRow.Indicators"] = "An array of a subquery is empty, not NULL.",
        ["BetterPracticeRow.Indicator"] = "What is asked about.",
        ["MemberPracticeRow.Organisation"] = "A choice of two columns that are never NULL.",
        ["BriefedPlanRow.Actions"] = "A count.",
        ["BriefedPlanRow.Done"] = "A count.",
        ["BriefedPlanRow.Organisation"] = "A choice of two columns that are never NULL.",
        ["PlanRow.OrganisationName"] = "A choice of two columns that are never NULL.",
        ["TargetRow.Version"] = "A cast of a column that is never NULL.",
        ["TargetRow.Name"] = "A choice of two columns that are never NULL.",
        ["CellRow.Period"] = "A cast of a column that is never NULL.",
        ["EvaluationRow.Result"] = "A cast of a column that is never NULL.",
        ["Made.HasAdvice"] = "exists.",
        ["Made.HasEvaluation"] = "exists.",
        ["Referred.HasNetwork"] = "exists.",
        ["Referred.HasCycle"] = "exists.",
        ["Referred.HasPractice"] = "exists.",
        ["MadeBefore.Id"] = "A cast of a column that is never NULL.",
        ["ExcuseRow.Period"] = "A cast of a column that is never NULL.",
        ["CompletionRow.Cells"] = "A count.",
        ["CompletionRow.There"] = "A count.",
        ["CompletionRow.Excused"] = "A count.",
        ["LastSet.Frozen"] = "coalesce.",
        ["LastSet.IsCollected"] = "Whether there is a row.",
        ["MadeBefore.RequestHash"] = "coalesce.",
    };

    /// <summary>Records that a function of the database fills; its text is that of the read model, whose columns are not null.</summary>
    private static readonly string[] OfFunctions = ["observation_cubes"];

    private static IReadOnlyList<Reading> readings = [];
    private static TestDatabase? database;
    private NpgsqlConnection connection = null!;

    [OneTimeSetUp]
    public async Task Find_every_record_that_Dapper_fills()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        readings = [.. House.Api.SelectMany(ReadingsOf)];
        database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await connection.DisposeAsync();
        await database!.DisposeAsync();
    }

    [Test]
    public void There_are_records_to_look_at() =>
        Assert.That(readings.Select(reading => reading.Record).Distinct().Count(), Is.GreaterThan(12));

    [Test]
    public async Task A_row_of_NULLs_is_read_as_nulls_wherever_a_column_may_be_NULL()
    {
        foreach (var reading in readings)
        {
            var columns = await DescribeAsync(reading);
            var row = await ReadNullsAsync(reading.Record, columns);
            foreach (var parameter in ParametersOf(reading.Record).Where(MayBeNull))
                Assert.That(reading.Record.GetProperty(parameter.Name!, BindingFlags.Instance | BindingFlags.Public)!.GetValue(row), Is.Null, $"{reading.Name}.{parameter.Name}");
        }
    }

    [Test]
    public async Task What_cannot_hold_a_NULL_comes_from_a_column_that_cannot_be_one()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var findings = new List<string>();
        foreach (var reading in readings)
            findings.AddRange(await FindingsAsync(reading, used));

        Assert.That(findings, Is.Empty);
        Assert.That(NeverNull.Keys.Except(used), Is.Empty, "exceptions that are not needed");
    }

    [Test]
    public async Task A_record_that_cannot_hold_a_NULL_is_found()
    {
        var planted = new Reading(typeof(Planted), "select v.territory_version_id as id, v.valid_to as until from territory_version v", typeof(Planted).Name);
        Assert.That(await FindingsAsync(planted, []), Is.EqualTo(new[] { "Planted.Until may be NULL" }));

        var row = (Planted)(await ReadNullsAsync(typeof(Planted), await DescribeAsync(planted)))!;
        Assert.That(row.Until, Is.EqualTo(default(DateOnly)), "the trap: no error, only a wrong value");
    }

    [Test]
    public async Task A_column_of_an_outer_join_is_taken_for_one_that_may_be_NULL()
    {
        var planted = new Reading(typeof(PlantedJoin), "select t.territory_id as id, v.valid_from as since from territory t left join territory_version v on v.territory_id = t.territory_id", typeof(PlantedJoin).Name);
        Assert.That(await FindingsAsync(planted, []), Is.EqualTo(new[] { "PlantedJoin.Since may be NULL" }));
    }

    private async Task<List<string>> FindingsAsync(Reading reading, HashSet<string> used)
    {
        if (OfFunctions.Any(function => reading.Sql.Contains($"from {function}(", StringComparison.Ordinal)))
            return [];
        var findings = new List<string>();
        var columns = await DescribeAsync(reading);
        foreach (var parameter in ParametersOf(reading.Record).Where(parameter => !MayBeNull(parameter)))
        {
            var column = columns.Single(candidate => candidate.Name.Replace("_", "", StringComparison.Ordinal).Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
            if (await IsNeverNullAsync(reading.Sql, column))
                continue;
            var name = $"{reading.Name}.{parameter.Name}";
            if (NeverNull.ContainsKey(name)) used.Add(name);
            else findings.Add($"{name} may be NULL");
        }
        return findings;
    }

    private async Task<object?> ReadNullsAsync(Type record, IReadOnlyList<Column> columns)
    {
        await using var reader = await connection.ExecuteReaderAsync(
            "select " + string.Join(", ", columns.Select(column => $"null::{column.Type} as \"{column.Name}\"")));
        var parse = reader.GetRowParser(record);
        Assert.That(await reader.ReadAsync(), Is.True);
        return parse(reader);
    }

    private async Task<IReadOnlyList<Column>> DescribeAsync(Reading reading)
    {
        if (reading.Sql.Contains("staged_observation", StringComparison.Ordinal) || reading.Sql.Contains("differing_observation", StringComparison.Ordinal))
            await connection.ExecuteAsync(StagingTables());
        return await DescribeAsync(reading.Sql);
    }

    /// <summary>The temporary tables of an import, as its own text makes them, but for the whole session.</summary>
    private static string StagingTables() =>
        ((string)House.Api.Single(file => file.Path.EndsWith("Staging.cs", StringComparison.Ordinal)).Tree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .Where(declared => declared.Identifier.Text == "CreateSql").Select(declared => declared.Initializer!.Value).OfType<LiteralExpressionSyntax>().Single().Token.Value!)
        .Replace("create temporary table", "create temporary table if not exists", StringComparison.Ordinal).Replace(") on commit drop", ")", StringComparison.Ordinal);

    private async Task<IReadOnlyList<Column>> DescribeAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly);
        var schema = (await reader.GetColumnSchemaAsync()).Cast<Npgsql.Schema.NpgsqlDbColumn>();
        return [.. schema.Select(column => new Column(column.ColumnName, column.DataTypeName!, column.TableOID, column.ColumnAttributeNumber))];
    }

    /// <summary>Follows a column through views to the table that it comes from; false for a calculated one and for one of an outer join.</summary>
    private async Task<bool> IsNeverNullAsync(string sql, Column column)
    {
        if (column.Table == 0)
            return false;
        var origin = await connection.QuerySingleAsync<Origin>("""
            select c.relname::text as relation, c.relkind = 'v' as is_view, a.attnotnull as is_not_null, a.attname::text as column,
                   case when c.relkind = 'v' then pg_get_viewdef(c.oid) end as definition
            from pg_class c
            join pg_attribute a on a.attrelid = c.oid and a.attnum = @number
            where c.oid = @table
            """, new { table = (long)column.Table, number = column.Number });
        if (Regex.IsMatch(sql, $@"left join\s+\(*\s*{origin.Relation}\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)))
            return false;
        if (!origin.IsView)
            return origin.IsNotNull;
        var inner = await DescribeAsync(origin.Definition!.TrimEnd(';'));
        return await IsNeverNullAsync(origin.Definition, inner.Single(candidate => candidate.Name == origin.Column));
    }

    private static IEnumerable<Reading> ReadingsOf(SourceFile file)
    {
        foreach (var (call, method) in file.Calls("Db").Concat(file.Calls("DbTransaction")))
        {
            if (method.TypeArguments is not [INamedTypeSymbol { IsRecord: true } record] || file.Model.GetConstantValue(call.ArgumentList.Arguments[0].Expression).Value is not string sql)
                continue;
            var type = RuntimeType(record);
            yield return new Reading(type, WithoutParameters(sql, file.Model, call.ArgumentList.Arguments[1].Expression),
                type is { Name: "Row", DeclaringType: { } outer } ? $"{outer.Name}.{type.Name}" : type.Name);
        }
    }

    private static Type RuntimeType(INamedTypeSymbol symbol)
    {
        var name = symbol.MetadataName;
        for (var outer = symbol.ContainingType; outer is not null; outer = outer.ContainingType)
            name = $"{outer.MetadataName}+{name}";
        name = $"{symbol.ContainingNamespace.ToDisplayString()}.{name}";
        return typeof(Api.BenchlearningApp).Assembly.GetType(name) ?? typeof(Benchlearning.Contracts.ContractJson).Assembly.GetType(name)
            ?? throw new InvalidOperationException($"{name} is not in the API.");
    }

    /// <summary>Every parameter as a null of the type that the caller gives it.</summary>
    private static string WithoutParameters(string sql, SemanticModel model, ExpressionSyntax arguments)
    {
        var types = (model.GetTypeInfo(arguments).Type?.GetMembers().OfType<IPropertySymbol>() ?? [])
            .ToDictionary(property => property.Name, property => PostgreSqlType(property.Type), StringComparer.Ordinal);
        return Parameter().Replace(sql, match => $"null::{types[match.Groups["name"].Value]}");
    }

    private static string PostgreSqlType(ITypeSymbol type) => type.ToDisplayString(NullableFlowState.NotNull) switch
    {
        "string" => "text", "string[]" or "string?[]" => "text[]", "int" or "int?" => "integer", "int[]" => "integer[]", "long" or "long?" => "bigint", "long[]" => "bigint[]", "bool" or "bool?" => "boolean", "decimal" or "decimal?" => "numeric",
        "System.DateOnly" or "System.DateOnly?" => "date", "System.Guid" or "System.Guid?" => "uuid", "System.Guid[]" => "uuid[]", "byte[]" => "bytea", "double" or "double?" => "double precision", "System.DateTime" or "System.DateTime?" or "System.DateTimeOffset" or "System.DateTimeOffset?" => "timestamptz",
        var other => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Say here what {other} is in PostgreSQL.")),
    };

    private static ParameterInfo[] ParametersOf(Type record) =>
        record.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(constructor => constructor.GetParameters()).MaxBy(parameters => parameters.Length)!;

    private static bool MayBeNull(ParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) is not null || new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;

    [GeneratedRegex(@"(?<!@)@(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    /// <summary>A record that a SQL text fills.</summary>
    private sealed record Reading(Type Record, string Sql, string Name);

    /// <param name="Name">As the answer names it.</param>
    /// <param name="Type">PostgreSQL's type.</param>
    /// <param name="Table">Identifier of the table or view that it comes from; 0 for a calculated column.</param>
    /// <param name="Number">Its number there.</param>
    private sealed record Column(string Name, string Type, uint Table, int? Number);

    private sealed record Origin(string Relation, bool IsView, bool IsNotNull, string Column, string? Definition);

    private sealed record Planted(int Id, DateOnly Until);

    private sealed record PlantedJoin(int Id, DateOnly Since);
}
