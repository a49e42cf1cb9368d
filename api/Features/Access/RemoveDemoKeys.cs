using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Access;

/// <summary>Removes the clients and keys of local try-outs, expired or not, from a database that is to serve in earnest.</summary>
internal static class RemoveDemoKeys
{
    internal sealed record Command : IRequest<int>;

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        private const string Sql = """
            with keys as (
                delete from api_key k using api_client c where c.api_client_id = k.api_client_id and c.is_demo
                returning k.api_key_id
            ), grants as (
                delete from role_grant g using api_client c where c.api_client_id = g.api_client_id and c.is_demo
            )
            select count(*)::integer from keys
            """;

        private const string ClientsSql = "delete from api_client where is_demo";

        public async Task<int> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            var removed = await transaction.QueryAsync<int>(Sql, null, cancellationToken);
            await transaction.ExecuteAsync(ClientsSql, null, cancellationToken);
            await transaction.CommitAsync(AuditNote.Of(AuditOrigin.OfService("maintenance"), "demoKeys.remove", "demo-keys", after: new { count = removed[0] }), cancellationToken);
            return removed[0];
        }
    }
}
