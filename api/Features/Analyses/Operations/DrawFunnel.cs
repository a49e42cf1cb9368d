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

internal static class DrawFunnel
{
    public static readonly AnalysisMethod<FunnelRequest, FunnelAnalysis> Method = new("funnel", (request, language, _) => new Query(request, language), FunnelPicture.Draw);

    private const string Reference = "Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; DerSimonian and Laird (1986)";

    /// <summary>Tell chance from difference by a funnel plot</summary>
    /// <remarks>
    /// Each unit's figure against its size, with the limits that chance alone would keep 95 % and 99.8 % of units in: small units vary more, and are not
    /// judged for it. Beyond the limits a reason is worth looking for; a place within them in a league table says nothing.
    /// As image/svg+xml or image/png it is the funnel itself, with the units beyond its limits named.
    /// </remarks>
    /// <param name="request">The counts or means, their sizes, and how limits are found.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The funnel.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">A number is not possible for the kind: a negative count, or more cases than people; or the group has no members.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] FunnelRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(FunnelRequest Request, string Language) : IRequest<FunnelAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            AnalysisRules.Check(request, [new NamedVariable("/variable", request.Variable), new NamedVariable("/size", request.Size)], watch.OfCaller, findings);
            if (request.Kind is null)
                findings.Add("/kind", "required", "Say what is shown: proportion, rate or mean.", null, AnalysisMethods.CodesOf<FunnelKind>());
            var kind = AnalysisMethods.OptionOf("/kind", request.Kind, FunnelKind.Rate, findings);
            _ = AnalysisMethods.OptionOf("/limits", request.Limits, FunnelLimits.Exact, findings);
            _ = AnalysisMethods.OptionOf("/overdispersion", request.Overdispersion, Overdispersion.Ignored, findings);
            if (kind == FunnelKind.Mean == request.Deviation is null)
                findings.Add("/deviation", "contradiction", "deviation belongs to kind mean, and kind mean needs it.");
            AnalysisMethods.CheckRange("/deviation", request.Deviation, 0, double.MaxValue, findings, isOpen: true);
            if (kind == FunnelKind.Proportion)
                AnalysisMethods.CheckRange("/target", request.Target, 0, 1, findings);
            else if (kind == FunnelKind.Rate)
                AnalysisMethods.CheckRange("/target", request.Target, 0, 1e15, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, FunnelAnalysis>
    {
        private const int CurveSteps = 60;

        public async Task<FunnelAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadAsync(request, [request.Variable!, request.Size!], query.Language, cancellationToken);
            var (kind, limits, overdispersion) = (AnalysisMethods.OptionOf(request.Kind, FunnelKind.Rate), AnalysisMethods.OptionOf(request.Limits, FunnelLimits.Exact), AnalysisMethods.OptionOf(request.Overdispersion, Overdispersion.Ignored));
            var units = table.Units.Select((unit, row) => new FunnelUnit(unit.Unit, table.Of(request.Variable!).Values[row], table.Of(request.Size!).Values[row])).ToArray();
            RefuseImpossible(units, kind, table);
            var funnel = Funnel.Of(units, kind, request.Target, request.Deviation ?? 1, limits, overdispersion);
            var sizes = units.ToDictionary(unit => unit.Unit, unit => unit.Size, StringComparer.Ordinal);
            return new FunnelAnalysis(
                table.Frame(Method.Code, Reference, funnel.Points.Count, funnel.Excluded, Warnings(funnel, overdispersion, query.Language), Summary(table, funnel, query.Language)),
                AnalysisMethods.CodeOf(kind), AnalysisMethods.CodeOf(limits), AnalysisMethods.CodeOf(overdispersion), funnel.Target, funnel.Dispersion, funnel.BetweenVariance,
                [.. funnel.Points.Select(point => new FunnelUnitPoint(point.Unit, point.Value, sizes[point.Unit]!.Value, point.Band.Low95, point.Band.High95, point.Band.Low998, point.Band.High998, AnalysisMethods.CodeOf(point.Zone)))],
                [.. CurvesOf(funnel)]);
        }

        private static IEnumerable<FunnelLimit> CurvesOf(FunnelResult funnel)
        {
            if (funnel.Spread is not { } spread)
                yield break;
            var (smallest, largest) = (funnel.Points.Min(point => point.Band.Size), funnel.Points.Max(point => point.Band.Size));
            for (var step = 0; step <= CurveSteps; step++)
            {
                var band = spread.At(step == CurveSteps ? largest : smallest * Math.Pow(largest / smallest, (double)step / CurveSteps)); // closer together at small sizes, where limits bend
                yield return new FunnelLimit(band.Size, band.Low95, band.High95, band.Low998, band.High998);
            }
        }

        private static void RefuseImpossible(FunnelUnit[] units, FunnelKind kind, AnalysisTable table)
        {
            var impossible = units.Where(unit => kind != FunnelKind.Mean && (unit.Value < 0 || (kind == FunnelKind.Proportion && unit.Value > unit.Size && unit.Size > 0))).Take(100).ToArray();
            if (impossible.Length > 0)
                throw new ProblemException(ProblemTypes.Unprocessable, "Some numbers are not possible for this kind of funnel; errors names each.",
                    [.. impossible.Select(unit => new ProblemError(null, "/variable", unit.Value < 0 ? "negative-value" : "more-than-size",
                        unit.Value < 0 ? $"{table.NameOf(unit.Unit)}: a count is 0 or more." : $"{table.NameOf(unit.Unit)}: there are more cases than people.", unit.Value?.ToString("R", CultureInfo.InvariantCulture), null))]);
        }

        private static IEnumerable<string> Warnings(FunnelResult funnel, Overdispersion overdispersion, string language)
        {
            if (overdispersion == Overdispersion.Ignored && funnel.Dispersion > 2)
                yield return Language.Pick(language,
                    $"Vienības atšķiras vairāk, nekā ļauj nejaušība (φ = {funnel.Dispersion.Value.ToString("0.0", CultureInfo.GetCultureInfo(language))}): robežas ir par šaurām, apsveriet overdispersion.",
                    $"Units differ more than chance allows (phi = {funnel.Dispersion.Value.ToString("0.0", CultureInfo.GetCultureInfo(language))}): the limits are too narrow; consider overdispersion.");
        }

        private static string Summary(AnalysisTable table, FunnelResult funnel, string language)
        {
            var beyond = funnel.Points.Where(point => point.Zone is FunnelZone.VeryHigh or FunnelZone.VeryLow).Select(point => table.NameOf(point.Unit)).ToArray();
            if (beyond.Length == 0)
                return Language.Pick(language, "Neviena vienība nav ārpus 99,8 % robežām.", "No unit is beyond the 99.8 % limits.");
            var named = $"{string.Join(", ", beyond.Take(5))}{(beyond.Length > 5 ? " …" : ".")}";
            return Language.Pick(language, $"Ārpus 99,8 % robežām, kur der meklēt iemeslu ({beyond.Length}): {named}", $"Beyond the 99.8 % limits, where a reason is worth looking for ({beyond.Length}): {named}");
        }
    }
}
