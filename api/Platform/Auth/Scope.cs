using System.Collections.Frozen;

namespace Benchlearning.Api.Platform.Auth;

/// <summary>What a key, or a token of a system, may be used for: it narrows what the roles of its holder allow, and never adds to it.</summary>
internal static class Scope
{
    /// <summary>See what is not public.</summary>
    public const string Read = "read";

    /// <summary>Send values, store analyses and groups of one's own, write practices and plans, manage one's surveys, and do one's part in networks.</summary>
    public const string Submit = "submit";

    /// <summary>Push batches, and follow one's imports.</summary>
    public const string Push = "push";

    /// <summary>Read the audit log.</summary>
    public const string Audit = "audit";

    /// <summary>Everything that administrators do.</summary>
    public const string Administer = "administer";

    public static readonly string[] All = [Read, Submit, Push, Audit, Administer];

    /// <summary>The permissions that scopes leave of those that roles give.</summary>
    public static FrozenSet<Permission> Narrow(IEnumerable<Permission> permissions, IReadOnlyCollection<string> scopes) =>
        permissions.Where(permission => scopes.Contains(Of(permission)) || (permission == Permission.FollowImports && scopes.Contains(Administer))).ToFrozenSet();

    private static string Of(Permission permission) => permission switch
    {
        Permission.SendValues or Permission.StoreAnalyses or Permission.SaveGroups or Permission.CoordinateNetworks or Permission.TakePartInNetworks => Submit,
        Permission.DiscussPractices or Permission.ManagePractices or Permission.ReviewPractices or Permission.ManageSurveys => Submit,
        Permission.PushBatches or Permission.FollowImports => Push,
        Permission.ReadAudit => Audit,
        _ => Administer,
    };
}
