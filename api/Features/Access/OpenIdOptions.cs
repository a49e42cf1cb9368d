using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Features.Access;

/// <summary>The OpenID providers whose access tokens are accepted (section "Benchlearning:OpenIdConnect" of the configuration). None: no token is.</summary>
internal sealed class OpenIdOptions
{
    public const string Section = "Benchlearning:OpenIdConnect";

    public List<OpenIdIssuer> Issuers { get; set; } = [];

    /// <summary>Age in seconds at which a provider's keys are read anew.</summary>
    public double KeySeconds { get; set; } = 600;

    /// <summary>Least seconds between two readings of a provider's keys, however many tokens name keys that are not known.</summary>
    public double UnknownKeySeconds { get; set; } = 10;

    /// <summary>What is wrong with the settings, in sentences; empty: nothing.</summary>
    /// <param name="mayBeInClear">True where a provider on this machine may be asked by http.</param>
    public IEnumerable<string> Faults(bool mayBeInClear)
    {
        foreach (var issuer in Issuers)
        {
            if (!IsAddress(issuer.Authority, mayBeInClear))
                yield return $"the authority '{issuer.Authority}' is no https address without query and fragment";
            if (issuer.Audience.Length == 0)
                yield return $"the audience of '{issuer.Authority}' is missing";
            foreach (var role in issuer.Roles.Values.Where(role => !Role.All.Contains(role)))
                yield return $"'{role}' is no role of this service; those are {string.Join(", ", Role.All)}";
        }
        foreach (var twice in Issuers.CountBy(issuer => issuer.Authority).Where(count => count.Value > 1))
            yield return $"the authority '{twice.Key}' is given {twice.Value} times";
        if (KeySeconds <= 0 || UnknownKeySeconds <= 0)
            yield return "KeySeconds and UnknownKeySeconds are positive";
    }

    /// <summary>True for an address at which keys may be asked for: https, or http on this machine where that is allowed.</summary>
    public static bool IsAddress(string text, bool mayBeInClear) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Query.Length == 0 && address.Fragment.Length == 0 && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (mayBeInClear && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}

/// <summary>
/// An OpenID provider, and what its tokens say of their holders. A claim is named as in the token; one within another by a path with dots, such as
/// realm_access.roles. A claim that is not named here counts for nothing.
/// </summary>
internal sealed class OpenIdIssuer
{
    /// <summary>The provider's address, exactly as it names itself in its tokens (iss).</summary>
    public string Authority { get; set; } = "";

    /// <summary>This service, as tokens that are meant for it name it (aud).</summary>
    public string Audience { get; set; } = "";

    /// <summary>Claim with the roles, in the provider's words. Empty: roles are only granted here.</summary>
    public string RoleClaim { get; set; } = "";

    /// <summary>The provider's word for a role, and the code of ours. Other words count for nothing.</summary>
    public Dictionary<string, string> Roles { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Claim with the codes of the organisations that roles are held for.</summary>
    public string OrganisationClaim { get; set; } = "";

    /// <summary>Claim with the codes of the networks that roles are held for.</summary>
    public string NetworkClaim { get; set; } = "";

    /// <summary>Claim with the codes of the sources that roles are held for.</summary>
    public string SourceClaim { get; set; } = "";

    /// <summary>Claim with the name to show to the person. Empty: no name is kept.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>Claim with the scopes: a text with spaces between, or a list.</summary>
    public string ScopeClaim { get; set; } = "scope";
}
