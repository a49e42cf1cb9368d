using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>A series between its limits; what is unusual is marked, and why is written.</summary>
internal static class ControlChartPicture
{
    public static Scene? Draw(ControlChartAnalysis analysis, string language)
    {
        if (analysis.Points.All(point => point.Value is null))
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        var variable = analysis.Frame.Variables[0];
        var measure = analysis.Kind == "individuals" ? new RateMeasure(1, PictureFrame.UnitOf(variable), frame.NameOfVariable(variable.Variable))
            : RateMeasure.Of(analysis.Kind == "proportions", analysis.Points.FirstOrDefault(point => point.Centre is not null)?.Centre, frame, variable.Variable, analysis.Frame.Variables[1].Variable);
        return TrendChart.Draw(new TrendInput(
            frame.Caption(measure.Name, frame.NameOf(analysis.Unit)), measure.Unit, null, frame.NameOf(analysis.Unit),
            [.. analysis.Points.Select((point, index) => new TrendPeriod(
                point.Period, point.Value * measure.Factor, new Spread(point.Low * measure.Factor, null, point.Value is null ? null : point.Centre * measure.Factor, null, point.High * measure.Factor),
                BreakReason: index > 0 && analysis.Points[index - 1].Centre != point.Centre ? frame.Say("robežas noteiktas no jauna", "limits made anew") : null,
                Signal: point.Signals.Count == 0 ? null : string.Join(", ", point.Signals.Select(signal => InWords(signal, frame)))))],
            new TrendNames(frame.Say("centra līnija", "centre line"), frame.Say("parasto svārstību robežas", "limits of the usual ups and downs"), Signal: frame.Say("neparasti: der meklēt iemeslu", "unusual: look for a reason"))));
    }

    private static string InWords(string signal, PictureFrame frame) => signal switch
    {
        "outside" => frame.Say("ārpus robežām", "outside the limits"),
        "shift" => frame.Say("8 pēc kārtas vienā pusē", "8 in a row on one side"),
        "trend" => frame.Say("6 pēc kārtas pieaug vai krītas", "6 in a row rising or falling"),
        _ => frame.Say("divi no trim pie robežas", "two of three near a limit"),
    };
}
