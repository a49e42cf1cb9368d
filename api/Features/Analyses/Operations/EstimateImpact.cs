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

internal static class EstimateImpact
{
    public static readonly AnalysisMethod<ImpactRequest, ImpactAnalysis> Method = new("differenceInDifferences", (request, language, _) => new Query(request, language), ImpactPicture.Draw);

    private const string Reference = "Card and Krueger (1994); Bertrand, Duflo and Mullainathan (2004)";

    /// <summary>Estimate the effect of an action</summary>
    /// <remarks>
    /// Difference in differences: how much more the units that took an action changed than those that did not. It rests on parallel trends: had nobody acted, both would
    /// have changed alike; the gaps before the action show how likely that is. The interval treats each unit as one cluster; the placebo probability tells how often
    /// so large an effect is found where nobody acted. When the data cannot tell, it is said.
    /// As image/svg+xml or image/png it is the mean of those who acted beside that of the others, with where they would be had they changed alike.
    /// </remarks>
    /// <param name="request">What to analyse, and how.</param>
    /// <param name="parameters">How to answer.</param>
    /// <response code="200">The effect.</response>
    /// <response code="404">Pictures only: there is no figure to draw.</response>
    /// <response code="422">The group has no members, there is no figure, or no period before or after the action.</response>
    public static Task<IResult> HandleAsync(HttpContext http, AnalysisAnswer answer, [FromBody] ImpactRequest request, [AsParameters] PictureParameters parameters, CancellationToken cancellationToken) =>
        answer.OfAsync(http, Method, request, cancellationToken);

    /// <summary>What becomes of units that lack a value.</summary>
    internal enum MissingRule
    {
        /// <summary>They are left out.</summary>
        Complete,

        /// <summary>What they have counts.</summary>
        Available,
    }

    internal sealed record Query(ImpactRequest Request, string Language) : IRequest<ImpactAnalysis>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch) => RuleFor(query => query).Custom((query, context) =>
        {
            var (request, findings) = (query.Request, new Findings());
            AnalysisRules.Check(request, [new NamedVariable("/variable", request.Variable)], watch.OfCaller, findings);
            if (request.Treated is not { Count: > 0 } treated)
                findings.Add("/treated", "required", "Name at least one unit that took the action.");
            else
                for (var index = 0; index < treated.Count; index++)
                    if (request.Data is { Units: { } units } ? !units.Contains(treated[index], StringComparer.Ordinal) : request.Data is null && (treated[index] is null || watch.OfCaller.Territories.Find(treated[index]) is null))
                        findings.Add(string.Create(CultureInfo.InvariantCulture, $"/treated/{index}"), "unknown-value", request.Data is null ? "Name a municipality by its code." : "Name a unit of data.", treated[index]);
            if (request.Since is null)
                findings.Add("/since", "required", "Say which is the first period with the action.");
            var missing = AnalysisMethods.OptionOf("/missing", request.Missing, MissingRule.Complete, findings);
            var error = AnalysisMethods.OptionOf("/standardErrorType", request.StandardErrorType, DifferenceError.Cluster, findings);
            if (missing == MissingRule.Available && error == DifferenceError.Changes)
                findings.Add("/standardErrorType", "contradiction", "A unit without every value has no change: with missing available the errors are cluster, hc1 or cell.", request.StandardErrorType, ["cluster", "hc1", "cell"]);
            AnalysisMethods.CheckRange("/level", request.Level, 0, 1, findings, isOpen: true);
            AnalysisMethods.CheckRange("/seed", request.Seed, 0, long.MaxValue, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(AnalysisReading reading, CatalogueWatch watch) : IRequestHandler<Query, ImpactAnalysis>
    {
        private const double UsualLevel = 0.95;

        public async Task<ImpactAnalysis> Handle(Query query, CancellationToken cancellationToken)
        {
            var request = query.Request;
            var table = await reading.ReadPanelAsync(request, [request.Variable!], query.Language, cancellationToken);
            var column = table.Of(request.Variable!);
            AnalysisMethods.RefuseHuge("/variable", column);
            var periods = table.Periods;
            var since = periods.TakeWhile(period => period != request.Since).Count();
            if (since == 0 || since == periods.Count)
                throw new ProblemException(ProblemTypes.Unprocessable, $"There must be a period before {Excerpt.Of(request.Since!)}, and {Excerpt.Of(request.Since!)} must be one of the periods: {string.Join(", ", periods)}.");
            var treated = request.Data is null ? request.Treated!.Select(code => watch.OfCaller.Territories.Find(code)!.Identity).ToHashSet(StringComparer.Ordinal) : request.Treated!.ToHashSet(StringComparer.Ordinal);
            var units = table.Series.Select(series =>
            {
                var values = periods.Select(period => series.Rows.Where(row => table.Units[row].Period == period).Select(row => column.Values[row]).FirstOrDefault()).ToArray();
                return new ImpactUnit(series.Unit.Unit, treated.Contains(series.Unit.Identity ?? series.Unit.Unit), values[..since], values[since..]);
            }).ToArray();
            var result = DifferenceInDifferences.Of(units, request.Level ?? UsualLevel, (ulong)(request.Seed ?? 1),
                AnalysisMethods.OptionOf(request.Missing, MissingRule.Complete) == MissingRule.Available, request.StandardErrorType is null ? null : AnalysisMethods.OptionOf(request.StandardErrorType, DifferenceError.Changes));
            return new ImpactAnalysis(
                table.Frame(Method.Code, Reference, result.Treated + result.Controls, result.Excluded, Warnings(result, query.Language), Summary(column, result, query.Language)),
                AnalysisMethods.CodeOf(result.Status), result.Treated, result.Controls, result.Effect, result.TreatedChange, result.ControlChange, AnalysisMethods.CodeOf(result.Error),
                result.Errors.Of(result.Error), result.Errors.Changes, result.Errors.Cluster, result.Errors.Hc1, result.Errors.Cell, result.Low, result.High,
                result.PlaceboProbability, result.Placebos, result.PreTrendDifference, result.PreTrendProbability,
                [.. result.Gaps.Select((gap, index) => new PeriodGap(periods[index], gap.Gap, index >= since, gap.Treated, gap.Others))]);
        }

        private static IEnumerable<string> Warnings(DifferenceInDifferencesResult result, string language)
        {
            if (result.Status == ImpactStatus.NothingToCompare)
                yield break;
            if (result.Controls < 10)
                yield return Language.Pick(language, $"Salīdzināmo ir tikai {result.Controls}: placebo varbūtība nevar būt maza.", $"There are only {result.Controls} to compare with: the placebo probability cannot be small.");
            if (result.PreTrendDifference is null)
                yield return Language.Pick(language, "Pirms rīcības ir viens periods: vai tendences bija paralēlas, nevar redzēt.", "There is one period before the action: whether trends were parallel cannot be seen.");
            if (result.PreTrendProbability < 0.1)
                yield return Language.Pick(language, "Jau pirms rīcības tendences atšķīrās: starpība var nebūt rīcības dēļ.", "Trends differed before the action already: the difference may not be due to it.");
            if (result.Errors.Of(result.Error) is null)
                yield return Language.Pick(language, "Vienā pusē ir mazāk nekā divas vienības: kļūdu nevar novērtēt.", "There are fewer than two units on a side: the error cannot be estimated.");
        }

        private static string Summary(AnalysisColumn column, DifferenceInDifferencesResult result, string language)
        {
            if (result.Effect is not { } effect)
                return Language.Pick(language, "Nav, ar ko salīdzināt.", "There is nothing to compare.");
            var culture = CultureInfo.GetCultureInfo(language);
            var shown = effect.ToString("+0.###;-0.###;0", culture);
            var isClear = result is { Low: { } low, High: { } high } && (low > 0 || high < 0);
            return isClear
                ? Language.Pick(language, $"{column.InWords}: rīcības ietekme {shown}, un tā ir atšķirama no nejaušības.", $"{column.InWords}: the effect of the action is {shown}, and it can be told from chance.")
                : Language.Pick(language, $"{column.InWords}: starpība {shown}, bet no nejaušības to šie dati neatšķir.", $"{column.InWords}: the difference is {shown}, but these data cannot tell it from chance.");
        }
    }
}
