namespace Benchlearning.Api.Features.Networks.Guards;

internal sealed class IndicatorSetFrozen : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Set is { IsFrozen: true } ? null : facts.Set is null ? "No set of indicators is proposed." : "The set of indicators is not frozen.";
}

internal sealed class ComparisonGroupFrozen : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Set is { IsFrozen: true, HasGroup: true } ? null : "The group to compare within is not frozen with the set of indicators.";
}

internal sealed class SurveyChoiceMade : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Set?.SurveyChoice is null ? "The set of indicators does not say whether there is a survey, and of whom." : null;
}

internal sealed class CollectionOpen : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Windows.Any(window => window.ClosedOn is null && window.OpensOn <= facts.Today && window.DueOn >= facts.Today) ? null
        : "No window of collection is open today.";
}

internal sealed class CellsAnswered : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Set is not { IsFrozen: true } || facts.Windows.Count == 0 ? "Nothing is collected yet."
        : AgreementsSigned.Named("Mandatory figures without a value, and without a reason why there is none:", facts.Gaps.Select(gap => FormattableString.Invariant($"{gap.Organisation} {gap.Cells}")));
}

internal sealed class CollectionClosed : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Windows.Count == 0 ? "There is no window of collection."
        : AgreementsSigned.Named("Still open:", facts.Windows.Where(window => window.ClosedOn is null || window.ClosedOn > facts.Today).Select(window => window.Code));
}

internal sealed class ValuesVerified : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.WaitingValues == 0 ? null : FormattableString.Invariant($"{facts.WaitingValues} values wait for somebody to look at them.");
}

internal sealed class AnalysisPublished : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.PublishedAnalyses > 0 ? null : "No analysis is published to the cycle.";
}

internal sealed class AnalysisDiscussed : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.DiscussedAnalyses > 0 ? null : "No analysis was discussed at a meeting that took place.";
}
