namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>How a CSV of open data is understood: what its columns are is declared, never guessed.</summary>
/// <param name="Territory">Column of the territory's ATVK code; leading zeros may be missing.</param>
/// <param name="Period">Column of the period; null: all rows are of <paramref name="FixedPeriod"/>.</param>
/// <param name="FixedPeriod">Period of all rows, where no column states it.</param>
/// <param name="Values">Columns of values.</param>
/// <param name="Delimiter">What separates columns.</param>
/// <param name="RoundedCount">A count that the provider publishes in place of small ones, such as 5 for 1 to 10: values equal to it are flagged roundedByProvider. Null: none.</param>
internal sealed record OpenDataCsv(string Territory, IReadOnlyList<OpenDataColumn> Values, string? Period = null, string? FixedPeriod = null, string Delimiter = ",", int? RoundedCount = null);

/// <summary>A column of values.</summary>
/// <param name="Column">Its header.</param>
/// <param name="Indicator">What it is, as mapping rules name it, or our own code.</param>
/// <param name="Breakdown">Its breakdown, such as sex:F; empty: the total.</param>
internal sealed record OpenDataColumn(string Column, string Indicator, string Breakdown = "");

/// <summary>The first line of a kept file: how it was understood when it was fetched.</summary>
/// <param name="Csv">Its columns.</param>
/// <param name="Address">Where it is.</param>
internal sealed record OpenDataManifest(OpenDataCsv Csv, string Address);
