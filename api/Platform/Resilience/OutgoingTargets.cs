using System.Net;
using System.Net.Sockets;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Platform.Resilience;

/// <summary>
/// Which addresses may be reached where somebody else names the target: public ones, and what the operator allows
/// (Benchlearning:Webhooks:AllowedNetworks). The address itself is asked for at the moment of connecting, so that no name, redirect or changed
/// answer of a name server leads inside.
/// </summary>
internal sealed class OutgoingTargets
{
    /// <summary>IPv4 that is not public: the IANA special-purpose registry (RFC 6890 and its updates), multicast and what is reserved.</summary>
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>The only IPv6 that is public. What lies outside it are loopback, link-local, unique local, multicast and the prefixes of NAT64.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: protocol assignments with Teredo, 6to4, whose addresses hold an IPv4 address, and documentation.</summary>
    private static readonly IPNetwork[] SpecialUnicast = [IPNetwork.Parse("2001::/23"), IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("2002::/16"), IPNetwork.Parse("3fff::/20")];

    private readonly IPNetwork[] allowed;

    public OutgoingTargets(IOptions<ServiceOptions> options) =>
        allowed = [.. options.Value.Webhooks.AllowedNetworks.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(text =>
            IPNetwork.TryParse(text, out var network) && IPAddress.Parse(text.Split('/')[0]).Equals(network.BaseAddress) ? network // 10.0.0.1/8 would open more than it seems to
                : throw new StartRefusedException($"The service does not start: Benchlearning__Webhooks__AllowedNetworks has '{text}', which is no network such as 10.20.0.0/16 or 192.168.5.7/32."))];

    /// <summary>True for an address that may be reached.</summary>
    /// <param name="address">The address itself, as it is connected to.</param>
    /// <param name="isInClear">True without TLS: then only what the operator allows.</param>
    public bool MayReach(IPAddress address, bool isInClear)
    {
        var bare = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return allowed.Any(network => network.Contains(bare)) || (!isInClear && IsPublic(bare));
    }

    /// <summary>Opens the connection of a request to the first address of its host that answers, and to none that may not be reached.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var isInClear = context.InitialRequestMessage.RequestUri!.Scheme != Uri.UriSchemeHttps;
        var known = await ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        var reachable = known.Where(address => MayReach(address, isInClear)).ToArray();
        if (reachable.Length == 0)
            throw new TargetRefusedException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The addresses of a host; throws <see cref="SocketException"/> when nobody knows it.</summary>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
        IPAddress.TryParse(host, out var address) ? [address] : await Dns.GetHostAddressesAsync(host, cancellationToken);

    private static bool IsPublic(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? !Special.Any(network => network.Contains(address))
        : GlobalUnicast.Contains(address) && !SpecialUnicast.Any(network => network.Contains(address));
}

/// <summary>The target's address is neither public nor allowed.</summary>
internal sealed class TargetRefusedException() : Exception("The address of the target is neither public nor allowed.");
