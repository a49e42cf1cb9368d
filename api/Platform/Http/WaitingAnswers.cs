using Benchlearning.Api.Platform.Errors;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// Bounds the memory of answers that are made whole and wait in it until slow readers have taken them: past the published limit the next
/// large one is 503, and its caller comes back later. Thread-safe.
/// </summary>
internal sealed class WaitingAnswers(IOptions<ServiceOptions> options)
{
    private const int Small = 64 * 1024; // fits into the buffers that every connection has anyway

    private long bytes;

    /// <summary>Keeps room for an answer until the result is disposed.</summary>
    /// <exception cref="ProblemException">503: there is no room now. A single answer always has room.</exception>
    public IDisposable? Enter(int length)
    {
        if (length <= Small)
            return null;
        var before = Interlocked.Add(ref bytes, length) - length;
        if (before > 0 && before + length > options.Value.MaximumWaitingBytes)
        {
            Interlocked.Add(ref bytes, -length);
            throw new ProblemException(ProblemTypes.Unavailable,
                $"Too many large answers are waiting to be taken by slow readers; try again in {ProblemWriter.RetryAfterSeconds} seconds, or ask for CSV, which is streamed.");
        }
        return new Place(this, length);
    }

    private sealed class Place(WaitingAnswers answers, int length) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
                Interlocked.Add(ref answers.bytes, -length);
        }
    }
}
