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
    // By hand: 3 stands alone in its row and column of totals 13 and 23.
    [Test]
    public void A_cell_hidden_alone_is_given_away_by_the_totals()
    {
        var audit = DisclosureAudit.Of([[null, 10], [20, 30]], [13, 50], [23, 40]);
        Assert.That(audit.Single(), Is.EqualTo(new HiddenCell(0, 0, 3, 3, true)));
    }

    // By hand: a square of four hidden cells, rows leave 13 and 50, columns 23 and 40: the first is between 0 and 13, the others
    // follow.
    [Test]
    public void A_square_of_hidden_cells_has_the_intervals_worked_out_by_hand()
    {
        var audit = DisclosureAudit.Of([[null, null], [null, null]], [13, 50], [23, 40]);
        Assert.That(audit.Select(static cell => cell.Low), Is.EqualTo(new[] { 0.0, 0, 10, 27 }).Within(1e-9));
        Assert.That(audit.Select(static cell => cell.High), Is.EqualTo(new[] { 13.0, 13, 23, 40 }).Within(1e-9));
        Assert.That(audit, Is.All.Property("IsDisclosed").False);
    }

    [Test]
    public void Cells_whose_rest_is_nothing_are_given_away_although_they_are_not_alone()
    {
        var audit = DisclosureAudit.Of([[null, null, 5], [null, null, 6]], [5, 16], [3, 7, 11]);
        Assert.That(audit.Where(static cell => cell.Row == 0), Is.All.Property("IsDisclosed").True); // both are 0
    }

    [Test]
    public void Without_totals_nothing_is_known()
    {
        Assert.That(DisclosureAudit.Of([[null, 1]], [null], [null, null]).Single(), Is.EqualTo(new HiddenCell(0, 0, 0, null, false)));
        Assert.That(DisclosureAudit.Of([[1, 1]], [2], [1, 1]), Is.Empty);
    }

    [Test]
    public void A_small_count_takes_three_others_with_it()
    {
        var result = DisclosureProtection.Of([[3, 10, 40], [20, 30, 50], [60, 70, 80]]);
        Assert.That(result.IsSafe, Is.True);
        Assert.That(result.Cells[0][0], Is.EqualTo(CellProtection.Primary));
        Assert.That(result.Cells.SelectMany(static row => row).Count(static cell => cell == CellProtection.Secondary), Is.EqualTo(3));
        Assert.That(result.Audit.Single(static cell => (cell.Row, cell.Column) == (0, 0)).High, Is.GreaterThan(3));
    }

    [Test]
    public void Zeros_are_hidden_only_if_asked()
    {
        Assert.That(DisclosureProtection.Of([[0, 10], [20, 30]]).Audit, Is.Empty);
        Assert.That(DisclosureProtection.Of([[0, 10], [20, 30]], areZerosHidden: true).Cells[0][0], Is.EqualTo(CellProtection.Primary));
    }

    [Test]
    public void A_table_of_one_cell_cannot_be_protected_and_says_so()
    {
        Assert.That(DisclosureProtection.Of([[3]]).IsSafe, Is.False);
        Assert.That(DisclosureProtection.Of([]).IsSafe, Is.True);
        Assert.That(DisclosureProtection.Of([[9, 9]]).Audit, Is.Empty);
    }

    [TestCase(2, 0)]
    [TestCase(2.5, 5)]
    [TestCase(7, 5)]
    [TestCase(8, 10)]
    public void Counts_are_rounded_to_a_base(double count, double expected) =>
        Assert.That(DisclosureProtection.Rounded(count, 5), Is.EqualTo(expected));

    [Test]
    public void Tables_that_make_no_sense_are_refused()
    {
        Assert.That(() => DisclosureAudit.Of([[null, 1], [1]], [1, 1], [1, 1]), Throws.ArgumentException);
        Assert.That(() => DisclosureAudit.Of([[null, -1]], [1], [1, 1]), Throws.ArgumentException);
        Assert.That(() => DisclosureAudit.Of([[null, 5]], [3], [null, null]), Throws.ArgumentException);
        Assert.That(() => DisclosureProtection.Of([[1]], 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Property(Arbitrary = [typeof(CountTables)])]
    public bool No_small_count_of_a_safe_table_can_be_worked_out(CountTable table)
    {
        var result = DisclosureProtection.Of(table.Counts);
        var small = table.Counts.SelectMany((row, r) => row.Select((count, c) => (count, r, c))).Where(static cell => cell.count is > 0 and < 5).ToArray();
        return small.All(cell => result.Cells[cell.r][cell.c] == CellProtection.Primary)
            && result.Audit.All(cell =>
                cell.Low <= table.Counts[cell.Row][cell.Column] + 1e-6 && !(cell.High < table.Counts[cell.Row][cell.Column] - 1e-6))
            && (!result.IsSafe || small.All(cell => result.Audit.Any(hidden =>
                (hidden.Row, hidden.Column) == (cell.r, cell.c) && !hidden.IsDisclosed && hidden.High > hidden.Low)));
    }
}
