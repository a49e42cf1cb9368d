using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>Two variables as a plain divided at the medians, such as cost against quality; more variables as pairs with their intervals, the closest first.</summary>
internal static class CorrelationPicture
{
    private const int MostPairs = 40;

    public static Scene? Draw(CorrelationAnalysis analysis, string language)
    {
        if (analysis.Pairs.All(pair => pair.N == 0))
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        return analysis.Pairs is [var only] ? Quadrant(analysis, only, frame) : Pairs(analysis, frame);
    }

    private static Scene Quadrant(CorrelationAnalysis analysis, CorrelatedPair pair, PictureFrame frame)
    {
        var (across, up) = (frame.Variable(pair.First), frame.Variable(pair.Second));
        return ScatterChart.Draw(new ScatterInput(
            frame.Caption($"{frame.NameOfVariable(pair.First)} / {frame.NameOfVariable(pair.Second)}", null, [Coefficient(analysis, pair, frame)]), "",
            new ScatterMeasure(frame.NameOfVariable(pair.First), PictureFrame.UnitOf(across)), new ScatterMeasure(frame.NameOfVariable(pair.Second), PictureFrame.UnitOf(up)),
            [.. analysis.Frame.Units.Select((unit, row) => new ScatterPoint(frame.NameOf(unit.Unit), across.Values[row], up.Values[row], frame.IsFocal(unit.Unit)))], [],
            new ScatterCross(pair.FirstMedian!.Value, pair.SecondMedian!.Value, $"{frame.Say("mediāna", "median")} {frame.Figure(across, pair.FirstMedian)}", $"{frame.Say("mediāna", "median")} {frame.Figure(up, pair.SecondMedian)}",
                CornerOf(across, up, frame))));
    }

    private static ScatterCorner? CornerOf(AnalysedVariable across, AnalysedVariable up, PictureFrame frame) =>
        across.Direction is "higherIsBetter" or "lowerIsBetter" && up.Direction is "higherIsBetter" or "lowerIsBetter"
            ? new ScatterCorner(across.Direction == "higherIsBetter", up.Direction == "higherIsBetter", frame.Say("labāk abos", "better in both"), frame.Say("vājāk abos", "weaker in both"))
            : null;

    private static string Coefficient(CorrelationAnalysis analysis, CorrelatedPair pair, PictureFrame frame)
    {
        var name = analysis.Coefficient switch { "pearson" => frame.Say("Pīrsona", "Pearson"), "kendall" => frame.Say("Kendala", "Kendall"), _ => frame.Say("Spīrmena", "Spearman") };
        if (pair.Coefficient is not { } coefficient)
            return frame.Say($"{name} koeficientu noteikt nevar, n = {pair.N}.", $"{name}'s coefficient cannot be told, n = {pair.N}.");
        var interval = pair is { Low: { } low, High: { } high } ? frame.Say($" ({frame.Percent(analysis.Level)} intervāls {Shown(low)} līdz {Shown(high)})", $" ({frame.Percent(analysis.Level)} interval {Shown(low)} to {Shown(high)})") : "";
        return frame.Say($"{name} koeficients {Shown(coefficient)}{interval}, n = {pair.N}.", $"{name}'s coefficient {Shown(coefficient)}{interval}, n = {pair.N}.");

        string Shown(double value) => ChartNumbers.Text(value, 2, frame.Language);
    }

    private static Scene Pairs(CorrelationAnalysis analysis, PictureFrame frame)
    {
        var told = analysis.Pairs.Where(pair => pair.Coefficient is not null).OrderByDescending(pair => Math.Abs(pair.Coefficient!.Value)).Take(MostPairs).OrderByDescending(pair => pair.Coefficient).ToList();
        var hint = told.Count < analysis.Pairs.Count
            ? frame.Say($"Ciešākās {told.Count} no {analysis.Pairs.Count} saistībām, no augstākās līdz zemākajai", $"The closest {told.Count} of {analysis.Pairs.Count} relations, from the highest to the lowest")
            : frame.Say("No augstākās līdz zemākajai", "From the highest to the lowest");
        return IntervalChart.Draw(new IntervalInput(
            frame.Caption(frame.Say("Kas ar ko saistīts", "What goes together with what")), new ChartUnit("", 2), hint,
            [.. told.Select(pair => new IntervalRow($"{frame.NameOfVariable(pair.First)} – {frame.NameOfVariable(pair.Second)}", pair.Coefficient, pair.Low, pair.High, IsFlagged: pair.Corrected < 1 - analysis.Level))],
            [new ReferenceLabel(ReferenceKind.Target, 0, frame.Say("nav saistības", "no relation"))], frame.Say($"{frame.Percent(analysis.Level)} intervāls", $"{frame.Percent(analysis.Level)} interval"),
            frame.Say("skaidri atšķirama no nejaušības", "clearly told from chance")));
    }
}
