namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// Points by two numbers, with limits or with lines that divide the plain. The own point is named first, then those out of the
/// ordinary, then as many others as there is room for; how many are named is said. Limits far from every point are cut off.
/// </summary>
internal static class ScatterChart
{
    private const double Height = 420;

    /// <summary>Draws the units; 0 to about 500 of them.</summary>
    public static Scene Draw(ScatterInput input)
    {
        var page = new ChartPage(input.Caption);
        var points = input.Points.Select(point => point with { X = ChartNumbers.Drawable(point.X), Y = ChartNumbers.Drawable(point.Y) }).ToList();
        var drawn = points.Where(point => point is { X: not null, Y: not null }).ToList();
        page.Heading(input.Hint);
        var named = 0;
        if (drawn.Count == 0)
        {
            page.Nothing();
        }
        else
        {
            page.Key(KeyOf(page.Words, input, drawn));
            named = Plain(page, input, drawn);
        }

        page.Top += 8;
        var count = page.Words.Count(drawn.Count, points.Count);
        page.Paragraph(named < drawn.Count ? $"{count}; {page.Words.NamedWhereRoom(named)}" : count, ChartPalette.SmallBold);
        page.Paragraph(Missing(page.Words, points), ChartPalette.Small);
        page.Foot();
        return page.Finish([.. Summary(input, drawn), count, Missing(page.Words, points)]);
    }

    private static List<KeyItem> KeyOf(ChartWords words, ScatterInput input, List<ScatterPoint> points)
    {
        var items = new List<KeyItem>();
        if (points.Find(point => point.IsOwn) is { } own)
            items.Add(new KeyItem(KeyMark.OwnDot, own.Label));
        if (points.Exists(point => point is { IsOwn: false, Flag: 0 }))
            items.Add(new KeyItem(KeyMark.PeerDot, input.Names is null ? words.Peers : words.Ordinary));
        if (input.Names is { } names && points.Exists(point => point.Flag == 1))
            items.Add(new KeyItem(KeyMark.Diamond, names.Somewhat, Fill: ScatterPlot.FlagColour(1)));
        if (input.Names is { } more && points.Exists(point => point.Flag > 1))
            items.Add(new KeyItem(KeyMark.Diamond, more.Much, Fill: ScatterPlot.FlagColour(2)));
        items.AddRange(input.Curves.Where(curve => curve.Label is not null).Select(curve => new KeyItem(KeyMark.Line, curve.Label!, Stroke: curve.Stroke)));
        return items;
    }

    private static int Plain(ChartPage page, ScatterInput input, List<ScatterPoint> points)
    {
        var curves = input.Curves.SelectMany(curve => curve.Points)
            .Where(point => ChartNumbers.Drawable(point.X) is not null && ChartNumbers.Drawable(point.Y) is not null)
            .ToList();
        var xs = points.Select(point => point.X!.Value).Concat(curves.Select(point => point.X)).ToList();
        var ys = points.Select(point => point.Y!.Value).ToList();
        var (lowest, span) = (ys.Min(), ys.Max() - ys.Min());
        ys.AddRange(curves.Select(point => point.Y).Where(y => y >= lowest - span && y <= lowest + (2 * span)));
        if (input.Cross is { } cross)
        {
            xs.Add(cross.X);
            ys.Add(cross.Y);
        }

        var across = input.Across.IsSize
            ? PlotScale.OfSizes(input.Across.WithUnit, xs, input.Across.Unit.Decimals)
            : PlotScale.Even(input.Across.WithUnit, xs, input.Across.Unit.Decimals, 6);
        var up = PlotScale.Even(input.Up.WithUnit, ys, input.Up.Unit.Decimals);
        var area = PlotArea.Fit(page, across, up, Height, input.Caption.Language);
        var named = new ScatterPlot(input, area).Draw(page, points);
        page.Top = area.Foot;
        return named;
    }

    private static string Missing(ChartWords words, List<ScatterPoint> points)
    {
        var missing = points.Where(point => point.X is null || point.Y is null).Select(point => point.Label).ToList();
        return missing.Count == 0 ? "" : $"{ChartWords.Sentence(words.NoData)} ({missing.Count}): {string.Join(", ", missing)}";
    }

    private static IEnumerable<string> Summary(ScatterInput input, List<ScatterPoint> points)
    {
        foreach (var point in points.Where(point => point.IsOwn))
            yield return ScatterPlot.Tooltip(input, point);
        if (input.Cross is { } cross)
            yield return $"{input.Across.Name}: {cross.XText}; {input.Up.Name}: {cross.YText}";
        foreach (var point in points.Where(point => point is { IsOwn: false, Flag: > 0 }))
            yield return ScatterPlot.Tooltip(input, point);
    }
}
