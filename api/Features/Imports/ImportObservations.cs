using System.Globalization;
using System.Security.Cryptography;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Platform.Database;
using CsvHelper;
using CsvHelper.Configuration;
using MediatR;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Takes a tidy CSV of observations in: all or nothing, idempotent, every row accounted for. A row that is new or differs becomes a revision;
/// a row that says what is known already becomes none; a row of a territory that did not exist in its period is refused and kept as a finding.
/// </summary>
internal static class ImportObservations
{
    /// <param name="Name">Name of the file.</param>
    /// <param name="Content">CSV with header territory,period,indicator,breakdown,value,flag,reason_lv,reason_en; other columns are ignored.</param>
    /// <param name="Actor">Who imports.</param>
    /// <param name="Reason">Why, kept with every revision.</param>
    internal sealed record Command(string Name, Stream Content, string Actor, string Reason) : IRequest<Report>;

    /// <summary>What became of the rows: read = refused + missing + value, and missing + value = new + changed + same.</summary>
    internal sealed record Report(int Read, int Refused, int Missing, int Values, int New, int Changed, int Same);

    private sealed record Row(
        int Number, CatalogueIndicator Indicator, IndicatorVersion Version, int TerritoryId, int TerritoryVersionId, string Period, string Breakdown,
        decimal? Value, bool IsSuspect, string? ReasonLv, string? ReasonEn);

    private sealed record Finding(int Row, string Rule, string MessageLv, string MessageEn, string Content);

    internal sealed class Handler(Db db, CatalogueWatch watch, TimeProvider time) : IRequestHandler<Command, Report>
    {
        private const string StageSql = """
            create temporary table staged_observation (
                row_number integer not null, indicator_id integer not null, territory_id integer not null, period text collate "C" not null,
                breakdown text collate "C" not null, indicator_version_id integer not null, territory_version_id integer not null, source_id integer not null,
                value numeric, missing_reason text, flags text[] not null, flag_reason_lv text, flag_reason_en text
            ) on commit drop
            """;

        private const string CopySql = """
            copy staged_observation (row_number, indicator_id, territory_id, period, breakdown, indicator_version_id, territory_version_id, source_id,
                                     value, missing_reason, flags, flag_reason_lv, flag_reason_en) from stdin (format binary)
            """;

        private const string CompareSql = """
            create temporary table compared_observation on commit drop as
            select s.*, o.revision as held_revision,
                   coalesce((select max(r.revision) from observation_revision r
                             where r.indicator_id = s.indicator_id and r.territory_id = s.territory_id and r.period = s.period and r.breakdown = s.breakdown), 0) as last_revision,
                   case when o.revision is null then 'new'
                        when (o.value, o.missing_reason, o.flags, o.flag_reason_en, o.indicator_version_id, o.source_id)
                             is not distinct from (s.value, s.missing_reason, s.flags, s.flag_reason_en, s.indicator_version_id, s.source_id) then 'same'
                        else 'changed' end as outcome
            from staged_observation s
            left join observation_revision o
                on o.indicator_id = s.indicator_id and o.territory_id = s.territory_id and o.period = s.period and o.breakdown = s.breakdown
               and o.workflow = 'published' and o.superseded_at is null
            """;

        private const string CountSql = """
            select (count(*) filter (where outcome = 'new'))::integer as new, (count(*) filter (where outcome = 'changed'))::integer as changed,
                   (count(*) filter (where outcome = 'same'))::integer as same
            from compared_observation
            """;

        private const string BatchSql = """
            insert into import_batch (source_id, name, content_hash, actor, started_at, finished_at, rows_read, rows_refused, rows_missing, rows_value, rows_new, rows_changed, rows_same)
            values (@sourceId, @name, @hash, @actor, @startedAt, @now, @read, @refused, @missing, @values, @new, @changed, @same)
            returning import_id
            """;

        private const string ApplySql = """
            update observation_revision o
            set superseded_at = @now
            from compared_observation c
            where c.outcome = 'changed'
              and o.indicator_id = c.indicator_id and o.territory_id = c.territory_id and o.period = c.period and o.breakdown = c.breakdown
              and o.revision = c.held_revision;

            insert into observation_revision (
                indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, missing_reason, workflow, quality,
                flags, flag_reason_lv, flag_reason_en, source_id, import_id, recorded_at, recorded_by, reason)
            select c.indicator_id, c.territory_id, c.period, c.breakdown, c.last_revision + 1, c.indicator_version_id, c.territory_version_id, c.value,
                   c.missing_reason, 'published', 'final', c.flags, c.flag_reason_lv, c.flag_reason_en, c.source_id, @importId, @now, @actor, @reason
            from compared_observation c
            where c.outcome <> 'same';
            """;

        private const string FindingsSql = """
            insert into import_finding (import_id, row_number, rule, severity, message_lv, message_en, row_content)
            select @importId, f.row, f.rule, 'refused', f.message_lv, f.message_en, f.content
            from unnest(@rows, @rules, @messagesLv, @messagesEn, @contents) as f (row, rule, message_lv, message_en, content)
            """;

        private const string PublishSql = "select publish_observation_cubes(@indicators)";

        private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.import'))";

        public async Task<Report> Handle(Command command, CancellationToken cancellationToken)
        {
            var startedAt = time.GetUtcNow().UtcDateTime;
            var catalogue = watch.Current;
            var content = await ReadAllAsync(command.Content, cancellationToken);
            var (rows, findings, read) = Parse(content, catalogue);

            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.ExecuteAsync(LockSql, null, cancellationToken);
            await transaction.ExecuteAsync(StageSql, null, cancellationToken);
            await StageAsync(transaction, rows, cancellationToken);
            await transaction.ExecuteAsync(CompareSql, null, cancellationToken);
            var counts = (await transaction.QueryAsync<Counts>(CountSql, null, cancellationToken))[0];
            var report = new Report(read, findings.Count, rows.Count(row => row.Value is null), rows.Count(row => row.Value is not null), counts.New, counts.Changed, counts.Same);
            if (report.New + report.Changed > 0)
            {
                var now = time.GetUtcNow().UtcDateTime;
                var importId = (await transaction.QueryAsync<long>(BatchSql, new
                {
                    sourceId = rows[0].Version.SourceId, name = command.Name, hash = Convert.ToHexStringLower(SHA256.HashData(content)), actor = command.Actor,
                    startedAt, now, read = report.Read, refused = report.Refused, missing = report.Missing, values = report.Values,
                    @new = report.New, changed = report.Changed, same = report.Same,
                }, cancellationToken))[0];
                await transaction.ExecuteAsync(ApplySql, new { now, importId, actor = command.Actor, reason = command.Reason }, cancellationToken);
                await transaction.ExecuteAsync(FindingsSql, new
                {
                    importId,
                    rows = findings.Select(finding => finding.Row).ToArray(),
                    rules = findings.Select(finding => finding.Rule).ToArray(),
                    messagesLv = findings.Select(finding => finding.MessageLv).ToArray(),
                    messagesEn = findings.Select(finding => finding.MessageEn).ToArray(),
                    contents = findings.Select(finding => finding.Content).ToArray(),
                }, cancellationToken);
                await transaction.ExecuteAsync(PublishSql, new { indicators = rows.Select(row => row.Indicator.Id).Distinct().ToArray() }, cancellationToken);
            }
            await transaction.CommitAsync(cancellationToken);
            await watch.RefreshAsync(cancellationToken); // this instance at once; the others are told
            return report;
        }

        private static async Task<byte[]> ReadAllAsync(Stream content, CancellationToken cancellationToken)
        {
            using var memory = new MemoryStream();
            await content.CopyToAsync(memory, cancellationToken);
            return memory.ToArray();
        }

        private static (List<Row> Rows, List<Finding> Findings, int Read) Parse(byte[] content, Catalogue.Catalogue catalogue)
        {
            using var csv = new CsvReader(new StreamReader(new MemoryStream(content)), new CsvConfiguration(CultureInfo.InvariantCulture));
            var rows = new List<Row>();
            var findings = new List<Finding>();
            csv.Read();
            csv.ReadHeader();
            var read = 0;
            var cells = new Dictionary<(int, int, string, string), int>();
            while (csv.Read())
            {
                read++;
                if (Understand(csv, read, catalogue, out var finding) is not { } row)
                    findings.Add(finding!);
                else if (cells.TryAdd((row.Indicator.Id, row.TerritoryId, row.Period, row.Breakdown), read))
                    rows.Add(row);
                else
                    findings.Add(Repeated(csv, read, cells[(row.Indicator.Id, row.TerritoryId, row.Period, row.Breakdown)]));
            }
            return (rows, findings, read);
        }

        private static Finding Repeated(CsvReader csv, int number, int first) => new(
            number, "repeated-cell", $"Rinda atkārto {first}. rindu; derīga ir pirmā.", $"The row repeats row {first}; the first one holds.", csv.Parser.RawRecord.TrimEnd());

        private static Row? Understand(CsvReader csv, int number, Catalogue.Catalogue catalogue, out Finding? finding)
        {
            finding = null;
            var (code, period, indicatorCode) = (csv.GetField("territory")!, csv.GetField("period")!, csv.GetField("indicator")!);
            var text = csv.GetField("value")!;
            decimal value = 0;
            if (catalogue.Indicators.GetValueOrDefault(indicatorCode) is not { } indicator)
                finding = Refuse("unknown-indicator", $"Nav rādītāja {indicatorCode}.", $"There is no indicator {indicatorCode}.");
            else if (catalogue.Territories.Find(code) is not { } bearer)
                finding = Refuse("unknown-territory", $"Nav teritorijas {code}.", $"There is no territory {code}.");
            else if (!PeriodCode.IsWellFormed(period) || PeriodCode.YearOf(period) < PeriodCode.FirstYear || PeriodCode.PeriodicityOf(period) != indicator.Current.Periodicity)
                finding = Refuse("invalid-period", $"{period} nav šī rādītāja periods.", $"{period} is not a period of this indicator.");
            else if (catalogue.Territories.On(bearer.TerritoryId, indicator.Current.DayOf(period)) is not { } valid)
                finding = Refuse("territory-not-valid", $"{bearer.NameLv} periodā {period} nepastāvēja.", $"{bearer.NameEn} did not exist in {period}.");
            else if (text.Length > 0 && (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) || Math.Abs(value) >= 1e15m))
                finding = Refuse("not-a-number", $"{text} nav skaitlis.", $"{text} is not a number.");
            else if (Breakdown(csv.GetField("breakdown")!, indicator, catalogue) is not { } breakdown)
                finding = Refuse("unknown-breakdown", $"Rādītājam {indicator.Code} nav dalījuma {csv.GetField("breakdown")}.", $"{indicator.Code} is not broken down by {csv.GetField("breakdown")}.");
            else
                return new Row(number, indicator, indicator.VersionFor(period), bearer.TerritoryId, valid.Id, period, breakdown,
                    text.Length == 0 ? null : value, csv.GetField("flag") == "suspect", NullWhenEmpty(csv.GetField("reason_lv")), NullWhenEmpty(csv.GetField("reason_en")));
            return null;

            Finding Refuse(string rule, string lv, string en) => new(number, rule, lv, en, csv.Parser.RawRecord.TrimEnd());
        }

        /// <summary>A breakdown as it is stored, dimensions in order; null when the indicator has no such dimension or category.</summary>
        private static string? Breakdown(string text, CatalogueIndicator indicator, Catalogue.Catalogue catalogue)
        {
            if (text.Length == 0)
                return "";
            var parts = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var pair in text.Split(','))
            {
                if (pair.Split(':') is not [var dimension, var category] || !indicator.Breakdowns.Contains(dimension)
                    || !catalogue.Dimensions.TryGetValue(dimension, out var known) || !known.Categories.Any(candidate => candidate.Code == category) || !parts.TryAdd(dimension, category))
                    return null;
            }
            return string.Join(',', parts.Select(pair => $"{pair.Key}:{pair.Value}"));
        }

        private static string? NullWhenEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

        private static async Task StageAsync(DbTransaction transaction, List<Row> rows, CancellationToken cancellationToken)
        {
            await using var copy = await transaction.CopyAsync(CopySql, cancellationToken);
            foreach (var row in rows)
            {
                await copy.StartRowAsync(cancellationToken);
                await copy.WriteAsync(row.Number, cancellationToken);
                await copy.WriteAsync(row.Indicator.Id, cancellationToken);
                await copy.WriteAsync(row.TerritoryId, cancellationToken);
                await copy.WriteAsync(row.Period, cancellationToken);
                await copy.WriteAsync(row.Breakdown, cancellationToken);
                await copy.WriteAsync(row.Version.Id, cancellationToken);
                await copy.WriteAsync(row.TerritoryVersionId, cancellationToken);
                await copy.WriteAsync(row.Version.SourceId, cancellationToken);
                await copy.WriteAsync(row.Value, cancellationToken);
                await copy.WriteAsync(row.Value is null ? "notAvailable" : null, cancellationToken);
                await copy.WriteAsync(row.IsSuspect ? ["suspect"] : Array.Empty<string>(), cancellationToken);
                await copy.WriteAsync(row.ReasonLv, cancellationToken);
                await copy.WriteAsync(row.ReasonEn, cancellationToken);
            }
            await copy.CompleteAsync(cancellationToken);
        }

        private sealed record Counts(int New, int Changed, int Same);
    }
}
