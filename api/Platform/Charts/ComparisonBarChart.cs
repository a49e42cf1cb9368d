namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// Sorted horizontal bars of a group for one indicator and period. The value stands in a column before its bar, so that no
/// number lies over a line and a long chart reads like a table. Above 60 bars there are two columns of bars on one scale.
/// </summary>
internal static class ComparisonBarChart
{
    private const int MostInOneColumn = 60;
    private const double ColumnGap = 28;

    /// <summary>Draws the group; 0 to about 200 members.</summary>
    public static Scene Draw(ComparisonInput input)
    {
        var page = new ChartPage(input.Caption);
        var rows = Sorted(input);
        var references = References(page.Words, input);
        page.Heading(Hint(page.Words, input.Direction));
        if (rows.Count == 0)
            NothingToDraw(page);
        else
            Bars(page, input, rows, references);

        page.Top += 10;
        var missing = Missing(page.Words, input.Members);
        var count = page.Words.Count(rows.Count, input.Members.Count);
        page.Paragraph(count, ChartPalette.SmallBold);
        foreach (var line in missing.Own)
            page.Paragraph(line, ChartPalette.SmallBold);
        page.Paragraph(missing.Others, ChartPalette.Small);
        page.Foot();
        return page.Finish([.. Summary(page.Words, input, rows, references), count, .. missing.Own, missing.Others]);
    }

    private static void Bars(
        ChartPage page,
        ComparisonInput input,
        List<BarRow> rows,
        IReadOnlyList<ReferenceLabel> references)
    {
        var axis = Axis(input.Unit, rows, references);
        var columns = rows.Count > MostInOneColumn ? 2 : 1;
        var inFirst = (rows.Count + columns - 1) / columns;
        var width = (ChartPage.Right - ChartPage.Left - (ColumnGap * (columns - 1))) / columns;
        var panels = Enumerable.Range(0, columns)
            .Select(column => BarPanel.Fit(ChartPage.Left + (column * (width + ColumnGap)), width, rows, axis, input))
            .ToList();

        var isLabelled = panels[0].HasRoomFor(references);
        page.Key(KeyOf(page.Words, input.Members, rows, isLabelled ? [] : references));
        var parts = panels.Select((_, column) => rows.Skip(column * inFirst).Take(inFirst).ToList()).ToList();
        var height = panels.Zip(parts, (panel, part) => panel.HeightOf(part)).Max();
        for (var column = 0; column < columns; column++)
            panels[column].Draw(page, parts[column], references, isLabelled, height);
        page.Top += BarPanel.Above(isLabelled) + height + panels[0].Below;
    }

    private static List<BarRow> Sorted(ComparisonInput input)
    {
        var rows = new List<BarRow>(input.Members.Count);
        foreach (var member in input.Members)
        {
            if (ChartNumbers.Drawable(member.Value) is { } value)
                rows.Add(BarRow.Of(member, ChartNumbers.Round(value, input.Unit.Decimals), input));
        }

        var ascending = input.Direction == ChartDirection.LowerIsBetter ? 1 : -1;
        return [.. rows.OrderBy(row => ascending * row.Value)];
    }

    private static NumberAxis Axis(ChartUnit unit, List<BarRow> rows, IReadOnlyList<ReferenceLabel> references)
    {
        double lowest = 0, highest = 0;
        foreach (var value in rows.Select(row => row.Value).Concat(references.Select(reference => reference.Value)))
        {
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return NumberAxis.Covering(lowest, highest, rows.Count > MostInOneColumn ? 3 : 6, unit.Decimals);
    }

    private static List<ReferenceLabel> References(ChartWords words, ComparisonInput input)
    {
        var labels = new List<ReferenceLabel>();
        foreach (var reference in input.References)
        {
            if (ChartNumbers.Drawable(reference.Value) is { } value)
            {
                var text = $"{words.Of(reference.Kind)} {ChartNumbers.Text(value, input.Unit, input.Caption.Language)}";
                labels.Add(new ReferenceLabel(reference.Kind, value, text));
            }
        }

        return labels;
    }

    private static void NothingToDraw(ChartPage page)
    {
        page.Add(new RectangleNode(
            ChartPage.Left, page.Top, ChartPage.Right - ChartPage.Left, 56, ChartPalette.OwnGround, ChartPalette.RangeOutline));
        page.Text(ChartPage.Width / 2, page.Top + 33, page.Words.NoData, ChartPalette.BodyBold, TextAnchor.Middle);
        page.Top += 56;
    }

    private static string Hint(ChartWords words, ChartDirection direction)
    {
        var order = direction is ChartDirection.HigherIsBetter or ChartDirection.LowerIsBetter
            ? words.BestFirst
            : words.SortedByValue;
        return ChartWords.Sentence($"{words.Of(direction)}; {order}");
    }

    /// <summary>Where nobody is the own municipality, all bars are alike and need no key.</summary>
    private static List<KeyItem> KeyOf(
        ChartWords words,
        IReadOnlyList<ComparisonMember> members,
        List<BarRow> rows,
        IReadOnlyList<ReferenceLabel> references)
    {
        var items = new List<KeyItem>();
        if (members.FirstOrDefault(member => member.IsOwn) is { } own)
        {
            items.Add(new KeyItem(KeyMark.OwnBar, own.Label));
            if (rows.Exists(row => !row.Member.IsOwn))
                items.Add(new KeyItem(KeyMark.PeerBar, words.Peers));
        }

        items.AddRange(references.Select(line => new KeyItem(KeyMark.ReferenceLine, line.Text, line.Stroke.Dash)));
        return items;
    }

    private static (IReadOnlyList<string> Own, string Others) Missing(ChartWords words, IReadOnlyList<ComparisonMember> members)
    {
        var missing = members.Where(member => ChartNumbers.Drawable(member.Value) is null).ToList();
        var own = missing.Where(member => member.IsOwn)
            .Select(member => $"{member.Label}: {member.MissingReason ?? words.NoData}");
        var others = missing.Where(member => !member.IsOwn)
            .Select(member => member.MissingReason is null ? member.Label : $"{member.Label} ({member.MissingReason})")
            .ToList();
        var list = others.Count == 0
            ? ""
            : $"{ChartWords.Sentence(words.NoData)} ({others.Count}): {string.Join(", ", others)}";
        return ([.. own], list);
    }

    private static IEnumerable<string> Summary(
        ChartWords words,
        ComparisonInput input,
        List<BarRow> rows,
        List<ReferenceLabel> references) =>
        rows.Where(row => row.Member.IsOwn)
            .Select(row => row.Tooltip)
            .Concat(references.Select(reference => ChartWords.Sentence(reference.Text)))
            .Append(ChartWords.Sentence(words.Of(input.Direction)));
}
