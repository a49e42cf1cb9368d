using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class TestComposite
{
    public static readonly AnalysisMethod<SensitivityRequest, SensitivityAnalysis> Method = new("compositeSensitivity", (request, language, _) => new Query(request, language));

    /// <summary>Most units.</summary>
    public const int MostUnits = 500;

    private const int UsualDraws = 1000;
    private const double UsualSpread = 0.2;
    private const long UsualSeed = 1;
    private const double FirmShare = 0.05;

    private const string Reference = "Saisana, Saltelli and Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the quality assessment of composite indicators";

    /// <summary>Test how firm an index is</summary>
    /// <remarks>
    /// The ranks of an index when its choices had been others: weights moved at random, each component left out in turn, and the other usual ways of making it. A rank that another reasonable
    /// choice would change says little. The draws begin at seed: the same request gives the same answer. Only units that have the index are ranked.
    /// </remarks>
    /// <param name="request">The index, and how far its choices are tried.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The range of every unit's rank.</response>
    /// <response code="422">The group has no members in the period.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] SensitivityRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(SensitivityRequest Request, string Language) : IRequest<SensitivityAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            IndexDefinition.Check(request, watch.OfCaller, findings);
            if (request.WhatIfWeights is not null)
                findings.Add("/whatIfWeights", "contradiction", "whatIfWeights belong to the index itself, at /v1/analyses/composites.");
            if (request.Draws is < 1 or > IndexSensitivity.MostDraws)
                findings.Add("/draws", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"draws is a number from 1 to {IndexSensitivity.MostDraws} (published at /v1/config as maximumSensitivityDraws)."), request.Draws.Value.ToString(CultureInfo.InvariantCulture));
            if (request.Spread is { } spread && !(spread is > 0 and <= 1))
                findings.Add("/spread", "out-of-range", "spread is a number above 0, at most 1.", spread.ToString("R", CultureInfo.InvariantCulture));
            if (request.Seed is < 0)
                findings.Add("/seed", "out-of-range", "seed is a whole number, 0 or more.", request.Seed.Value.ToString(CultureInfo.InvariantCulture));
            if (request.Data?.Units?.Count > MostUnits)
                findings.Add("/data/units", "too-many", string.Create(CultureInfo.InvariantCulture, $"The sensitivity of at most {MostUnits} units is tested (published at /v1/config)."), request.Data.Units.Count.ToString(CultureInfo.InvariantCulture));
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(IndexReading reading) : IRequestHandler<Query, SensitivityAnalysis>
    {
        public async Task<SensitivityAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var (request, language) = (query.Request, query.Language);
            var (draws, spread, seed) = (request.Draws ?? UsualDraws, request.Spread ?? UsualSpread, request.Seed ?? UsualSeed);
            var basis = await reading.ReadAsync(request, language, cancellationToken);
            var index = CompositeIndex.Of(basis.Components, basis.Units, basis.Options);
            var found = IndexSensitivity.Of(basis.Components, basis.Units, basis.Options, spread, draws, (ulong)seed, cancellationToken);
            var ranked = found.Ranks.Where(range => range.Rank is not null).ToArray();
            return new SensitivityAnalysis(
                basis.Table.Frame(Method.Code, Reference, ranked.Length, index.Excluded, Warnings(found, language), Summary(basis.Table, found, ranked, language)),
                basis.Describe(language), AnalysisMethods.CodeOf(basis.Form), AnalysisMethods.CodeOf(basis.Options.Aggregation), basis.Used(null), draws, spread, seed, found.PairsReversed, found.MeanShift,
                [.. found.Omissions.Select(omission => new ComponentOmission(omission.Component, omission.Shift.LargestShift, omission.Shift.MeanShift, omission.Shift.PairsReversed, omission.Shift.Ranks))],
                [.. found.Alternatives.Select(way => new IndexWay(AnalysisMethods.CodeOf(way.Normalisation), AnalysisMethods.CodeOf(way.Aggregation), way.Shift.LargestShift, way.Shift.MeanShift, way.Shift.PairsReversed, way.Shift.Ranks))],
                [.. found.Ranks.Select(range => new UnitRankRange(range.Unit, range.Rank, range.Best, range.Low, range.Median, range.High, range.Worst))]);
        }

        private static IEnumerable<string> Warnings(IndexSensitivityResult found, string language)
        {
            if (found.PairsReversed > FirmShare)
                yield return Language.Pick(language, "Secība ir nenoturīga: ar citiem svariem vietām mainās vairāk nekā 5 % pāru.", "The order is not firm: with other weights more than 5 % of the pairs change places.");
        }

        private static string Summary(AnalysisTable table, IndexSensitivityResult found, RankRange[] ranked, string language)
        {
            if (ranked.Length == 0)
                return Language.Pick(language, "Indeksu nevar aprēķināt nevienai vienībai.", "No unit has an index.");
            var culture = CultureInfo.GetCultureInfo(language);
            var share = ((found.PairsReversed ?? 0) * 100).ToString("0.0", culture);
            var all = Language.Pick(language, $"Ar citiem svariem vietām mainās {share} % pāru.", $"With other weights {share} % of the pairs change places.");
            if (table.Focal is not { } focal || Array.Find(ranked, range => range.Unit == focal.Unit) is not { Low: { } low, High: { } high } own)
                return all;
            return Language.Pick(language,
                $"{table.NameOf(focal.Unit)}: {own.Rank}. vieta no {ranked.Length}; 90 % izmēģinājumu no {low}. līdz {high}. vietai. {all}",
                $"{table.NameOf(focal.Unit)}: rank {own.Rank} of {ranked.Length}; in 90 % of the draws rank {low} to {high}. {all}");
        }
    }
}
