using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Practices;

/// <summary>Makes the index of the search anew from the practices: due when what is stripped from words has changed.</summary>
internal static class RebuildPracticeSearch
{
    internal sealed record Command : IRequest<int>;

    internal sealed class Handler(Db db, CatalogueWatch watch, AuditTrail audit) : IRequestHandler<Command, int>
    {
        private const string FoundSql = "select p.practice_id from practice p where p.state in ('published', 'needsUpdate') order by p.practice_id for share";

        /// <summary>Answers the number of practices that are found.</summary>
        public async Task<int> Handle(Command request, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            var found = await transaction.QueryAsync<long>(FoundSql, null, cancellationToken);
            foreach (var id in found)
                await PracticeWriting.IndexAsync(transaction, id, watch.Current, cancellationToken);
            await transaction.CommitAsync(audit.Of("practiceSearch.rebuild", "practice-search", after: new { practices = found.Count, version = SearchWords.Version }), cancellationToken);
            return found.Count;
        }
    }
}
