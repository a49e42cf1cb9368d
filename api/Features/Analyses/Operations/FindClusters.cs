using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class FindClusters
{
    public static readonly AnalysisMethod<ClusterRequest, ClusterAnalysis> Method = new("clusters", (request, language, _) => new Query(request, language));

    /// <summary>Most units.</summary>
    public const int MostUnits = 500;

    private const int MostChoices = 20;
    private const double WeakStructure = 0.25;
    private const double LargestAsItIs = 1e100;

    private const string Reference = "Ward (1963), Lance and Williams (1967), Kaufman and Rousseeuw (1990); silhouettes of Rousseeuw (1987)";

    /// <summary>Find clusters of similar units</summary>
    /// <remarks>
    /// Units that are alike in chosen variables, put together by Ward's method or as asked, with how well each fits (its silhouette), the means of each cluster, and every join for a dendrogram.
    /// Without k the number of clusters is the one with the best mean silhouette. Clusters are explorative: they show what could be looked at, not what is. A unit that lacks a variable takes
    /// no part; ties are settled by the order of units.
    /// </remarks>
    /// <param name="request">The variables, and how to put units together.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The clusters.</response>
    /// <response code="422">The group has no members in the period, or fewer units have all variables than clusters are asked for.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] ClusterRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(ClusterRequest Request, string Language) : IRequest<ClusterAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            if (request.Variables is not { Count: >= 1 and <= GroupChoice.MostVariables } variables)
                findings.Add("/variables", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"Name 1 to {GroupChoice.MostVariables} variables."), request.Variables?.Count.ToString(CultureInfo.InvariantCulture));
            else
                FindNeighbours.CheckVariables(request, variables, watch.OfCaller, findings);
            for (var index = 0; index < Math.Min(request.Variables?.Count ?? 0, GroupChoice.MostVariables); index++)
                if (request.Variables![index]?.Kind is { } kind and not "numeric")
                    findings.Add(string.Create(CultureInfo.InvariantCulture, $"/variables/{index}/kind"), "contradiction", "Clusters are of numbers; other kinds belong to neighbours with gower.", kind);
            _ = AnalysisMethods.OptionOf("/method", request.Method, ClusterMethod.Ward, findings);
            var standardisation = AnalysisMethods.OptionOf("/standardisation", request.Standardisation, Standardisation.ZScore, findings);
            AnalysisMethods.CheckRange("/k", request.K, 1, MostUnits, findings);
            AnalysisMethods.CheckRange("/mostK", request.MostK, 2, MostChoices, findings);
            if (request.K is not null && request.MostK is not null)
                findings.Add("/mostK", "contradiction", "mostK is of the choice of a number, and k gives it.");
            if (request.Data?.Units?.Count > MostUnits)
                findings.Add("/data/units", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostUnits} units are put into clusters (published at /v1/config)."), request.Data.Units.Count.ToString(CultureInfo.InvariantCulture));
            if (standardisation == Standardisation.None && request.Data?.Variables?.Values.Any(values => values?.Any(value => Math.Abs(value ?? 0) > LargestAsItIs) == true) == true)
                findings.Add("/standardisation", "out-of-range", FormattableString.Invariant($"Numbers beyond {LargestAsItIs} need a standardisation."), request.Standardisation);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, ClusterAnalysis>
    {
        public async Task<ClusterAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadAsync(request, [.. request.Variables!.Select(variable => variable.Variable!)], query.Language, cancellationToken);
            var (method, standardisation) = (AnalysisMethods.OptionOf(request.Method, ClusterMethod.Ward), AnalysisMethods.OptionOf(request.Standardisation, Standardisation.ZScore));
            var candidates = table.Units.Select((unit, row) => new NeighbourCandidate(unit.Unit, [.. table.Columns.Select(column => column.Values[row])])).ToArray();
            var space = LikenessSpace.Euclidean(candidates, [.. request.Variables!.Select(FindNeighbours.VariableOf)], standardisation);
            RefuseTooFew(request.K, space.Units.Count);
            var found = Clusters.Of(space, request.K, method, request.MostK ?? Clusters.UsualMost);
            var places = found.Units.Select((unit, place) => (unit, place)).ToDictionary(entry => entry.unit, entry => entry.place, StringComparer.Ordinal);
            return new ClusterAnalysis(
                table.Frame(Method.Code, Reference, found.Units.Count, found.Excluded, Warnings(found, table, query.Language), Summary(table, found, query.Language)),
                AnalysisMethods.CodeOf(method), AnalysisMethods.CodeOf(standardisation), found.Medoids.Count, found.MeanSilhouette,
                [.. found.Choices.Select(choice => new ClusterNumber(choice.Count, choice.MeanSilhouette))], found.WithoutVariance,
                [.. found.Medoids.Select((medoid, index) => Describe(index + 1, medoid, found, places, table))],
                [.. table.Units.Select(unit => places.TryGetValue(unit.Unit, out var place)
                    ? new UnitCluster(unit.Unit, found.Clusters[place], found.MeanSilhouette is null ? null : found.Silhouettes[place], found.Nearest[place])
                    : new UnitCluster(unit.Unit, null, null, null))],
                [.. found.Joins.Select(join => new DendrogramJoin(join.First, join.Second, join.Height, join.Size))]);
        }

        private static void RefuseTooFew(int? k, int complete)
        {
            if (k > Math.Max(1, complete))
                throw new ProblemException(ProblemTypes.Unprocessable, "There are fewer units than clusters.",
                    [new ProblemError(null, "/k", "too-few-units", string.Create(CultureInfo.InvariantCulture, $"Only {complete} units have every variable: ask for at most as many clusters."), k.Value.ToString(CultureInfo.InvariantCulture), null)]);
        }

        private static UnitsAlike Describe(int cluster, string medoid, ClusterResult found, Dictionary<string, int> places, AnalysisTable table)
        {
            int[] members = [.. Enumerable.Range(0, table.Units.Count).Where(row => places.TryGetValue(table.Units[row].Unit, out var place) && found.Clusters[place] == cluster)];
            return new UnitsAlike(cluster, members.Length, found.MeanSilhouette is null ? null : Moments.Mean([.. members.Select(row => found.Silhouettes[places[table.Units[row].Unit]])]), medoid,
                table.Columns.ToDictionary(column => column.Name, column => Moments.Mean([.. members.Select(row => column.Values[row]).OfType<double>()]), StringComparer.Ordinal));
        }

        private static IEnumerable<string> Warnings(ClusterResult found, AnalysisTable table, string language)
        {
            yield return Language.Pick(language, "Kopas ir izpētei: citi rādītāji, cita metode vai cits kopu skaits dotu citas kopas.", "Clusters are explorative: other variables, another method or number would give other clusters.");
            if (found.MeanSilhouette < WeakStructure)
                yield return Language.Pick(language, "Skaidras struktūras nav: vidējais siluets ir zem 0,25.", "There is no clear structure: the mean silhouette is below 0.25.");
            if (found.WithoutVariance.Count > 0)
                yield return Language.Pick(language,
                    $"Nav ņemti vērā, jo visiem vienādi: {string.Join(", ", found.WithoutVariance.Select(name => table.Of(name).InWords))}.",
                    $"Left out because they are the same for all: {string.Join(", ", found.WithoutVariance.Select(name => table.Of(name).InWords))}.");
        }

        private static string Summary(AnalysisTable table, ClusterResult found, string language)
        {
            if (found.Units.Count == 0)
                return Language.Pick(language, "Nevienai vienībai nav visu rādītāju.", "No unit has every variable.");
            var sizes = string.Join(", ", found.Medoids.Select((_, index) => found.Clusters.Count(cluster => cluster == index + 1)));
            var all = Language.Pick(language, $"Vienību skaits: {found.Units.Count}, kopu skaits: {found.Medoids.Count} (lielumi: {sizes}).", $"{found.Units.Count} units fall into {found.Medoids.Count} cluster{(found.Medoids.Count == 1 ? "" : "s")} (sizes {sizes}).");
            if (table.Focal is not { } focal || found.Units.ToList().IndexOf(focal.Unit) is not (>= 0 and var own))
                return all;
            var others = found.Units.Where((unit, place) => place != own && found.Clusters[place] == found.Clusters[own]).Select(table.NameOf).ToArray();
            var named = $"{string.Join(", ", others.Take(5))}{(others.Length > 5 ? " …" : "")}";
            return others.Length == 0 ? Language.Pick(language, $"{all} {table.NameOf(focal.Unit)} ir savā kopā viena.", $"{all} {table.NameOf(focal.Unit)} is alone in its cluster.")
                : Language.Pick(language, $"{all} Vienā kopā ar {table.NameOf(focal.Unit)}: {named}.", $"{all} In one cluster with {table.NameOf(focal.Unit)}: {named}.");
        }
    }
}
