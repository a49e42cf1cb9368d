using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>An index: of a focal unit a sun of its components against the group, else a bar of contributions for every unit.</summary>
internal static class CompositePicture
{
    private const int MostRays = 36;
    private const int Decimals = 3;

    public static Scene? Draw(CompositeAnalysis analysis, string language)
    {
        if (analysis.Units.All(unit => unit.Value is null))
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        var own = analysis.Units.FirstOrDefault(unit => frame.IsFocal(unit.Unit));
        return own is { Contributions.Count: <= MostRays } && own.Contributions.Any(part => part.Score is not null) ? Sun(analysis, own, frame) : Bars(analysis, frame);
    }

    private static Scene Sun(CompositeAnalysis analysis, UnitComposite own, PictureFrame frame)
    {
        var row = analysis.Units.ToList().IndexOf(own);
        var scores = analysis.Units.SelectMany(unit => unit.Contributions).Where(part => part.Score is not null).ToLookup(part => part.Variable, part => part.Score!.Value, StringComparer.Ordinal);
        return SunChart.Draw(new SunInput(
            frame.Caption(frame.Say("Saliktais indekss", "Composite index"), frame.NameOf(own.Unit)), frame.NameOf(own.Unit),
            [.. own.Contributions.Select(part => new SunRay(
                frame.NameOfVariable(part.Variable), Share(part.Score, part.Variable), Share(scores[part.Variable].Any() ? scores[part.Variable].Average() : null, part.Variable),
                frame.Figure(frame.Variable(part.Variable), frame.Variable(part.Variable).Values[row]), part.Contribution is { } adds ? ChartNumbers.Text(adds, Decimals, frame.Language) : ""))],
            analysis.Aggregation == "geometric" ? frame.Say("Devums (ln)", "Adds (ln)") : frame.Say("Devums", "Adds")));

        double? Share(double? score, string variable)
        {
            if (score is not { } value)
                return null;
            var (low, high) = (scores[variable].Min(), scores[variable].Max());
            return high > low ? (value - low) / (high - low) : 0.5;
        }
    }

    private static Scene Bars(CompositeAnalysis analysis, PictureFrame frame)
    {
        var parts = analysis.Units.SelectMany(unit => unit.Contributions).Select(part => part.Variable).Distinct(StringComparer.Ordinal).ToList();
        return StackChart.Draw(new StackInput(
            frame.Caption(frame.Say("Saliktais indekss", "Composite index")), new ChartUnit("", Decimals),
            analysis.Aggregation == "geometric" ? frame.Say("Stabiņos – indeksa logaritms pa sastāvdaļām", "Bars show the logarithm of the index by its components") : frame.Say("Stabiņos – ko katra sastāvdaļa dod indeksam", "Bars show what each component adds to the index"),
            [.. parts.Select(frame.NameOfVariable)],
            [.. analysis.Units.OrderBy(unit => unit.Rank ?? double.MaxValue).Select(unit => new StackBar(
                frame.NameOf(unit.Unit), unit.Value, [.. parts.Select(part => unit.Contributions.FirstOrDefault(contribution => contribution.Variable == part)?.Contribution)], frame.IsFocal(unit.Unit)))]));
    }
}
