#pragma warning disable RS0030 // Fills a database by set-based SQL, below Db.
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Benchmarks;

/// <summary>
/// The data of the benchmarks: the sample, and beside it 500 generated indicators for the 119 municipalities of 2011 and 20 years,
/// 1,190,000 values, written as revisions and published as every import publishes.
/// </summary>
internal static class GeneratedFigures
{
    public const int Indicators = 500;
    public const int Territories = 119;
    public const int Years = 20;

    /// <summary>A municipality of 2011 that the requests ask about (Cēsu novads).</summary>
    public const string Municipality = "LV0420200";

    public static TestTemplate Template { get; } = TestTemplate.MigratedWith("figures", "1", FillAsync);

    /// <summary>Code of a generated indicator, from 1 on.</summary>
    public static string Code(int number) => $"generated-{number:000}";

    private static async Task FillAsync(string connectionString, CancellationToken cancellationToken)
    {
        await ApiServer.Sample.Fill!(connectionString, cancellationToken);
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await DefineAsync(connection, "generated-", Indicators, cancellationToken);
        await ExecuteAsync(connection, FiguresSql, cancellationToken);
        await ExecuteAsync(connection, "analyze", cancellationToken);
        await ExecuteAsync(connection, PublishSql, cancellationToken);
        await ExecuteAsync(connection, "vacuum analyze", cancellationToken);
    }

    /// <summary>Defines annual indicators in percent: the prefix and a number of three digits, from 001 on.</summary>
    public static async Task DefineAsync(NpgsqlConnection connection, string prefix, int count, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(DefineSql, connection);
        command.Parameters.AddWithValue("prefix", prefix);
        command.Parameters.AddWithValue("count", count);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // constants of this class
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private const string DefineSql = """
        insert into indicator (code, topic_id)
        select @prefix || to_char(n, 'FM000'), (select min(topic_id) from topic)
        from generate_series(1, @count) n;

        insert into indicator_version (
            indicator_id, version, name_lv, name_en, definition_lv, definition_en, unit_id, direction, decimals, measure, periodicity, control,
            interpretation_lv, interpretation_en, limits_lv, limits_en, conversion, weight_indicator_id, valid_from, source_id)
        select i.indicator_id, 1, 'Ģenerēts rādītājs ' || i.code, 'Generated indicator ' || i.code, 'Ģenerēts', 'Generated',
               (select unit_id from unit where code = 'percent'), 'higherIsBetter', 1, 'ratio', 'annual', 'medium', '', '', '', '', 'weightedMean',
               (select indicator_id from indicator where code = 'population'), '2009', (select min(source_id) from source)
        from indicator i
        where i.code like @prefix || '%';
        """;

    private const string FiguresSql = """
        insert into observation_revision (
            indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, workflow, quality,
            source_id, recorded_at, recorded_by, reason)
        select v.indicator_id, t.territory_id, y.year::text, '', 1, v.indicator_version_id, t.territory_version_id,
               ((v.indicator_id::bigint * 7919 + t.territory_id * 104729 + y.year::bigint * 1299709) % 1000) / 10.0, 'published', 'final',
               v.source_id, now(), 'benchmark', 'Generated'
        from indicator_version v
        join indicator i on i.indicator_id = v.indicator_id
        cross join territory_version t
        cross join generate_series(2009, 2028) y (year)
        where i.code like 'generated-%'
          and t.type in ('stateCity', 'municipality')
          and t.valid_from <= '2011-12-31' and (t.valid_to is null or t.valid_to >= '2011-12-31')
        """;

    private const string PublishSql = """
        do $$
        declare
            batch integer[];
        begin
            for batch in
                select array_agg(indicator_id) from indicator where code like 'generated-%' group by indicator_id / 25
            loop
                perform publish_observation_cubes(batch);
            end loop;
        end
        $$
        """;
}
