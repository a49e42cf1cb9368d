using System.Text.Json;
using System.Text.Json.Serialization;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Audit;
using Benchlearning.Contracts.V1.Changes;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Indicators;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Contracts.V1.Raim;
using Benchlearning.Contracts.V1.Releases;
using Benchlearning.Contracts.V1.Service;
using Benchlearning.Contracts.V1.Stewardship;
using Benchlearning.Contracts.V1.Sync;
using Benchlearning.Contracts.V1.Territories;
using Benchlearning.Contracts.V1.Webhooks;

namespace Benchlearning.Contracts;

/// <summary>Source-generated JSON of the contracts: camelCase, nulls written, unknown and duplicate fields refused on reading.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.Strict, MaxDepth = 32)]
[JsonSerializable(typeof(ApiProblem))]
[JsonSerializable(typeof(Page<Territory>))]
[JsonSerializable(typeof(Territory))]
[JsonSerializable(typeof(TerritoryHistory))]
[JsonSerializable(typeof(TerritorySuccessors))]
[JsonSerializable(typeof(Page<TerritoryChange>))]
[JsonSerializable(typeof(Crosswalk))]
[JsonSerializable(typeof(Page<TerritoryGroup>))]
[JsonSerializable(typeof(TerritoryGroupMembers))]
[JsonSerializable(typeof(Page<Indicator>))]
[JsonSerializable(typeof(IndicatorDefinition))]
[JsonSerializable(typeof(Page<IndicatorDefinition>))]
[JsonSerializable(typeof(Page<Topic>))]
[JsonSerializable(typeof(Page<Unit>))]
[JsonSerializable(typeof(Page<Source>))]
[JsonSerializable(typeof(Page<BreakdownDimension>))]
[JsonSerializable(typeof(ObservationPage))]
[JsonSerializable(typeof(ObservationQuery))]
[JsonSerializable(typeof(ObservationEstimate))]
[JsonSerializable(typeof(Permalink))]
[JsonSerializable(typeof(Page<ObservationRevision>))]
[JsonSerializable(typeof(Comparison))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(Trend))]
[JsonSerializable(typeof(ServiceConfiguration))]
[JsonSerializable(typeof(Import))]
[JsonSerializable(typeof(Page<Import>))]
[JsonSerializable(typeof(Page<ImportFinding>))]
[JsonSerializable(typeof(Batch))]
[JsonSerializable(typeof(Page<OpenBatch>))]
[JsonSerializable(typeof(BatchSeal))]
[JsonSerializable(typeof(ObservationEntry))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(Page<AuditEntry>))]
[JsonSerializable(typeof(AuditChain))]
[JsonSerializable(typeof(AuditVerification))]
[JsonSerializable(typeof(AuditRange))]
[JsonSerializable(typeof(PersonData))]
[JsonSerializable(typeof(PersonErasure))]
[JsonSerializable(typeof(ErasedPerson))]
[JsonSerializable(typeof(ChangePage))]
[JsonSerializable(typeof(Page<IndicatorReconciliation>))]
[JsonSerializable(typeof(Release))]
[JsonSerializable(typeof(Page<Release>))]
[JsonSerializable(typeof(ReleaseAnnouncement))]
[JsonSerializable(typeof(RaimIndicators))]
[JsonSerializable(typeof(RaimPage))]
[JsonSerializable(typeof(SyncSource))]
[JsonSerializable(typeof(Page<SyncSource>))]
[JsonSerializable(typeof(SyncRun))]
[JsonSerializable(typeof(Page<SyncRun>))]
[JsonSerializable(typeof(Webhook))]
[JsonSerializable(typeof(Page<Webhook>))]
[JsonSerializable(typeof(WebhookSettings))]
[JsonSerializable(typeof(CreatedWebhook))]
[JsonSerializable(typeof(WebhookSecret))]
[JsonSerializable(typeof(WebhookDelivery))]
[JsonSerializable(typeof(Page<WebhookDelivery>))]
[JsonSerializable(typeof(WebhookAttempt))]
[JsonSerializable(typeof(WebhookMessage))]
[JsonSerializable(typeof(Page<UnmappedName>))]
[JsonSerializable(typeof(MappingRule))]
[JsonSerializable(typeof(Page<MappingRule>))]
[JsonSerializable(typeof(MappingAnswer))]
[JsonSerializable(typeof(MappingRuleDefinition))]
[JsonSerializable(typeof(MappingRuleChange))]
[JsonSerializable(typeof(Page<QuarantinedValue>))]
[JsonSerializable(typeof(QuarantineAnswer))]
[JsonSerializable(typeof(QuarantineOutcome))]
[JsonSerializable(typeof(Correction))]
[JsonSerializable(typeof(Page<Correction>))]
[JsonSerializable(typeof(CorrectionFiling))]
[JsonSerializable(typeof(CorrectionDecision))]
[JsonSerializable(typeof(Page<ValidationRule>))]
public sealed partial class ContractJson : JsonSerializerContext;
