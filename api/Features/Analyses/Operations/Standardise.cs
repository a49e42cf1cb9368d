using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class Standardise
{
    public static readonly AnalysisMethod<StandardisationRequest, StandardisationAnalysis> Method = new("standardisation", (request, language, _) => new Query(request, language));

    /// <summary>Most strata that a request names.</summary>
    public const int MostStrata = 100;

    private const double Largest = 1e15;
    private const double UsualLevel = 0.95;
    private const double UsualMultiplier = 100_000;
    private const string Reference = "Breslow and Day (1987), Byar's limits; Garwood (1936), exact limits; Dobson, Kuulasmaa, Eberle and Scherer (1991), limits of direct rates";

    /// <summary>What is standardised by what.</summary>
    internal enum StandardisationMethod
    {
        /// <summary>The reference's rates in the unit's strata.</summary>
        Indirect,

        /// <summary>The unit's rates in the standard's strata.</summary>
        Direct,
    }

    /// <summary>How limits of a count are found.</summary>
    internal enum LimitKind
    {
        /// <summary>Exact below ten events, Byar's from there on.</summary>
        Automatic,

        /// <summary>Garwood's.</summary>
        Exact,

        /// <summary>Byar's approximation.</summary>
        Byar,
    }

    /// <summary>Standardise rates for age or other strata</summary>
    /// <remarks>
    /// Units with more old people have more of what old people have. Indirect standardisation sets the events counted against those expected if every stratum had the reference's rate: the
    /// ratio (SMR, SIR), and the ratio times the reference's rate (ISR). Direct standardisation tells the rate that a unit would have with the standard's strata (DSR). Limits are those of a
    /// Poisson count. A published table can be typed in: a row for each unit and stratum, data.strata beside data.units.
    /// </remarks>
    /// <param name="request">Events and people, and how to standardise.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The standardised rate of every unit.</response>
    /// <response code="422">A number is not possible, such as fewer events than none, or the group has no members.</response>
    public static Task<IResult> HandleAsync(
        HttpContext http, AnalysisAnswer answer, [FromBody] StandardisationRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(StandardisationRequest Request, string Language) : IRequest<StandardisationAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            var method = AnalysisMethods.OptionOf("/method", request.Method, StandardisationMethod.Indirect, findings);
            _ = AnalysisMethods.OptionOf("/limits", request.Limits, LimitKind.Automatic, findings);
            AnalysisMethods.CheckRange("/level", request.Level, 0, 1, findings, isOpen: true);
            AnalysisMethods.CheckRange("/multiplier", request.Multiplier, 0, Largest, findings, isOpen: true);
            if (request.Strata is { Count: > MostStrata })
                findings.Add("/strata", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostStrata} strata (published at /v1/config)."), request.Strata.Count.ToString(CultureInfo.InvariantCulture));
            else
                AnalysisRules.Check(request, [.. Variables(request).DistinctBy(variable => variable.Name ?? variable.Pointer)], watch.OfCaller, findings);
            if (request.Strata is not null)
                CheckStrata(request, method, findings);
            else
                CheckRows(request, method, findings);
            Refuse(method == StandardisationMethod.Direct, [("/referenceEvents", request.ReferenceEvents), ("/referencePopulation", request.ReferencePopulation), ("/observedTotals", request.ObservedTotals)], "indirect standardisation", findings);
            Refuse(method == StandardisationMethod.Indirect, [("/standard", request.Standard)], "direct standardisation", findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static void Refuse(bool isWrong, IEnumerable<(string Pointer, object? Value)> options, string owner, Findings findings)
        {
            foreach (var (pointer, value) in options)
                if (isWrong && value is not null)
                    findings.Add(pointer, "contradiction", $"{pointer[(pointer.LastIndexOf('/') + 1)..]} belongs to {owner}.", value as string);
        }

        private static void CheckRows(StandardisationRequest request, StandardisationMethod? method, Findings findings)
        {
            if (request.Data is null)
                findings.Add("/strata", "required", "Name the strata with the indicators of each; rows by strata come as data.");
            if (request.Population is null)
                findings.Add("/population", "required", "Name the variable with the people of each row.");
            if (request.Events is null && (request.ObservedTotals is null || method == StandardisationMethod.Direct))
                findings.Add("/events", "required", "Name the variable with the events of each row.");
            if (request is { Events: not null, ObservedTotals: not null })
                findings.Add("/observedTotals", "contradiction", "Events come by rows or as totals, not both.");
            if (method == StandardisationMethod.Indirect && request.ReferenceEvents is null != request.ReferencePopulation is null)
                findings.Add(request.ReferenceEvents is null ? "/referenceEvents" : "/referencePopulation", "required", "A reference has events and people.");
            if (request is { ObservedTotals: { } totals, ReferenceEvents: null })
                findings.Add("/referenceEvents", "required", "Where events are not known by strata the reference must be given.");
            foreach (var (unit, total) in (request.ObservedTotals ?? new Dictionary<string, double>(StringComparer.Ordinal)).Take(AnalysisMethods.MostRows))
                if (request.Data?.Units?.Contains(unit, StringComparer.Ordinal) == false)
                    findings.Add($"/observedTotals/{AnalysisRules.Escaped(unit)}", "unknown-value", "observedTotals is by units of data.", unit);
                else if (total is not (>= 0 and <= Largest))
                    findings.Add($"/observedTotals/{AnalysisRules.Escaped(unit)}", "out-of-range", "A count is 0 or more, and at most 1e15.", total.ToString("R", CultureInfo.InvariantCulture));
        }

        private static void CheckStrata(StandardisationRequest request, StandardisationMethod? method, Findings findings)
        {
            var strata = request.Strata!;
            if (strata.Count == 0)
                findings.Add("/strata", "required", "Name at least one stratum.");
            foreach (var (pointer, value) in new (string, object?)[]
            {
                ("/population", request.Population), ("/standard", request.Standard), ("/referenceEvents", request.ReferenceEvents), ("/referencePopulation", request.ReferencePopulation), ("/observedTotals", request.ObservedTotals),
            })
                if (value is not null)
                    findings.Add(pointer, "contradiction", $"With strata, {pointer[1..]} is told for each stratum.", value as string);
            foreach (var repeated in strata.Index().Where(one => one.Item?.Stratum is not null).GroupBy(one => one.Item.Stratum, StringComparer.Ordinal).Where(named => named.Count() > 1))
                findings.Add(string.Create(CultureInfo.InvariantCulture, $"/strata/{repeated.Last().Index}/stratum"), "repeated-code", "The stratum is there twice.", repeated.Key);
            foreach (var (index, stratum) in strata.Index())
            {
                var pointer = string.Create(CultureInfo.InvariantCulture, $"/strata/{index}");
                if (string.IsNullOrWhiteSpace(stratum?.Stratum) || stratum.Stratum.Length > AnalysisMethods.LongestName)
                    findings.Add($"{pointer}/stratum", "required", "Name the stratum.");
                if (string.IsNullOrEmpty(stratum?.Population))
                    findings.Add($"{pointer}/population", "required", "Name the variable with its people.");
                if (stratum is null)
                    continue;
                if (string.IsNullOrEmpty(stratum.Events) && (method == StandardisationMethod.Direct || request.Events is null))
                    findings.Add($"{pointer}/events", "required", "Name the variable with its events.");
                if (stratum.Events is not null && request.Events is not null)
                    findings.Add($"{pointer}/events", "contradiction", "Events are of the unit as a whole or by strata, not both.", stratum.Events);
                if (method == StandardisationMethod.Direct && (stratum.Standard is null) != (strata[0]?.Standard is null))
                    findings.Add($"{pointer}/standard", "required", "Every stratum has a standard, or none.");
                if (method == StandardisationMethod.Indirect && ((stratum.ReferenceEvents is null) != (strata[0]?.ReferenceEvents is null) || (stratum.ReferenceEvents is null) != (stratum.ReferencePopulation is null)))
                    findings.Add($"{pointer}/{(stratum.ReferenceEvents is null ? "referenceEvents" : "referencePopulation")}", "required", "Every stratum has events and people of the reference, or none.");
                if (method == StandardisationMethod.Indirect && request.Events is not null && stratum.ReferenceEvents is null)
                    findings.Add($"{pointer}/referenceEvents", "required", "Where events are not known by strata the reference must be given.");
                AnalysisMethods.CheckRange($"{pointer}/standard", stratum.Standard, 0, Largest, findings);
                AnalysisMethods.CheckRange($"{pointer}/referenceEvents", stratum.ReferenceEvents, 0, Largest, findings);
                AnalysisMethods.CheckRange($"{pointer}/referencePopulation", stratum.ReferencePopulation, double.Epsilon, Largest, findings);
                Refuse(method == StandardisationMethod.Direct, [($"{pointer}/referenceEvents", stratum.ReferenceEvents), ($"{pointer}/referencePopulation", stratum.ReferencePopulation)], "indirect standardisation", findings);
                Refuse(method == StandardisationMethod.Indirect, [($"{pointer}/standard", stratum.Standard)], "direct standardisation", findings);
            }
        }
    }

    /// <summary>The variables named, with what they are.</summary>
    private static IEnumerable<NamedVariable> Variables(StandardisationRequest request) => new[]
        {
            new NamedVariable("/events", request.Events), new NamedVariable("/population", request.Population), new NamedVariable("/standard", request.Standard),
            new NamedVariable("/referenceEvents", request.ReferenceEvents), new NamedVariable("/referencePopulation", request.ReferencePopulation),
        }
        .Concat((request.Strata ?? []).Index().SelectMany(one => new[]
        {
            new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"/strata/{one.Index}/events"), one.Item?.Events),
            new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"/strata/{one.Index}/population"), one.Item?.Population),
        }))
        .Where(variable => !string.IsNullOrEmpty(variable.Name));

    /// <summary>The numbers of a unit in a stratum; null is missing.</summary>
    private sealed record Numbers(double? Events, double? Population, double? Standard, double? ReferenceEvents, double? ReferencePopulation);

    /// <summary>A unit with its strata, in the order of all strata; null where it lacks the stratum.</summary>
    private sealed record StratifiedUnit(string Unit, Numbers?[] Strata, double? Total);

    internal sealed class Handler(AnalysisReading reading) : IRequestHandler<Query, StandardisationAnalysis>
    {
        public async Task<StandardisationAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var (method, limits, level, multiplier) = (AnalysisMethods.OptionOf(request.Method, StandardisationMethod.Indirect), AnalysisMethods.OptionOf(request.Limits, LimitKind.Automatic),
                request.Level ?? UsualLevel, request.Multiplier ?? UsualMultiplier);
            var table = await reading.ReadAsync(request, [.. Variables(request).Select(variable => variable.Name!).Distinct(StringComparer.Ordinal)], query.Language, cancellationToken);
            var (strata, units) = request.Strata is null ? ByRows(table, request) : ByDefinitions(table, request);
            RefuseImpossible(units, strata, method, table, request);
            var isGroup = method == StandardisationMethod.Direct ? request.Standard is null && request.Strata?[0].Standard is null : request.ReferencePopulation is null && request.Strata?[0].ReferencePopulation is null;
            if (isGroup)
                units = WithGroup(units, method);
            var excluded = new List<Exclusion>();
            var poisson = limits switch { LimitKind.Exact => PoissonLimitMethod.Exact, LimitKind.Byar => PoissonLimitMethod.Byar, _ => (PoissonLimitMethod?)null };
            var results = units.Select(unit => method == StandardisationMethod.Direct
                ? Direct(unit, strata, multiplier, level, poisson, excluded) : Indirect(unit, strata, multiplier, level, poisson, excluded)).ToArray();
            return new StandardisationAnalysis(
                table.Frame(Method.Code, Reference, results.Count(result => result.Status == "standardised"), excluded,
                    Warnings(results, method, isGroup, table, query.Language), Summary(results, table, level, multiplier, query.Language)),
                AnalysisMethods.CodeOf(method), isGroup ? "group" : "given", multiplier, level, AnalysisMethods.CodeOf(limits), strata, results);
        }

        private static (string[] Strata, StratifiedUnit[] Units) ByRows(AnalysisTable table, StandardisationRequest request)
        {
            var names = request.Data!.Strata!;
            string[] strata = [.. names.Distinct(StringComparer.Ordinal)];
            double? Read(string? name, int row) => name is null ? null : table.Of(name).Values[row];
            return (strata, [.. Enumerable.Range(0, table.Units.Count).GroupBy(row => table.Units[row].Unit, StringComparer.Ordinal).Select(rows =>
            {
                var numbers = new Numbers?[strata.Length];
                foreach (var row in rows)
                    numbers[Array.IndexOf(strata, names[row])] = new Numbers(Read(request.Events, row), Read(request.Population, row), Read(request.Standard, row), Read(request.ReferenceEvents, row), Read(request.ReferencePopulation, row));
                return new StratifiedUnit(rows.Key, numbers, request.ObservedTotals is { } totals && totals.TryGetValue(rows.Key, out var total) ? total : null);
            })]);
        }

        private static (string[] Strata, StratifiedUnit[] Units) ByDefinitions(AnalysisTable table, StandardisationRequest request) => (
            [.. request.Strata!.Select(stratum => stratum.Stratum!)],
            [.. table.Units.Select((unit, row) => new StratifiedUnit(unit.Unit,
                [.. request.Strata!.Select(stratum => new Numbers(stratum.Events is null ? null : table.Of(stratum.Events).Values[row], table.Of(stratum.Population!).Values[row], stratum.Standard, stratum.ReferenceEvents, stratum.ReferencePopulation))],
                request.Events is { } events ? table.Of(events).Values[row] : null))]);

        /// <summary>The group as a whole is the standard, or the reference: the sums of the units that have all their own numbers.</summary>
        private static StratifiedUnit[] WithGroup(StratifiedUnit[] units, StandardisationMethod method)
        {
            var whole = units.Where(unit => unit.Strata.All(numbers => numbers is { Events: not null, Population: not null })).ToArray();
            var sums = units[0].Strata.Select((_, place) => (Events: whole.Sum(unit => unit.Strata[place]!.Events!.Value), People: whole.Sum(unit => unit.Strata[place]!.Population!.Value))).ToArray();
            return [.. units.Select(unit => unit with
            {
                Strata = [.. unit.Strata.Select((numbers, place) => method == StandardisationMethod.Direct ? numbers is null ? null : numbers with { Standard = sums[place].People }
                    : numbers is null ? null : numbers with { ReferenceEvents = sums[place].Events, ReferencePopulation = sums[place].People })],
            })];
        }

        private static void RefuseImpossible(StratifiedUnit[] units, string[] strata, StandardisationMethod method, AnalysisTable table, StandardisationRequest request)
        {
            var errors = new List<ProblemError>();
            foreach (var unit in units)
            {
                Look("/events", unit.Total, null, isZeroAllowed: true);
                foreach (var (place, numbers) in unit.Strata.Index())
                {
                    string PointerOf(string field) => request.Strata is null ? $"/{field}" : string.Create(CultureInfo.InvariantCulture, $"/strata/{place}/{field}");
                    Look(PointerOf("events"), numbers?.Events, strata[place], isZeroAllowed: true);
                    Look(PointerOf("population"), numbers?.Population, strata[place], method == StandardisationMethod.Indirect);
                    Look("/standard", numbers?.Standard, strata[place], isZeroAllowed: true);
                    Look("/referenceEvents", numbers?.ReferenceEvents, strata[place], isZeroAllowed: true);
                    Look("/referencePopulation", numbers?.ReferencePopulation, strata[place], isZeroAllowed: false);
                }

                void Look(string pointer, double? value, string? stratum, bool isZeroAllowed)
                {
                    if (value is { } number && (number < 0 || number > Largest || (number == 0 && !isZeroAllowed)) && errors.Count < 100)
                        errors.Add(new ProblemError(null, pointer, number > Largest ? "out-of-range" : isZeroAllowed ? "negative-value" : "not-positive",
                            $"{table.NameOf(unit.Unit)}{(stratum is null ? "" : $", {stratum}")}: the number is {(isZeroAllowed ? "0 or more" : "above 0")}, and at most 1e15.", number.ToString("R", CultureInfo.InvariantCulture), null));
                }
            }
            if (errors.Count > 0)
                throw new ProblemException(ProblemTypes.Unprocessable, "Some numbers are not possible; errors names each.", errors);
        }

        private static UnitStandardisation Indirect(StratifiedUnit unit, string[] strata, double multiplier, double level, PoissonLimitMethod? limits, List<Exclusion> excluded)
        {
            if (Array.FindIndex(unit.Strata, numbers => numbers is not { Population: not null, ReferenceEvents: not null, ReferencePopulation: > 0 }) is >= 0 and var lacking)
                return Without(unit.Unit, strata[lacking], excluded);
            var uncounted = Array.FindIndex(unit.Strata, numbers => numbers!.Events is null);
            if ((unit.Total ?? (uncounted < 0 ? unit.Strata.Sum(numbers => numbers!.Events!.Value) : null)) is not { } observed)
                return Without(unit.Unit, unit.Strata.Any(numbers => numbers!.Events is not null) ? strata[uncounted] : null, excluded);
            var result = IndirectStandardisation.Of(observed, [.. unit.Strata.Select(numbers => new StandardisationGroup(numbers!.Population, numbers.ReferenceEvents, numbers.ReferencePopulation))], multiplier, level, limits);
            var people = unit.Strata.Sum(numbers => numbers!.Population!.Value);
            if (result.Status != StandardisationStatus.Standardised)
                return Empty(unit.Unit, AnalysisMethods.CodeOf(result.Status));
            return new UnitStandardisation(unit.Unit, "standardised", result.Observed, people, Crude(observed, people, multiplier), result.Expected, result.Ratio, result.RatioLow, result.RatioHigh,
                unit.Strata.Sum(numbers => numbers!.ReferenceEvents!.Value) / unit.Strata.Sum(numbers => numbers!.ReferencePopulation!.Value) * multiplier,
                result.Rate, result.RateLow, result.RateHigh, AnalysisMethods.CodeOf(result.Method), result.RatioLow > 1 ? "above" : result.RatioHigh < 1 ? "below" : "similar");
        }

        private static UnitStandardisation Direct(StratifiedUnit unit, string[] strata, double multiplier, double level, PoissonLimitMethod? limits, List<Exclusion> excluded)
        {
            if (Array.FindIndex(unit.Strata, numbers => numbers is not { Events: not null, Population: not null, Standard: not null }) is >= 0 and var lacking)
                return Without(unit.Unit, strata[lacking], excluded);
            var result = DirectStandardisation.Of([.. unit.Strata.Select(numbers => new StandardStratum(numbers!.Events, numbers.Population, numbers.Standard))], multiplier, level, limits);
            if (result.Status != StandardisationStatus.Standardised)
                return Empty(unit.Unit, AnalysisMethods.CodeOf(result.Status));
            return new UnitStandardisation(unit.Unit, "standardised", result.Observed, result.Population, Crude(result.Observed!.Value, result.Population!.Value, multiplier), null, null, null, null, null,
                result.Rate, result.RateLow, result.RateHigh, AnalysisMethods.CodeOf(result.Method), null);
        }

        private static double? Crude(double observed, double people, double multiplier) => people > 0 ? Presence.FiniteOrNull(observed / people * multiplier) : null;

        private static UnitStandardisation Without(string unit, string? stratum, List<Exclusion> excluded)
        {
            excluded.Add(new Exclusion(unit, ExclusionReason.ValueMissing, stratum));
            return Empty(unit, "numberMissing");
        }

        private static UnitStandardisation Empty(string unit, string status) => new(unit, status, null, null, null, null, null, null, null, null, null, null, null, null, null);

        private static IEnumerable<string> Warnings(UnitStandardisation[] results, StandardisationMethod method, bool isGroup, AnalysisTable table, string language)
        {
            var few = results.Where(result => result.Observed < PoissonLimits.FewestForByar).Select(result => table.NameOf(result.Unit)).ToArray();
            if (few.Length > 0)
                yield return method == StandardisationMethod.Direct
                    ? Language.Pick(language, $"Notikumu ir mazāk par 10, tiešais rādītājs ir nedrošs: {Listed(few)}.", $"There are fewer than 10 events, and the direct rate is unsure: {Listed(few)}.")
                    : Language.Pick(language, $"Notikumu ir mazāk par 10: {Listed(few)}.", $"There are fewer than 10 events: {Listed(few)}.");
            if (isGroup && results.Length < 5)
                yield return Language.Pick(language, $"Maza grupa: vienību ir tikai {results.Length}, un katra ir daļa no tā, ar ko salīdzina.", $"A small group: there are only {results.Length} units, and each is a part of what it is compared with.");
        }

        private static string Summary(UnitStandardisation[] results, AnalysisTable table, double level, double multiplier, string language)
        {
            var culture = CultureInfo.GetCultureInfo(language);
            var told = Array.Find(results, result => result.Unit == table.Focal?.Unit) is { Rate: not null } focal ? focal : results.Where(result => result.Rate is not null).MaxBy(result => Math.Abs(Math.Log(result.Ratio is > 0 and { } ratio ? ratio : 1)));
            if (told is not { Rate: { } rate, Observed: { } observed })
                return Language.Pick(language, "Nevienai vienībai nav visu skaitļu.", "No unit has all the numbers.");
            var name = table.NameOf(told.Unit);
            if (told is { Expected: { } expected, Ratio: { } own })
                return Language.Pick(language,
                    $"{name}: notikumu {Shown(observed)}, sagaidāmi {Shown(expected)}, attiecība {own.ToString("0.00", culture)} ({Range(told.RatioLow, told.RatioHigh, "0.00")}) – {Verdict(told.Place)}.",
                    $"{name}: {Shown(observed)} events, {Shown(expected)} expected, ratio {own.ToString("0.00", culture)} ({Range(told.RatioLow, told.RatioHigh, "0.00")}): {Verdict(told.Place)}.");
            return Language.Pick(language,
                $"{name}: standartizēts rādītājs {Shown(rate)} uz {Shown(multiplier)} ({Range(told.RateLow, told.RateHigh, "N1")}), nestandartizēts {Shown(told.CrudeRate ?? 0)}.",
                $"{name}: standardised rate {Shown(rate)} per {Shown(multiplier)} ({Range(told.RateLow, told.RateHigh, "N1")}), crude {Shown(told.CrudeRate ?? 0)}.");

            string Shown(double number) => number.ToString(number >= 1000 ? "N0" : "0.#", culture);
            string Range(double? low, double? high, string format) => $"{(level * 100).ToString("0.#", culture)} %: {low?.ToString(format, culture) ?? "?"}–{high?.ToString(format, culture) ?? "?"}";
            string Verdict(string? place) => place switch
            {
                "above" => Language.Pick(language, "vairāk, nekā ļauj nejaušība", "more than chance allows"),
                "below" => Language.Pick(language, "mazāk, nekā ļauj nejaušība", "fewer than chance allows"),
                _ => Language.Pick(language, "no sagaidāmā neatšķiras vairāk kā nejauši", "as expected, but for chance"),
            };
        }

        private static string Listed(string[] names) => $"{string.Join(", ", names.Take(5))}{(names.Length > 5 ? " …" : "")}";
    }
}
