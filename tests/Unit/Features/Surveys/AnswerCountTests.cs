using Benchlearning.Api.Features.Surveys;

namespace Benchlearning.Tests.Unit.Features.Surveys;

/// <summary>What answers say together, and how surely.</summary>
public sealed class AnswerCountTests
{
    // 2, 3, 3, 4, 5, 5, 6, 6 and three who do not know: mean 4.25; sum of squares about it 15.5; s = sqrt(15.5/7).
    private static readonly AnswerCounts Eight = new(3, [0, 1, 2, 1, 2, 2]);

    [Test]
    public void Dont_know_is_in_no_mean()
    {
        Assert.That(Eight.N, Is.EqualTo(8));
        Assert.That(Eight.Persons, Is.EqualTo(11));
        Assert.That(Eight.Mean, Is.EqualTo(4.25));
    }

    [Test]
    public void The_margin_of_error_is_that_of_a_large_population_where_none_is_known() =>
        Assert.That(Eight.MarginOfError(null), Is.EqualTo(1.959964 * Math.Sqrt(15.5 / 7) / Math.Sqrt(8)).Within(1e-5));

    [Test]
    public void A_finite_population_narrows_it() =>
        Assert.That(Eight.MarginOfError(20), Is.EqualTo(1.959964 * Math.Sqrt(15.5 / 7) / Math.Sqrt(8) * Math.Sqrt(12.0 / 19)).Within(1e-5));

    [Test]
    public void Whoever_asked_everyone_has_none() => Assert.That(Eight.MarginOfError(8), Is.Zero);

    [Test]
    public void Of_nobody_there_is_no_mean_and_of_one_no_margin()
    {
        Assert.That(AnswerCounts.None.Mean, Is.Null);
        Assert.That(new AnswerCounts(4, [0, 0, 0, 0, 1, 0]).MarginOfError(null), Is.Null);
    }
}
