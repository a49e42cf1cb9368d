namespace Benchlearning.Api.Features.Access;

/// <summary>Limits of keys, published at /v1/config.</summary>
internal static class KeyLimits
{
    /// <summary>Days that a key lives when nothing else is said.</summary>
    public const int UsualDays = 365;

    /// <summary>Most days that a key lives.</summary>
    public const int MostDays = 730;

    /// <summary>Days during which a key and its successor are both accepted when nothing else is said.</summary>
    public const int UsualOverlapDays = 7;

    /// <summary>Most days during which both are accepted.</summary>
    public const int MostOverlapDays = 30;

    /// <summary>Most keys of a client that are accepted at the same time.</summary>
    public const int MostKeys = 20;

    /// <summary>Most networks that a key is bound to.</summary>
    public const int MostNetworks = 50;
}
