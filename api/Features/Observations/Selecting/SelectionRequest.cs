using Benchlearning.Contracts.V1.Observations;

namespace Benchlearning.Api.Features.Observations.Selecting;

/// <summary>A selection as asked for: the words of an address or the fields of a body, not yet understood.</summary>
/// <param name="Indicator">Indicator codes or *; null: not given.</param>
/// <param name="Territory">Territory codes, group:CODE or *; null: all.</param>
/// <param name="Period">Period expressions; null: all.</param>
/// <param name="Breakdown">dimension:category pairs; null: the total.</param>
/// <param name="Boundaries">asReported or a date; null: asReported.</param>
/// <param name="AsOf">Instant of the answer; null: now.</param>
/// <param name="IsBody">True when findings point into a body.</param>
internal sealed record SelectionRequest(
    IReadOnlyList<string>? Indicator, IReadOnlyList<string>? Territory, IReadOnlyList<string>? Period, IReadOnlyList<string>? Breakdown,
    string? Boundaries, DateTimeOffset? AsOf, bool IsBody = false)
{
    public static SelectionRequest FromAddress(string? indicator, string? territory, string? period, string? breakdown, string? boundaries, DateTimeOffset? asOf) =>
        new(Split(indicator), Split(territory), Split(period), Split(breakdown), boundaries, asOf);

    public static SelectionRequest FromBody(ObservationQuery query) =>
        new(WithoutNulls(query.Indicator), WithoutNulls(query.Territory), WithoutNulls(query.Period), WithoutNulls(query.Breakdown), query.Boundaries, query.AsOf, IsBody: true);

    /// <summary>Where a finding on a list's entry points to.</summary>
    public string Place(string list, int index) => IsBody ? $"/{list}/{index}" : list;

    /// <summary>Where a finding on a whole field points to.</summary>
    public string Place(string field) => IsBody ? $"/{field}" : field;

    /// <summary>Everything that makes the selection what it is, as one text, for cursors.</summary>
    public string Fingerprint() => string.Join('|',
        string.Join(',', Indicator ?? []), string.Join(',', Territory ?? []), string.Join(',', Period ?? []), string.Join(',', Breakdown ?? []),
        Boundaries, AsOf?.UtcTicks);

    /// <summary>JSON may hold null where the contract asks for a text; it is refused as an empty entry.</summary>
    private static string[]? WithoutNulls(IReadOnlyList<string?>? list) => list?.Select(entry => entry ?? "").ToArray();

    private static string[]? Split(string? list) => list?.Split(',');
}
