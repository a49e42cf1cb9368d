using System.Diagnostics.CodeAnalysis;
using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Platform.Audit;

/// <summary>
/// How a command says what it does: <c>await transaction.CommitAsync(audit.Of("webhook.delete", $"webhook/{id}", before: webhook), cancellationToken)</c>.
/// Handlers take it as a constructor parameter; there is no commit without a note, so that none can be forgotten.
/// </summary>
internal sealed class AuditTrail(CurrentCaller current)
{
    /// <summary>Who makes the request that is being answered; outside of one, the service itself.</summary>
    public AuditOrigin Origin => current.Origin ?? AuditOrigin.OfService();

    /// <summary>A note on what is done.</summary>
    /// <param name="action">Stable code: the thing and the verb, such as webhook.delete.</param>
    /// <param name="subject">Which one, as its address is: webhook/4; of a person person/17, so that it can be forgotten with them.</param>
    /// <param name="reason">Why, as the caller said; null where nobody is asked.</param>
    /// <param name="before">What it was: a record or an anonymous object; null: nothing to say. Never a secret or a key.</param>
    /// <param name="after">What it is.</param>
    public AuditNote Of([ConstantExpected] string action, string subject, string? reason = null, object? before = null, object? after = null) =>
        AuditNote.Of(Origin, action, subject, reason, before, after);
}
