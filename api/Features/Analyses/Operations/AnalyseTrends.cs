using Benchlearning.Api.Features.Analyses.Pictures;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class AnalyseTrends
{
    public static readonly AnalysisMethod<TrendRequest, TrendAnalysis> Method = new("trend", (request, language, _) => new Query(request, language), TrendPicture.Draw);

    private const string Reference = "Theil (1950) and Sen (1968); Mann (1945) and Kendall (1945); least squares with Student's interval";

    /// <summary>Tell where every unit is going</summary>
    /// <remarks>
    /// Change, slopes with their intervals, and the direction of travel of each unit, with the test of Mann and Kendall behind it: no change that could be chance
    /// is called one. Nothing is measured across a break in the series, and nothing is filled in. Movement tells whether a unit gains on the median of its group.
    /// As image/svg+xml or image/png it is the line of territory over the bands of its group, or the bands alone.
    /// </remarks>
    /// <param name="request">What to analyse, and how.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The trends.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members in the last period, or there is no figure in any of the periods.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] TrendRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(TrendRequest Request, string Language) : IRequest<TrendAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            AnalysisRules.Check(request, [new NamedVariable("/variable", request.Variable)], watch.OfCaller, findings);
            if (request.Direction is not (null or "higherIsBetter" or "lowerIsBetter" or "neutral"))
                findings.Add("/direction", "unknown-value", "direction is one of: higherIsBetter, lowerIsBetter, neutral.", request.Direction, ["higherIsBetter", "lowerIsBetter", "neutral"]);
            AnalysisMethods.CheckRange("/last", request.Last, 2, 1000, findings);
            AnalysisMethods.CheckRange("/level", request.Level, 0, 1, findings, isOpen: true);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, TrendAnalysis>
    {
        private const double UsualLevel = 0.95;

        public async Task<TrendAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var (request, level) = (query.Request, query.Request.Level ?? UsualLevel);
            var table = await reading.ReadPanelAsync(request, [request.Variable!], query.Language, cancellationToken);
            var column = table.Of(request.Variable!);
            var direction = request.Direction is { } asked ? Direction.FromCode(asked)
                : column.Version is { } version ? Direction.FromCode(version.Direction, (double?)version.TargetValue, (double?)version.TargetTolerance) : Direction.Neutral;
            var times = table.Times();
            var medians = table.Units.Select((unit, row) => (unit.Period, Time: times[row], Value: column.Values[row])).GroupBy(cell => cell.Time).OrderBy(cells => cells.Key)
                .Select(cells => (cells.Key, cells.First().Period, Group: OrderedValues.From([.. cells.Select(cell => cell.Value)], column.Version?.Decimals))).ToArray();
            var middle = medians.Select(median => new TimedValue(median.Key, Quantile.Of(median.Group, 0.5))).ToArray();
            var units = table.Series.Select(series => Describe(series.Unit.Unit, series.Rows, times, column, direction, level, request.Last, middle)).ToArray();
            var silent = table.Series.Where(series => series.Rows.All(row => column.Values[row] is null)).Select(series => new Exclusion(series.Unit.Unit, ExclusionReason.ValueMissing, column.Name)).ToArray();
            return new TrendAnalysis(
                table.Frame(Method.Code, Reference, units.Length - silent.Length, silent, Warnings(units, query.Language), Summary(table, column, units, query.Language)),
                AnalysisMethods.CodeOf(direction.Kind), level, [.. medians.Select(median => MiddleOf(median.Period!, median.Group))], units);
        }

        private static PeriodMedian MiddleOf(string period, OrderedValues group) => new(
            period, Quantile.Of(group, 0.5), group.Count, Quantile.Of(group, 0), Quantile.Of(group, 0.25), Quantile.Of(group, 0.75), Quantile.Of(group, 1));

        private static UnitTrend Describe(string unit, int[] rows, double[] times, AnalysisColumn column, Direction direction, double level, int? last, TimedValue[] middle)
        {
            var series = rows.Select(row => new TimedValue(times[row], column.Values[row], column.StartsAnew?[row] ?? false)).ToArray();
            var trend = Trend.Of(series, direction, level, last, column.Version?.Decimals);
            var movement = TrendAgainstGroup.Of(series, middle, direction, level);
            var used = series.Skip(trend.BeforeBreak).Where(point => point.Value is not null).TakeLast(trend.Count).ToArray();
            var (first, end) = used.Length > 0 ? (used[0], used[^1]) : (default, default);
            var years = end.Time - first.Time;
            return new UnitTrend(unit, trend.Count, trend.Missing, trend.BeforeBreak, first.Value, end.Value, Change.Difference(first.Value, end.Value), used.Length < 2 ? null : Change.Percent(first.Value, end.Value),
                years > 0 ? Change.CompoundAnnualGrowthRate(first.Value, end.Value, years) : null, trend.Median?.PerPeriod, trend.Median?.Low, trend.Median?.High,
                trend.LeastSquares?.PerPeriod, trend.LeastSquares?.Low, trend.LeastSquares?.High, trend.Kendall?.TauB, trend.Kendall?.Probability,
                AnalysisMethods.CodeOf(trend.Direction), AnalysisMethods.CodeOf(movement.Movement), movement.LastGap);
        }

        private static IEnumerable<string> Warnings(UnitTrend[] units, string language)
        {
            if (units.Any(unit => unit.N < Trend.FewestPoints))
                yield return Language.Pick(language, $"Dažām vienībām ir mazāk nekā {Trend.FewestPoints} salīdzināmu vērtību; virzienu tām nevar noteikt.", $"Some units have fewer than {Trend.FewestPoints} comparable values; their direction cannot be told.");
            if (units.Any(unit => unit.BeforeBreak > 0))
                yield return Language.Pick(language, "Periodi pirms pārtraukuma rindā nav ņemti vērā.", "Periods before a break in the series are not used.");
        }

        private static string Summary(AnalysisTable table, AnalysisColumn column, UnitTrend[] units, string language)
        {
            if (table.Focal is { } focal && Array.Find(units, unit => unit.Unit == focal.Unit) is { } own)
                return $"{table.NameOf(own.Unit)}: {column.InWords} – {InWords(own.Travel, language)}; {MovementInWords(own.Movement, language)}.";
            var (better, worse) = (units.Count(unit => unit.Travel is "improving" or "rising"), units.Count(unit => unit.Travel is "worsening" or "falling"));
            return units.Any(unit => unit.Travel is "rising" or "falling")
                ? Language.Pick(language, $"{column.InWords}: pieaug {better}, krītas {worse} no {units.Length}.", $"{column.InWords}: {better} of {units.Length} rise, {worse} fall.")
                : Language.Pick(language, $"{column.InWords}: uzlabojas {better}, pasliktinās {worse} no {units.Length}.", $"{column.InWords}: {better} of {units.Length} improve, {worse} get worse.");
        }

        private static string InWords(string travel, string language) => travel switch
        {
            "improving" => Language.Pick(language, "uzlabojas", "improving"),
            "worsening" => Language.Pick(language, "pasliktinās", "getting worse"),
            "rising" => Language.Pick(language, "pieaug", "rising"),
            "falling" => Language.Pick(language, "krītas", "falling"),
            "noClearChange" => Language.Pick(language, "skaidru pārmaiņu nav", "no clear change"),
            _ => Language.Pick(language, "vērtību ir par maz", "too few values"),
        };

        private static string MovementInWords(string movement, string language) => movement switch
        {
            "catchingUp" => Language.Pick(language, "grupu panāk", "catching up with the group"),
            "fallingBehind" => Language.Pick(language, "no grupas atpaliek arvien vairāk", "falling further behind the group"),
            "pullingAhead" => Language.Pick(language, "no grupas aiziet uz priekšu", "pulling ahead of the group"),
            "losingItsLead" => Language.Pick(language, "pārsvaru pār grupu zaudē", "losing its lead over the group"),
            "keepingDistance" => Language.Pick(language, "attālums no grupas nemainās", "keeping its distance from the group"),
            _ => Language.Pick(language, "pret grupu nevar spriest", "against the group nothing can be told"),
        };
    }
}
