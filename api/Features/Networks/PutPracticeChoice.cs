using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class PutPracticeChoice
{
    private const int LongestText = 2000;

    /// <summary>Say what a member takes from what was learned</summary>
    /// <remarks>A member's people do: a practice of somebody else, an own idea, or that none fits, and why. Send the version of the membership as If-Match ("3"), or *.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="organisation">Code of the member.</param>
    /// <param name="choice">What it takes.</param>
    /// <param name="ifMatch">The version of the membership as you know it, in quotation marks, or *. Required.</param>
    /// <response code="200">The member with its choice.</response>
    /// <response code="404">There is no such cycle or member that you may see.</response>
    /// <response code="409">The member has left, or nothing is written to the cycle any more.</response>
    /// <response code="412">The membership is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<CycleMember>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "organisation")] string organisation,
        [FromBody] PracticeChoice choice, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(code, number, organisation, choice, ifMatch), cancellationToken));
    }

    internal sealed record Command(string Network, int Number, string Organisation, PracticeChoice Choice, string? IfMatch) : IRequest<CycleMember>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, choice) = (new FindingsOf<Command>(context), command.Choice);
            NetworkText.CheckWord("/choice", choice.Choice, NetworkText.Choices, findings.Add);
            if (choice.Choice == "practice" && choice.Practice is null)
                findings.Add("/practice", "required", "Name the practice.");
            else if (choice.Choice != "practice" && choice.Practice is not null)
                findings.Add("/practice", "not-applicable", "Only the choice of a practice names one.", choice.Practice);
            NetworkText.CheckOptional("/practice", choice.Practice, NetworkText.LongestName, findings.Add);
            NetworkText.CheckLines("/text", choice.Text, LongestText, findings.Add);
            if (choice is { Choice: "ownIdea" or "noneFits", Text: null })
                findings.Add("/text", "required", "Tell the idea, or why none fits.");
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, CycleMember>
    {
        private const string ChooseSql = """
            update cycle_member
            set choice = @choice, choice_practice = @practice, choice_text = @text, chosen_at = clock_timestamp(), chosen_by = @actor
            where cycle_id = @cycleId
              and organisation_id = @organisationId
            """;

        public async Task<CycleMember> Handle(Command command, CancellationToken cancellationToken)
        {
            var (expected, choice) = (VersionTag.Expected(command.IfMatch), command.Choice);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var (cycle, member) = await writing.OfMemberAsync(transaction, command.Network, command.Number, command.Organisation, cancellationToken);
            CycleMembership.Check(expected, member);
            var before = await CycleReading.MemberAsync(transaction, cycle.Id, command.Organisation, cancellationToken);
            await transaction.ExecuteAsync(ChooseSql,
                new { cycleId = cycle.Id, organisationId = member.Id, choice = choice.Choice, practice = choice.Practice, text = choice.Text, actor = caller.Actor }, cancellationToken);
            await CycleMembership.TouchAsync(transaction, cycle.Id, member, cancellationToken);
            var after = (await CycleReading.MemberAsync(transaction, cycle.Id, command.Organisation, cancellationToken))!;
            await transaction.CommitAsync(audit.Of("cycleMember.choose", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/member/{command.Organisation}"), before: before, after: after), cancellationToken);
            return after;
        }
    }
}
