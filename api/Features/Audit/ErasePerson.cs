using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Audit;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Audit;

internal static class ErasePerson
{
    private const int LongestReason = 500;

    /// <summary>Erase a person</summary>
    /// <remarks>
    /// Their name and the name that the OpenID provider gives them go, their roles end, and the audit log forgets where they came from and what was written
    /// about them. What they did stays, with a number that is nobody's any more; the chain of the audit log holds. When they come in again they are
    /// somebody new, without roles. An administrator may erase anyone, a person themselves. Once more changes nothing.
    /// </remarks>
    /// <param name="id">Number of the person, or me.</param>
    /// <param name="erasure">Why.</param>
    /// <response code="200">The person is erased.</response>
    /// <response code="404">There is no person of this number, or it is somebody else.</response>
    public static async Task<Ok<ErasedPerson>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] string id, [FromBody] PersonErasure erasure, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, erasure), cancellationToken));
    }

    internal sealed record Command(string Id, PersonErasure Erasure) : IRequest<ErasedPerson>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            if (string.IsNullOrWhiteSpace(command.Erasure.Reason))
                findings.Add("/reason", "required", "Say why, without naming the person; it is kept for good.");
            else if (command.Erasure.Reason.Length > LongestReason)
                findings.Add("/reason", "too-long", $"A reason has at most {LongestReason} characters.", command.Erasure.Reason);
        });
    }

    internal sealed class Handler(Db db, Caller caller, AuditTrail audit, TimeProvider time) : IRequestHandler<Command, ErasedPerson>
    {
        private const string ErasedSql = "select erased_at from person where person_id = @personId and erased_at is not null";

        public async Task<ErasedPerson> Handle(Command command, CancellationToken cancellationToken)
        {
            var personId = KnownPerson.OrNotFound(caller, command.Id);
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            if (await AuditErasure.ErasePersonAsync(transaction, personId, audit.Origin, command.Erasure.Reason!, time.GetUtcNow().UtcDateTime, cancellationToken) is { } note)
                await transaction.CommitAsync(note, cancellationToken);
            var erased = await db.FirstOrNullAsync<DateTime?>(ErasedSql, new { personId }, cancellationToken) ?? throw KnownPerson.NotFound(command.Id);
            return new ErasedPerson(personId, AuditErasure.PseudonymOf(personId), new DateTimeOffset(erased));
        }
    }
}
