namespace Benchlearning.Api.Features.Access;

/// <summary>A key of a local try-out.</summary>
/// <param name="Role">The role that its client holds.</param>
/// <param name="Key">The whole key.</param>
/// <param name="HeldFor">What the role is held for, in words; null where it is held for nothing in particular.</param>
internal sealed record DemoKey(string Role, string Key, string? HeldFor);

/// <summary>The keys that this local start made, so that the start message can show them. Nobody else is given them.</summary>
internal sealed class DemoKeys
{
    /// <summary>Hours that they live.</summary>
    public const int Hours = 24;

    /// <summary>Keys in order of their roles; empty unless the service was started locally.</summary>
    public IReadOnlyList<DemoKey> Made { get; set; } = [];
}
