using Benchlearning.Contracts.V1.Comparisons;

namespace Benchlearning.Api.Features.Comparisons;

/// <summary>The quarter of its group that a municipality lies in.</summary>
internal static class ComparedQuarter
{
    /// <summary>Quarter by rank share: rank 1 of 9 lies in the best quarter. Null when it has no rank or fewer than 4 are ranked.</summary>
    public static string? Of(ComparedTerritory territory)
    {
        if (territory.Rank is not { } rank || territory.RankedAmong < 4)
            return null;
        return ((rank - 0.5) / territory.RankedAmong) switch { <= 0.25 => "best", <= 0.5 => "second", <= 0.75 => "third", _ => "worst" };
    }
}
