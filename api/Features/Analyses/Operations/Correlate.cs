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

internal static class Correlate
{
    public static readonly AnalysisMethod<CorrelationRequest, CorrelationAnalysis> Method = new("correlations", (request, language, _) => new Query(request, language), CorrelationPicture.Draw);

    /// <summary>Most variables.</summary>
    public const int MostVariables = 50;

    private const double UsualLevel = 0.95;

    private const string Reference = "Pearson (1895), Spearman (1904), Kendall (1945); intervals by Fisher (1921), Bonett and Wright (2000), Fieller, Hartley and Pearson (1957); Holm (1979), Benjamini and Hochberg (1995)";

    /// <summary>See what goes together with what</summary>
    /// <remarks>
    /// A correlation coefficient with its interval for every pair of variables over the units that have both, and its probability without a relation, also
    /// corrected for the number of pairs: of twenty relations that do not exist one is found at 5 % on average. Related is not caused: a third thing, such as
    /// size or distance from Rīga, often moves both.
    /// As image/svg+xml or image/png two variables are points in a plain divided at the medians, such as cost against quality, and more variables are pairs with their intervals, the closest first.
    /// </remarks>
    /// <param name="request">The variables, and which coefficient.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">Every pair.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members in the period.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] CorrelationRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(CorrelationRequest Request, string Language) : IRequest<CorrelationAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            if (request.Variables is not { Count: >= 2 and <= MostVariables })
                findings.Add("/variables", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"Name 2 to {MostVariables} variables."), request.Variables?.Count.ToString(CultureInfo.InvariantCulture));
            else
                AnalysisRules.Check(request, [.. NamedVariable.Of("/variables", request.Variables)], watch.OfCaller, findings);
            _ = AnalysisMethods.OptionOf("/coefficient", request.Coefficient, CorrelationKind.Spearman, findings);
            _ = AnalysisMethods.OptionOf("/correction", request.Correction, MultipleTestingMethod.Holm, findings);
            AnalysisMethods.CheckRange("/level", request.Level, 0, 1, findings, isOpen: true);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, CorrelationAnalysis>
    {
        public async Task<CorrelationAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadAsync(request, request.Variables!, query.Language, cancellationToken);
            var (kind, correction, level) = (AnalysisMethods.OptionOf(request.Coefficient, CorrelationKind.Spearman), AnalysisMethods.OptionOf(request.Correction, MultipleTestingMethod.Holm), request.Level ?? UsualLevel);
            var found = new List<(AnalysisColumn First, AnalysisColumn Second, CorrelationResult Result)>();
            for (var first = 0; first < table.Columns.Count; first++)
                for (var second = first + 1; second < table.Columns.Count; second++)
                    found.Add((table.Columns[first], table.Columns[second], Correlation.Of(table.Columns[first].Values, table.Columns[second].Values, kind, level)));
            var corrected = MultipleTesting.Adjust([.. found.Select(pair => pair.Result.Probability)], correction);
            var pairs = found.Select((pair, index) => new CorrelatedPair(pair.First.Name, pair.Second.Name, pair.Result.Count, pair.Result.Missing, pair.Result.Coefficient, pair.Result.Low, pair.Result.High,
                pair.Result.Probability, corrected[index], pair.Result.Probability is null ? null : AnalysisMethods.CodeOf(pair.Result.Method),
                MedianOfBoth(pair.First, pair.Second), MedianOfBoth(pair.Second, pair.First))).ToArray();
            var missing = table.Columns.SelectMany(column => table.Units.Where((_, row) => column.Values[row] is null).Select(unit => new Exclusion(unit.Unit, ExclusionReason.VariableMissing, column.Name)));
            return new CorrelationAnalysis(
                table.Frame(Method.Code, Reference, table.Units.Where((_, row) => table.Columns.All(column => column.Values[row] is not null)).Count(), missing,
                    Warnings(pairs, query.Language), Summary(found, corrected, level, query.Language)),
                AnalysisMethods.CodeOf(kind), AnalysisMethods.CodeOf(correction), level, pairs);
        }

        /// <summary>The median of a variable over the units that have the other too.</summary>
        private static double? MedianOfBoth(AnalysisColumn column, AnalysisColumn other) =>
            Quantile.Of(OrderedValues.From([.. column.Values.Select((value, row) => other.Values[row] is null ? null : value)], column.Version?.Decimals), 0.5);

        private static IEnumerable<string> Warnings(CorrelatedPair[] pairs, string language)
        {
            yield return Language.Pick(language, "Saistība nav cēlonība.", "Related is not caused.");
            foreach (var pair in pairs.Where(pair => pair.Coefficient is null))
                yield return Language.Pick(language, $"{pair.First} un {pair.Second}: saistību nevar noteikt, jo vērtību pāru ir {pair.N} vai kāda no tām visur vienāda.", $"{pair.First} and {pair.Second}: nothing can be said of {pair.N} pairs of values, or one is the same everywhere.");
        }

        private static string Summary(List<(AnalysisColumn First, AnalysisColumn Second, CorrelationResult Result)> found, double?[] corrected, double level, string language)
        {
            var clear = found.Select((pair, index) => (pair, Probability: corrected[index])).Where(entry => entry.Probability < 1 - level).OrderByDescending(entry => Math.Abs(entry.pair.Result.Coefficient!.Value)).ToArray();
            if (found is [var only])
                return OfOne(only, isClear: clear.Length == 1, language);
            if (clear.Length == 0)
                return Language.Pick(language, $"No {found.Count} pāriem neviena saistība nav skaidri atšķirama no nejaušības.", $"Of {found.Count} pairs no relation can be told from chance.");
            var (strongest, _) = clear[0];
            var coefficient = strongest.Result.Coefficient!.Value.ToString("0.00", CultureInfo.GetCultureInfo(language));
            return Language.Pick(language,
                $"No {found.Count} pāriem skaidra saistība ir {clear.Length}; ciešākā: {strongest.First.InWords} un {strongest.Second.InWords} ({coefficient}).",
                $"{clear.Length} of {found.Count} pairs are clearly related; the closest: {strongest.First.InWords} and {strongest.Second.InWords} ({coefficient}).");
        }

        private static string OfOne((AnalysisColumn First, AnalysisColumn Second, CorrelationResult Result) pair, bool isClear, string language)
        {
            if (!isClear)
                return Language.Pick(language, $"{pair.First.InWords} un {pair.Second.InWords}: saistība nav skaidri atšķirama no nejaušības.", $"{pair.First.InWords} and {pair.Second.InWords}: a relation cannot be told from chance.");
            var coefficient = pair.Result.Coefficient!.Value.ToString("0.00", CultureInfo.GetCultureInfo(language));
            return Language.Pick(language, $"{pair.First.InWords} un {pair.Second.InWords} ir skaidri saistīti ({coefficient}).", $"{pair.First.InWords} and {pair.Second.InWords} are clearly related ({coefficient}).");
        }
    }
}
