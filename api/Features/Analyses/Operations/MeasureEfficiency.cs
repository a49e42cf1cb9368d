using System.Globalization;
using Benchlearning.Api.Features.Analyses.Pictures;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class MeasureEfficiency
{
    public static readonly AnalysisMethod<EfficiencyRequest, EfficiencyAnalysis> Method = new("dea", (request, language, progress) => new Query(request, language, progress), EfficiencyPicture.Draw);

    /// <summary>Most programs of a bootstrap: units times replications.</summary>
    public const int MostBootstrapPrograms = 250_000;

    private const int UsualReplications = 1000;
    private const int UsualSeed = 1;
    private const double UsualLevel = 0.95;
    private const string Reference = "Charnes, Cooper and Rhodes (1978); Banker, Charnes and Cooper (1984); second stage with maximal slacks as in Cooper, Seiford and Tone (2007)";

    /// <summary>Measure efficiency by data envelopment analysis</summary>
    /// <remarks>
    /// How little each unit could use for what it makes, or how much it could make of what it uses, judged by the best of what the units themselves do. Each
    /// gets its score, the maximal slacks, the targets, and the peers that the target is made of; where these are not unique it is said, with their ranges.
    /// Numbers are codes of indicators for a group and a period, or come as data. The more inputs and outputs, the more units look efficient: there should
    /// be at least max(m s, 3 (m + s)) units for m inputs and s outputs, and fewer carry a warning. With bootstrap, each score comes with its bias, the score corrected for
    /// it and an interval (Simar and Wilson, 1998 and 2000; seeded).
    /// As image/svg+xml or image/png it is a bar for each unit, with its peers named.
    /// </remarks>
    /// <param name="request">What units use and make, and how to measure.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The efficiency of every unit.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The numbers cannot be measured: one is negative, a variable or all inputs or outputs of a unit are zero, or a group has no members.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] EfficiencyRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(EfficiencyRequest Request, string Language, IProgress<AnalysisProgress>? Progress) : IRequest<EfficiencyAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            FrontierTable.Check(request, request.Inputs, request.Outputs, watch.OfCaller, findings);
            _ = AnalysisMethods.OptionOf("/returns", request.Returns, DeaReturns.Variable, findings);
            _ = AnalysisMethods.OptionOf("/orientation", request.Orientation, DeaOrientation.Input, findings);
            _ = AnalysisMethods.OptionOf("/slackWeights", request.SlackWeights, DeaSlackWeights.Unweighted, findings);
            CheckFixed(request, findings);
            if (request.Bootstrap is { } bootstrap)
                CheckBootstrap(bootstrap, request.Data?.Units?.Count ?? 0, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static void CheckFixed(EfficiencyRequest request, Findings findings)
        {
            if (request.NonDiscretionary is not { Count: > 0 } named)
                return;
            var isOutput = request.Orientation == AnalysisMethods.CodeOf(DeaOrientation.Output);
            string[] changeable = [.. ((isOutput ? request.Outputs : request.Inputs) ?? []).OfType<string>()];
            for (var index = 0; index < named.Count; index++)
                if (!changeable.Contains(named[index], StringComparer.Ordinal))
                    findings.Add(string.Create(CultureInfo.InvariantCulture, $"/nonDiscretionary/{index}"), "unknown-value", $"With this orientation only {(isOutput ? "outputs" : "inputs")} are to be changed; name some of them.", named[index], changeable);
            if (changeable.Length > 0 && changeable.All(variable => named.Contains(variable, StringComparer.Ordinal)))
                findings.Add("/nonDiscretionary", "contradiction", $"At least one of the {(isOutput ? "outputs" : "inputs")} must be left to be changed.");
        }

        private static void CheckBootstrap(BootstrapOptions bootstrap, int units, Findings findings)
        {
            var replications = bootstrap.Replications ?? UsualReplications;
            if (replications is < DeaBootstrap.FewestReplications or > DeaBootstrap.MostReplications)
                findings.Add("/bootstrap/replications", "out-of-range", string.Create(CultureInfo.InvariantCulture,
                    $"replications is a number from {DeaBootstrap.FewestReplications} to {DeaBootstrap.MostReplications} (maximumBootstrapReplications at /v1/config)."), replications.ToString(CultureInfo.InvariantCulture));
            else if ((long)units * replications > MostBootstrapPrograms)
                findings.Add("/bootstrap/replications", "too-many", string.Create(CultureInfo.InvariantCulture,
                    $"Units times replications are at most {MostBootstrapPrograms} (maximumBootstrapPrograms at /v1/config): for {units} units at most {MostBootstrapPrograms / units} replications."), replications.ToString(CultureInfo.InvariantCulture));
            AnalysisMethods.CheckRange("/bootstrap/seed", bootstrap.Seed, 0, int.MaxValue, findings);
            AnalysisMethods.CheckRange("/bootstrap/level", bootstrap.Level, 0, 1, findings, isOpen: true);
        }
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, EfficiencyAnalysis>
    {
        public async Task<EfficiencyAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var (inputs, outputs) = (request.Inputs!, request.Outputs!);
            var table = await reading.ReadAsync(request, [.. inputs, .. outputs], query.Language, cancellationToken);
            var options = new DeaOptions(AnalysisMethods.OptionOf(request.Returns, DeaReturns.Variable), AnalysisMethods.OptionOf(request.Orientation, DeaOrientation.Input),
                AnalysisMethods.OptionOf(request.SlackWeights, DeaSlackWeights.Unweighted), FixedOf(request));
            var frontier = new FrontierTable(table, inputs, outputs);
            var data = frontier.Ready();
            var scores = ByUnit(Dea.Measure(data, options, cancellationToken), score => score.Unit);
            var super = request.SuperEfficiency == true ? ByUnit(Dea.SuperEfficiency(data, options, cancellationToken), score => score.Unit) : null;
            var scale = request.Scale == true ? ByUnit(DeaScale.Of(data, options, cancellationToken), result => result.Unit) : null;
            var drawn = request.Bootstrap is { } asked ? await DrawAsync(data, options, asked, query.Progress, cancellationToken) : null;
            var bootstrap = ByUnit(drawn?.Scores ?? [], score => score.Unit);
            var times = scores.Values.SelectMany(score => score.Peers.Where(peer => peer.Lambda > 0 && peer.Unit != score.Unit)).CountBy(peer => peer.Unit, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            return new EfficiencyAnalysis(
                table.Frame(Method.Code, Reference, data.Count, frontier.Excluded, Warnings(data, scores.Values, super?.Values, drawn, query.Language), Summary(table, data, scores, bootstrap, options.Orientation, query.Language)),
                AnalysisMethods.CodeOf(options.Returns), AnalysisMethods.CodeOf(options.Orientation), AnalysisMethods.CodeOf(options.SlackWeights), request.NonDiscretionary ?? [],
                drawn is null ? null : new EfficiencyBootstrap(drawn.Replications, (int)drawn.Seed, request.Bootstrap!.Level ?? UsualLevel, drawn.Bandwidth),
                [.. frontier.Units.Select(unit => scores.TryGetValue(unit.Unit, out var score)
                    ? Describe(unit, score, super?[unit.Unit], scale?[unit.Unit], bootstrap.GetValueOrDefault(unit.Unit), times.GetValueOrDefault(unit.Unit), request, options) : Excluded(unit.Unit))]);
        }

        private static int[]? FixedOf(EfficiencyRequest request) =>
            request.NonDiscretionary is { Count: > 0 } named ? [.. request.Inputs!.Concat(request.Outputs!).Index().Where(variable => named.Contains(variable.Item, StringComparer.Ordinal)).Select(variable => variable.Index)] : null;

        private static Dictionary<string, T> ByUnit<T>(IEnumerable<T> results, Func<T, string> unitOf) => results.ToDictionary(unitOf, StringComparer.Ordinal);

        /// <summary>On a thread of its own: those of the pool go on with other requests.</summary>
        private static Task<DeaBootstrapResult> DrawAsync(DeaData data, DeaOptions options, BootstrapOptions asked, IProgress<AnalysisProgress>? progress, CancellationToken cancellationToken)
        {
            var bootstrap = new DeaBootstrapOptions(asked.Replications ?? UsualReplications, (ulong)(asked.Seed ?? UsualSeed), asked.Level ?? UsualLevel, Environment.ProcessorCount);
            return Task.Factory.StartNew(() => DeaBootstrap.Of(data, options, bootstrap, done => progress?.Report(new AnalysisProgress(done, bootstrap.Replications, "replications")), cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        private static UnitEfficiency Describe(DeaUnit unit, DeaScore score, DeaScore? super, DeaScaleResult? scale, DeaBootstrapScore? bootstrap, int timesPeer, EfficiencyRequest request, DeaOptions options)
        {
            return new UnitEfficiency(unit.Unit, AnalysisMethods.CodeOf(score.Status), score.Score, score.Efficiency,
                Targets(request.Inputs!, unit.Inputs, score.InputSlacks, score.InputTargets, score.InputWeights, 0),
                Targets(request.Outputs!, unit.Outputs, score.OutputSlacks, score.OutputTargets, score.OutputWeights, unit.Inputs.Count),
                [.. score.Peers.Select(peer => new EfficiencyPeer(peer.Unit, peer.Lambda, peer.Range.Low, peer.Range.High))], timesPeer, score.Intercept, score.AreSlacksUnique, score.ArePeersUnique,
                super?.Score, super is null ? null : AnalysisMethods.CodeOf(super.Status), super is null ? null : super.Efficiency > Dea.OutlierScore,
                scale is null ? null : new UnitScale(scale.ScaleEfficiency, scale.Constant, scale.Variable, AnalysisMethods.CodeOf(scale.Returns)),
                bootstrap is null ? null : new UnitBootstrap(bootstrap.Bias, bootstrap.Corrected, bootstrap.Low, bootstrap.High, bootstrap.Variance, bootstrap.IsCorrectionWorthIt));

            IReadOnlyList<EfficiencyTarget> Targets(IReadOnlyList<string> names, IReadOnlyList<double?> actual, IReadOnlyList<DeaSlack> slacks, IReadOnlyList<double> targets, IReadOnlyList<double> weights, int first) =>
                [.. names.Select((name, index) => new EfficiencyTarget(name, actual[index]!.Value, targets[index], options.IsMoved(first + index, unit.Inputs.Count) ? (score.Score!.Value - 1) * actual[index]!.Value : 0,
                    slacks[index].Value, slacks[index].Range.Low, slacks[index].Range.High, weights[index]))];
        }

        private static UnitEfficiency Excluded(string unit) => new(unit, "excluded", null, null, [], [], [], 0, null, true, true, null, null, null, null, null);

        private static IEnumerable<string> Warnings(DeaData data, IEnumerable<DeaScore> scores, IEnumerable<DeaScore>? super, DeaBootstrapResult? drawn, string language)
        {
            foreach (var warning in FrontierTable.FewUnits(data, language))
                yield return warning;
            if (scores.Any(score => !score.AreSlacksUnique || !score.ArePeersUnique))
                yield return Language.Pick(language, "Dažām vienībām paraugi vai atlikumi nav vienīgie iespējamie; doti to intervāli.", "Some units have other peers or slacks that are as right; their ranges are given.");
            if (super?.Any(score => score.Status == DeaStatus.Infeasible) == true)
                yield return Language.Pick(language, "Dažas vienības nav salīdzināmas ar pārējo robežu; superefektivitātes tām nav.", "Some units cannot be compared with the frontier of the others; they have no super-efficiency.");
            if (drawn is { Bandwidth: null })
                yield return Language.Pick(language, "Mazāk nekā divas vienības nav uz robežas; izlases kļūdu nevar novērtēt.", "Fewer than two units are off the frontier; sampling error cannot be told.");
        }

        private static string Summary(
            AnalysisTable table, DeaData data, Dictionary<string, DeaScore> scores, Dictionary<string, DeaBootstrapScore> bootstrap, DeaOrientation orientation, string language)
        {
            if (data.Count == 0)
                return Language.Pick(language, "Nevienai vienībai nav visu skaitļu.", "No unit has all the numbers.");
            var efficient = scores.Values.Count(score => score.Status == DeaStatus.Efficient);
            var least = scores.Values.MinBy(score => score.Efficiency)!;
            var all = Language.Pick(language, $"Efektīvo vienību skaits: {efficient} no {data.Count}.", $"Efficient units: {efficient} of {data.Count}.");
            var told = table.Focal is { } focal && scores.TryGetValue(focal.Unit, out var own) ? own : least;
            var interval = bootstrap.TryGetValue(told.Unit, out var drawn) ? IntervalInWords(table.NameOf(told.Unit), drawn, orientation, language) : "";
            if (told.Status is DeaStatus.Efficient or DeaStatus.WeaklyEfficient)
                return all + interval;
            var peers = string.Join(", ", told.Peers.Where(peer => peer.Lambda > 0).OrderByDescending(peer => peer.Lambda).Take(3).Select(peer => table.NameOf(peer.Unit)));
            var percent = Percent(told.Efficiency ?? 0, language);
            return Language.Pick(language,
                $"{all} {table.NameOf(told.Unit)}: {percent} no iespējamā; paraugi: {peers}.", $"{all} {table.NameOf(told.Unit)}: {percent} of what is possible; peers: {peers}.") + interval;
        }

        private static string IntervalInWords(string unit, DeaBootstrapScore drawn, DeaOrientation orientation, string language)
        {
            var (low, high) = orientation == DeaOrientation.Input ? (drawn.Low, drawn.High) : (1 / drawn.High, 1 / drawn.Low);
            var (from, to) = (Percent(Math.Max(0, low), language), Percent(high, language));
            return Language.Pick(language, $" Ievērojot izlases kļūdu, {unit}: no {from} līdz {to}.", $" Allowing for sampling error, {unit}: between {from} and {to}.");
        }

        private static string Percent(double share, string language) => (share * 100).ToString("0.0", CultureInfo.GetCultureInfo(language)) + " %";
    }
}
