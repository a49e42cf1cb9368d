namespace Benchlearning.Api.Features.Analyses;

/// <summary>How a unit moves against its group.</summary>
internal enum GroupMovement
{
    /// <summary>Too few comparable periods, or neither way is good.</summary>
    CannotTell,

    /// <summary>The distance does not change beyond chance.</summary>
    KeepingDistance,

    /// <summary>Worse than the group, and nearing it.</summary>
    CatchingUp,

    /// <summary>Worse than the group, and losing more.</summary>
    FallingBehind,

    /// <summary>At least as good as the group, and gaining more.</summary>
    PullingAhead,

    /// <summary>At least as good as the group, and being neared.</summary>
    LosingItsLead,
}

/// <summary>A unit's movement against its group.</summary>
/// <param name="Movement">How it moves.</param>
/// <param name="LastGap">How much better than the group it is in the last period, in the unit of the indicator; negative is worse; null
/// when nothing can be compared.</param>
/// <param name="Trend">The trend of the gap; above 0 is gaining.</param>
internal sealed record GroupMovementResult(GroupMovement Movement, double? LastGap, TrendResult Trend);

/// <summary>
/// Catching up or falling behind: the trend of the gap between a unit and its group's middle, each period's gap being how much better
/// the unit is, by the direction of the indicator. Rests on <see cref="Trend"/> and its test.
/// </summary>
internal static class TrendAgainstGroup
{
    /// <summary>Compares two series.</summary>
    /// <param name="unit">The unit's points; breaks are respected.</param>
    /// <param name="group">The group's middle, such as its median, at the same times; other times are passed over.</param>
    /// <param name="direction">The direction of goodness.</param>
    /// <param name="level">The level of the test, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">A time occurs twice or is not finite, or a value is infinite.</exception>
    public static GroupMovementResult Of(
        IReadOnlyList<TimedValue> unit, IReadOnlyList<TimedValue> group, Direction direction, double level = 0.95)
    {
        var middles = group.ToDictionary(static point => point.Time, static point => point);
        var gaps = new List<TimedValue>(unit.Count);
        foreach (var point in unit)
        {
            var middle = middles.GetValueOrDefault(point.Time);
            gaps.Add(new TimedValue(
                point.Time, Change.Improvement(middle.Value, point.Value, direction), point.StartsAnew || middle.StartsAnew));
        }

        var trend = Trend.Of(gaps, Direction.HigherIsBetter, level);
        var last = gaps.Where(static gap => gap.Value is not null).OrderBy(static gap => gap.Time).LastOrDefault().Value;
        var movement = (trend.Direction, last) switch
        {
            (TrendDirection.NotEnoughPoints, _) or (_, null) => GroupMovement.CannotTell,
            (TrendDirection.Improving, < 0) => GroupMovement.CatchingUp,
            (TrendDirection.Worsening, < 0) => GroupMovement.FallingBehind,
            (TrendDirection.Improving, _) => GroupMovement.PullingAhead,
            (TrendDirection.Worsening, _) => GroupMovement.LosingItsLead,
            _ => GroupMovement.KeepingDistance,
        };
        return new GroupMovementResult(movement, last, trend);
    }
}
