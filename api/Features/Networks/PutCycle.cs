using System.Globalization;
using Benchlearning.Api.Features.Access;
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

internal static class PutCycle
{
    private const int MostCoordinators = 20;
    private const int MostParticipants = 200;
    private const int LongestNote = 2000;
    private const int MostYears = 3;

    /// <summary>Propose a cycle, or change it</summary>
    /// <remarks>
    /// The coordinator of the network does. A new cycle has the next number, begins as proposed, and keeps the newest version of the model; where the one before
    /// has frozen a set of indicators, it is copied as a proposal. It begins when the one before is closed, renewed or cancelled. All fields are sent; who leads and who
    /// takes part is replaced as a whole. To change one, send its ETag as If-Match; to propose a new one, send none.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle: of a new one, one more than the last.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The ETag of the cycle as you know it, or * for any state; none for a new one.</param>
    /// <response code="200">The cycle was changed.</response>
    /// <response code="201">The cycle is proposed.</response>
    /// <response code="404">There is no such network that you may see.</response>
    /// <response code="409">The number is not the next, the cycle before has not ended, or nothing is written to this one any more.</response>
    /// <response code="412">The cycle is not as you know it, or there is none.</response>
    /// <response code="428">There is a cycle of this number, and If-Match is missing.</response>
    public static async Task<Results<Ok<NetworkCycle>, Created<NetworkCycle>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromBody] CycleSettings settings,
        [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (cycle, isNew) = await mediator.Send(new Command(code, number, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}"), cycle) : TypedResults.Ok(cycle);
    }

    internal sealed record Command(string Network, int Number, CycleSettings Settings, string? IfMatch) : IRequest<(NetworkCycle Cycle, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading reading) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (findings, settings) = (new FindingsOf<Command>(context), command.Settings);
            AccessRules.CheckText("/nameLv", settings.NameLv, NetworkText.LongestName, findings.Add);
            AccessRules.CheckText("/nameEn", settings.NameEn, NetworkText.LongestName, findings.Add);
            if (settings.StartsOn is null != settings.EndsOn is null)
                findings.Add(settings.StartsOn is null ? "/startsOn" : "/endsOn", "required", "startsOn and endsOn are given together, or neither.");
            else if (settings.EndsOn <= settings.StartsOn || settings.EndsOn > settings.StartsOn?.AddYears(MostYears))
                findings.Add("/endsOn", "out-of-range", $"A cycle ends after it starts, and at most {MostYears} years later.", settings.EndsOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            NetworkText.CheckLink("/finalReport", settings.FinalReport, findings.Add);
            if (settings is { FinalReportAcceptedOn: not null, FinalReport: null })
                findings.Add("/finalReport", "required", "Say where the report is that was accepted.");
            NetworkText.CheckLength("/coordinators", settings.Coordinators, MostCoordinators, findings.Add);
            NetworkText.CheckLength("/participants", settings.Participants, MostParticipants, findings.Add);
            CheckCoordinators(settings.Coordinators ?? [], findings);
            CheckParticipants(settings.Participants ?? [], await reading.OrganisationCodesAsync(cancellationToken), findings);
        });

        private static void CheckCoordinators(IReadOnlyList<CycleCoordinator> coordinators, FindingsOf<Command> findings)
        {
            foreach (var (index, coordinator) in coordinators.Take(MostCoordinators).Index())
            {
                var place = FormattableString.Invariant($"/coordinators/{index}");
                AccessRules.CheckText($"{place}/name", coordinator?.Name, NetworkText.LongestName, findings.Add);
                AccessRules.CheckText($"{place}/contact", coordinator?.Contact, NetworkText.LongestName, findings.Add);
                NetworkText.CheckLines($"{place}/handoverNote", coordinator?.HandoverNote, LongestNote, findings.Add);
                if (coordinator is { HandedOverOn: not null, HandoverNote: null })
                    findings.Add($"{place}/handoverNote", "required", "Who hands over says what the next one must know.");
                if (coordinator?.HandedOverOn < coordinator?.AcceptedOn)
                    findings.Add($"{place}/handedOverOn", "out-of-range", "Nobody hands over before they accepted.", coordinator?.HandedOverOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            }
        }

        private static void CheckParticipants(IReadOnlyList<CycleParticipant> participants, List<string> organisations, FindingsOf<Command> findings)
        {
            foreach (var (index, participant) in participants.Take(MostParticipants).Index())
            {
                var place = FormattableString.Invariant($"/participants/{index}");
                AccessRules.CheckText($"{place}/name", participant?.Name, NetworkText.LongestName, findings.Add);
                NetworkText.CheckWord($"{place}/kind", participant?.Kind, NetworkText.ParticipantKinds, findings.Add);
                AccessRules.CheckKnown($"{place}/organisation", "organisation", participant?.Organisation, organisations, findings.Add);
            }
        }
    }

    internal sealed class Handler(Db db, CycleReading reading, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, (NetworkCycle Cycle, bool IsNew)>
    {
        private const string NetworkSql = "select n.network_id as id, n.visibility from network n where n.code = @network for update";

        private const string LastSql = """
            select c.number, c.state
            from network_cycle c
            where c.network_id = @networkId
            order by c.number desc
            limit 1
            """;

        private const string InsertSql = """
            insert into network_cycle (network_id, number, model_version, state, name_lv, name_en, starts_on, ends_on, coordinators, participants, final_report, final_report_accepted_on, created_by)
            select @networkId, @number, m.version, s.state, @nameLv, @nameEn, @startsOn, @endsOn, @coordinators::jsonb, @participants::jsonb, @finalReport, @finalReportAcceptedOn, @actor
            from cycle_model m
            join cycle_state s on s.model_version = m.version and s.position = 1
            where m.version = (select max(newest.version) from cycle_model newest)
            """;

        /// <summary>The frozen set of the cycle before, as the first proposal; it stays as it is there.</summary>
        private const string CopySetSql = """
            with made as (
                insert into indicator_set (cycle_id, number, territory_group_id, survey_choice)
                select c.cycle_id, 1, s.territory_group_id, s.survey_choice
                from network_cycle c
                join network_cycle earlier on earlier.network_id = c.network_id and earlier.number = c.number - 1
                join indicator_set s on s.cycle_id = earlier.cycle_id and s.frozen_at is not null
                where c.network_id = @networkId and c.number = @number
                order by s.number desc
                limit 1
                returning indicator_set_id, cycle_id
            )
            insert into indicator_set_item (indicator_set_id, indicator_id, is_mandatory, reason)
            select m.indicator_set_id, i.indicator_id, i.is_mandatory, i.reason
            from made m
            join indicator_set_item i on i.indicator_set_id = (
                select s.indicator_set_id
                from indicator_set s
                join network_cycle earlier on earlier.cycle_id = s.cycle_id
                where earlier.network_id = @networkId and earlier.number = @number - 1 and s.frozen_at is not null
                order by s.number desc
                limit 1)
            """;

        private const string UpdateSql = """
            update network_cycle
            set name_lv = @nameLv, name_en = @nameEn, starts_on = @startsOn, ends_on = @endsOn, coordinators = @coordinators::jsonb, participants = @participants::jsonb,
                final_report = @finalReport, final_report_accepted_on = @finalReportAcceptedOn, version = version + 1, changed_at = clock_timestamp()
            where network_id = @networkId
              and number = @number
            """;

        public async Task<(NetworkCycle Cycle, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, number, settings) = (command.Network, command.Number, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var network = (await transaction.QueryAsync<HeldNetwork>(NetworkSql, new { network = code }, cancellationToken)).FirstOrDefault();
            if (network is null || (network.Visibility != "public" && !NetworkSight.IsInside(caller, network.Id)))
                throw AccessReading.NoNetwork(code);
            if (!NetworkSight.Coordinates(caller, code))
                throw CycleWriting.NotCoordinator(code);
            var last = (await transaction.QueryAsync<LastCycle>(LastSql, new { networkId = network.Id }, cancellationToken)).FirstOrDefault();
            var isNew = number < 1 || number > (last?.Number ?? 0);
            var before = isNew ? null : await reading.OneAsync(transaction, code, number, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, before?.Version, FormattableString.Invariant($"The cycle {number}"));
            if (isNew)
                CheckNext(number, last);
            else
                _ = await writing.OfCoordinatorAsync(transaction, code, number, cancellationToken);
            var values = new
            {
                networkId = network.Id, number, nameLv = settings.NameLv, nameEn = settings.NameEn, startsOn = settings.StartsOn, endsOn = settings.EndsOn,
                coordinators = NetworkText.Json(settings.Coordinators ?? []), participants = NetworkText.Json(settings.Participants ?? []), finalReport = settings.FinalReport,
                finalReportAcceptedOn = settings.FinalReportAcceptedOn, actor = caller.Actor,
            };
            _ = isNew ? await transaction.ExecuteAsync(InsertSql, values, cancellationToken) : await transaction.ExecuteAsync(UpdateSql, values, cancellationToken);
            if (isNew)
                await transaction.ExecuteAsync(CopySetSql, values, cancellationToken);
            var after = await reading.OneAsync(transaction, code, number, cancellationToken);
            await transaction.CommitAsync(audit.Of("cycle.put", FormattableString.Invariant($"network/{code}/cycle/{number}"), before: before, after: after), cancellationToken);
            return (after, isNew);
        }

        private static void CheckNext(int number, LastCycle? last)
        {
            var next = (last?.Number ?? 0) + 1;
            if (number != next)
                throw new ProblemException(ProblemTypes.Conflict, FormattableString.Invariant($"The next cycle of the network has the number {next}."));
            if (last is { State: not ("closed" or "renewed" or "cancelled") })
                throw new ProblemException(ProblemTypes.Conflict, FormattableString.Invariant($"The cycle {last.Number} is {last.State}: the next one is proposed when it is closed, renewed or cancelled."));
        }

        private sealed record HeldNetwork(int Id, string Visibility);

        private sealed record LastCycle(int Number, string State);
    }
}
