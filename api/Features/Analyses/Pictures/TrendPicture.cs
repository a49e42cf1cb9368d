using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>A unit's line over the bands of its group; without a focal unit, the bands alone.</summary>
internal static class TrendPicture
{
    public static Scene? Draw(TrendAnalysis analysis, string language)
    {
        if (analysis.GroupMedians.All(period => period.N == 0))
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        var variable = analysis.Frame.Variables[0];
        var isAlone = analysis.Units.Count == 1;
        var own = analysis.Frame.Focal ?? (isAlone ? analysis.Units[0].Unit : null);
        var rows = Enumerable.Range(0, analysis.Frame.Units.Count).Where(row => analysis.Frame.Units[row].Unit == own).ToDictionary(row => analysis.Frame.Units[row].Period ?? "", StringComparer.Ordinal);
        return TrendChart.Draw(new TrendInput(
            frame.Caption(variable.Name ?? variable.Variable, own is null ? null : frame.NameOf(own)), PictureFrame.UnitOf(variable), PictureFrame.DirectionOf(analysis.Direction), own is null ? null : frame.NameOf(own),
            [.. analysis.GroupMedians.Select((period, index) => PeriodOf(period, rows.TryGetValue(period.Period, out var row) ? row : null, isFirst: index == 0))]));

        TrendPeriod PeriodOf(PeriodMedian period, int? row, bool isFirst) => new(
            period.Period, row is { } place ? variable.Values[place] : null,
            isAlone ? Spread.Unknown : new Spread(period.Minimum, period.LowerQuartile, period.Median, period.UpperQuartile, period.Maximum), isAlone ? null : period.N,
            !isFirst && row is { } at && variable.StartsAnew?[at] == true ? BreakOf(frame) : null);
    }

    /// <summary>Why a series starts anew; what exactly changed stands among the warnings.</summary>
    public static string BreakOf(PictureFrame frame) => frame.Say("mainījās definīcija vai robežas", "the definition or the boundaries changed");
}
