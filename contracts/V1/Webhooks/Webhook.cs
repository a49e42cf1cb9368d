using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Webhooks;

/// <summary>A receiver that is told when something changes.</summary>
/// <param name="Id">Number of the webhook.</param>
/// <param name="Url">Where messages are sent to.</param>
/// <param name="Kinds">What it is told of, as in the change feed: observation, indicator, territory, group, release.</param>
/// <param name="Description">Whose it is and what for; null when nothing was said.</param>
/// <param name="State">active; paused: by the operator; gone: the receiver answered 410, and nothing more is sent until it is enabled again.</param>
/// <param name="Version">1 at first; grows with each change of its settings or its state.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ChangedAt">When its settings or its state last changed.</param>
public sealed record Webhook(
    long Id, string Url, IReadOnlyList<string> Kinds, string? Description, string State, int Version, DateTimeOffset CreatedAt, DateTimeOffset ChangedAt);

/// <summary>What a webhook is to be.</summary>
public sealed record WebhookSettings
{
    /// <summary>
    /// Where messages are sent to: https, without credentials, at a public address. Others, http among them, only where the operator of the service allows
    /// the network.
    /// </summary>
    [Required, StringLength(2000)]
    public string? Url { get; set; }

    /// <summary>What it is told of: one or more of observation, indicator, territory, group, release.</summary>
    [Required, MinLength(1)]
    public IReadOnlyList<string>? Kinds { get; set; }

    /// <summary>Whose it is and what for.</summary>
    [StringLength(200)]
    public string? Description { get; set; }

    /// <summary>False: nothing is sent until it is enabled again, and then one message tells of what changed in between. Default true.</summary>
    public bool? Enabled { get; set; }
}

/// <summary>A webhook as it was made, with its secret.</summary>
/// <param name="Webhook">The webhook.</param>
/// <param name="Secret">The secret that messages are signed with. It is shown here only: keep it.</param>
public sealed record CreatedWebhook(Webhook Webhook, string Secret);

/// <summary>A new secret of a webhook.</summary>
/// <param name="Secret">The secret that messages are signed with from now on. It is shown here only: keep it.</param>
/// <param name="EarlierSignUntil">Until then messages carry the signature of the earlier secret too.</param>
public sealed record WebhookSecret(string Secret, DateTimeOffset EarlierSignUntil);

/// <summary>One message to a receiver, and what became of it.</summary>
/// <param name="Id">The webhook-id that the message carries, the same at every attempt.</param>
/// <param name="State">pending: not delivered yet; delivered; parked: given up after 24 hours, or because the receiver is gone.</param>
/// <param name="Changes">Number of changes that it tells of.</param>
/// <param name="Attempts">How often it was sent.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="NextAttemptAt">When it is sent next; null unless pending.</param>
/// <param name="LastAttempt">The last attempt; null before the first.</param>
public sealed record WebhookDelivery(
    string Id, string State, int Changes, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, WebhookAttempt? LastAttempt);

/// <summary>One attempt to deliver a message.</summary>
/// <param name="At">When it was sent.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Outcome">
/// delivered: answered with 2xx; answered: with another status; redirected: with 3xx, which is not followed; gone: with 410; timedOut; unknownHost; unreachable;
/// notTrusted: the certificate is not valid; targetRefused: the address is not public and not allowed.
/// </param>
/// <param name="Status">HTTP status of the answer; null when there was none.</param>
/// <param name="Message">What happened, in the asked language.</param>
public sealed record WebhookAttempt(DateTimeOffset At, int Milliseconds, string Outcome, int? Status, string Message);

/// <summary>The body of a message.</summary>
/// <param name="Type">changes.recorded, or webhook.test for a test delivery.</param>
/// <param name="Timestamp">When the message was made.</param>
/// <param name="Data">What it tells.</param>
public sealed record WebhookMessage(string Type, DateTimeOffset Timestamp, WebhookMessageData Data);

/// <summary>That something changed, and where to read what.</summary>
/// <param name="Changes">Address in the change feed that begins with the first of these changes; a path where the service does not know its own address.</param>
/// <param name="AfterNumber">The feed's numbers of these changes are above this one.</param>
/// <param name="LastNumber">The feed's numbers of these changes are not above this one.</param>
/// <param name="Kinds">The changes, counted by their kinds; empty in a test delivery.</param>
public sealed record WebhookMessageData(string Changes, long AfterNumber, long LastNumber, IReadOnlyList<ChangedKind> Kinds);

/// <summary>Changes of one kind.</summary>
/// <param name="Kind">observation, indicator, territory, group or release.</param>
/// <param name="Count">Number of changes.</param>
/// <param name="Subjects">Codes of what changed, of figures their indicators; in order, at most 100 of them.</param>
/// <param name="SubjectCount">Number of different codes, those left out among them.</param>
public sealed record ChangedKind(string Kind, int Count, IReadOnlyList<string> Subjects, int SubjectCount);
