namespace Benchlearning.Api.Features.Analyses;

/// <summary>How a difference of products is split among its factors.</summary>
internal enum DecompositionMethod
{
    /// <summary>The logarithmic mean (Ang, 2005, LMDI-I): L(own, reference) ln(own factor/reference factor). The default; needs
    /// positive factors.</summary>
    Lmdi,

    /// <summary>The mean of what each factor adds over all orders of changing them (Shapley, 1953; Sun, 1998): any
    /// factors.</summary>
    Shapley,
}

/// <summary>One factor of a cost, such as cost per user.</summary>
/// <param name="Code">Its name in the answer.</param>
/// <param name="Own">Of the municipality; null or NaN is missing.</param>
/// <param name="Reference">Of its group or another municipality.</param>
internal readonly record struct CostFactor(string Code, double? Own, double? Reference);

/// <summary>What one factor contributes.</summary>
/// <param name="Code">The factor.</param>
/// <param name="Contribution">Of the difference, in the unit of the cost; the contributions add up to the difference.</param>
/// <param name="Share">Of the difference, 1 is all of it, negative works against it; null when there is no difference.</param>
/// <param name="FirstOrder">What the factor's change alone would have done (Laspeyres), for comparison; these leave a
/// residual.</param>
internal sealed record CostContribution(string Code, double Contribution, double? Share, double FirstOrder);

/// <summary>A difference of costs, split.</summary>
/// <param name="Own">The product of the municipality's factors; null when one is missing, or a product exceeds the largest double.</param>
/// <param name="Reference">The product of the reference's factors.</param>
/// <param name="Difference">Own less reference.</param>
/// <param name="Method">The method used: Shapley where a factor was not positive, whatever was asked.</param>
/// <param name="Contributions">One per factor, in the order given; empty when a factor is missing.</param>
/// <param name="FirstOrderResidual">What the first-order changes leave unexplained.</param>
internal sealed record CostDecompositionResult(
    double? Own,
    double? Reference,
    double? Difference,
    DecompositionMethod Method,
    IReadOnlyList<CostContribution> Contributions,
    double? FirstOrderResidual);

/// <summary>
/// Why one municipality costs more than another, as a product of factors: cost per inhabitant = cost per user x users per member of
/// the target group x target group per inhabitant, or price x volume x need. The contributions add up to the difference exactly: what
/// rounding leaves over goes to the largest.
/// </summary>
internal static class CostDecomposition
{
    /// <summary>The most factors: Shapley looks at every subset of them.</summary>
    public const int MostFactors = 10;

    /// <summary>Splits a difference.</summary>
    /// <param name="factors">The factors, 1 to <see cref="MostFactors"/>.</param>
    /// <param name="method">How.</param>
    /// <exception cref="ArgumentException">There is no factor, one occurs twice, or a value is infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are too many factors.</exception>
    public static CostDecompositionResult Of(
        IReadOnlyList<CostFactor> factors, DecompositionMethod method = DecompositionMethod.Lmdi)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(factors.Count, MostFactors, nameof(factors));
        if (factors.Count == 0 || factors.DistinctBy(static factor => factor.Code).Count() != factors.Count)
        {
            throw new ArgumentException("A cost has at least one factor, each named once.", nameof(factors));
        }

        var own = new double[factors.Count];
        var reference = new double[factors.Count];
        var isComplete = true;
        for (var i = 0; i < own.Length; i++)
        {
            isComplete &= Presence.IsPresent(factors[i].Own, out own[i]) & Presence.IsPresent(factors[i].Reference, out reference[i]);
        }

        var (mine, theirs) = (Product(own), Product(reference));
        if (!isComplete || !double.IsFinite(mine - theirs))
        {
            return new CostDecompositionResult(null, null, null, method, [], null);
        }

        var used = Array.TrueForAll(own, static value => value > 0) && Array.TrueForAll(reference, static value => value > 0)
            ? method
            : DecompositionMethod.Shapley;
        var parts = used == DecompositionMethod.Lmdi ? Logarithmic(own, reference, mine, theirs) : Shapley(own, reference);
        var difference = mine - theirs;
        AddUp(parts, difference);
        var contributions = new CostContribution[parts.Length];
        var firstOrder = default(CompensatedSum);
        for (var i = 0; i < parts.Length; i++)
        {
            var alone = Product([.. reference[..i], own[i], .. reference[(i + 1)..]]) - theirs;
            firstOrder.Add(alone);
            contributions[i] = new CostContribution(
                factors[i].Code, parts[i], difference == 0 ? null : Presence.FiniteOrNull(parts[i] / difference), alone);
        }

        if (!Array.TrueForAll(contributions, static one => double.IsFinite(one.Contribution) && double.IsFinite(one.FirstOrder)))
        {
            return new CostDecompositionResult(null, null, null, used, [], null);
        }

        return new CostDecompositionResult(
            mine, theirs, difference, used, contributions, Presence.FiniteOrNull(difference - firstOrder.Total));
    }

    /// <summary>The logarithmic mean, (a - b)/ln(a/b), and a when they are equal: between the geometric and the arithmetic
    /// mean.</summary>
    internal static double LogarithmicMean(double a, double b)
    {
        // With d = (a - b)/(a + b), ln(a/b) = 2 atanh(d): no digits lost where a and b are near.
        var d = (a - b) / (a + b);
        return Math.Abs(d) < 1e-4 ? (a + b) / 2 / (1 + (d * d / 3) + (d * d * d * d / 5)) : (a - b) / Math.Log(a / b);
    }

    private static double[] Logarithmic(double[] own, double[] reference, double mine, double theirs)
    {
        var mean = LogarithmicMean(mine, theirs);
        return [.. own.Zip(reference, (mineOne, theirsOne) => mean * Math.Log(mineOne / theirsOne))];
    }

    // For each set of other factors changed before: |set|! (n - |set| - 1)!/n! times what changing the factor then adds.
    private static double[] Shapley(double[] own, double[] reference)
    {
        var n = own.Length;
        var products = new double[1 << n];
        for (var set = 0; set < products.Length; set++)
        {
            products[set] = 1;
            for (var i = 0; i < n; i++)
            {
                products[set] *= (set & (1 << i)) != 0 ? own[i] : reference[i];
            }
        }

        var weights = new double[n];
        weights[0] = 1.0 / n;
        for (var size = 1; size < n; size++)
        {
            weights[size] = weights[size - 1] * size / (n - size);
        }

        var parts = new double[n];
        for (var i = 0; i < n; i++)
        {
            var sum = default(CompensatedSum);
            for (var set = 0; set < products.Length; set++)
            {
                if ((set & (1 << i)) == 0)
                {
                    sum.Add(weights[int.PopCount(set)] * (products[set | (1 << i)] - products[set]));
                }
            }

            parts[i] = sum.Total;
        }

        return parts;
    }

    // A sum of doubles has a grain, so the last unit may need more than one try.
    private static void AddUp(double[] parts, double difference)
    {
        var largest = 0;
        for (var i = 1; i < parts.Length; i++)
        {
            largest = Math.Abs(parts[i]) > Math.Abs(parts[largest]) ? i : largest;
        }

        for (var round = 0; round < 4; round++)
        {
            var sum = default(CompensatedSum);
            foreach (var part in parts)
            {
                sum.Add(part);
            }

            parts[largest] += difference - sum.Total;
        }
    }

    private static double Product(ReadOnlySpan<double> factors)
    {
        var product = 1.0;
        foreach (var factor in factors)
        {
            product *= factor;
        }

        return product;
    }
}
