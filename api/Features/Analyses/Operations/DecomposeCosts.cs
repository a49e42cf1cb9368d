using System.Globalization;
using Benchlearning.Api.Features.Analyses.Pictures;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class DecomposeCosts
{
    public static readonly AnalysisMethod<CostRequest, CostAnalysis> Method = new("costDecomposition", (request, language, _) => new Query(request, language), CostPicture.Draw);

    /// <summary>Most factors of a cost.</summary>
    public const int MostFactors = CostDecomposition.MostFactors;

    private const string Reference = "Ang (2005), LMDI-I; Shapley (1953) and Sun (1998); first order as in Laspeyres";
    private const int SmallGroup = 5;

    /// <summary>What units are compared with.</summary>
    internal enum ReferenceKind
    {
        /// <summary>The mean of each factor.</summary>
        Mean,

        /// <summary>The group as if it were one unit.</summary>
        RatioOfSums,

        /// <summary>A unit.</summary>
        Unit,
    }

    /// <summary>What a factor is.</summary>
    internal enum FactorKind
    {
        /// <summary>Cost of one unit of service.</summary>
        Price,

        /// <summary>How much of the service is used.</summary>
        Volume,

        /// <summary>How many need it.</summary>
        Need,

        /// <summary>Something else.</summary>
        Other,
    }

    /// <summary>Split a cost difference into price, volume and need</summary>
    /// <remarks>
    /// A cost is a product of factors, such as cost per inhabitant = cost per user x users per member of the target group x target group per inhabitant. The difference
    /// of each unit from its group, or from one unit, is split into what each factor contributes; the parts add up to the difference. The logarithmic mean splits it by
    /// L(own, reference) ln(own factor/reference factor), Shapley by the mean over all orders of changing factors; what one factor alone would change (Laspeyres), and
    /// what such changes leave unexplained, stand beside it. The group is every unit that takes part, the compared one among them.
    /// As image/svg+xml or image/png it is a waterfall from the reference's cost to that of territory, or of the unit that differs most: each step is what a factor raises or lowers.
    /// </remarks>
    /// <param name="request">What the cost is the product of, and what it is compared with.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The difference of every unit, split.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members, or the reference unit lacks a number.</response>
    public static Task<IResult> HandleAsync(
        HttpContext http, AnalysisAnswer answer, [FromBody] CostRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(CostRequest Request, string Language) : IRequest<CostAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            if (request.Factors is not { Count: > 0 } factors)
            {
                findings.Add("/factors", "required", "Name at least one factor.");
                factors = [];
            }
            else if (factors.Count > CostDecomposition.MostFactors)
                findings.Add("/factors", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {CostDecomposition.MostFactors} factors."), factors.Count.ToString(CultureInfo.InvariantCulture));
            for (var index = 0; index < factors.Count; index++)
                CheckFactor(string.Create(CultureInfo.InvariantCulture, $"/factors/{index}"), factors[index], findings);
            foreach (var named in factors.Index().Where(one => one.Item is not null).GroupBy(one => NameOf(one.Item), StringComparer.Ordinal).Where(named => named.Count() > 1))
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"/factors/{named.Last().Index}"), "repeated-code", "Two factors have the same name: give each a name of its own.", named.Key);
            AnalysisRules.Check(request, [.. Variables(factors).DistinctBy(variable => variable.Name)], watch.OfCaller, findings);
            _ = AnalysisMethods.OptionOf("/method", request.Method, DecompositionMethod.Lmdi, findings);
            var reference = AnalysisMethods.OptionOf("/reference", request.Reference, UsualReference(request), findings);
            if (reference == ReferenceKind.RatioOfSums && factors.Any(factor => factor?.Variable is not null))
                findings.Add("/reference", "contradiction", "ratioOfSums needs every factor as a numerator over a denominator.", request.Reference);
            if (reference == ReferenceKind.Unit == request.ReferenceUnit is null && reference is not null)
                findings.Add("/referenceUnit", request.ReferenceUnit is null ? "required" : "contradiction", "referenceUnit belongs to reference unit, and reference unit needs one.", request.ReferenceUnit);
            if (request.ReferenceUnit is { } unit)
            {
                if (request.Data is null && watch.OfCaller.Territories.Find(unit) is null)
                    Selection.UnknownTerritory("/referenceUnit", unit, watch.OfCaller, findings);
                else if (request.Data is { Units: { } units } && !units.Contains(unit, StringComparer.Ordinal))
                    findings.Add("/referenceUnit", "unknown-value", "referenceUnit is one of the units of data.", unit, [.. units.Take(20)]);
            }
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static void CheckFactor(string pointer, CostFactorDefinition? factor, Findings findings)
        {
            if (factor is null || (string.IsNullOrEmpty(factor.Variable) && string.IsNullOrEmpty(factor.Numerator) && string.IsNullOrEmpty(factor.Denominator)))
                findings.Add(pointer, "required", "A factor is a variable, or a numerator and a denominator.");
            else if (factor.Variable is not null && (factor.Numerator is not null || factor.Denominator is not null))
                findings.Add($"{pointer}/variable", "contradiction", "A factor is a variable, or a numerator and a denominator, not both.", factor.Variable);
            else if (string.IsNullOrEmpty(factor.Variable) && (string.IsNullOrEmpty(factor.Numerator) || string.IsNullOrEmpty(factor.Denominator)))
                findings.Add($"{pointer}/{(string.IsNullOrEmpty(factor.Numerator) ? "numerator" : "denominator")}", "required", "A ratio has a numerator and a denominator.");
            if (factor?.Name is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > AnalysisMethods.LongestName || name.Any(char.IsControl)))
                findings.Add($"{pointer}/name", "invalid-name", string.Create(CultureInfo.InvariantCulture, $"A name has 1 to {AnalysisMethods.LongestName} characters, none of them a control character."), name);
            _ = AnalysisMethods.OptionOf($"{pointer}/kind", factor?.Kind, FactorKind.Other, findings);
        }

        private static IEnumerable<NamedVariable> Variables(IReadOnlyList<CostFactorDefinition> factors) => factors.Index().SelectMany(one => new[]
        {
            new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"/factors/{one.Index}/variable"), one.Item?.Variable),
            new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"/factors/{one.Index}/numerator"), one.Item?.Numerator),
            new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"/factors/{one.Index}/denominator"), one.Item?.Denominator),
        }).Where(variable => !string.IsNullOrEmpty(variable.Name));
    }

    private static string NameOf(CostFactorDefinition factor) => factor.Name ?? factor.Variable ?? $"{factor.Numerator}/{factor.Denominator}";

    private static ReferenceKind UsualReference(CostRequest request) => request.ReferenceUnit is not null ? ReferenceKind.Unit
        : request.Factors?.All(factor => factor?.Denominator is not null) == true ? ReferenceKind.RatioOfSums : ReferenceKind.Mean;

    /// <summary>The factors of one unit.</summary>
    private sealed record UnitFactors(AnalysedUnit Unit, int Row, double[] Values);

    internal sealed class Handler(AnalysisReading reading, CatalogueWatch watch) : IRequestHandler<Query, CostAnalysis>
    {
        public async Task<CostAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var (request, definitions) = (query.Request, query.Request.Factors!);
            var table = await reading.ReadAsync(request,
                [.. definitions.SelectMany(factor => new[] { factor.Variable, factor.Numerator, factor.Denominator }).OfType<string>().Distinct(StringComparer.Ordinal)], query.Language, cancellationToken);
            var excluded = new List<Exclusion>();
            var parts = Enumerable.Range(0, table.Units.Count).Select(row => FactorsOf(table, row, definitions, excluded)).OfType<UnitFactors>().ToArray();
            var method = AnalysisMethods.OptionOf(request.Method, DecompositionMethod.Lmdi);
            var kind = AnalysisMethods.OptionOf(request.Reference, UsualReference(request));
            var reference = kind switch
            {
                ReferenceKind.Unit => FactorsOfReferenceUnit(request, table, parts),
                ReferenceKind.RatioOfSums => [.. definitions.Select(factor => RatioOfSums(table, factor, parts))],
                _ => [.. definitions.Select((_, index) => Moments.Mean([.. parts.Select(unit => unit.Values[index])]))],
            };
            var splits = parts.ToDictionary(unit => unit.Row, unit => CostDecomposition.Of([.. definitions.Select((factor, index) => new CostFactor(NameOf(factor), unit.Values[index], reference[index]))], method));
            var units = table.Units.Select((unit, row) => Describe(unit.Unit, splits.GetValueOrDefault(row), Array.Find(parts, one => one.Row == row), definitions)).ToArray();
            var referenceCost = parts.Length == 0 ? null : Presence.FiniteOrNull(reference.Aggregate(1.0, (product, factor) => product * (factor ?? double.NaN)));
            var meanCost = Moments.Mean([.. units.Select(unit => unit.Cost).OfType<double>()]);
            return new CostAnalysis(
                table.Frame(Method.Code, Reference, parts.Length, excluded, Warnings(units, kind, referenceCost, meanCost, method, table, query.Language), Summary(table, units, kind, request, query.Language)),
                AnalysisMethods.CodeOf(method), AnalysisMethods.CodeOf(kind), request.ReferenceUnit, referenceCost, meanCost,
                [.. definitions.Select((factor, index) => new CostFactorReference(NameOf(factor), KindOf(factor), reference[index]))], units);
        }

        private static string KindOf(CostFactorDefinition factor) => factor.Kind ?? AnalysisMethods.CodeOf(FactorKind.Other);

        /// <summary>The factors of a row; null, with the reason, where one cannot be told.</summary>
        private static UnitFactors? FactorsOf(AnalysisTable table, int row, IReadOnlyList<CostFactorDefinition> definitions, List<Exclusion> excluded)
        {
            var unit = table.Units[row];
            var values = new double[definitions.Count];
            for (var index = 0; index < values.Length; index++)
            {
                var factor = definitions[index];
                if (factor.Variable is { } variable)
                {
                    if (!Presence.IsPresent(table.Of(variable).Values[row], out values[index]))
                        return Without(ExclusionReason.ValueMissing, variable);
                    continue;
                }
                if (!Presence.IsPresent(table.Of(factor.Numerator!).Values[row], out var numerator))
                    return Without(ExclusionReason.NumeratorMissing, factor.Numerator!);
                if (!Presence.IsPresent(table.Of(factor.Denominator!).Values[row], out var denominator))
                    return Without(ExclusionReason.DenominatorMissing, factor.Denominator!);
                if (denominator <= 0)
                    return Without(ExclusionReason.DenominatorNotPositive, factor.Denominator!);
                values[index] = Math.Clamp(numerator / denominator, double.MinValue, double.MaxValue);
            }
            return new UnitFactors(unit, row, values);

            UnitFactors? Without(ExclusionReason reason, string variable)
            {
                excluded.Add(new Exclusion(unit.Unit, reason, variable));
                return null;
            }
        }

        private static double? RatioOfSums(AnalysisTable table, CostFactorDefinition factor, UnitFactors[] parts) =>
            GroupAverage.RatioOfSums([.. parts.Select(unit => new RatioComponents(unit.Unit.Unit, table.Of(factor.Numerator!).Values[unit.Row], table.Of(factor.Denominator!).Values[unit.Row]))]).Value;

        private double?[] FactorsOfReferenceUnit(CostRequest request, AnalysisTable table, UnitFactors[] parts)
        {
            var identity = request.Data is null ? watch.OfCaller.Territories.Find(request.ReferenceUnit!)!.Identity : null;
            bool IsMeant(AnalysedUnit unit) => identity is null ? unit.Unit == request.ReferenceUnit : unit.Identity == identity;
            if (!table.Units.Any(IsMeant))
                throw Findings.One("/referenceUnit", "not-a-member", "The municipality does not belong to the group: choose a group that it belongs to, such as all.", request.ReferenceUnit);
            return Array.Find(parts, unit => IsMeant(unit.Unit)) is { } found ? [.. found.Values.Select(value => (double?)value)]
                : throw new ProblemException(ProblemTypes.Unprocessable, $"{Excerpt.Of(request.ReferenceUnit!)} lacks a number, or has a denominator that is not above 0, and so nothing can be compared with it.");
        }

        private static UnitCost Describe(string unit, CostDecompositionResult? split, UnitFactors? own, IReadOnlyList<CostFactorDefinition> definitions)
        {
            if (split is not { Own: { } cost, Reference: { } reference, Difference: { } difference } || own is null)
                return new UnitCost(unit, own is null ? "excluded" : "outOfRange", null, null, null, null, [], new Dictionary<string, double>(StringComparer.Ordinal), null);
            return new UnitCost(unit, "split", cost, difference, reference > 0 ? Presence.FiniteOrNull(difference / reference * 100) : null, AnalysisMethods.CodeOf(split.Method),
                [.. split.Contributions.Select((part, index) => new FactorContribution(part.Code, own.Values[index], part.Contribution, part.Share, part.FirstOrder))],
                split.Contributions.Zip(definitions, (part, factor) => (Kind: KindOf(factor), part.Contribution)).GroupBy(part => part.Kind, StringComparer.Ordinal)
                    .ToDictionary(parts => parts.Key, parts => parts.Sum(part => part.Contribution), StringComparer.Ordinal),
                split.FirstOrderResidual);
        }

        private static IEnumerable<string> Warnings(
            UnitCost[] units, ReferenceKind kind, double? referenceCost, double? meanCost, DecompositionMethod method, AnalysisTable table, string language)
        {
            var count = units.Count(unit => unit.Cost is not null);
            if (kind != ReferenceKind.Unit && count < SmallGroup)
                yield return Language.Pick(language, $"Maza grupa: salīdzināmo vienību ir tikai {count}.", $"A small group: there are only {count} units to compare.");
            if (kind == ReferenceKind.Mean && referenceCost is { } product && meanCost is { } mean && Math.Abs(product - mean) > 0.005 * Math.Abs(mean))
                yield return Language.Pick(language,
                    $"Vidējo faktoru reizinājums ({Shown(product, language)}) nav vidējās izmaksas ({Shown(mean, language)}), jo faktori ir saistīti; starpība ir no pirmā.",
                    $"The product of the mean factors ({Shown(product, language)}) is not the mean cost ({Shown(mean, language)}), for the factors go together; differences are from the former.");
            var shapley = units.Where(unit => method == DecompositionMethod.Lmdi && unit.Method == "shapley").Select(unit => table.NameOf(unit.Unit)).ToArray();
            if (shapley.Length > 0)
                yield return Language.Pick(language,
                    $"Kāds faktors nav lielāks par nulli, tāpēc sadalīts ar Šeplija metodi: {Listed(shapley)}.", $"A factor is not above zero, and so the split is Shapley's: {Listed(shapley)}.");
        }

        private static string Summary(AnalysisTable table, UnitCost[] units, ReferenceKind kind, CostRequest request, string language)
        {
            var told = Array.Find(units, unit => unit.Unit == table.Focal?.Unit) is { Difference: not null } focal ? focal
                : units.Where(unit => unit.Difference is not null).MaxBy(unit => Math.Abs(unit.Difference!.Value));
            if (told is not { Cost: { } cost, Difference: { } difference })
                return Language.Pick(language, "Nevienai vienībai nav visu skaitļu.", "No unit has all the numbers.");
            var than = kind == ReferenceKind.Unit ? Language.Pick(language, $"salīdzinājumā ar: {NameOfReference()}", $"compared with {NameOfReference()}")
                : Language.Pick(language, "salīdzinājumā ar grupu", "compared with the group");
            var percent = told.DifferencePercent is { } share ? $" ({share.ToString("+0.0;-0.0;0.0", CultureInfo.GetCultureInfo(language))} %)" : "";
            var factors = string.Join(", ", told.Contributions.Select(part => $"{part.Factor} {Signed(part.Contribution, language)}"));
            return Language.Pick(language,
                $"{table.NameOf(told.Unit)}: izmaksas {Shown(cost, language)}, {than} {Signed(difference, language)}{percent}; to veido: {factors}.",
                $"{table.NameOf(told.Unit)}: cost {Shown(cost, language)}, {than} {Signed(difference, language)}{percent}, made of: {factors}.");

            string NameOfReference() => request.Data is null ? table.Units.FirstOrDefault(unit => unit.Unit == request.ReferenceUnit)?.Name ?? request.ReferenceUnit! : request.ReferenceUnit!;
        }

        private static string Listed(string[] names) => $"{string.Join(", ", names.Take(5))}{(names.Length > 5 ? " …" : "")}";
    }

    private static string Shown(double number, string language) => number.ToString(Math.Abs(number) >= 100 ? "N0" : "0.###", CultureInfo.GetCultureInfo(language));

    private static string Signed(double number, string language) => number > 0 ? $"+{Shown(number, language)}" : Shown(number, language);
}
