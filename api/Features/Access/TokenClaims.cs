using System.Text.Json;
using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Features.Access;

/// <summary>What the claims of an access token say, read by the names that the operator gave them.</summary>
internal static class TokenClaims
{
    /// <summary>The texts of a claim: the one text, or those of a list. None where the claim is absent, is not named, or is of another kind.</summary>
    public static IReadOnlyList<string> Texts(JsonElement claims, string name) => Find(claims, name) switch
    {
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(TextOf).OfType<string>()],
        { } one when TextOf(one) is { } text => [text],
        _ => [],
    };

    /// <summary>The text of a claim; null where there is none, or no clean one.</summary>
    public static string? Text(JsonElement claims, string name) => Find(claims, name) is { } found ? TextOf(found) : null;

    /// <summary>Scopes: words of a text, or of a list.</summary>
    public static IReadOnlyList<string> Words(JsonElement claims, string name) =>
        [.. Texts(claims, name).SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The roles that a token claims, in our codes: each for every organisation, network or source claimed, where it is held for one.
    /// </summary>
    /// <param name="claims">The token's claims.</param>
    /// <param name="issuer">How they are to be read.</param>
    /// <param name="unknown">Is told the words that no role of ours is given for.</param>
    public static IReadOnlyList<HeldRole> Roles(JsonElement claims, OpenIdIssuer issuer, Action<string> unknown)
    {
        var held = new HashSet<HeldRole>();
        foreach (var word in Texts(claims, issuer.RoleClaim))
            if (issuer.Roles.TryGetValue(word, out var role))
                held.UnionWith(HeldFor(role, claims, issuer));
            else
                unknown(word);
        return [.. held];
    }

    private static IEnumerable<HeldRole> HeldFor(string role, JsonElement claims, OpenIdIssuer issuer) =>
        Role.IsForOrganisation(role) ? Texts(claims, issuer.OrganisationClaim).Select(code => new HeldRole(role, Organisation: code))
        : Role.IsForNetwork(role) ? Texts(claims, issuer.NetworkClaim).Select(code => new HeldRole(role, Network: code))
        : Role.IsForSource(role) ? Texts(claims, issuer.SourceClaim).Select(code => new HeldRole(role, Source: code))
        : [new HeldRole(role)];

    /// <summary>The claim of that name, which may have dots in it itself; else the one at the end of the path.</summary>
    private static JsonElement? Find(JsonElement claims, string name)
    {
        if (claims.TryGetProperty(name, out var whole))
            return whole;
        var found = claims;
        foreach (var step in name.Split('.'))
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(step, out found))
                return null;
        return found;
    }

    /// <summary>A text that a database and a log can hold; null for anything else.</summary>
    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString() is { Length: > 0 } text && !text.Any(char.IsControl) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half a character
        }
    }
}
