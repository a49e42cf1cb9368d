using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Architecture;

/// <summary>A code list is one list: the same words in SQL, in C#, in parameters and at /v1/config.</summary>
public sealed partial class CodeListTests
{
    /// <summary>Each list of /v1/config with the column that holds its words.</summary>
    private static readonly Dictionary<string, string> Columns = new(StringComparer.Ordinal)
    {
        ["direction"] = "indicator_version_direction", ["conversion"] = "indicator_version_conversion", ["measure"] = "indicator_version_measure",
        ["periodicity"] = "indicator_version_periodicity", ["control"] = "indicator_version_control", ["quality"] = "observation_revision_quality",
        ["missingReason"] = "observation_revision_missing_reason", ["flag"] = "observation_revision_flags", ["territoryType"] = "territory_version_type",
        ["territoryChangeKind"] = "territory_change_kind", ["territoryChangeExtent"] = "territory_change_part_extent", ["territoryGroupKind"] = "territory_group_kind",
        ["importDoor"] = "import_batch_door", ["importState"] = "import_batch_state", ["importStage"] = "import_batch_stage", ["findingSeverity"] = "import_finding_severity",
        ["findingAnswer"] = "import_finding_answer", ["syncAdapter"] = "sync_source_adapter", ["syncTrigger"] = "sync_run_trigger", ["syncState"] = "sync_run_state",
        ["syncStage"] = "sync_run_stage",
    };

    /// <summary>Lists of columns that no answer shows.</summary>
    private static readonly string[] Unshown =
    [
        "observation_revision_workflow", "observation_revision_visibility", "change_kind", "change_action", "mapping_rule_kind", "validation_rule_rule", "validation_rule_severity",
    ];

    [Test]
    public async Task Published_lists_are_those_of_the_schema()
    {
        await using var server = await ApiServer.StartAsync(TestTemplate.Migrated);
        using var configuration = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/config"));
        var published = configuration.RootElement.GetProperty("codeLists").EnumerateObject()
            .ToDictionary(list => Columns.GetValueOrDefault(list.Name, list.Name), list => Words(list.Value.EnumerateArray().Select(word => word.GetString()!)));

        Assert.That(published, Is.EquivalentTo(OfTheSchema().Where(list => !Unshown.Contains(list.Key))));
    }

    [Test]
    public void Lists_of_the_code_are_those_of_the_schema()
    {
        var schema = OfTheSchema();
        Assert.That(Words(MissingReason.All), Is.EqualTo(schema["observation_revision_missing_reason"]));
        Assert.That(Words(ObservationFlags.All), Is.EqualTo(schema["observation_revision_flags"]));
        Assert.That(Words(ObservationQuality.All), Is.EqualTo(schema["observation_revision_quality"]));
        Assert.That(Sorted(Words(Enum.GetNames<ConversionRule>().Select(JsonNamingPolicy.CamelCase.ConvertName))), Is.EqualTo(Sorted(schema["indicator_version_conversion"])));
        Assert.That(Sorted(Words(Enum.GetNames<DirectionKind>().Select(JsonNamingPolicy.CamelCase.ConvertName))), Is.EqualTo(Sorted(schema["indicator_version_direction"])));
    }

    [Test]
    public void Allowed_values_of_parameters_are_those_of_the_schema()
    {
        var schema = OfTheSchema();
        var lists = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["direction"] = schema["indicator_version_direction"], ["type"] = schema["territory_version_type"], ["kind"] = schema["territory_change_kind"],
            ["state"] = schema["import_batch_state"], ["severity"] = schema["import_finding_severity"],
        };
        var parameters = typeof(Api.BenchlearningApp).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetParameters()).Where(parameter => lists.ContainsKey(parameter.Name!) && parameter.GetCustomAttribute<AllowedValuesAttribute>() is not null).ToArray();

        Assert.That(parameters.Select(parameter => parameter.Name), Is.EquivalentTo(lists.Keys));
        foreach (var parameter in parameters)
            Assert.That(Words(parameter.GetCustomAttribute<AllowedValuesAttribute>()!.Values.Cast<string>()), Is.EqualTo(lists[parameter.Name!]), parameter.Member.DeclaringType!.Name);
    }

    [Test]
    public void Numbers_of_the_read_model_mean_the_same_in_SQL_and_in_the_code()
    {
        var sql = House.Read("db-migrations/Programmable/observation_cubes.sql");
        var reasons = Numbered().Matches(sql).Where(match => MissingReason.All.Contains(match.Groups["word"].Value)).ToArray();
        var flags = Flagged().Matches(sql);

        Assert.That(reasons.Select(match => match.Groups["word"].Value), Is.EquivalentTo(MissingReason.All));
        foreach (var reason in reasons)
            Assert.That(MissingReason.CodeOf(short.Parse(reason.Groups["number"].Value, CultureInfo.InvariantCulture)), Is.EqualTo(reason.Groups["word"].Value));
        Assert.That(flags.Select(match => match.Groups["word"].Value), Is.EquivalentTo(ObservationFlags.All));
        foreach (Match flag in flags)
            Assert.That(ObservationFlags.ListOf(short.Parse(flag.Groups["bit"].Value is { Length: > 0 } bit ? bit : "1", CultureInfo.InvariantCulture)), Is.EqualTo(new[] { flag.Groups["word"].Value }));
        Assert.That(ObservationQuality.All[0], Is.EqualTo("provisional"), "when 'provisional' then 0");
        Assert.That(ObservationQuality.All[ObservationQuality.Final], Is.EqualTo("final"), "when 'final' then 1");
    }

    [Test]
    public void A_list_that_has_one_word_more_is_found()
    {
        var planted = OfTheSchema("CONSTRAINT planted_kind_check CHECK ((kind = ANY (ARRAY['one'::text, 'two'::text])))");
        Assert.That(planted["planted_kind"], Is.Not.EqualTo(Words(["one", "two", "three"])).And.EqualTo(Words(["one", "two"])));
    }

    /// <summary>The lists of the checks in schema.sql, which a test of its own keeps equal to the migrated database.</summary>
    private static Dictionary<string, string> OfTheSchema(string? sql = null) =>
        Check().Matches(sql ?? House.Read("db-migrations/schema.sql")).ToDictionary(match => match.Groups["name"].Value,
            match => Words(Word().Matches(match.Groups["words"].Value).Select(word => word.Groups["word"].Value)), StringComparer.Ordinal);

    private static string Words(IEnumerable<string> words) => string.Join(' ', words);

    private static string Sorted(string words) => Words(words.Split(' ').Order(StringComparer.Ordinal));

    [GeneratedRegex(@"CONSTRAINT (?<name>\w+)_check CHECK \(\(\(?\w+ (= ANY|<@) \(?ARRAY\[(?<words>[^\]]+)\]|CONSTRAINT (?<name>\w+)_check CHECK \(\(\w+ = ANY \(ARRAY\[(?<words>[^\]]+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Check();

    [GeneratedRegex("'(?<word>[a-zA-Z]+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"when '(?<word>\w+)' then (?<number>\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"((?<bit>\d) \* )?\(o\.flags @> array\['(?<word>\w+)'\]\)::int", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Flagged();
}
