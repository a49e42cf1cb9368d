using MathNet.Numerics.LinearAlgebra;

namespace Benchlearning.Api.Features.Analyses;

/// <summary>A variable's part in the first principal component.</summary>
/// <param name="Code">The variable.</param>
/// <param name="Loading">Its correlation with the component, -1 to 1; the sign of the component is chosen so that most loadings are
/// positive.</param>
/// <param name="Weight">The squared loading over the sum of all: the weight that the component itself would give.</param>
internal sealed record ComponentLoading(string Code, double Loading, double Weight);

/// <summary>What the first principal component says of some variables.</summary>
/// <param name="Loadings">One per variable that varies.</param>
/// <param name="ExplainedShare">The share of the variance that one number can carry, 1/variables to 1; null when there is nothing to
/// analyse.</param>
/// <param name="Count">Units with every variable.</param>
/// <param name="WithoutVariance">Variables left out because they are the same everywhere.</param>
internal sealed record PrincipalComponentResult(
    IReadOnlyList<ComponentLoading> Loadings, double? ExplainedShare, int Count, IReadOnlyList<string> WithoutVariance);

/// <summary>
/// The first principal component of the correlation matrix (Pearson, 1901; Hotelling, 1933), as information beside the weights of an
/// index: it says what goes together, not what matters.
/// </summary>
internal static class PrincipalComponent
{
    /// <summary>Analyses.</summary>
    /// <param name="codes">The names of the variables.</param>
    /// <param name="columns">One column per variable, one value per unit; a unit that lacks any is passed over.</param>
    /// <exception cref="ArgumentException">Columns differ in number or length, or a value is infinite.</exception>
    public static PrincipalComponentResult Of(IReadOnlyList<string> codes, IReadOnlyList<double?[]> columns)
    {
        if (codes.Count != columns.Count || columns.Any(column => column.Length != columns[0].Length))
        {
            throw new ArgumentException("There is one column per name, all of one length.", nameof(columns));
        }

        int[] complete = columns.Count == 0
            ? []
            : [.. Enumerable.Range(0, columns[0].Length).Where(unit => columns.All(column => Presence.IsPresent(column[unit], out _)))];
        double?[][] used = [.. columns.Select(column => complete.Select(unit => column[unit]).ToArray())];
        bool[] varies = [.. used.Select(static column => Correlation.Of(column, column).Coefficient is not null)];
        int[] kept = [.. Enumerable.Range(0, codes.Count).Where(i => varies[i])];
        string[] without = [.. codes.Where((_, i) => !varies[i])];
        if (kept.Length == 0)
        {
            return new PrincipalComponentResult([], null, complete.Length, without);
        }

        var correlations = Matrix<double>.Build.Dense(
            kept.Length, kept.Length, (row, column) => row == column ? 1 : Correlation.Of(used[kept[row]], used[kept[column]]).Coefficient ?? 0);
        var factors = correlations.Evd(Symmetricity.Symmetric);
        var largest = factors.EigenValues[kept.Length - 1].Real; // in ascending order
        var vector = factors.EigenVectors.Column(kept.Length - 1);
        var sign = vector.Sum() < 0 ? -1 : 1;
        var length = vector.DotProduct(vector);
        return new PrincipalComponentResult(
            [
                .. kept.Select((variable, i) => new ComponentLoading(
                    codes[variable], sign * vector[i] * Math.Sqrt(Math.Max(0, largest) / length), vector[i] * vector[i] / length)),
            ],
            Math.Clamp(largest / kept.Length, 0, 1),
            complete.Length,
            without);
    }
}
