namespace Benchlearning.Api.Features.Imports;

/// <summary>Something to say about a row.</summary>
/// <param name="Row">Number of the row; 0: the file as a whole.</param>
/// <param name="Rule">Stable code of the rule.</param>
/// <param name="Severity">refused, waiting, quarantined or warning.</param>
/// <param name="Field">The column; null: the row as a whole.</param>
/// <param name="Lv">What is wrong and what would be right, in Latvian.</param>
/// <param name="En">The same in English.</param>
/// <param name="Content">The row as received.</param>
/// <param name="Answer">accepted or rejected where it is answered already; null: it is open.</param>
internal readonly record struct RowFinding(int Row, string Rule, string Severity, string? Field, string Lv, string En, string Content, string? Answer = null);
