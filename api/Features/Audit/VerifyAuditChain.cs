using System.Globalization;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Audit;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Audit;

internal static class VerifyAuditChain
{
    /// <summary>Most entries that one call looks at.</summary>
    public const int MostEntries = 100_000;

    private const int HashDigits = 64;

    /// <summary>Verify the audit chain</summary>
    /// <remarks>
    /// Looks at every entry of a part of the chain: whether it is what was chained, none is missing, put in between or in another place, and the chain ends
    /// with the entry that it ended with. With an anchor that was kept elsewhere it also finds a chain that was made anew. Of the whole chain it
    /// compares what was taken out of entries with what the log tells of it. The result is kept.
    /// </remarks>
    /// <param name="range">Which part, and which anchor; an empty object is the whole chain.</param>
    /// <response code="200">What was found.</response>
    public static async Task<Ok<AuditVerification>> HandleAsync(HttpContext http, IMediator mediator, [FromBody] AuditRange range, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(range), cancellationToken));
    }

    internal sealed record Command(AuditRange Range) : IRequest<AuditVerification>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            var range = command.Range;
            foreach (var (pointer, number) in new[] { ("/from", range.From), ("/to", range.To), ("/anchorNumber", range.AnchorNumber) })
                if (number < 1)
                    findings.Add(pointer, "out-of-range", "Entries are numbered from 1.", number.Value.ToString(CultureInfo.InvariantCulture));
            if (range is { From: { } from, To: { } to } && from > to)
                findings.Add("/to", "contradiction", "to is not before from.", to.ToString(CultureInfo.InvariantCulture));
            if (range.AnchorNumber is null != range.AnchorHash is null)
                findings.Add(range.AnchorHash is null ? "/anchorHash" : "/anchorNumber", "required", "An anchor is a number and its hash.");
            else if (range.AnchorHash is { } hash && (hash.Length != HashDigits || !hash.All(char.IsAsciiHexDigit)))
                findings.Add("/anchorHash", "invalid-hash", $"A hash is {HashDigits} hexadecimal digits.", hash);
        });
    }

    internal sealed class Handler(Db db, ChainVerification verification, AuditTrail audit, TimeProvider time) : IRequestHandler<Command, AuditVerification>
    {
        private const string KeepSql = """
            insert into audit_verification (verified_at, verified_by, from_number, to_number, hash, broken_number, finding, next_number)
            values (@now, @actor, @from, @to, @hash, @brokenNumber, @finding, @next)
            """;

        public async Task<AuditVerification> Handle(Command command, CancellationToken cancellationToken)
        {
            var range = command.Range;
            var anchor = range is { AnchorNumber: { } number, AnchorHash: { } hash } ? new AuditAnchor(number, hash) : null;
            var found = await verification.VerifyAsync(range.From ?? 1, range.To, MostEntries, anchor, _ => { }, cancellationToken);
            var verified = new AuditVerification(
                time.GetUtcNow(), audit.Origin.Actor, found.From, found.To, found.Broken is null, found.Hash, found.Broken?.Number, found.Broken?.Finding, found.Next);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await transaction.ExecuteAsync(KeepSql, new
            {
                now = verified.VerifiedAt.UtcDateTime, actor = verified.VerifiedBy, from = verified.From, to = verified.To, hash = found.Hash is null ? null : Convert.FromHexString(found.Hash),
                brokenNumber = verified.BrokenNumber, finding = verified.Finding, next = verified.Next,
            }, cancellationToken);
            await transaction.CommitAsync(audit.Of("audit.verify", "audit-chain", after: new { verified.From, verified.To, verified.Intact, verified.BrokenNumber }), cancellationToken);
            return verified;
        }
    }
}
