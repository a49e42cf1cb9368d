namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>One value as a source states it: its own words, not yet understood.</summary>
/// <param name="Number">Number of the row in the file, from 1; of a wide layout, the row of the cell.</param>
/// <param name="Territory">Code or name of the territory.</param>
/// <param name="Indicator">Code or name of the indicator.</param>
/// <param name="Period">Period.</param>
/// <param name="Breakdown">Breakdown, such as sex:F; empty for the total.</param>
/// <param name="Value">The value's text; null or empty where there is none.</param>
/// <param name="MissingReason">Stated reason of a missing value; null: notAvailable.</param>
/// <param name="Flag">suspect, or null.</param>
/// <param name="ReasonLv">Reason of the flag in Latvian; null when none.</param>
/// <param name="ReasonEn">Reason of the flag in English; null when none.</param>
/// <param name="Content">The row as received, for its findings.</param>
internal readonly record struct SourceRow(
    int Number, string Territory, string Indicator, string Period, string Breakdown, string? Value, string? MissingReason, string? Flag,
    string? ReasonLv, string? ReasonEn, string Content);

/// <summary>Reads a raw file of one layout row by row. A file that is not of the layout throws <see cref="LayoutException"/>.</summary>
internal interface ISourceLayout
{
    /// <summary>Name and version, kept with every import, such as tidy-csv/1.</summary>
    string Name { get; }

    /// <summary>The rows of a file. Memory holds one row, not the file.</summary>
    IAsyncEnumerable<SourceRow> ReadAsync(Stream content, CancellationToken cancellationToken);
}

/// <summary>The file as a whole cannot be read: the message says what is wrong and what would be right.</summary>
internal sealed class LayoutException(string rule, string lv, string en) : Exception(en)
{
    public string Rule { get; } = rule;

    public string Latvian { get; } = lv;
}
