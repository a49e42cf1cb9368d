using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>Those who acted beside the others, before and after; dashed is where they would be had the gap stayed as it was before.</summary>
internal static class ImpactPicture
{
    public static Scene? Draw(ImpactAnalysis analysis, string language)
    {
        if (analysis.Gaps.Count == 0)
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        var variable = analysis.Frame.Variables[0];
        var since = analysis.Gaps.TakeWhile(period => !period.IsAfter).Count();
        var before = analysis.Gaps.Take(since).Average(period => period.Gap);
        return TrendChart.Draw(new TrendInput(
            frame.Caption(variable.Name ?? variable.Variable), PictureFrame.UnitOf(variable), PictureFrame.DirectionOf(variable.Direction), frame.Say($"rīkojās, vidēji (n = {analysis.Treated})", $"took the action, mean (n = {analysis.Treated})"),
            [.. analysis.Gaps.Select((period, index) => new TrendPeriod(
                period.Period, period.Treated, new Spread(null, null, period.Others, null, null), Expected: index >= since - 1 && period.Others + before is { } expected ? new Outlook(expected) : null))],
            new TrendNames(frame.Say($"pārējās, vidēji (n = {analysis.Controls})", $"the others, mean (n = {analysis.Controls})"), Expected: frame.Say("ja būtu mainījušās kā pārējās", "had they changed like the others")),
            new TrendEvent(since, frame.Say($"rīcība kopš {analysis.Gaps[since].Period}", $"action since {analysis.Gaps[since].Period}"))));
    }
}
