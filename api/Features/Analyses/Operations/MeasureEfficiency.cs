using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class MeasureEfficiency
{
    public static readonly AnalysisMethod<EfficiencyRequest, EfficiencyAnalysis> Method = new("dea", (request, language, _) => new Query(request, language));

    /// <summary>Most inputs and outputs together.</summary>
    public const int MostVariables = 20;

    private const string Reference = "Charnes, Cooper and Rhodes (1978); Banker, Charnes and Cooper (1984); second stage with maximal slacks as in Cooper, Seiford and Tone (2007)";

    /// <summary>Measure efficiency by data envelopment analysis</summary>
    /// <remarks>
    /// How little each unit could use for what it makes, or how much it could make of what it uses, judged by the best of what the units themselves do. Each
    /// gets its score, the maximal slacks, the targets, and the peers that the target is made of; where these are not unique it is said, with their ranges.
    /// Numbers are codes of indicators for a group and a period, or come as data. The more inputs and outputs, the more units look efficient: there should
    /// be at least max(m s, 3 (m + s)) units for m inputs and s outputs, and fewer carry a warning.
    /// </remarks>
    /// <param name="request">What units use and make, and how to measure.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The efficiency of every unit.</response>
    /// <response code="422">The numbers cannot be measured: one is negative, a variable or all inputs or outputs of a unit are zero, or a group has no members.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] EfficiencyRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(EfficiencyRequest Request, string Language) : IRequest<EfficiencyAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            if (request.Inputs is null or []) findings.Add("/inputs", "required", "Name at least one input.");
            if (request.Outputs is null or []) findings.Add("/outputs", "required", "Name at least one output.");
            var (inputs, outputs) = (request.Inputs?.Count ?? 0, request.Outputs?.Count ?? 0);
            if (inputs + outputs > MostVariables)
                findings.Add(inputs > MostVariables ? "/inputs" : "/outputs", "too-many", string.Create(CultureInfo.InvariantCulture,
                    $"At most {MostVariables} inputs and outputs together. For m inputs and s outputs there should be at least max(m s, 3 (m + s)) units: here {DeaData.FewestUnits(inputs, outputs)}."), (inputs + outputs).ToString(CultureInfo.InvariantCulture));
            else
                AnalysisRules.Check(request, [.. NamedVariable.Of("/inputs", request.Inputs), .. NamedVariable.Of("/outputs", request.Outputs)], watch.OfCaller, findings);
            _ = AnalysisMethods.OptionOf("/returns", request.Returns, DeaReturns.Variable, findings);
            _ = AnalysisMethods.OptionOf("/orientation", request.Orientation, DeaOrientation.Input, findings);
            _ = AnalysisMethods.OptionOf("/slackWeights", request.SlackWeights, DeaSlackWeights.Unweighted, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, EfficiencyAnalysis>
    {
        public async Task<EfficiencyAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var (inputs, outputs) = (request.Inputs!, request.Outputs!);
            var table = await reading.ReadAsync(request, [.. inputs, .. outputs], query.Language, cancellationToken);
            var options = new DeaOptions(AnalysisMethods.OptionOf(request.Returns, DeaReturns.Variable), AnalysisMethods.OptionOf(request.Orientation, DeaOrientation.Input),
                AnalysisMethods.OptionOf(request.SlackWeights, DeaSlackWeights.Unweighted));
            var units = table.Units.Select((unit, row) => new DeaUnit(unit.Unit, [.. inputs.Select(name => table.Of(name).Values[row])], [.. outputs.Select(name => table.Of(name).Values[row])])).ToArray();
            RefuseFaults(DeaData.Check(units, inputs.Count, outputs.Count), table, [.. inputs, .. outputs], inputs.Count);
            var data = DeaData.From(units, inputs.Count, outputs.Count);
            var scores = Dea.Measure(data, options).ToDictionary(score => score.Unit, StringComparer.Ordinal);
            var super = request.SuperEfficiency == true ? Dea.SuperEfficiency(data, options).ToDictionary(score => score.Unit, StringComparer.Ordinal) : null;
            var scale = request.Scale == true ? DeaScale.Of(data, options.Orientation).ToDictionary(result => result.Unit, StringComparer.Ordinal) : null;
            return new EfficiencyAnalysis(
                table.Frame(Method.Code, Reference, data.Count, data.Excluded, Warnings(data, scores.Values, query.Language), Summary(table, data, scores, query.Language)),
                AnalysisMethods.CodeOf(options.Returns), AnalysisMethods.CodeOf(options.Orientation), AnalysisMethods.CodeOf(options.SlackWeights),
                [.. units.Select(unit => scores.TryGetValue(unit.Unit, out var score) ? Describe(unit, score, super?[unit.Unit], scale?[unit.Unit], request, options.Orientation) : Excluded(unit.Unit))]);
        }

        private static void RefuseFaults(IReadOnlyList<DeaFault> faults, AnalysisTable table, string[] names, int inputs)
        {
            if (faults.Count > 0)
                throw new ProblemException(ProblemTypes.Unprocessable, "Efficiency cannot be measured of these numbers; errors names each that stands in the way.",
                    [.. faults.Take(100).Select(fault => new ProblemError(null, PointerOf(fault, names, inputs), AnalysisMethods.FindingOf(fault.Kind), InWords(fault, table, names), fault.Unit, null))]);
        }

        private static string PointerOf(DeaFault fault, string[] names, int inputs) => fault.Variable is not { } variable ? "/data/units"
            : variable < inputs ? string.Create(CultureInfo.InvariantCulture, $"/inputs/{variable}") : string.Create(CultureInfo.InvariantCulture, $"/outputs/{variable - inputs}");

        private static string InWords(DeaFault fault, AnalysisTable table, string[] names)
        {
            var unit = fault.Unit is null ? "" : table.NameOf(fault.Unit);
            var variable = fault.Variable is { } index ? table.Of(names[index]).InWords : "";
            return fault.Kind switch
            {
                DeaFaultKind.NegativeValue => $"{unit}: {variable} is negative; a proportional score has no meaning for it. Leave the unit out, or measure by a variable that cannot be negative.",
                DeaFaultKind.VariableAllZero => $"{variable} is zero for every unit: it says nothing. Leave it out.",
                DeaFaultKind.InputsAllZero => $"{unit}: every input is zero; there is nothing to use less of. Leave the unit out.",
                DeaFaultKind.OutputsAllZero => $"{unit}: every output is zero; there is nothing to make more of. Leave the unit out.",
                _ => $"{unit}: {fault.Kind}.",
            };
        }

        private static UnitEfficiency Describe(DeaUnit unit, DeaScore score, DeaScore? super, DeaScaleResult? scale, EfficiencyRequest request, DeaOrientation orientation)
        {
            return new UnitEfficiency(unit.Unit, AnalysisMethods.CodeOf(score.Status), score.Score, score.Efficiency,
                Targets(request.Inputs!, unit.Inputs, score.InputSlacks, score.InputTargets, orientation == DeaOrientation.Input),
                Targets(request.Outputs!, unit.Outputs, score.OutputSlacks, score.OutputTargets, orientation == DeaOrientation.Output),
                [.. score.Peers.Select(peer => new EfficiencyPeer(peer.Unit, peer.Lambda, peer.Range.Low, peer.Range.High))], score.AreSlacksUnique, score.ArePeersUnique,
                super?.Score, super is null ? null : AnalysisMethods.CodeOf(super.Status), super is null ? null : super.Efficiency > Dea.OutlierScore,
                scale is null ? null : new UnitScale(scale.ScaleEfficiency, scale.Constant, scale.Variable, AnalysisMethods.CodeOf(scale.Returns)));

            IReadOnlyList<EfficiencyTarget> Targets(IReadOnlyList<string> names, IReadOnlyList<double?> actual, IReadOnlyList<DeaSlack> slacks, IReadOnlyList<double> targets, bool isMoved) =>
                [.. names.Select((name, index) => new EfficiencyTarget(name, actual[index]!.Value, targets[index], isMoved ? (score.Score!.Value - 1) * actual[index]!.Value : 0,
                    slacks[index].Value, slacks[index].Range.Low, slacks[index].Range.High))];
        }

        private static UnitEfficiency Excluded(string unit) => new(unit, "excluded", null, null, [], [], [], true, true, null, null, null, null);

        private static IEnumerable<string> Warnings(DeaData data, IEnumerable<DeaScore> scores, string language)
        {
            if (data.HasTooFewUnits)
            {
                var fewest = DeaData.FewestUnits(data.Inputs, data.Outputs);
                yield return Language.Pick(language,
                    $"Vienību ir maz ({data.Count}): šim resursu ({data.Inputs}) un rezultātu ({data.Outputs}) skaitam vajag vismaz {fewest}, citādi pārāk daudzas izskatās efektīvas.",
                    $"There are few units ({data.Count}): {data.Inputs} input{(data.Inputs == 1 ? "" : "s")} and {data.Outputs} output{(data.Outputs == 1 ? "" : "s")} ask for at least {fewest}; with fewer, too many look efficient.");
            }
            if (scores.Any(score => !score.AreSlacksUnique || !score.ArePeersUnique))
                yield return Language.Pick(language, "Dažām vienībām paraugi vai atlikumi nav vienīgie iespējamie; doti to intervāli.", "Some units have other peers or slacks that are as right; their ranges are given.");
        }

        private static string Summary(AnalysisTable table, DeaData data, Dictionary<string, DeaScore> scores, string language)
        {
            if (data.Count == 0)
                return Language.Pick(language, "Nevienai vienībai nav visu skaitļu.", "No unit has all the numbers.");
            var efficient = scores.Values.Count(score => score.Status == DeaStatus.Efficient);
            var least = scores.Values.MinBy(score => score.Efficiency)!;
            var all = Language.Pick(language, $"Efektīvo vienību skaits: {efficient} no {data.Count}.", $"Efficient units: {efficient} of {data.Count}.");
            var told = table.Focal is { } focal && scores.TryGetValue(focal.Unit, out var own) ? own : least;
            if (told.Status is DeaStatus.Efficient or DeaStatus.WeaklyEfficient)
                return all;
            var percent = ((told.Efficiency ?? 0) * 100).ToString("0.0", CultureInfo.GetCultureInfo(language));
            var peers = string.Join(", ", told.Peers.Where(peer => peer.Lambda > 0).OrderByDescending(peer => peer.Lambda).Take(3).Select(peer => table.NameOf(peer.Unit)));
            return Language.Pick(language,
                $"{all} {table.NameOf(told.Unit)}: {percent} % no iespējamā; paraugi: {peers}.", $"{all} {table.NameOf(told.Unit)}: {percent} % of what is possible; peers: {peers}.");
        }
    }
}
