using System.Text.Json;
using System.Text.Json.Serialization;
using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Features.Access;

/// <summary>How a caller came in, so that what they may see can be asked anew when their request goes on without them. No secret, and no name.</summary>
/// <param name="Kind">anonymous, operator, person or client.</param>
/// <param name="Actor">Who, such as person:17.</param>
/// <param name="KeyPrefix">Prefix of their key; null: came in otherwise.</param>
/// <param name="Claimed">Roles that their token claimed.</param>
/// <param name="Scopes">What their token may be used for; null: everything.</param>
internal sealed record RememberedCaller(string Kind, string Actor, string? KeyPrefix, IReadOnlyList<HeldRole> Claimed, IReadOnlyList<string>? Scopes)
{
    /// <summary>As it is kept: JSON.</summary>
    [JsonIgnore]
    public string Text => JsonSerializer.Serialize(this);

    public static RememberedCaller Of(Caller caller) => new(caller.Kind.ToString().ToLowerInvariant(), caller.Actor, caller.KeyPrefix, caller.Claimed, caller.Scopes?.ToArray());

    public static RememberedCaller Read(string text) => JsonSerializer.Deserialize<RememberedCaller>(text)!;
}
