using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Networks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class FreezeIndicatorSet
{
    /// <summary>Freeze a set of indicators</summary>
    /// <remarks>
    /// The coordinator does, when more than half of the members that have a vote accept it, and the group to compare within and the survey are chosen. From then on the definitions of its indicators and the
    /// group are those of today, and the set never changes. Send its version as If-Match ("2"), or *.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="set">Number of the set.</param>
    /// <param name="ifMatch">The version of the set as you know it, in quotation marks, or *. Required.</param>
    /// <response code="200">The frozen set.</response>
    /// <response code="404">There is no such set that you may see.</response>
    /// <response code="409">The set is frozen, or something is lacking; errors names all of it.</response>
    /// <response code="412">The set is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<IndicatorSet>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "set")] int set,
        [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(code, number, set, ifMatch), cancellationToken));
    }

    internal sealed record Command(string Network, int Number, int Set, string? IfMatch) : IRequest<IndicatorSet>;

    internal sealed class Handler(Db db, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, IndicatorSet>
    {
        private const string VotersSql = "select o.code from cycle_member m join organisation o on o.organisation_id = m.organisation_id where m.cycle_id = @cycleId and m.role <> 'observer' and m.left_on is null";

        private const string FreezeSql = """
            update indicator_set_item i
            set indicator_version_id = (select v.indicator_version_id from indicator_version v where v.indicator_id = i.indicator_id order by v.version desc limit 1)
            where i.indicator_set_id = @setId;

            update indicator_set s
            set territory_group_version_id = (select v.territory_group_version_id from territory_group_version v where v.territory_group_id = s.territory_group_id order by v.version desc limit 1),
                frozen_at = clock_timestamp(), frozen_by = @actor, version = s.version + 1
            where s.indicator_set_id = @setId
            """;

        public async Task<IndicatorSet> Handle(Command command, CancellationToken cancellationToken)
        {
            var expected = VersionTag.Expected(command.IfMatch);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            var (set, setId) = await IndicatorSetReading.OneAsync(transaction, cycle.Id, command.Set, cancellationToken) ?? throw NetworkSight.Nothing("set", FormattableString.Invariant($"{command.Set}"));
            if (expected is not null && !expected.Contains(set.Version))
                throw VersionTag.Stale(FormattableString.Invariant($"The set {command.Set}"), set.Version);
            if (set.FrozenAt is not null)
                throw new ProblemException(ProblemTypes.Conflict, "The set is frozen already.");
            var lacking = Lacking(set, await transaction.QueryAsync<string>(VotersSql, new { cycleId = cycle.Id }, cancellationToken)).ToArray();
            if (lacking.Length > 0)
                throw new ProblemException(ProblemTypes.Conflict, FormattableString.Invariant($"The set lacks {lacking.Length} things before it can be frozen; see errors."), lacking);
            await transaction.ExecuteAsync(FreezeSql, new { setId, actor = caller.Actor }, cancellationToken);
            var (after, _) = (await IndicatorSetReading.OneAsync(transaction, cycle.Id, command.Set, cancellationToken))!.Value;
            await transaction.CommitAsync(
                audit.Of("indicatorSet.freeze", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/indicator-set/{command.Set}"), before: set, after: after), cancellationToken);
            return after;
        }

        private static IEnumerable<ProblemError> Lacking(IndicatorSet set, List<string> voters)
        {
            var accepting = set.Votes.Count(vote => vote.Accepts && voters.Contains(vote.Organisation));
            if (accepting * 2 <= voters.Count)
                yield return Lack("majority", FormattableString.Invariant($"{accepting} of {voters.Count} members accept the set; more than half must."));
            if (set.Group is null)
                yield return Lack("comparison-group", "The group to compare within is not chosen.");
            if (set.SurveyChoice is null)
                yield return Lack("survey-choice", "Whether there is a survey, and of whom, is not chosen.");
        }

        private static ProblemError Lack(string code, string message) => new("set", null, code, message, null, null);
    }
}
