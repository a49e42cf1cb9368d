namespace Benchlearning.Api.Platform.Charts;

/// <summary>A plain of numbers: a scale at the left and one at the foot.</summary>
/// <param name="Across">The scale at the foot.</param>
/// <param name="Up">The scale at the left.</param>
/// <param name="Language">Of the numbers.</param>
/// <param name="Left">Where the plain begins.</param>
/// <param name="Right">Where it ends.</param>
/// <param name="Top">The upper end.</param>
/// <param name="Bottom">The lower end.</param>
internal sealed record PlotArea(
    PlotScale Across,
    PlotScale Up,
    ChartLanguage Language,
    double Left,
    double Right,
    double Top,
    double Bottom)
{
    private const double NameHeight = 22;
    private const double Inset = 10;

    /// <summary>Where what is under the plain ends.</summary>
    public double Foot => Bottom + 44;

    /// <summary>Makes room under the page's top.</summary>
    public static PlotArea Fit(ChartPage page, PlotScale across, PlotScale up, double height, ChartLanguage language)
    {
        var widest = up.Ticks.Max(tick => ChartFont.Width(Text(up, tick, language), ChartPalette.Small));
        var names = TextLayout.Wrap(up.Name, ChartPage.Right - ChartPage.Left, ChartPalette.SmallBold, 2);
        var top = page.Top + (names.Count * 14) + NameHeight - 8;
        return new PlotArea(across, up, language, ChartPage.Left + Math.Ceiling(widest) + 10, ChartPage.Right, top, top + height);
    }

    public double X(double value) => Left + Inset + (Across.Share(value) * (Right - Left - (2 * Inset)));

    public double Y(double value) => Bottom - (Up.Share(value) * (Bottom - Top));

    /// <summary>Grid, numbers and names of both scales.</summary>
    public void Draw(ChartPage page)
    {
        var y = Top - NameHeight + 8;
        foreach (var line in TextLayout.Wrap(Up.Name, ChartPage.Right - ChartPage.Left, ChartPalette.SmallBold, 2).Reverse())
        {
            page.Text(ChartPage.Left, y, line, ChartPalette.SmallBold);
            y -= 14;
        }

        foreach (var tick in Up.Ticks)
        {
            page.Line(Left, Y(tick), Right, Y(tick), tick == 0 ? ChartPalette.AxisLine : ChartPalette.GridLine);
            page.Text(Left - 8, Y(tick) + 4, Text(Up, tick, Language), ChartPalette.Small, TextAnchor.End);
        }

        page.Line(Left, Bottom, Right, Bottom, ChartPalette.AxisLine);
        var end = double.NegativeInfinity;
        foreach (var tick in Across.Ticks)
        {
            page.Line(X(tick), Top, X(tick), Bottom + 4, ChartPalette.GridLine);
            var text = Text(Across, tick, Language);
            var half = ChartFont.Width(text, ChartPalette.Small) / 2;
            var middle = Math.Min(X(tick), ChartPage.Right - half);
            if (middle - half < end + 6)
                continue;
            page.Text(middle, Bottom + 18, text, ChartPalette.Small, TextAnchor.Middle);
            end = middle + half;
        }

        foreach (var line in TextLayout.Wrap(Across.Name, ChartPage.Right - ChartPage.Left, ChartPalette.SmallBold, 1))
            page.Text(Right, Bottom + 36, line, ChartPalette.SmallBold, TextAnchor.End);
    }

    private static string Text(PlotScale scale, double tick, ChartLanguage language) =>
        ChartNumbers.Text(tick, scale.Decimals, language);
}

/// <summary>A scale of a plain: even, or by powers of ten where sizes differ too much.</summary>
/// <param name="Name">What is measured, with its unit.</param>
/// <param name="Axis">The even scale; null: by powers of ten.</param>
/// <param name="Ticks">Round numbers, ascending.</param>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end, above the lower.</param>
/// <param name="Decimals">Decimals that tell the ticks apart.</param>
internal sealed record PlotScale(string Name, NumberAxis? Axis, IReadOnlyList<double> Ticks, double Low, double High, int Decimals)
{
    private const double WidestEven = 30;

    /// <summary>An even scale that holds all values.</summary>
    public static PlotScale Even(string name, IEnumerable<double> values, int decimals, int intervals = 5)
    {
        var all = values.DefaultIfEmpty(0).ToList();
        var axis = NumberAxis.Covering(all.Min(), all.Max(), intervals, decimals);
        return new PlotScale(name, axis, axis.Ticks, axis.Minimum, axis.Maximum, axis.Decimals);
    }

    /// <summary>Of sizes above 0: by powers of ten where the largest is more than thirty times the smallest, else even.</summary>
    public static PlotScale OfSizes(string name, IReadOnlyList<double> sizes, int decimals)
    {
        var (low, high) = (sizes.Min(), sizes.Max());
        if (low <= 0 || high / low < WidestEven)
            return Even(name, sizes, decimals, 6);

        var ticks = new List<double>();
        for (var power = (int)Math.Floor(Math.Log10(low)); power <= (int)Math.Ceiling(Math.Log10(high)); power++)
        {
            ticks.AddRange(new[] { 1d, 2, 5 }.Select(digit => digit * Math.Pow(10, power)).Where(tick => tick >= low && tick <= high));
        }

        return new PlotScale(name, null, ticks, low, high, Math.Max(0, -(int)Math.Floor(Math.Log10(low))));
    }

    /// <summary>Where a value lies between the ends, 0 to 1.</summary>
    public double Share(double value) => Axis is { } axis
        ? axis.Position(value, 0, 1)
        : Math.Clamp(Math.Log(value / Low) / Math.Log(High / Low), 0, 1);
}
