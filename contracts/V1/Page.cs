namespace Benchlearning.Contracts.V1;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What the list is of.</typeparam>
/// <param name="Items">The rows of this page, in the list's order; empty when nothing matches.</param>
/// <param name="Next">Cursor of the next page, to be sent as cursor=; null on the last page. Opaque and signed: it fits only the request that it came from.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
