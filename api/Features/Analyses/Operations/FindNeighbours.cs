using System.Globalization;
using Benchlearning.Api.Features.Analyses.Pictures;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class FindNeighbours
{
    public static readonly AnalysisMethod<NeighbourRequest, NeighbourAnalysis> Method = new("neighbours", (request, language, _) => new Query(request, language), NeighbourPicture.Draw);

    private const int UsualCount = 8;

    private const string Reference = "Standardised Euclidean distance with the sample standard deviation, as in the CIPFA Nearest Neighbours model";

    /// <summary>Find the most similar units</summary>
    /// <remarks>
    /// The k units nearest to one by standardised Euclidean distance over chosen variables, with the share of each variable in the distance: why they are
    /// alike, and where they are not. That A is near to B does not make B one of the nearest to A. A unit that lacks a variable is not compared.
    /// As image/svg+xml or image/png it is a bar of distance for each similar unit, divided by what the distance is made of.
    /// </remarks>
    /// <param name="request">The unit, and what likeness is measured by.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The similar units.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members in the period.</response>
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
                Check(request, watch.OfCaller, findings);
            AnalysisMethods.CheckRange("/k", request.K, 1, GroupChoice.MostNeighbours, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static void Check(NeighbourRequest request, Catalogue.Catalogue catalogue, Findings findings)
        {
            AnalysisRules.Check(request, [.. request.Variables!.Select((variable, index) => new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"/variables/{index}/variable"), variable?.Variable))], catalogue, findings);
            for (var index = 0; index < request.Variables!.Count; index++)
            {
                AnalysisMethods.CheckRange(string.Create(CultureInfo.InvariantCulture, $"/variables/{index}/weight"), request.Variables[index]?.Weight, 0, 1000, findings);
                _ = AnalysisMethods.OptionOf(string.Create(CultureInfo.InvariantCulture, $"/variables/{index}/transform"), request.Variables[index]?.Transform, NeighbourTransform.None, findings);
            }
        }
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, NeighbourAnalysis>
    {
        public async Task<NeighbourAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadAsync(request, [.. request.Variables!.Select(variable => variable.Variable!)], query.Language, cancellationToken);
            var focal = table.Focal!;
            var variables = request.Variables!.Select(variable => new NeighbourVariable(variable.Variable!, variable.Weight ?? 1, AnalysisMethods.OptionOf(variable.Transform, NeighbourTransform.None))).ToArray();
            var candidates = table.Units.Select((unit, row) => new NeighbourCandidate(unit.Unit, [.. table.Columns.Select(column => column.Values[row])])).ToArray();
            var found = Neighbours.Of(focal.Unit, candidates, variables, request.K ?? UsualCount);
            return new NeighbourAnalysis(
                table.Frame(Method.Code, Reference, candidates.Length - found.Excluded.Select(exclusion => exclusion.Unit).Distinct(StringComparer.Ordinal).Count(), found.Excluded,
                    found.Warnings.Select(warning => InWords(warning, table, query.Language)), Summary(table, focal, found, query.Language)),
                focal.Unit, found.Compared,
                [.. found.Nearest.Select(neighbour => new SimilarUnit(neighbour.Unit, neighbour.Rank, neighbour.Distance, neighbour.Shares.ToDictionary(share => share.Variable, share => share.Share, StringComparer.Ordinal)))]);
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
