using Benchlearning.Api.Features.Analyses;

namespace Benchlearning.Tests.Unit.Features.Analyses;

public sealed class DeaBootstrapTests
{
    private static readonly DeaOptions Ccr = new(DeaReturns.Constant);
    private static readonly DeaOptions Outputs = new(DeaReturns.Variable, DeaOrientation.Output);

    [Test]
    public void The_same_seed_gives_the_same_answer_on_any_number_of_processors()
    {
        var one = Run(Ccr, new DeaBootstrapOptions(200, 11));
        var two = Run(Ccr, new DeaBootstrapOptions(200, 11, Parallel: 2));
        Assert.That(two.Scores, Is.EqualTo(one.Scores));
        Assert.That(Run(Ccr, new DeaBootstrapOptions(200, 12)).Scores, Is.Not.EqualTo(one.Scores));
    }

    // Drawn frontiers lie within the one of the data, so scores against them can only look better (Simar and Wilson, 1998).
    [Test]
    public void Scores_look_better_than_they_are_and_the_correction_takes_it_back()
    {
        foreach (var options in new[] { Ccr, new DeaOptions(), Outputs })
        {
            var worse = options.Orientation == DeaOrientation.Input ? 1 : -1;
            var result = Run(options, new DeaBootstrapOptions(400, 5));
            Assert.That(result.Scores.Select(one => one.Bias * worse), Is.All.GreaterThan(0));
            Assert.That(result.Scores.Select(one => (one.Score - one.Corrected) * worse), Is.All.GreaterThan(0));
            Assert.That(result.Scores.Select(static one => one.Low < one.Corrected && one.Corrected < one.High), Is.All.True);
            Assert.That(result.Scores.Select(one => (worse > 0 ? one.High - one.Score : one.Score - one.Low)), Is.All.LessThan(1e-9));
            Assert.That(result.Scores.Select(static one => one.Score), Is.EqualTo(Dea.Scores(DeaSamples.Hospitals, options)));
        }
    }

    // By hand: scores 0.5, 0.5, 0.8 and 1 (twice): inner 0.5, 0.5, 0.8, reflected 0.5, 0.5, 0.8, 1.2, 1.5, 1.5, mean 1, squares
    // 4 x 0.25 + 2 x 0.04 = 1.08, s = sqrt(1.08/5) = 0.46476; quartiles (type 7) 0.575 and 1.425, IQR/1.34 = 0.63433; so s;
    // (2k)^(-1/5) (2k/n)^(1/5) = n^(-1/5) = 5^(-0.2); sample: mean 0.76, squares 2 x 0.0676 + 0.0016 + 2 x 0.0576 = 0.252, s =
    // sqrt(0.063); h = 0.9 x 5^(-0.2) x sqrt(0.063).
    [Test]
    public void The_bandwidth_is_the_one_worked_out_by_hand() =>
        Assert.That(
            DeaBootstrap.Bandwidth([0.5, 1, 0.5, 0.8, 1]), Is.EqualTo(0.9 * Math.Pow(5, -0.2) * Math.Sqrt(0.063)).Within(1e-15));

    [Test]
    public void Without_spread_among_the_scores_nothing_is_drawn()
    {
        var result = DeaBootstrap.Of(
            DeaSamples.Of(1, 1, [1, 1], [2, 2]), Ccr, new DeaBootstrapOptions(), null, CancellationToken.None);
        Assert.That((result.Scores.Count, result.Bandwidth), Is.EqualTo((0, (double?)null)));
        Assert.That(
            DeaBootstrap.Of(DeaData.From([], 1, 1), Ccr, new DeaBootstrapOptions(), null, CancellationToken.None).Scores, Is.Empty);
    }

    [Test]
    public void Progress_is_told_after_every_replication()
    {
        var told = new List<int>();
        _ = DeaBootstrap.Of(DeaSamples.Hospitals, Ccr, new DeaBootstrapOptions(100), told.Add, CancellationToken.None);
        Assert.That(told, Is.EqualTo(Enumerable.Range(1, 100)));
    }

    [Test]
    public void A_cancelled_bootstrap_ends()
    {
        using var source = new CancellationTokenSource();
        Assert.That(
            () => DeaBootstrap.Of(
                DeaSamples.Hospitals, Ccr, new DeaBootstrapOptions(2_000), done => Cancel(source, done), source.Token),
            Throws.InstanceOf<OperationCanceledException>());

        static void Cancel(CancellationTokenSource source, int done)
        {
            if (done == 3)
            {
                source.Cancel();
            }
        }
    }

    [Test]
    public void Options_outside_their_range_are_refused()
    {
        foreach (var options in new DeaBootstrapOptions[] { new(99), new(2_001), new(Level: 1), new(Level: 0), new(Parallel: 0) })
        {
            Assert.That(() => Run(Ccr, options), Throws.InstanceOf<ArgumentOutOfRangeException>(), options.ToString());
        }
    }

    private static DeaBootstrapResult Run(DeaOptions options, DeaBootstrapOptions bootstrap) =>
        DeaBootstrap.Of(DeaSamples.Hospitals, options, bootstrap, null, CancellationToken.None);
}
