using Benchlearning.Api.Features.Analyses.Operations;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class KnownIndicesTests
{
    private static readonly KnownIndex[] Versions =
    [
        new("index", 1, "Indekss", "Index", null, new DateOnly(2012, 12, 31), "first", []), new("index", 2, "Indekss", "Index", new DateOnly(2013, 1, 1), null, "second", []),
        new("other", 1, "Cits", "Other", new DateOnly(2020, 1, 1), null, "other", []),
    ];

    [TestCase("index", null, "2012-12-31", 1)]
    [TestCase("index", null, "2013-01-01", 2)]
    [TestCase("index", null, null, 2)]
    [TestCase("index", 1, "2013-12-31", 1)]
    [TestCase("index", 3, null, null)]
    [TestCase("other", null, "2019-12-31", null)]
    [TestCase("none", null, null, null)]
    public void The_version_is_the_one_asked_for_or_valid_on_the_day_or_the_latest(string code, int? version, string? on, int? expected) =>
        Assert.That(KnownIndices.Find(Versions, code, version, on is null ? null : DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture))?.Version, Is.EqualTo(expected));

    [Test]
    public void Every_known_version_has_weights_that_add_up_to_1_and_a_direction_for_each()
    {
        foreach (var known in KnownIndices.All)
        {
            Assert.That(known.Components.Sum(component => component.Weight), Is.EqualTo(1).Within(1e-12), known.Code);
            Assert.That(known.Components.Select(component => component.Direction), Is.All.AnyOf("higherIsBetter", "lowerIsBetter"), known.Code);
        }
    }
}
