using System.Net;
using System.Net.Sockets;

namespace Benchlearning.Api.Platform.Http;

/// <summary>Whom an address stands for in limits: an IPv4 address for itself, an IPv6 address for its /64, which one subscriber has whole.</summary>
internal static class CallerAddress
{
    private const int SubscriberBytes = 8;

    /// <summary>The caller of a request, by the address of the connection or the one that a trusted proxy told.</summary>
    public static string Of(HttpContext http) => Of(http.Connection.RemoteIpAddress);

    /// <summary>What is counted for an address; null: the connection has none, such as a socket file.</summary>
    public static string Of(IPAddress? address)
    {
        if (address is null)
            return "unknown";
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(SubscriberBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
