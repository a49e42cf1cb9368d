using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class CorrelationTests
{
    private static readonly double?[] X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    private static readonly double?[] Y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

    // Anscombe (1973), the first of the quartet; R's cor.test(anscombe$x1, anscombe$y1) prints 0.8164205, p = 0.00217 and
    // 0.4243912 to 0.9506933.
    [Test]
    public void The_coefficient_of_Pearson_is_that_of_R_for_Anscombes_data()
    {
        var result = Correlation.Of(X, Y);
        Assert.That(result.Coefficient, Is.EqualTo(0.8164205).Within(5e-8));
        Assert.That(result.Probability, Is.EqualTo(0.00217).Within(5e-6));
        Assert.That(result.Low, Is.EqualTo(0.4243912).Within(5e-8));
        Assert.That(result.High, Is.EqualTo(0.9506933).Within(5e-8));
        Assert.That(result.Method, Is.EqualTo(ProbabilityMethod.Student));
    }

    // By hand, the same data: the squared differences of ranks add up to 40, 1 - 6 x 40/(11 x 120) = 9/11; 45 pairs agree and 10
    // do not, tau = 35/55. Spearman's interval: atanh(9/11) plus and minus 1.959964 sqrt((1 + (9/11)^2/2)/8).
    [Test]
    public void The_coefficients_of_ranks_are_those_worked_out_by_hand()
    {
        var spearman = Correlation.Of(X, Y, CorrelationKind.Spearman);
        Assert.That(spearman.Coefficient, Is.EqualTo(9 / 11.0).Within(1e-15));
        var reach = 1.959963984540054 * Math.Sqrt((1 + (81 / 121.0 / 2)) / 8);
        Assert.That(spearman.Low, Is.EqualTo(Math.Tanh(Math.Atanh(9 / 11.0) - reach)).Within(1e-14));
        var kendall = Correlation.Of(X, Y, CorrelationKind.Kendall);
        Assert.That(kendall.Coefficient, Is.EqualTo(35 / 55.0).Within(1e-15));
        Assert.That(kendall.Probability, Is.EqualTo(0.005707).Within(5e-7)); // R: cor.test(..., method = "kendall")
    }

    [Test]
    public void Ties_share_their_mean_rank() =>
        Assert.That(
            Correlation.Of([1, 2, 2, 3], [1, 3, 3, 9], CorrelationKind.Spearman).Coefficient, Is.EqualTo(1).Within(1e-15));

    [Test]
    public void Units_that_lack_a_value_are_left_out_and_counted()
    {
        var result = Correlation.Of([1, 2, null, 4, 5], [2, 4, 6, double.NaN, 10]);
        Assert.That((result.Count, result.Missing, result.Coefficient), Is.EqualTo((3, 2, (double?)1)));
        Assert.That(result.Probability, Is.Zero);
    }

    [Test]
    public void A_variable_that_is_the_same_everywhere_goes_together_with_nothing()
    {
        foreach (var kind in Enum.GetValues<CorrelationKind>())
        {
            var result = Correlation.Of([5, 5, 5, 5], [1, 2, 3, 4], kind);
            Assert.That((result.Coefficient, result.Low, result.Probability), Is.EqualTo(((double?)null, (double?)null, (double?)null)));
        }

        Assert.That(Correlation.Of([0.3, 0.1 + 0.2, 0.3], [1, 2, 3]).Coefficient, Is.Null);
    }

    [Test]
    public void With_few_units_only_what_can_be_said_is_said()
    {
        Assert.That(Correlation.Of([], []).Coefficient, Is.Null);
        Assert.That(Correlation.Of([1], [1]).Coefficient, Is.Null);
        var two = Correlation.Of([1, 2], [5, 3]);
        Assert.That((two.Coefficient, two.Low, two.Probability), Is.EqualTo(((double?)-1, (double?)null, (double?)null)));
        Assert.That(Correlation.Of([1, 2, 4], [1, 3, 2]).Low, Is.Null);
    }

    [Test]
    public void A_question_that_makes_no_sense_is_refused()
    {
        Assert.That(() => Correlation.Of([1], [1, 2]), Throws.ArgumentException);
        Assert.That(() => Correlation.Of([1, 2], [1, 2], level: 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Correlation.Of([double.PositiveInfinity], [1]), Throws.ArgumentException);
    }

    [Property(Arbitrary = [typeof(Groups)])]
    public bool Coefficients_lie_between_minus_1_and_1_and_do_not_depend_on_order_or_sides(WildGroup first, WildGroup second)
    {
        var n = Math.Min(first.Values.Length, second.Values.Length);
        double?[] x = first.Values[..n];
        double?[] y = second.Values[..n];
        return Enum.GetValues<CorrelationKind>().All(kind =>
        {
            var one = Correlation.Of(x, y, kind);
            var other = Correlation.Of(y.Turned(), x.Turned(), kind);
            return one.Coefficient is null or (>= -1 and <= 1)
                && one.Probability is null or (>= 0 and <= 1)
                && !(one.Low > one.Coefficient) && !(one.High < one.Coefficient)
                && (one.Coefficient is null) == (other.Coefficient is null)
                && Math.Abs((one.Coefficient - other.Coefficient) ?? 0) < 1e-12
                && Math.Abs((one.Probability - other.Probability) ?? 0) < 1e-9;
        });
    }

    // Benjamini and Hochberg (1995), section 3.2: of these fifteen, four are finds at a rate of 5 %, three at a chance of 5 % of
    // any false one.
    [Test]
    public void Corrected_probabilities_find_what_Benjamini_and_Hochberg_found()
    {
        double?[] given =
        [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1,
        ];
        Assert.That(
            MultipleTesting.Adjust(given, MultipleTestingMethod.BenjaminiHochberg).Count(static one => one <= 0.05), Is.EqualTo(4));
        Assert.That(MultipleTesting.Adjust(given).Count(static one => one <= 0.05), Is.EqualTo(3));
    }

    // By hand: Holm 5 x .01, then 4 x .02, 3 x .03, and none smaller than the one before; the rate 5/k times each is .05 for all.
    [Test]
    public void Corrected_probabilities_are_those_worked_out_by_hand()
    {
        double?[] given = [0.05, 0.01, null, 0.03, 0.02, 0.04];
        Assert.That(
            MultipleTesting.Adjust(given), Is.EqualTo(new double?[] { 0.09, 0.05, null, 0.09, 0.08, 0.09 }).Within(1e-15));
        Assert.That(
            MultipleTesting.Adjust(given, MultipleTestingMethod.BenjaminiHochberg),
            Is.EqualTo(new double?[] { 0.05, 0.05, null, 0.05, 0.05, 0.05 }).Within(1e-15));
        Assert.That(MultipleTesting.Adjust([]), Is.Empty);
        Assert.That(() => MultipleTesting.Adjust([1.1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
