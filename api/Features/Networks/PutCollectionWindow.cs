using System.Globalization;
using Benchlearning.Api.Features.Access;
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

internal static class PutCollectionWindow
{
    private const int MostPeriods = 20;

    /// <summary>Open a window of collection, extend or close it</summary>
    /// <remarks>The coordinator does, once a set of indicators is frozen. A later due date extends the window, closedOn closes it. The answer does not tell how far members are; the list does. To change one, send its version as If-Match ("2"), or *; to open a new one, send none.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="window">Code of the window within the cycle: lower-case words with hyphens, at most 80 characters.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The version of the window as you know it, in quotation marks, or *; none for a new one.</param>
    /// <response code="200">The window was changed.</response>
    /// <response code="201">The window is recorded.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    /// <response code="409">No set of indicators is frozen, or nothing is written to the cycle any more.</response>
    /// <response code="412">The window is not as you know it, or there is none.</response>
    /// <response code="428">There is a window of this code, and If-Match is missing.</response>
    public static async Task<Results<Ok<CollectionWindow>, Created<CollectionWindow>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "window")] string window,
        [FromBody] CollectionWindowSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (recorded, isNew) = await mediator.Send(new Command(code, number, window, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}/collection-windows"), recorded) : TypedResults.Ok(recorded);
    }

    internal sealed record Command(string Network, int Number, string Code, CollectionWindowSettings Settings, string? IfMatch) : IRequest<(CollectionWindow Window, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, settings) = (new FindingsOf<Command>(context), command.Settings);
            CodeOfWords.Check(command.Code, "figures-2025", (_, rule, message, value) => findings.Add("window", rule, message, value));
            if (settings.Periods is not { Count: > 0 and <= MostPeriods } periods)
                findings.Add("/periods", "required", $"Name the periods, at most {MostPeriods}.");
            else
                foreach (var (index, period) in periods.Index())
                    if (period is null || PeriodSelection.Parse(period, out _) is not OnePeriod || periods.Take(index).Contains(period))
                        findings.Add(FormattableString.Invariant($"/periods/{index}"), "invalid-period", "A period is such as 2013, 2013-Q2 or 2013-05, and named once.", period);
            if (settings.OpensOn is null)
                findings.Add("/opensOn", "required", "Say which is the first day.");
            if (settings.DueOn is null)
                findings.Add("/dueOn", "required", "Say by which day everything is to be there.");
            else if (settings.DueOn <= settings.OpensOn)
                findings.Add("/dueOn", "out-of-range", "A window is due after it opens.", settings.DueOn.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (settings.ClosedOn < settings.OpensOn)
                findings.Add("/closedOn", "out-of-range", "A window is not closed before it opens.", settings.ClosedOn.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, AuditTrail audit) : IRequestHandler<Command, (CollectionWindow Window, bool IsNew)>
    {
        private const string FrozenSql = "select exists (select from indicator_set s where s.cycle_id = @cycleId and s.frozen_at is not null)";

        private const string PutSql = """
            insert into collection_window (cycle_id, code, periods, opens_on, due_on, closed_on)
            values (@cycleId, @code, @periods, @opensOn, @dueOn, @closedOn)
            on conflict (cycle_id, code) do update
            set periods = excluded.periods, opens_on = excluded.opens_on, due_on = excluded.due_on, closed_on = excluded.closed_on, version = collection_window.version + 1
            """;

        public async Task<(CollectionWindow Window, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, settings) = (command.Code, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            var before = (await CollectionReading.OneAsync(transaction, cycle.Id, code, cancellationToken))?.Window;
            AccessWriting.CheckVersion(command.IfMatch, before?.Version, $"The window '{code}'");
            if (!(await transaction.QueryAsync<bool>(FrozenSql, new { cycleId = cycle.Id }, cancellationToken))[0])
                throw new ProblemException(ProblemTypes.Conflict, "What is collected is not decided: freeze a set of indicators first.");
            await transaction.ExecuteAsync(PutSql,
                new { cycleId = cycle.Id, code, periods = settings.Periods!.ToArray(), opensOn = settings.OpensOn, dueOn = settings.DueOn, closedOn = settings.ClosedOn }, cancellationToken);
            var (after, _) = (await CollectionReading.OneAsync(transaction, cycle.Id, code, cancellationToken))!.Value;
            await transaction.CommitAsync(audit.Of("collectionWindow.put", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/collection-window/{code}"), before: before, after: after), cancellationToken);
            return (after, before is null);
        }
    }
}
