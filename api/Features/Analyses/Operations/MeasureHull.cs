using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class MeasureHull
{
    public static readonly AnalysisMethod<HullRequest, HullAnalysis> Method = new("fdh", (request, language, _) => new Query(request, language));

    private const string Reference = "Deprins, Simar and Tulkens (1984)";

    /// <summary>Measure efficiency against real units only</summary>
    /// <remarks>
    /// The free disposal hull: as data envelopment analysis, but each unit is measured by one real unit that makes no less (for inputs) or uses no more (for outputs),
    /// never by a mixture of several. For inputs, theta is the least over such units j of the largest x_ij/x_i; for outputs, phi is the most of the smallest y_rj/y_r. All
    /// units that give the score are listed as peers, each with its numbers as targets and the slacks that are left.
    /// </remarks>
    /// <param name="request">What units use and make, and how to measure.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The efficiency of every unit.</response>
    /// <response code="422">The numbers cannot be measured: one is negative, a variable or all inputs or outputs of a unit are zero, or a group has no members.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] HullRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(HullRequest Request, string Language) : IRequest<HullAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            FrontierTable.Check(request, request.Inputs, request.Outputs, watch.OfCaller, findings);
            _ = AnalysisMethods.OptionOf("/orientation", request.Orientation, DeaOrientation.Input, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, HullAnalysis>
    {
        public async Task<HullAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var (inputs, outputs) = (request.Inputs!, request.Outputs!);
            var table = await reading.ReadAsync(request, [.. inputs, .. outputs], query.Language, cancellationToken);
            var orientation = AnalysisMethods.OptionOf(request.Orientation, DeaOrientation.Input);
            var frontier = new FrontierTable(table, inputs, outputs);
            var data = frontier.Ready();
            var scores = FreeDisposalHull.Measure(data, orientation, cancellationToken).ToDictionary(score => score.Unit, StringComparer.Ordinal);
            var known = frontier.Units.ToDictionary(unit => unit.Unit, StringComparer.Ordinal);
            return new HullAnalysis(
                table.Frame(Method.Code, Reference, data.Count, frontier.Excluded, FrontierTable.FewUnits(data, query.Language), Summary(table, data, scores, orientation, query.Language)),
                AnalysisMethods.CodeOf(orientation),
                [.. frontier.Units.Select(unit => scores.TryGetValue(unit.Unit, out var score) ? Describe(unit, score) : new UnitHull(unit.Unit, "excluded", null, null, []))]);

            UnitHull Describe(DeaUnit unit, HullScore score) => new(unit.Unit, AnalysisMethods.CodeOf(score.Status), score.Score, EfficiencyOf(score, orientation),
                [.. score.Peers.Select(peer => new RealPeer(peer.Unit,
                    Targets(inputs, unit.Inputs, known[peer.Unit].Inputs, peer.InputSlacks, orientation == DeaOrientation.Input ? score.Score - 1 : 0),
                    Targets(outputs, unit.Outputs, known[peer.Unit].Outputs, peer.OutputSlacks, orientation == DeaOrientation.Output ? score.Score - 1 : 0)))]);
        }

        private static IReadOnlyList<HullTarget> Targets(IReadOnlyList<string> names, IReadOnlyList<double?> actual, IReadOnlyList<double?> peer, IReadOnlyList<double> slacks, double moved) =>
            [.. names.Select((name, index) => new HullTarget(name, actual[index]!.Value, peer[index]!.Value, moved * actual[index]!.Value, slacks[index]))];

        private static double EfficiencyOf(HullScore score, DeaOrientation orientation) => orientation == DeaOrientation.Input ? score.Score : 1 / score.Score;

        private static string Summary(AnalysisTable table, DeaData data, Dictionary<string, HullScore> scores, DeaOrientation orientation, string language)
        {
            if (data.Count == 0)
                return Language.Pick(language, "Nevienai vienībai nav visu skaitļu.", "No unit has all the numbers.");
            var efficient = scores.Values.Count(score => score.Status == DeaStatus.Efficient);
            var all = Language.Pick(language, $"Vienības, kuras neviena cita nepārspēj: {efficient} no {data.Count}.", $"Units that no other does better than: {efficient} of {data.Count}.");
            var told = table.Focal is { } focal && scores.TryGetValue(focal.Unit, out var own) ? own : scores.Values.MinBy(score => EfficiencyOf(score, orientation))!;
            if (told.Status != DeaStatus.Inefficient)
                return all;
            var percent = (EfficiencyOf(told, orientation) * 100).ToString("0.0", CultureInfo.GetCultureInfo(language));
            var peers = string.Join(", ", told.Peers.Take(3).Select(peer => table.NameOf(peer.Unit)));
            return Language.Pick(language, $"{all} {table.NameOf(told.Unit)}: {percent} % no iespējamā; paraugs: {peers}.", $"{all} {table.NameOf(told.Unit)}: {percent} % of what is possible; done by {peers}.");
        }
    }
}
