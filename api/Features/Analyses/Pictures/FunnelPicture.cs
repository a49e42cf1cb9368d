using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>Every unit's figure against its size, between the limits of chance.</summary>
internal static class FunnelPicture
{
    private static readonly Stroke Limit95 = new(ChartPalette.Axis, 1.4, Dash.Dashed);
    private static readonly Stroke Limit998 = new(ChartPalette.Axis, 1.4);

    public static Scene? Draw(FunnelAnalysis analysis, string language)
    {
        if (analysis.Points.Count == 0)
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        var (variable, size) = (analysis.Frame.Variables[0], analysis.Frame.Variables[^1]);
        var measure = analysis.Kind == "mean" ? new RateMeasure(1, PictureFrame.UnitOf(variable), frame.NameOfVariable(variable.Variable))
            : RateMeasure.Of(analysis.Kind == "proportion", analysis.Target, frame, variable.Variable, size.Variable);
        var points = analysis.Points.ToDictionary(point => point.Unit, StringComparer.Ordinal);
        return ScatterChart.Draw(new ScatterInput(
            frame.Caption(measure.Name),
            frame.Say("Ārpus robežām der meklēt iemeslu; robežās atšķirība var būt nejauša", "Beyond the limits a reason is worth looking for; within them a difference may be chance"),
            new ScatterMeasure(frame.NameOfVariable(size.Variable), PictureFrame.UnitOf(size), IsSize: true), new ScatterMeasure(measure.Name, measure.Unit),
            [.. frame.Units.Select(unit => points.TryGetValue(unit, out var point)
                ? new ScatterPoint(frame.NameOf(unit), point.Size, point.Value * measure.Factor, frame.IsFocal(unit), point.Zone switch { "within" => 0, "high" or "low" => 1, _ => 2 })
                : new ScatterPoint(frame.NameOf(unit), null, null, frame.IsFocal(unit)))],
            [
                new ScatterCurve(frame.Say("centra līnija", "centre line"), ChartPalette.MedianLine, Curve(_ => analysis.Target ?? 0)),
                new ScatterCurve(frame.Say("95 % robežas", "95% limits"), Limit95, Curve(limit => limit.Low95)),
                new ScatterCurve(null, Limit95, Curve(limit => limit.High95)),
                new ScatterCurve(frame.Say("99,8 % robežas", "99.8% limits"), Limit998, Curve(limit => limit.Low998)),
                new ScatterCurve(null, Limit998, Curve(limit => limit.High998)),
            ],
            null, new ScatterNames(frame.Say("ārpus 95 % robežām", "beyond the 95% limits"), frame.Say("ārpus 99,8 % robežām", "beyond the 99.8% limits"))));

        ScenePoint[] Curve(Func<FunnelLimit, double> limit) => [.. analysis.Curves.Select(at => new ScenePoint(at.Size, limit(at) * measure.Factor))];
    }
}
