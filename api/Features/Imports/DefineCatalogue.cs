using System.Text.Json;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// Records topics, units, sources, breakdowns and indicators with their definition versions and the rules that their values are held to. Idempotent: what is known stays as it is;
/// a definition that must change comes as a new version, never as an overwritten one.
/// </summary>
internal static class DefineCatalogue
{
    /// <param name="Catalogue">The catalogue as JSON (api/Sample/README.md describes the shape).</param>
    internal sealed record Command(Stream Catalogue) : IRequest<Result>;

    /// <param name="Indicators">Number of definition versions that were not known before.</param>
    internal sealed record Result(int Indicators);

    internal sealed class Handler(Db db, AuditTrail audit) : IRequestHandler<Command, Result>
    {
        private const string Sql = """
            with topics as (
                select * from jsonb_to_recordset(@catalogue::jsonb -> 'topics')
                    as t (code text, parent text, "position" smallint, "nameLv" text, "nameEn" text)),
            units as (
                insert into unit (code, name_lv, name_en, symbol_lv, symbol_en)
                select code, "nameLv", "nameEn", "symbolLv", "symbolEn"
                from jsonb_to_recordset(@catalogue::jsonb -> 'units')
                    as u (code text, "nameLv" text, "nameEn" text, "symbolLv" text, "symbolEn" text)
                on conflict (code) do nothing),
            sources as (
                insert into source (code, name_lv, name_en, publisher_lv, publisher_en, url, licence, attribution_lv, attribution_en)
                select code, "nameLv", "nameEn", "publisherLv", "publisherEn", url, licence, "attributionLv", "attributionEn"
                from jsonb_to_recordset(@catalogue::jsonb -> 'sources')
                    as s (code text, "nameLv" text, "nameEn" text, "publisherLv" text, "publisherEn" text, url text, licence text, "attributionLv" text, "attributionEn" text)
                on conflict (code) do nothing),
            dimensions as (
                insert into breakdown_dimension (code, name_lv, name_en)
                select code, "nameLv", "nameEn"
                from jsonb_to_recordset(@catalogue::jsonb -> 'dimensions') as d (code text, "nameLv" text, "nameEn" text)
                on conflict (code) do nothing)
            insert into topic (code, position, name_lv, name_en)
            select t.code, t.position, t."nameLv", t."nameEn"
            from topics t
            on conflict (code) do nothing
            """;

        private const string LinksSql = """
            update topic t
            set parent_id = p.topic_id
            from jsonb_to_recordset(@catalogue::jsonb -> 'topics') as j (code text, parent text)
            join topic p on p.code = j.parent
            where t.code = j.code and t.parent_id is null;

            insert into breakdown_category (dimension, code, position, name_lv, name_en)
            select d.value ->> 'code', c.value ->> 'code', c.ordinality::smallint, c.value ->> 'nameLv', c.value ->> 'nameEn'
            from jsonb_array_elements(@catalogue::jsonb -> 'dimensions') d
            cross join lateral jsonb_array_elements(d.value -> 'categories') with ordinality c
            on conflict (dimension, code) do nothing;

            insert into indicator (code, topic_id)
            select i.code, t.topic_id
            from jsonb_to_recordset(@catalogue::jsonb -> 'indicators') as i (code text, topic text)
            join topic t on t.code = i.topic
            on conflict (code) do nothing;

            insert into indicator_breakdown (indicator_id, dimension)
            select i.indicator_id, b.value
            from jsonb_array_elements(@catalogue::jsonb -> 'indicators') j
            join indicator i on i.code = j.value ->> 'code'
            cross join lateral jsonb_array_elements_text(coalesce(j.value -> 'breakdowns', '[]')) b
            on conflict do nothing;
            """;

        private const string VersionsSql = """
            insert into indicator_version (
                indicator_id, version, name_lv, name_en, definition_lv, definition_en, formula_lv, formula_en, unit_id, direction, target_value, target_tolerance,
                decimals, measure, periodicity, stock_day, control, interpretation_lv, interpretation_en, limits_lv, limits_en, legal_basis_lv, legal_basis_en,
                conversion, weight_indicator_id, numerator_indicator_id, denominator_indicator_id, recompute_factor, valid_from, valid_to, break_note_lv,
                break_note_en, source_id, licence, contact, expected_release)
            select i.indicator_id, v.version, v."nameLv", v."nameEn", v."definitionLv", v."definitionEn", v."formulaLv", v."formulaEn", u.unit_id, v.direction,
                   v."targetValue", v."targetTolerance", v.decimals, v.measure, v.periodicity, v."stockDay", v.control, v."interpretationLv", v."interpretationEn",
                   v."limitsLv", v."limitsEn", v."legalBasisLv", v."legalBasisEn", v.conversion, w.indicator_id, n.indicator_id, d.indicator_id, v."recomputeFactor",
                   v."validFrom", v."validTo", v."breakNoteLv", v."breakNoteEn", s.source_id, v.licence, v.contact, v."expectedRelease"
            from jsonb_array_elements(@catalogue::jsonb -> 'indicators') j
            join indicator i on i.code = j.value ->> 'code'
            cross join lateral jsonb_to_recordset(j.value -> 'versions') as v (
                version smallint, "nameLv" text, "nameEn" text, "definitionLv" text, "definitionEn" text, "formulaLv" text, "formulaEn" text, unit text,
                direction text, "targetValue" numeric, "targetTolerance" numeric, decimals smallint, measure text, periodicity text, "stockDay" text, control text,
                "interpretationLv" text, "interpretationEn" text, "limitsLv" text, "limitsEn" text, "legalBasisLv" text, "legalBasisEn" text, conversion text,
                "weightIndicator" text, "numeratorIndicator" text, "denominatorIndicator" text, "recomputeFactor" numeric, "validFrom" text, "validTo" text,
                "breakNoteLv" text, "breakNoteEn" text, source text, licence text, contact text, "expectedRelease" text)
            join unit u on u.code = v.unit
            join source s on s.code = v.source
            left join indicator w on w.code = v."weightIndicator"
            left join indicator n on n.code = v."numeratorIndicator"
            left join indicator d on d.code = v."denominatorIndicator"
            on conflict (indicator_id, version) do nothing
            """;

        private const string RulesSql = """
            insert into validation_rule (indicator_id, rule, severity, minimum, maximum, relative, dimension, expected, reason_lv, reason_en)
            select i.indicator_id, r.rule, r.severity, r.minimum, r.maximum, r.relative, r.dimension, r.expected, r."reasonLv", r."reasonEn"
            from jsonb_array_elements(@catalogue::jsonb -> 'indicators') j
            join indicator i on i.code = j.value ->> 'code'
            cross join lateral jsonb_to_recordset(coalesce(j.value -> 'rules', '[]')) as r (
                rule text, severity text, minimum numeric, maximum numeric, relative numeric, dimension text, expected numeric, "reasonLv" text, "reasonEn" text)
            on conflict (indicator_id, rule, severity) do nothing
            """;

        public async Task<Result> Handle(Command command, CancellationToken cancellationToken)
        {
            using var document = await JsonDocument.ParseAsync(command.Catalogue, cancellationToken: cancellationToken);
            var catalogue = document.RootElement.GetRawText();
            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.ExecuteAsync(Sql, new { catalogue }, cancellationToken);
            await transaction.ExecuteAsync(LinksSql, new { catalogue }, cancellationToken);
            var versions = await transaction.ExecuteAsync(VersionsSql, new { catalogue }, cancellationToken);
            await transaction.ExecuteAsync(RulesSql, new { catalogue }, cancellationToken);
            await transaction.CommitAsync(audit.Of("catalogue.define", "indicators", after: new { versions }), cancellationToken);
            return new Result(versions);
        }
    }
}
