using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class LeastSquaresTests
{
    // NIST Statistical Reference Datasets, Longley (1967), certified values.
    [Test]
    public void Coefficients_and_errors_of_Longley_are_those_that_NIST_certifies()
    {
        double[] y =
        [
            60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551,
        ];
        var fit = LeastSquares.Fit(
            y,
            [83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
            [
                234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601,
                518173, 554894,
            ],
            [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007],
            [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
            [
                107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368,
                127852, 130081,
            ],
            [.. Enumerable.Range(1947, 16).Select(static year => (double)year)]);
        double[] values =
        [
            -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
            1829.15146461355,
        ];
        double[] errors =
        [
            890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.226073200069370,
            455.478499142212,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            Assert.That(fit.Coefficients[i].Value, Is.EqualTo(values[i]).Within(1e-11 * Math.Abs(values[i])));
            Assert.That(fit.Coefficients[i].StandardError, Is.EqualTo(errors[i]).Within(1e-11 * errors[i]));
        }

        Assert.That(fit.ResidualDeviation, Is.EqualTo(304.854073561965).Within(1e-9));
        Assert.That(fit.RSquared, Is.EqualTo(0.995479004577296).Within(1e-14));
        Assert.That(fit.DegreesOfFreedom, Is.EqualTo(9));
    }

    // By hand: x 1, 2, 3, y 1, 3, 2: slope 1/2, constant 1, residuals -1/2, 1, -1/2, s^2 = 1.5, SE of the slope sqrt(1.5/2);
    // leverages 5/6, 1/3, 5/6; HC1 of the slope sqrt(3 (0.25 + 0.25)/4); Cook of the second 1/(2 x 1.5) x (1/3)/(4/9) = 1/4.
    [Test]
    public void Errors_leverages_and_distances_are_those_worked_out_by_hand()
    {
        var fit = LeastSquares.Fit([1, 3, 2], [1, 2, 3]);
        Assert.That(fit.Coefficients.Select(static one => one.Value), Is.EqualTo(new[] { 1, 0.5 }).Within(1e-15));
        Assert.That(fit.Points.Select(static one => one.Residual), Is.EqualTo(new[] { -0.5, 1, -0.5 }).Within(1e-15));
        Assert.That(fit.Points.Select(static one => one.Leverage), Is.EqualTo(new[] { 5 / 6.0, 1 / 3.0, 5 / 6.0 }).Within(1e-15));
        Assert.That(fit.Coefficients[1].StandardError, Is.EqualTo(Math.Sqrt(0.75)).Within(1e-15));
        Assert.That(fit.Coefficients[1].RobustError, Is.EqualTo(Math.Sqrt(0.375)).Within(1e-15));
        Assert.That(fit.Points[1].CookDistance, Is.EqualTo(0.25).Within(1e-15));
        Assert.That(fit.RSquared, Is.EqualTo(0.25).Within(1e-15));
    }

    [Test]
    public void Variables_that_are_combinations_of_others_are_named_collinear()
    {
        Assert.That(LeastSquares.Fit([1, 2, 3, 5], [1, 2, 3, 4], [2, 4, 6, 8]).Status, Is.EqualTo(LeastSquaresStatus.Collinear));
        Assert.That(LeastSquares.Fit([1, 2, 3], [7, 7, 7]).Status, Is.EqualTo(LeastSquaresStatus.Collinear));
        Assert.That(LeastSquares.Fit([1, 2, 3, 5, 4], [7, 7, 7, 7, 7], [1, 2, 3, 4, 9], [3, 5, 7, 9, 19], [1, 0, 0, 2, 1]).Collinear, Is.EqualTo(new[] { 0, 2 }));
    }

    // By hand: weights 1, 1, 2 on y 1, 3, 2 are as an observation twice: the mean is 8/4; leverage is w/4; HC3 of a mean of 2 and 4 is sqrt((1/4 + 1/4)/(1/4)).
    [Test]
    public void A_weight_counts_as_so_many_observations()
    {
        var fit = LeastSquares.Fit([1, 3, 2], [], weights: [1, 1, 2]);
        Assert.That(fit.Coefficients.Single().Value, Is.EqualTo(2).Within(1e-15));
        Assert.That(fit.Points.Select(static one => one.Leverage), Is.EqualTo(new[] { 0.25, 0.25, 0.5 }).Within(1e-15));
        Assert.That(LeastSquares.Fit([2, 4]).Coefficients.Single().CautiousError, Is.EqualTo(Math.Sqrt(2)).Within(1e-15));
        Assert.That(() => LeastSquares.Fit([1, 3], [], weights: [1, 0]), Throws.ArgumentException);
    }

    [Test]
    public void Variables_that_are_unrelated_do_not_inflate_each_other()
    {
        var fit = LeastSquares.Fit([1, 2, 4, 3], [-1, -1, 1, 1], [-1, 1, -1, 1]);
        Assert.That(fit.Coefficients.Select(static one => one.VarianceInflation), Is.EqualTo(new double?[] { null, 1, 1 }).Within(1e-12));
        Assert.That(fit.ConditionNumber, Is.EqualTo(1).Within(1e-12));
    }

    [FsCheck.NUnit.Property(Arbitrary = [typeof(Groups)], MaxTest = 200)]
    public bool Units_and_the_order_of_observations_change_nothing_but_the_scale(Group y, Group x)
    {
        var pairs = y.Values.Zip(x.Values).Where(static pair => pair is { First: not null, Second: not null }).Select(static pair => (First: pair.First!.Value, Second: pair.Second!.Value)).ToArray();
        var fit = LeastSquares.Fit([.. pairs.Select(static pair => pair.First)], [.. pairs.Select(static pair => pair.Second)]);
        var other = LeastSquares.Fit([.. pairs.Reverse().Select(static pair => pair.First * 1000)], [.. pairs.Reverse().Select(static pair => pair.Second / 8)]);
        var grain = 1e-9 * (1 + pairs.Select(static pair => Math.Abs(pair.First)).DefaultIfEmpty().Max());
        return fit.Status == other.Status
            && fit.Points.Zip(other.Points.Reverse()).All(pair => Math.Abs(pair.First.Fitted - (pair.Second.Fitted / 1000)) <= grain && Math.Abs(pair.First.Leverage - pair.Second.Leverage) < 1e-9);
    }

    [Test]
    public void Too_few_observations_are_named_and_just_enough_have_no_error()
    {
        Assert.That(LeastSquares.Fit([1], [1]).Status, Is.EqualTo(LeastSquaresStatus.TooFewObservations));
        Assert.That(LeastSquares.Fit([]).Status, Is.EqualTo(LeastSquaresStatus.TooFewObservations));
        var line = LeastSquares.Fit([1, 3], [0, 1]);
        Assert.That(line.Coefficients.Select(static one => one.Value), Is.EqualTo(new[] { 1.0, 2 }).Within(1e-15));
        Assert.That(line.Coefficients[1].StandardError, Is.Null);
        Assert.That((line.ResidualDeviation, line.DegreesOfFreedom), Is.EqualTo(((double?)null, 0)));
    }

    [Test]
    public void Without_variables_the_mean_is_fitted()
    {
        var fit = LeastSquares.Fit([1, 2, 6]);
        Assert.That(fit.Coefficients.Single().Value, Is.EqualTo(3).Within(1e-15));
        Assert.That(fit.Coefficients.Single().StandardError, Is.EqualTo(Math.Sqrt(7 / 3.0)).Within(1e-15));
        Assert.That(LeastSquares.Fit([4, 4, 4]).RSquared, Is.Null);
    }

    [Test]
    public void Lengths_that_differ_and_numbers_that_are_none_are_refused()
    {
        Assert.That(() => LeastSquares.Fit([1, 2], [1]), Throws.ArgumentException);
        Assert.That(() => LeastSquares.Fit([1, double.NaN], [1, 2]), Throws.ArgumentException);
    }
}
