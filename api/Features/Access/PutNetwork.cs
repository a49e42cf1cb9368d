using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Access;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class PutNetwork
{
    private const int MostMembers = 1000;
    private const int LongestAim = 2000;

    /// <summary>Record a network and its members, or change it</summary>
    /// <remarks>
    /// What it is about, and, because it decides who sees what, who is a member from which day to which. All of them are sent; a member who left stays in the list, with the day. What
    /// changes holds at once. To change one, send its ETag as If-Match; to record a new one, send none.
    /// </remarks>
    /// <param name="code">Code of the network: lower-case words with hyphens, at most 80 characters.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The ETag of the network as you know it, or * for any state; none for a new one.</param>
    /// <response code="200">The network was changed.</response>
    /// <response code="201">The network was recorded.</response>
    /// <response code="412">The network is not as you know it, or there is none.</response>
    /// <response code="428">There is a network of this code, and If-Match is missing.</response>
    public static async Task<Results<Ok<AccessNetwork>, Created<AccessNetwork>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromBody] NetworkSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (network, isNew) = await mediator.Send(new Command(code, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created($"/v1/networks/{network.Code}", network) : TypedResults.Ok(network);
    }

    internal sealed record Command(string Code, NetworkSettings Settings, string? IfMatch) : IRequest<(AccessNetwork Network, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(AccessReading reading) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var findings = new FindingsOf<Command>(context);
            CodeOfWords.Check(command.Code, "riga-planning-region", findings.Add);
            AccessRules.CheckText("/nameLv", command.Settings.NameLv, AccessRules.LongestName, findings.Add);
            AccessRules.CheckText("/nameEn", command.Settings.NameEn, AccessRules.LongestName, findings.Add);
            foreach (var (pointer, text, longest) in new[]
            {
                ("/theme", command.Settings.Theme, AccessRules.LongestName), ("/aimLv", command.Settings.AimLv, LongestAim), ("/aimEn", command.Settings.AimEn, LongestAim),
                ("/committee", command.Settings.Committee, AccessRules.LongestName), ("/fundingProgramme", command.Settings.FundingProgramme, AccessRules.LongestName),
            })
                if (text is not null)
                    AccessRules.CheckText(pointer, text, longest, findings.Add);
            if (command.Settings.Visibility is { } visibility && !AccessRules.NetworkVisibilities.Contains(visibility))
                findings.Add("/visibility", "unknown-value", "visibility is members or public.", visibility, AccessRules.NetworkVisibilities);
            if (command.Settings.Members is not { Count: <= MostMembers } members)
                findings.Add("/members", "required", $"Name the members, at most {MostMembers}; an empty list where there are none yet.");
            else
                CheckMembers(members, await reading.OrganisationCodesAsync(cancellationToken), findings);
        });

        private static void CheckMembers(IReadOnlyList<MemberSettings> members, List<string> organisations, FindingsOf<Command> findings)
        {
            for (var index = 0; index < members.Count; index++)
            {
                var (place, member) = ($"/members/{index}", members[index]);
                if (member?.Organisation is null)
                    findings.Add($"{place}/organisation", "required", "Name the organisation.");
                AccessRules.CheckKnown($"{place}/organisation", "organisation", member?.Organisation, organisations, findings.Add);
                if (member?.JoinedOn is null)
                    findings.Add($"{place}/joinedOn", "required", "Say which is the first day as a member.");
                else if (member.LeftOn <= member.JoinedOn)
                    findings.Add($"{place}/leftOn", "out-of-range", "The first day no longer as a member lies after the first as one.", $"{member.LeftOn:yyyy-MM-dd}");
                if (member is { JoinedOn: not null } && members.Take(index).Any(earlier => earlier is { JoinedOn: not null } && earlier.Organisation == member.Organisation && Overlap(earlier, member)))
                    findings.Add(place, "overlapping", "The organisation is a member in the list already, on some of these days.", member.Organisation);
            }
        }

        private static bool Overlap(MemberSettings one, MemberSettings other) => (one.LeftOn is null || other.JoinedOn < one.LeftOn) && (other.LeftOn is null || one.JoinedOn < other.LeftOn);
    }

    internal sealed class Handler(Db db, AccessReading reading, AuditTrail audit) : IRequestHandler<Command, (AccessNetwork Network, bool IsNew)>
    {
        private const string InsertSql = """
            insert into network (code, name_lv, name_en, theme, aim_lv, aim_en, committee, funding_programme, visibility)
            values (@code, @nameLv, @nameEn, @theme, @aimLv, @aimEn, @committee, @fundingProgramme, @visibility)
            """;

        private const string UpdateSql = """
            update network
            set name_lv = @nameLv, name_en = @nameEn, theme = @theme, aim_lv = @aimLv, aim_en = @aimEn, committee = @committee, funding_programme = @fundingProgramme,
                visibility = @visibility, version = version + 1, changed_at = clock_timestamp()
            where code = @code
            """;

        private const string MembersSql = """
            delete from network_membership m
            using network n
            where n.code = @code and m.network_id = n.network_id;

            insert into network_membership (network_id, organisation_id, joined_on, left_on)
            select n.network_id, o.organisation_id, m.joined_on, m.left_on
            from network n
            cross join unnest(@organisations, @joined, @left) as m (organisation, joined_on, left_on)
            join organisation o on o.code = m.organisation
            where n.code = @code
            """;

        public async Task<(AccessNetwork Network, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, settings, members) = (command.Code, command.Settings, command.Settings.Members!);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await AccessWriting.LockAsync(transaction, cancellationToken);
            var known = await reading.NetworkAsync(code, null, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, known?.Version, $"The network '{code}'");
            var values = new
            {
                code, nameLv = settings.NameLv, nameEn = settings.NameEn, theme = settings.Theme, aimLv = settings.AimLv, aimEn = settings.AimEn, committee = settings.Committee,
                fundingProgramme = settings.FundingProgramme, visibility = settings.Visibility ?? AccessRules.NetworkVisibilities[0], organisations = members.Select(member => member.Organisation).ToArray(),
                joined = members.Select(member => member.JoinedOn!.Value).ToArray(), left = members.Select(member => member.LeftOn).ToArray(),
            };
            _ = known is null ? await transaction.ExecuteAsync(InsertSql, values, cancellationToken) : await transaction.ExecuteAsync(UpdateSql, values, cancellationToken);
            await transaction.ExecuteAsync(MembersSql, values, cancellationToken);
            await transaction.CommitAsync(audit.Of("network.put", $"network/{code}", before: known, after: settings), cancellationToken);
            return ((await reading.NetworkAsync(code, null, cancellationToken))!, known is null);
        }
    }
}
