using System.Globalization;
using Benchlearning.Api.Features.Analyses.Pictures;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class ForecastSeries
{
    public static readonly AnalysisMethod<ForecastRequest, ForecastAnalysis> Method = new("forecast", (request, language, _) => new Query(request, language), ForecastPicture.Draw);

    private const string Reference = "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, chapters 5 and 8";

    /// <summary>Carry a series on</summary>
    /// <remarks>
    /// What comes next if things go on as they did: an expectation with its interval, and how far such forecasts of this very series were off. The method with the least
    /// corrected criterion is taken unless one is asked for; a series of fewer than four values is only carried on along its mean change. A forecast is no plan: it
    /// knows nothing of decisions.
    /// As image/svg+xml or image/png it is the series with the fan of what comes next.
    /// </remarks>
    /// <param name="request">What to analyse, and how.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The forecast.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members, or there is no figure in any of the periods.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] ForecastRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(ForecastRequest Request, string Language) : IRequest<ForecastAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            AnalysisRules.Check(request, [new NamedVariable("/variable", request.Variable)], watch.OfCaller, findings);
            AnalysisRules.CheckSingle(request, findings);
            var method = AnalysisMethods.OptionOf("/method", request.Method, ForecastMethod.Naive, findings);
            AnalysisMethods.CheckRange("/horizon", request.Horizon, 1, 30, findings);
            AnalysisMethods.CheckRange("/level", request.Level, 0, 1, findings, isOpen: true);
            AnalysisMethods.CheckRange("/alpha", request.Alpha, 0, 1, findings);
            AnalysisMethods.CheckRange("/betaStar", request.BetaStar, 0, 1, findings);
            AnalysisMethods.CheckRange("/phi", request.Phi, 0.8, 0.98, findings);
            if (request.Alpha is not null && (request.Method is null || method is ForecastMethod.Naive or ForecastMethod.Drift))
                findings.Add("/alpha", "contradiction", "alpha belongs to a method that smooths: simpleSmoothing, holt or dampedHolt.");
            if (request.Alpha is null && (request.BetaStar ?? request.Phi) is not null)
                findings.Add("/alpha", "required", "betaStar and phi come with alpha; leave all of them out to have them found.");
            if (request.Least >= request.Most)
                findings.Add("/least", "contradiction", "least is below most.");
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, ForecastAnalysis>
    {
        private const double UsualLevel = 0.95;
        private const int UsualHorizon = 3;

        public async Task<ForecastAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadSeriesAsync(request, [request.Variable!], query.Language, cancellationToken);
            var column = table.Of(request.Variable!);
            var rows = table.Series.Single().Rows;
            var start = column.StartsAnew is { } breaks ? Math.Max(0, Array.FindLastIndex(rows, row => breaks[row])) : 0;
            double[] values = [.. rows.Skip(start).Select(row => column.Values[row]).OfType<double>()];
            var forecast = Best(values, request);
            var missing = rows.Where(row => column.Values[row] is null).Select(row => new Exclusion(table.Units[row].Period!, ExclusionReason.ValueMissing, column.Name));
            return new ForecastAnalysis(
                table.Frame(Method.Code, Reference, values.Length, missing, Warnings(forecast, start, rows.Length - start - values.Length, request, query.Language), Summary(table, column, forecast, query.Language)),
                table.Units[0].Unit, AnalysisMethods.CodeOf(forecast.Method), forecast.Parameters?.Alpha, forecast.Parameters?.BetaStar, forecast.Parameters?.Phi, request.Level ?? UsualLevel,
                [.. forecast.Points.Zip(After(table.Units[rows.LastOrDefault(row => column.Values[row] is not null)].Period), (point, period) => new ForecastStep(point.Step, period, point.Value, point.Low, point.High))], forecast.ResidualDeviation, forecast.CorrectedCriterion,
                forecast.BacktestError, forecast.NaiveBacktestError, forecast.IsClamped);
        }

        /// <summary>The periods that follow one; null for ever where it is no period code.</summary>
        private static IEnumerable<string?> After(string? period)
        {
            while (true)
                yield return period = period is not null && PeriodCode.IsWellFormed(period) ? PeriodCode.Following(period) : null;
        }

        private static ForecastResult Best(double[] values, ForecastRequest request)
        {
            if (request.Method is not null)
                return Carry(AnalysisMethods.OptionOf(request.Method, ForecastMethod.Drift));
            var tried = Enum.GetValues<ForecastMethod>().Select(Carry).ToArray();
            return tried.Where(forecast => forecast.CorrectedCriterion is not null).MinBy(forecast => forecast.CorrectedCriterion) ?? Carry(ForecastMethod.Drift);

            ForecastResult Carry(ForecastMethod method) => Forecast.Of(values, method, request.Horizon ?? UsualHorizon, request.Level ?? UsualLevel,
                request.Alpha is { } alpha ? new SmoothingParameters(alpha, request.BetaStar ?? 0, request.Phi ?? 1) : null, request.Least, request.Most);
        }

        private static IEnumerable<string> Warnings(ForecastResult forecast, int before, int missing, ForecastRequest request, string language)
        {
            if (request.Method is { } asked && asked != AnalysisMethods.CodeOf(forecast.Method))
                yield return Language.Pick(language, "Prasītajai metodei vērtību ir par maz; rinda turpināta pēc vidējās pārmaiņas.", "There are too few values for the method asked for; the series is carried on along its mean change.");
            if (forecast.BacktestError >= forecast.NaiveBacktestError)
                yield return Language.Pick(language, "Pagātnē šāda prognoze nav bijusi precīzāka par pēdējo vērtību.", "In the past such a forecast was no better than the last value.");
            if (before > 0)
                yield return Language.Pick(language, "Periodi pirms pārtraukuma rindā nav ņemti vērā.", "Periods before a break in the series are not used.");
            if (missing > 0)
                yield return Language.Pick(language, "Trūkstošie periodi ir izlaisti; pārējie ņemti kā secīgi.", "Missing periods are passed over; the others are taken to follow each other.");
        }

        private static string Summary(AnalysisTable table, AnalysisColumn column, ForecastResult forecast, string language)
        {
            if (forecast.Points.Count == 0)
                return Language.Pick(language, "Vērtību ir par maz, lai rindu turpinātu.", "There are too few values to carry the series on.");
            var culture = CultureInfo.GetCultureInfo(language);
            var places = column.Version?.Decimals;
            var next = forecast.Points[0];
            var range = next is { Low: { } low, High: { } high } ? Language.Pick(language, $" ({Shown(low)} līdz {Shown(high)})", $" ({Shown(low)} to {Shown(high)})") : "";
            return Language.Pick(language, $"{table.NameOf(table.Units[0].Unit)}: {column.InWords} nākamajā periodā, ja viss turpinās līdzšinējā gaitā, {Shown(next.Value)}{range}.",
                $"{table.NameOf(table.Units[0].Unit)}: {column.InWords} in the next period, if things go on as they did, {Shown(next.Value)}{range}.");

            string Shown(double number) => number.ToString(places is { } decimals ? $"N{decimals}" : "0.####", culture);
        }
    }
}
