using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class RebaseSeries
{
    public static readonly AnalysisMethod<RebaseRequest, RebaseAnalysis> Method = new("rebase", (request, language, _) => new Query(request, language));

    /// <summary>Most variables that are carried at once.</summary>
    public const int MostVariables = 20;

    private const string Reference = "Sums, weighted means sum(w x)/sum(w), and ratios recomputed as sum(numerators)/sum(denominators) of the parts; no average of ratios or ranks is ever taken";

    /// <summary>Carry series across a reform</summary>
    /// <remarks>
    /// What a series would be on other boundaries: counts are added up, means weighted, ratios made anew of their components. What cannot be carried is refused value by value
    /// and never guessed: ranks and indices, and units that were divided with shares that nobody knows (Aglona, Inčukalns in 2021). Every value tells of how many
    /// parts it is made and what share of the weight they cover.
    /// </remarks>
    /// <param name="request">The series, and the boundaries.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The series on the new boundaries.</response>
    /// <response code="422">There is no figure in any of the periods, or no member of the group on the date.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] RebaseRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(RebaseRequest Request, string Language) : IRequest<RebaseAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            if (request.Variables is null or [])
                findings.Add("/variables", "required", "Name at least one variable.");
            else if (request.Variables.Count > MostVariables)
                findings.Add("/variables", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostVariables} variables are taken (published at /v1/config)."), request.Variables.Count.ToString(CultureInfo.InvariantCulture));
            else
                AnalysisRules.Check(request.Data is null ? request with { Group = request.Group ?? EveryMunicipality } : request, [.. Named(request)], watch.OfCaller, findings, isPanel: request.Data?.Periods is not null);
            AnalysisMethods.CheckRange("/minimumCoverage", request.MinimumCoverage, 1e-9, 1, findings);
            if (request.Data is null)
                CheckReference(request, findings);
            else
                RebasedData.Check(request, request.Data, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });

        /// <summary>Every variable that has numbers of its own.</summary>
        private static IEnumerable<NamedVariable> Named(RebaseRequest request)
        {
            for (var index = 0; index < request.Variables!.Count; index++)
                if (request.Data is null || request.Variables[index]?.Rule != "recompute")
                    yield return new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"/variables/{index}/variable"), request.Variables[index]?.Variable);
        }

        private static void CheckReference(RebaseRequest request, Findings findings)
        {
            if (request.Shares is not null)
                findings.Add("/shares", "contradiction", "shares belongs to data; those of territories are known here, or to nobody.");
            if (request.Boundaries < TerritoryCoverage)
                findings.Add("/boundaries", "before-coverage", "Territories are known from 2009-07-01 on.", request.Boundaries?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (request.Group?.StartsWith("similar", StringComparison.Ordinal) == true)
                findings.Add("/group", "contradiction", "Series are carried for a declared group, not for similar municipalities.", request.Group);
            for (var index = 0; index < (request.Variables?.Count ?? 0); index++)
                if (request.Variables![index] is { } variable && (variable.Rule ?? variable.Numerator ?? variable.Denominator ?? variable.Factor?.ToString("R", CultureInfo.InvariantCulture)) is { } own)
                    findings.Add(string.Create(CultureInfo.InvariantCulture, $"/variables/{index}"), "contradiction", "An indicator has its own rule and components: rule, numerator, denominator and factor belong to data.", own);
        }
    }

    private const string EveryMunicipality = "all";
    private static readonly DateOnly TerritoryCoverage = new(2009, 7, 1);

    internal sealed class Handler(ObservationReader reader, CatalogueWatch watch, TimeProvider time) : IRequestHandler<Query, RebaseAnalysis>
    {
        public Task<RebaseAnalysis> Handle(Query query, CancellationToken cancellationToken) =>
            query.Request.Data is { } data ? Task.FromResult(Given(query.Request, data, query.Language)) : PublishedAsync(query.Request, query.Language, cancellationToken);

        private static RebaseAnalysis Given(RebaseRequest request, InlineData data, string language)
        {
            var coverage = request.MinimumCoverage ?? 1;
            var variables = request.Variables!.Select(variable => RebasedData.Carry(variable, request, data, coverage)).ToArray();
            var used = request.Variables!.SelectMany(variable => variable.Rule == "recompute" ? new[] { variable.Numerator!, variable.Denominator! } : [variable.Variable!]).Distinct(StringComparer.Ordinal);
            var table = new AnalysisTable([.. data.Units!.Select((unit, row) => new AnalysedUnit(unit, data.Periods?[row], null, null))],
                [.. used.Select(name => new AnalysisColumn(name, [.. data.Variables![name]]))], data.Weights, null, null, []);
            return new RebaseAnalysis(Frame(table, variables, language), null, coverage, variables);
        }

        private async Task<RebaseAnalysis> PublishedAsync(RebaseRequest request, string language, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var asOf = request.AsOf?.ToUniversalTime();
            var boundaries = request.Boundaries ?? Riga.Today(time);
            var group = catalogue.Groups[request.Group ?? EveryMunicipality];
            var members = catalogue.Members(group, boundaries).Members;
            if (members.Count == 0)
                throw new ProblemException(ProblemTypes.Unprocessable, $"The group {group.Code} has no members on {boundaries:yyyy-MM-dd}.");
            var indicators = request.Variables!.Select(variable => catalogue.Indicators[variable.Variable!]).ToArray();
            var coverage = request.MinimumCoverage ?? 1;
            var selection = new Selection(catalogue, indicators, TerritorySelection.All, AnalysisRules.PeriodsOf(request), BreakdownSelection.TotalOnly, boundaries, asOf);
            var blocks = (await new BoundaryConversion(reader, selection, boundaries, (decimal)coverage).ReadAsync(indicators, cancellationToken)).Where(block => block.Breakdown.Length == 0).ToDictionary(block => block.Indicator.Id);
            var axis = blocks.Values.SelectMany(block => block.Periods).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            var periods = selection.Periods.Positions(axis).Select(position => axis[position]).ToArray();
            if (periods.Length == 0)
                throw new ProblemException(ProblemTypes.Unprocessable, "There is no figure in any of these periods. GET /v1/indicators tells the periods of each indicator.");
            var variables = indicators.Select(indicator => Describe(indicator, blocks.GetValueOrDefault(indicator.Id), members, periods, language)).ToArray();
            var table = new AnalysisTable(
                [.. members.SelectMany(member => periods.Select(period => new AnalysedUnit(member.Code ?? member.Identity, period, member.Identity, member.Name(language))))],
                [.. indicators.Select((indicator, index) => new AnalysisColumn(indicator.Code, [.. variables[index].Values.Select(value => value.Value)], indicator.VersionFor(periods[^1]), indicator.VersionFor(periods[^1]).Name(language)))],
                null, null, new AnalysisOrigin(periods is [var only] ? only : $"{periods[0]}..{periods[^1]}", new AnalysedGroup(group.Code, group.Version, group.Name(language), boundaries), asOf ?? catalogue.DataChangedAt), []);
            return new RebaseAnalysis(Frame(table, variables, language), boundaries, coverage, variables);
        }

        private static RebasedVariable Describe(CatalogueIndicator indicator, ObservationBlock? block, IReadOnlyList<TerritoryVersion> members, string[] periods, string language)
        {
            var version = indicator.VersionFor(periods[^1]);
            var (isMean, isRatio) = (version.Conversion == "weightedMean", version.Conversion == "recompute");
            return new RebasedVariable(indicator.Code, version.Conversion, isMean ? version.WeightIndicator : null, isRatio ? version.NumeratorIndicator : null, isRatio ? version.DenominatorIndicator : null,
                isRatio ? (double)(version.RecomputeFactor ?? 1) : null, [.. members.SelectMany(member => periods.Select(period => Value(member, period)))]);

            RebasedValue Value(TerritoryVersion member, string period)
            {
                var (row, column) = block is null ? (-1, -1) : (Array.IndexOf(block.TerritoryIds, member.TerritoryId), Array.IndexOf(block.Periods, period));
                var unit = member.Code ?? member.Identity;
                if (row < 0 || column < 0 || block!.Position(row, column) is var position && block.Cell(position) == MissingReason.NothingStored)
                    return new RebasedValue(unit, member.Identity, member.Name(language), period, null, "noParts", 0, 0, null, [], null, null);
                var (cell, told) = (block.Cell(position), block.Conversions?[position]);
                double? value = cell == MissingReason.Value ? block.Figures[position] : null;
                return new RebasedValue(unit, member.Identity, member.Name(language), period, value, StatusOf(cell, told, version.Conversion, period), told?.Parts ?? 1, told?.PartsWithValue ?? (value is null ? 0 : 1),
                    told is null ? value is null ? null : 1 : told.Coverage, [], told?.WeightPeriod, block.Note(position) is { } note ? Language.Pick(language, note.Lv, note.En) : null);
            }
        }

        private static string StatusOf(short cell, Contracts.V1.Observations.Conversion? told, string rule, string period) => (cell, told) switch
        {
            (MissingReason.Value, null) => "unchanged",
            (MissingReason.Value, { Coverage: < 1 }) => "partial",
            (MissingReason.Value, { WeightPeriod: { } weight }) when weight != period => "estimated",
            (MissingReason.Value, _) => "complete",
            (MissingReason.NotConvertible, { Rule: "notConvertible" }) when rule != "notConvertible" => "shareUnknown",
            (MissingReason.NotConvertible, { Rule: "notConvertible" }) => "notConvertible",
            (MissingReason.NotConvertible, not null) => "weightMissing",
            _ => "partMissing",
        };

        private static AnalysisFrame Frame(AnalysisTable table, RebasedVariable[] variables, string language)
        {
            var values = variables.SelectMany(variable => variable.Values).ToArray();
            return table.Frame(Method.Code, Reference, values.Count(value => value.Value is not null), [], Warnings(values, language), Summary(values, language));
        }

        private static IEnumerable<string> Warnings(RebasedValue[] values, string language)
        {
            if (values.Any(value => value.Status == "estimated"))
                yield return Language.Pick(language, "Dažas vērtības ir aplēses: svars ir no cita gada, vai teritorija dalīta pēc oficiālas daļas.", "Some values are estimates: the weight is of another year, or a territory was divided by an official share.");
            if (values.Any(value => value.Status == "partial"))
                yield return Language.Pick(language, "Dažās vērtībās nav visu daļu; skatiet pārklājumu.", "Some values lack parts; see the coverage.");
            if (values.Any(value => value.Status == "shareUnknown"))
                yield return Language.Pick(language, "Dažas teritorijas tika dalītas, un daļas nav zināmas; tām vērtības nav.", "Some territories were divided, and the shares are not known; they have no value.");
        }

        private static string Summary(RebasedValue[] values, string language)
        {
            var (carried, unchanged, without) = (values.Count(value => value.Value is not null && value.Status != "unchanged"), values.Count(value => value.Value is not null && value.Status == "unchanged"), values.Count(value => value.Value is null));
            return Language.Pick(language, $"Pārrēķinātas vērtības: {carried}; nemainītas: {unchanged}; bez vērtības: {without}.", $"Values carried over: {carried}; unchanged: {unchanged}; without a value: {without}.");
        }
    }
}
