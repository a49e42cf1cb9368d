using Benchlearning.Api.Features.Engagement;

namespace Benchlearning.Tests.Unit.Features.Engagement;

/// <summary>What a page tells of when there is no room for everything.</summary>
public sealed class BriefingChoiceTests
{
    [Test]
    public void Strengths_are_the_best_places_of_the_better_half()
    {
        Standing[] standings = [At(7), At(1), At(4), At(2), At(3)];
        Assert.That(BriefingChoice.Strengths(standings), Is.EqualTo(new[] { 1, 3, 4 }));
    }

    [Test]
    public void Gaps_are_the_last_places_of_the_worse_half()
    {
        Standing[] standings = [At(7), At(1), At(9), At(6), At(8)];
        Assert.That(BriefingChoice.Gaps(standings), Is.EqualTo(new[] { 2, 4, 0 }));
    }

    [Test]
    public void The_middle_place_is_neither()
    {
        Standing[] standings = [At(5)];
        Assert.That(BriefingChoice.Strengths(standings), Is.Empty);
        Assert.That(BriefingChoice.Gaps(standings), Is.Empty);
    }

    [Test]
    public void Nothing_is_said_of_what_has_no_rank_or_is_ranked_among_three()
    {
        Standing[] standings = [new("a", null, 9, null), new("b", 1, 3, 2), new("c", 3, 3, -2)];
        Assert.That(BriefingChoice.Strengths(standings), Is.Empty);
        Assert.That(BriefingChoice.Gaps(standings), Is.Empty);
    }

    [Test]
    public void One_of_each_topic_comes_before_a_second_of_any()
    {
        Standing[] standings = [new("work", 1, 9, 3), new("work", 1, 9, 2), new("work", 2, 9, 1), new("money", 3, 9, 1), new("school", 4, 9, 1)];
        Assert.That(BriefingChoice.Strengths(standings), Is.EqualTo(new[] { 0, 3, 4 }));
        Assert.That(BriefingChoice.Strengths(standings[..4]), Is.EqualTo(new[] { 0, 1, 3 }));
    }

    [Test]
    public void Of_equal_places_the_one_further_from_the_median_comes_first()
    {
        Standing[] standings = [new("a", 1, 9, 0.2), new("b", 1, 9, 1.4), new("c", 9, 9, -0.3), new("d", 9, 9, -2)];
        Assert.That(BriefingChoice.Strengths(standings), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(BriefingChoice.Gaps(standings), Is.EqualTo(new[] { 3, 2 }));
    }

    [Test]
    public void The_largest_changes_are_told_and_those_that_are_judged_first()
    {
        (double? Change, bool IsJudged)[] changes = [(5, false), (null, true), (-0.1, true), (0.4, true), (9, false), (1, false)];
        Assert.That(BriefingChoice.Changes(changes), Is.EqualTo(new[] { 3, 2, 4, 0 }));
    }

    private static Standing At(int rank) => new($"topic {rank}", rank, 9, null);
}
