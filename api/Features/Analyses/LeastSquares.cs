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
internal readonly record struct RegressionCoefficient(double Value, double? StandardError, double? RobustError);

/// <summary>An observation as the regression sees it.</summary>
/// <param name="Fitted">What the model expects, in the unit of y.</param>
/// <param name="Residual">Actual less expected.</param>
/// <param name="Leverage">How much the observation draws the fit to itself, 0 to 1.</param>
/// <param name="CookDistance">How far all fitted values would move without it (Cook, 1977); null without degrees of freedom, or
/// at leverage 1.</param>
internal readonly record struct RegressionPoint(double Fitted, double Residual, double Leverage, double? CookDistance);

/// <summary>A fitted regression.</summary>
/// <param name="Status">What became of it; all else is empty or null unless fitted.</param>
/// <param name="Coefficients">The constant first, then one per variable.</param>
/// <param name="Points">One per observation, in the order given.</param>
/// <param name="DegreesOfFreedom">n less the number of coefficients.</param>
/// <param name="ResidualDeviation">The residual standard deviation; null without degrees of freedom.</param>
/// <param name="RSquared">The share of the variance about the mean explained, 0 to 1; null when y has no variance.</param>
internal sealed record Regression(
    LeastSquaresStatus Status,
    IReadOnlyList<RegressionCoefficient> Coefficients,
    IReadOnlyList<RegressionPoint> Points,
    int DegreesOfFreedom,
    double? ResidualDeviation,
    double? RSquared);

/// <summary>
/// Ordinary least squares with a constant, y = b0 + b1 x1 + ... + e, by a QR factorisation (Householder) of the centred and scaled
/// variables, never by normal equations, which lose half of the digits (Longley, 1967).
/// </summary>
internal static class LeastSquares
{
    // A variable this near to a combination of the others, beside its own spread, is one.
    private const double CollinearShare = 1e-10;

    /// <summary>Fits a regression.</summary>
    /// <param name="y">The dependent variable, finite numbers.</param>
    /// <param name="variables">The explanatory variables, each with one finite number per observation; none fits the mean.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a number is not finite.</exception>
    public static Regression Fit(ReadOnlySpan<double> y, params IReadOnlyList<double[]> variables)
    {
        var n = y.Length;
        Check(y, variables);
        var width = variables.Count + 1;
        if (n < width)
        {
            return new Regression(LeastSquaresStatus.TooFewObservations, [], [], n - width, null, null);
        }

        // y = mean + sum of c (x - mean)/spread: well conditioned; the constant is found at the end. A power of two keeps all in
        // range and is exact.
        var exponent = Moments.Exponent(y) + 1;
        var scaled = Array.ConvertAll(y.ToArray(), value => Math.ScaleB(value, -exponent));
        var means = new double[variables.Count];
        var spreads = new double[variables.Count];
        var exponents = new int[variables.Count];
        var design = Matrix<double>.Build.Dense(n, width, 1);
        for (var i = 0; i < variables.Count; i++)
        {
            exponents[i] = Moments.Exponent(variables[i]) + 1;
            var variable = Array.ConvertAll(variables[i], value => Math.ScaleB(value, -exponents[i]));
            means[i] = Moments.Mean(variable).GetValueOrDefault();
            spreads[i] = variable.Max(value => Math.Abs(value - means[i]));
            if (spreads[i] <= CollinearShare * Math.Abs(means[i]))
            {
                return new Regression(LeastSquaresStatus.Collinear, [], [], n - width, null, null);
            }

            for (var row = 0; row < n; row++)
            {
                design[row, i + 1] = (variable[row] - means[i]) / spreads[i];
            }
        }

        var factors = design.QR(QRMethod.Thin);
        if (factors.R.Diagonal().Any(static pivot => Math.Abs(pivot) <= CollinearShare))
        {
            return new Regression(LeastSquaresStatus.Collinear, [], [], n - width, null, null);
        }

        var centre = Moments.Mean(scaled).GetValueOrDefault();
        var deviations = Vector<double>.Build.Dense(Array.ConvertAll(scaled, value => value - centre));
        var solution = factors.R.Solve(factors.Q.TransposeThisAndMultiply(deviations));
        solution += factors.R.Solve(factors.Q.TransposeThisAndMultiply(deviations - (design * solution)));
        var residuals = deviations - (design * solution);

        // b = T c: each slope over its spread, and the constant less what the means contribute.
        var transform = Matrix<double>.Build.DenseIdentity(width);
        for (var i = 0; i < means.Length; i++)
        {
            transform[i + 1, i + 1] = 1 / spreads[i];
            transform[0, i + 1] = -means[i] / spreads[i];
        }

        solution = transform * solution;
        solution[0] += centre;
        var regression = Result(y, deviations, factors, transform, solution, residuals, exponent, exponents);
        return IsFinite(regression)
            ? regression
            : new Regression(LeastSquaresStatus.OutOfRange, [], [], n - width, null, null);
    }

    private static void Check(ReadOnlySpan<double> y, IReadOnlyList<double[]> variables)
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
    }

    private static Regression Result(
        ReadOnlySpan<double> y,
        Vector<double> deviations,
        QR<double> factors,
        Matrix<double> transform,
        Vector<double> solution,
        Vector<double> residuals,
        int exponent,
        int[] exponents)
    {
        var (n, width) = (factors.Q.RowCount, factors.Q.ColumnCount);
        var freedom = n - width;
        var squares = residuals.DotProduct(residuals);
        var deviation = freedom > 0 ? Math.Sqrt(squares / freedom) : (double?)null;
        var classical = transform * factors.R.Inverse();
        var robust = classical * factors.Q.Transpose(); // what each residual moves each coefficient by
        var results = new RegressionCoefficient[width];
        for (var i = 0; i < width; i++)
        {
            var sandwich = 0.0;
            for (var row = 0; row < n; row++)
            {
                sandwich += robust[i, row] * residuals[row] * (robust[i, row] * residuals[row]);
            }

            var power = exponent - (i == 0 ? 0 : exponents[i - 1]);
            results[i] = new RegressionCoefficient(
                Math.ScaleB(solution[i], power),
                deviation is { } error ? Math.ScaleB(error * classical.Row(i).L2Norm(), power) : null,
                freedom > 0 ? Math.ScaleB(Math.Sqrt(sandwich * n / freedom), power) : null);
        }

        var points = new RegressionPoint[n];
        for (var row = 0; row < n; row++)
        {
            var leverage = Math.Min(1, factors.Q.Row(row).DotProduct(factors.Q.Row(row)));
            var cook = deviation is { } s && leverage < 1 - 1e-12 && s > 0
                ? residuals[row] * residuals[row] / (width * s * s) * leverage / ((1 - leverage) * (1 - leverage))
                : (double?)null;
            var residual = Math.ScaleB(residuals[row], exponent);
            points[row] = new RegressionPoint(y[row] - residual, residual, leverage, cook);
        }

        var total = deviations.DotProduct(deviations);
        return new Regression(
            LeastSquaresStatus.Fitted, results, points, freedom,
            deviation is { } spread ? Math.ScaleB(spread, exponent) : null,
            total > 0 ? Math.Clamp(1 - (squares / total), 0, 1) : null);
    }

    private static bool IsFinite(Regression regression) =>
        regression.Coefficients.All(static one => double.IsFinite(one.Value) && double.IsFinite(one.StandardError ?? 0)
            && double.IsFinite(one.RobustError ?? 0))
        && regression.Points.All(static one => double.IsFinite(one.Fitted) && double.IsFinite(one.Residual))
        && double.IsFinite(regression.ResidualDeviation ?? 0);
}
