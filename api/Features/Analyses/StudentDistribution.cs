using MathNet.Numerics;

namespace Benchlearning.Api.Features.Analyses;

/// <summary>Student's t distribution.</summary>
internal static class StudentDistribution
{
    /// <summary>The probability of being as far from 0 as t, or farther, on either side: I(f/(f + t^2); f/2, 1/2).</summary>
    /// <param name="t">A number; infinity gives 0.</param>
    /// <param name="freedom">Degrees of freedom, above 0.</param>
    public static double TwoSided(double t, double freedom)
    {
        if (double.IsInfinity(t))
        {
            return 0;
        }

        // For large t the share would underflow to its complement; the beta function takes either end.
        return SpecialFunctions.BetaRegularized(freedom / 2, 0.5, freedom / (freedom + (t * t)));
    }

    /// <summary>The t that is exceeded, on either side, with a probability: 1.96 for 0.05 and many degrees.</summary>
    /// <param name="probability">Above 0, at most 1.</param>
    /// <param name="freedom">Degrees of freedom, above 0.</param>
    public static double Critical(double probability, double freedom)
    {
        double low = 0, high = 1;
        while (TwoSided(high, freedom) > probability)
        {
            high *= 2;
        }

        for (var step = 0; step < 200 && high - low > 1e-15 * high; step++)
        {
            var middle = low + ((high - low) / 2);
            if (TwoSided(middle, freedom) > probability)
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
