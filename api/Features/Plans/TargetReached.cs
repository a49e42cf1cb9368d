using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Api.Features.Plans;

/// <summary>Whether a target was met: by a figure that lies at it, or beyond it as seen from the baseline.</summary>
internal static class TargetReached
{
    /// <summary>True when it was met; null: there is no figure to tell by.</summary>
    /// <param name="baseline">Where it began; null: not known, and then the direction of the indicator decides.</param>
    /// <param name="target">What was to be reached. Where it is the baseline, the figure was to be held.</param>
    /// <param name="value">The figure; null: none is published.</param>
    /// <param name="direction">The direction of the indicator.</param>
    public static bool? Of(decimal? baseline, decimal target, decimal? value, DirectionKind direction)
    {
        if (value is not { } reached)
            return null;
        if (baseline is { } began && began != target)
            return target > began ? reached >= target : reached <= target;
        return direction switch
        {
            DirectionKind.HigherIsBetter => reached >= target,
            DirectionKind.LowerIsBetter => reached <= target,
            _ => reached == target,
        };
    }
}
