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
        ["missingReason"] = "observation_revision_missing_reason", ["visibility"] = "observation_revision_visibility", ["flag"] = "observation_revision_flags", ["territoryType"] = "territory_version_type",
        ["territoryChangeKind"] = "territory_change_kind", ["territoryChangeExtent"] = "territory_change_part_extent", ["territoryGroupKind"] = "territory_group_kind",
        ["importDoor"] = "import_batch_door", ["importState"] = "import_batch_state", ["importStage"] = "import_batch_stage", ["findingSeverity"] = "import_finding_severity",
        ["findingAnswer"] = "import_finding_answer", ["syncAdapter"] = "sync_source_adapter", ["syncTrigger"] = "sync_run_trigger", ["syncState"] = "sync_run_state",
        ["syncStage"] = "sync_run_stage", ["webhookKind"] = "webhook_kinds", ["webhookState"] = "webhook_state", ["webhookDeliveryState"] = "webhook_delivery_state",
        ["webhookDeliveryOutcome"] = "webhook_delivery_last_outcome", ["mappingKind"] = "mapping_rule_kind", ["validationRule"] = "validation_rule_rule",
        ["organisationKind"] = "organisation_kind", ["role"] = "role_grant_role", ["scope"] = "api_key_scopes",
        ["groupStatistic"] = "group_aggregate_statistic", ["analysisVisibility"] = "stored_analysis_visibility", ["jobState"] = "job_state",
        ["practiceState"] = "practice_state", ["practiceOrigin"] = "practice_origin", ["practiceEvidence"] = "practice_evidence", ["adoptionState"] = "practice_adoption_state",
        ["planState"] = "improvement_plan_state", ["planKind"] = "improvement_plan_kind",
        ["surveyAudience"] = "question_set_audience", ["surveyMode"] = "survey_mode",
        ["networkVisibility"] = "network_visibility", ["cycleMemberRole"] = "cycle_member_role", ["practiceChoice"] = "cycle_member_choice", ["meetingKind"] = "cycle_meeting_kind",
        ["minutesState"] = "meeting_minutes_state", ["surveyChoice"] = "indicator_set_survey_choice", ["taskState"] = "cycle_task_state", ["analysisPublication"] = "cycle_analysis_published_to",
        ["auditActorKind"] = "audit_pending_actor_kind", ["auditOutcome"] = "audit_pending_outcome",
    };

    /// <summary>Each parameter that takes the words of a list, with the column that holds them.</summary>
    private static readonly Dictionary<string, string> ParameterColumns = new(StringComparer.Ordinal)
    {
        ["direction"] = "indicator_version_direction", ["type"] = "territory_version_type", ["kind"] = "territory_change_kind",
        ["state"] = "import_batch_state", ["severity"] = "import_finding_severity", ["deliveryState"] = "webhook_delivery_state", ["outcome"] = "audit_pending_outcome",
        ["organisationKind"] = "organisation_kind", ["role"] = "role_grant_role", ["analysisVisibility"] = "stored_analysis_visibility", ["jobState"] = "job_state",
        ["practiceState"] = "practice_state", ["origin"] = "practice_origin", ["evidence"] = "practice_evidence", ["planState"] = "improvement_plan_state",
    };

    /// <summary>Lists of columns that no answer shows, or that are a part of another list.</summary>
    private static readonly string[] Unshown =
    [
        "observation_revision_workflow", "classification_visibility", "change_kind", "change_action", "validation_rule_severity", "release_quality", "waiting_row_kind",
        "correction_missing_reason", "correction_decision", "group_aggregate_suppressed_by", "group_aggregate_withdrawn_because",
    ];

    [Test]
    public async Task Published_lists_are_those_of_the_schema()
    {
        await using var server = await ApiServer.StartAsync(TestTemplate.Migrated);
        using var configuration = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/config"));
        var published = configuration.RootElement.GetProperty("codeLists").EnumerateObject()
            .ToDictionary(list => Columns.GetValueOrDefault(list.Name, list.Name), list => Words(list.Value.EnumerateArray().Select(word => word.GetString()!)));

        Assert.That(Differences(published, OfTheSchema()), Is.Empty);
        Assert.That(OfTheSchema().Keys.Except(published.Keys), Is.EquivalentTo(Unshown));
    }

    [Test]
    public void Lists_of_the_code_are_those_of_the_schema() => Assert.That(Differences(OfTheCode(), OfTheSchema()), Is.Empty);

    [Test]
    public void Allowed_values_of_parameters_are_those_of_the_schema()
    {
        var parameters = Parameters(typeof(Api.BenchlearningApp).Assembly.GetTypes());

        Assert.That(parameters.Select(parameter => parameter.Name), Is.EquivalentTo(ParameterColumns.Keys));
        foreach (var parameter in parameters)
            Assert.That(Differences(OfParameter(parameter), OfTheSchema()), Is.Empty, parameter.Member.DeclaringType!.Name);
    }

    [TestCase("'notApplicable'::text, ", "", Description = "a word that only the code has")]
    [TestCase("'notApplicable'::text, ", "'notApplicable'::text, 'lost'::text, ", Description = "a word that only the schema has")]
    [TestCase("'notAvailable'::text, 'notApplicable'::text", "'notApplicable'::text, 'notAvailable'::text", Description = "another order: the read model counts by it")]
    public void A_list_of_the_schema_that_differs_is_found(string words, string planted)
    {
        var sql = House.Read("db-migrations/schema.sql");
        Assert.That(sql, Does.Contain(words));

        Assert.That(Differences(OfTheCode(), OfTheSchema(sql.Replace(words, planted, StringComparison.Ordinal))), Is.EqualTo(new[] { "observation_revision_missing_reason" }));
    }

    [Test]
    public void A_parameter_with_other_words_is_found()
    {
        var planted = Parameters([typeof(PlantedEndpoint)]).Single();

        Assert.That(Differences(OfParameter(planted), OfTheSchema()), Is.EqualTo(new[] { "indicator_version_direction" }));
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

    /// <summary>Names of the lists whose words, or their order, are not those of the schema, and of lists that the schema does not have.</summary>
    private static IEnumerable<string> Differences(IEnumerable<KeyValuePair<string, string>> lists, Dictionary<string, string> schema) =>
        lists.Where(list => schema.GetValueOrDefault(list.Key) != list.Value).Select(list => list.Key);

    /// <summary>The lists that the code works with, under the names of their columns.</summary>
    private static Dictionary<string, string> OfTheCode() => new(StringComparer.Ordinal)
    {
        ["observation_revision_missing_reason"] = Words(MissingReason.All), ["observation_revision_flags"] = Words(ObservationFlags.All), ["observation_revision_quality"] = Words(ObservationQuality.All),
        ["indicator_version_conversion"] = Words(DefaultLast<ConversionRule>()),
        ["indicator_version_direction"] = Words(DefaultLast<DirectionKind>()),
    };

    /// <summary>The words of an enumeration; what is its safe default, and so its first, stands last in the list.</summary>
    private static IEnumerable<string> DefaultLast<T>() where T : struct, Enum => Enum.GetNames<T>() is [var first, .. var others] ? others.Append(first).Select(JsonNamingPolicy.CamelCase.ConvertName) : [];

    private static ParameterInfo[] Parameters(IEnumerable<Type> types) =>
    [
        .. types.SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)).SelectMany(method => method.GetParameters())
            .Where(parameter => ParameterColumns.ContainsKey(parameter.Name!) && parameter.GetCustomAttribute<AllowedValuesAttribute>() is not null),
    ];

    private static Dictionary<string, string> OfParameter(ParameterInfo parameter) =>
        new(StringComparer.Ordinal) { [ParameterColumns[parameter.Name!]] = Words(parameter.GetCustomAttribute<AllowedValuesAttribute>()!.Values.Cast<string>()) };

    /// <summary>The lists of the checks in schema.sql, which a test of its own keeps equal to the migrated database.</summary>
    private static Dictionary<string, string> OfTheSchema(string? sql = null) =>
        Check().Matches(sql ?? House.Read("db-migrations/schema.sql")).ToDictionary(match => match.Groups["name"].Value,
            match => Words(Word().Matches(match.Groups["words"].Value).Select(word => word.Groups["word"].Value)), StringComparer.Ordinal);

    private static string Words(IEnumerable<string> words) => string.Join(' ', words);

    [GeneratedRegex(@"CONSTRAINT (?<name>\w+)_check CHECK \(\(\(?\w+ (= ANY|<@) \(?ARRAY\[(?<words>[^\]]+)\]|CONSTRAINT (?<name>\w+)_check CHECK \(\(\w+ = ANY \(ARRAY\[(?<words>[^\]]+)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Check();

    [GeneratedRegex("'(?<word>[a-zA-Z]+(-[a-z]+)*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"when '(?<word>\w+)' then (?<number>\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"((?<bit>\d) \* )?\(o\.flags @> array\['(?<word>\w+)'\]\)::int", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Flagged();

    private static class PlantedEndpoint
    {
        public static void Handle([AllowedValues("higherIsBetter", "sideways")] string? direction) => _ = direction;
    }
}
