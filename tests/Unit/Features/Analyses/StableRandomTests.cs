using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class StableRandomTests
{
    // The reference implementation of Blackman and Vigna, started from 1, 2, 3, 4, as the tests of the Rust crate rand_xoshiro
    // record it.
    [Test]
    public void Numbers_are_those_of_the_reference_implementation()
    {
        var random = StableRandom.From(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        Assert.That(expected.Select(_ => random.Next()), Is.EqualTo(expected));
    }

    [Test]
    public void A_seed_and_a_stream_give_the_same_numbers_for_ever_and_others_give_others()
    {
        var random = new StableRandom(42, 7);
        var again = new StableRandom(42, 7);
        var other = new StableRandom(42, 8);
        ulong[] numbers = [random.Next(), random.Next()];
        Assert.That(new[] { again.Next(), again.Next() }, Is.EqualTo(numbers));
        Assert.That(new[] { other.Next(), other.Next() }, Is.Not.EqualTo(numbers));
    }

    [Test]
    public void Whole_numbers_below_a_bound_are_equally_frequent()
    {
        var random = new StableRandom(1);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.Below(7)]++;
        }

        Assert.That(counts, Is.All.EqualTo(10_000).Within(400));
        Assert.That(random.Below(1), Is.Zero);
        Assert.That(() => random.Below(0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Normal_numbers_have_mean_0_and_deviation_1()
    {
        var random = new StableRandom(3);
        var numbers = Enumerable.Range(0, 20_000).Select(_ => random.Normal()).ToArray();
        Assert.That(Moments.Mean(numbers), Is.Zero.Within(0.03));
        Assert.That(Moments.StandardDeviation(numbers), Is.EqualTo(1).Within(0.03));
    }

    [Test]
    public void A_shuffle_keeps_every_item()
    {
        int[] items = [1, 2, 3, 4, 5, 6, 7, 8];
        new StableRandom(5).Shuffle(items.AsSpan());
        Assert.That(items, Is.EquivalentTo(new[] { 1, 2, 3, 4, 5, 6, 7, 8 }));
        Assert.That(items, Is.Not.Ordered);
    }
}
