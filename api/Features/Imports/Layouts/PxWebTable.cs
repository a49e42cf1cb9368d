namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>How a table of PxWeb is understood.</summary>
/// <param name="Table">Its name, such as IRD060: mapping rules name an indicator TABLE, or TABLE/CONTENTS where it has several contents.</param>
/// <param name="Area">Code of the variable of areas, whose values mix the country, regions of two vintages, municipalities and towns.</param>
/// <param name="Time">Code of the variable of time.</param>
/// <param name="Contents">Code of the variable of contents; null: the table has one.</param>
/// <param name="Breakdowns">Variable to its values to our breakdown, such as SEX: T to nothing, F to sex:F. Only these values are asked for.</param>
/// <param name="Missing">Sign of an empty cell to the reason of its absence; signs that are not here are refused.</param>
/// <param name="MostCells">Cells asked for in one call.</param>
internal sealed record PxWebTable(
    string Table, string Area, string Time, string? Contents = null, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Breakdowns = null,
    IReadOnlyDictionary<string, string>? Missing = null, int MostCells = 50_000)
{
    private static readonly Dictionary<string, string> UsualSigns = new(StringComparer.Ordinal)
    {
        [".."] = "notAvailable", ["…"] = "notAvailable", ["..."] = "notAvailable", ["x"] = "suppressed",
    };

    /// <summary>The reason of a sign; null when nobody has said what it means.</summary>
    public string? ReasonOf(string sign) => (Missing ?? UsualSigns).TryGetValue(sign, out var reason) ? reason : null;
}

/// <summary>The first document of a file of PxWeb's answers: how they were understood when they were fetched.</summary>
/// <param name="PxWeb">The table.</param>
/// <param name="Address">Where it is.</param>
/// <param name="AreasLeftOut">Areas that were not asked for, because we hold no territory of their code, with their labels.</param>
internal sealed record PxWebManifest(PxWebTable PxWeb, string Address, IReadOnlyDictionary<string, string> AreasLeftOut);
