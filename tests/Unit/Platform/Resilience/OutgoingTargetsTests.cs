using System.Net;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Resilience;
using Microsoft.Extensions.Options;

namespace Benchlearning.Tests.Unit.Platform.Resilience;

/// <summary>Which addresses may be reached: the special-purpose registries of IANA (RFC 6890) are the source of the cases.</summary>
public sealed class OutgoingTargetsTests
{
    [TestCase("0.0.0.0", Description = "unspecified")]
    [TestCase("0.1.2.3")]
    [TestCase("10.0.0.1")]
    [TestCase("10.255.255.255")]
    [TestCase("100.64.0.1", Description = "carrier-grade NAT")]
    [TestCase("100.127.255.255")]
    [TestCase("127.0.0.1")]
    [TestCase("127.255.255.254")]
    [TestCase("169.254.169.254", Description = "metadata of clouds")]
    [TestCase("172.16.0.1")]
    [TestCase("172.31.255.255")]
    [TestCase("192.0.0.170", Description = "NAT64 discovery")]
    [TestCase("192.0.2.1")]
    [TestCase("192.88.99.1", Description = "6to4 relay")]
    [TestCase("192.168.0.1")]
    [TestCase("198.18.0.1")]
    [TestCase("198.51.100.1")]
    [TestCase("203.0.113.1")]
    [TestCase("224.0.0.1")]
    [TestCase("239.255.255.255")]
    [TestCase("240.0.0.1")]
    [TestCase("255.255.255.255")]
    [TestCase("::")]
    [TestCase("::1")]
    [TestCase("::127.0.0.1", Description = "IPv4-compatible")]
    [TestCase("::ffff:127.0.0.1", Description = "IPv4-mapped")]
    [TestCase("::ffff:10.1.2.3")]
    [TestCase("64:ff9b::7f00:1", Description = "NAT64 of loopback")]
    [TestCase("64:ff9b::808:808", Description = "NAT64, whatever it holds")]
    [TestCase("64:ff9b:1::1", Description = "local NAT64")]
    [TestCase("100::1", Description = "discard")]
    [TestCase("2001::1", Description = "Teredo")]
    [TestCase("2001:db8::1")]
    [TestCase("2002:7f00:1::", Description = "6to4 of loopback")]
    [TestCase("3fff::1")]
    [TestCase("fc00::1")]
    [TestCase("fd00:ec2::254", Description = "metadata of clouds")]
    [TestCase("fe80::1")]
    [TestCase("fec0::1")]
    [TestCase("ff02::1")]
    public void What_is_not_public_is_not_reached(string address) => Assert.That(Targets("").MayReach(IPAddress.Parse(address), isInClear: false), Is.False);

    [TestCase("1.1.1.1")]
    [TestCase("9.255.255.255")]
    [TestCase("11.0.0.0")]
    [TestCase("100.63.255.255")]
    [TestCase("100.128.0.0")]
    [TestCase("172.15.255.255")]
    [TestCase("172.32.0.0")]
    [TestCase("192.0.1.1")]
    [TestCase("223.255.255.255")]
    [TestCase("::ffff:1.1.1.1")]
    [TestCase("2001:200::1")]
    [TestCase("2606:4700::1111")]
    [TestCase("2a00:1450::1")]
    public void What_is_public_is_reached_by_TLS_only(string address)
    {
        Assert.That(Targets("").MayReach(IPAddress.Parse(address), isInClear: false), Is.True);
        Assert.That(Targets("").MayReach(IPAddress.Parse(address), isInClear: true), Is.False);
    }

    [TestCase("10.20.30.40", true)]
    [TestCase("::ffff:10.20.30.40", true)]
    [TestCase("10.21.0.1", false)]
    [TestCase("::1", true)]
    [TestCase("127.0.0.1", false)]
    public void What_the_operator_allows_is_reached_in_clear_too(string address, bool expected)
    {
        var targets = Targets(" 10.20.0.0/16, ::1/128 ,");
        Assert.That((targets.MayReach(IPAddress.Parse(address), isInClear: true), targets.MayReach(IPAddress.Parse(address), isInClear: false)), Is.EqualTo((expected, expected)));
    }

    [TestCase("10.0.0.0")]
    [TestCase("10.0.0.1/8")]
    [TestCase("10.0.0.0/33")]
    [TestCase("localhost")]
    [TestCase("10.0.0.0/8;192.168.0.0/16")]
    public void What_is_no_network_stops_the_start_and_is_named(string networks) =>
        Assert.That(() => Targets(networks), Throws.TypeOf<StartRefusedException>().With.Message.Contains($"'{networks}'"));

    private static OutgoingTargets Targets(string allowed) => new(Options.Create(new ServiceOptions { Webhooks = new WebhookLimits { AllowedNetworks = allowed } }));
}
