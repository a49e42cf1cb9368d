namespace Benchlearning.Api.Platform.Resilience;

/// <summary>How patient this service is with another one, and how much it takes from it. Times in seconds.</summary>
/// <param name="SecondsPerTry">Of one try, its body included.</param>
/// <param name="SecondsInAll">Of all tries for one answer, with the waits between them.</param>
/// <param name="Tries">Tries for one answer, the first included.</param>
/// <param name="FirstWaitSeconds">Wait before the second try, doubled before each further one, with jitter; Retry-After wins.</param>
/// <param name="MaximumBodyBytes">Largest body, as sent and as decompressed.</param>
/// <param name="BreaksAfter">Failed tries within a minute after which nothing is asked for a while.</param>
/// <param name="BreakSeconds">That while.</param>
/// <param name="SecondsBetweenCalls">Least time from the end of one call to the beginning of the next; null: as is usual for the kind of service.</param>
internal sealed record OutgoingLimits(
    double SecondsPerTry = 30, double SecondsInAll = 600, int Tries = 5, double FirstWaitSeconds = 2, int MaximumBodyBytes = 16 * 1024 * 1024, int BreaksAfter = 20, double BreakSeconds = 60,
    double? SecondsBetweenCalls = null);
