using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class TellQuantiles
{
    public static readonly AnalysisMethod<QuantileRequest, QuantileAnalysis> Method = new("quantiles", (request, language, _) => new Query(request, language));

    /// <summary>Most probabilities.</summary>
    public const int MostProbabilities = 100;

    private const int SmallGroup = 5;
    private const int UsualType = 7;
    private static readonly double[] UsualProbabilities = [0, 0.25, 0.5, 0.75, 1];

    private const string Reference = "Hyndman and Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4); skewness of Joanes and Gill (1998)";

    /// <summary>Tell quantiles of a group</summary>
    /// <remarks>
    /// Quantiles in any of the nine definitions of Hyndman and Fan (type 7 is that of R and of Excel's .INC, 6 that of Excel's .EXC and of SPSS, 8 the one that they recommend), one or
    /// several types beside each other, with mean, spread and skewness; for all units together and for each group of the data. With 43 municipalities the types differ visibly: say which
    /// one a figure is of.
    /// </remarks>
    /// <param name="request">The variable, and which quantiles.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">What the groups look like.</response>
    /// <response code="422">The group has no members in the period.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] QuantileRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(QuantileRequest Request, string Language) : IRequest<QuantileAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            AnalysisRules.Check(request, [new NamedVariable("/variable", request.Variable)], watch.OfCaller, findings);
            if (request.Probabilities is { Count: 0 or > MostProbabilities } probabilities)
                findings.Add("/probabilities", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"Give 1 to {MostProbabilities} probabilities (published at /v1/config)."), probabilities.Count.ToString(CultureInfo.InvariantCulture));
            for (var index = 0; index < Math.Min(request.Probabilities?.Count ?? 0, MostProbabilities); index++)
                AnalysisMethods.CheckRange(string.Create(CultureInfo.InvariantCulture, $"/probabilities/{index}"), request.Probabilities![index], 0, 1, findings);
            AnalysisMethods.CheckRange("/type", request.Type, 1, 9, findings);
            if (request.Type is not null && request.Types is not null)
                findings.Add("/type", "contradiction", "type and types say the same: give one of them.");
            if (request.Types is { Count: 0 or > 9 } || request.Types?.Distinct().Count() < request.Types?.Count)
                findings.Add("/types", "out-of-range", "Give 1 to 9 types, each once.");
            for (var index = 0; index < Math.Min(request.Types?.Count ?? 0, 9); index++)
                AnalysisMethods.CheckRange(string.Create(CultureInfo.InvariantCulture, $"/types/{index}"), request.Types![index], 1, 9, findings);
            AnalysisMethods.CheckRange("/madConstant", request.MadConstant, 0, 1e6, findings, isOpen: true);
            AnalysisMethods.CheckRange("/decimals", request.Decimals, 0, 15, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, QuantileAnalysis>
    {
        public async Task<QuantileAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadAsync(request, [request.Variable!], query.Language, cancellationToken);
            var column = table.Of(request.Variable!);
            var decimals = request.Decimals ?? column.Version?.Decimals;
            var (probabilities, types, constant) = (request.Probabilities ?? UsualProbabilities, request.Types ?? [request.Type ?? UsualType], request.MadConstant ?? RobustZ.Raw);
            var all = GroupOf(null, [.. Enumerable.Range(0, table.Units.Count)]);
            var rows = table.Units.Select((unit, row) => (unit.Unit, row)).ToDictionary(unit => unit.Unit, unit => unit.row, StringComparer.Ordinal);
            var groups = (request.Data?.Groups ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
                .Select(group => GroupOf(group.Key, [.. (group.Value ?? []).Distinct(StringComparer.Ordinal).Select(unit => rows[unit])])).ToArray();
            var missing = table.Units.Where((_, row) => column.Values[row] is null).Select(unit => new Exclusion(unit.Unit, ExclusionReason.ValueMissing, column.Name));
            return new QuantileAnalysis(
                table.Frame(Method.Code, Reference, all.N, missing, Warnings([all, .. groups], query.Language), Summary(column, OrderedValues.From(column.Values, decimals), query.Language)),
                probabilities, constant, [all, .. groups]);

            GroupQuantiles GroupOf(string? name, int[] members)
            {
                double?[] values = [.. members.Select(row => column.Values[row])];
                var group = OrderedValues.From(values, decimals);
                var distribution = Distribution.Of(group);
                double? weighted = table.Weights is { } weights
                    ? GroupAverage.Weighted([.. members.Select(row => new WeightedValue(table.Units[row].Unit, column.Values[row], weights[row]))], "weights").Value : null;
                return new GroupQuantiles(
                    name, group.Count, group.Missing, distribution.Minimum, distribution.Maximum, distribution.Mean, weighted, distribution.StandardDeviation,
                    distribution is { Mean: > 0 and { } mean, StandardDeviation: { } deviation } ? Presence.FiniteOrNull(deviation / mean) : null,
                    RobustZ.Of(values, decimals: decimals).MedianAbsoluteDeviation * constant is { } spread ? Presence.FiniteOrNull(spread) : null, Moments.Skewness(group.Ascending),
                    [.. types.Select(type => new TypedQuantiles(type, [.. probabilities.Select(probability => Quantile.Of(group, probability, (QuantileType)type))],
                        Quantile.Of(group, 0.75, (QuantileType)type) - Quantile.Of(group, 0.25, (QuantileType)type) is { } range ? Presence.FiniteOrNull(range) : null))]);
            }
        }

        private static IEnumerable<string> Warnings(IEnumerable<GroupQuantiles> groups, string language)
        {
            foreach (var group in groups.Where(group => group.N < SmallGroup))
                yield return group.Group is { } name
                    ? Language.Pick(language, $"{name}: maza grupa, vērtību ir tikai {group.N}.", $"{name}: a small group, there are only {group.N} values.")
                    : Language.Pick(language, $"Maza grupa: vērtību ir tikai {group.N}.", $"A small group: there are only {group.N} values.");
        }

        private static string Summary(AnalysisColumn column, OrderedValues group, string language)
        {
            if (Quantile.Of(group, 0.5) is not { } median)
                return Language.Pick(language, "Vērtības nav nevienai vienībai.", "No unit has a value.");
            var (lower, upper) = (Shown(Quantile.Of(group, 0.25)!.Value), Shown(Quantile.Of(group, 0.75)!.Value));
            return Language.Pick(language,
                $"{column.InWords}: pusei vienību vērtība ir no {lower} līdz {upper}; mediāna ir {Shown(median)}, vērtību {group.Count}.",
                $"{column.InWords}: half of the units lie between {lower} and {upper}; the median is {Shown(median)}, {group.Count} values.");

            string Shown(double number) => number.ToString(column.Version is { } version ? $"N{version.Decimals}" : "0.######", CultureInfo.GetCultureInfo(language));
        }
    }
}
