namespace Benchlearning.Api.Platform.Charts;

/// <summary>
/// Sorted horizontal bars of a group for one indicator and period. The value stands in a column before its bar, so that no
/// number lies over a line and a long chart reads like a table. Above 60 bars there are two columns of bars on one scale.
/// </summary>
internal static class ComparisonBarChart
{
    /// <summary>Draws the group; 0 to about 200 members.</summary>
    public static Scene Draw(ComparisonInput input)
    {
        var page = new ChartPage(input.Caption);
        var members = Sorted(input);
        var references = References(page.Words, input);
        page.Heading(Hint(page.Words, input.Direction));
        if (members.Count == 0)
            page.Nothing();
        else
            BarPanels.Of([.. members.Select(member => RowOf(member, input))], input.Unit, input.Caption.Language, references)
                .Draw(page, KeyOf(page.Words, input, members));

        page.Top += 10;
        var missing = Missing(page.Words, input.Members);
        var count = page.Words.Count(members.Count, input.Members.Count);
        page.Paragraph(count, ChartPalette.SmallBold);
        if (input.RemarkTitle is { } remarks && members.Count > 0)
            page.Paragraph(remarks, ChartPalette.Small);
        foreach (var line in missing.Own)
            page.Paragraph(line, ChartPalette.SmallBold);
        page.Paragraph(missing.Others, ChartPalette.Small);
        page.Foot();
        return page.Finish([.. Summary(page.Words, input, members, references), count, .. missing.Own, missing.Others]);
    }

    private static List<ComparisonMember> Sorted(ComparisonInput input)
    {
        var drawable = input.Members
            .Where(member => ChartNumbers.Drawable(member.Value) is not null)
            .Select(member => member with { Value = ChartNumbers.Round(member.Value!.Value, input.Unit.Decimals) });
        return input.Direction == ChartDirection.LowerIsBetter
            ? [.. drawable.OrderBy(member => member.Value)]
            : [.. drawable.OrderByDescending(member => member.Value)];
    }

    private static BarRow RowOf(ComparisonMember member, ComparisonInput input)
    {
        var (fill, edge, sign) = (member.IsOwn, member.Standing) switch
        {
            (true, ProfileStanding.BestQuarter) => (ChartPalette.Own, (Stroke?)null, ChartMarks.BetterSign),
            (true, ProfileStanding.WeakestQuarter) => (ChartPalette.Own, null, ChartMarks.WorseSign),
            (true, _) => (ChartPalette.Own, null, ""),
            (_, ProfileStanding.BestQuarter) => (ChartPalette.BetterBar, ChartPalette.BetterOutline, ChartMarks.BetterSign),
            (_, ProfileStanding.WeakestQuarter) => (ChartPalette.WorseBar, ChartPalette.WorseOutline, ChartMarks.WorseSign),
            _ => (ChartPalette.Peer, ChartPalette.PeerOutline, ""),
        };
        return new BarRow(
            member.Label,
            ChartNumbers.Text(member.Value!.Value, input.Unit.Decimals, input.Caption.Language),
            Tooltip(member, input),
            [new SpanShape(0, member.Value.Value, fill, edge)],
            member.IsOwn,
            sign + member.Mark,
            input.RemarkTitle is null ? null : member.Remark ?? "");
    }

    private static string Tooltip(ComparisonMember member, ComparisonInput input)
    {
        var text = $"{member.Label}: {ChartNumbers.Text(member.Value!.Value, input.Unit, input.Caption.Language)}";
        return string.IsNullOrEmpty(member.Remark) ? text : $"{text}; {member.Remark}";
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

    private static string Hint(ChartWords words, ChartDirection direction)
    {
        var order = direction is ChartDirection.HigherIsBetter or ChartDirection.LowerIsBetter
            ? words.BestFirst
            : words.SortedByValue;
        return ChartWords.Sentence($"{words.Of(direction)}; {order}");
    }

    /// <summary>Where nobody is the own municipality and nobody is judged, all bars are alike and need no key.</summary>
    private static List<KeyItem> KeyOf(ChartWords words, ComparisonInput input, List<ComparisonMember> members)
    {
        var items = new List<KeyItem>();
        var names = input.Standings ?? new StandingNames(words.BestQuarter, words.Between, words.WeakestQuarter);
        var own = input.Members.FirstOrDefault(member => member.IsOwn);
        var isJudged = members.Exists(member => member.Standing != ProfileStanding.Between);
        if (own is not null)
            items.Add(new KeyItem(KeyMark.OwnBar, own.Label));
        if (members.Exists(member => member.Standing == ProfileStanding.BestQuarter))
            items.Add(new KeyItem(KeyMark.BetterBar, $"{ChartMarks.BetterSign} {names.Best}"));
        if (members.Exists(member => member is { IsOwn: false, Standing: ProfileStanding.Between }) && (own is not null || isJudged))
            items.Add(new KeyItem(KeyMark.PeerBar, isJudged ? names.Between : words.Peers));
        if (members.Exists(member => member.Standing == ProfileStanding.WeakestQuarter))
            items.Add(new KeyItem(KeyMark.WorseBar, $"{ChartMarks.WorseSign} {names.Weakest}"));
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
        List<ComparisonMember> members,
        List<ReferenceLabel> references) =>
        members.Where(member => member.IsOwn)
            .Select(member => Tooltip(member, input))
            .Concat(references.Select(reference => ChartWords.Sentence(reference.Text)))
            .Append(ChartWords.Sentence(words.Of(input.Direction)));
}
