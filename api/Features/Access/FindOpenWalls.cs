using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// Looks for tables of hidden figures whose row-level security does not hold for this service: it was switched off, or the role that the service works as is a
/// superuser, bypasses it, or owns the table. Production does not start beside them.
/// </summary>
internal static class FindOpenWalls
{
    /// <summary>Asks for the names of those tables, in order; empty as it should be.</summary>
    internal sealed record Query : IRequest<IReadOnlyList<string>>;

    internal sealed class Handler(Db db) : IRequestHandler<Query, IReadOnlyList<string>>
    {
        private const string Sql = """
            select relation
            from unnest(array['level_change', 'observation_revision']) as relation
            where not row_security_active(relation)
            order by relation
            """;

        public async Task<IReadOnlyList<string>> Handle(Query query, CancellationToken cancellationToken) => await db.QueryPrimaryAsync<string>(Sql, null, cancellationToken);
    }
}
