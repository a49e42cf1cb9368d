using Benchlearning.Api.Features.Aggregates;
using FsCheck;
using FsCheck.Fluent;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Aggregates;

/// <summary>What readers can work out of sums, by hand and by elimination.</summary>
public sealed class AggregateAuditTests
{
    private static readonly Reader Everyone = new(static _ => false);

    private static Reader Owner(int territory) => new(secret => secret.TerritoryId == territory);

    private static ToldSum Sum(params Secret[] secrets) => new([.. secrets.Select(static secret => (secret, 1.0))], secrets.Sum(static secret => secret.Value));

    private static readonly Secret A = new(1, 10), B = new(2, 12), C = new(3, 14), D = new(4, 16);

    private static bool IsSafe(Reader reader, params ToldSum[] sums) => AggregateAudit.IsSafe(sums, [reader], 0, 1, 10);

    [Test]
    public void One_is_told_to_everyone_and_two_to_each_other()
    {
        Assert.That(IsSafe(Everyone, Sum(A)), Is.False);
        Assert.That(IsSafe(Everyone, Sum(A, B)), Is.True);
        Assert.That(IsSafe(Owner(1), Sum(A, B)), Is.False);
        Assert.That(IsSafe(Owner(1), Sum(A, B, C)), Is.True);
    }

    [Test]
    public void A_difference_is_a_sum()
    {
        Assert.That(IsSafe(Everyone, Sum(A, B, C, D), Sum(A, B, C)), Is.False);
        Assert.That(IsSafe(Everyone, Sum(A, B, C), Sum(B, C, D)), Is.True); // A - D
        Assert.That(IsSafe(Owner(1), Sum(A, B, C), Sum(B, C, D)), Is.False);
    }

    // Four sums of three of four: each is half of what the sum of all four, which follows, leaves.
    [Test]
    public void Sums_that_none_gives_away_alone_do_together() =>
        Assert.That(IsSafe(Everyone, Sum(A, B, C), Sum(A, B, D), Sum(A, C, D), Sum(B, C, D)), Is.False);

    [Test]
    public void A_later_value_is_another_number()
    {
        var later = A with { Value = 20 };
        Assert.That(IsSafe(Everyone, Sum(A, B, C), Sum(later, B, C)), Is.True); // the change is told, which another rule sees to; no value is
        Assert.That(IsSafe(Everyone, Sum(A, B, C), Sum(later, A, B, C)), Is.False);
    }

    // Of 100 the owner of 4 knows that the others make 96, so the one of 95 is at most 96: 1 % more than it is.
    [Test]
    public void A_value_that_can_be_told_nearly_is_told()
    {
        Secret large = new(1, 95), small = new(2, 1), own = new(3, 4);
        Assert.That(IsSafe(Owner(3), Sum(large, small, own)), Is.False);
        Assert.That(AggregateAudit.IsSafe([Sum(large, small, own)], [Owner(3)], null, 1, 10), Is.True, "values that may be negative bound nothing");
    }

    [Test]
    public void Nothing_told_and_nothing_hidden_are_safe()
    {
        Assert.That(AggregateAudit.IsSafe([], [Everyone], 0, 1, 10), Is.True);
        Assert.That(IsSafe(new Reader(static _ => true), Sum(A)), Is.True);
    }

    /// <summary>Zero or more, so that zeros leave nothing: a sum of nothing tells every part.</summary>
    [Test]
    public void A_sum_of_zero_tells_all_its_parts() => Assert.That(IsSafe(Everyone, Sum(new Secret(1, 0), new Secret(2, 0), new Secret(3, 0))), Is.False);

    // Without a floor a value is told exactly where it is a combination of the sums: elimination says the same.
    [Property]
    public bool What_elimination_finds_the_audit_finds(ushort seed)
    {
        var random = new Random(seed);
        Secret[] secrets = [.. Enumerable.Range(0, 6).Select(territory => new Secret(territory, random.Next(1, 100)))];
        var groups = Enumerable.Range(0, random.Next(1, 6)).Select(_ => secrets.Where(_ => random.Next(2) == 0).ToArray()).Where(static group => group.Length > 0).ToArray();
        var isSafe = AggregateAudit.IsSafe([.. groups.Select(Sum)], [Everyone], null, 1e-6, 0);
        return isSafe == !Eliminated([.. groups.Select(group => secrets.Select(secret => group.Contains(secret) ? 1.0 : 0).ToArray())]);
    }

    /// <summary>Whether a row with a single number is left when rows are reduced (Gauss and Jordan).</summary>
    private static bool Eliminated(double[][] rows)
    {
        var rank = 0;
        for (var column = 0; column < 6 && rank < rows.Length; column++)
        {
            var pivot = Array.FindIndex(rows, rank, row => Math.Abs(row[column]) > 1e-9);
            if (pivot < 0)
                continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            var scale = rows[rank][column];
            rows[rank] = [.. rows[rank].Select(number => number / scale)];
            for (var other = 0; other < rows.Length; other++)
                if (other != rank && rows[other][column] is var factor && Math.Abs(factor) > 1e-9)
                    rows[other] = [.. rows[other].Zip(rows[rank], (one, two) => one - (factor * two))];
            rank++;
        }
        return rows.Any(static row => row.Count(static number => Math.Abs(number) > 1e-9) == 1);
    }
}
