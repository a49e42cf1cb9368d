using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Analyses.Operations;

internal static class EstimateBySyntheticControl
{
    public static readonly AnalysisMethod<SyntheticControlRequest, SyntheticControlAnalysis> Method = new("syntheticControl", (request, language, _) => new Query(request, language));

    /// <summary>Most units that the treated one may be a mixture of.</summary>
    public const int MostDonors = 200;

    private const int MostPredictors = 50;
    private const int FewDonors = 10;
    private const double UsualLevel = 0.95;
    private const string Reference = "Abadie, Diamond and Hainmueller (2010); placebos ranked by the ratio of root mean squared gaps after and before";

    /// <summary>What predictors count by.</summary>
    internal enum PredictorWeighting
    {
        /// <summary>There are none: the outcome of every period before.</summary>
        OutcomeOnly,

        /// <summary>Each the same, over its standard deviation.</summary>
        InverseVariance,

        /// <summary>By its weight, over its standard deviation.</summary>
        Given,
    }

    /// <summary>Estimate the effect of one unit's action by a synthetic control</summary>
    /// <remarks>
    /// What would have happened to the unit without its action is taken from a mixture of others, weights at least 0 and adding up to 1, that was nearest to it before: in the outcome of every period,
    /// or in predictors. The gap after is the effect; how rare so large a gap is tells a placebo for each donor: the rank of the unit's RMSPE ratio over the number of units, which cannot be
    /// smaller than 1 over that number. It is said when the data cannot tell. V is given or by variance, never searched for: a search has many answers.
    /// </remarks>
    /// <param name="request">Whose action, since when, and by a mixture of whom.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The effect.</response>
    /// <response code="422">The group has no members, there is no figure, a predictor is not of before the action, or no period lies before or after it.</response>
    public static Task<IResult> HandleAsync(
        HttpContext http, AnalysisAnswer answer, [FromBody] SyntheticControlRequest request, [AsParameters] AnalysisParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    internal sealed record Query(SyntheticControlRequest Request, string Language) : IRequest<SyntheticControlAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            List<NamedVariable> variables = [new("/variable", request.Variable)];
            foreach (var (index, predictor) in (request.Predictors ?? []).Index())
                if (predictor?.Variable is null || !variables.Exists(variable => variable.Name == predictor.Variable))
                    variables.Add(new NamedVariable(string.Create(CultureInfo.InvariantCulture, $"/predictors/{index}/variable"), predictor?.Variable));
            if (request.Predictors is { Count: 0 or > MostPredictors })
                findings.Add("/predictors", request.Predictors.Count == 0 ? "required" : "too-many", $"1 to {MostPredictors} predictors, or none.", request.Predictors.Count.ToString(CultureInfo.InvariantCulture));
            else
                AnalysisRules.Check(request, variables, watch.OfCaller, findings);
            if (request.Treated is null)
                findings.Add("/treated", "required", "Name the unit that took the action.");
            else
                CheckUnit("/treated", request.Treated, request, watch.OfCaller, findings);
            CheckDonors(request, watch.OfCaller, findings);
            if (request.Since is null)
                findings.Add("/since", "required", "Say which is the first period with the action.");
            CheckPredictors(request, findings);
            AnalysisMethods.CheckRange("/level", request.Level, 0, 1, findings, isOpen: true);
            new FindingsOf<Query>(context).AddAll(findings);
        });

        private static void CheckUnit(string pointer, string? unit, SyntheticControlRequest request, Catalogue.Catalogue catalogue, Findings findings)
        {
            if (request.Data is { } data)
            {
                if (data.Units?.Contains(unit, StringComparer.Ordinal) == false)
                    findings.Add(pointer, "unknown-value", "Name a unit of data.", unit, [.. data.Units.Distinct(StringComparer.Ordinal).Take(20)]);
            }
            else if (unit is null)
                findings.Add(pointer, "required", "Name a municipality by its code.");
            else if (catalogue.Territories.Find(unit) is null)
                Selection.UnknownTerritory(pointer, unit, catalogue, findings);
        }

        private static void CheckDonors(SyntheticControlRequest request, Catalogue.Catalogue catalogue, Findings findings)
        {
            if (request.Donors is not { } donors)
                return;
            if (donors.Count is 0 or > MostDonors)
                findings.Add("/donors", donors.Count == 0 ? "required" : "too-many", $"1 to {MostDonors} donors (published at /v1/config); null: all the others.", donors.Count.ToString(CultureInfo.InvariantCulture));
            foreach (var (index, donor) in donors.Take(MostDonors).Index())
            {
                var pointer = string.Create(CultureInfo.InvariantCulture, $"/donors/{index}");
                CheckUnit(pointer, donor, request, catalogue, findings);
                if (donor is not null && donor == request.Treated)
                    findings.Add(pointer, "contradiction", "The unit that took the action is no donor.", donor);
                else if (donors.Take(index).Contains(donor, StringComparer.Ordinal))
                    findings.Add(pointer, "repeated-code", "The donor is there twice.", donor);
            }
        }

        private static void CheckPredictors(SyntheticControlRequest request, Findings findings)
        {
            var weighting = AnalysisMethods.OptionOf("/predictorWeights", request.PredictorWeights, UsualWeighting(request), findings);
            if (weighting is { } chosen && (chosen == PredictorWeighting.OutcomeOnly) != request.Predictors is null or { Count: 0 })
                findings.Add("/predictorWeights", "contradiction", "outcomeOnly is without predictors, the others with them.", request.PredictorWeights);
            foreach (var (index, predictor) in (request.Predictors ?? []).Index())
            {
                var pointer = string.Create(CultureInfo.InvariantCulture, $"/predictors/{index}");
                AnalysisMethods.CheckRange($"{pointer}/weight", predictor?.Weight, 0, 1e15, findings);
                if (weighting == PredictorWeighting.Given && predictor is { Weight: null })
                    findings.Add($"{pointer}/weight", "required", "With predictorWeights given every predictor has a weight.");
                if (weighting is PredictorWeighting.InverseVariance or PredictorWeighting.OutcomeOnly && predictor is { Weight: not null })
                    findings.Add($"{pointer}/weight", "contradiction", "weight belongs to predictorWeights given.", predictor.Weight.Value.ToString("R", CultureInfo.InvariantCulture));
                if (request.Data?.Periods is { } periods)
                    foreach (var (field, period) in new[] { ("from", predictor?.From), ("to", predictor?.To) })
                        if (period is not null && !periods.Contains(period, StringComparer.Ordinal))
                            findings.Add($"{pointer}/{field}", "unknown-value", "Name a period of data.", period, [.. periods.Distinct(StringComparer.Ordinal).Take(20)]);
            }
            if (weighting == PredictorWeighting.Given && request.Predictors is { Count: > 0 } all && all.All(predictor => predictor?.Weight is null or 0))
                findings.Add("/predictors", "wrong-sum", "At least one predictor counts.");
        }
    }

    private static PredictorWeighting UsualWeighting(SyntheticControlRequest request) => request.Predictors is not { Count: > 0 } predictors ? PredictorWeighting.OutcomeOnly
        : predictors.Any(predictor => predictor?.Weight is not null) ? PredictorWeighting.Given : PredictorWeighting.InverseVariance;

    /// <summary>A predictor with the places of its first and last period.</summary>
    private sealed record Window(string Variable, int From, int To, double Weight);

    internal sealed class Handler(AnalysisReading reading, CatalogueWatch watch) : IRequestHandler<Query, SyntheticControlAnalysis>
    {
        public async Task<SyntheticControlAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var (request, level) = (query.Request, query.Request.Level ?? UsualLevel);
            var table = await reading.ReadPanelAsync(request,
                [.. (request.Predictors ?? []).Select(predictor => predictor.Variable!).Prepend(request.Variable!).Distinct(StringComparer.Ordinal)], query.Language, cancellationToken);
            foreach (var column in table.Columns)
                AnalysisMethods.RefuseHuge(column.Name == request.Variable ? "/variable" : "/predictors", column);
            var periods = table.Periods;
            var since = periods.TakeWhile(period => period != request.Since).Count();
            if (since == 0 || since == periods.Count)
                throw new ProblemException(ProblemTypes.Unprocessable, $"There must be a period before {Excerpt.Of(request.Since!)}, and {Excerpt.Of(request.Since!)} must be one of the periods: {string.Join(", ", periods)}.");
            var windows = WindowsOf(request, periods, since);
            var all = table.Series.Select(series => SeriesOf(table, series.Unit, series.Rows, periods, since, request.Variable!, windows)).ToArray();
            var treated = MeantBy([request.Treated!], "/treated", table, request)[0];
            var donors = request.Donors is { } named ? MeantBy(named, "/donors", table, request) : [.. all.Select(series => series.Unit).Where(unit => unit != treated)];
            if (donors.Length > MostDonors)
                throw Findings.One("/donors", "too-many", $"At most {MostDonors} donors are taken (published at /v1/config): name them.", donors.Length.ToString(CultureInfo.InvariantCulture));
            var byUnit = all.ToDictionary(series => series.Unit, StringComparer.Ordinal);
            var result = SyntheticControl.Of(byUnit[treated], [.. donors.Select(donor => byUnit[donor])], windows.Length == 0 ? null : [.. windows.Select(window => window.Weight)]);
            var conclusion = Conclude(result, level);
            var complete = donors.Where(donor => !result.Excluded.Any(exclusion => exclusion.Unit == donor)).ToArray();
            var weights = result.Weights.ToDictionary(weight => weight.Unit, weight => weight.Weight, StringComparer.Ordinal);
            var isEstimated = result.Status == ImpactStatus.Estimated;
            return new SyntheticControlAnalysis(
                table.Frame(Method.Code, Reference, complete.Length + (isEstimated ? 1 : 0), result.Excluded, Warnings(result, level, query.Language), Summary(table, result, treated, conclusion, request, query.Language)),
                AnalysisMethods.CodeOf(result.Status), treated, AnalysisMethods.CodeOf(AnalysisMethods.OptionOf(request.PredictorWeights, UsualWeighting(request))), conclusion,
                result.Effect, result.FitBefore, result.FitAfter, result.Ratio, result.PlaceboProbability is { } p ? (int)Math.Round(p * (result.Placebos.Count + 1)) : null, result.PlaceboProbability,
                result.PlaceboProbability is null ? null : 1.0 / (result.Placebos.Count + 1), result.IsOutsideHull, result.HasPoorFit,
                isEstimated ? [.. complete.Select(donor => new DonorWeight(donor, weights.GetValueOrDefault(donor)))] : [],
                [.. result.Balance.Zip(windows, (balance, window) => new PredictorMatch(window.Variable, periods[window.From], periods[window.To], window.Weight / windows.Sum(one => one.Weight),
                    balance.Own, balance.Synthetic, balance.Mean, balance.Own < balance.Low || balance.Own > balance.High))],
                [.. result.Gaps.Select((gap, place) => new SyntheticPeriod(periods[place], result.Actual[place], result.Actual[place] - gap, gap, place >= since))],
                [.. result.Placebos.Select(placebo => new PlaceboUnit(placebo.Unit, placebo.FitBefore, placebo.Ratio, placebo.Gaps))]);
        }

        private static Window[] WindowsOf(SyntheticControlRequest request, IReadOnlyList<string> periods, int since)
        {
            var findings = new Findings();
            var windows = (request.Predictors ?? []).Select((predictor, index) =>
            {
                var from = predictor.From is null ? 0 : periods.ToList().IndexOf(predictor.From);
                var to = predictor.To is null ? since - 1 : periods.ToList().IndexOf(predictor.To);
                var pointer = string.Create(CultureInfo.InvariantCulture, $"/predictors/{index}");
                if (from < 0 || from >= since)
                    findings.Add($"{pointer}/from", "out-of-range", $"A predictor is of periods before {request.Since}: {string.Join(", ", periods.Take(since))}.", predictor.From, [.. periods.Take(since)]);
                if (to < from || to >= since)
                    findings.Add($"{pointer}/to", "out-of-range", $"The last period is not before the first, and before {request.Since}.", predictor.To, [.. periods.Take(since)]);
                return new Window(predictor.Variable!, from, to, predictor.Weight ?? 1);
            }).ToArray();
            findings.ThrowIfAny();
            return windows;
        }

        private static ControlSeries SeriesOf(AnalysisTable table, AnalysedUnit unit, int[] rows, IReadOnlyList<string> periods, int since, string outcome, Window[] windows)
        {
            var byPeriod = rows.ToDictionary(row => table.Units[row].Period!, StringComparer.Ordinal);
            double? Read(string variable, int place) => byPeriod.TryGetValue(periods[place], out var row) ? table.Of(variable).Values[row] : null;
            double?[] values = [.. periods.Select((_, place) => Read(outcome, place))];
            return new ControlSeries(unit.Unit, values[..since], values[since..], windows.Length == 0 ? null : [.. windows.Select(window =>
            {
                double?[] parts = [.. Enumerable.Range(window.From, window.To - window.From + 1).Select(place => Read(window.Variable, place))];
                return Array.TrueForAll(parts, part => part is not null) ? Moments.Mean([.. parts.Select(part => part!.Value)]) : null;
            })]);
        }

        /// <summary>The units of the table that codes, of any vintage, or names mean.</summary>
        private string[] MeantBy(IReadOnlyList<string> named, string pointer, AnalysisTable table, SyntheticControlRequest request)
        {
            if (request.Data is not null)
                return [.. named];
            var units = table.Units.DistinctBy(unit => unit.Identity).ToDictionary(unit => unit.Identity!, unit => unit.Unit, StringComparer.Ordinal);
            return [.. named.Select(code => units.GetValueOrDefault(watch.OfCaller.Territories.Find(code)!.Identity)
                ?? throw Findings.One(pointer, "not-a-member", "The municipality does not belong to the group: choose a group that it belongs to, such as all.", code))];
        }

        private static string Conclude(SyntheticControlResult result, double level) =>
            result.PlaceboProbability is not { } probability || result.HasPoorFit || 1.0 / (result.Placebos.Count + 1) > 1 - level + 1e-12 ? "cannotTell"
            : probability <= 1 - level + 1e-12 ? "distinguishable" : "notDistinguishable";

        private static IEnumerable<string> Warnings(SyntheticControlResult result, double level, string language)
        {
            var culture = CultureInfo.GetCultureInfo(language);
            if (result.Status != ImpactStatus.Estimated)
                yield break;
            var smallest = 1.0 / (result.Placebos.Count + 1);
            if (result.Placebos.Count < FewDonors || smallest > 1 - level)
                yield return Language.Pick(language,
                    $"Salīdzināmo ir tikai {Math.Max(1, result.Placebos.Count)}: nejaušības varbūtība nevar būt mazāka par {smallest.ToString("0.###", culture)}.",
                    $"There are only {Math.Max(1, result.Placebos.Count)} to compare with: the probability of chance cannot be below {smallest.ToString("0.###", culture)}.");
            if (result.HasPoorFit)
                yield return Language.Pick(language, "Pirms rīcības maisījums vienībai neseko: tās pašas vidējais būtu tikpat tuvs.", "Before the action the mixture does not follow the unit: its own mean would be as near.");
            if (result.IsOutsideHull)
                yield return Language.Pick(language, "Kādā periodā pirms rīcības vienība ir ārpus visām salīdzināmajām: tur tai nevar sekot neviens maisījums.", "In some period before the action the unit lies outside all the others: no mixture can follow it there.");
            if (result.Balance.Any(balance => balance.Own < balance.Low || balance.Own > balance.High))
                yield return Language.Pick(language, "Kāda pazīme ir ārpus visām salīdzināmajām vienībām.", "A predictor lies outside all the others.");
            if (result.Ratio is null)
                yield return Language.Pick(language, "Pirms rīcības maisījums seko pilnīgi; tad tas parasti nav vienīgais iespējamais.", "Before the action the mixture follows perfectly; then it is seldom the only one that does.");
        }

        private static string Summary(AnalysisTable table, SyntheticControlResult result, string treated, string conclusion, SyntheticControlRequest request, string language)
        {
            if (result.Effect is not { } effect)
                return Language.Pick(language, "Nav, ar ko salīdzināt.", "There is nothing to compare.");
            var culture = CultureInfo.GetCultureInfo(language);
            var shown = effect.ToString("+0.###;-0.###;0", culture);
            var mixture = string.Join(", ", result.Weights.OrderByDescending(weight => weight.Weight).Take(3).Select(weight => $"{table.NameOf(weight.Unit)} {weight.Weight.ToString("0 %", culture)}"));
            var outcome = table.Of(request.Variable!).InWords;
            var chance = result.PlaceboProbability is { } p ? $" (p = {p.ToString("0.###", culture)})" : "";
            return Language.Pick(language,
                $"{table.NameOf(treated)}, {outcome}: pēc rīcības vidēji {shown} pret maisījumu ({mixture}); {Verdict()}{chance}.",
                $"{table.NameOf(treated)}, {outcome}: after the action {shown} on average against a mixture ({mixture}); {Verdict()}{chance}.");

            string Verdict() => conclusion switch
            {
                "distinguishable" => Language.Pick(language, "tas ir atšķirams no nejaušības", "this can be told from chance"),
                "notDistinguishable" => Language.Pick(language, "no nejaušības to neatšķirt", "this cannot be told from chance"),
                _ => Language.Pick(language, "vai tā ir ietekme, šie dati nevar pateikt", "whether this is an effect these data cannot tell"),
            };
        }
    }
}
