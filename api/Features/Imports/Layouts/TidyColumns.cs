namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// Where the columns of a tidy table are: territory, period, indicator, value; optional breakdown, missingReason, flag or flags, reason_lv, reason_en. Other columns are passed over.
/// </summary>
internal sealed class TidyColumns
{
    /// <summary>Most columns of a table.</summary>
    public const int Most = 100;

    private static readonly string[] Required = ["territory", "period", "indicator", "value"];

    private readonly int territory, period, indicator, breakdown, value, missingReason, flags, reasonLv, reasonEn;

    private TidyColumns(string[] header)
    {
        Count = header.Length;
        (territory, period, indicator, value) = (Array.IndexOf(header, "territory"), Array.IndexOf(header, "period"), Array.IndexOf(header, "indicator"), Array.IndexOf(header, "value"));
        (breakdown, missingReason, flags) = (Array.IndexOf(header, "breakdown"), Array.IndexOf(header, "missingreason"), Math.Max(Array.IndexOf(header, "flag"), Array.IndexOf(header, "flags")));
        (reasonLv, reasonEn) = (Array.IndexOf(header, "reason_lv"), Array.IndexOf(header, "reason_en"));
        Known = [.. new[] { territory, period, indicator, breakdown, value, missingReason, flags, reasonLv, reasonEn }.Where(column => column >= 0).Order()];
        Territory = territory;
    }

    /// <summary>Columns of the table, known or not.</summary>
    public int Count { get; }

    /// <summary>Places of the columns that are read, in their order.</summary>
    public IReadOnlyList<int> Known { get; }

    /// <summary>Place of the territory's column.</summary>
    public int Territory { get; }

    /// <summary>Finds the columns by a header. Throws <see cref="LayoutException"/> when it is not that of a tidy table.</summary>
    /// <param name="header">The header, in any case.</param>
    /// <param name="adviceLv">What to look at when columns are missing, in Latvian.</param>
    /// <param name="adviceEn">The same in English.</param>
    public static TidyColumns Find(IReadOnlyList<string> header, string adviceLv, string adviceEn)
    {
        if (header.Count > Most)
            throw new LayoutException("too-many-columns", $"Galvenē ir {header.Count} kolonnas; pieļaujamas {Most}.", $"The header has {header.Count} columns; at most {Most} are taken.");
        var names = header.Select(name => name.Trim().TrimStart('\uFEFF').ToLowerInvariant()).ToArray();
        var missing = Required.Where(name => !names.Contains(name)).ToArray();
        if (missing.Length > 0)
            throw new LayoutException("missing-columns",
                $"Trūkst kolonnu: {string.Join(", ", missing)}. Galvenē ir: {Shown(names)}.{adviceLv}",
                $"Missing columns: {string.Join(", ", missing)}. The header has: {Shown(names)}.{adviceEn}");
        if (names.Where(name => name.Length > 0).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new LayoutException("repeated-column", $"Kolonna {repeated.Key} ir vairākkārt.", $"The column {repeated.Key} occurs more than once.");
        return new TidyColumns(names);
    }

    /// <summary>A row by its fields.</summary>
    /// <param name="number">Number of the row.</param>
    /// <param name="at">The field of a column; null: the row has none there.</param>
    /// <param name="content">Gives the row as received.</param>
    public SourceRow Row(int number, Func<int, string?> at, Func<string> content)
    {
        string Of(int column) => column < 0 ? "" : at(column) ?? "";
        return new SourceRow(number, Of(territory), Of(indicator), Of(period), Of(breakdown), Of(value), Of(missingReason), flags < 0 ? null : at(flags), Of(reasonLv), Of(reasonEn), null, content);
    }

    private static string Shown(string[] names) => string.Join(", ", names.Take(20)) is { Length: > 300 } shown ? shown[..300] + "…" : string.Join(", ", names.Take(20));
}
