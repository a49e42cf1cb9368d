using System.Text.Json;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using MediatR;

namespace Benchlearning.Api.Features.Sync;

/// <summary>
/// Sets up sync sources, and what sources call things (mapping rules). What is known is set anew as the file says: a source keeps its cursor and its
/// runs, a mapping rule that is there stays.
/// </summary>
internal static class DefineSyncSources
{
    /// <param name="Definitions">Sync sources and mapping rules as JSON (docs/sync.md describes the shape).</param>
    /// <param name="IsSeed">True: a sync source that is known stays as it is.</param>
    internal sealed record Command(Stream Definitions, bool IsSeed = false) : IRequest<Result>;

    /// <param name="Sources">Sync sources that were set up or set anew.</param>
    /// <param name="Rules">Mapping rules that were not known before.</param>
    internal sealed record Result(int Sources, int Rules);

    internal sealed class Handler(Db db, TimeProvider time, AuditTrail audit) : IRequestHandler<Command, Result>
    {
        private const string SourcesSql = """
            insert into sync_source (code, source_id, adapter, settings, cron, time_zone, is_enabled, stale_after_hours, created_at)
            select j.code, s.source_id, j.adapter, coalesce(j.settings, '{}'), j.cron, coalesce(j."timeZone", 'Europe/Riga'), coalesce(j.enabled, false),
                   coalesce(j."staleAfterHours", 36), @now
            from jsonb_to_recordset(@definitions::jsonb -> 'syncSources') as j (
                code text, source text, adapter text, settings jsonb, cron text, "timeZone" text, enabled boolean, "staleAfterHours" integer)
            join source s on s.code = j.source
            where not @isSeed or not exists (select 1 from sync_source k where k.code = j.code)
            on conflict (code) do update
            set source_id = excluded.source_id, adapter = excluded.adapter, settings = excluded.settings, cron = excluded.cron, time_zone = excluded.time_zone,
                is_enabled = excluded.is_enabled, stale_after_hours = excluded.stale_after_hours
            """;

        /// <summary>A cursor means nothing to another server: what is fetched again from the beginning is the same, and makes no revisions.</summary>
        private const string MovedSql = """
            update sync_source s
            set cursor = 0, page_tag = null, catalogue = null, catalogue_tag = null
            from jsonb_to_recordset(@definitions::jsonb -> 'syncSources') as j (code text, adapter text, settings jsonb)
            where s.code = j.code and not @isSeed
              and (s.adapter <> j.adapter or s.settings ->> 'address' is distinct from j.settings ->> 'address')
            """;

        private const string RulesSql = """
            insert into mapping_rule (source_id, kind, source_name, indicator_id, territory_id, breakdown, factor, unit_note, recorded_by)
            select s.source_id, j.kind, j.name, i.indicator_id, v.territory_id, j.breakdown, coalesce(j.factor, 1), j.note, 'set up'
            from jsonb_to_recordset(@definitions::jsonb -> 'mappingRules') as j (
                source text, kind text, name text, indicator text, territory text, breakdown text, factor numeric, note text)
            join source s on s.code = j.source
            left join indicator i on i.code = j.indicator
            left join lateral (select t.territory_id from territory_version t where t.code = j.territory order by t.valid_from desc limit 1) v on true
            on conflict (source_id, kind, source_name) do nothing
            """;

        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            using var document = await JsonDocument.ParseAsync(command.Definitions, cancellationToken: cancellationToken);
            Check(document.RootElement);
            var definitions = document.RootElement.GetRawText();
            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.ExecuteAsync(MovedSql, new { definitions, isSeed = command.IsSeed }, cancellationToken);
            var sources = await transaction.ExecuteAsync(SourcesSql, new { definitions, isSeed = command.IsSeed, now = time.GetUtcNow().UtcDateTime }, cancellationToken);
            var rules = await transaction.ExecuteAsync(RulesSql, new { definitions }, cancellationToken);
            await transaction.CommitAsync(audit.Of("syncSource.define", "sync-sources", after: new { sources, rules }), cancellationToken);
            return new Result(sources, rules);
        }

        /// <summary>What would only show in the night: a schedule that is none, and settings that nobody understands.</summary>
        private static void Check(JsonElement definitions)
        {
            foreach (var source in definitions.GetProperty("syncSources").EnumerateArray())
            {
                var code = source.GetProperty("code").GetString()!;
                if (source.TryGetProperty("cron", out var cron) && cron.GetString() is { } text && Schedule.Parse(text, source.TryGetProperty("timeZone", out var zone) ? zone.GetString()! : "Europe/Riga") is null)
                    throw Findings.One("cron", "not-a-schedule", $"{code}: '{Excerpt.Of(text)}' is no schedule: minute, hour, day of month, month, day of week, such as 30 2 * * *.");
                if (source.TryGetProperty("settings", out var settings))
                    _ = SyncSettings.Parse(settings.GetRawText());
            }
        }
    }
}
