using System.Globalization;
using Benchlearning.Api.Features.Analyses.Pictures;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class TellPositions
{
    public static readonly AnalysisMethod<PositionRequest, PositionAnalysis> Method = new("position", (request, language, _) => new Query(request, language), PositionPicture.Draw);

    private const string Reference = "Ranks and percentile ranks as named in the options; quantiles of Hyndman and Fan (1996); robust scores of Hampel (1974), Iglewicz and Hoaglin (1993); expected ranks of Laird and Louis (1989), rank intervals of Mogstad, Romano, Shaikh and Wilhelm (2024)";
    private const int SmallGroup = 5;
    private const int MostScores = 100;
    private const double UsualLevel = 0.95;

    /// <summary>Tell where every unit stands</summary>
    /// <remarks>
    /// Rank, percentile rank, group of nearly equal size, standard and robust scores, traffic light, and the distances to the mean, the median and the best
    /// quarter, for every unit of a group at once; and what the group looks like. Goodness follows the direction; a neutral variable has no ranks and no
    /// lights. Values are compared at the published decimals, so that ties are what a reader sees as ties. Where values have errors, such as those of a survey,
    /// standardErrors names them: each rank is then told with the rank to be expected, and with the ranks that pairwise tests (Bonferroni) leave open.
    /// As image/svg+xml or image/png it is a chart of bars, best first and coloured by quarter, with the median.
    /// </remarks>
    /// <param name="request">The variable, and how to tell.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The positions.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members in the period.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] PositionRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(PositionRequest Request, string Language) : IRequest<PositionAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            AnalysisRules.Check(request, [new("/variable", request.Variable), .. Errors(request)], watch.OfCaller, findings);
            var direction = AnalysisMethods.OptionOf("/direction", request.Direction, DirectionKind.Neutral, findings);
            if (request.Scores is { } scores && (scores.Count > MostScores || scores.Any(score => !double.IsFinite(score))))
                findings.Add("/scores", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"At most {MostScores} numbers."), scores.Count.ToString(CultureInfo.InvariantCulture));
            CheckErrors(request, direction, watch.OfCaller, findings);
            _ = AnalysisMethods.OptionOf("/ranks", request.Ranks, RankMethod.Competition, findings);
            _ = AnalysisMethods.OptionOf("/percentiles", request.Percentiles, PercentileRankMethod.Mean, findings);
            AnalysisMethods.CheckRange("/quantileType", request.QuantileType, 1, 9, findings);
            AnalysisMethods.CheckRange("/quantileGroups", request.QuantileGroups, 2, 100, findings);
            AnalysisMethods.CheckRange("/decimals", request.Decimals, 0, 15, findings);
            AnalysisMethods.CheckRange("/madConstant", request.MadConstant, 0, 1e6, findings, isOpen: true);
            AnalysisMethods.CheckRange("/tolerance", request.Tolerance, 0, 1e15, findings);
            if (request.Direction == "target" == request.Target is null)
                findings.Add("/target", "contradiction", "target belongs to direction target, and direction target needs one.", request.Target?.ToString("R", CultureInfo.InvariantCulture));
            if (request.Tolerance is not null && request.Target is null)
                findings.Add("/tolerance", "contradiction", "tolerance belongs to target.");
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static NamedVariable[] Errors(PositionRequest request) => request.StandardErrors is { } name ? [new NamedVariable("/standardErrors", name)] : [];

        private static void CheckErrors(PositionRequest request, DirectionKind? direction, Catalogue.Catalogue catalogue, Findings findings)
        {
            AnalysisMethods.CheckRange("/level", request.Level, 0, 1, findings, isOpen: true);
            if (request.StandardErrors is not { } name)
            {
                if (request.Level is not null)
                    findings.Add("/level", "contradiction", "level belongs to standardErrors.");
                if (request.IsSimultaneous is not null)
                    findings.Add("/isSimultaneous", "contradiction", "isSimultaneous belongs to standardErrors.");
                return;
            }
            var own = request.Direction is null && request.Data is null && request.Variable is { } code && catalogue.Indicators.TryGetValue(code, out var indicator) ? indicator.Current.Direction : null;
            if (direction is not null && (own ?? AnalysisMethods.CodeOf(direction.Value)) is "target" or "neutral")
                findings.Add("/direction", "without-direction", "Ranks with errors need a direction with two sides: higherIsBetter or lowerIsBetter.", request.Direction, ["higherIsBetter", "lowerIsBetter"]);
            if (request.Data?.Variables is { } variables && variables.TryGetValue(name, out var errors) && errors is not null && errors.Any(error => error < 0))
                findings.Add("/standardErrors", "out-of-range", "A standard error is 0 or more.", name);
        }
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, PositionAnalysis>
    {
        public async Task<PositionAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadAsync(request, request.StandardErrors is { } errorsName ? [request.Variable!, errorsName] : [request.Variable!], query.Language, cancellationToken);
            var column = table.Of(request.Variable!);
            var (values, decimals, direction) = (column.Values, request.Decimals ?? column.Version?.Decimals, DirectionOf(request, column));
            var (rankMethod, percentileMethod, type) = (AnalysisMethods.OptionOf(request.Ranks, RankMethod.Competition), AnalysisMethods.OptionOf(request.Percentiles, PercentileRankMethod.Mean),
                (QuantileType)(request.QuantileType ?? 7));
            var group = OrderedValues.From(values, decimals);
            var distribution = Distribution.Of(group);
            var robust = RobustZ.Of(values, request.MadConstant ?? RobustZ.NormalConsistent, decimals);
            var ranks = Ranks.Of(values, direction, rankMethod, decimals);
            var quantileGroups = QuantileGroups.Of(values, request.QuantileGroups ?? 4, direction, decimals);
            double? weighted = table.Weights is { } weights
                ? GroupAverage.Weighted([.. values.Select((value, row) => new WeightedValue(table.Units[row].Unit, value, weights[row]))], "weights").Value : null;
            var median = Quantile.Of(group, 0.5, type);
            var uncertain = request.StandardErrors is { } name ? UncertaintyOf(table, values, table.Of(name).Values, direction, request) : null;
            var surely = uncertain?.Ranks.ToDictionary(rank => rank.Unit, StringComparer.Ordinal);

            var units = table.Units.Select((unit, row) => Position(unit.Unit, values[row], row)).ToArray();
            var missing = table.Units.Where((_, row) => values[row] is null).Select(unit => new Exclusion(unit.Unit, ExclusionReason.ValueMissing, request.Variable))
                .Concat(uncertain?.Excluded.Where(exclusion => exclusion.Reason != ExclusionReason.ValueMissing).Select(exclusion => exclusion with { Variable = request.StandardErrors }) ?? []);
            return new PositionAnalysis(
                table.Frame(Method.Code, Reference, group.Count, missing, Warnings(group.Count, robust, query.Language), Summary(table, column, direction, units, median, query.Language)),
                AnalysisMethods.CodeOf(direction.Kind), AnalysisMethods.CodeOf(rankMethod), AnalysisMethods.CodeOf(percentileMethod), (int)type,
                new GroupDistribution(distribution.Count, distribution.Missing, distribution.Minimum, Quantile.Of(group, 0.25, type), median, Quantile.Of(group, 0.75, type), distribution.Maximum,
                    distribution.Mean, weighted, distribution.StandardDeviation, robust.MedianAbsoluteDeviation),
                AnalysisMethods.CodeOf(robust.Scale), [.. (request.Scores ?? []).Select(score => new PlacedScore(score, PercentileRank.Of(group, score, percentileMethod, direction)))],
                uncertain is null ? null : request.Level ?? UsualLevel, uncertain is null ? null : request.IsSimultaneous ?? false, units);

            UnitPosition Position(string unit, double? value, int row)
            {
                if (value is not { } number)
                    return new UnitPosition(unit, null, null, null, null, null, null, null, null, null, null, null);
                var aligned = group.Align(number);
                var best = BestQuarter.Of(group, number, direction);
                return new UnitPosition(unit, value, ranks[row], PercentileRank.Of(group, number, percentileMethod, direction), quantileGroups[row], LightOf(group, number, direction),
                    distribution is { StandardDeviation: > 0 and { } deviation, Mean: { } mean } ? (aligned - mean) / deviation : null, robust.Scores[row],
                    aligned - distribution.Mean, aligned - median, best?.DistanceToThreshold is { } distance ? Math.Max(0, -distance) : null,
                    surely?.GetValueOrDefault(unit) is { } rank ? new UnitRankUncertainty(table.Of(request.StandardErrors!).Values[row]!.Value, rank.Expected, rank.Low, rank.High) : null);
            }
        }

        private static UncertainRanks UncertaintyOf(AnalysisTable table, double?[] values, double?[] errors, Direction direction, PositionRequest request) =>
            errors.Any(error => error < 0)
                ? throw new ProblemException(ProblemTypes.Unprocessable, "Ranks cannot be told with these errors.",
                    [new ProblemError(null, "/standardErrors", "out-of-range", "A standard error is 0 or more, and one of these is negative.", request.StandardErrors, null)])
                : RankUncertainty.Of([.. values.Select((value, row) => new UncertainValue(table.Units[row].Unit, value, errors[row]))], direction, request.Level ?? UsualLevel, request.IsSimultaneous ?? false);

        private static Direction DirectionOf(PositionRequest request, AnalysisColumn column) =>
            request.Direction is { } asked ? Direction.FromCode(asked, request.Target, request.Tolerance)
            : column.Version is { } version ? Direction.FromCode(version.Direction, (double?)version.TargetValue, (double?)version.TargetTolerance)
            : Direction.Neutral;

        /// <summary>good in the best quarter, poor in the worst, both with their thresholds; good wins where all are equal.</summary>
        private static string? LightOf(OrderedValues group, double value, Direction direction)
        {
            if (BestQuarter.Of(group, value, direction) is not { } best)
                return null;
            if (best.InBestQuarter == true)
                return "good";
            var isTarget = direction.Kind == DirectionKind.Target;
            var scale = isTarget ? group.Deviations(direction) : group;
            var own = isTarget ? direction.Deviation(value, group.Decimals) : group.Align(value);
            var worst = Quantile.Of(scale, direction.Kind == DirectionKind.HigherIsBetter ? 0.25 : 0.75)!.Value;
            return direction.Kind == DirectionKind.HigherIsBetter ? own <= scale.Align(worst) ? "poor" : "middle" : own >= scale.Align(worst) ? "poor" : "middle";
        }

        private static IEnumerable<string> Warnings(int n, RobustScores robust, string language)
        {
            if (n < SmallGroup)
                yield return Language.Pick(language, $"Maza grupa: vērtību ir tikai {n}.", $"A small group: there are only {n} values.");
            if (robust.Scale == RobustScale.MeanAbsoluteDeviation)
                yield return Language.Pick(language, "Vairāk nekā puse vērtību ir vienādas; noturīgie attālumi mērīti ar vidējo absolūto novirzi.", "More than half of the values are equal; robust scores are measured by the mean absolute deviation.");
        }

        private static string Summary(AnalysisTable table, AnalysisColumn column, Direction direction, UnitPosition[] units, double? median, string language)
        {
            var culture = CultureInfo.GetCultureInfo(language);
            var decimals = column.Version?.Decimals;
            if (median is not { } middle)
                return Language.Pick(language, "Vērtības nav nevienai vienībai.", "No unit has a value.");
            var group = Language.Pick(language, $"{column.InWords}: mediāna {Shown(middle)}, vērtību {units.Count(unit => unit.Value is not null)}.", $"{column.InWords}: median {Shown(middle)}, {units.Count(unit => unit.Value is not null)} values.");
            if (table.Focal is not { } focal || Array.Find(units, unit => unit.Unit == focal.Unit) is not { Value: { } own } position)
                return group;
            if (position.Rank is not { } rank || direction.Kind == DirectionKind.Neutral)
                return $"{table.NameOf(focal.Unit)}: {Shown(own)}. {group}";
            var sure = position.Uncertainty is not { } uncertainty ? ""
                : Language.Pick(language, $" (ticami no {uncertainty.BestRank}. līdz {uncertainty.WorstRank}. vietai)", $" (plausibly {uncertainty.BestRank} to {uncertainty.WorstRank})");
            return Language.Pick(language, $"{table.NameOf(focal.Unit)}: {Shown(own)}, {rank.ToString("0.#", culture)}. vieta{sure}. {group}", $"{table.NameOf(focal.Unit)}: {Shown(own)}, rank {rank.ToString("0.#", culture)}{sure}. {group}");

            string Shown(double number) => number.ToString(decimals is { } places ? $"N{places}" : "0.######", culture);
        }
    }
}
