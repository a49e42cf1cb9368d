using System.Globalization;
using Benchlearning.Api.Features.Analyses.Pictures;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class MakeComposite
{
    public static readonly AnalysisMethod<CompositeRequest, CompositeAnalysis> Method = new("composite", (request, language, _) => new Query(request, language), CompositePicture.Draw);

    private const string Reference = "OECD and JRC, Handbook on Constructing Composite Indicators (2008); z-scores as in the Latvian territory development index";

    /// <summary>Make a composite index</summary>
    /// <remarks>
    /// Several variables in one number: each is made comparable, weighted and put together; what each adds is told, so that nobody has to believe the sum.
    /// Directions are the indicators' own. With z-scores by the deviation of the whole group and an arithmetic sum this is the territory development index;
    /// with goalposts, logarithms and a geometric mean it is the Human Development Index. A unit that lacks a figure has no index unless the missing rule says so.
    /// A known index is asked for by its code, in the version valid in the period; form change shows what has changed since the period before; and whatIfWeights are tried beside the official ones.
    /// As image/svg+xml or image/png it is, with territory, a sun of its components against the group; without, a bar for each unit, divided by what each component adds.
    /// </remarks>
    /// <param name="request">The components, and how to put them together.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The index of every unit.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members in the period.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] CompositeRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(CompositeRequest Request, string Language) : IRequest<CompositeAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            IndexDefinition.Check(query.Request, watch.OfCaller, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(IndexReading reading) : IRequestHandler<Query, CompositeAnalysis>
    {
        public async Task<CompositeAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var basis = await reading.ReadAsync(request, query.Language, cancellationToken);
            var (table, options) = (basis.Table, basis.Options);
            var index = CompositeIndex.Of(basis.Components, basis.Units, options);
            var whatIf = request.WhatIfWeights is { } weights ? WithWeights(basis, weights) : null;
            var scored = index.Scores.Where(score => score.Value is not null).ToArray();
            return new CompositeAnalysis(
                table.Frame(Method.Code, Reference, scored.Length, index.Excluded, Warnings(index, table, query.Language), Summary(table, scored, whatIf, query.Language)),
                basis.Describe(query.Language), AnalysisMethods.CodeOf(basis.Form), basis.BasePeriod, AnalysisMethods.CodeOf(options.Aggregation), AnalysisMethods.CodeOf(options.Missing),
                options.Missing == IndexMissingRule.LeaveOut ? null : options.MinimumCoverage, options.IsSample, basis.Used(request.WhatIfWeights), index.WithoutSpread, PrincipalOf(table),
                [.. index.Scores.Select((score, row) => new UnitComposite(score.Unit, AnalysisMethods.CodeOf(score.Status), score.Value, score.Rank, score.Coverage,
                    [.. score.Contributions.Select(part => new ComponentContribution(part.Component, part.Score, part.Weight, part.Contribution))],
                    whatIf is null ? null : new WhatIfComposite(whatIf[row].Value, whatIf[row].Rank, whatIf[row].Rank - score.Rank)))]);
        }

        private static IReadOnlyList<IndexScore> WithWeights(IndexBasis basis, IReadOnlyDictionary<string, double> weights)
        {
            var sum = weights.Values.Sum();
            return CompositeIndex.Of([.. basis.Components.Select(component => component with { Weight = weights[component.Code] / sum })], basis.Units, basis.Options).Scores;
        }

        private static PrincipalComponentInformation? PrincipalOf(AnalysisTable table)
        {
            var found = PrincipalComponent.Of([.. table.Columns.Select(column => column.Name)], [.. table.Columns.Select(column => column.Values)]);
            return found.ExplainedShare is not { } share ? null
                : new PrincipalComponentInformation(found.Count, share, [.. found.Loadings.Select(loading => new PrincipalLoading(loading.Code, loading.Loading, loading.Weight))]);
        }

        private static IEnumerable<string> Warnings(IndexResult index, AnalysisTable table, string language)
        {
            if (index.WithoutSpread.Count > 0)
                yield return Language.Pick(language,
                    $"Nav ņemti vērā, jo visiem vienādi; pārējo svari attiecīgi palielināti: {string.Join(", ", index.WithoutSpread.Select(name => table.Of(name).InWords))}.",
                    $"Left out because they are the same for all, and the weights of the others scaled up: {string.Join(", ", index.WithoutSpread.Select(name => table.Of(name).InWords))}.");
            if (index.Scores.Any(score => score.Status == IndexStatus.ScoreNotPositive))
                yield return Language.Pick(language, "Dažām vienībām ģeometriskā indeksa nav, jo kāds vērtējums nav lielāks par 0; izvēlieties, piemēram, minMaxFrom1.",
                    "Some units have no geometric index, because a score is not above 0; choose for instance minMaxFrom1.");
        }

        private static string Summary(AnalysisTable table, IndexScore[] scored, IReadOnlyList<IndexScore>? whatIf, string language)
        {
            if (scored.Length == 0)
                return Language.Pick(language, "Indeksu nevar aprēķināt nevienai vienībai.", "No unit has an index.");
            var culture = CultureInfo.GetCultureInfo(language);
            var best = scored.MinBy(score => score.Rank)!;
            var first = Language.Pick(language, $"Augstākais indekss: {table.NameOf(best.Unit)} ({Shown(best)}).", $"Highest index: {table.NameOf(best.Unit)} ({Shown(best)}).");
            if (table.Focal is not { } focal || Array.Find(scored, score => score.Unit == focal.Unit) is not { } own)
                return first;
            var place = own.Rank!.Value.ToString("0.#", culture);
            var other = whatIf?.FirstOrDefault(score => score.Unit == focal.Unit)?.Rank is not { } changed ? ""
                : Language.Pick(language, $" ar izmēģinātajiem svariem – {changed.ToString("0.#", culture)}. vieta.", $" With the weights tried: rank {changed.ToString("0.#", culture)}.");
            return Language.Pick(language, $"{table.NameOf(focal.Unit)}: {Shown(own)}, {place}. vieta no {scored.Length}{(other.Length > 0 ? ";" + other : ".")} {first}", $"{table.NameOf(focal.Unit)}: {Shown(own)}, rank {place} of {scored.Length}.{other} {first}");

            string Shown(IndexScore score) => score.Value!.Value.ToString("0.000", culture);
        }
    }
}
