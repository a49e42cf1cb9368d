using Benchlearning.Api.Features.Analyses;
using FsCheck;
using FsCheck.Fluent;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

/// <summary>A table of counts, many of them small.</summary>
public sealed record CountTable(double[][] Counts)
{
    public override string ToString() => string.Join(" | ", Counts.Select(static row => string.Join(" ", row)));
}

public static class CountTables
{
    public static Arbitrary<CountTable> CountTable() =>
        (from rows in Gen.Choose(1, 6)
         from columns in Gen.Choose(1, 6)
         from counts in Gen.Frequency((3, Gen.Choose(0, 6)), (4, Gen.Choose(5, 60))).Select(static count => (double)count).ArrayOf(rows * columns)
         select new CountTable([.. counts.Chunk(columns)])).ToArbitrary();
}

public sealed class DisclosureTests
{
    private static readonly DisclosureRules Fives = new(5, false, null, 0, null);

    // By hand: 3 stands alone in its row and column of totals 13 and 23.
    [Test]
    public void A_cell_hidden_alone_is_given_away_by_the_totals() =>
        Assert.That(Audit([[null, 10], [20, 30]], [13, 50], [23, 40]), Is.EqualTo(new[] { new HiddenCell(0, new NumberInterval(3, 3), true) }));

    // By hand: a square of four hidden cells, rows leave 13 and 50, columns 23 and 40: the first is between 0 and 13, the others
    // follow.
    [Test]
    public void A_square_of_hidden_cells_has_the_intervals_worked_out_by_hand()
    {
        var audit = Audit([[null, null], [null, null]], [13, 50], [23, 40]);
        Assert.That(audit.Select(static cell => cell.Interval.Low), Is.EqualTo(new[] { 0.0, 0, 10, 27 }).Within(1e-9));
        Assert.That(audit.Select(static cell => cell.Interval.High), Is.EqualTo(new[] { 13.0, 13, 23, 40 }).Within(1e-9));
        Assert.That(audit, Is.All.Property("IsExact").False);
    }

    [Test]
    public void Cells_whose_rest_is_nothing_are_given_away_although_they_are_not_alone()
    {
        var audit = Audit([[null, null, 5], [null, null, 6]], [5, 16], [3, 7, 11]);
        Assert.That(audit.Where(static cell => cell.Cell < 2), Is.All.Property("IsExact").True); // both are 0
    }

    [Test]
    public void Without_totals_nothing_is_known()
    {
        var table = new DisclosureTable(1, 2, [], hasTotalLine: false, hasTotalColumn: false);
        Assert.That(DisclosureAudit.Of(table, [null, 1], static _ => NumberInterval.NotNegative, true), Is.EqualTo(new[] { new HiddenCell(0, NumberInterval.NotNegative, false) }));
        Assert.That(Audit([[1, 1]], [2], [1, 1]), Is.Empty);
    }

    // By hand: each of two cells is between 1.6 and 2.4; as counts both can only be 2.
    [TestCase(true)]
    [TestCase(false)]
    public void Counts_are_whole_and_amounts_are_not(bool isWhole)
    {
        var table = new DisclosureTable(2, 1, [], hasTotalLine: true, hasTotalColumn: false);
        Assert.That(DisclosureAudit.Of(table, [null, null, 4], static _ => new NumberInterval(1.6, 2.4), isWhole), Is.All.Property("IsExact").EqualTo(isWhole));
    }

    // By hand: a + b is 10 and b + c is 7, so a - c is 3; without a floor nothing else is known, and with a = 4 all is.
    [Test]
    public void Numbers_without_a_floor_are_known_only_where_sums_tell_them()
    {
        NumberInterval[] free = [new(null, null), new(null, null), new(null, null)];
        KnownSum[] sums = [new([new(0, 1), new(1, 1)], 10), new([new(1, 1), new(2, 1)], 7)];
        Assert.That(HiddenNumbers.Intervals(free, sums), Is.All.EqualTo(new NumberInterval(null, null)));
        var told = HiddenNumbers.Intervals(free, [.. sums, new([new(0, 2)], 8)]);
        Assert.That(told.Select(static interval => interval.Low), Is.EqualTo(new double?[] { 4, 6, 1 }).Within(1e-9));
        Assert.That(told.Select(static interval => interval.High), Is.EqualTo(new double?[] { 4, 6, 1 }).Within(1e-9));
        Assert.That(HiddenNumbers.Intervals([new(null, 9), new(0, null)], [new([new(0, 1), new(1, 1)], 10)]), Is.EqualTo(new[] { new NumberInterval(null, 9), new NumberInterval(1, null) }));
    }

    [Test]
    public void A_small_count_takes_three_others_with_it()
    {
        var (table, result) = Protect([[3, 10, 40], [20, 30, 50], [60, 70, 80]]);
        Assert.That(result.IsSafe, Is.True);
        Assert.That(result.IsHidden.Count(static isHidden => isHidden), Is.EqualTo(4));
        Assert.That(Enumerable.Range(0, table.Cells).Where(cell => result.IsHidden[cell]), Has.None.Matches<int>(table.IsTotal));
        Assert.That(result.Audit.Single(static cell => cell.Cell == 0).Interval.High, Is.GreaterThan(3));
    }

    [Test]
    public void Zeros_are_hidden_only_if_asked()
    {
        Assert.That(Protect([[0, 10], [20, 30]]).Result.Audit, Is.Empty);
        Assert.That(Protect([[0, 10], [20, 30]], Fives with { AreZerosSensitive = true }).Result.IsHidden[0], Is.True);
    }

    // The rows' total of 3 is as small as its cell, and gives it away.
    [Test]
    public void A_total_that_is_small_itself_is_hidden_too()
    {
        Assert.That(Protect([[3]]).Result.IsHidden, Is.All.True);
        Assert.That(Protect([[3]]).Result.IsSafe, Is.True);
        var (table, result) = Protect([[3, 0], [20, 30]]);
        Assert.That(result.IsHidden[table.Cell(0, 2)], Is.True);
        Assert.That(result.IsSafe, Is.True);
        Assert.That(Protect([[9, 9]]).Result.Audit, Is.Empty);
    }

    // 2 of the first row is beside 9 in the subtotal of rows 0 and 1, and beside 40 in the total: without the subtotal 9 could stay.
    [Test]
    public void Subtotals_give_away_what_totals_do_not()
    {
        var table = new DisclosureTable(3, 1, [[0, 1]], hasTotalLine: true, hasTotalColumn: false);
        var values = table.Complete([[2.0], [9], [40]]);
        Assert.That(values, Is.EqualTo(new[] { 2.0, 9, 40, 11, 51 }));
        var audit = DisclosureAudit.Of(table, [null, 9, null, 11, 51], static _ => NumberInterval.NotNegative, true);
        Assert.That(audit, Is.All.Property("IsExact").True);
        var result = DisclosureProtection.Of(table, values, [.. values.Select(Fives.OfCount)], default, true);
        Assert.That(result.IsSafe, Is.True);
        Assert.That(result.IsHidden, Is.EqualTo(new[] { true, true, false, false, false }));
    }

    // Hundepool et al., chapter 4.2: of 100 = 60 + 30 + 6 + 4 the two largest are 90 %; the second, who knows 30, can tell the first to 60 and at most 70, 17 %.
    [TestCase(2, 85, null, "Dominance", 105.882353)]
    [TestCase(2, 90, null, "None", null)]
    [TestCase(null, 0, 20.0, "PPercent", 102.0)]
    [TestCase(null, 0, 10.0, "None", null)]
    public void Amounts_are_judged_by_their_largest_contributions(int? n, double k, double? p, string rule, double? required)
    {
        var judged = new DisclosureRules(3, false, n, k, p).OfMagnitude([4, 60, 6, 30]);
        Assert.That(judged.Rule.ToString(), Is.EqualTo(rule));
        if (rule != "None")
            Assert.That(judged.RequiredHigh, Is.EqualTo(required).Within(1e-6));
    }

    [Test]
    public void Two_contributors_are_fewer_than_three() =>
        Assert.That(new DisclosureRules(3, false, null, 0, null).OfMagnitude([5, 5, 0]).Rule, Is.EqualTo(PrimaryRule.Frequency));

    [TestCase(2, 0)]
    [TestCase(2.5, 5)]
    [TestCase(7, 5)]
    [TestCase(8, 10)]
    public void Counts_are_rounded_to_a_base(double count, double expected) =>
        Assert.That(DisclosureRounding.Nearest(count, 5), Is.EqualTo(expected));

    [TestCase(0.0, 0.0, 2.0)]
    [TestCase(5.0, 3.0, 7.0)]
    public void What_was_rounded_to_the_nearest_of_fives_is_within_two(double rounded, double low, double high) =>
        Assert.That(DisclosureRounding.Behind(rounded, 5, TableRounding.Nearest, isWhole: true), Is.EqualTo(new NumberInterval(low, high)));

    [Test]
    public void Tables_that_make_no_sense_are_refused()
    {
        Assert.That(() => Audit([[null, 5]], [3], [null, null]), Throws.ArgumentException);
        Assert.That(() => Audit([[1, 1]], [3], [1, 1]), Throws.ArgumentException);
        Assert.That(() => DisclosureRounding.Nearest(1, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property(Arbitrary = [typeof(CountTables)])]
    public bool No_small_count_of_a_protected_table_can_be_worked_out(CountTable counts)
    {
        var (table, result) = Protect(counts.Counts);
        var values = table.Complete(counts.Counts);
        var small = Enumerable.Range(0, table.Cells).Where(cell => values[cell] is > 0 and < 5).ToArray();
        return result.IsSafe
            && small.All(cell => result.IsHidden[cell])
            && result.Audit.All(cell => cell.Interval.Low <= values[cell.Cell] + 1e-6 && !(cell.Interval.High < values[cell.Cell] - 1e-6))
            && small.All(cell => result.Audit.Any(hidden => hidden.Cell == cell && !hidden.IsExact && !(hidden.Interval.High <= hidden.Interval.Low)));
    }

    [Property(Arbitrary = [typeof(CountTables)])]
    public bool Controlled_rounding_adds_up_within_one_base(CountTable counts, byte seed)
    {
        var table = new DisclosureTable(counts.Counts.Length, counts.Counts[0].Length, [], hasTotalLine: true, hasTotalColumn: true);
        var values = table.Complete(counts.Counts);
        return new ulong?[] { null, seed }.All(chance =>
        {
            var rounded = DisclosureRounding.Of(table, values, 3, TableRounding.Controlled, chance)!;
            return table.Sums.All(sum => sum.Parts.Sum(cell => rounded[cell]) == rounded[sum.Total])
                && values.Index().All(pair => Math.Abs(rounded[pair.Index] - pair.Item) < 3 && rounded[pair.Index] % 3 == 0);
        });
    }

    // 20,000 draws of 1 to base 3: up in a third of them.
    [Test]
    public void Random_rounding_is_right_on_average_and_repeatable()
    {
        var table = new DisclosureTable(20_000, 1, [], hasTotalLine: false, hasTotalColumn: false);
        var ones = Enumerable.Repeat(1.0, 20_000).ToArray();
        var rounded = DisclosureRounding.Of(table, ones, 3, TableRounding.Random, 7)!;
        Assert.That(rounded.Average(), Is.EqualTo(1).Within(0.05));
        Assert.That(DisclosureRounding.Of(table, ones, 3, TableRounding.Random, 7), Is.EqualTo(rounded));
        Assert.That(DisclosureRounding.Of(table, ones, 3, TableRounding.Random, 8), Is.Not.EqualTo(rounded));
    }

    private static IReadOnlyList<HiddenCell> Audit(double?[][] cells, double?[] rowTotals, double?[] columnTotals)
    {
        var table = new DisclosureTable(cells.Length, columnTotals.Length, [], hasTotalLine: true, hasTotalColumn: true);
        var lines = cells.Zip(rowTotals, static (row, total) => row.Append(total)).Append(columnTotals.Append(null));
        return [.. DisclosureAudit.Of(table, [.. lines.SelectMany(static line => line)], static _ => NumberInterval.NotNegative, true).Where(cell => !table.IsTotal(cell.Cell))];
    }

    private static (DisclosureTable Table, ProtectedTable Result) Protect(double[][] counts, DisclosureRules? rules = null)
    {
        var table = new DisclosureTable(counts.Length, counts[0].Length, [], hasTotalLine: true, hasTotalColumn: true);
        var values = table.Complete(counts);
        return (table, DisclosureProtection.Of(table, values, [.. values.Select((rules ?? Fives).OfCount)], default, true));
    }
}
