namespace Benchlearning.Api.Platform.Charts;

/// <summary>Several measures of one unit at a glance, each against its group.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="OwnLabel">The unit's name.</param>
/// <param name="Rays">A ray for each measure, clockwise from the top.</param>
/// <param name="NumberTitle">What the number at the end of a line of the table is.</param>
internal sealed record SunInput(ChartCaption Caption, string OwnLabel, IReadOnlyList<SunRay> Rays, string NumberTitle);

/// <param name="Label">The measure's name.</param>
/// <param name="Share">Where the unit is between the weakest (0) and the best (1) of its group; null when missing.</param>
/// <param name="GroupShare">Where the group's mean is; null when nobody has one.</param>
/// <param name="Value">The figure as printed, with its unit; words where it is missing.</param>
/// <param name="Number">What it adds, as printed.</param>
internal sealed record SunRay(string Label, double? Share, double? GroupShare, string Value, string Number);

/// <summary>
/// A sun: the longer a ray, the better. Rays are numbered, and a table beside says what each is, so that any length and number of
/// names can be read.
/// </summary>
internal static class SunChart
{
    private const double Radius = 136;
    private const double TableGap = 36;
    private const double LineHeight = 15;

    /// <summary>The outermost first, so that the inner ones lie on top.</summary>
    private static readonly double[] Rings = [1, 0.75, 0.5, 0.25];

    /// <summary>Draws 0 to about 30 rays.</summary>
    public static Scene Draw(SunInput input)
    {
        var page = new ChartPage(input.Caption);
        var rays = input.Rays.Select(ray => ray with { Share = Share(ray.Share), GroupShare = Share(ray.GroupShare) }).ToList();
        page.Heading(page.Words.SunHint);
        if (rays.Exists(ray => ray.Share is not null))
            Picture(page, input, rays);
        else
            page.Nothing();
        page.Top += 10;
        page.Foot();
        return page.Finish(rays.Select(ray => Sentence(page.Words, ray)));
    }

    private static double? Share(double? share) => ChartNumbers.Drawable(share) is { } value ? Math.Clamp(value, 0, 1) : null;

    private static void Picture(ChartPage page, SunInput input, List<SunRay> rays)
    {
        page.Key([.. Key(page.Words, rays)]);
        var top = page.Top;
        var (x, y) = (ChartPage.Left + Radius + 24, top + Radius + 26);
        foreach (var ring in Rings)
            page.Add(new CircleNode(x, y, Radius * ring, ChartPalette.Paper, ring == 1 ? ChartPalette.AxisLine : ChartPalette.GridLine));

        var angle = 2 * Math.PI / rays.Count;
        for (var index = 0; index < rays.Count; index++)
        {
            var (from, to) = ((index - 0.42) * angle, (index + 0.42) * angle);
            page.Add(new GroupNode(Sentence(page.Words, rays[index]), [.. Ray(x, y, from, to, rays[index])]));
            var (sin, cos) = Math.SinCos(index * angle);
            page.Text(x + ((Radius + 13) * sin), y - ((Radius + 13) * cos) + 4, $"{index + 1}", ChartPalette.BodyBold, TextAnchor.Middle);
        }

        Table(page, input, rays, x + Radius + TableGap, top);
        page.Top = Math.Max(page.Top, y + Radius + 26);
    }

    private static IEnumerable<SceneNode> Ray(double x, double y, double from, double to, SunRay ray)
    {
        if (ray.Share is { } share)
        {
            var fill = share >= (ray.GroupShare ?? 0) ? ChartPalette.Own : ChartPalette.OwnPale;
            yield return new PolygonNode([new ScenePoint(x, y), .. Arc(x, y, Math.Max(2, Radius * share), from, to)], fill, ChartMarks.Edge);
        }
        else
        {
            var (sin, cos) = Math.SinCos((from + to) / 2);
            yield return new LineNode(x, y, x + (Radius * sin), y - (Radius * cos), new Stroke(ChartPalette.Axis, 1.4, Dash.Dotted));
        }

        if (ray.GroupShare is { } mean)
            yield return new PolylineNode(Arc(x, y, Math.Max(2, Radius * mean), from, to), new Stroke(ChartPalette.Reference, 2.6));
    }

    private static void Table(ChartPage page, SunInput input, List<SunRay> rays, double left, double top)
    {
        var numberWidth = Math.Max(
            rays.Max(ray => ChartFont.Width(ray.Number, ChartPalette.Body)),
            ChartFont.Width(input.NumberTitle, ChartPalette.SmallBold));
        var valueWidth = Math.Min(170, Math.Max(
            rays.Max(ray => ChartFont.Width(ray.Value, ChartPalette.BodyBold)),
            ChartFont.Width(ChartWords.Sentence(page.Words.Value), ChartPalette.SmallBold)));
        var (numberEnd, valueEnd) = (ChartPage.Right, ChartPage.Right - Math.Ceiling(numberWidth) - 16);
        var nameLeft = left + 26;
        var nameWidth = valueEnd - Math.Ceiling(valueWidth) - 14 - nameLeft;

        page.Text(valueEnd, top + 12, ChartWords.Sentence(page.Words.Value), ChartPalette.SmallBold, TextAnchor.End);
        page.Text(numberEnd, top + 12, input.NumberTitle, ChartPalette.SmallBold, TextAnchor.End);
        var y = top + 20;
        for (var index = 0; index < rays.Count; index++)
        {
            var names = TextLayout.Wrap(rays[index].Label, nameWidth, ChartPalette.Body, 3);
            var values = TextLayout.Wrap(rays[index].Value, valueWidth, ChartPalette.BodyBold, 3);
            page.Line(left, y, ChartPage.Right, y, ChartPalette.GridLine);
            page.Text(left + 18, y + 15, $"{index + 1}", ChartPalette.BodyBold, TextAnchor.End);
            for (var line = 0; line < names.Count; line++)
                page.Text(nameLeft, y + 15 + (line * LineHeight), names[line], ChartPalette.Body);
            for (var line = 0; line < values.Count; line++)
                page.Text(valueEnd, y + 15 + (line * LineHeight), values[line], ChartPalette.BodyBold, TextAnchor.End);
            page.Text(numberEnd, y + 15, rays[index].Number, ChartPalette.Body, TextAnchor.End);
            y += 9 + (Math.Max(1, Math.Max(names.Count, values.Count)) * LineHeight);
        }

        page.Top = y;
    }

    private static IEnumerable<KeyItem> Key(ChartWords words, List<SunRay> rays)
    {
        if (rays.Exists(ray => ray.Share >= (ray.GroupShare ?? 0)))
            yield return new KeyItem(KeyMark.PartBar, words.BetterThanMean, Fill: ChartPalette.Own);
        if (rays.Exists(ray => ray.Share < ray.GroupShare))
            yield return new KeyItem(KeyMark.PartBar, words.WeakerThanMean, Fill: ChartPalette.OwnPale);
        if (rays.Exists(ray => ray.GroupShare is not null))
            yield return new KeyItem(KeyMark.Line, words.GroupMean, Stroke: new Stroke(ChartPalette.Reference, 2.6));
        if (rays.Exists(ray => ray.Share is null))
            yield return new KeyItem(KeyMark.Line, words.NoData, Stroke: new Stroke(ChartPalette.Axis, 1.4, Dash.Dotted));
    }

    private static string Sentence(ChartWords words, SunRay ray) => ray switch
    {
        { Share: null } => $"{ray.Label}: {ray.Value}",
        { GroupShare: { } mean } => $"{ray.Label}: {ray.Value}; {(ray.Share >= mean ? words.BetterThanMean : words.WeakerThanMean)}",
        _ => $"{ray.Label}: {ray.Value}",
    };

    /// <summary>Points on a circle, clockwise; angles from the top, in radians.</summary>
    private static ScenePoint[] Arc(double x, double y, double radius, double from, double to)
    {
        var steps = Math.Max(2, (int)Math.Ceiling((to - from) / 0.09));
        var points = new ScenePoint[steps + 1];
        for (var step = 0; step <= steps; step++)
        {
            var (sin, cos) = Math.SinCos(from + ((to - from) * step / steps));
            points[step] = new ScenePoint(x + (radius * sin), y - (radius * cos));
        }

        return points;
    }
}
