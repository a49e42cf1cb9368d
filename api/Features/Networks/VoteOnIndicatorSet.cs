using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class VoteOnIndicatorSet
{
    private const int LongestRemark = 2000;

    /// <summary>Vote on a set of indicators</summary>
    /// <remarks>A member's people do, once for what is proposed; the same vote again changes nothing. A refusal says why. Observers have no vote.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="set">Number of the set.</param>
    /// <param name="organisation">Code of the member.</param>
    /// <param name="voting">What it says.</param>
    /// <response code="200">The set with the vote.</response>
    /// <response code="404">There is no such set or member that you may see.</response>
    /// <response code="409">The member has voted otherwise, has left or has no vote, or the set is frozen.</response>
    public static async Task<Ok<IndicatorSet>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "set")] int set,
        [FromRoute(Name = "organisation")] string organisation, [FromBody] IndicatorSetVoting voting, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(code, number, set, organisation, voting), cancellationToken));
    }

    internal sealed record Command(string Network, int Number, int Set, string Organisation, IndicatorSetVoting Voting) : IRequest<IndicatorSet>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            if (command.Voting.Accepts is null)
                findings.Add("/accepts", "required", "Say whether the set is accepted.");
            NetworkText.CheckLines("/remark", command.Voting.Remark, LongestRemark, findings.Add);
            if (command.Voting is { Accepts: false, Remark: null })
                findings.Add("/remark", "required", "Whoever refuses says why.");
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, IndicatorSet>
    {
        private const string VoteSql = """
            insert into indicator_set_vote (indicator_set_id, organisation_id, accepts, remark, voted_by)
            values (@setId, @organisationId, @accepts, @remark, @actor)
            """;

        public async Task<IndicatorSet> Handle(Command command, CancellationToken cancellationToken)
        {
            var voting = command.Voting;
            await using var transaction = await db.BeginAsync(cancellationToken);
            var (cycle, member) = await writing.OfMemberAsync(transaction, command.Network, command.Number, command.Organisation, cancellationToken);
            var (set, setId) = await IndicatorSetReading.OneAsync(transaction, cycle.Id, command.Set, cancellationToken) ?? throw NetworkSight.Nothing("set", FormattableString.Invariant($"{command.Set}"));
            if (set.Votes.FirstOrDefault(vote => vote.Organisation == command.Organisation) is { } earlier)
                return (earlier.Accepts, earlier.Remark) == (voting.Accepts!.Value, voting.Remark) ? set
                    : throw new ProblemException(ProblemTypes.Conflict, $"'{command.Organisation}' has voted on this set already.");
            if (set.FrozenAt is not null)
                throw new ProblemException(ProblemTypes.Conflict, "The set is frozen: the vote on it is over.");
            if (member.Role == "observer")
                throw new ProblemException(ProblemTypes.Conflict, "Observers have no vote.");
            await transaction.ExecuteAsync(VoteSql, new { setId, organisationId = member.Id, accepts = voting.Accepts, remark = voting.Remark, actor = caller.Actor }, cancellationToken);
            var (after, _) = (await IndicatorSetReading.OneAsync(transaction, cycle.Id, command.Set, cancellationToken))!.Value;
            await transaction.CommitAsync(
                audit.Of("indicatorSet.vote", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/indicator-set/{command.Set}/vote/{command.Organisation}"), voting.Remark, after: voting), cancellationToken);
            return after;
        }
    }
}
