using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Api.Features.Aggregates;

/// <summary>A value of a territory that not everyone sees, or once did not. A later value of the same territory is another.</summary>
/// <param name="TerritoryId">Whose it is.</param>
/// <param name="Value">The value.</param>
internal readonly record struct Secret(int TerritoryId, double Value);

/// <summary>A sum that is told, or was once: coefficients times secrets, what everyone knows taken off.</summary>
/// <param name="Terms">Its secrets with their coefficients.</param>
/// <param name="Total">What they make.</param>
internal sealed record ToldSum(IReadOnlyList<(Secret Secret, double Coefficient)> Terms, double Total);

/// <summary>Somebody who reads the sums, with what they know besides.</summary>
/// <param name="Knows">The secrets that they may see, or hold themselves.</param>
internal sealed record Reader(Func<Secret, bool> Knows);

/// <summary>
/// Whether any reader can work out a secret from all that was ever told: exactly, or from above to within a margin. For each reader and secret two linear programs
/// over all sums at once, so that no difference of overlapping groups or of instants escapes.
/// </summary>
internal static class AggregateAudit
{
    /// <summary>Whether the sums are safe for all readers.</summary>
    /// <param name="sums">Everything told.</param>
    /// <param name="readers">Who reads it.</param>
    /// <param name="floor">What every value is known to be at least; null: nothing.</param>
    /// <param name="resolution">An interval narrower than that is a point: the last published place.</param>
    /// <param name="percent">The margin: a secret must be able to be higher by so many percent of itself.</param>
    public static bool IsSafe(IReadOnlyList<ToldSum> sums, IEnumerable<Reader> readers, double? floor, double resolution, double percent)
    {
        ToldSum[] different = [.. sums.DistinctBy(sum => string.Join(',', sum.Terms))]; // told again, a sum tells nothing new
        Secret[] secrets = [.. different.SelectMany(sum => sum.Terms).Select(term => term.Secret).Distinct()];
        return readers.Select(reader => secrets.Where(secret => !reader.Knows(secret)).ToArray())
            .DistinctBy(hidden => string.Join(',', hidden.Select(secret => Array.IndexOf(secrets, secret))))
            .All(hidden => IsSafeFor(hidden, different, floor, resolution, percent));
    }

    private static bool IsSafeFor(Secret[] hidden, IReadOnlyList<ToldSum> sums, double? floor, double resolution, double percent)
    {
        if (hidden.Length == 0)
            return true;
        var places = hidden.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var known = sums.Select(sum => new KnownSum(
            [.. sum.Terms.Where(term => places.ContainsKey(term.Secret)).Select(term => new SumTerm(places[term.Secret], term.Coefficient))],
            sum.Total - sum.Terms.Where(term => !places.ContainsKey(term.Secret)).Sum(term => term.Coefficient * term.Secret.Value))).ToArray();
        var intervals = HiddenNumbers.Intervals([.. hidden.Select(_ => new NumberInterval(floor, null))], known);
        return hidden.Zip(intervals).All(pair => pair.Second is var interval
            && !(interval.Width < resolution)
            && !(interval.High < pair.First.Value + (percent / 100 * Math.Abs(pair.First.Value)) - (1e-9 * Math.Max(1, Math.Abs(pair.First.Value)))));
    }
}
