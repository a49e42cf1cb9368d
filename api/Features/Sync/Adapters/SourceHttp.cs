using Benchlearning.Api.Platform.Resilience;

namespace Benchlearning.Api.Features.Sync.Adapters;

/// <summary>Asks sources over HTTP; what fails on the way ends a run in a way that the next one goes on from.</summary>
internal sealed class SourceHttp(OutgoingHttp http)
{
    /// <summary>Asks until there is an answer that <paramref name="read"/> understands. Throws <see cref="SyncStopped"/>.</summary>
    public async Task<T> AskAsync<T>(
        string source, OutgoingLimits limits, IReadOnlyCollection<string> mediaTypes, Func<HttpRequestMessage> request, Func<OutgoingAnswer, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await http.AskAsync(source, limits, request, mediaTypes, read, cancellationToken);
        }
        catch (OutgoingFailure failure)
        {
            throw SyncStopped.By(failure);
        }
    }

    /// <summary>The address that a source is set to. Throws <see cref="SyncStopped"/> when there is none.</summary>
    public static Uri AddressOf(SyncSettings settings) =>
        Uri.TryCreate(settings.Address, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
            : throw SyncStopped.Untrusted("wrong-settings", "Avotam nav norādīta adrese (address).", "The source has no address.");
}
