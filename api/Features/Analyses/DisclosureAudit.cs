namespace Benchlearning.Api.Features.Analyses;

/// <summary>What a reader can work out about a hidden cell.</summary>
/// <param name="Cell">Which, as <see cref="DisclosureTable"/> numbers them.</param>
/// <param name="Interval">Between what it lies.</param>
/// <param name="IsExact">Whether only one number is left, to a millionth or, of whole numbers, one whole number: the cell is as good as published.</param>
internal sealed record HiddenCell(int Cell, NumberInterval Interval, bool IsExact);

/// <summary>
/// The audit of a published table: for every hidden cell the least and the most it can be, given the published cells and totals, and what is known from the
/// start, as a rule that no number is negative.
/// </summary>
internal static class DisclosureAudit
{
    private const double SameWithin = 1e-6;

    /// <summary>Audits a table.</summary>
    /// <param name="table">Its shape.</param>
    /// <param name="published">Every cell; null is hidden or not published.</param>
    /// <param name="known">What is known of a hidden cell from the start.</param>
    /// <param name="isWhole">Whether cells are whole numbers: counts.</param>
    /// <param name="isAsked">Whether a hidden cell is asked about; of the others only what is known from the start is told. Null: all are.</param>
    /// <returns>One result for each hidden cell, in their order.</returns>
    /// <exception cref="ArgumentException">No numbers at all fit the published totals.</exception>
    public static IReadOnlyList<HiddenCell> Of(DisclosureTable table, IReadOnlyList<double?> published, Func<int, NumberInterval> known, bool isWhole, Func<int, bool>? isAsked = null)
    {
        var hidden = Enumerable.Range(0, table.Cells).Where(cell => published[cell] is null).ToArray();
        var place = new int[table.Cells];
        for (var number = 0; number < hidden.Length; number++)
            place[hidden[number]] = number;

        var sums = table.Sums.Select(SumOf).ToArray();
        var size = published.Aggregate(1.0, (most, value) => Math.Max(most, Math.Abs(value ?? 0)));
        if (Array.Exists(sums, sum => sum.Terms.Count == 0 && Math.Abs(sum.Total) > SameWithin * size))
            throw new ArgumentException("Published cells do not make their published total.", nameof(published));
        int[] asked = [.. Enumerable.Range(0, hidden.Length).Where(number => isAsked?.Invoke(hidden[number]) ?? true)];
        NumberInterval[] intervals = [.. hidden.Select(known)];
        foreach (var (number, interval) in asked.Zip(HiddenNumbers.Intervals(intervals, sums, asked)))
            intervals[number] = interval;
        return [.. hidden.Select((cell, number) => Result(cell, intervals[number]))];

        KnownSum SumOf(TableSum sum) => new(
            [.. sum.Parts.Where(cell => published[cell] is null).Select(cell => new SumTerm(place[cell], 1)), .. published[sum.Total] is null ? new[] { new SumTerm(place[sum.Total], -1) } : []],
            (published[sum.Total] ?? 0) - sum.Parts.Sum(cell => published[cell] ?? 0));

        HiddenCell Result(int cell, NumberInterval interval)
        {
            var (low, high) = (Tidy(interval.Low), Tidy(interval.High));
            var isExact = high - low <= SameWithin || (isWhole && Math.Floor((high ?? double.PositiveInfinity) + SameWithin) <= Math.Ceiling((low ?? double.NegativeInfinity) - SameWithin));
            return new HiddenCell(cell, new NumberInterval(low, high), isExact);
        }

        // What is a whole number but for the arithmetic is told as one.
        double? Tidy(double? end) => end is { } number && isWhole && Math.Abs(number - Math.Round(number)) <= SameWithin ? Math.Round(number) + 0 : end;
    }
}
