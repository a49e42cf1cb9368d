namespace Benchlearning.Api.Features.Practices;

/// <summary>The life of an adoption: from interest to a measured effect, or to being given up.</summary>
internal static class AdoptionLife
{
    public const string ReportEffect = "reportEffect";
    private const string Interested = "interested";
    private const string ContactMade = "contactMade";
    private const string Visited = "visited";
    private const string Adapting = "adapting";
    private const string InUse = "inUse";
    private const string EffectReported = "effectReported";
    private const string Abandoned = "abandoned";

    /// <summary>A step may be passed over (nobody need visit), but none goes back; an effect may be reported anew.</summary>
    public static readonly LifeCycle Cycle = new("The adoption", [Interested, ContactMade, Visited, Adapting, InUse, EffectReported, Abandoned],
    [
        new LifeMove("makeContact", [Interested], ContactMade),
        new LifeMove("visit", [ContactMade], Visited),
        new LifeMove("adapt", [ContactMade, Visited], Adapting),
        new LifeMove("use", [Adapting], InUse),
        new LifeMove(ReportEffect, [InUse, EffectReported], EffectReported),
        new LifeMove("abandon", [Interested, ContactMade, Visited, Adapting, InUse, EffectReported], Abandoned, NeedsReason: true),
    ]);
}
