using System.Net.Sockets;
using Benchlearning.Api.Features.Changes;
using Benchlearning.Api.Platform.Resilience;
using Benchlearning.Contracts.V1.Webhooks;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>What the settings of a webhook have to be.</summary>
internal static class WebhookRules
{
    private const int LongestUrl = 2000;
    private const int LongestDescription = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Names everything that is wrong.</summary>
    /// <param name="settings">The settings as received.</param>
    /// <param name="targets">Which addresses may be reached.</param>
    /// <param name="add">Takes a finding: pointer, code, message, value, allowed values.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task CheckAsync(WebhookSettings settings, OutgoingTargets targets, Action<string, string, string, string?, IReadOnlyList<string>?> add, CancellationToken cancellationToken)
    {
        if (await WrongUrlAsync(settings.Url, targets, cancellationToken) is var (code, message))
            add("/url", code, message, null, null); // the address is not repeated: it may hold what was meant to be secret
        if (settings.Kinds is null or [])
            add("/kinds", "required", $"Say what it is told of: one or more of {string.Join(", ", ChangeCursor.Kinds)}.", null, ChangeCursor.Kinds);
        else
            for (var index = 0; index < settings.Kinds.Count; index++)
                if (!ChangeCursor.Kinds.Contains(settings.Kinds[index]))
                    add($"/kinds/{index}", "unknown-value", $"A kind is one of: {string.Join(", ", ChangeCursor.Kinds)}.", settings.Kinds[index], ChangeCursor.Kinds);
        if (settings.Description?.Length > LongestDescription)
            add("/description", "too-long", $"A description has at most {LongestDescription} characters.", settings.Description, null);
        else if (settings.Description?.Any(char.IsControl) == true)
            add("/description", "invalid-character", "A description is one line without control characters.", settings.Description, null);
    }

    /// <summary>The kinds of the settings in the order of the feed's list, each once.</summary>
    public static string[] KindsOf(WebhookSettings settings) => [.. ChangeCursor.Kinds.Where(kind => settings.Kinds!.Contains(kind))];

    /// <summary>Null when nothing is wrong. A host that nobody knows yet is taken: what it leads to is asked for again at every connection.</summary>
    private static async Task<(string Code, string Message)?> WrongUrlAsync(string? url, OutgoingTargets targets, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(url))
            return ("required", "Say where messages are sent to.");
        if (url.Length > LongestUrl)
            return ("too-long", $"An address has at most {LongestUrl} characters.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp) || url.Any(char.IsControl))
            return ("invalid-url", "The address is an absolute one that begins with https://.");
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
            return ("invalid-url", "The address has neither credentials before the host nor a fragment; messages are signed, so no credentials are needed.");
        return await LeadsInsideAsync(address, targets, cancellationToken)
            ? ("target-refused", "Messages go by https to public addresses only. The operator of the service may allow others, by http too: Benchlearning__Webhooks__AllowedNetworks.")
            : null;
    }

    private static async Task<bool> LeadsInsideAsync(Uri address, OutgoingTargets targets, CancellationToken cancellationToken)
    {
        var isInClear = address.Scheme == Uri.UriSchemeHttp;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var known = await OutgoingTargets.ResolveAsync(address.IdnHost, patience.Token);
            return !known.All(target => targets.MayReach(target, isInClear));
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return isInClear;
        }
    }
}
