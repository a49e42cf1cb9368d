using System.Text.Json;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1.Webhooks;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>Changes of one subject between two places of the feed.</summary>
/// <param name="Kind">As in the feed.</param>
/// <param name="Subject">Code of what changed; of a figure its indicator.</param>
/// <param name="Count">How often.</param>
internal sealed record SubjectChanges(string Kind, string Subject, int Count);

/// <summary>Puts many changes into one small message.</summary>
internal static class ChangeSummary
{
    public const int MostSubjects = 100;
    public const string Recorded = "changes.recorded";
    public const string Test = "webhook.test";

    /// <summary>The changes by their kinds, in the order of the feed's list of kinds.</summary>
    /// <param name="changes">Changes in the order of their subjects.</param>
    /// <param name="kinds">Only these.</param>
    public static IReadOnlyList<ChangedKind> ByKind(IEnumerable<SubjectChanges> changes, IReadOnlyCollection<string> kinds) =>
    [
        .. from change in changes
           where kinds.Contains(change.Kind)
           group change by change.Kind into kind
           orderby Array.IndexOf(Changes.ChangeCursor.Kinds, kind.Key)
           select new ChangedKind(kind.Key, kind.Sum(change => change.Count), [.. kind.Take(MostSubjects).Select(change => change.Subject)], kind.Count()),
    ];

    /// <summary>The body of a message, as it is signed and sent.</summary>
    public static string Body(string type, DateTimeOffset at, WebhookMessageData data) =>
        JsonSerializer.Serialize(new WebhookMessage(type, at, data), ContractJson.Default.WebhookMessage);
}
