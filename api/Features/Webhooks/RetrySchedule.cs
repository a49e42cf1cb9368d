using System.Security.Cryptography;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>When a message is sent again: after 5 seconds, then three times as long each time, at most two hours, a quarter more or less by chance.</summary>
internal static class RetrySchedule
{
    private const double FirstSeconds = 5;
    private const double LongestSeconds = 2 * 60 * 60;
    private const double Jitter = 0.25;

    /// <summary>Seconds until the next attempt.</summary>
    /// <param name="attempts">Attempts so far, 1 or more.</param>
    /// <param name="retryAfter">What the receiver asks for; null: nothing. It lengthens the wait, up to two hours.</param>
    public static double SecondsAfter(int attempts, TimeSpan? retryAfter)
    {
        var wait = Math.Min(LongestSeconds, FirstSeconds * Math.Pow(3, Math.Min(attempts, 20) - 1));
        var chance = RandomNumberGenerator.GetInt32(1001) / 500.0 - 1;
        return Math.Max(wait * (1 + Jitter * chance), Math.Min(LongestSeconds, retryAfter?.TotalSeconds ?? 0));
    }
}
