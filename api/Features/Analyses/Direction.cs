namespace Benchlearning.Api.Features.Analyses;

/// <summary>Which way an indicator is good.</summary>
internal enum DirectionKind
{
    /// <summary>Neither way: no ranks, no colours. The safe default.</summary>
    Neutral,

    /// <summary>More is better.</summary>
    HigherIsBetter,

    /// <summary>Less is better.</summary>
    LowerIsBetter,

    /// <summary>Nearer to a target is better.</summary>
    Target,
}

/// <summary>The direction of goodness, a property of the indicator. The default value is neutral.</summary>
internal readonly record struct Direction
{
    private Direction(DirectionKind kind, double targetValue = 0, double tolerance = 0)
    {
        Kind = kind;
        TargetValue = targetValue;
        Tolerance = tolerance;
    }

    /// <summary>Neither way is good: no ranks, no colours.</summary>
    public static Direction Neutral => new(DirectionKind.Neutral);

    /// <summary>More is better.</summary>
    public static Direction HigherIsBetter => new(DirectionKind.HigherIsBetter);

    /// <summary>Less is better.</summary>
    public static Direction LowerIsBetter => new(DirectionKind.LowerIsBetter);

    /// <summary>The way.</summary>
    public DirectionKind Kind { get; }

    /// <summary>The target, in the unit of the indicator; 0 where the kind is not target.</summary>
    public double TargetValue { get; }

    /// <summary>How far from the target still is on target, in the unit of the indicator; 0 where the kind is not
    /// target.</summary>
    public double Tolerance { get; }

    /// <summary>Nearer to <paramref name="value"/> is better; whoever is within <paramref name="tolerance"/> of it is on
    /// target.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The target is not finite, or the tolerance is negative or not
    /// finite.</exception>
    public static Direction Target(double value, double tolerance = 0)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A target is a finite number.");
        }

        if (!double.IsFinite(tolerance) || tolerance < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is a finite number, zero or more.");
        }

        return new Direction(DirectionKind.Target, value, tolerance);
    }

    /// <summary>The direction of an indicator as its definition writes it.</summary>
    /// <param name="code"><c>higherIsBetter</c>, <c>lowerIsBetter</c>, <c>target</c> or <c>neutral</c>.</param>
    /// <param name="target">The target, needed when the code is <c>target</c> and ignored otherwise.</param>
    /// <param name="tolerance">The tolerance around it; none means 0.</param>
    /// <exception cref="ArgumentException">The code is unknown, or a target direction has no target.</exception>
    public static Direction FromCode(string code, double? target = null, double? tolerance = null) => code switch
    {
        "higherIsBetter" => HigherIsBetter,
        "lowerIsBetter" => LowerIsBetter,
        "target" => Target(
            target ?? throw new ArgumentException("A target direction needs a target.", nameof(target)), tolerance ?? 0),
        "neutral" => Neutral,
        _ => throw new ArgumentException($"Unknown direction '{code}'.", nameof(code)),
    };

    /// <summary>
    /// |x - target| in the unit of the indicator, and 0 within the tolerance. Binary noise far below the published decimals is
    /// rounded away, so that two units equally far above and below the target tie.
    /// </summary>
    /// <param name="value">A value, already rounded where it is to be compared as published.</param>
    /// <param name="decimals">The published decimals, or <see langword="null"/> to keep every digit.</param>
    public double Deviation(double value, int? decimals = null)
    {
        // Two finite numbers can be further apart than the largest double.
        var deviation = Math.Min(Math.Abs(value - TargetValue), double.MaxValue);
        if (decimals is { } places)
        {
            deviation = Rounding.ToDecimals(deviation, Math.Min(places + 6, Rounding.MostDecimals));
        }

        return deviation <= Tolerance ? 0 : deviation;
    }

    /// <summary>A number that is smaller the better the value is; meaningless (0) when neutral.</summary>
    /// <param name="value">A value, already rounded where it is to be compared as published.</param>
    /// <param name="decimals">The published decimals, or <see langword="null"/> to keep every digit.</param>
    internal double Badness(double value, int? decimals = null) => Kind switch
    {
        DirectionKind.HigherIsBetter => -value,
        DirectionKind.LowerIsBetter => value,
        DirectionKind.Target => Deviation(value, decimals),
        _ => 0,
    };
}
