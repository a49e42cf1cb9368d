using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class PutCollectionAnswer
{
    private const int MostCells = 1000;

    /// <summary>Say which values a member does not have, and why</summary>
    /// <remarks>A member's people do, while the window is not closed. The whole list is sent, and replaces the one before; values themselves are sent as observations. Send the version of the membership as If-Match ("3"), or *; it grows with each change.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="window">Code of the window.</param>
    /// <param name="organisation">Code of the member.</param>
    /// <param name="answer">Every cell without a value.</param>
    /// <param name="ifMatch">The version of the membership as you know it, in quotation marks, or *. Required.</param>
    /// <response code="200">What the member says now.</response>
    /// <response code="404">There is no such window or member that you may see.</response>
    /// <response code="409">The window is closed, or the member has left.</response>
    /// <response code="412">The membership is not as you know it.</response>
    /// <response code="422">A cell is none of the window.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<CollectionAnswer>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "window")] string window,
        [FromRoute(Name = "organisation")] string organisation, [FromBody] CollectionAnswer answer, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(code, number, window, organisation, answer, ifMatch), cancellationToken));
    }

    internal sealed record Command(string Network, int Number, string Window, string Organisation, CollectionAnswer Answer, string? IfMatch) : IRequest<CollectionAnswer>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            if (command.Answer.NotAvailable is not { Count: <= MostCells } cells)
            {
                findings.Add("/notAvailable", "required", $"Name the cells, at most {MostCells}; an empty list where every value is there.");
                return;
            }
            foreach (var (index, cell) in cells.Index())
            {
                var place = FormattableString.Invariant($"/notAvailable/{index}");
                AccessRules.CheckText($"{place}/indicator", cell?.Indicator, NetworkText.LongestName, findings.Add);
                AccessRules.CheckText($"{place}/period", cell?.Period, NetworkText.LongestName, findings.Add);
                AccessRules.CheckText($"{place}/reason", cell?.Reason, NetworkText.LongestReason, findings.Add);
                if (cells.Take(index).Any(earlier => earlier is not null && (earlier.Indicator, earlier.Period) == (cell?.Indicator, cell?.Period)))
                    findings.Add(place, "repeated", "The cell is in the list already.", cell?.Indicator);
            }
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, CollectionAnswer>
    {
        private const string IndicatorsSql = """
            select x.code
            from indicator_set s
            join indicator_set_item i on i.indicator_set_id = s.indicator_set_id
            join indicator x on x.indicator_id = i.indicator_id
            where s.cycle_id = @cycleId
              and s.number = (select max(f.number) from indicator_set f where f.cycle_id = @cycleId and f.frozen_at is not null)
            order by x.code
            """;

        private const string PutSql = """
            delete from collection_answer where window_id = @windowId and organisation_id = @organisationId;

            insert into collection_answer (window_id, organisation_id, indicator_id, period, reason, answered_by)
            select @windowId, @organisationId, x.indicator_id, p.period, p.reason, @actor
            from unnest(@indicators, @periods, @reasons) as p (indicator, period, reason)
            join indicator x on x.code = p.indicator
            """;

        public async Task<CollectionAnswer> Handle(Command command, CancellationToken cancellationToken)
        {
            var (expected, cells) = (VersionTag.Expected(command.IfMatch), command.Answer.NotAvailable!);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var (cycle, member) = await writing.OfMemberAsync(transaction, command.Network, command.Number, command.Organisation, cancellationToken);
            var (window, windowId) = await CollectionReading.OneAsync(transaction, cycle.Id, command.Window, cancellationToken) ?? throw NetworkSight.Nothing("window", command.Window);
            CycleMembership.Check(expected, member);
            if (window.ClosedOn is not null)
                throw new ProblemException(ProblemTypes.Conflict, $"The window '{command.Window}' is closed.");
            CheckCells(cells, window, await transaction.QueryAsync<string>(IndicatorsSql, new { cycleId = cycle.Id }, cancellationToken));
            var before = await CollectionReading.AnswerAsync(transaction, windowId, command.Organisation, cancellationToken);
            await transaction.ExecuteAsync(PutSql, new
            {
                windowId, organisationId = member.Id, indicators = cells.Select(cell => cell.Indicator).ToArray(), periods = cells.Select(cell => cell.Period).ToArray(),
                reasons = cells.Select(cell => cell.Reason).ToArray(), actor = caller.Actor,
            }, cancellationToken);
            await CycleMembership.TouchAsync(transaction, cycle.Id, member, cancellationToken);
            var after = await CollectionReading.AnswerAsync(transaction, windowId, command.Organisation, cancellationToken);
            await transaction.CommitAsync(
                audit.Of("collectionAnswer.put", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/collection-window/{command.Window}/answer/{command.Organisation}"), before: before, after: after), cancellationToken);
            return after;
        }

        private static void CheckCells(IReadOnlyList<NotAvailableCell> cells, CollectionWindow window, List<string> indicators)
        {
            foreach (var cell in cells)
            {
                if (!indicators.Contains(cell.Indicator!))
                    throw new ProblemException(ProblemTypes.Unprocessable, $"'{Excerpt.Of(cell.Indicator!)}' is not in the frozen set of the cycle.");
                if (!window.Periods.Contains(cell.Period!))
                    throw new ProblemException(ProblemTypes.Unprocessable, $"'{Excerpt.Of(cell.Period!)}' is no period of the window: {string.Join(", ", window.Periods)}.");
            }
        }
    }
}
