using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Messaging;

namespace Benchlearning.Api.Features.Imports;

/// <summary>How an import stands once its findings are answered.</summary>
[CommandPart]
internal static class ImportState
{
    private const string ReconsiderSql = """
        update import_batch b
        set state = 'completed'
        where b.import_id = any (@importIds) and b.state = 'completedWithFindings'
          and not exists (select 1 from import_finding f where f.import_id = b.import_id and f.severity <> 'warning' and f.answer is null)
        """;

    /// <summary>An import whose last open finding was answered is completed.</summary>
    public static Task ReconsiderAsync(DbTransaction transaction, IEnumerable<long> importIds, CancellationToken cancellationToken) =>
        transaction.ExecuteAsync(ReconsiderSql, new { importIds = importIds.Distinct().ToArray() }, cancellationToken);
}
