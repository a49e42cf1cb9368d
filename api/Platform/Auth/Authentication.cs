using System.Globalization;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>One kind of credentials that may follow <c>Authorization: Bearer</c>.</summary>
internal interface ICredentials
{
    /// <summary>True when a text is of this kind by its form. Exactly one kind is then asked.</summary>
    bool Recognise(string credentials);

    /// <summary>Who carries the credentials.</summary>
    /// <exception cref="ProblemException">They are not valid here and now; the detail says why as far as a stranger may know.</exception>
    ValueTask<Caller> IdentifyAsync(HttpContext http, string credentials, CancellationToken cancellationToken);
}

/// <summary>
/// Finds out who asks, before anything is counted or answered. No credentials: anonymous. Wrong ones are refused even where none are needed, so that nobody
/// takes a public answer for their own.
/// </summary>
internal sealed class Authentication(RequestDelegate next, IEnumerable<ICredentials> kinds, RequestCounts counts, IOptions<ServiceOptions> options)
{
    /// <summary>All that a stranger is told of credentials that are not valid.</summary>
    public const string InvalidCredentials = "The key or access token is not valid.";

    private const string Scheme = "Bearer ";
    private readonly ICredentials[] kinds = [.. kinds];

    public Task InvokeAsync(HttpContext http) => http.Request.Headers.Authorization.Count == 0 ? next(http) : IdentifyAsync(http);

    /// <summary>Past the budget of wrong credentials nothing of an address is looked at any more, so that guessing is neither quick nor dear.</summary>
    private async Task IdentifyAsync(HttpContext http)
    {
        var address = CallerAddress.Of(http);
        if (counts.Used(Budget.Credentials, address) >= options.Value.RefusedCredentialsPerMinute)
        {
            http.Response.Headers.RetryAfter = counts.SecondsLeft.ToString(CultureInfo.InvariantCulture);
            throw new ProblemException(ProblemTypes.TooManyRequests, $"More than {options.Value.RefusedCredentialsPerMinute} keys or tokens a minute were wrong; come back in {counts.SecondsLeft} seconds. Without credentials what is public is still answered.");
        }
        try
        {
            await ReadAsync(http);
        }
        catch (ProblemException refusal) when (refusal.Type == ProblemTypes.Unauthorised)
        {
            counts.Use(Budget.Credentials, address);
            throw;
        }
        await next(http);
    }

    private async Task ReadAsync(HttpContext http)
    {
        var header = http.Request.Headers.Authorization;
        if (header.Count > 1 || header[0] is not { } line || !line.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw Refusal(http, "Authorization is one line: Bearer, a space, and a key or an access token.");
        var credentials = line[Scheme.Length..].Trim();
        var caller = Array.Find(kinds, kind => kind.Recognise(credentials)) is { } recognised
            ? await recognised.IdentifyAsync(http, credentials, http.RequestAborted)
            : throw Refusal(http, InvalidCredentials);
        http.Features.Set(caller);
        http.RequestServices.GetRequiredService<CurrentCaller>().Caller = caller;
    }

    /// <summary>401, with the challenge of RFC 6750.</summary>
    public static ProblemException Refusal(HttpContext http, string detail)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"benchlearning\", error=\"invalid_token\"";
        return new ProblemException(ProblemTypes.Unauthorised, detail);
    }
}
