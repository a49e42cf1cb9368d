namespace Benchlearning.Api.Features.Networks.Guards;

internal sealed class PracticesChosen : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => AgreementsSigned.Named("No practice, own idea, or that none fits, is recorded by", facts.Members.Where(member => member.Choice is null).Select(member => member.Organisation));
}

internal sealed class PlansReady : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Plans is not { } plans ? "There are no improvement plans."
        : AgreementsSigned.Named("No plan with baseline, target, due date, owner and, where it needs one, decision:", plans.NotReady);
}

internal sealed class FollowUpReached : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Plans?.FirstFollowUpOn is { } day && day <= facts.Today ? null : "The first day on which a plan is looked at again is not reached.";
}

internal sealed class PlansEnded : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.Plans is not { } plans ? "There are no improvement plans."
        : plans.StillRunning > 0 ? FormattableString.Invariant($"{plans.StillRunning} plans are neither finished, abandoned nor transferred.") : null;
}

internal sealed class FinalReportAccepted : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.IsFinalReportGiven && facts.FinalReportAcceptedOn <= facts.Today ? null : "The final report is not accepted.";
}

internal sealed class NextCycleProposed : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.IsNextCycleProposed ? null : "The next cycle is not proposed.";
}

internal sealed class ReasonGiven : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => string.IsNullOrWhiteSpace(facts.Reason) ? "Say why." : null;
}

internal sealed class SuspendedFromThere : ICycleGuard
{
    public string? Lacks(CycleFacts facts) => facts.SuspendedFrom == facts.To ? null : $"The cycle was suspended from {facts.SuspendedFrom}, and goes back to there.";
}
