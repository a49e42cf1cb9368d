using Benchlearning.Api.Features.Analyses;
using FsCheck;
using FsCheck.Fluent;
using PropertyAttribute = FsCheck.NUnit.PropertyAttribute;

namespace Benchlearning.Tests.Unit.Features.Analyses;

/// <summary>A linear program that has a solution and a bound.</summary>
public sealed record SolvableProgram(double[] Matrix, double[] RightHandSide, double[] Costs, double[]? Upper);

/// <summary>Small programs with ties, zeros and redundant rows: b is A times a point within the bounds.</summary>
public static class SolvablePrograms
{
    public static Arbitrary<SolvableProgram> SolvableProgram() =>
        (from rows in Gen.Choose(1, 6)
         from columns in Gen.Choose(1, 10)
         from matrix in Gen.Choose(-3, 3).Select(static number => (double)number).ArrayOf(rows * columns)
         from point in Gen.Choose(0, 3).Select(static number => (double)number).ArrayOf(columns)
         from costs in Gen.Choose(-4, 4).Select(static number => (double)number).ArrayOf(columns)
         from isBoxed in Gen.Elements(true, false)
         select new SolvableProgram(
             matrix,
             [.. Enumerable.Range(0, rows).Select(row => point.Select((value, column) => value * matrix[(column * rows) + row]).Sum())],
             isBoxed ? costs : [.. costs.Select(Math.Abs)],
             isBoxed ? [.. point.Select(static value => value + 1)] : null)).ToArbitrary();
}

public sealed class LinearProgramTests
{
    // Beale (1955), "Cycling in the dual simplex algorithm": the textbook rule cycles for ever; the optimum is -1/20 at
    // (1/25, 0, 1, 0).
    [Test]
    public void The_program_of_Beale_that_makes_the_simplex_method_cycle_is_solved()
    {
        var program = new LinearProgram(
            [0.25, 0.5, 0, -60, -90, 0, -0.04, -0.02, 1, 9, 3, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], [0, 0, 1]);
        Assert.That(program.Minimise([-0.75, 150, -0.02, 6, 0, 0, 0]), Is.EqualTo(LinearProgramStatus.Optimal));
        Assert.That(program.Objective, Is.EqualTo(-0.05).Within(1e-15));
        Assert.That(
            Enumerable.Range(0, 4).Select(program.Value), Is.EqualTo(new[] { 0.04, 0, 1, 0 }).Within(1e-15));
    }

    // Klee and Minty (1972) in three dimensions: maximise 100a + 10b + c; the optimum is 10,000 at (0, 0, 10000).
    [Test]
    public void The_program_of_Klee_and_Minty_is_solved()
    {
        var program = new LinearProgram([1, 20, 200, 0, 1, 20, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1], [1, 100, 10_000]);
        Assert.That(program.Minimise([-100, -10, -1, 0, 0, 0]), Is.EqualTo(LinearProgramStatus.Optimal));
        Assert.That(program.Objective, Is.EqualTo(-10_000).Within(1e-9));
        Assert.That(program.Value(2), Is.EqualTo(10_000).Within(1e-9));
    }

    [Test]
    public void A_program_without_a_point_is_infeasible() =>
        Assert.That(new LinearProgram([1, 1], [1, 2]).Minimise([1]), Is.EqualTo(LinearProgramStatus.Infeasible));

    [Test]
    public void A_point_beyond_its_bound_is_infeasible() =>
        Assert.That(new LinearProgram([1], [2], [1]).Minimise([1]), Is.EqualTo(LinearProgramStatus.Infeasible));

    [Test]
    public void A_program_without_a_bound_is_unbounded() =>
        Assert.That(new LinearProgram([1, -1], [1]).Minimise([-1, 0]), Is.EqualTo(LinearProgramStatus.Unbounded));

    // By hand: a + b = 3, a at most 1, b at most 5, maximise 2a + b: a = 1, b = 2.
    [Test]
    public void A_column_stops_at_its_upper_bound()
    {
        var program = new LinearProgram([1, 1], [3], [1, 5]);
        Assert.That(program.Minimise([-2, -1]), Is.EqualTo(LinearProgramStatus.Optimal));
        Assert.That((program.Value(0), program.Value(1), program.Objective), Is.EqualTo((1.0, 2.0, -4.0)));
    }

    [Test]
    public void A_row_that_says_nothing_new_does_no_harm()
    {
        var program = new LinearProgram([1, 2, 1, 2], [3, 6]);
        Assert.That(program.Minimise([1, 2]), Is.EqualTo(LinearProgramStatus.Optimal));
        Assert.That((program.Value(0), program.Value(1)), Is.EqualTo((3.0, 0.0)));
    }

    // By hand: all of the edge a + b = 2 is best; over it b is between 0 and 2.
    [Test]
    public void The_next_objective_goes_over_the_best_points_of_the_last()
    {
        var program = new LinearProgram([1, 1, 1], [2]);
        _ = program.Minimise([1, 1, 5]);
        program.KeepOptimalFace();
        Assert.That(program.IsFaceAPoint, Is.False);
        _ = program.Minimise([0, -1, -100]);
        Assert.That((program.Value(0), program.Value(1), program.Value(2)), Is.EqualTo((0.0, 2.0, 0.0)));
        _ = program.Minimise([0, 1, 0]);
        Assert.That((program.Value(0), program.Value(1), program.Value(2)), Is.EqualTo((2.0, 0.0, 0.0)));
    }

    [Test]
    public void A_program_that_makes_no_sense_is_refused()
    {
        Assert.That(() => new LinearProgram([1, 2, 3], [1, 2]), Throws.ArgumentException);
        Assert.That(() => new LinearProgram([], []), Throws.ArgumentException);
        Assert.That(() => new LinearProgram([double.NaN], [1]), Throws.ArgumentException);
        Assert.That(() => new LinearProgram([1], [1], [-1]), Throws.ArgumentException);
    }

    // Strong duality: c x = b y + sum over columns at their bound of u d, every reduced cost d of the right sign, the point
    // feasible.
    [Property(Arbitrary = [typeof(SolvablePrograms)], MaxTest = 500)]
    public bool The_dual_proves_the_optimum(SolvableProgram given)
    {
        var program = new LinearProgram(given.Matrix, given.RightHandSide, given.Upper);
        if (program.Minimise(given.Costs) != LinearProgramStatus.Optimal)
        {
            return false;
        }

        var rows = given.RightHandSide.Length;
        var bound = given.RightHandSide.Select((number, row) => number * program.Dual(row)).Sum();
        for (var column = 0; column < given.Costs.Length; column++)
        {
            var reduced = given.Costs[column];
            for (var row = 0; row < rows; row++)
            {
                reduced -= program.Dual(row) * given.Matrix[(column * rows) + row];
            }

            var value = program.Value(column);
            if (value < -1e-9 || value > (given.Upper?[column] ?? double.PositiveInfinity) + 1e-9)
            {
                return false;
            }

            if (reduced < -1e-9)
            {
                if (given.Upper is null)
                {
                    return false;
                }

                bound += given.Upper[column] * reduced;
            }
        }

        var isFeasible = Enumerable.Range(0, rows).All(row => Math.Abs(
            given.Costs.Select((_, column) => given.Matrix[(column * rows) + row] * program.Value(column)).Sum()
            - given.RightHandSide[row]) < 1e-9);
        return isFeasible && Math.Abs(bound - program.Objective) < 1e-9;
    }
}
