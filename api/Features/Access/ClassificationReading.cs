using System.Text.Json;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1.Access;

namespace Benchlearning.Api.Features.Access;

/// <summary>Reads classifications as they are told.</summary>
internal sealed class ClassificationReading(Db db)
{
    private const string Sql = """
        select c.classification_id as id, i.code as indicator,
               (select v.code from territory_version v where v.territory_id = c.territory_id order by v.valid_from desc limit 1) as territory,
               t.identity, c.period_from::text as period_from, c.period_to::text as period_to, c.breakdown, c.visibility, n.code as network, c.reason,
               c.cells_before::text as cells_before, c.cells_after::text as cells_after, c.classified_at, c.classified_by
        from classification c
        join indicator i on i.indicator_id = c.indicator_id
        left join territory t on t.territory_id = c.territory_id
        left join network n on n.network_id = c.network_id
        where (@id::integer is null or c.classification_id = @id)
          and (@indicatorId::integer is null or c.indicator_id = @indicatorId)
          and (@before::integer is null or c.classification_id < @before)
        order by c.classification_id desc
        limit @limit
        """;

    /// <summary>One classification, which there is.</summary>
    public async Task<Classification> OneAsync(int id, CancellationToken cancellationToken) => (await ReadAsync(id, null, null, 1, cancellationToken))[0];

    /// <summary>Classifications before a number, newest first; null is no condition.</summary>
    public Task<List<Classification>> ListAsync(int? indicatorId, int? before, int limit, CancellationToken cancellationToken) => ReadAsync(null, indicatorId, before, limit, cancellationToken);

    private async Task<List<Classification>> ReadAsync(int? id, int? indicatorId, int? before, int limit, CancellationToken cancellationToken) =>
        (await db.QueryAsync<Row>(Sql, new { id, indicatorId, before, limit }, cancellationToken)).ConvertAll(row => row.AsClassification());

    private sealed record Row(
        int Id, string Indicator, string? Territory, string? Identity, string? PeriodFrom, string? PeriodTo, string? Breakdown, string Visibility, string? Network, string Reason,
        string CellsBefore, string CellsAfter, DateTime ClassifiedAt, string ClassifiedBy)
    {
        public Classification AsClassification() => new(Id, Indicator, Territory, Identity, PeriodFrom, PeriodTo, Breakdown, Visibility, Network, Reason, Cells(CellsBefore), Cells(CellsAfter),
            new DateTimeOffset(ClassifiedAt), ClassifiedBy);

        /// <summary>Every level in its order; 0 where there is no cell of it.</summary>
        private static Dictionary<string, long> Cells(string json)
        {
            var counted = JsonSerializer.Deserialize(json, ContractJson.Default.DictionaryStringInt64)!;
            return Access.Visibility.All.ToDictionary(level => level, level => counted.GetValueOrDefault(level), StringComparer.Ordinal);
        }
    }
}
