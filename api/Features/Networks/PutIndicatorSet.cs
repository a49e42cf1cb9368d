using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class PutIndicatorSet
{
    private const int MostInRequest = 200;

    /// <summary>Propose a set of indicators, or change the proposal</summary>
    /// <remarks>
    /// The coordinator does. Votes are for what is proposed: a change ends those that were given. A frozen set never changes; another is proposed with the next number, until the collection begins.
    /// To change one, send its version as If-Match ("2"), or *; to propose a new one, send none.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="set">Number of the set: 1, or one more than the last frozen one.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The version of the set as you know it, in quotation marks, or *; none for a new one.</param>
    /// <response code="200">The proposal was changed.</response>
    /// <response code="201">The set is proposed.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    /// <response code="409">The set is frozen, is not the next, collection has begun, or it has more indicators than the model allows.</response>
    /// <response code="412">The set is not as you know it, or there is none.</response>
    /// <response code="428">There is a set of this number, and If-Match is missing.</response>
    public static async Task<Results<Ok<IndicatorSet>, Created<IndicatorSet>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "set")] int set, [FromBody] IndicatorSetSettings settings,
        [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (proposed, isNew) = await mediator.Send(new Command(code, number, set, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}/indicator-sets"), proposed) : TypedResults.Ok(proposed);
    }

    internal sealed record Command(string Network, int Number, int Set, IndicatorSetSettings Settings, string? IfMatch) : IRequest<(IndicatorSet Set, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, settings, catalogue) = (new Findings(), command.Settings, watch.Current);
            if (settings.Indicators is not { Count: > 0 and <= MostInRequest } items)
                findings.Add("/indicators", "required", $"Name the indicators, at most {MostInRequest}.");
            else
                foreach (var (index, item) in items.Index())
                {
                    var place = FormattableString.Invariant($"/indicators/{index}");
                    if (item?.Indicator is not { } indicator)
                        findings.Add($"{place}/indicator", "required", "Name the indicator.");
                    else if (!catalogue.Indicators.ContainsKey(indicator))
                        Selection.UnknownIndicator($"{place}/indicator", indicator, catalogue, findings);
                    else if (items.Take(index).Any(earlier => earlier?.Indicator == indicator))
                        findings.Add($"{place}/indicator", "repeated", "The indicator is in the set already.", indicator);
                    NetworkText.CheckOptional($"{place}/reason", item?.Reason, NetworkText.LongestReason, (pointer, rule, message, value) => findings.Add(pointer, rule, message, value));
                }
            AccessRules.CheckKnown("/group", "group", settings.Group, catalogue.Groups.Keys, findings.Add);
            if (settings.SurveyChoice is not null)
                NetworkText.CheckWord("/surveyChoice", settings.SurveyChoice, NetworkText.SurveyChoices, findings.Add);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, CycleModelReading models, AuditTrail audit) : IRequestHandler<Command, (IndicatorSet Set, bool IsNew)>
    {
        private const string LastSql = """
            select coalesce(max(s.number) filter (where s.frozen_at is not null), 0) as frozen, exists (select from collection_window w where w.cycle_id = @cycleId) as is_collected
            from indicator_set s
            where s.cycle_id = @cycleId
            """;

        private const string PutSql = """
            insert into indicator_set (cycle_id, number, territory_group_id, survey_choice)
            values (@cycleId, @number, (select g.territory_group_id from territory_group g where g.code = @territoryGroup), @surveyChoice)
            on conflict (cycle_id, number) do update
            set territory_group_id = excluded.territory_group_id, survey_choice = excluded.survey_choice, version = indicator_set.version + 1;

            delete from indicator_set_vote v
            using indicator_set s
            where s.cycle_id = @cycleId and s.number = @number and v.indicator_set_id = s.indicator_set_id;

            delete from indicator_set_item i
            using indicator_set s
            where s.cycle_id = @cycleId and s.number = @number and i.indicator_set_id = s.indicator_set_id;

            insert into indicator_set_item (indicator_set_id, indicator_id, is_mandatory, reason)
            select s.indicator_set_id, x.indicator_id, p.is_mandatory, p.reason
            from indicator_set s
            cross join unnest(@indicators, @mandatory, @reasons) as p (indicator, is_mandatory, reason)
            join indicator x on x.code = p.indicator
            where s.cycle_id = @cycleId and s.number = @number
            """;

        public async Task<(IndicatorSet Set, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (number, settings, items) = (command.Set, command.Settings, command.Settings.Indicators!);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            var before = (await IndicatorSetReading.OneAsync(transaction, cycle.Id, number, cancellationToken))?.Set;
            AccessWriting.CheckVersion(command.IfMatch, before?.Version, FormattableString.Invariant($"The set {number}"));
            var last = (await transaction.QueryAsync<LastSet>(LastSql, new { cycleId = cycle.Id }, cancellationToken))[0];
            var most = (await models.OneAsync(cycle.ModelVersion, cancellationToken)).MaximumIndicators;
            if (Obstacle(before, number, last, items.Count, most) is { } obstacle)
                throw new ProblemException(ProblemTypes.Conflict, obstacle);
            await transaction.ExecuteAsync(PutSql, new
            {
                cycleId = cycle.Id, number, territoryGroup = settings.Group, surveyChoice = settings.SurveyChoice, indicators = items.Select(item => item.Indicator).ToArray(),
                mandatory = items.Select(item => item.IsMandatory ?? true).ToArray(), reasons = items.Select(item => item.Reason).ToArray(),
            }, cancellationToken);
            var (after, _) = (await IndicatorSetReading.OneAsync(transaction, cycle.Id, number, cancellationToken))!.Value;
            await transaction.CommitAsync(audit.Of("indicatorSet.put", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/indicator-set/{number}"), before: before, after: after), cancellationToken);
            return (after, before is null);
        }

        /// <summary>Why the set cannot be proposed so; null: it can.</summary>
        private static string? Obstacle(IndicatorSet? before, int number, LastSet last, int indicators, int most) =>
            before is { FrozenAt: not null } ? FormattableString.Invariant($"The set {number} is frozen, and never changes; propose another as {last.Frozen + 1}.")
            : before is null && number != last.Frozen + 1 ? FormattableString.Invariant($"The next set of this cycle has the number {last.Frozen + 1}.")
            : last.IsCollected ? "The collection has begun; another set is proposed to the next cycle."
            : indicators > most ? FormattableString.Invariant($"A set has at most {most} indicators, by the model of the cycle; this one has {indicators}.")
            : null;

        private sealed record LastSet(int Frozen, bool IsCollected);
    }
}
