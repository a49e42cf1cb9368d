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

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, CompositeAnalysis>
    {
        public async Task<CompositeAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadAsync(request, [.. request.Components!.Select(component => component.Variable!)], query.Language, cancellationToken);
            var (components, units, options) = IndexDefinition.Of(request, table);
            var index = CompositeIndex.Of(components, units, options);
            var scored = index.Scores.Where(score => score.Value is not null).ToArray();
            return new CompositeAnalysis(
                table.Frame(Method.Code, Reference, scored.Length, index.Excluded, Warnings(index, table, query.Language), Summary(table, scored, query.Language)),
                AnalysisMethods.CodeOf(options.Aggregation), index.WithoutSpread,
                [.. index.Scores.Select(score => new UnitComposite(score.Unit, AnalysisMethods.CodeOf(score.Status), score.Value, score.Rank, score.Coverage,
                    [.. score.Contributions.Select(part => new ComponentContribution(part.Component, part.Score, part.Weight, part.Contribution))]))]);
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

        private static string Summary(AnalysisTable table, IndexScore[] scored, string language)
        {
            if (scored.Length == 0)
                return Language.Pick(language, "Indeksu nevar aprēķināt nevienai vienībai.", "No unit has an index.");
            var culture = CultureInfo.GetCultureInfo(language);
            var best = scored.MinBy(score => score.Rank)!;
            var first = Language.Pick(language, $"Augstākais indekss: {table.NameOf(best.Unit)} ({Shown(best)}).", $"Highest index: {table.NameOf(best.Unit)} ({Shown(best)}).");
            if (table.Focal is not { } focal || Array.Find(scored, score => score.Unit == focal.Unit) is not { } own)
                return first;
            var place = own.Rank!.Value.ToString("0.#", culture);
            return Language.Pick(language, $"{table.NameOf(focal.Unit)}: {Shown(own)}, {place}. vieta no {scored.Length}. {first}", $"{table.NameOf(focal.Unit)}: {Shown(own)}, rank {place} of {scored.Length}. {first}");

            string Shown(IndexScore score) => score.Value!.Value.ToString("0.000", culture);
        }
    }
}
