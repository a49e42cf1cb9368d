namespace Benchlearning.Api.Platform.Audit;

/// <summary>What is to be recorded of a deed: committed together with it, and chained soon after.</summary>
/// <param name="Origin">Who, and from where.</param>
/// <param name="Action">Stable code: what was done to what, such as correction.file.</param>
/// <param name="Subject">To which one, such as webhook/4 or observation/unemployment-rate/cesu-novads-2021/2013.</param>
/// <param name="Reason">Why; null where nobody is asked.</param>
/// <param name="Before">JSON of what it was; null: it was not, or it is kept elsewhere.</param>
/// <param name="After">JSON of what it is; null: it is not any more, or nothing is to be said.</param>
internal sealed record AuditNote(AuditOrigin Origin, string Action, string Subject, string? Reason, string? Before, string? After)
{
    private const int LongestSubject = 500;
    private const int LongestReason = 4000;

    /// <summary>A note; before and after are turned into JSON, without what is named like a secret.</summary>
    public static AuditNote Of(AuditOrigin origin, string action, string subject, string? reason = null, object? before = null, object? after = null) =>
        new(origin, action, AuditText.Printable(subject, LongestSubject), reason is null ? null : AuditText.Printable(reason, LongestReason), AuditText.Of(before), AuditText.Of(after));
}
