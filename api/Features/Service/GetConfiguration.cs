using System.ComponentModel.DataAnnotations;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Aggregates;
using Benchlearning.Api.Features.Analyses;
using Benchlearning.Api.Features.Analyses.Jobs;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Features.Analyses.Stored;
using Benchlearning.Api.Features.Audit;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Changes;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Engagement;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Features.Indicators;
using Benchlearning.Api.Features.Networks;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Plans;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Features.Surveys;
using Benchlearning.Api.Features.Sync;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Features.Webhooks;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Service;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Service;

internal static class GetConfiguration
{
    /// <summary>Get limits, formats, code lists and licences</summary>
    /// <remarks>Every limit that this service keeps, every format and language it answers in, the values of every code list, and how to name the sources of the data.</remarks>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">The configuration.</response>
    public static async Task<Ok<ServiceConfiguration>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(Language.Of(http), options.Value.BaseAddress(http)), cancellationToken));
    }

    internal sealed record Query(string Language, string BaseAddress) : IRequest<ServiceConfiguration>;

    internal sealed class Handler(CatalogueWatch watch, IOptions<ServiceOptions> options) : IRequestHandler<Query, ServiceConfiguration>
    {
        public Task<ServiceConfiguration> Handle(Query query, CancellationToken cancellationToken)
        {
            var settings = options.Value;
            var formats = new[] { Format.Json, Format.JsonStat, Format.Csv, Format.ExcelLv, Format.Xlsx, Format.Svg, Format.Png, Format.Html, Format.Pdf };
            return Task.FromResult(new ServiceConfiguration(
                ServiceOptions.ApiVersion, [Language.Latvian, Language.English], "Europe/Riga",
                formats.ToDictionary(format => format.Name, format => format.MediaType, StringComparer.Ordinal),
                new Dictionary<string, long>(StringComparer.Ordinal)
                {
                    ["defaultPageSize"] = settings.DefaultPageSize,
                    ["maximumPageSize"] = settings.MaximumPageSize,
                    ["maximumTerritoriesOnPage"] = ListTerritories.MaximumLimit,
                    ["maximumTerritoryChangesOnPage"] = ListTerritoryChanges.MaximumLimit,
                    ["maximumImportsOnPage"] = ListImports.MaximumLimit,
                    ["maximumSyncRunsOnPage"] = ListSyncRuns.MaximumLimit,
                    ["maximumWebhooks"] = settings.Webhooks.MaximumWebhooks,
                    ["maximumWebhookDeliveriesOnPage"] = ListWebhookDeliveries.MaximumLimit,
                    ["maximumAccessEntriesOnPage"] = AccessRules.MostOnPage,
                    ["maximumNetworkEntriesOnPage"] = NetworkText.MostOnPage,
                    ["maximumKeysOfClient"] = KeyLimits.MostKeys,
                    ["maximumNetworksOfKey"] = KeyLimits.MostNetworks,
                    ["defaultKeyDays"] = KeyLimits.UsualDays,
                    ["maximumKeyDays"] = KeyLimits.MostDays,
                    ["defaultKeyOverlapDays"] = KeyLimits.UsualOverlapDays,
                    ["maximumKeyOverlapDays"] = KeyLimits.MostOverlapDays,
                    ["maximumAuditEntriesOnPage"] = ListAuditEntries.MaximumLimit,
                    ["maximumAuditEntriesInVerification"] = VerifyAuditChain.MostEntries,
                    ["readAuditDays"] = settings.Retention.ReadAuditDays,
                    ["personDays"] = settings.Retention.PersonDays,
                    ["maximumFindingsOnPage"] = ListFindings.MaximumLimit,
                    ["maximumIndicatorsOnPage"] = ListIndicators.MaximumLimit,
                    ["maximumRevisionsOnPage"] = ListRevisions.MaximumRevisions,
                    ["maximumAnalysisRows"] = AnalysisMethods.MostRows,
                    ["maximumAnalysisVariables"] = AnalysisMethods.MostVariables,
                    ["maximumStoredAnalyses"] = StorageRules.MostOfOwner,
                    ["maximumIndicatorsOfBriefing"] = BriefingRules.MostIndicators,
                    ["maximumKeptBriefings"] = BriefingRules.MostOfOwner,
                    ["maximumQuestions"] = SurveyRules.MostQuestions,
                    ["maximumGroupsOfQuestionSet"] = SurveyRules.MostGroups,
                    ["maximumCategoriesOfGroup"] = SurveyRules.MostCategories,
                    ["maximumTokensAtOnce"] = SurveyRules.MostTokensAtOnce,
                    ["maximumTokensOfSurvey"] = SurveyRules.MostTokens,
                    ["maximumDaysOfSurvey"] = SurveyRules.MostDays,
                    ["maximumSurveysOnPage"] = SurveyRules.MostOnPage,
                    ["maximumBriefingsOnPage"] = BriefingRules.MostOnPage,
                    ["maximumStoredAnalysesOnPage"] = ListAnalyses.MaximumLimit,
                    ["maximumJobsOfCaller"] = settings.Jobs.MostOfCaller,
                    ["maximumJobsOfStrangers"] = settings.Jobs.MostOfStrangers,
                    ["maximumJobsAtOnce"] = settings.Jobs.AtOnce,
                    ["maximumJobsOnPage"] = ListJobs.MaximumLimit,
                    ["jobResultHours"] = settings.Jobs.ResultHours,
                    ["jobDays"] = JobLimits.ForgottenAfterDays,
                    ["maximumProbabilities"] = TellQuantiles.MostProbabilities,
                    ["maximumCorrelatedVariables"] = Correlate.MostVariables,
                    ["maximumClusteredUnits"] = FindClusters.MostUnits,
                    ["maximumIndexComponents"] = IndexDefinition.MostComponents,
                    ["maximumSensitivityUnits"] = TestComposite.MostUnits,
                    ["maximumSensitivityDraws"] = IndexSensitivity.MostDraws,
                    ["maximumCostFactors"] = DecomposeCosts.MostFactors,
                    ["maximumNeeds"] = ExpectCosts.MostNeeds,
                    ["maximumStrata"] = Standardise.MostStrata,
                    ["maximumDonors"] = EstimateBySyntheticControl.MostDonors,
                    ["maximumEfficiencyVariables"] = FrontierTable.MostVariables,
                    ["maximumEfficiencyUnits"] = FrontierTable.MostUnits,
                    ["maximumBootstrapReplications"] = DeaBootstrap.MostReplications,
                    ["maximumBootstrapPrograms"] = MeasureEfficiency.MostBootstrapPrograms,
                    ["maximumDisclosureCells"] = DisclosureProtection.MostCells,
                    ["maximumRebasedVariables"] = RebaseSeries.MostVariables,
                    ["maximumGroupAggregatesOnPage"] = ListGroupAggregates.MaximumLimit,
                    ["maximumGroupsInPublication"] = PublishGroupAggregates.MostGroups,
                    ["maximumPracticesOnPage"] = PracticeRules.MostOnPage,
                    ["maximumPracticesRanked"] = ListPractices.MostRanked,
                    ["practiceYearsUntilUpdate"] = PracticeLife.YearsUntilUpdate,
                    ["maximumPlansOnPage"] = PlanRules.MostOnPage,
                    ["maximumTargetsOfPlan"] = PlanRules.MostTargets,
                    ["maximumActionsOfPlan"] = PlanRules.MostActions,
                    ["maximumIndicatorsInProfile"] = ProfileTerritory.MaximumIndicators,
                    ["maximumPeriodsInTrend"] = TrendTerritory.MaximumPeriods,
                    ["maximumSimilarMunicipalities"] = GroupChoice.MostNeighbours,
                    ["maximumSimilarityVariables"] = GroupChoice.MostVariables,
                    ["maximumSearchCharacters"] = ListIndicators.MaximumSearch,
                    ["maximumCodesInList"] = settings.MaximumCodes,
                    ["maximumCellsInJsonStatAndXlsx"] = settings.MaximumCells,
                    ["maximumBodyBytes"] = settings.MaximumBodyBytes,
                    ["maximumUploadBytes"] = settings.MaximumUploadBytes,
                    ["maximumUploadColumns"] = TidyColumns.Most,
                    ["maximumUploadFieldCharacters"] = TidyCsvLayout.LongestField,
                    ["maximumUploadJsonRowBytes"] = JsonValues.MostBytes,
                    ["maximumBatchParts"] = OpenBatches.MostParts,
                    ["maximumOpenBatches"] = OpenBatches.MostOpen,
                    ["openBatchHours"] = settings.OpenBatchHours,
                    ["maximumValuesInForm"] = EnterObservations.MostValues,
                    ["maximumBodyDepth"] = ContractSerialization.MaximumDepth,
                    ["maximumAddressBytes"] = settings.MaximumAddressBytes,
                    ["maximumHeaderBytes"] = settings.MaximumHeaderBytes,
                    ["maximumWaitingBytes"] = settings.MaximumWaitingBytes,
                    ["refusedCredentialsPerMinute"] = settings.RefusedCredentialsPerMinute,
                    ["firstYear"] = PeriodCode.FirstYear,
                },
                settings.RequestsPerMinute.Named(),
                new Dictionary<string, IReadOnlyDictionary<string, int>>(StringComparer.Ordinal)
                {
                    ["anonymous"] = settings.BudgetsOf(CallerKind.Anonymous).Named(), ["person"] = settings.BudgetsOf(CallerKind.Person).Named(), ["client"] = settings.BudgetsOf(CallerKind.Client).Named(),
                },
                new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
                {
                    ["direction"] = ["higherIsBetter", "lowerIsBetter", "target", "neutral"],
                    ["conversion"] = ["sum", "weightedMean", "recompute", "notConvertible"],
                    ["quality"] = ObservationQuality.All,
                    ["missingReason"] = MissingReason.All,
                    ["visibility"] = Visibility.All,
                    ["flag"] = ObservationFlags.All,
                    ["measure"] = ["stock", "flow", "average", "ratio"],
                    ["periodicity"] = ["annual", "quarterly", "monthly"],
                    ["control"] = ["none", "low", "medium", "high"],
                    ["territoryType"] = ["stateCity", "municipality", "planningRegion", "country"],
                    ["territoryChangeKind"] = ["reform", "merger", "division", "separation", "recode", "rename"],
                    ["territoryChangeExtent"] = ["whole", "part"],
                    ["territoryGroupKind"] = ["all", "type", "planningRegion", "sizeClass", "list"],
                    ["groupStatistic"] = ["sum", "weightedMean", "mean"],
                    ["importDoor"] = ["sample", "upload", "push", "pull", "form"],
                    ["importState"] = ["queued", "running", "completed", "completedWithFindings", "noChange", "failed", "cancelled"],
                    ["importStage"] = ["receive", "parse", "compare", "validate", "apply", "publish", "done"],
                    ["syncAdapter"] = ["raim-http", "raim-export", "pxweb", "open-data-csv"],
                    ["syncTrigger"] = ["schedule", "manual", "catchUp"],
                    ["syncState"] = ["running", "completed", "completedWithFindings", "noChange", "failed"],
                    ["syncStage"] = ["waiting", "fetch", "check", "import", "done"],
                    ["webhookKind"] = ChangeCursor.Kinds,
                    ["webhookState"] = ["active", "paused", "gone"],
                    ["webhookDeliveryState"] = ["pending", "delivered", "parked"],
                    ["webhookDeliveryOutcome"] = DeliveryOutcome.All,
                    ["findingSeverity"] = ["refused", "waiting", "quarantined", "warning"],
                    ["findingAnswer"] = ["accepted", "corrected", "rejected"],
                    ["auditActorKind"] = ["operator", "person", "client", "service"],
                    ["auditOutcome"] = ["done", "refused"],
                    ["analysisVisibility"] = StorageRules.Visibilities,
                    ["surveyAudience"] = SurveyRules.Audiences,
                    ["surveyMode"] = SurveyRules.Modes,
                    ["jobState"] = ["queued", "running", "done", "failed", "cancelled"],
                    ["practiceState"] = PracticeLife.Cycle.States,
                    ["practiceOrigin"] = PracticeRules.Origins,
                    ["practiceEvidence"] = PracticeRules.Evidence,
                    ["adoptionState"] = AdoptionLife.Cycle.States,
                    ["planState"] = PlanLife.Cycle.States,
                    ["planKind"] = PlanRules.Kinds,
                    ["mappingKind"] = ["indicator", "territory", "breakdown"],
                    ["validationRule"] = ["range", "jump", "zero", "outlier", "column", "sum", "completeness", "disclosure"],
                    ["organisationKind"] = ["municipality", "association", "agency", "other"],
                    ["role"] = Role.All,
                    ["scope"] = Scope.All,
                    ["networkVisibility"] = AccessRules.NetworkVisibilities,
                    ["cycleMemberRole"] = NetworkText.MemberRoles,
                    ["practiceChoice"] = NetworkText.Choices,
                    ["meetingKind"] = NetworkText.MeetingKinds,
                    ["minutesState"] = NetworkText.MinutesStates,
                    ["surveyChoice"] = NetworkText.SurveyChoices,
                    ["taskState"] = NetworkText.TaskStates,
                    ["analysisPublication"] = NetworkText.Publications,
                },
                query.Language == Language.English
                    ? "Benchlearning, the municipal benchmarking database; each figure names its own source."
                    : "Benchlearning, pašvaldību salīdzināšanas datubāze; pie katra skaitļa nosaukts tā avots.",
                [.. watch.Current.Sources.Values.OrderBy(source => source.Code, StringComparer.Ordinal).Select(source => Sources.Describe(source, query.Language))],
                $"{query.BaseAddress}/swagger/index.html"));
        }
    }
}
