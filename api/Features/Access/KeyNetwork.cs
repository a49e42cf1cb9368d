using System.Net;

namespace Benchlearning.Api.Features.Access;

/// <summary>A network that a key is bound to, as it is written.</summary>
internal static class KeyNetwork
{
    /// <summary>The network in its usual spelling; a single address is a network of one. Null for what is none.</summary>
    public static string? Read(string? text)
    {
        if (IPAddress.TryParse(text, out var address) && !address.IsIPv4MappedToIPv6 && address.ScopeId() == 0)
            return $"{address}/{address.GetAddressBytes().Length * 8}";
        return IPNetwork.TryParse(text, out var network) && network.BaseAddress.Equals(IPAddress.Parse(text!.Split('/')[0])) // no bits beyond the length
            && !network.BaseAddress.IsIPv4MappedToIPv6 && network.BaseAddress.ScopeId() == 0 ? network.ToString() : null;
    }

    private static long ScopeId(this IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? address.ScopeId : 0;
}
