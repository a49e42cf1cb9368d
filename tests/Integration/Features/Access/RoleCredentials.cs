using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Auth;
using Microsoft.AspNetCore.Http;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>
/// Credentials that name the roles of whoever carries them: "as dataSubmitter@cesis+networkCoordinator@waste". What follows from the roles is worked out
/// by the product, as for a token that claims them; only the proof is left out.
/// </summary>
internal sealed class RoleCredentials(CallerReading reading) : ICredentials
{
    private const string Prefix = "as ";

    public bool Recognise(string credentials) => credentials.StartsWith(Prefix, StringComparison.Ordinal);

    public async ValueTask<Caller> IdentifyAsync(HttpContext http, string credentials, CancellationToken cancellationToken) =>
        await reading.ReadAsync(Caller.Anonymous with { Kind = CallerKind.Person, Actor = "person:1" }, null, null, [.. credentials[Prefix.Length..].Split('+').Select(Parse)], null, cancellationToken);

    private static HeldRole Parse(string text) => text.Split('@') switch
    {
        [var role] => new HeldRole(role),
        [Role.NetworkCoordinator or Role.ExternalExpert, var network] => new HeldRole(text.Split('@')[0], Network: network),
        [var role, var organisation] => new HeldRole(role, organisation),
        _ => throw new ArgumentException(text),
    };
}
