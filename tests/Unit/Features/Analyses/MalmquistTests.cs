using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class MalmquistTests
{
    private static readonly DeaData First = DeaSamples.Of(1, 1, [2, 1], [4, 2], [3, 3], [5, 4], [6, 5]);
    private static readonly DeaData Second = DeaSamples.Of(1, 1, [2, 1], [4, 3], [3, 4], [5, 3], [5, 5]);

    // Coelli (1996), A Guide to DEAP 2.1, example 4, years 1 and 2, output orientation: EG4-out.txt to three decimals.
    [Test]
    public void Changes_are_those_of_DEAP_example_4()
    {
        var changes = Malmquist.Between(First, Second, DeaOrientation.Output);
        Assert.That(Column(changes, static one => one.EfficiencyChange), Is.EqualTo(new[] { 0.75, 1.125, 1, 0.562, 0.9 }).Within(6e-4));
        Assert.That(Column(changes, static one => one.TechnicalChange), Is.All.EqualTo(1.333).Within(6e-4));
        Assert.That(Column(changes, static one => one.PureEfficiencyChange), Is.EqualTo(new[] { 1, 1.222, 1, 0.65, 1 }).Within(6e-4));
        Assert.That(Column(changes, static one => one.ScaleEfficiencyChange), Is.EqualTo(new[] { 0.75, 0.92, 1, 0.865, 0.9 }).Within(6e-4));
        Assert.That(Column(changes, static one => one.Index), Is.EqualTo(new[] { 1, 1.5, 1.333, 0.75, 1.2 }).Within(6e-4));
    }

    // By hand, constant returns: the best y/x is 1 in year 1 and 4/3 in year 2, so E of any point is its y/x over that.
    [Test]
    public void In_input_orientation_above_1_is_progress_too()
    {
        var changes = Malmquist.Between(First, Second);
        Assert.That(Column(changes, static one => one.Index), Is.EqualTo(new[] { 1, 1.5, 4 / 3.0, 0.75, 1.2 }).Within(1e-14));
        Assert.That(Column(changes, static one => one.PureEfficiencyChange), Is.EqualTo(new[] { 1, 16 / 15.0, 1, 16 / 27.0, 1 }).Within(1e-14));
        Assert.That(Column(changes, static one => one.FirstAgainstLast), Is.EqualTo(new[] { 0.375, 0.375, 0.75, 0.6, 0.625 }).Within(1e-14));
        Assert.That(Column(changes, static one => one.LastAgainstFirst), Is.EqualTo(new[] { 0.5, 0.75, 4 / 3.0, 0.6, 1 }).Within(1e-14));
    }

    [Test]
    public void Nothing_changes_between_a_period_and_itself() =>
        Assert.That(
            Malmquist.Between(Second, Second).SelectMany(static one => new[]
            {
                one.Index, one.EfficiencyChange, one.TechnicalChange, one.PureEfficiencyChange, one.ScaleEfficiencyChange,
            }),
            Is.All.EqualTo(1).Within(1e-14));

    [Test]
    public void Units_of_both_periods_are_compared_and_others_only_shape_the_frontiers()
    {
        var changes = Malmquist.Between(
            DeaData.From([new("A", [1], [1]), new("B", [2], [1])], 1, 1), DeaData.From([new("C", [1], [2]), new("B", [1], [1])], 1, 1));
        Assert.That(changes.Single().Unit, Is.EqualTo("B"));
        Assert.That(changes.Single().Index, Is.EqualTo(2).Within(1e-14));
        Assert.That(changes.Single().TechnicalChange, Is.EqualTo(2).Within(1e-14));
        Assert.That(() => Malmquist.Between(First, DeaSamples.TwoInputs), Throws.ArgumentException);
    }

    // By hand: in the last period B alone makes the second output, and needs the second input for it, of which A had none before.
    [Test]
    public void A_change_that_cannot_be_measured_is_null()
    {
        var first = DeaSamples.Of(2, 2, [1, 0, 1, 1], [1, 1, 2, 1]);
        var last = DeaSamples.Of(2, 2, [1, 0, 1, 0], [1, 1, 2, 1]);
        var change = Malmquist.Between(first, last)[0];
        Assert.That(change.FirstAgainstLast, Is.Null);
        Assert.That((change.Index, change.TechnicalChange), Is.EqualTo(((double?)null, (double?)null)));
        Assert.That(change.EfficiencyChange, Is.Not.Null);
    }

    [Property(Arbitrary = [typeof(DeaSamples)])]
    public bool The_parts_multiply_to_the_whole(EfficiencyData given)
    {
        var changes = Malmquist.Between(given.Ready(), DeaData.From([.. given.Units().Reverse()], given.Inputs, given.Outputs));
        return changes.All(static one => one.Index is null
            || (Math.Abs((one.EfficiencyChange!.Value * one.TechnicalChange!.Value / one.Index.Value) - 1) < 1e-9
                && (one.ScaleEfficiencyChange is null || Math.Abs(
                    (one.PureEfficiencyChange!.Value * one.ScaleEfficiencyChange.Value / one.EfficiencyChange.Value) - 1) < 1e-9)));
    }

    [Property(Arbitrary = [typeof(DeaSamples)])]
    public bool Neither_the_order_of_units_nor_the_units_of_the_data_matter_to_a_change(EfficiencyData given)
    {
        double[] factors = [1000, 0.01, 3, 1e6, 1e-5, 0.7];
        return Enum.GetValues<DeaOrientation>().All(orientation =>
        {
            var expected = Malmquist.Between(given.Ready(), Later(null), orientation);
            return Alike(expected, Malmquist.Between(given.Ready(factors), Later(factors), orientation))
                && Alike(expected, [.. Malmquist.Between(Turned(given.Units()), Turned(Next(null)), orientation).Reverse()]);
        });

        DeaUnit[] Next(double[]? scales)
        {
            var units = given.Units(scales);
            return [.. units.Select((unit, place) => units[(place + 1) % units.Length] with { Unit = unit.Unit })];
        }

        DeaData Later(double[]? scales) => DeaData.From(Next(scales), given.Inputs, given.Outputs);

        DeaData Turned(IEnumerable<DeaUnit> units) => DeaData.From([.. units.Reverse()], given.Inputs, given.Outputs);

        static bool Alike(IReadOnlyList<MalmquistChange> first, IReadOnlyList<MalmquistChange> second) => first.Zip(second).All(static pair =>
            pair.First.Unit == pair.Second.Unit && IsNear(pair.First.Index, pair.Second.Index)
            && IsNear(pair.First.PureEfficiencyChange, pair.Second.PureEfficiencyChange));

        static bool IsNear(double? first, double? second) =>
            first is null == second is null && (first is null || Math.Abs((first.Value / second!.Value) - 1) < 1e-9);
    }

    private static double?[] Column(IReadOnlyList<MalmquistChange> changes, Func<MalmquistChange, double?> figure) =>
        [.. changes.Select(figure)];
}
