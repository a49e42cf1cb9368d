using Benchlearning.Api.Features.Observations.Selecting;

namespace Benchlearning.Tests.Unit.Features.Observations;

public sealed class BreakdownSelectionTests
{
    [TestCase("", true)]
    [TestCase("sex:F", false)]
    [TestCase("sex:F,stage:school", false)]
    public void Nothing_named_means_the_total(string breakdown, bool included)
    {
        Assert.That(BreakdownSelection.TotalOnly.Includes(breakdown), Is.EqualTo(included));
    }

    [TestCase("sex:F", true)]
    [TestCase("sex:M", false)]
    [TestCase("", false)]
    [TestCase("sex:F,stage:school", false)] // stage is not named, so it is at its total
    public void A_category_means_itself_with_all_else_at_the_total(string breakdown, bool included)
    {
        Assert.That(Of(("sex", ["F"])).Includes(breakdown), Is.EqualTo(included));
    }

    [TestCase("sex:F", true)]
    [TestCase("sex:M", true)]
    [TestCase("", true)]
    [TestCase("stage:school", false)]
    public void A_star_means_every_category_and_the_total(string breakdown, bool included)
    {
        Assert.That(Of(("sex", null)).Includes(breakdown), Is.EqualTo(included));
    }

    [TestCase("", true)]
    [TestCase("sex:F", true)]
    [TestCase("sex:M", false)]
    public void The_total_can_be_named_beside_categories(string breakdown, bool included)
    {
        Assert.That(Of(("sex", ["F", "total"])).Includes(breakdown), Is.EqualTo(included));
    }

    [TestCase("sex:F,stage:school", true)]
    [TestCase("sex:F,stage:preschool", false)]
    [TestCase("stage:school", false)]
    public void Two_dimensions_must_both_hold(string breakdown, bool included)
    {
        Assert.That(Of(("sex", ["F"]), ("stage", ["school"])).Includes(breakdown), Is.EqualTo(included));
    }

    private static BreakdownSelection Of(params (string Dimension, string[]? Categories)[] chosen) => new(
        chosen.ToDictionary(entry => entry.Dimension, entry => (IReadOnlySet<string>?)entry.Categories?.ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal));
}
