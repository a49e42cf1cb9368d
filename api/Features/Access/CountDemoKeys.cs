using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Access;

/// <summary>Looks for keys of a local try-out that have not expired: production does not start beside them.</summary>
internal static class CountDemoKeys
{
    internal sealed record Query : IRequest<int>;

    internal sealed class Handler(Db db) : IRequestHandler<Query, int>
    {
        private const string Sql = """
            select count(*)::integer
            from api_key k
            join api_client c on c.api_client_id = k.api_client_id
            where c.is_demo and k.revoked_at is null and k.expires_at > now()
            """;

        public async Task<int> Handle(Query query, CancellationToken cancellationToken) => (await db.QueryPrimaryAsync<int>(Sql, null, cancellationToken))[0];
    }
}
