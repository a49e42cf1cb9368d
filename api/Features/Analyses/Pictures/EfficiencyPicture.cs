using Benchlearning.Api.Platform.Charts;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Pictures;

/// <summary>Efficiency of every unit, and beside each bar whom to learn from.</summary>
internal static class EfficiencyPicture
{
    private const double InPercent = 100;

    public static Scene? Draw(EfficiencyAnalysis analysis, string language)
    {
        if (analysis.Units.FirstOrDefault(unit => unit.Efficiency is not null) is not { } any)
            return null;
        var frame = new PictureFrame(analysis.Frame, language);
        return ComparisonBarChart.Draw(new ComparisonInput(
            frame.Caption(frame.Say("Efektivitāte: cik no iespējamā", "Efficiency: how much of what is possible"), null,
            [
                frame.Say($"Resursi: {Names(any.Inputs)}. Rezultāti: {Names(any.Outputs)}.", $"Inputs: {Names(any.Inputs)}. Outputs: {Names(any.Outputs)}."),
            ]),
            new ChartUnit("%", 1), ChartDirection.HigherIsBetter,
            [.. analysis.Units.Select(unit => new ComparisonMember(frame.NameOf(unit.Unit), unit.Efficiency * InPercent, frame.IsFocal(unit.Unit),
                Standing: unit.Status == "efficient" ? ProfileStanding.BestQuarter : ProfileStanding.Between, Remark: PeersOf(unit)))],
            [], frame.Say("Aiz stabiņa – paraugi, no kuriem mācīties, ar to svaru.", "After each bar: the peers to learn from, with their weights."),
            new StandingNames(frame.Say("efektīva", "efficient"), frame.Say("nav pilnībā efektīva", "not fully efficient"), "")));

        string PeersOf(UnitEfficiency unit) => string.Join("; ", unit.Peers.Where(peer => peer.Lambda > 0 && peer.Unit != unit.Unit).OrderByDescending(peer => peer.Lambda)
            .Select(peer => $"{frame.NameOf(peer.Unit)} {(peer.Lambda < 0.005 ? "< " : "")}{ChartNumbers.Text(Math.Max(peer.Lambda, 0.01), 2, frame.Language)}"));

        string Names(IReadOnlyList<EfficiencyTarget> targets) => string.Join(", ", targets.Select(target => frame.NameOfVariable(target.Variable)));
    }
}
