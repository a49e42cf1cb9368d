using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class PrincipalComponentTests
{
    // In closed form: two variables of correlation r have the eigenvalues 1 + r and 1 - r, and loadings sqrt((1 + r)/2) each.
    [Test]
    public void Two_variables_have_the_loadings_of_the_closed_form()
    {
        double?[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
        double?[] y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        var r = Correlation.Of(x, y).Coefficient!.Value;
        var result = PrincipalComponent.Of(["x", "y"], [x, y]);
        Assert.That(result.ExplainedShare, Is.EqualTo((1 + r) / 2).Within(1e-13));
        Assert.That(result.Loadings.Select(static one => one.Loading), Is.All.EqualTo(Math.Sqrt((1 + r) / 2)).Within(1e-13));
        Assert.That(result.Loadings.Select(static one => one.Weight), Is.All.EqualTo(0.5).Within(1e-13));
    }

    [Test]
    public void Variables_that_are_the_same_everywhere_and_units_that_lack_one_are_passed_over()
    {
        var result = PrincipalComponent.Of(["x", "flat", "z"], [[1, 2, null, 4], [5, 5, 5, 5], [2, 4, 9, 8]]);
        Assert.That(result.Count, Is.EqualTo(3));
        Assert.That(result.ExplainedShare, Is.EqualTo(1).Within(1e-13));
        Assert.That(result.WithoutVariance, Is.EqualTo(new[] { "flat" }));
        Assert.That(PrincipalComponent.Of([], []).ExplainedShare, Is.Null);
        Assert.That(PrincipalComponent.Of(["x"], [[1]]).Loadings, Is.Empty);
        Assert.That(() => PrincipalComponent.Of(["x"], []), Throws.ArgumentException);
    }
}
