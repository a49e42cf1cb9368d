namespace Benchlearning.Api.Platform.Charts;

/// <summary>The columns of a profile and one row of it.</summary>
/// <param name="Words">The reader's language.</param>
/// <param name="Input">Name of the own municipality, language, alignment.</param>
/// <param name="StripLeft">Where every strip begins.</param>
/// <param name="StripRight">Where every strip ends.</param>
/// <param name="ValueEnd">Where own values end.</param>
/// <param name="MedianEnd">Where medians end.</param>
internal sealed record ProfileStrip(
    ChartWords Words,
    ProfileInput Input,
    double StripLeft,
    double StripRight,
    double ValueEnd,
    double MedianEnd)
{
    private const double LabelWidth = 226;
    private const double LineHeight = 15;
    private const double Gap = 18;
    private const double LeastColumn = 64;

    private static readonly TextStyle Ends = new(10, ChartPalette.MutedInk);

    public static ProfileStrip Fit(IReadOnlyList<ProfileRow> rows, ChartWords words, ProfileInput input)
    {
        var strip = new ProfileStrip(words, input, 0, 0, 0, 0);
        var rank = Column(rows.Select(strip.RankText), ChartPalette.BodyBold, words.Rank);
        var median = Column(rows.Select(strip.MedianText), ChartPalette.Body, words.Median);
        var value = Column(rows.Where(row => row.Own is not null).Select(strip.OwnText), ChartPalette.BodyBold, words.Value);
        var medianEnd = ChartPage.Right - rank - Gap;
        var valueEnd = medianEnd - median - Gap;
        return strip with
        {
            StripLeft = ChartPage.Left + LabelWidth + Gap,
            StripRight = valueEnd - value - Gap,
            ValueEnd = valueEnd,
            MedianEnd = medianEnd,
        };
    }

    /// <summary>Names of the columns, with the arrow that says where better is.</summary>
    public void Header(ChartPage page)
    {
        var y = page.Top + 12;
        page.Text(ChartPage.Left, y, ChartWords.Sentence(Words.Indicator), ChartPalette.SmallBold);
        page.Text(ValueEnd, y, ChartWords.Sentence(Words.Value), ChartPalette.SmallBold, TextAnchor.End);
        page.Text(MedianEnd, y, ChartWords.Sentence(Words.Median), ChartPalette.SmallBold, TextAnchor.End);
        page.Text(ChartPage.Right, y, ChartWords.Sentence(Words.Rank), ChartPalette.SmallBold, TextAnchor.End);
        if (Input.GoodToTheRight)
            page.Text(StripRight, y, Words.Better + " \u2192", ChartPalette.SmallBold, TextAnchor.End);
        page.Top += 20;
    }

    public void Draw(ChartPage page, ProfileRow row)
    {
        var name = TextLayout.Wrap(row.Label, LabelWidth, ChartPalette.Body, 3);
        var hint = TextLayout.Wrap(Hint(row), LabelWidth, Ends, 2);
        var height = Math.Max(50, 18 + (name.Count * LineHeight) + (hint.Count * 13));
        var top = page.Top;
        var middle = top + (height / 2);

        page.Line(ChartPage.Left, top, ChartPage.Right, top, ChartPalette.GridLine);
        var y = top + 20;
        foreach (var line in name)
        {
            page.Text(ChartPage.Left, y, line, ChartPalette.Body);
            y += LineHeight;
        }

        foreach (var line in hint)
        {
            page.Text(ChartPage.Left, y, line, Ends);
            y += 13;
        }

        Strip(page, row, middle - 5);
        Figures(page, row, middle + 1);
        page.Top = top + height;
    }

    /// <summary>The row in words, for a reader who cannot see it.</summary>
    public static string Sentence(ProfileRow row, ChartWords words, ProfileInput input)
    {
        var strip = new ProfileStrip(words, input, 0, 0, 0, 0);
        var own = row.Own is { } value
            ? ChartNumbers.Text(value, row.Unit, input.Caption.Language)
            : row.MissingReason ?? words.NoData;
        var median = row.Group.Median is null ? "" : $"; {words.Median} {strip.MedianText(row)}";
        var rank = row.Rank is null ? $"; n = {row.Count}" : $"; {words.Rank} {strip.RankText(row)}";
        return $"{row.Label}: {own}{median}{rank}; {words.Of(row.Direction)}";
    }

    private static double Column(IEnumerable<string> texts, TextStyle style, string header) =>
        Math.Ceiling(texts.Select(text => ChartFont.Width(text, style))
            .Append(ChartFont.Width(ChartWords.Sentence(header), ChartPalette.SmallBold))
            .Append(LeastColumn)
            .Max());

    private void Strip(ChartPage page, ProfileRow row, double y)
    {
        if (row.Group is not { Minimum: { } lowest, Maximum: { } highest })
        {
            page.Text(StripLeft, y + 7, Words.NoData, ChartPalette.Small);
            return;
        }

        var (from, to) = (Math.Min(lowest, row.Own ?? lowest), Math.Max(highest, row.Own ?? highest));
        var isTurned = IsTurned(row);
        double X(double value)
        {
            var share = to > from ? (value - from) / (to - from) : 0.5;
            return StripLeft + ((isTurned ? 1 - share : share) * (StripRight - StripLeft));
        }

        ChartMarks.Range(page, Math.Min(X(lowest), X(highest)), Math.Max(X(lowest), X(highest)), y);
        if (row.Group is { LowerQuartile: { } lower, UpperQuartile: { } upper })
        {
            var left = Math.Min(X(lower), X(upper));
            page.Add(new RectangleNode(
                left, y - 7, Math.Abs(X(upper) - X(lower)), 14, ChartPalette.QuartileBand, ChartPalette.PeerOutline));
        }

        if (row.Group.Median is { } median)
            ChartMarks.MedianTick(page, X(median), y, 10);
        if (row.Own is { } own)
            page.Add(new GroupNode(Sentence(row, Words, Input), [OwnMark(row.Standing, X(own), y)]));

        var (leftEnd, rightEnd) = isTurned ? (to, from) : (from, to);
        page.Text(StripLeft, y + 22, Number(leftEnd, row), Ends);
        page.Text(StripRight, y + 22, Number(rightEnd, row), Ends, TextAnchor.End);
    }

    private void Figures(ChartPage page, ProfileRow row, double y)
    {
        var style = row.Own is null ? ChartPalette.Small : ChartPalette.BodyBold;
        var lines = TextLayout.Wrap(OwnText(row), ValueEnd - StripRight - Gap, style, 3);
        var first = y - ((lines.Count - 1) * LineHeight / 2);
        for (var index = 0; index < lines.Count; index++)
            page.Text(ValueEnd, first + (index * LineHeight), lines[index], style, TextAnchor.End);
        page.Text(MedianEnd, y, MedianText(row), ChartPalette.Body, TextAnchor.End);
        var rankStyle = row.Rank is null ? ChartPalette.Small : ChartPalette.BodyBold;
        page.Text(ChartPage.Right, y, RankText(row), rankStyle, TextAnchor.End);
    }

    private static SceneNode OwnMark(ProfileStanding standing, double x, double y) => standing switch
    {
        ProfileStanding.BestQuarter => ChartMarks.Better(x, y),
        ProfileStanding.WeakestQuarter => ChartMarks.Worse(x, y),
        _ => ChartMarks.OwnDot(x, y),
    };

    private bool IsTurned(ProfileRow row) => Input.GoodToTheRight && row.Direction == ChartDirection.LowerIsBetter;

    private string Hint(ProfileRow row)
    {
        var direction = IsTurned(row) ? $"{Words.LowerIsBetter}, {Words.AxisReversed}" : Words.Of(row.Direction);
        return string.IsNullOrWhiteSpace(row.Unit.Symbol) ? direction : $"{row.Unit.Symbol}; {direction}";
    }

    private string OwnText(ProfileRow row) => row.Own is { } own ? Number(own, row) : row.MissingReason ?? Words.NoData;

    private string MedianText(ProfileRow row) => row.Group.Median is { } median ? Number(median, row) : "";

    private string RankText(ProfileRow row) => row.Rank is { } rank ? Words.Place(rank, row.Count) : $"n = {row.Count}";

    private string Number(double value, ProfileRow row) => ChartNumbers.Text(value, row.Unit.Decimals, Input.Caption.Language);
}
