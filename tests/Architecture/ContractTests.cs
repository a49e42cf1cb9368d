using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Benchlearning.Contracts;

namespace Benchlearning.Tests.Architecture;

/// <summary>The records of the wire: positional, documented, with JSON that is made at compile time.</summary>
public sealed partial class ContractTests
{
    /// <summary>Contracts that are not positional, and why.</summary>
    private static readonly Dictionary<string, string> NotPositional = new(StringComparer.Ordinal)
    {
        ["ObservationQuery"] = "A body that is written by hand, field by field; every field may be left out.",
        ["WebhookSettings"] = "A body that is written by hand; what may be left out is, and every field that is missing is named.",
        ["BriefingRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["QuestionSetSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["SurveySettings"] = "A body that is written by hand; every field that is missing is named.",
        ["SurveyTokenOrder"] = "A body that is written by hand; every field that is missing is named.",
        ["SurveyAnswers"] = "A body that is written by hand; every field that is missing is named.",
        ["SurveyAggregates"] = "A body that is written by hand; every field that is missing is named.",
        ["SurveyPublication"] = "A body that is written by hand; every field that is missing is named.",
        ["SurveyQuestion"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["SurveyGroup"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["SurveyCategory"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["SurveyAnswer"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["SurveyMembership"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["SurveyCount"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["AnalysisRequest"] = "A body that is written by hand; every field may be left out.",
        ["AnalysisStorage"] = "A part of a body that is written by hand; every field may be left out.",
        ["InlineData"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["PositionRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["QuantileRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["OutlierRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["CorrelationRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["NeighbourRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["LikenessVariable"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["ClusterRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["CompositeRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["StandardBasis"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["SensitivityRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["CompositeComponent"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["PanelRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["TrendRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["ForecastRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["ControlChartRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["ImpactRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["FunnelRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["ProtectionRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["DominanceRule"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["RoundingRule"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["DisclosureAuditRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["RebaseRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["RebaseVariable"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["GroupAggregateRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["EfficiencyRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["CostRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["CostFactorDefinition"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["ExpectedCostRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["RealCostRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["StandardisationRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["StratumDefinition"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["SyntheticControlRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["OutcomePredictor"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["BootstrapOptions"] = "A part of a body that is written by hand; every field may be left out.",
        ["HullRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["MalmquistRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["BatchSeal"] = "A body that is written by hand; every field that is missing is named.",
        ["ObservationEntry"] = "A body that is written by hand; every field that is missing is named.",
        ["EnteredValue"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["ReleaseAnnouncement"] = "A body that is written by hand; every field that is missing is named.",
        ["MappingRuleDefinition"] = "A body that is written by hand; every field that is missing is named.",
        ["MappingRuleChange"] = "A body that is written by hand; every field that is missing is named.",
        ["QuarantineAnswer"] = "A body that is written by hand; every field that is missing is named.",
        ["CorrectionFiling"] = "A body that is written by hand; every field that is missing is named.",
        ["AuditRange"] = "A body that is written by hand; every field may be left out.",
        ["PersonErasure"] = "A body that is written by hand; every field that is missing is named.",
        ["ClassificationRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["CorrectionDecision"] = "A body that is written by hand; every field that is missing is named.",
        ["TerritoryGroupSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["GroupOrigin"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["OrganisationSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["NetworkSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["MemberSettings"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["ApiClientSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["ApiKeySettings"] = "A body that is written by hand; every field that is missing is named.",
        ["RoleGranting"] = "A body that is written by hand; every field that is missing is named.",
        ["PracticeSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["PracticeMoveRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["PracticeCommentSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["AdoptionSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["AdoptionMoveRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["PlanSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["PlanActions"] = "A body that is written by hand; every field that is missing is named.",
        ["PlanMoveRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["PlanAdviceSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["PlanFollowUpReport"] = "A body that is written by hand; every field that is missing is named.",
        ["PracticeDocumentSettings"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["PracticeIndicatorSettings"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["PlanTargetSettings"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["PlanActionSettings"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["CycleSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["CycleCoordinator"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["CycleParticipant"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["CycleMemberSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["PracticeChoice"] = "A body that is written by hand; every field that is missing is named.",
        ["CycleMoveRequest"] = "A body that is written by hand; every field that is missing is named.",
        ["MeetingSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["AgendaItem"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["MeetingAttendance"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["MinutesSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["MinutesCommenting"] = "A body that is written by hand; every field that is missing is named.",
        ["IndicatorSetSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["IndicatorSetItemSettings"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["IndicatorSetVoting"] = "A body that is written by hand; every field that is missing is named.",
        ["CollectionWindowSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["CollectionAnswer"] = "A body that is written by hand; every field that is missing is named.",
        ["NotAvailableCell"] = "A part of a body that is written by hand; every field that is missing is named.",
        ["CycleTaskSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["CycleTaskMove"] = "A body that is written by hand; every field that is missing is named.",
        ["CycleAnalysisSettings"] = "A body that is written by hand; every field that is missing is named.",
        ["Revocation"] = "A body that is written by hand; every field that is missing is named.",
    };

    private static readonly Assembly Contracts = typeof(ContractJson).Assembly;
    private static readonly Lazy<XDocument> Documentation = new(() => XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Benchlearning.Contracts.xml")));

    [Test]
    public void Every_contract_is_a_documented_positional_record_with_camel_case_JSON()
    {
        var types = Contracts.GetExportedTypes().Where(type => type != typeof(ContractJson)).ToArray();
        Assert.That(types, Has.Length.GreaterThan(20));
        Assert.That(types.SelectMany(type => Findings(type, Generated, Documentation.Value)), Is.Empty);
    }

    [Test]
    public void A_contract_that_keeps_no_rule_is_found() =>
        Assert.That(Findings(typeof(Planted), _ => JsonSerializerOptions.Default.GetTypeInfo(typeof(Planted)), new XDocument(new XElement("doc"))), Is.EqualTo(new[]
        {
            "Planted is not a record", "Planted.Not_camel is not a documented parameter of the record", "Planted is not documented", "Planted: the JSON name Not_camel is not camelCase",
        }));

    [Test]
    public void A_contract_without_generated_JSON_is_found() =>
        Assert.That(Findings(typeof(PlantedRecord), Generated, new XDocument(new XElement("doc"))), Is.EqualTo(new[]
        {
            "PlantedRecord is not documented", "PlantedRecord.Value is not documented", "PlantedRecord is not in ContractJson",
        }));

    private static JsonTypeInfo? Generated(Type type)
    {
        if (!type.IsGenericTypeDefinition)
            return ContractJson.Default.GetTypeInfo(type);
        var closed = typeof(ContractJson).GetProperties().Select(property => property.PropertyType)
            .Where(property => property.IsGenericType && property.GetGenericTypeDefinition() == typeof(JsonTypeInfo<>)).Select(property => property.GetGenericArguments()[0])
            .FirstOrDefault(property => property.IsGenericType && property.GetGenericTypeDefinition() == type);
        return closed is null ? null : ContractJson.Default.GetTypeInfo(closed);
    }

    private static IEnumerable<string> Findings(Type type, Func<Type, JsonTypeInfo?> json, XDocument documentation)
    {
        if (type.GetMethod("<Clone>$") is null)
            yield return $"{type.Name} is not a record";
        var parameters = type.GetConstructors().Select(constructor => constructor.GetParameters()).MaxBy(candidate => candidate.Length)!;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            if (NotPositional.ContainsKey(type.Name) ? !IsDocumented(documentation, $"P:{type.FullName}.{property.Name}") : !parameters.Any(parameter => parameter.Name == property.Name))
                yield return $"{type.Name}.{property.Name} is not a documented parameter of the record";

        var member = Member(documentation, $"T:{type.FullName}");
        if (!IsDocumented(documentation, $"T:{type.FullName}"))
            yield return $"{type.Name} is not documented";
        foreach (var parameter in parameters)
            if (string.IsNullOrWhiteSpace(member?.Elements("param").FirstOrDefault(entry => (string?)entry.Attribute("name") == parameter.Name)?.Value))
                yield return $"{type.Name}.{parameter.Name} is not documented";

        if (json(type) is not { } made)
            yield return $"{type.Name} is not in ContractJson";
        else
            foreach (var property in made.Properties.Where(property => !CamelCase().IsMatch(property.Name)))
                yield return $"{type.Name}: the JSON name {property.Name} is not camelCase";
    }

    private static XElement? Member(XDocument documentation, string name) =>
        documentation.Descendants("member").FirstOrDefault(entry => (string?)entry.Attribute("name") == name);

    private static bool IsDocumented(XDocument documentation, string name) => !string.IsNullOrWhiteSpace(Member(documentation, name)?.Element("summary")?.Value);

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CamelCase();

    private sealed class Planted
    {
        [JsonPropertyName("Not_camel")]
        public int Not_camel { get; set; }
    }

    private sealed record PlantedRecord(int Value);
}
