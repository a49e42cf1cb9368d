using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using MediatR;

namespace Benchlearning.Api.Features.Analyses.Stored;

/// <summary>Stores the answer of a request that asks for it.</summary>
internal static class StoreAnalysis
{
    internal sealed record Command(NewAnalysis Analysis) : IRequest<Guid>;

    internal sealed class Handler(Db db, AuditTrail audit) : IRequestHandler<Command, Guid>
    {
        public async Task<Guid> Handle(Command command, CancellationToken cancellationToken)
        {
            await using var transaction = await db.BeginAsync(cancellationToken);
            var (id, note) = await StoredAnalysisRegistry.KeepAsync(transaction, command.Analysis, audit.Origin, cancellationToken);
            if (note is not null)
                await transaction.CommitAsync(note, cancellationToken);
            return id;
        }
    }
}
