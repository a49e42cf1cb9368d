using Benchlearning.Api.Features.Surveys;

namespace Benchlearning.Tests.Unit.Features.Surveys;

/// <summary>What is hidden cannot be worked out from what is told.</summary>
public sealed class SmallGroupTests
{
    [TestCase(new[] { 10, 20, 30 }, new bool[] { false, false, false })]
    [TestCase(new[] { 4, 20, 30 }, new bool[] { true, true, false }, Description = "One hidden alone is the difference of the rest to all.")]
    [TestCase(new[] { 3, 4, 30 }, new bool[] { true, true, false }, Description = "Two that are small are enough together.")]
    [TestCase(new[] { 1, 2, 9, 30 }, new bool[] { true, true, true, false }, Description = "Two that are too few together take a third with them.")]
    [TestCase(new[] { 4, 30 }, new bool[] { true, true })]
    [TestCase(new[] { 4, 0, 30 }, new bool[] { true, false, true }, Description = "A group of nobody protects nobody.")]
    [TestCase(new[] { 1, 1, 1 }, new bool[] { true, true, true }, Description = "All together are too few.")]
    public void Small_groups_are_hidden_with_as_many_others_as_it_takes(int[] persons, bool[] hidden) => Assert.That(SmallGroups.Hidden(persons, 5), Is.EqualTo(hidden));

    [Test]
    public void Whatever_the_four_groups_nothing_small_is_told_and_nothing_small_is_the_difference()
    {
        const int Sizes = 12;
        var wrong = Enumerable.Range(0, Sizes * Sizes * Sizes * Sizes)
            .Select(number => new[] { number % Sizes, number / Sizes % Sizes, number / (Sizes * Sizes) % Sizes, number / (Sizes * Sizes * Sizes) })
            .Where(persons => !IsSafe(persons, SmallGroups.Hidden(persons, 5)));
        Assert.That(wrong, Is.Empty);
    }

    private static bool IsSafe(int[] persons, bool[] hidden)
    {
        var rest = persons.Where((count, index) => hidden[index] && count > 0).ToArray();
        return persons.Where((_, index) => !hidden[index]).All(count => count is 0 or >= 5)
            && (persons.Sum() < 5 ? hidden.All(isHidden => isHidden) : rest.Length == 0 || (rest.Length > 1 && rest.Sum() >= 5));
    }
}
