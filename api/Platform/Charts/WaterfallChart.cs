namespace Benchlearning.Api.Platform.Charts;

/// <summary>A difference and the steps that add up to it.</summary>
/// <param name="Caption">The words around the chart.</param>
/// <param name="Unit">Of all values.</param>
/// <param name="Start">What the difference is from, such as the group's cost.</param>
/// <param name="Steps">What each part adds or takes away, in order.</param>
/// <param name="End">What the difference is to: the reader's own.</param>
internal sealed record WaterfallInput(
    ChartCaption Caption,
    ChartUnit Unit,
    WaterfallStep Start,
    IReadOnlyList<WaterfallStep> Steps,
    WaterfallStep End);

/// <param name="Label">Its name.</param>
/// <param name="Value">A level at both ends, a change between; null when it is missing, and then nothing is drawn.</param>
/// <param name="Remark">What is behind it, such as the figures of both sides; null for none.</param>
internal sealed record WaterfallStep(string Label, double? Value, string? Remark = null);

/// <summary>From one level to another, step by step: what raises it, what lowers it.</summary>
internal static class WaterfallChart
{
    /// <summary>Draws 0 to about 30 steps.</summary>
    public static Scene Draw(WaterfallInput input)
    {
        var page = new ChartPage(input.Caption);
        page.Heading("");
        WaterfallStep[] all = [input.Start, .. input.Steps, input.End];
        var isWhole = Array.TrueForAll(all, step => ChartNumbers.Drawable(step.Value) is not null);
        if (isWhole)
            BarPanels.Of([.. Rows(input)], input.Unit, input.Caption.Language, []).Draw(page, Key(page.Words, input));
        else
            page.Nothing();
        page.Top += 10;
        var missing = all.Where(step => ChartNumbers.Drawable(step.Value) is null).Select(step => step.Label).ToList();
        if (!isWhole)
            page.Paragraph($"{ChartWords.Sentence(page.Words.NoData)}: {string.Join(", ", missing)}", ChartPalette.SmallBold);
        page.Foot();
        return page.Finish(all.Select(step => $"{step.Label}: {Text(input, step, isLevel: step == input.Start || step == input.End)}"));
    }

    private static IEnumerable<BarRow> Rows(WaterfallInput input)
    {
        var level = input.Start.Value!.Value;
        yield return Level(input, input.Start, [new SpanShape(0, level, ChartPalette.Peer, ChartPalette.PeerOutline), new LeadShape(level, IsUp: false)], isOwn: false);
        foreach (var step in input.Steps)
        {
            var next = level + step.Value!.Value;
            var (fill, edge) = step.Value > 0 ? (ChartPalette.WorseBar, ChartPalette.WorseOutline) : (ChartPalette.BetterBar, ChartPalette.BetterOutline);
            yield return new BarRow(
                step.Label,
                Text(input, step, isLevel: false, hasUnit: false),
                $"{step.Label}: {Text(input, step, isLevel: false)}",
                [new LeadShape(level, IsUp: true), new SpanShape(level, next, fill, edge), new LeadShape(next, IsUp: false)],
                Remark: Remark(input, step));
            level = next;
        }

        var end = input.End.Value!.Value;
        yield return Level(input, input.End, [new LeadShape(level, IsUp: true), new SpanShape(0, end, ChartPalette.Own)], isOwn: true);
    }

    private static BarRow Level(WaterfallInput input, WaterfallStep step, IReadOnlyList<BarShape> shapes, bool isOwn) => new(
        step.Label,
        Text(input, step, isLevel: true, hasUnit: false),
        $"{step.Label}: {Text(input, step, isLevel: true)}",
        shapes,
        isOwn,
        Remark: Remark(input, step));

    private static string? Remark(WaterfallInput input, WaterfallStep step) =>
        input.Steps.Any(other => other.Remark is not null) ? step.Remark ?? "" : null;

    /// <summary>A change has its sign, also when it is more.</summary>
    private static string Text(WaterfallInput input, WaterfallStep step, bool isLevel, bool hasUnit = true)
    {
        if (ChartNumbers.Drawable(step.Value) is not { } value)
            return ChartWords.Of(input.Caption.Language).NoData;
        var text = hasUnit
            ? ChartNumbers.Text(value, input.Unit, input.Caption.Language)
            : ChartNumbers.Text(value, input.Unit.Decimals, input.Caption.Language);
        return !isLevel && ChartNumbers.Round(value, input.Unit.Decimals) > 0 ? "+" + text : text;
    }

    private static IEnumerable<KeyItem> Key(ChartWords words, WaterfallInput input)
    {
        if (input.Steps.Any(step => step.Value > 0))
            yield return new KeyItem(KeyMark.WorseBar, words.Raises);
        if (input.Steps.Any(step => step.Value <= 0))
            yield return new KeyItem(KeyMark.BetterBar, words.Lowers);
    }
}
