using MathNet.Numerics;

namespace Benchlearning.Api.Features.Analyses;

/// <summary>How the limits of a count are found.</summary>
internal enum PoissonLimitMethod
{
    /// <summary>The chance of the count or more (or less) is half of what the level leaves: chi-square quantiles (Garwood,
    /// 1936).</summary>
    Exact,

    /// <summary>Byar's approximation (Breslow and Day, 1987), good from about 10 on.</summary>
    Byar,
}

/// <summary>The confidence limits of a Poisson count.</summary>
internal static class PoissonLimits
{
    /// <summary>From this count on Byar's limits are used by the English public health bodies.</summary>
    public const double FewestForByar = 10;

    /// <summary>
    /// The limits of the expected count behind an observed one. Exact: low = chi2((1 - level)/2; 2 O)/2, high =
    /// chi2((1 + level)/2; 2 O + 2)/2. Byar: low = O (1 - 1/(9 O) - z/(3 sqrt O))^3, high with O + 1 and plus. The low limit of 0 is
    /// 0.
    /// </summary>
    /// <param name="count">The observed count, 0 or more.</param>
    /// <param name="level">The level, above 0 and below 1.</param>
    /// <param name="method">How.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static (double Low, double High) Of(
        double count, double level = 0.95, PoissonLimitMethod method = PoissonLimitMethod.Exact)
    {
        if (!double.IsFinite(count) || count < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "A count is a finite number, zero or more.");
        }

        if (!(level is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(level), level, "A level lies between 0 and 1.");
        }

        var tail = (1 - level) / 2;
        if (method == PoissonLimitMethod.Exact)
        {
            return (count == 0 ? 0 : GammaQuantile(count, tail), GammaQuantile(count + 1, 1 - tail));
        }

        var z = NormalDistribution.Quantile(1 - tail);
        return (count == 0 ? 0 : Byar(count, -z), Byar(count + 1, z));
    }

    private static double Byar(double count, double z)
    {
        var root = 1 - (1 / (9 * count)) + (z / (3 * Math.Sqrt(count)));
        return Math.Max(0, count * root * root * root);
    }

    // The quantile of a gamma distribution of this shape, by halving.
    private static double GammaQuantile(double shape, double probability)
    {
        double low = 0, high = shape + 10;
        while (SpecialFunctions.GammaLowerRegularized(shape, high) < probability)
        {
            high *= 2;
        }

        for (var step = 0; step < 200 && high - low > 1e-15 * high; step++)
        {
            var middle = low + ((high - low) / 2);
            if (SpecialFunctions.GammaLowerRegularized(shape, middle) < probability)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low + ((high - low) / 2);
    }
}
