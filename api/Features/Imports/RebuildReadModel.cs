using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Imports;

/// <summary>Makes every cube anew from the revisions. The result is identical to what publication keeps; for repair and for proof.</summary>
internal static class RebuildReadModel
{
    internal sealed record Command : IRequest<int>;

    internal sealed class Handler(Db db, AuditTrail audit) : IRequestHandler<Command, int>
    {
        private const string Sql = """
            select publish_observation_cubes(array(select indicator_id from indicator order by indicator_id))
            """;

        private const string CountSql = "select count(*)::integer from observation_cube";

        /// <summary>Answers the number of cubes.</summary>
        public async Task<int> Handle(Command request, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.ExecuteAsync(Sql, null, cancellationToken);
            var cubes = (await transaction.QueryAsync<int>(CountSql, null, cancellationToken))[0];
            await transaction.CommitAsync(audit.Of("readModel.rebuild", "observation-cubes", after: new { cubes }), cancellationToken);
            return cubes;
        }
    }
}
