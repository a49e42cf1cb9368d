using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>A series and what comes next if things go on as they did, with the fan of its interval.</summary>
internal static class ForecastPicture
{
    public static Scene? Draw(ForecastAnalysis analysis, string language)
    {
        var variable = analysis.Frame.Variables[0];
        var last = variable.Values.ToList().FindLastIndex(value => value is not null);
        if (last < 0)
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        var past = analysis.Frame.Units.Take(last + 1).Select((unit, row) => new TrendPeriod(
            unit.Period ?? "", variable.Values[row], Spread.Unknown, BreakReason: row > 0 && variable.StartsAnew?[row] == true ? TrendPicture.BreakOf(frame) : null));
        var ahead = analysis.Points.Select(point => new TrendPeriod(point.Period ?? $"+{point.Step}", null, Spread.Unknown, Expected: new Outlook(point.Value, point.Low, point.High)));
        return TrendChart.Draw(new TrendInput(
            frame.Caption(variable.Name ?? variable.Variable, frame.NameOf(analysis.Unit)), PictureFrame.UnitOf(variable), PictureFrame.DirectionOf(variable.Direction), frame.NameOf(analysis.Unit), [.. past, .. ahead],
            new TrendNames(Expected: frame.Say("ja turpinās līdzšinējā gaita", "if things go on as they did"), ExpectedRange: frame.Say($"{frame.Percent(analysis.Level)} intervāls", $"{frame.Percent(analysis.Level)} interval"))));
    }
}
