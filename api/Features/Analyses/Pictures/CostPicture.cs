using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>From the reference's cost to that of one unit, factor by factor.</summary>
internal static class CostPicture
{
    public static Scene? Draw(CostAnalysis analysis, string language)
    {
        var frame = new PictureFrame(analysis.Frame, language);
        if (analysis.ReferenceCost is not { } reference || Told(analysis, frame) is not { Cost: { } cost, Difference: { } difference } unit)
            return null;
        var (name, than) = (frame.NameOf(unit.Unit), analysis.ReferenceUnit is { } other ? frame.NameOf(other) : frame.Say("Grupa", "The group"));
        var decimals = PictureFrame.DecimalsOf([reference, cost, difference]);
        return WaterfallChart.Draw(new WaterfallInput(
            frame.Caption(
                difference > 0 ? frame.Say($"{name}: kāpēc izmaksas ir augstākas", $"{name}: why the cost is higher") : frame.Say($"{name}: kāpēc izmaksas nav augstākas", $"{name}: why the cost is not higher"),
                analysis.ReferenceUnit is null ? frame.Say("salīdzinājumā ar grupu", "compared with the group") : frame.Say($"salīdzinājumā ar: {than}", $"compared with: {than}")),
            new ChartUnit("", decimals),
            new WaterfallStep(than, reference),
            [.. unit.Contributions.Zip(analysis.Factors, (part, factor) => new WaterfallStep(
                frame.IsVariable(part.Factor) ? frame.NameOfVariable(part.Factor) : part.Factor, part.Contribution, Sides(part.Value, factor.Reference)))],
            new WaterfallStep(name, cost)));

        string? Sides(double own, double? theirs) => theirs is not { } there ? null
            : PictureFrame.DecimalsOf([own, there]) is var places ? $"{ChartNumbers.Text(own, places, frame.Language)} : {ChartNumbers.Text(there, places, frame.Language)}" : null;
    }

    /// <summary>The unit that the answer is about: the one asked for, else the one that differs most, as in the summary.</summary>
    private static UnitCost? Told(CostAnalysis analysis, PictureFrame frame) =>
        analysis.Units.FirstOrDefault(unit => unit.Difference is not null && frame.IsFocal(unit.Unit))
        ?? analysis.Units.Where(unit => unit.Difference is not null).MaxBy(unit => Math.Abs(unit.Difference!.Value));
}
