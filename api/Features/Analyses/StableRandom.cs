namespace Benchlearning.Api.Features.Analyses;

/// <summary>
/// Random numbers that are the same for a seed on every machine and every version of the platform: xoshiro256** (Blackman and
/// Vigna, 2018), its state filled by SplitMix64 (Steele, Lea and Flood, 2014). The random numbers of the platform itself may change
/// between versions, and an analysis must be repeatable for 20 years. Not safe for use by several threads at once, and no secret.
/// </summary>
internal sealed class StableRandom
{
    private ulong _first;
    private ulong _second;
    private ulong _third;
    private ulong _fourth;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">The seed: the same seed and stream give the same numbers.</param>
    /// <param name="stream">Which of the sequences of this seed, so that parallel draws do not depend on who is faster.</param>
    public StableRandom(ulong seed, ulong stream = 0)
    {
        var state = seed;
        state = Split(ref state) ^ stream;
        _first = Split(ref state);
        _second = Split(ref state);
        _third = Split(ref state);
        _fourth = Split(ref state);
    }

    private StableRandom(ulong first, ulong second, ulong third, ulong fourth)
    {
        _first = first;
        _second = second;
        _third = third;
        _fourth = fourth;
    }

    /// <summary>Starts from a state, to compare with the reference implementation.</summary>
    internal static StableRandom From(ulong first, ulong second, ulong third, ulong fourth) => new(first, second, third, fourth);

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        var result = ulong.RotateLeft(_second * 5, 7) * 9;
        var shifted = _second << 17;
        _third ^= _first;
        _fourth ^= _second;
        _second ^= _third;
        _first ^= _fourth;
        _third ^= shifted;
        _fourth = ulong.RotateLeft(_fourth, 45);
        return result;
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> - 1, each as likely (Lemire, 2019, with rejection).</summary>
    /// <param name="bound">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var threshold = unchecked(0UL - (ulong)bound) % (ulong)bound;
        while (true)
        {
            var product = Math.BigMul(Next(), (ulong)bound, out var low);
            if (low >= threshold)
            {
                return (int)product;
            }
        }
    }

    /// <summary>A number above 0 and below 1, uniformly: the middles of 2^53 equal steps.</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) * (1.0 / (1UL << 53));

    /// <summary>A standard normal number, by the inverse of the distribution function.</summary>
    public double Normal() => NormalDistribution.Quantile(Uniform());

    /// <summary>Puts numbers in a random order, each as likely (Fisher and Yates, 1938).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private static ulong Split(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
