using System.Globalization;
using Benchlearning.Api.Platform.Paging;

namespace Benchlearning.Api.Features.Changes;

/// <summary>A place in the change feed, as the cursor that the feed takes.</summary>
internal static class ChangeCursor
{
    /// <summary>What the feed tells of.</summary>
    public static readonly string[] Kinds = ["observation", "indicator", "territory", "group", "release"];

    /// <summary>The cursor after a change, for a reader of some kinds.</summary>
    public static string After(CursorKey key, IEnumerable<string> kinds, long number) => Cursor.After(key, Fingerprint(kinds), number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The address that goes on after a change, from the root of the service.</summary>
    public static string AddressAfter(CursorKey key, IReadOnlyCollection<string> kinds, long number) =>
        $"/v1/changes?{(kinds.Count == Kinds.Length ? "" : $"kind={string.Join(',', kinds)}&")}after={After(key, kinds, number)}";

    /// <summary>What a cursor belongs to: it fits only the kinds that it came with.</summary>
    public static string Fingerprint(IEnumerable<string> kinds) => $"changes|{string.Join(',', kinds.Order(StringComparer.Ordinal))}";
}
