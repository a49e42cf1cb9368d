using Benchlearning.Api.Features.Analyses.Pictures;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class DrawControlChart
{
    public static readonly AnalysisMethod<ControlChartRequest, ControlChartAnalysis> Method = new("controlChart", (request, language, _) => new Query(request, language), ControlChartPicture.Draw);

    private const string Reference = "Shewhart (1931), Wheeler (1993), Nelson (1984)";

    /// <summary>Tell signal from noise by a control chart</summary>
    /// <remarks>
    /// Which changes of a series are more than its usual ups and downs: limits at three standard deviations from the centre line, and four rules for what is unusual.
    /// A value within the limits needs no explanation, however much it moved. A known change (a new law, a reform) makes limits anew.
    /// As image/svg+xml or image/png it is the chart itself, with what is unusual marked.
    /// </remarks>
    /// <param name="request">What to analyse, and how.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The chart.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">A number is not possible for the kind, the group has no members, or there is no figure in any of the periods.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] ControlChartRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(ControlChartRequest Request, string Language) : IRequest<ControlChartAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            var kind = AnalysisMethods.OptionOf("/kind", request.Kind, ControlChartKind.Individuals, findings);
            AnalysisRules.Check(request, [new NamedVariable("/variable", request.Variable), .. request.Size is null ? Array.Empty<NamedVariable>() : [new NamedVariable("/size", request.Size)]], watch.OfCaller, findings);
            AnalysisRules.CheckSingle(request, findings);
            if (kind == ControlChartKind.Individuals != request.Size is null)
                findings.Add("/size", "contradiction", "size belongs to proportions and rates, and they need it.", request.Size);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, ControlChartAnalysis>
    {
        public async Task<ControlChartAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var kind = AnalysisMethods.OptionOf(request.Kind, ControlChartKind.Individuals);
            var table = await reading.ReadSeriesAsync(request, request.Size is null ? [request.Variable!] : [request.Variable!, request.Size], query.Language, cancellationToken);
            var (column, sizes) = (table.Of(request.Variable!), request.Size is null ? null : table.Of(request.Size));
            var rows = table.Series.Single().Rows;
            foreach (var row in rows)
                if (kind != ControlChartKind.Individuals && (column.Values[row] < 0 || sizes!.Values[row] <= 0 || (kind == ControlChartKind.Proportions && column.Values[row] > sizes.Values[row])))
                    throw new ProblemException(ProblemTypes.Unprocessable, $"{table.Units[row].Period}: a count is 0 or more, what it is of is above 0, and for proportions not smaller.");
            var periods = rows.Select(row => new ControlPeriod(table.Units[row].Period!, column.Values[row], sizes?.Values[row],
                (column.StartsAnew?[row] ?? false) || request.StartsAnew?.Contains(table.Units[row].Period) == true)).ToArray();
            var points = ControlChart.Of(kind, periods);
            var missing = rows.Where(row => column.Values[row] is null).Select(row => new Exclusion(table.Units[row].Period!, ExclusionReason.ValueMissing, column.Name));
            return new ControlChartAnalysis(
                table.Frame(Method.Code, Reference, points.Count(point => point.Value is not null), missing, Warnings(points, query.Language), Summary(table, points, query.Language)),
                table.Units[0].Unit, AnalysisMethods.CodeOf(kind),
                [.. points.Select(point => new ControlChartPoint(point.Period, point.Value, point.Centre, point.Low, point.High, point.MovingRange,
                    [.. Enum.GetValues<ControlSignals>().Where(signal => signal != ControlSignals.None && point.Signals.HasFlag(signal)).Select(AnalysisMethods.CodeOf)]))]);
        }

        private static IEnumerable<string> Warnings(IReadOnlyList<ControlPoint> points, string language)
        {
            if (points.Count(point => point.Value is not null) < ControlChart.FewestForFirmLimits)
                yield return Language.Pick(language, $"Vērtību ir mazāk nekā {ControlChart.FewestForFirmLimits}: robežas ir pagaidu.", $"There are fewer than {ControlChart.FewestForFirmLimits} values: the limits are provisional.");
        }

        private static string Summary(AnalysisTable table, IReadOnlyList<ControlPoint> points, string language)
        {
            var unusual = points.Where(point => point.Signals != ControlSignals.None).Select(point => point.Period).ToArray();
            var name = table.NameOf(table.Units[0].Unit);
            return unusual.Length == 0
                ? Language.Pick(language, $"{name}: tikai parastās svārstības.", $"{name}: nothing but the usual ups and downs.")
                : Language.Pick(language, $"{name}: neparasti periodi, kur der meklēt iemeslu: {string.Join(", ", unusual)}.", $"{name}: unusual periods, where a reason is worth looking for: {string.Join(", ", unusual)}.");
        }
    }
}
