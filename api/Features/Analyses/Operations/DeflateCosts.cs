using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class DeflateCosts
{
    public static readonly AnalysisMethod<RealCostRequest, RealCostAnalysis> Method = new("deflation", (request, language, _) => new Query(request, language));

    private const string Reference = "real = nominal x price index of the base/price index of the period";

    /// <summary>Tell amounts in the money of one period</summary>
    /// <remarks>
    /// Amounts of several periods, per inhabitant where population is named, in the money of a base period: what is bought, not what is paid. The price index comes with the request
    /// by period, or is a variable.
    /// </remarks>
    /// <param name="request">Which amounts, and the price index.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The real amounts.</response>
    /// <response code="422">The group has no members, there is no figure, or the base has no price index.</response>
    public static Task<IResult> HandleAsync(
        HttpContext http, AnalysisAnswer answer, [FromBody] RealCostRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(RealCostRequest Request, string Language) : IRequest<RealCostAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            List<NamedVariable> variables = [new("/variable", request.Variable)];
            if (request.PriceVariable is { } price)
                variables.Add(new NamedVariable("/priceVariable", price));
            if (request.Population is { } population)
                variables.Add(new NamedVariable("/population", population));
            AnalysisRules.Check(request, variables, watch.OfCaller, findings);
            if (request.PriceIndex is null == request.PriceVariable is null)
                findings.Add("/priceIndex", request.PriceIndex is null ? "required" : "contradiction", "The price index comes as priceIndex, by period, or as priceVariable: one of them.");
            if (request.PriceIndex is { } prices)
            {
                if (prices.Count is 0 or > AnalysisMethods.MostRows)
                    findings.Add("/priceIndex", prices.Count == 0 ? "required" : "too-many", string.Create(CultureInfo.InvariantCulture, $"A price index has 1 to {AnalysisMethods.MostRows} periods."));
                foreach (var (period, index) in prices.Take(AnalysisMethods.MostRows).Where(one => !(one.Value > 0 && double.IsFinite(one.Value))).Take(20))
                    findings.Add($"/priceIndex/{AnalysisRules.Escaped(period)}", "out-of-range", "A price index is above 0.", index.ToString("R", CultureInfo.InvariantCulture));
                if (request.Data is null)
                    foreach (var (period, _) in prices.Where(one => !PeriodCode.IsWellFormed(one.Key)).Take(20))
                        findings.Add($"/priceIndex/{AnalysisRules.Escaped(period)}", "invalid-period", "A period, such as 2013, 2013-Q2 or 2013-05.", period);
                if (request.Base is { } asked && !prices.ContainsKey(asked))
                    findings.Add("/base", "unknown-value", "base is one of the periods of priceIndex.", asked, [.. prices.Keys.Order(StringComparer.Ordinal).Take(20)]);
            }
            else if (request is { Base: { } named, Data.Periods: { } periods } && !periods.Contains(named, StringComparer.Ordinal))
                findings.Add("/base", "unknown-value", "base is one of the periods of data.", named, [.. periods.Distinct(StringComparer.Ordinal).Take(20)]);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, RealCostAnalysis>
    {
        public async Task<RealCostAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadPanelAsync(request,
                [.. new[] { request.Variable, request.PriceVariable, request.Population }.OfType<string>()], query.Language, cancellationToken);
            var (amounts, levels) = (table.Of(request.Variable!), request.PriceVariable is { } price ? table.Of(price) : null);
            var basePeriod = request.Base ?? table.Periods[^1];
            RefuseNegativePrices(levels, table);
            if (request.PriceIndex is { } prices ? !prices.ContainsKey(basePeriod) : !table.Units.Where((unit, row) => unit.Period == basePeriod && levels!.Values[row] is not null).Any())
                throw new ProblemException(ProblemTypes.Unprocessable, $"There is no price index for the base, {Excerpt.Of(basePeriod)}: name another base, or give its price index.");

            var excluded = new List<Exclusion>();
            var nominal = Enumerable.Range(0, table.Units.Count).Select(row => NominalOf(table, row, request, excluded)).ToArray();
            var rows = new RealCostRow[table.Units.Count];
            foreach (var (unit, places) in table.Series)
            {
                var series = places.Select(row => new NominalAmount(table.Units[row].Period!, nominal[row], levels is null ? LevelOf(request, table.Units[row].Period!) : levels.Values[row])).ToList();
                if (!series.Exists(amount => amount.Period == basePeriod))
                    series.Add(new NominalAmount(basePeriod, null, levels is null ? LevelOf(request, basePeriod) : null));
                var real = Deflation.Of(series, basePeriod);
                foreach (var (place, row) in places.Index())
                {
                    rows[row] = new RealCostRow(unit.Unit, series[place].Period, series[place].Nominal, series[place].PriceIndex, real[place]);
                    if (nominal[row] is not null && real[place] is null)
                        excluded.Add(new Exclusion(unit.Unit, ExclusionReason.VariableMissing, request.PriceVariable ?? $"priceIndex/{series[place].Period}"));
                }
            }
            var units = table.Series.Select(series => ChangeOf(series.Unit.Unit, [.. series.Rows.Select(row => rows[row])])).ToArray();
            return new RealCostAnalysis(
                table.Frame(Method.Code, Reference, units.Count(unit => unit.From is not null), excluded, [], Summary(table, NameOf(amounts, request, query.Language), units, basePeriod, query.Language)), basePeriod, rows, units);
        }

        private static double? LevelOf(RealCostRequest request, string period) => request.PriceIndex!.TryGetValue(period, out var level) ? level : null;

        private static void RefuseNegativePrices(AnalysisColumn? levels, AnalysisTable table)
        {
            var wrong = (levels?.Values ?? []).Index().Where(one => one.Item <= 0).Take(100).ToArray();
            if (wrong.Length > 0)
                throw new ProblemException(ProblemTypes.Unprocessable, "A price index is above 0; errors names each that is not.",
                    [.. wrong.Select(one => new Contracts.V1.ProblemError(null, "/priceVariable", "not-positive", $"{table.NameOf(table.Units[one.Index].Unit)}, {table.Units[one.Index].Period}: a price index is above 0.", one.Item!.Value.ToString("R", CultureInfo.InvariantCulture), null))]);
        }

        private static double? NominalOf(AnalysisTable table, int row, RealCostRequest request, List<Exclusion> excluded)
        {
            var unit = table.Units[row].Unit;
            if (!Presence.IsPresent(table.Of(request.Variable!).Values[row], out var amount))
            {
                excluded.Add(new Exclusion(unit, ExclusionReason.ValueMissing, request.Variable));
                return null;
            }
            if (request.Population is not { } name)
                return amount;
            if (Presence.IsPresent(table.Of(name).Values[row], out var people) && people > 0)
                return Presence.FiniteOrNull(amount / people);
            excluded.Add(new Exclusion(unit, double.IsNaN(people) ? ExclusionReason.DenominatorMissing : ExclusionReason.DenominatorNotPositive, name));
            return null;
        }

        private static UnitRealCost ChangeOf(string unit, RealCostRow[] rows)
        {
            var told = rows.Where(row => row.Real is not null).ToArray();
            return told.Length == 0 ? new UnitRealCost(unit, null, null, null, null)
                : new UnitRealCost(unit, told[0].Period, told[^1].Period, PercentOf(told[0].Nominal!.Value, told[^1].Nominal!.Value), PercentOf(told[0].Real!.Value, told[^1].Real!.Value));

            static double? PercentOf(double first, double last) => first > 0 ? Presence.FiniteOrNull(((last / first) - 1) * 100) : null;
        }

        private static string NameOf(AnalysisColumn amounts, RealCostRequest request, string language) =>
            request.Population is null ? amounts.InWords : Language.Pick(language, $"{amounts.InWords} uz iedzīvotāju", $"{amounts.InWords} per inhabitant");

        private static string Summary(AnalysisTable table, string amount, UnitRealCost[] units, string basePeriod, string language)
        {
            var changed = units.Where(unit => unit.RealPercent is not null && unit.From != unit.To).ToArray();
            if (Array.Find(changed, unit => unit.Unit == table.Focal?.Unit) is { } own || (changed.Length == 1 && (own = changed[0]) is not null))
                return Language.Pick(language,
                    $"{table.NameOf(own.Unit)}: {amount} no {own.From} līdz {own.To} mainījās par {Percent(own.NominalPercent)}, perioda {basePeriod} cenās par {Percent(own.RealPercent)}.",
                    $"{table.NameOf(own.Unit)}: {amount} changed by {Percent(own.NominalPercent)} from {own.From} to {own.To}, by {Percent(own.RealPercent)} in prices of {basePeriod}.");
            return changed.Length == 0
                ? Language.Pick(language, $"{amount} perioda {basePeriod} cenās.", $"{amount} in prices of {basePeriod}.")
                : Language.Pick(language,
                    $"{amount} perioda {basePeriod} cenās: pieauga {changed.Count(unit => unit.RealPercent > 0)} no {changed.Length} vienībām.",
                    $"{amount} in prices of {basePeriod}: it grew for {changed.Count(unit => unit.RealPercent > 0)} of {changed.Length} units.");

            string Percent(double? value) => value is { } number ? $"{number.ToString("+0.0;-0.0;0.0", CultureInfo.GetCultureInfo(language))} %" : "–";
        }
    }
}
