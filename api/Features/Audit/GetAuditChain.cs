using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Audit;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Benchlearning.Api.Features.Audit;

internal static class GetAuditChain
{
    /// <summary>Get the state of the audit chain</summary>
    /// <remarks>
    /// How long it is and what it ends with. Whoever keeps length and hash elsewhere, and gives them to a verification later, learns whether anything
    /// before was changed, by whomever: the database cannot answer for itself.
    /// </remarks>
    /// <response code="200">The chain.</response>
    public static async Task<Ok<AuditChain>> HandleAsync(HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(), cancellationToken));
    }

    internal sealed record Query : IRequest<AuditChain>;

    internal sealed class Handler(Db db) : IRequestHandler<Query, AuditChain>
    {
        private const string Sql = "select h.length, h.hash, h.chained_at, (select count(*) from audit_pending) as waiting from audit_head h";

        private const string VerifiedSql = """
            select v.verified_at, v.verified_by, v.from_number, v.to_number, v.hash, v.broken_number, v.finding, v.next_number
            from audit_verification v
            order by v.audit_verification_id desc
            limit 1
            """;

        public async Task<AuditChain> Handle(Query query, CancellationToken cancellationToken)
        {
            var head = (await db.FirstOrNullAsync<HeadRow>(Sql, null, cancellationToken))!;
            var verified = await db.FirstOrNullAsync<VerificationRow>(VerifiedSql, null, cancellationToken);
            return new AuditChain(head.Length, Convert.ToHexStringLower(head.Hash), head.ChainedAt is { } at ? new DateTimeOffset(at) : null, head.Waiting, verified?.ToContract());
        }

        private sealed record HeadRow(long Length, byte[] Hash, DateTime? ChainedAt, long Waiting);

        private sealed record VerificationRow(DateTime VerifiedAt, string VerifiedBy, long FromNumber, long ToNumber, byte[]? Hash, long? BrokenNumber, string? Finding, long? NextNumber)
        {
            public AuditVerification ToContract() => new(
                new DateTimeOffset(VerifiedAt), VerifiedBy, FromNumber, ToNumber, Finding is null, Hash is null ? null : Convert.ToHexStringLower(Hash), BrokenNumber, Finding, NextNumber);
        }
    }
}
