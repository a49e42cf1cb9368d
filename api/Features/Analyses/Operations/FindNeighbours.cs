using System.Globalization;
using Benchlearning.Api.Features.Analyses.Pictures;
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

internal static class FindNeighbours
{
    public static readonly AnalysisMethod<NeighbourRequest, NeighbourAnalysis> Method = new("neighbours", (request, language, _) => new Query(request, language), NeighbourPicture.Draw);

    private const int UsualCount = 8;

    private const string Reference = "Standardised Euclidean distance as in the CIPFA Nearest Neighbours model; Mahalanobis (1936); Gower (1971)";

    /// <summary>Find the most similar units</summary>
    /// <remarks>
    /// The k units nearest to one over chosen variables, with the share of each variable in the distance: why they are alike, and where they are not. Likeness is measured by standardised
    /// Euclidean distance, or as asked. That A is near to B does not make B one of the nearest to A: isMutual says so, and isSymmetric keeps mutual ones alone. A unit that lacks a variable
    /// is not compared, but with gower, which compares each pair by what both have.
    /// As image/svg+xml or image/png it is a bar of distance for each similar unit, divided by what the distance is made of.
    /// </remarks>
    /// <param name="request">The unit, and what likeness is measured by.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The similar units.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members in the period, or mahalanobis has too few units or a variable that the others make up.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] NeighbourRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(NeighbourRequest Request, string Language) : IRequest<NeighbourAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            if (request.Territory is null)
                findings.Add("/territory", "required", "Name the unit that similar ones are looked for of.");
            if (request.Group?.StartsWith("similar", StringComparison.Ordinal) == true)
                findings.Add("/group", "contradiction", "Similar units are looked for in a declared group, such as municipalities.", request.Group);
            if (request.Variables is not { Count: >= 1 and <= GroupChoice.MostVariables })
                findings.Add("/variables", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"Name 1 to {GroupChoice.MostVariables} variables."), request.Variables?.Count.ToString(CultureInfo.InvariantCulture));
            else
                CheckVariables(request, request.Variables, watch.OfCaller, findings);
            AnalysisMethods.CheckRange("/k", request.K, 1, GroupChoice.MostNeighbours, findings);
            var metric = AnalysisMethods.OptionOf("/metric", request.Metric, NeighbourMetric.ZEuclidean, findings);
            if (request.Variables is { Count: >= 1 and <= GroupChoice.MostVariables } variables)
                CheckMetric(variables, metric, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    /// <summary>Checks the weights, transforms and kinds of variables.</summary>
    public static void CheckVariables(AnalysisRequest request, IReadOnlyList<LikenessVariable> variables, Catalogue.Catalogue catalogue, Findings findings)
    {
        AnalysisRules.Check(request, [.. variables.Select((variable, index) => new NamedVariable(Place(index, "variable"), variable?.Variable))], catalogue, findings);
        for (var index = 0; index < variables.Count; index++)
        {
            AnalysisMethods.CheckRange(Place(index, "weight"), variables[index]?.Weight, 0, 1000, findings);
            _ = AnalysisMethods.OptionOf(Place(index, "transform"), variables[index]?.Transform, NeighbourTransform.None, findings);
            _ = AnalysisMethods.OptionOf(Place(index, "kind"), variables[index]?.Kind, VariableKind.Numeric, findings);
        }
    }

    /// <summary>What a variable of a request is.</summary>
    public static NeighbourVariable VariableOf(LikenessVariable variable) => new(variable.Variable!, variable.Weight ?? 1,
        AnalysisMethods.OptionOf(variable.Transform, NeighbourTransform.None), AnalysisMethods.OptionOf(variable.Kind, VariableKind.Numeric));

    /// <summary>Refuses what a metric cannot do with the numbers.</summary>
    public static void RefuseFault(LikenessFault? fault)
    {
        if (fault is { } why)
            throw new ProblemException(ProblemTypes.Unprocessable, "Likeness cannot be measured of these numbers.",
                [new ProblemError(null, "/variables", AnalysisMethods.FindingOf(why), why == LikenessFault.TooFewUnits
                    ? "mahalanobis asks for more units than variables: name fewer variables, or choose zEuclidean."
                    : "The variables make up one another, or nearly: leave one out, or choose zEuclidean.", null, null)]);
    }

    private static string Place(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"/variables/{index}/{field}");

    private static void CheckMetric(IReadOnlyList<LikenessVariable> variables, NeighbourMetric? metric, Findings findings)
    {
        for (var index = 0; index < variables.Count; index++)
        {
            var kind = variables[index]?.Kind ?? "numeric";
            if (kind != "numeric" && metric is not (null or NeighbourMetric.Gower))
                findings.Add(Place(index, "kind"), "contradiction", "Variables that are no numbers are compared by gower.", kind);
            if (kind != "numeric" && variables[index]?.Transform is { } transform and not "none")
                findings.Add(Place(index, "transform"), "contradiction", "The logarithm is taken of numbers.", transform);
            if (metric == NeighbourMetric.Mahalanobis && variables[index]?.Weight is { } weight && weight != 1)
                findings.Add(Place(index, "weight"), "contradiction", "mahalanobis weighs by what goes together; weights belong to the other metrics.", weight.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, NeighbourAnalysis>
    {
        public async Task<NeighbourAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadAsync(request, [.. request.Variables!.Select(variable => variable.Variable!)], query.Language, cancellationToken);
            var focal = table.Focal!;
            var variables = request.Variables!.Select(VariableOf).ToArray();
            var (metric, isSymmetric) = (AnalysisMethods.OptionOf(request.Metric, NeighbourMetric.ZEuclidean), request.IsSymmetric ?? false);
            var candidates = table.Units.Select((unit, row) => new NeighbourCandidate(unit.Unit, [.. table.Columns.Select(column => column.Values[row])])).ToArray();
            var found = Neighbours.Of(focal.Unit, candidates, variables, request.K ?? UsualCount, metric, isSymmetric);
            RefuseFault(found.Fault);
            return new NeighbourAnalysis(
                table.Frame(Method.Code, Reference, candidates.Length - found.Excluded.Select(exclusion => exclusion.Unit).Distinct(StringComparer.Ordinal).Count(), found.Excluded,
                    found.Warnings.Select(warning => InWords(warning, table, query.Language)), Summary(table, focal, found, query.Language)),
                focal.Unit, AnalysisMethods.CodeOf(metric), isSymmetric, found.Compared,
                [.. found.Nearest.Select(neighbour => new SimilarUnit(neighbour.Unit, neighbour.Rank, neighbour.Distance, neighbour.OfFarthest, neighbour.IsMutual, neighbour.Shares.ToDictionary(share => share.Variable, share => share.Share, StringComparer.Ordinal)))]);
        }

        private static string InWords(NeighbourWarning warning, AnalysisTable table, string language)
        {
            var variable = warning.Variable is { } name ? table.Of(name).InWords : "";
            return warning.Kind switch
            {
                NeighbourWarningKind.VariableWithoutVariance => Language.Pick(language, $"{variable}: visiem vienāds, līdzību neietekmē.", $"{variable} is the same for all and does not count."),
                NeighbourWarningKind.FocalUnitExcluded => Language.Pick(language, "Pašai salīdzināmajai vienībai trūkst datu.", "The unit itself lacks data."),
                NeighbourWarningKind.NoVariableLeft => Language.Pick(language, "Nav palicis neviens rādītājs, pēc kura salīdzināt.", "No variable is left to compare by."),
                NeighbourWarningKind.FewerThanAsked => Language.Pick(language, "Salīdzināmu vienību ir mazāk, nekā prasīts.", "There are fewer comparable units than asked for."),
                NeighbourWarningKind.NotMutual => Language.Pick(language, "Daļa tuvāko nav iekļauta, jo šī vienība nav viņu tuvāko vidū.", "Some of the nearest are left out, because this unit is not among theirs."),
                _ => Language.Pick(language, "Pēdējā līdzīgā vienība ir tikpat tālu kā kāda neiekļauta.", "The last similar unit is as far away as one that is left out."),
            };
        }

        private static string Summary(AnalysisTable table, AnalysedUnit focal, NeighbourResult found, string language) => found.Nearest.Count == 0
            ? Language.Pick(language, $"{table.NameOf(focal.Unit)}: līdzīgas vienības nevar noteikt.", $"{table.NameOf(focal.Unit)}: similar units cannot be told.")
            : Language.Pick(language,
                $"{table.NameOf(focal.Unit)}: līdzīgākās no {found.Compared} ir {string.Join(", ", found.Nearest.Take(3).Select(neighbour => table.NameOf(neighbour.Unit)))}.",
                $"{table.NameOf(focal.Unit)}: the most similar of {found.Compared} are {string.Join(", ", found.Nearest.Take(3).Select(neighbour => table.NameOf(neighbour.Unit)))}.");
    }
}
