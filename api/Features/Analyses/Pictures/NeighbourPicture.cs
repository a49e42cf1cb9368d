using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>How far the most similar units are, and what the distance is made of.</summary>
internal static class NeighbourPicture
{
    public static Scene? Draw(NeighbourAnalysis analysis, string language)
    {
        if (analysis.Neighbours.Count == 0)
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        var parts = analysis.Frame.Variables.Select(variable => variable.Variable).ToList();
        return StackChart.Draw(new StackInput(
            frame.Caption(frame.Say("Līdzīgākās vienības", "The most similar units"), frame.NameOf(analysis.Unit)), new ChartUnit(frame.Say("standartnovirzes", "standard deviations"), 2),
            frame.Say("Jo īsāks stabiņš, jo līdzīgāka vienība; daļas rāda, ar ko tā atšķiras", "The shorter a bar, the more alike; its parts show where the difference lies"),
            [.. parts.Select(frame.NameOfVariable)],
            [.. analysis.Neighbours.Select(unit => new StackBar(frame.NameOf(unit.Unit), unit.Distance, [.. parts.Select(part => unit.Contributions.GetValueOrDefault(part) * unit.Distance)]))],
            frame.Say($"Salīdzināts ar {analysis.Compared} vienībām.", $"Compared with {analysis.Compared} units.")));
    }
}
