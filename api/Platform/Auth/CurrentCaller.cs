using Benchlearning.Api.Platform.Audit;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>The caller of the request that is being answered: handlers ask for <see cref="Caller"/> itself.</summary>
internal sealed class CurrentCaller
{
    public Caller Caller { get; set; } = Caller.Anonymous;

    /// <summary>Who and from where, for the audit log; null outside of a request, and for strangers, who change nothing.</summary>
    public AuditOrigin? Origin { get; set; }

    /// <summary>The caller of a request, without making a scope for the many that are anonymous.</summary>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? Caller.Anonymous;
}
