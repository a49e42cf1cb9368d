using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MathNet.Numerics;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class ExpectCosts
{
    public static readonly AnalysisMethod<ExpectedCostRequest, ExpectedCostAnalysis> Method = new("expectedCost", (request, language, _) => new Query(request, language));

    /// <summary>Most needs of a regression.</summary>
    public const int MostNeeds = 20;

    private const double UsualLevel = 0.95;
    private const int HighInflation = 10;
    private const int HighCondition = 30;
    private const int UnitsForEachNeed = 10;
    private const string Reference = "Least squares by QR; HC1 and HC3 of MacKinnon and White (1985); Cook (1977); Belsley, Kuh and Welsch (1980); deviation (cost - expected)/expected as of standard costs";

    /// <summary>Which errors tests of coefficients are of.</summary>
    internal enum ErrorKind
    {
        /// <summary>Errors of equal size.</summary>
        Classical,

        /// <summary>Of any size, with n/(n - k).</summary>
        Hc1,

        /// <summary>Of any size, residuals over 1 - leverage.</summary>
        Hc3,
    }

    /// <summary>Tell what each unit could be expected to cost</summary>
    /// <remarks>
    /// What each unit would cost if cost followed needs as it does in the group, by regression (ordinary least squares, or weighted); or beside a reference cost that is given. Each unit gets its
    /// gap, in percent too (net cost deviation), the interval in which most units of such needs are, and how much it shapes the result. A gap is not yet inefficiency: quality, ambition
    /// and whatever needs do not tell are in it as well.
    /// </remarks>
    /// <param name="request">The cost, and what it is expected from.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The expected cost of every unit.</response>
    /// <response code="422">Needs are the same for all or combinations of each other, units are too few, or the group has no members.</response>
    public static Task<IResult> HandleAsync(
        HttpContext http, AnalysisAnswer answer, [FromBody] ExpectedCostRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(ExpectedCostRequest Request, string Language) : IRequest<ExpectedCostAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            List<NamedVariable> variables = [new("/variable", request.Variable), .. NamedVariable.Of("/needs", request.Needs)];
            foreach (var (pointer, name) in new[] { ("/reference", request.Reference), ("/population", request.Population), ("/weight", request.Weight) })
                if (name is not null && !variables.Exists(variable => variable.Name == name))
                    variables.Add(new NamedVariable(pointer, name));
            if (request.Needs is { Count: > MostNeeds })
                findings.Add("/needs", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostNeeds} needs (published at /v1/config)."), request.Needs.Count.ToString(CultureInfo.InvariantCulture));
            else
                AnalysisRules.Check(request, variables, watch.OfCaller, findings);
            if (request is { Needs: null or { Count: 0 }, Reference: null })
                findings.Add("/needs", "required", "Name the needs that the cost is expected from, or a reference cost.");
            if (request is { Needs.Count: > 0, Reference: not null })
                findings.Add("/reference", "contradiction", "The cost is expected from needs, or the reference is given: not both.", request.Reference);
            if (request.Reference is not null && request.Reference == request.Variable)
                findings.Add("/reference", "repeated-code", "The reference is another variable than the cost.", request.Reference);
            if (request is { IsTotal: true, Population: null })
                findings.Add("/isTotal", "contradiction", "A total is divided by population: name it.");
            if (request is { Weight: not null, Data.Weights: not null })
                findings.Add("/weight", "contradiction", "Weights come from the variable weight or as weights of data, not both.", request.Weight);
            if (request is { Needs: null or { Count: 0 }, Reference: not null })
                foreach (var (pointer, value) in new[] { ("/weight", request.Weight), ("/standardErrorType", request.StandardErrorType) })
                    if (value is not null)
                        findings.Add(pointer, "contradiction", $"{pointer[1..]} belongs to needs.", value);
            _ = AnalysisMethods.OptionOf("/standardErrorType", request.StandardErrorType, ErrorKind.Hc3, findings);
            AnalysisMethods.CheckRange("/level", request.Level, 0, 1, findings, isOpen: true);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    /// <summary>A unit with all its numbers.</summary>
    private sealed record Observed(int Row, double Cost, double[] Needs, double? Reference, double? Population, double Weight);

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, ExpectedCostAnalysis>
    {
        public async Task<ExpectedCostAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var (request, needs, level) = (query.Request, query.Request.Needs ?? [], query.Request.Level ?? UsualLevel);
            var table = await reading.ReadAsync(request,
                [.. needs.Prepend(request.Variable).Append(request.Reference).Append(request.Population).Append(request.Weight).OfType<string>().Distinct(StringComparer.Ordinal)], query.Language, cancellationToken);
            var excluded = new List<Exclusion>();
            var units = Enumerable.Range(0, table.Units.Count).Select(row => ObservedOf(table, row, request, needs, excluded)).OfType<Observed>().ToArray();
            if (needs.Count == 0)
                return new ExpectedCostAnalysis(
                    Frame(table, units, excluded, Beside(table, units), null, query.Language), "given", null, level, null, Beside(table, units));

            var isWeighted = request.Weight is not null || table.Weights is not null;
            var fit = LeastSquares.Fit([.. units.Select(unit => unit.Cost)], [.. needs.Select((_, need) => units.Select(unit => unit.Needs[need]).ToArray())], isWeighted ? [.. units.Select(unit => unit.Weight)] : null);
            RefuseUnfitted(fit, units.Length, needs, table);
            var errors = AnalysisMethods.OptionOf(request.StandardErrorType, ErrorKind.Hc3);
            var regression = Describe(fit, units.Length, needs, errors, level);
            var results = Results(table, units, fit, level);
            return new ExpectedCostAnalysis(
                Frame(table, units, excluded, results, regression, query.Language), isWeighted ? "wls" : "ols", AnalysisMethods.CodeOf(errors), level, regression, results);
        }

        private static Observed? ObservedOf(AnalysisTable table, int row, ExpectedCostRequest request, IReadOnlyList<string> needs, List<Exclusion> excluded)
        {
            var unit = table.Units[row].Unit;
            double? Read(string? name) => name is null ? null : table.Of(name).Values[row];
            var values = needs.Select(need => Read(need)).ToArray();
            var (cost, people, weight) = (Read(request.Variable), Read(request.Population), request.Weight is null ? table.Weights?[row] : Read(request.Weight));
            var isWeighted = request.Weight is not null || table.Weights is not null;
            Exclusion? reason = cost is null ? new(unit, ExclusionReason.ValueMissing, request.Variable)
                : Array.IndexOf(values, null) is >= 0 and var missing ? new(unit, ExclusionReason.VariableMissing, needs[missing])
                : request.Reference is { } reference && Read(reference) is null ? new(unit, ExclusionReason.VariableMissing, reference)
                : request.Population is { } population && people is not > 0 ? new(unit, people is null ? ExclusionReason.DenominatorMissing : ExclusionReason.DenominatorNotPositive, population)
                : isWeighted && needs.Count > 0 && weight is not > 0 ? new(unit, weight is null ? ExclusionReason.WeightMissing : ExclusionReason.WeightNotPositive, request.Weight)
                : null;
            if (reason is null)
                return new Observed(row, request.IsTotal == true ? cost!.Value / people!.Value : cost!.Value, [.. values.Select(value => value!.Value)], Read(request.Reference), people, weight ?? 1);
            excluded.Add(reason);
            return null;
        }

        private static UnitExpectedCost[] Beside(AnalysisTable table, Observed[] units) => Each(table, units, (unit, _) => Told(table, unit, unit.Reference!.Value));

        private static UnitExpectedCost[] Results(AnalysisTable table, Observed[] units, Regression fit, double level)
        {
            var critical = StudentDistribution.Critical(1 - level, fit.DegreesOfFreedom);
            return Each(table, units, (unit, place) =>
            {
                var point = fit.Points[place];
                var reach = critical * point.PredictionError!.Value;
                var (low, high) = (Presence.FiniteOrNull(point.Fitted - reach), Presence.FiniteOrNull(point.Fitted + reach));
                return Told(table, unit, point.Fitted) with
                {
                    Gap = point.Residual, GapTotal = Presence.FiniteOrNull((point.Residual * unit.Population) ?? double.NaN), Low = low, High = high, Place = unit.Cost > high ? "above" : unit.Cost < low ? "below" : "within",
                    Leverage = point.Leverage, StandardisedResidual = point.StandardisedResidual, CookDistance = point.CookDistance, IsInfluential = point.CookDistance > 4.0 / units.Length,
                };
            });
        }

        private static UnitExpectedCost[] Each(AnalysisTable table, Observed[] units, Func<Observed, int, UnitExpectedCost> tell)
        {
            var results = table.Units.Select(unit => new UnitExpectedCost(unit.Unit, "excluded", null, null, null, null, null, null, null, null, null, null, null, null)).ToArray();
            foreach (var (place, unit) in units.Index())
                results[unit.Row] = tell(unit, place);
            return results;
        }

        private static UnitExpectedCost Told(AnalysisTable table, Observed unit, double expected)
        {
            var gap = unit.Cost - expected;
            return new UnitExpectedCost(table.Units[unit.Row].Unit, "expected", unit.Cost, expected, Presence.FiniteOrNull(gap), expected > 0 ? Presence.FiniteOrNull(gap / expected * 100) : null,
                Presence.FiniteOrNull((gap * unit.Population) ?? double.NaN), null, null, null, null, null, null, null);
        }

        private static void RefuseUnfitted(Regression fit, int units, IReadOnlyList<string> needs, AnalysisTable table)
        {
            if (fit.DegreesOfFreedom < 1)
                throw Refused("Too few units have all the numbers: without degrees of freedom every cost would be as expected.", "/needs", "too-few-units",
                    string.Create(CultureInfo.InvariantCulture, $"{needs.Count} needs ask for at least {needs.Count + 2} units with all numbers, better {UnitsForEachNeed * needs.Count}."), units.ToString(CultureInfo.InvariantCulture));
            if (fit.Status == LeastSquaresStatus.Collinear)
                throw new ProblemException(ProblemTypes.Unprocessable, "Some needs cannot be told apart; errors names each to leave out.",
                    [.. fit.Collinear.Select(need => new ProblemError(null, string.Create(CultureInfo.InvariantCulture, $"/needs/{need}"), "collinear",
                        $"{table.Of(needs[need]).InWords} is the same for every unit, or a combination of the needs before it. Leave it out.", needs[need], null))]);
            if (fit.Status != LeastSquaresStatus.Fitted)
                throw Refused("A result is beyond the largest number: use a larger unit of measure.", "/variable", "out-of-range", "The numbers are too large to be fitted.", null);
        }

        private static ProblemException Refused(string detail, string pointer, string code, string message, string? value) =>
            new(ProblemTypes.Unprocessable, detail, [new ProblemError(null, pointer, code, message, value, null)]);

        private static CostRegression Describe(Regression fit, int units, IReadOnlyList<string> needs, ErrorKind errors, double level)
        {
            var (freedom, explained) = ((double)fit.DegreesOfFreedom, fit.RSquared);
            var f = explained is < 1 ? Presence.FiniteOrNull(explained.Value / needs.Count / ((1 - explained.Value) / freedom)) : null;
            var critical = StudentDistribution.Critical(1 - level, freedom);
            return new CostRegression(units, fit.DegreesOfFreedom, explained, explained is null ? null : 1 - ((1 - explained) * (units - 1) / freedom), fit.ResidualDeviation!.Value, f,
                f is null ? null : SpecialFunctions.BetaRegularized(freedom / 2, needs.Count / 2.0, freedom / (freedom + (needs.Count * f.Value))), fit.ConditionNumber,
                [.. fit.Coefficients.Select((one, place) =>
                {
                    var error = errors switch { ErrorKind.Classical => one.StandardError, ErrorKind.Hc1 => one.RobustError, _ => one.CautiousError };
                    var t = error > 0 ? Presence.FiniteOrNull(one.Value / error.Value) : null;
                    return new CostCoefficient(place == 0 ? null : needs[place - 1], one.Value, one.StandardError!.Value, one.RobustError!.Value, one.CautiousError, t,
                        t is null ? null : StudentDistribution.TwoSided(t.Value, freedom), Presence.FiniteOrNull((one.Value - (critical * error)) ?? double.NaN), Presence.FiniteOrNull((one.Value + (critical * error)) ?? double.NaN), one.VarianceInflation);
                })]);
        }

        private static AnalysisFrame Frame(AnalysisTable table, Observed[] units, List<Exclusion> excluded, UnitExpectedCost[] results, CostRegression? regression, string language) =>
            table.Frame(Method.Code, Reference, units.Length, excluded, regression is null ? [] : Warnings(table, units.Length, results, regression, language), Summary(table, results, regression, language));

        private static IEnumerable<string> Warnings(AnalysisTable table, int n, UnitExpectedCost[] results, CostRegression regression, string language)
        {
            var needs = regression.Coefficients.Count - 1;
            if (n < UnitsForEachNeed * needs)
                yield return Language.Pick(language, $"Vienību ir maz ({n}): šādam vajadzību skaitam ({needs}) vajag vismaz {UnitsForEachNeed * needs}.",
                    $"There are few units ({n}): {needs} need{(needs == 1 ? "" : "s")} ask for at least {UnitsForEachNeed * needs}.");
            var inflated = regression.Coefficients.Where(one => one.VarianceInflation > HighInflation).Select(one => table.Of(one.Variable!).InWords).ToArray();
            if (inflated.Length > 0)
                yield return Language.Pick(language, $"Vajadzības grūti atšķirt citu no citas (VIF virs {HighInflation}): {string.Join(", ", inflated)}.", $"Needs are hard to tell apart (VIF above {HighInflation}): {string.Join(", ", inflated)}.");
            else if (regression.ConditionNumber > HighCondition)
                yield return Language.Pick(language, $"Koeficienti ir nedroši: nosacītības skaitlis pārsniedz {HighCondition}.", $"Coefficients are unsure: the condition number is above {HighCondition}.");
            var influential = results.Where(unit => unit.IsInfluential == true).Select(unit => table.NameOf(unit.Unit)).ToArray();
            if (influential.Length > 0)
                yield return Language.Pick(language, $"Rezultātu īpaši ietekmē: {string.Join(", ", influential.Take(5))}{(influential.Length > 5 ? " …" : "")}.",
                    $"These shape the result more than others: {string.Join(", ", influential.Take(5))}{(influential.Length > 5 ? " …" : "")}.");
            yield return Language.Pick(language, "Starpība vēl nav neefektivitāte: tajā ir arī kvalitāte un viss, ko vajadzības neraksturo.", "A gap is not yet inefficiency: quality, and whatever needs do not tell, are in it too.");
        }

        private static string Summary(AnalysisTable table, UnitExpectedCost[] results, CostRegression? regression, string language)
        {
            var culture = CultureInfo.GetCultureInfo(language);
            var told = Array.Find(results, unit => unit.Unit == table.Focal?.Unit) is { Gap: not null } focal ? focal
                : results.Where(unit => unit.Gap is not null).MaxBy(unit => Math.Abs(unit.StandardisedResidual ?? unit.GapPercent ?? 0));
            if (told is not { Cost: { } cost, Expected: { } expected })
                return Language.Pick(language, "Nevienai vienībai nav visu skaitļu.", "No unit has all the numbers.");
            var percent = told.GapPercent is { } gap ? $" ({gap.ToString("+0.0;-0.0;0.0", culture)} %)" : "";
            var place = told.Place switch
            {
                "above" => Language.Pick(language, ", vairāk nekā parasti pie šādām vajadzībām", ", more than is usual for such needs"),
                "below" => Language.Pick(language, ", mazāk nekā parasti pie šādām vajadzībām", ", less than is usual for such needs"),
                "within" => Language.Pick(language, ", kā parasti pie šādām vajadzībām", ", within what is usual for such needs"),
                _ => "",
            };
            var explained = regression?.RSquared is { } share
                ? Language.Pick(language, $" Vajadzības izskaidro {(share * 100).ToString("0", culture)} % no atšķirībām.", $" Needs explain {(share * 100).ToString("0", culture)} % of the differences.") : "";
            return Language.Pick(language, $"{table.NameOf(told.Unit)}: izmaksas {Shown(cost)}, sagaidāmās {Shown(expected)}{percent}{place}.{explained}", $"{table.NameOf(told.Unit)}: cost {Shown(cost)}, expected {Shown(expected)}{percent}{place}.{explained}");

            string Shown(double number) => number.ToString(Math.Abs(number) >= 100 ? "N0" : "0.###", culture);
        }
    }
}
