using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>Where every unit stands: bars, best first, coloured by the quarter they are in, with the median.</summary>
internal static class PositionPicture
{
    public static Scene? Draw(PositionAnalysis analysis, string language)
    {
        if (analysis.Distribution.N == 0)
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        var variable = analysis.Frame.Variables[0];
        return ComparisonBarChart.Draw(new ComparisonInput(
            frame.Caption(variable.Name ?? variable.Variable), PictureFrame.UnitOf(variable), PictureFrame.DirectionOf(analysis.Direction)!.Value,
            [.. analysis.Units.Select(unit => new ComparisonMember(frame.NameOf(unit.Unit), unit.Value, frame.IsFocal(unit.Unit),
                Standing: unit.Light switch { "good" => ProfileStanding.BestQuarter, "poor" => ProfileStanding.WeakestQuarter, _ => ProfileStanding.Between }))],
            [new ReferenceLine(ReferenceKind.Median, analysis.Distribution.Median), new ReferenceLine(ReferenceKind.WeightedMean, analysis.Distribution.WeightedMean)]));
    }
}
