using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Stewardship;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class ChangeMappingRule
{
    /// <summary>Change what a name of a source means</summary>
    /// <remarks>
    /// Holds for rows that come from now on, and for rows that wait although there is a rule; what was applied by the earlier meaning stays until its source
    /// sends it again. The earlier version stays in the history. A change that changes nothing makes no version.
    /// </remarks>
    /// <param name="id">Number of the rule.</param>
    /// <param name="change">What it is to be; whatever is left out is its default, not what it was.</param>
    /// <param name="ifMatch">ETag of the rule as it was read, or * for whatever it is now. Required.</param>
    /// <response code="200">The rule as it is now.</response>
    /// <response code="404">There is no mapping rule of this number.</response>
    /// <response code="412">Somebody has changed the rule since it was read.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<MappingAnswer>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] int id, [FromBody] MappingRuleChange change, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, change, VersionTag.Expected(ifMatch)), cancellationToken));
    }

    /// <param name="Versions">The version that it must be; null: any.</param>
    internal sealed record Command(int Id, MappingRuleChange Change, IReadOnlyList<int>? Versions) : IRequest<MappingAnswer>;

    internal sealed class Handler(Db db, CatalogueWatch watch, MappingReading reading, WaitingRows waiting, TimeProvider time, Caller caller, AuditTrail audit) : IRequestHandler<Command, MappingAnswer>
    {
        private const string HeldSql = """
            select source_id, kind, source_name, version
            from mapping_rule
            where mapping_rule_id = @id
            for update
            """;

        private const string UpdateSql = """
            update mapping_rule
            set indicator_id = @indicatorId, territory_id = @territoryId, breakdown = @breakdown, factor = @factor, unit_note = @unitNote, is_ignored = @isIgnored,
                reason = @reason, recorded_at = @now, recorded_by = @actor, version = version + 1
            where mapping_rule_id = @id
              and (indicator_id, territory_id, breakdown, factor, unit_note, is_ignored)
                  is distinct from (@indicatorId::integer, @territoryId::integer, @breakdown::text, @factor::numeric, @unitNote::text, @isIgnored::boolean)
            """;

        public async Task<MappingAnswer> Handle(Command command, CancellationToken cancellationToken)
        {
            var change = command.Change;
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            await ApplyingLock.TakeAsync(transaction, cancellationToken);
            if (await transaction.QueryAsync<Held>(HeldSql, new { id = command.Id }, cancellationToken) is not [var held])
                return new MappingAnswer(await reading.OneAsync(command.Id, cancellationToken), new ImportCounts().AsRows());
            if (command.Versions?.Contains(held.Version) == false)
                throw VersionTag.Stale($"The mapping rule {command.Id}", held.Version);
            var target = new MappingTarget(held.Kind, change.Target, change.Factor, change.UnitNote, change.Ignore ?? false, change.Reason);
            var findings = new Findings();
            target.Check(watch.Current, findings);
            findings.ThrowIfAny();
            var (indicatorId, territoryId, breakdown) = target.Resolve(watch.Current);
            await transaction.ExecuteAsync(UpdateSql, new
            {
                id = command.Id, indicatorId, territoryId, breakdown, factor = change.Factor ?? 1, unitNote = change.UnitNote, isIgnored = target.IsIgnored, reason = change.Reason,
                now = time.GetUtcNow().UtcDateTime, actor = caller.Actor,
            }, cancellationToken);
            var known = await reading.OneAsync(command.Id, cancellationToken); // as committed: before the change
            var counts = await waiting.ApplyAsync(transaction, held.SourceId, held.Kind, held.SourceName, cancellationToken);
            await transaction.CommitAsync(audit.Of("mapping.change", $"mapping-rule/{command.Id}", change.Reason, known, change), cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            return new MappingAnswer(await reading.OneAsync(command.Id, cancellationToken), counts.AsRows());
        }

        private sealed record Held(int SourceId, string Kind, string SourceName, int Version);
    }
}
