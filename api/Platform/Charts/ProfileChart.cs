namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// A strip per indicator: the group's range, middle half and median, the own mark on it, the own value and rank beside it.
/// Each strip has a scale of its own, with its ends printed.
/// </summary>
internal static class ProfileChart
{
    /// <summary>Draws the indicators; 0 to about 60.</summary>
    public static Scene Draw(ProfileInput input)
    {
        var page = new ChartPage(input.Caption);
        var rows = input.Rows.Select(Drawable).ToList();
        page.Heading("");
        page.Key(KeyOf(page.Words, input.OwnLabel, rows));

        var strip = ProfileStrip.Fit(rows, page.Words, input);
        strip.Header(page);
        foreach (var row in rows)
            strip.Draw(page, row);
        if (rows.Count == 0)
            page.Paragraph(ChartWords.Sentence(page.Words.NoData), ChartPalette.BodyBold);

        page.Top += 12;
        page.Foot();
        return page.Finish(rows.Select(row => ProfileStrip.Sentence(row, page.Words, input)));
    }

    private static ProfileRow Drawable(ProfileRow row) => row with
    {
        Own = ChartNumbers.Drawable(row.Own),
        Group = row.Group.Drawable(),
        Rank = row.Direction == ChartDirection.Neutral ? null : row.Rank,
        Standing = row.Direction == ChartDirection.Neutral ? ProfileStanding.Between : row.Standing,
    };

    private static List<KeyItem> KeyOf(ChartWords words, string ownLabel, List<ProfileRow> rows)
    {
        var items = new List<KeyItem> { new(KeyMark.OwnDot, ownLabel) };
        if (rows.Exists(row => row.Standing == ProfileStanding.BestQuarter))
            items.Add(new KeyItem(KeyMark.Better, words.BestQuarter));
        if (rows.Exists(row => row.Standing == ProfileStanding.WeakestQuarter))
            items.Add(new KeyItem(KeyMark.Worse, words.WeakestQuarter));
        items.Add(new KeyItem(KeyMark.MedianTick, words.Median));
        items.Add(new KeyItem(KeyMark.QuartileBand, words.MiddleHalf));
        items.Add(new KeyItem(KeyMark.RangeLine, words.LowestToHighest));
        return items;
    }
}
