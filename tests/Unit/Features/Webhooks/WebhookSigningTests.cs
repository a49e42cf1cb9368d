using Benchlearning.Api.Features.Webhooks;

namespace Benchlearning.Tests.Unit.Features.Webhooks;

public sealed class WebhookSigningTests
{
    /// <summary>The example that the reference libraries of Standard Webhooks are tested with (github.com/standard-webhooks/standard-webhooks, libraries).</summary>
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    [Test]
    public void The_published_example_is_signed_as_published() => Assert.That(Sign(Secret), Is.EqualTo(Signature));

    [Test]
    public void Each_secret_signs_the_newest_first()
    {
        var other = WebhookSigning.NewSecret();
        Assert.That(Sign(other, Secret), Is.EqualTo($"{Sign(other)} {Signature}"));
    }

    [Test]
    public void Secrets_are_of_32_random_bytes()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => WebhookSigning.NewSecret()).ToArray();
        Assert.That(secrets, Is.Unique);
        foreach (var secret in secrets)
        {
            Assert.That(secret, Does.StartWith("whsec_"));
            Assert.That(Convert.FromBase64String(secret[6..]), Has.Length.EqualTo(32));
        }
    }

    private static string Sign(params string[] secrets) => WebhookSigning.Sign(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}");
}
