using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Stewardship;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class DefineMappingRule
{
    /// <summary>Say what a name of a source means</summary>
    /// <remarks>
    /// The rows that wait for the name are applied in the same transaction, by the same stages as an import: they may be refused or quarantined
    /// too, and a row whose cell has got a newer value in the meantime is refused and says so. Sent again with the same meaning it answers the rule that is there.
    /// </remarks>
    /// <param name="definition">The name and what it means.</param>
    /// <response code="200">The rule was there already.</response>
    /// <response code="201">The rule is recorded, and the rows that waited are applied.</response>
    /// <response code="409">The name has a rule with another meaning; change that one.</response>
    public static async Task<Results<Ok<MappingAnswer>, Created<MappingAnswer>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] MappingRuleDefinition definition, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (answer, isNew) = await mediator.Send(new Command(definition), cancellationToken);
        return isNew ? TypedResults.Created($"/v1/mapping-rules/{answer.Rule.Id}", answer) : TypedResults.Ok(answer);
    }

    internal sealed record Command(MappingRuleDefinition Definition) : IRequest<(MappingAnswer Answer, bool IsNew)>
    {
        public MappingTarget Target => new(Definition.Kind ?? "", Definition.Target, Definition.Factor, Definition.UnitNote, Definition.Ignore ?? false, Definition.Reason);
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var definition = command.Definition;
            var findings = new Findings();
            if (definition.Source is null)
                findings.Add("/source", "required", "Name the source.");
            KnownSource.Check("/source", definition.Source, watch.Current, findings.Add);
            if (!MappingTarget.Kinds.Contains(definition.Kind))
                findings.Add("/kind", "unknown-value", $"kind is one of: {string.Join(", ", MappingTarget.Kinds)}.", definition.Kind, MappingTarget.Kinds);
            if (string.IsNullOrEmpty(definition.Name))
                findings.Add("/name", "required", "Give the name as the source writes it.");
            Texts.CheckLength("/name", definition.Name, RowMapper.LongestName, findings);
            command.Target.Check(watch.Current, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, MappingReading reading, WaitingRows waiting, TimeProvider time, Caller caller, AuditTrail audit) : IRequestHandler<Command, (MappingAnswer Answer, bool IsNew)>
    {
        private const string InsertSql = """
            insert into mapping_rule (source_id, kind, source_name, indicator_id, territory_id, breakdown, factor, unit_note, is_ignored, reason, recorded_at, recorded_by)
            values (@sourceId, @kind, @name, @indicatorId, @territoryId, @breakdown, @factor, @unitNote, @isIgnored, @reason, @now, @actor)
            on conflict (source_id, kind, source_name) do nothing
            returning mapping_rule_id
            """;

        private const string KnownSql = """
            select r.mapping_rule_id,
                   (r.indicator_id, r.territory_id, r.breakdown, r.factor, r.is_ignored)
                       is not distinct from (@indicatorId::integer, @territoryId::integer, @breakdown::text, @factor::numeric, @isIgnored::boolean) as means_the_same
            from mapping_rule r
            where r.source_id = @sourceId and r.kind = @kind and r.source_name = @name
            """;

        public async Task<(MappingAnswer Answer, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var definition = command.Definition;
            var sourceId = watch.Current.Sources.Values.First(source => source.Code == definition.Source).Id;
            var (indicatorId, territoryId, breakdown) = command.Target.Resolve(watch.Current);
            var rule = new
            {
                sourceId, kind = definition.Kind, name = definition.Name, indicatorId, territoryId, breakdown, factor = definition.Factor ?? 1, unitNote = definition.UnitNote,
                isIgnored = command.Target.IsIgnored, reason = definition.Reason, now = time.GetUtcNow().UtcDateTime, actor = caller.Actor,
            };
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            await ApplyingLock.TakeAsync(transaction, cancellationToken);
            var made = await transaction.QueryAsync<int>(InsertSql, rule, cancellationToken);
            var known = made is [var ruleId] ? new Known(ruleId, MeansTheSame: true) : (await transaction.QueryAsync<Known>(KnownSql, rule, cancellationToken))[0];
            if (!known.MeansTheSame)
                throw new ProblemException(ProblemTypes.Conflict, $"'{Excerpt.Of(definition.Name!)}' has a rule with another meaning: change /v1/mapping-rules/{known.MappingRuleId}.");
            var counts = await waiting.ApplyAsync(transaction, sourceId, definition.Kind!, definition.Name!, cancellationToken); // none wait for a rule that is known, unless it was set up otherwise
            await transaction.CommitAsync(audit.Of("mapping.define", $"mapping-rule/{known.MappingRuleId}", definition.Reason, after: definition), cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            return (new MappingAnswer(await reading.OneAsync(known.MappingRuleId, cancellationToken), counts.AsRows()), made.Count > 0);
        }

        private sealed record Known(int MappingRuleId, bool MeansTheSame);
    }
}
