using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Benchlearning.Api.Features.Analyses;

/// <summary>What became of a regression.</summary>
internal enum LeastSquaresStatus
{
    /// <summary>Fitted.</summary>
    Fitted,

    /// <summary>Fewer observations than coefficients.</summary>
    TooFewObservations,

    /// <summary>A variable is a combination of the others, so that coefficients have no single value.</summary>
    Collinear,

    /// <summary>A result leaves the range of doubles.</summary>
    OutOfRange,
}

/// <summary>A coefficient.</summary>
/// <param name="Value">In the unit of y over that of its variable.</param>
/// <param name="StandardError">The classical one; null without degrees of freedom.</param>
/// <param name="RobustError">HC1 (White, 1980; MacKinnon and White, 1985), which allows errors of unequal size; null without
/// degrees of freedom.</param>
/// <param name="CautiousError">HC3, each residual over 1 - leverage: better for few observations (Long and Ervin, 2000); null without
/// degrees of freedom, or where an observation has leverage 1.</param>
/// <param name="VarianceInflation">How much larger its variance is for its variable being related to the others: 1 when it is to none
/// (Marquardt, 1970); null for the constant.</param>
internal readonly record struct RegressionCoefficient(
    double Value, double? StandardError, double? RobustError, double? CautiousError, double? VarianceInflation);

/// <summary>An observation as the regression sees it.</summary>
/// <param name="Fitted">What the model expects, in the unit of y.</param>
/// <param name="Residual">Actual less expected.</param>
/// <param name="Leverage">How much the observation draws the fit to itself, 0 to 1.</param>
/// <param name="CookDistance">How far all fitted values would move without it (Cook, 1977); null without degrees of freedom, or
/// at leverage 1.</param>
/// <param name="StandardisedResidual">The residual over its own standard error (internally studentised); null as Cook's
/// distance.</param>
/// <param name="PredictionError">The standard error of a new observation with the same variables (and weight): s sqrt((1 + h)/w); null
/// without degrees of freedom.</param>
internal readonly record struct RegressionPoint(
    double Fitted, double Residual, double Leverage, double? CookDistance, double? StandardisedResidual, double? PredictionError);

/// <summary>A fitted regression.</summary>
/// <param name="Status">What became of it; all else is empty or null unless fitted.</param>
/// <param name="Coefficients">The constant first, then one per variable.</param>
/// <param name="Points">One per observation, in the order given.</param>
/// <param name="DegreesOfFreedom">n less the number of coefficients.</param>
/// <param name="ResidualDeviation">The residual standard deviation, of an observation of weight 1; null without degrees of
/// freedom.</param>
/// <param name="RSquared">The (weighted) share of the variance about the mean explained, 0 to 1; null when y has no variance.</param>
/// <param name="ConditionNumber">Largest over smallest singular value of the constant and the variables, each scaled to length 1
/// (Belsley, Kuh and Welsch, 1980): above 30 coefficients are hard to tell apart.</param>
/// <param name="Collinear">The variables, by their places, that are the same for every observation or a combination of those before
/// them; empty unless collinear.</param>
internal sealed record Regression(
    LeastSquaresStatus Status,
    IReadOnlyList<RegressionCoefficient> Coefficients,
    IReadOnlyList<RegressionPoint> Points,
    int DegreesOfFreedom,
    double? ResidualDeviation,
    double? RSquared,
    double? ConditionNumber,
    IReadOnlyList<int> Collinear)
{
    /// <summary>One that was not fitted.</summary>
    public static Regression Unfitted(LeastSquaresStatus status, int freedom, params IReadOnlyList<int> collinear) =>
        new(status, [], [], freedom, null, null, null, collinear);
}

/// <summary>
/// Least squares with a constant, y = b0 + b1 x1 + ... + e, by a QR factorisation (Householder) of the centred and scaled
/// variables, never by normal equations, which lose half of the digits (Longley, 1967). Weighted, it is the same of rows multiplied by
/// the root of their weight (Aitken, 1936): right where the variance of an observation is one over its weight.
/// </summary>
internal static class LeastSquares
{
    // A variable this near to a combination of the others, beside its own spread, is one.
    private const double CollinearShare = 1e-10;

    // From this near to 1 on, leverage says that the fit passes through the observation whatever it is.
    private const double Pinned = 1e-12;

    /// <summary>Fits a regression in which every observation counts the same.</summary>
    /// <param name="y">The dependent variable, finite numbers.</param>
    /// <param name="variables">The explanatory variables, each with one finite number per observation; none fits the mean.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number is not finite.</exception>
    public static Regression Fit(ReadOnlySpan<double> y, params IReadOnlyList<double[]> variables) => Fit(y, variables, null);

    /// <summary>Fits a weighted regression.</summary>
    /// <param name="y">The dependent variable, finite numbers.</param>
    /// <param name="variables">The explanatory variables, each with one finite number per observation; none fits the mean.</param>
    /// <param name="weights">A weight above 0 for each observation; null: all the same.</param>
    /// <exception cref="ArgumentException">The lengths differ, a number is not finite, or a weight is not above 0.</exception>
    public static Regression Fit(ReadOnlySpan<double> y, IReadOnlyList<double[]> variables, double[]? weights)
    {
        var n = y.Length;
        Check(y, variables, weights);
        var width = variables.Count + 1;
        if (n < width)
        {
            return Regression.Unfitted(LeastSquaresStatus.TooFewObservations, n - width);
        }

        // y = mean + sum of c (x - mean)/spread: well conditioned; the constant is found at the end. A power of two keeps all in
        // range and is exact.
        var roots = weights is null ? Enumerable.Repeat(1.0, n).ToArray() : Array.ConvertAll(weights, Math.Sqrt);
        var exponent = Moments.Exponent(y) + 1;
        var scaled = Array.ConvertAll(y.ToArray(), value => Math.ScaleB(value, -exponent));
        var means = new double[variables.Count];
        var spreads = new double[variables.Count];
        var exponents = new int[variables.Count];
        var design = Matrix<double>.Build.Dense(n, width, 1);
        var collinear = new List<int>();
        for (var i = 0; i < variables.Count; i++)
        {
            exponents[i] = Moments.Exponent(variables[i]) + 1;
            var variable = Array.ConvertAll(variables[i], value => Math.ScaleB(value, -exponents[i]));
            means[i] = Mean(variable, weights);
            spreads[i] = variable.Max(value => Math.Abs(value - means[i]));
            if (spreads[i] <= CollinearShare * Math.Abs(means[i]))
            {
                collinear.Add(i);
                spreads[i] = double.PositiveInfinity; // a column of zeros: the others can still be looked at
            }

            for (var row = 0; row < n; row++)
            {
                design[row, i + 1] = (variable[row] - means[i]) / spreads[i];
            }
        }

        var rooted = Matrix<double>.Build.Dense(n, width, (row, column) => design[row, column] * roots[row]);
        var factors = rooted.QR(QRMethod.Thin);
        var longest = roots.Max();
        collinear.AddRange(Enumerable.Range(0, variables.Count).Where(i => double.IsFinite(spreads[i]) && Math.Abs(factors.R[i + 1, i + 1]) <= CollinearShare * longest));
        if (collinear.Count > 0)
        {
            return Regression.Unfitted(LeastSquaresStatus.Collinear, n - width, [.. collinear.Order()]);
        }

        var centre = Mean(scaled, weights);
        var deviations = Vector<double>.Build.Dense(n, row => (scaled[row] - centre) * roots[row]);
        var solution = factors.R.Solve(factors.Q.TransposeThisAndMultiply(deviations));
        solution += factors.R.Solve(factors.Q.TransposeThisAndMultiply(deviations - (rooted * solution)));
        var residuals = deviations - (rooted * solution);

        // b = T c: each slope over its spread, and the constant less what the means contribute.
        var transform = Matrix<double>.Build.DenseIdentity(width);
        for (var i = 0; i < means.Length; i++)
        {
            transform[i + 1, i + 1] = 1 / spreads[i];
            transform[0, i + 1] = -means[i] / spreads[i];
        }

        solution = transform * solution;
        solution[0] += centre;
        var regression = Result(y, deviations, rooted, factors, transform, solution, residuals, roots, exponent, exponents) with
        {
            ConditionNumber = Condition(variables, exponents, roots),
        };
        return IsFinite(regression) ? regression : Regression.Unfitted(LeastSquaresStatus.OutOfRange, n - width);
    }

    private static void Check(ReadOnlySpan<double> y, IReadOnlyList<double[]> variables, double[]? weights)
    {
        foreach (var value in y)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("A regression is made of finite numbers.", nameof(y));
            }
        }

        foreach (var variable in variables)
        {
            if (variable.Length != y.Length || !Array.TrueForAll(variable, double.IsFinite))
            {
                throw new ArgumentException("A variable has one finite number per observation.", nameof(variables));
            }
        }

        if (weights is not null && (weights.Length != y.Length || !Array.TrueForAll(weights, static weight => double.IsFinite(weight) && weight > 0)))
        {
            throw new ArgumentException("There is one weight above 0 per observation.", nameof(weights));
        }
    }

    private static double Mean(double[] values, double[]? weights) => weights is null
        ? Moments.Mean(values).GetValueOrDefault()
        : GroupAverage.Weighted([.. values.Zip(weights, static (value, weight) => new WeightedValue("", value, weight))], "weights").Value.GetValueOrDefault();

    private static Regression Result(
        ReadOnlySpan<double> y,
        Vector<double> deviations,
        Matrix<double> design,
        QR<double> factors,
        Matrix<double> transform,
        Vector<double> solution,
        Vector<double> residuals,
        double[] roots,
        int exponent,
        int[] exponents)
    {
        var (n, width) = (factors.Q.RowCount, factors.Q.ColumnCount);
        var freedom = n - width;
        var squares = residuals.DotProduct(residuals);
        var deviation = freedom > 0 ? Math.Sqrt(squares / freedom) : (double?)null;
        var leverages = Enumerable.Range(0, n).Select(row => Math.Min(1, factors.Q.Row(row).DotProduct(factors.Q.Row(row)))).ToArray();
        var isPinned = leverages.Any(static leverage => leverage >= 1 - Pinned);
        var inverse = factors.R.Inverse();
        var classical = transform * inverse;
        var robust = classical * factors.Q.Transpose(); // what each residual moves each coefficient by
        var results = new RegressionCoefficient[width];
        for (var i = 0; i < width; i++)
        {
            var (sandwich, cautious) = (0.0, 0.0);
            for (var row = 0; row < n; row++)
            {
                var moved = robust[i, row] * residuals[row];
                sandwich += moved * moved;
                cautious += moved * moved / ((1 - leverages[row]) * (1 - leverages[row]));
            }

            var power = exponent - (i == 0 ? 0 : exponents[i - 1]);
            results[i] = new RegressionCoefficient(
                Math.ScaleB(solution[i], power),
                deviation is { } error ? Math.ScaleB(error * classical.Row(i).L2Norm(), power) : null,
                freedom > 0 ? Math.ScaleB(Math.Sqrt(sandwich * n / freedom), power) : null,
                freedom > 0 && !isPinned ? Math.ScaleB(Math.Sqrt(cautious), power) : null,
                i == 0 ? null : Math.Max(1, inverse.Row(i).DotProduct(inverse.Row(i)) * design.Column(i).DotProduct(design.Column(i))));
        }

        var points = new RegressionPoint[n];
        for (var row = 0; row < n; row++)
        {
            var leverage = leverages[row];
            var standardised = deviation is { } s && leverage < 1 - Pinned && s > 0 ? residuals[row] / (s * Math.Sqrt(1 - leverage)) : (double?)null;
            var residual = Math.ScaleB(residuals[row] / roots[row], exponent);
            points[row] = new RegressionPoint(
                y[row] - residual, residual, leverage, standardised * standardised / width * leverage / (1 - leverage), standardised,
                deviation is { } spread ? Math.ScaleB(spread * Math.Sqrt(1 + leverage) / roots[row], exponent) : null);
        }

        var total = deviations.DotProduct(deviations);
        return new Regression(
            LeastSquaresStatus.Fitted, results, points, freedom,
            deviation is { } one ? Math.ScaleB(one, exponent) : null,
            total > 0 ? Math.Clamp(1 - (squares / total), 0, 1) : null, null, []);
    }

    // Of the variables as they are, not centred: the constant is one of the columns.
    private static double? Condition(IReadOnlyList<double[]> variables, int[] exponents, double[] roots)
    {
        var columns = variables.Select((variable, i) => variable.Select((value, row) => Math.ScaleB(value, -exponents[i]) * roots[row])).Prepend(roots)
            .Select(column => Vector<double>.Build.DenseOfEnumerable(column).Normalize(2));
        var singular = Matrix<double>.Build.DenseOfColumnVectors(columns).Svd(computeVectors: false).S;
        return Presence.FiniteOrNull(singular[0] / singular[^1]);
    }

    private static bool IsFinite(Regression regression) =>
        regression.Coefficients.All(static one => double.IsFinite(one.Value) && double.IsFinite(one.StandardError ?? 0)
            && double.IsFinite(one.RobustError ?? 0) && double.IsFinite(one.CautiousError ?? 0))
        && regression.Points.All(static one => double.IsFinite(one.Fitted) && double.IsFinite(one.Residual))
        && double.IsFinite(regression.ResidualDeviation ?? 0);
}
