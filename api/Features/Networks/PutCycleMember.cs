using System.Globalization;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class PutCycleMember
{
    /// <summary>Record a member of a cycle, or change its membership</summary>
    /// <remarks>
    /// The coordinator does. Whoever takes part in a cycle is a member of the network, which an administrator records. A member that leaves stays in the list, with the day and
    /// the reason; after a merger successor names who goes on in its place, and whose people answer for it too. To change a membership, send its version as If-Match ("3"), or *; for a new one, send none.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="organisation">Code of the organisation.</param>
    /// <param name="settings">What its membership is to be.</param>
    /// <param name="ifMatch">The version of the membership as you know it, in quotation marks, or *; none for a new one.</param>
    /// <response code="200">The membership was changed.</response>
    /// <response code="201">The member was recorded.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    /// <response code="409">The organisation is no member of the network, or nothing is written to the cycle any more.</response>
    /// <response code="412">The membership is not as you know it, or there is none.</response>
    /// <response code="428">The organisation is a member, and If-Match is missing.</response>
    public static async Task<Results<Ok<CycleMember>, Created<CycleMember>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "organisation")] string organisation,
        [FromBody] CycleMemberSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (member, isNew) = await mediator.Send(new Command(code, number, organisation, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}"), member) : TypedResults.Ok(member);
    }

    internal sealed record Command(string Network, int Number, string Organisation, CycleMemberSettings Settings, string? IfMatch) : IRequest<(CycleMember Member, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading reading) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (findings, settings, organisations) = (new FindingsOf<Command>(context), command.Settings, await reading.OrganisationCodesAsync(cancellationToken));
            AccessRules.CheckKnown("organisation", "organisation", command.Organisation, organisations, findings.Add);
            NetworkText.CheckWord("/role", settings.Role, NetworkText.MemberRoles, findings.Add);
            NetworkText.CheckOptional("/agreement", settings.Agreement, NetworkText.LongestName, findings.Add);
            NetworkText.CheckOptional("/contactName", settings.ContactName, NetworkText.LongestName, findings.Add);
            NetworkText.CheckOptional("/contactAddress", settings.ContactAddress, NetworkText.LongestName, findings.Add);
            NetworkText.CheckOptional("/leaveReason", settings.LeaveReason, NetworkText.LongestReason, findings.Add);
            if (settings.ContactName is null != settings.ContactAddress is null)
                findings.Add(settings.ContactName is null ? "/contactName" : "/contactAddress", "required", "contactName and contactAddress are given together, or neither.");
            if (settings.JoinedOn is null)
                findings.Add("/joinedOn", "required", "Say which is the first day as a member.");
            if (settings.LeftOn < settings.JoinedOn)
                findings.Add("/leftOn", "out-of-range", "Nobody leaves before they join.", settings.LeftOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (settings.LeftOn is null != settings.LeaveReason is null)
                findings.Add(settings.LeftOn is null ? "/leftOn" : "/leaveReason", "required", "leftOn and leaveReason are given together, or neither.");
            AccessRules.CheckKnown("/successor", "organisation", settings.Successor, organisations, findings.Add);
            if (settings.Successor is not null && (settings.LeftOn is null || settings.Successor == command.Organisation))
                findings.Add("/successor", "not-applicable", "Another municipality goes on in the place of one that has left.", settings.Successor);
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, AuditTrail audit) : IRequestHandler<Command, (CycleMember Member, bool IsNew)>
    {
        private const string BelongsSql = """
            select exists (
                select from network_membership m
                join organisation o on o.organisation_id = m.organisation_id
                where m.network_id = @networkId and o.code = @organisation)
            """;

        private const string PutSql = """
            insert into cycle_member (cycle_id, organisation_id, role, agreement, contact_name, contact_address, joined_on, left_on, leave_reason, successor_id)
            select @cycleId, o.organisation_id, @role, @agreement, @contactName, @contactAddress, @joinedOn, @leftOn, @leaveReason,
                   (select s.organisation_id from organisation s where s.code = @successor)
            from organisation o
            where o.code = @organisation
            on conflict (cycle_id, organisation_id) do update
            set role = excluded.role, agreement = excluded.agreement, contact_name = excluded.contact_name, contact_address = excluded.contact_address, joined_on = excluded.joined_on,
                left_on = excluded.left_on, leave_reason = excluded.leave_reason, successor_id = excluded.successor_id, version = cycle_member.version + 1
            """;

        public async Task<(CycleMember Member, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (organisation, settings) = (command.Organisation, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            var before = await CycleReading.MemberAsync(transaction, cycle.Id, organisation, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, before?.Version, $"The membership of '{organisation}'");
            if (before is null && !(await transaction.QueryAsync<bool>(BelongsSql, new { networkId = cycle.NetworkId, organisation }, cancellationToken))[0])
                throw new ProblemException(ProblemTypes.Conflict, $"'{organisation}' is no member of the network '{command.Network}'; an administrator records it first (PUT /v1/networks/{command.Network}).");
            await transaction.ExecuteAsync(PutSql, new
            {
                cycleId = cycle.Id, organisation, role = settings.Role, agreement = settings.Agreement, contactName = settings.ContactName, contactAddress = settings.ContactAddress,
                joinedOn = settings.JoinedOn, leftOn = settings.LeftOn, leaveReason = settings.LeaveReason, successor = settings.Successor,
            }, cancellationToken);
            var after = (await CycleReading.MemberAsync(transaction, cycle.Id, organisation, cancellationToken))!;
            await transaction.CommitAsync(audit.Of("cycleMember.put", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/member/{organisation}"), settings.LeaveReason, before, after), cancellationToken);
            return (after, before is null);
        }
    }
}
