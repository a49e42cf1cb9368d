using Benchlearning.Api.Features.Analyses;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class FreeDisposalHullTests
{
    // By hand, inputs 2 of them, one output: D (4, 4, 2) is beaten by A (2, 3, 2): max(2/4, 3/4) = 0.75; E (6, 4, 3) by B (3, 3, 3):
    // max(3/6, 3/4) = 0.75, and by C (4.5, 1, 4): max(4.5/6, 1/4) = 0.75: tied.
    [Test]
    public void Scores_and_tied_peers_are_those_worked_out_by_hand()
    {
        var results = FreeDisposalHull.Measure(DeaSamples.Of(2, 1, [2, 3, 2], [3, 3, 3], [4.5, 1, 4], [4, 4, 2], [6, 4, 3]));
        Assert.That(results.Select(static one => one.Score), Is.EqualTo(new[] { 1, 1, 1, 0.75, 0.75 }).Within(1e-15));
        Assert.That(results[3].Peers.Select(static one => one.Unit), Is.EqualTo(new[] { "A", "B" }));
        Assert.That(results[4].Peers.Select(static one => one.Unit), Is.EqualTo(new[] { "B", "C" }));
        Assert.That(results[4].Peers[1].InputSlacks, Is.EqualTo(new[] { 0, 2.0 }).Within(1e-15));
        Assert.That(results[4].Peers[1].OutputSlacks, Is.EqualTo(new[] { 1.0 }).Within(1e-15));
    }

    // By hand, outputs: from (3, 1, 2) to (2, 2, 4), twice both; (3, 4, 3) would be min(4, 1.5).
    [Test]
    public void For_outputs_the_best_real_unit_sets_the_score()
    {
        var results = FreeDisposalHull.Measure(DeaSamples.Of(1, 2, [2, 2, 4], [3, 4, 3], [3, 1, 2]), DeaOrientation.Output);
        Assert.That(results.Select(static one => one.Score), Is.EqualTo(new[] { 1, 1, 2.0 }));
        Assert.That(results[2].Peers.Single().Unit, Is.EqualTo("A"));
        Assert.That(results[2].Status, Is.EqualTo(DeaStatus.Inefficient));
    }

    [Test]
    public void A_unit_as_good_but_for_one_input_is_weakly_efficient()
    {
        var results = FreeDisposalHull.Measure(DeaSamples.TwoInputs);
        Assert.That(results[5].Status, Is.EqualTo(DeaStatus.WeaklyEfficient));
        Assert.That(results[5].Peers.Select(static one => one.Unit), Is.EqualTo(new[] { "C", "F" }));
        Assert.That(results[2].Status, Is.EqualTo(DeaStatus.Efficient));
    }

    [Test]
    public void Nobody_uses_some_of_an_input_in_the_place_of_none()
    {
        var results = FreeDisposalHull.Measure(DeaSamples.Of(2, 1, [0, 4, 1], [1, 1, 1], [0, 2, 1]));
        Assert.That(results.Select(static one => one.Score), Is.EqualTo(new[] { 0.5, 1, 1 }));
    }

    [Test]
    public void Duplicates_are_each_others_peers()
    {
        var results = FreeDisposalHull.Measure(DeaSamples.Of(1, 1, [1, 1], [1, 1]));
        Assert.That(results, Is.All.Property("Status").EqualTo(DeaStatus.Efficient));
        Assert.That(results, Is.All.Property("Peers").Count.EqualTo(2));
    }

    [Property(Arbitrary = [typeof(DeaSamples)])]
    public bool Every_peer_dominates_its_unit_at_the_score_and_the_order_of_units_does_not_matter(EfficiencyData given)
    {
        var data = given.Ready();
        var turned = DeaData.From([.. given.Units().Reverse()], given.Inputs, given.Outputs);
        return Enum.GetValues<DeaOrientation>().All(orientation =>
        {
            var results = FreeDisposalHull.Measure(data, orientation);
            return results.Index().All(one => one.Item.Peers.Count > 0 && one.Item.Peers.All(peer => Dominates(data, one.Index, one.Item.Score, peer, orientation)))
                && results.Zip(FreeDisposalHull.Measure(turned, orientation).Reverse()).All(static pair => pair.First.Score == pair.Second.Score
                    && pair.First.Peers.Select(static peer => peer.Unit).Order().SequenceEqual(pair.Second.Peers.Select(static peer => peer.Unit).Order()));
        });
    }

    private static bool Dominates(DeaData data, int unit, double score, HullPeer peer, DeaOrientation orientation)
    {
        var own = data.Of(unit);
        var its = data.Of(data.Units.Index().Single(one => one.Item == peer.Unit).Index);
        for (var variable = 0; variable < own.Length; variable++)
        {
            var isInput = variable < data.Inputs;
            var projected = (isInput == (orientation == DeaOrientation.Input) ? score : 1) * own[variable];
            if (isInput ? its[variable] > projected * (1 + 1e-9) : its[variable] < projected * (1 - 1e-9))
            {
                return false;
            }
        }

        return true;
    }
}
