using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Webhooks;

/// <summary>What became of an attempt to deliver (webhook_delivery.last_outcome), and how it is told.</summary>
internal static class DeliveryOutcome
{
    public const string Delivered = "delivered";
    public const string Answered = "answered";
    public const string Redirected = "redirected";
    public const string Gone = "gone";
    public const string TimedOut = "timedOut";
    public const string UnknownHost = "unknownHost";
    public const string Unreachable = "unreachable";
    public const string NotTrusted = "notTrusted";
    public const string TargetRefused = "targetRefused";

    public static readonly string[] All = [Delivered, Answered, Redirected, Gone, TimedOut, UnknownHost, Unreachable, NotTrusted, TargetRefused];

    /// <summary>The outcome in words.</summary>
    /// <param name="outcome">One of the list.</param>
    /// <param name="status">HTTP status of the answer; null when there was none.</param>
    /// <param name="language">lv or en.</param>
    public static string InWords(string outcome, int? status, string language) => outcome switch
    {
        Delivered => Language.Pick(language, $"Saņēmējs atbildēja {status}.", $"The receiver answered {status}."),
        Answered => Language.Pick(language, $"Saņēmējs atbildēja {status}; piegādāts ir tikai ar 2xx.", $"The receiver answered {status}; only 2xx means delivered."),
        Redirected => Language.Pick(language, $"Saņēmējs atbildēja {status} un sūta citur; tam neseko. Norādiet tīmekļa aizķerei galīgo adresi.",
            $"The receiver answered {status}, a redirect; it is not followed. Set the webhook to the final address."),
        Gone => Language.Pick(language, "Saņēmējs atbildēja 410: to vairs nav. Nekas vairs netiek sūtīts, līdz tīmekļa aizķeri atkal ieslēdz.",
            "The receiver answered 410: it is gone. Nothing more is sent until the webhook is enabled again."),
        TimedOut => Language.Pick(language, $"Saņēmējs neatbildēja {WebhookSender.SecondsPerAttempt} sekundēs.", $"The receiver did not answer within {WebhookSender.SecondsPerAttempt} seconds."),
        UnknownHost => Language.Pick(language, "Saņēmēja vārdam nav adreses.", "The name of the receiver has no address."),
        NotTrusted => Language.Pick(language, "Saņēmēja sertifikāts nav derīgs.", "The receiver's certificate is not valid."),
        TargetRefused => Language.Pick(language, "Saņēmēja adrese nav publiska, un pakalpojuma uzturētājs to nav atļāvis.", "The receiver's address is not public, and the operator of the service has not allowed it."),
        _ => Language.Pick(language, "Ar saņēmēju nevar sazināties, vai savienojums pārtrūka.", "The receiver cannot be reached, or the connection broke off."),
    };
}
