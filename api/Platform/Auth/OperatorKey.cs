using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>
/// The key of the configuration, whose holder is administrator: Authorization: Bearer KEY. Configured as Benchlearning:OperatorKey (at least 32 characters);
/// a production start without one is refused, any other makes its own.
/// </summary>
internal sealed class OperatorKey : ICredentials
{
    public const int ShortestKey = 32;
    private readonly byte[] hash;

    public OperatorKey(IOptions<ServiceOptions> options, IHostEnvironment environment)
    {
        var configured = options.Value.OperatorKey;
        if (configured.Length == 0 && environment.IsProduction())
            throw new StartRefusedException("The service does not start: no operator key is set, and without one nobody could write. Set Benchlearning__OperatorKey to a random text of at least 32 characters.");
        if (configured.Length is > 0 and < ShortestKey)
            throw new StartRefusedException($"The service does not start: Benchlearning__OperatorKey is too short: at least {ShortestKey} random characters.");
        Value = configured.Length > 0 ? configured : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        IsGenerated = configured.Length == 0;
        hash = SHA256.HashData(Encoding.UTF8.GetBytes(Value));
    }

    /// <summary>The key. Shown only where it was generated for a local start.</summary>
    public string Value { get; }

    public bool IsGenerated { get; }

    /// <summary>The holder of the key is the first administrator, who lets the others in.</summary>
    public static readonly Caller Holder = new(CallerKind.Operator, "operator", null, [new HeldRole(Role.Administrator)], Role.PermissionsOf(Role.Administrator).ToFrozenSet(), Reach.Everything)
    {
        SendsFor = null, PushesFor = null, LimitKey = "operator",
    };

    /// <summary>True for the key itself; compared in constant time.</summary>
    public bool Recognise(string credentials) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(credentials)), hash);

    public ValueTask<Caller> IdentifyAsync(HttpContext http, string credentials, CancellationToken cancellationToken) => new(Holder);
}
