using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class MoveAdoption
{
    /// <summary>Move an adoption on</summary>
    /// <remarks>
    /// From interest over contact, a visit (which may be passed over) and adapting to use, and to an effect that is measured by published figures of the municipality: reportEffect names an indicator
    /// and two periods, and both figures must be published. The coordinator of the municipality that takes the practice over may.
    /// </remarks>
    /// <param name="id">Number of the adoption.</param>
    /// <param name="request">Which move, and what belongs to it.</param>
    /// <param name="ifMatch">The ETag of the adoption as you know it, or * for any state.</param>
    /// <response code="200">The adoption, moved on.</response>
    /// <response code="404">There is no adoption of this number that you may see.</response>
    /// <response code="409">The move is not open in its state, or a figure is not published.</response>
    /// <response code="412">The adoption is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<PracticeAdoption>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] AdoptionMoveRequest request, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, request, ifMatch, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(long Id, AdoptionMoveRequest Request, string? IfMatch, string Language) : IRequest<PracticeAdoption>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var (request, findings) = (command.Request, new Findings());
            AdoptionLife.Cycle.Check(request.Move, request.Reason, findings);
            if (request.Move == AdoptionLife.ReportEffect)
            {
                var indicator = PracticeRules.IndicatorOf("/indicator", request.Indicator, watch.Current, findings);
                PracticeRules.CheckPeriods("", request.Before, request.After, indicator, findings);
                if (request.Before is null && request.After is null)
                    findings.Add("/before", "required", "Name the period before and the period after.");
            }
            else if ((request.Indicator ?? request.Before ?? request.After) is not null)
                findings.Add("/indicator", "not-applicable", "An indicator and its periods belong to reportEffect.", request.Indicator);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, AdoptionReading reading, CatalogueWatch watch, Caller caller, AuditTrail audit) : IRequestHandler<Command, PracticeAdoption>
    {
        private const string LockSql = "select a.practice_adoption_id from practice_adoption a where a.practice_adoption_id = @id for update";

        private const string UpdateSql = """
            update practice_adoption
            set state = @state, version = version + 1, changed_at = clock_timestamp(), indicator_id = coalesce(@indicatorId, indicator_id), period_before = coalesce(@before, period_before),
                period_after = coalesce(@after, period_after), value_before = coalesce(@valueBefore, value_before), value_after = coalesce(@valueAfter, value_after)
            where practice_adoption_id = @id
              and version = @version
            """;

        private const string RecordSql = """
            insert into practice_adoption_move (practice_adoption_id, number, move, from_state, to_state, reason, moved_by)
            select @id, coalesce((select max(m.number) from practice_adoption_move m where m.practice_adoption_id = @id), 0) + 1, @move, @fromState, @state, @reason, @actor
            """;

        public async Task<PracticeAdoption> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, request) = (command.Id, command.Request);
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<long>(LockSql, new { id }, cancellationToken);
            var row = await reading.RowAsync(id, command.Language, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, row.Version, FormattableString.Invariant($"The adoption {id}"));
            var move = AdoptionLife.Cycle.Require(request.Move!, row.State);
            PracticeKeeper.Demand(move, caller, await reading.ActsForAsync(row.OrganisationId, cancellationToken), "The adoption");
            var effect = move.Code == AdoptionLife.ReportEffect ? await MeasureAsync(row, request, cancellationToken) : default;
            var state = move.Target(row.State);
            if (await transaction.ExecuteAsync(UpdateSql, new
            {
                id, version = row.Version, state, indicatorId = effect.Indicator?.Id, before = request.Before, after = request.After, valueBefore = effect.Before, valueAfter = effect.After,
            }, cancellationToken) == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The adoption {id}"), row.Version + 1);
            await transaction.ExecuteAsync(RecordSql, new { id, move = move.Code, fromState = row.State, state, reason = request.Reason, actor = caller.Actor }, cancellationToken);
            await transaction.CommitAsync(audit.Of("adoption.move", FormattableString.Invariant($"practice-adoption/{id}"), request.Reason, before: new { row.State }, after: request), cancellationToken);
            return await reading.OneAsync(id, command.Language, cancellationToken);
        }

        private async Task<(CatalogueIndicator? Indicator, decimal? Before, decimal? After)> MeasureAsync(AdoptionRow row, AdoptionMoveRequest request, CancellationToken cancellationToken)
        {
            var indicator = watch.Current.Indicators[request.Indicator!];
            var (before, after) = await reading.FiguresAsync(indicator, row.TerritoryId, request.Before!, request.After!, cancellationToken);
            var lacking = new List<Lack>();
            if (before is null)
                lacking.Add(new Lack("figure-before", $"No figure of {indicator.Code} is published for {request.Before}."));
            if (after is null)
                lacking.Add(new Lack("figure-after", $"No figure of {indicator.Code} is published for {request.After}."));
            AdoptionLife.Cycle.RefuseLacking(AdoptionLife.ReportEffect, lacking);
            return (indicator, before, after);
        }
    }
}
