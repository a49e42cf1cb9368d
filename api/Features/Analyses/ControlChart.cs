namespace Benchlearning.Api.Features.Analyses;

/// <summary>Which control chart.</summary>
internal enum ControlChartKind
{
    /// <summary>Single values with their moving range (XmR): limits mean plus and minus 2.66 times the mean moving range.</summary>
    Individuals,

    /// <summary>Shares of so many (p): limits plus and minus 3 sqrt(p (1 - p)/n).</summary>
    Proportions,

    /// <summary>Events over so much (u): limits plus and minus 3 sqrt(u/n).</summary>
    Rates,
}

/// <summary>A period of a chart.</summary>
/// <param name="Period">Its name in the answer.</param>
/// <param name="Value">Individuals: the value; otherwise the count. Null or NaN is missing.</param>
/// <param name="Size">Proportions and rates: the denominator, above 0.</param>
/// <param name="StartsAnew">Whether a known change lies before it, so that limits are made anew.</param>
internal readonly record struct ControlPeriod(string Period, double? Value, double? Size = null, bool StartsAnew = false);

/// <summary>What is unusual about a point (Nelson, 1984; the numbers are those most English and Scottish health bodies use).</summary>
[Flags]
internal enum ControlSignals
{
    /// <summary>Nothing: common causes.</summary>
    None = 0,

    /// <summary>Outside the limits.</summary>
    Outside = 1,

    /// <summary>One of 8 or more in a row on the same side of the centre.</summary>
    Shift = 2,

    /// <summary>One of 6 or more in a row that only rise, or only fall.</summary>
    Trend = 4,

    /// <summary>One of two of three in a row in the outer third of the same side.</summary>
    NearLimit = 8,
}

/// <summary>A point of a chart.</summary>
/// <param name="Period">The period.</param>
/// <param name="Value">What is drawn; null when it is missing.</param>
/// <param name="Centre">The centre line; null when its stretch has too few values.</param>
/// <param name="Low">The lower limit, at least 0 for shares and rates.</param>
/// <param name="High">The upper limit, at most 1 for shares.</param>
/// <param name="MovingRange">Individuals: the distance from the value before, in the same stretch.</param>
/// <param name="Signals">What is unusual.</param>
internal sealed record ControlPoint(
    string Period, double? Value, double? Centre, double? Low, double? High, double? MovingRange, ControlSignals Signals);

/// <summary>
/// Control charts (Shewhart, 1931; Wheeler, 1993): which changes of a series are more than its usual ups and downs. Limits are
/// three standard deviations; 2.66 = 3/1.128. A missing period is passed over: its neighbours follow each other.
/// </summary>
internal static class ControlChart
{
    /// <summary>Limits on fewer values are shown, and are to be called provisional.</summary>
    public const int FewestForFirmLimits = 12;

    private const double RangeFactor = 2.66;
    private const int ShiftLength = 8;
    private const int TrendLength = 6;

    /// <summary>Draws a chart.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="periods">The periods in order of time.</param>
    /// <exception cref="ArgumentException">A value is infinite, a count or size not possible.</exception>
    public static IReadOnlyList<ControlPoint> Of(ControlChartKind kind, IReadOnlyList<ControlPeriod> periods)
    {
        var points = new List<ControlPoint>(periods.Count);
        for (int start = 0, next; start < periods.Count; start = next)
        {
            next = start + 1;
            while (next < periods.Count && !periods[next].StartsAnew)
            {
                next++;
            }

            points.AddRange(Stretch(kind, [.. periods.Skip(start).Take(next - start)]));
        }

        return points;
    }

    private static ControlPoint[] Stretch(ControlChartKind kind, ControlPeriod[] periods)
    {
        var values = new double?[periods.Length];
        var sizes = new double[periods.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value(kind, periods[i], out sizes[i]);
        }

        var present = Enumerable.Range(0, values.Length).Where(i => values[i] is not null).ToArray();
        var ranges = new double?[values.Length];
        for (var i = 1; i < present.Length && kind == ControlChartKind.Individuals; i++)
        {
            ranges[present[i]] = Presence.FiniteOrNull(Math.Abs(values[present[i]]!.Value - values[present[i - 1]]!.Value));
        }

        var centre = Centre(kind, values, sizes, present);
        var reach = kind == ControlChartKind.Individuals
            ? RangeFactor * Moments.Mean([.. ranges.OfType<double>()])
            : null;
        var deviations = new double?[values.Length];
        foreach (var i in present)
        {
            deviations[i] = kind switch
            {
                ControlChartKind.Individuals => reach / 3,
                ControlChartKind.Proportions => centre is { } p ? Math.Sqrt(p * (1 - p) / sizes[i]) : null,
                _ => centre is { } u ? Math.Sqrt(u / sizes[i]) : null,
            };
        }

        var signals = Signals(values, present, centre, deviations);
        var points = new ControlPoint[values.Length];
        for (var i = 0; i < points.Length; i++)
        {
            var low = centre - (3 * deviations[i]);
            var high = centre + (3 * deviations[i]);
            points[i] = new ControlPoint(
                periods[i].Period, values[i], centre,
                kind != ControlChartKind.Individuals && low < 0 ? 0 : low,
                kind == ControlChartKind.Proportions && high > 1 ? 1 : high,
                ranges[i], signals[i]);
        }

        return points;
    }

    private static double? Value(ControlChartKind kind, ControlPeriod period, out double size)
    {
        size = 1;
        if (!Presence.IsPresent(period.Value, out var value))
        {
            return null;
        }

        if (kind == ControlChartKind.Individuals)
        {
            return value;
        }

        if (!Presence.IsPresent(period.Size, out size) || size <= 0 || value < 0
            || (kind == ControlChartKind.Proportions && value > size))
        {
            throw new ArgumentException($"The count or the size of '{period.Period}' is not possible.", nameof(period));
        }

        return value / size;
    }

    private static double? Centre(ControlChartKind kind, double?[] values, double[] sizes, int[] present)
    {
        if (present.Length < 2)
        {
            return null;
        }

        if (kind == ControlChartKind.Individuals)
        {
            return Moments.Mean([.. values.OfType<double>()]);
        }

        var sum = default(CompensatedSum);
        var total = default(CompensatedSum);
        foreach (var i in present)
        {
            sum.Add(values[i]!.Value * sizes[i]);
            total.Add(sizes[i]);
        }

        return sum.Total / total.Total;
    }

    private static ControlSignals[] Signals(double?[] values, int[] present, double? centre, double?[] deviations)
    {
        var signals = new ControlSignals[values.Length];
        if (centre is not { } middle)
        {
            return signals;
        }

        // In standard deviations from the centre; a series without any variation has none.
        var scores = Array.ConvertAll(present, i => deviations[i] > 0 ? (values[i]!.Value - middle) / deviations[i]!.Value : 0);
        for (var i = 0; i < scores.Length; i++)
        {
            if (Math.Abs(scores[i]) > 3 + 1e-9)
            {
                signals[present[i]] |= ControlSignals.Outside;
            }

            MarkNearLimit(scores, i, present, signals);
        }

        MarkRuns(scores.Length, i => scores[i] == 0 ? 0 : Math.Sign(scores[i]), ShiftLength, ControlSignals.Shift, present, signals, 0);
        MarkRuns(
            scores.Length - 1, i => Math.Sign(values[present[i + 1]]!.Value - values[present[i]]!.Value), TrendLength - 1,
            ControlSignals.Trend, present, signals, 1);
        return signals;
    }

    private static void MarkNearLimit(double[] scores, int last, int[] present, ControlSignals[] signals)
    {
        for (var side = -1; side <= 1 && last >= 2; side += 2)
        {
            int[] outer = [.. Enumerable.Range(last - 2, 3).Where(i => side * scores[i] > 2)];
            if (outer.Length >= 2)
            {
                foreach (var i in outer)
                {
                    signals[present[i]] |= ControlSignals.NearLimit;
                }
            }
        }
    }

    // Marks every point of a run of the same sign; a run of steps has one point more than steps.
    private static void MarkRuns(
        int count, Func<int, int> sign, int length, ControlSignals signal, int[] present, ControlSignals[] signals, int extra)
    {
        for (int start = 0, next; start < count; start = next)
        {
            next = start + 1;
            while (next < count && sign(next) == sign(start))
            {
                next++;
            }

            if (sign(start) != 0 && next - start >= length)
            {
                for (var i = start; i < next + extra; i++)
                {
                    signals[present[i]] |= signal;
                }
            }
        }
    }
}
