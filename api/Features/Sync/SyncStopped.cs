using Benchlearning.Api.Platform.Resilience;

namespace Benchlearning.Api.Features.Sync;

/// <summary>A run ends here, and nothing is applied.</summary>
/// <param name="code">Stable code of the failure.</param>
/// <param name="isResumable">True when what was fetched is right, and the next run goes on from it.</param>
/// <param name="lv">What happened and what would be right, in Latvian.</param>
/// <param name="en">The same in English.</param>
internal sealed class SyncStopped(string code, bool isResumable, string lv, string en) : Exception(en)
{
    public string Code { get; } = code;

    public bool IsResumable { get; } = isResumable;

    public string Latvian { get; } = lv;

    /// <summary>The source could not be asked: the pages that came before are right.</summary>
    public static SyncStopped By(OutgoingFailure failure) => new(failure.Code, isResumable: true, failure.Latvian, failure.Message);

    /// <summary>The source contradicts itself or its contract: nothing of the run is trusted.</summary>
    public static SyncStopped Untrusted(string code, string lv, string en) => new(code, isResumable: false, lv, en);

    /// <summary>The page is not what the contract says.</summary>
    public static SyncStopped NotTheSchema(string lv, string en) => Untrusted("not-the-schema", lv, en);
}
