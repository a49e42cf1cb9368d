using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class MeasureProductivity
{
    public static readonly AnalysisMethod<MalmquistRequest, MalmquistAnalysis> Method = new("malmquist", (request, language, _) => new Query(request, language));

    private const string Reference = "Malmquist (1953); Caves, Christensen and Diewert (1982); decomposition of Fare, Grosskopf, Norris and Zhang (1994)";
    private const string Measured = "measured";
    private const string Lacking = "missing";
    private const string Infeasible = "infeasible";
    private static readonly ProductivityChange Unknown = new(null, null, null, null, null);

    /// <summary>Measure the change of productivity by the Malmquist index</summary>
    /// <remarks>
    /// Whether each unit makes more of what it uses than in the period before, and why: because it caught up with the best (efficiency change, of which pure change
    /// and a better size), or because the best moved on (technical change). Above 1 is progress and below 1 decline, in every factor and in both orientations; some
    /// programs print the reciprocal for outputs. The index is sqrt(E1(2)/E1(1) x E2(2)/E2(1)), with Es(t) the efficiency of the numbers of period t against the
    /// frontier of constant returns of period s. Of more than two periods each is compared with the one before. A unit that lacks a number in a period is not
    /// compared across it, but shapes the frontiers of the periods that it has.
    /// </remarks>
    /// <param name="request">What units use and make, and how to measure.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The change of every unit.</response>
    /// <response code="422">There are fewer than two periods with figures, or the numbers cannot be measured: one is negative, a variable or all inputs or outputs of a unit are zero, or a group has no members.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] MalmquistRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(MalmquistRequest Request, string Language) : IRequest<MalmquistAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            FrontierTable.Check(request, request.Inputs, request.Outputs, watch.OfCaller, findings);
            if (request.Data?.Periods is { } periods && periods.Distinct(StringComparer.Ordinal).Count() < 2)
                findings.Add("/data/periods", "too-few", "A change is between periods: give at least two.");
            _ = AnalysisMethods.OptionOf("/orientation", request.Orientation, DeaOrientation.Input, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, MalmquistAnalysis>
    {
        public async Task<MalmquistAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var (inputs, outputs) = (request.Inputs!, request.Outputs!);
            var table = await reading.ReadPanelAsync(request, [.. inputs, .. outputs], query.Language, cancellationToken);
            var orientation = AnalysisMethods.OptionOf(request.Orientation, DeaOrientation.Input);
            var periods = table.Periods;
            if (periods.Count < 2)
                throw new ProblemException(ProblemTypes.Unprocessable, $"A change is between periods, and only {periods[0]} has figures. GET /v1/indicators tells the periods of each indicator.");
            var frontier = new FrontierTable(table, inputs, outputs);
            var data = frontier.Ready(periods);
            var units = table.Units.Select(unit => unit.Unit).Distinct(StringComparer.Ordinal).ToArray();
            var lacking = Missing(frontier, units, periods);
            var steps = Enumerable.Range(1, periods.Count - 1)
                .Select(to => Step(periods[to - 1], periods[to], Malmquist.Between(data[to - 1], data[to], orientation, cancellationToken), units, lacking)).ToArray();
            var ways = units.Select((unit, place) => Way(unit, [.. steps.Select(step => step.Units[place].Change)])).ToArray();
            var silent = units.Where((_, place) => steps.All(step => step.Units[place].Status != Measured)).ToArray();
            return new MalmquistAnalysis(
                table.Frame(Method.Code, Reference, units.Length - silent.Length, silent.SelectMany(unit => Excluded(unit, lacking[unit])),
                    Warnings(data, steps, ways, silent.Length, query.Language), Summary(table, steps, ways, query.Language)),
                AnalysisMethods.CodeOf(orientation), periods, steps, ways);
        }

        /// <summary>The figures that each unit lacks.</summary>
        private static Dictionary<string, MissingFigure[]> Missing(FrontierTable frontier, string[] units, IReadOnlyList<string> periods)
        {
            var rows = frontier.Table.Units;
            var there = rows.Select(row => (row.Unit, row.Period)).ToHashSet();
            var figures = frontier.Missing.ToLookup(missing => rows[missing.Row].Unit, missing => new MissingFigure(rows[missing.Row].Period!, missing.Variable), StringComparer.Ordinal);
            return units.ToDictionary(unit => unit,
                unit => periods.Where(period => !there.Contains((unit, period))).Select(period => new MissingFigure(period, null)).Concat(figures[unit]).ToArray(), StringComparer.Ordinal);
        }

        private static IEnumerable<Exclusion> Excluded(string unit, MissingFigure[] lacking) => lacking.Length == 0
            ? [new Exclusion(unit, ExclusionReason.Infeasible)]
            : lacking.Select(figure => new Exclusion(unit, figure.Variable is null ? ExclusionReason.PeriodMissing : ExclusionReason.VariableMissing, figure.Variable)).Distinct();

        private static ProductivityStep Step(string from, string to, IReadOnlyList<MalmquistChange> changes, string[] units, Dictionary<string, MissingFigure[]> lacking)
        {
            var known = changes.ToDictionary(change => change.Unit, StringComparer.Ordinal);
            var told = units.Select(unit => known.TryGetValue(unit, out var change)
                ? new UnitStep(unit, change.Index is null ? Infeasible : Measured, [],
                    new ProductivityChange(change.Index, change.EfficiencyChange, change.TechnicalChange, change.PureEfficiencyChange, change.ScaleEfficiencyChange),
                    change.First, change.Last, change.FirstAgainstLast, change.LastAgainstFirst, change.VariableFirst, change.VariableLast)
                : new UnitStep(unit, Lacking, [.. lacking[unit].Where(figure => figure.Period == from || figure.Period == to)], Unknown, null, null, null, null, null, null)).ToArray();
            var measured = told.Where(unit => unit.Status == Measured).Select(unit => unit.Change).ToArray();
            return new ProductivityStep(from, to, measured.Length, Together(measured, product => Math.Pow(product, 1.0 / measured.Length)), told);
        }

        private static UnitProductivity Way(string unit, ProductivityChange[] steps) =>
            new(unit, Together(steps, product => product), Together(steps, product => Math.Pow(product, 1.0 / steps.Length)));

        /// <summary>The product of changes, factor by factor, and what is to become of it; null where one of them is.</summary>
        private static ProductivityChange Together(ProductivityChange[] changes, Func<double, double> finish)
        {
            return changes.Length == 0 ? Unknown : new ProductivityChange(
                Of(change => change.Index), Of(change => change.EfficiencyChange), Of(change => change.TechnicalChange), Of(change => change.PureEfficiencyChange), Of(change => change.ScaleEfficiencyChange));

            double? Of(Func<ProductivityChange, double?> factor) =>
                changes.Select(factor).Aggregate((double?)1, (product, next) => product * next) is { } all ? Presence.FiniteOrNull(finish(all)) : null;
        }

        private static IEnumerable<string> Warnings(IReadOnlyList<DeaData> data, ProductivityStep[] steps, UnitProductivity[] ways, int silent, string language)
        {
            foreach (var warning in FrontierTable.FewUnits(data.MinBy(period => period.Count)!, language))
                yield return warning;
            if (steps.SelectMany(step => step.Units).Any(unit => unit.Status == Infeasible))
                yield return Language.Pick(language, "Dažas vienības nav salīdzināmas ar otra perioda robežu; to indeksu nevar noteikt.", "Some units cannot be compared with the frontier of the other period; their index cannot be told.");
            if (ways.Count(way => way.Total.Index is null) > silent)
                yield return Language.Pick(language, "Dažām vienībām trūkst kāda soļa; visa ceļa indeksa tām nav.", "Some units lack a step; they have no index of the whole way.");
        }

        private static string Summary(AnalysisTable table, ProductivityStep[] steps, UnitProductivity[] ways, string language)
        {
            var measured = ways.Where(way => way.Total.Index is not null).ToArray();
            var (from, to) = (steps[0].From, steps[^1].To);
            if (measured.Length == 0)
                return Language.Pick(language, $"No {from} līdz {to} pārmaiņu nevar noteikt nevienai vienībai.", $"From {from} to {to} the change can be told of no unit.");
            var mean = Math.Exp(measured.Average(way => Math.Log(way.Total.Index!.Value)));
            var progress = measured.Count(way => way.Total.Index > 1 + Dea.EfficiencyTolerance);
            var all = Language.Pick(language,
                $"Produktivitāte no {from} līdz {to}: vidēji {Percent(mean, language)}; pieaugusi {progress} no {measured.Length} vienībām.",
                $"Productivity from {from} to {to}: {Percent(mean, language)} on average; it grew in {progress} of {measured.Length} units.");
            if (table.Focal is not { } focal || Array.Find(measured, way => way.Unit == focal.Unit) is not { Total: { Index: { } index, EfficiencyChange: { } catching, TechnicalChange: { } moving } })
                return all;
            return Language.Pick(language,
                $"{table.NameOf(focal.Unit)}: {Percent(index, language)} (tuvošanās labākajiem {Percent(catching, language)}, labāko virzība {Percent(moving, language)}). {all}",
                $"{table.NameOf(focal.Unit)}: {Percent(index, language)} (catching up with the best {Percent(catching, language)}, the best moving on {Percent(moving, language)}). {all}");
        }

        private static string Percent(double ratio, string language) => ((ratio - 1) * 100).ToString("+0.0;-0.0;0.0", CultureInfo.GetCultureInfo(language)) + " %";
    }
}
