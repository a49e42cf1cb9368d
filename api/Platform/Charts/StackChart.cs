namespace Benchlearning.Api.Platform.Charts;

/// <summary>Sums and the parts that they are made of, a bar for each.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="Unit">Of sums and parts.</param>
/// <param name="Hint">How to read it. Empty for nothing.</param>
/// <param name="Parts">Names of the parts, in the order in which each bar has them.</param>
/// <param name="Bars">In the order in which they are drawn.</param>
/// <param name="Count">Of whom these are; null: how many have a sum, of how many.</param>
internal sealed record StackInput(
    ChartCaption Caption,
    ChartUnit Unit,
    string Hint,
    IReadOnlyList<string> Parts,
    IReadOnlyList<StackBar> Bars,
    string? Count = null);

/// <param name="Label">The unit's name.</param>
/// <param name="Number">What is printed before the bar.</param>
/// <param name="Parts">One for each part, negative to the left; null when it is missing. Null: there is no sum.</param>
/// <param name="IsOwn">The reader's own municipality.</param>
internal sealed record StackBar(string Label, double? Number, IReadOnlyList<double?>? Parts, bool IsOwn = false);

/// <summary>
/// Bars of parts. Each part has a colour and a number; beyond eight the smallest are put together and said to be. Where parts
/// go both ways, an upright line marks the sum.
/// </summary>
internal static class StackChart
{
    /// <summary>Draws 0 to about 200 bars.</summary>
    public static Scene Draw(StackInput input)
    {
        var page = new ChartPage(input.Caption);
        page.Heading(input.Hint);
        var drawn = input.Bars.Where(IsDrawable).ToList();
        var kept = Kept(input, drawn);
        if (drawn.Count == 0)
            page.Nothing();
        else
            BarPanels.Of([.. drawn.Select(bar => RowOf(input, bar, kept, page.Words))], input.Unit, input.Caption.Language, [], isWide: true)
                .Draw(page, [.. Key(page.Words, input, kept, drawn)]);

        page.Top += 10;
        var count = input.Count ?? page.Words.Count(drawn.Count, input.Bars.Count);
        page.Paragraph(count, ChartPalette.SmallBold);
        var missing = Missing(page.Words, input);
        page.Paragraph(missing, ChartPalette.Small);
        page.Foot();
        return page.Finish(
        [
            .. drawn.OrderByDescending(bar => bar.IsOwn).Take(10).Select(bar => Tooltip(input, bar, page.Words)),
            count,
            missing,
        ]);
    }

    private static bool IsDrawable(StackBar bar) =>
        ChartNumbers.Drawable(bar.Number) is not null && bar.Parts is { } parts && parts.All(part => part is null || ChartNumbers.Drawable(part) is not null);

    /// <summary>Indexes of the parts with a colour of their own: all, or the largest.</summary>
    private static List<int> Kept(StackInput input, List<StackBar> bars)
    {
        var all = Enumerable.Range(0, input.Parts.Count).ToList();
        if (all.Count <= ChartPalette.Parts.Count)
            return all;
        return
        [
            .. all.OrderByDescending(part => bars.Sum(bar => Math.Abs(bar.Parts![part] ?? 0)))
                .Take(ChartPalette.Parts.Count - 1)
                .Order(),
        ];
    }

    private static BarRow RowOf(StackInput input, StackBar bar, List<int> kept, ChartWords words)
    {
        var shapes = new List<BarShape>();
        double below = 0, above = 0;
        for (var place = 0; place <= kept.Count; place++)
        {
            var isOther = place == kept.Count;
            var part = isOther ? bar.Parts!.Where((_, index) => !kept.Contains(index)).Sum() ?? 0 : bar.Parts![kept[place]] ?? 0;
            if (part == 0)
                continue;
            var from = part > 0 ? above : below;
            shapes.Add(new SpanShape(
                from,
                from + part,
                isOther ? ChartPalette.OtherParts : ChartPalette.Parts[place],
                ChartPalette.PartOutline,
                isOther ? null : $"{kept[place] + 1}"));
            if (part > 0)
                above += part;
            else
                below += part;
        }

        if (below < 0 && above > 0)
            shapes.Add(new SumShape(above + below));
        return new BarRow(
            bar.Label,
            ChartNumbers.Text(bar.Number!.Value, input.Unit.Decimals, input.Caption.Language),
            Tooltip(input, bar, words),
            shapes,
            bar.IsOwn);
    }

    private static string Tooltip(StackInput input, StackBar bar, ChartWords words)
    {
        var language = input.Caption.Language;
        var parts = input.Parts.Select((part, index) =>
            $"{part} {(bar.Parts![index] is { } value ? ChartNumbers.Text(value, input.Unit.Decimals, language) : words.NoData)}");
        return $"{bar.Label}: {ChartNumbers.Text(bar.Number!.Value, input.Unit, language)}; {string.Join("; ", parts)}";
    }

    private static IEnumerable<KeyItem> Key(ChartWords words, StackInput input, List<int> kept, List<StackBar> drawn)
    {
        for (var place = 0; place < kept.Count; place++)
            yield return new KeyItem(KeyMark.PartBar, input.Parts[kept[place]], Fill: ChartPalette.Parts[place], Text: $"{kept[place] + 1}");
        var others = input.Parts.Where((_, index) => !kept.Contains(index)).ToList();
        if (others.Count > 0)
            yield return new KeyItem(KeyMark.PartBar, $"{words.OtherParts} ({others.Count}): {string.Join(", ", others)}", Fill: ChartPalette.OtherParts);
        if (drawn.Exists(bar => bar.Parts!.Any(part => part < 0) && bar.Parts!.Any(part => part > 0)))
            yield return new KeyItem(KeyMark.Sum, words.Sum);
    }

    private static string Missing(ChartWords words, StackInput input)
    {
        var missing = input.Bars.Where(bar => !IsDrawable(bar)).Select(bar => bar.Label).ToList();
        return missing.Count == 0 ? "" : $"{ChartWords.Sentence(words.NoData)} ({missing.Count}): {string.Join(", ", missing)}";
    }
}
