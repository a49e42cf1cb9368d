namespace Benchlearning.Api.Platform.Charts;

/// <summary>Rows of bars on one scale: in one column, above 60 rows in two unless they need the width.</summary>
/// <param name="Rows">At least one, in the order in which they are drawn.</param>
/// <param name="Unit">Printed under the axis; ticks are never finer than its decimals.</param>
/// <param name="Language">Of the numbers.</param>
/// <param name="References">Lines through all rows.</param>
/// <param name="Columns">1 or 2.</param>
/// <param name="Axis">The same in both columns.</param>
internal sealed record BarPanels(
    IReadOnlyList<BarRow> Rows,
    ChartUnit Unit,
    ChartLanguage Language,
    IReadOnlyList<ReferenceLabel> References,
    int Columns,
    NumberAxis Axis)
{
    private const int MostInOneColumn = 60;
    private const double ColumnGap = 28;

    /// <param name="rows">At least one.</param>
    /// <param name="unit">Of the axis.</param>
    /// <param name="language">Of the numbers.</param>
    /// <param name="references">Lines through all rows.</param>
    /// <param name="fromZero">Whether zero is on the axis whatever the values: always where bars are compared by length.</param>
    /// <param name="isWide">One column whatever the number of rows, for bars that have much to show.</param>
    public static BarPanels Of(
        IReadOnlyList<BarRow> rows,
        ChartUnit unit,
        ChartLanguage language,
        IReadOnlyList<ReferenceLabel> references,
        bool fromZero = true,
        bool isWide = false)
    {
        var columns = rows.Count > MostInOneColumn && !isWide && rows.All(row => row.Remark is null) ? 2 : 1;
        var values = rows.SelectMany(row => row.Shapes).SelectMany(shape => shape.Values)
            .Concat(references.Select(reference => reference.Value))
            .Concat(fromZero ? [0d] : Array.Empty<double>())
            .DefaultIfEmpty(0)
            .ToList();
        var axis = NumberAxis.Covering(values.Min(), values.Max(), columns == 2 ? 3 : 6, unit.Decimals);
        return new BarPanels(rows, unit, language, references, columns, axis);
    }

    /// <summary>Draws key and rows from the page's top and moves it.</summary>
    /// <param name="page">Where.</param>
    /// <param name="key">What the colours stand for; reference lines that have no room for their words are added.</param>
    public void Draw(ChartPage page, IEnumerable<KeyItem> key)
    {
        var inFirst = (Rows.Count + Columns - 1) / Columns;
        var width = (ChartPage.Right - ChartPage.Left - (ColumnGap * (Columns - 1))) / Columns;
        var panels = Enumerable.Range(0, Columns)
            .Select(column => BarPanel.Fit(ChartPage.Left + (column * (width + ColumnGap)), width, Rows, Axis, Unit, Language))
            .ToList();

        var isLabelled = panels[0].HasRoomFor(References);
        var unlabelled = isLabelled ? [] : References;
        page.Key([.. key, .. unlabelled.Select(line => new KeyItem(KeyMark.ReferenceLine, line.Text, line.Stroke.Dash))]);
        var parts = panels.Select((_, column) => Rows.Skip(column * inFirst).Take(inFirst).ToList()).ToList();
        var height = panels.Zip(parts, (panel, part) => panel.HeightOf(part)).Max();
        for (var column = 0; column < Columns; column++)
            panels[column].Draw(page, parts[column], References, isLabelled, height);
        page.Top += BarPanel.Above(isLabelled) + height + panels[0].Below;
    }
}
