using System.Text.Json;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Territories;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Territories;

internal static class PutTerritoryGroup
{
    /// <summary>Most members.</summary>
    public const int MostMembers = 200;

    private const int LongestDescription = 2000;
    private const int LongestRequest = 20_000;

    /// <summary>Save a list of municipalities as a group, or a new version of it</summary>
    /// <remarks>
    /// Such as the municipalities that an analysis found similar, with the method and the request that found them. The group can then be named as group=CODE and as territory=group:CODE by
    /// everybody. A version is never changed: what is sent becomes the next one, and to save it, send the version that you know as If-Match, such as "1". Groups that are rules of
    /// territories are not changed here.
    /// </remarks>
    /// <param name="code">Code of the group: lower-case words with hyphens, at most 80 characters.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The version of the group as you know it, such as "1", or * for any; none for a new one.</param>
    /// <response code="200">A new version was saved.</response>
    /// <response code="201">The group was saved as version 1.</response>
    /// <response code="409">The group of this code is a rule, not a list.</response>
    /// <response code="412">The group is not as you know it, or there is none.</response>
    /// <response code="428">There is a group of this code, and If-Match is missing.</response>
    public static async Task<Results<Ok<SavedTerritoryGroup>, Created<SavedTerritoryGroup>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromBody] TerritoryGroupSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var saved = await mediator.Send(new Command(code, settings, ifMatch), cancellationToken);
        return saved.Version == 1 ? TypedResults.Created($"/v1/territory-groups/{saved.Code}", saved) : TypedResults.Ok(saved);
    }

    internal sealed record Command(string Code, TerritoryGroupSettings Settings, string? IfMatch) : IRequest<SavedTerritoryGroup>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var (settings, findings) = (command.Settings, new FindingsOf<Command>(context));
            CodeOfWords.Check(command.Code, "similar-to-cesis", findings.Add);
            AccessRules.CheckText("/nameLv", settings.NameLv, AccessRules.LongestName, findings.Add);
            AccessRules.CheckText("/nameEn", settings.NameEn, AccessRules.LongestName, findings.Add);
            AccessRules.CheckText("/descriptionLv", settings.DescriptionLv, LongestDescription, findings.Add);
            AccessRules.CheckText("/descriptionEn", settings.DescriptionEn, LongestDescription, findings.Add);
            CheckOrigin(settings.Origin, findings);
            var named = new Findings();
            CheckMembers(settings.Members, watch.Current, named);
            findings.AddAll(named);
        });

        private static void CheckMembers(IReadOnlyList<string?>? members, Catalogue.Catalogue catalogue, Findings findings)
        {
            if (members is not { Count: >= 1 and <= MostMembers })
            {
                findings.Add("/members", "required", $"Name the members by their codes, 1 to {MostMembers}.");
                return;
            }
            var known = new HashSet<int>();
            for (var index = 0; index < members.Count; index++)
            {
                if (catalogue.Territories.Find(members[index] ?? "") is not { } version)
                    Selection.UnknownTerritory($"/members/{index}", members[index] ?? "", catalogue, findings);
                else if (!known.Add(version.TerritoryId))
                    findings.Add($"/members/{index}", "repeated-code", "The territory is named twice.", members[index]);
            }
        }

        private static void CheckOrigin(GroupOrigin? origin, FindingsOf<Command> findings)
        {
            if (string.IsNullOrWhiteSpace(origin?.Method))
                findings.Add("/origin/method", "required", "Say where the members come from: the method of an analysis, such as neighbours or clusters, or choice.");
            else if (origin.Method.Length > AccessRules.LongestName)
                findings.Add("/origin/method", "too-long", $"At most {AccessRules.LongestName} characters.");
            if (origin?.Request is { } request && (request.Length > LongestRequest || !IsObject(request)))
                findings.Add("/origin/request", "invalid-json", $"The request of the analysis is a JSON object as text, at most {LongestRequest} characters.");
        }

        private static bool IsObject(string text)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                return document.RootElement.ValueKind == JsonValueKind.Object;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, AuditTrail audit) : IRequestHandler<Command, SavedTerritoryGroup>
    {
        private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.territory_groups'))::text";

        private const string KnownSql = """
            select g.kind, max(v.version)::integer as version
            from territory_group g
            join territory_group_version v on v.territory_group_id = g.territory_group_id
            where g.code = @code
            group by g.kind
            """;

        private const string GroupSql = "insert into territory_group (code, kind) values (@code, 'list')";

        private const string VersionSql = """
            with saved as (
                insert into territory_group_version (territory_group_id, version, name_lv, name_en, description_lv, description_en, origin_method, origin_request, origin_as_of)
                select g.territory_group_id, @version, @nameLv, @nameEn, @descriptionLv, @descriptionEn, @method, @request::jsonb, @asOf
                from territory_group g
                where g.code = @code
                returning territory_group_version_id
            )
            insert into territory_group_member (territory_group_version_id, territory_id)
            select s.territory_group_version_id, m.territory_id
            from saved s
            cross join unnest(@members) as m (territory_id)
            """;

        private sealed record KnownGroup(string Kind, int Version);

        public async Task<SavedTerritoryGroup> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, settings, origin) = (command.Code, command.Settings, command.Settings.Origin!);
            var members = settings.Members!.Select(member => watch.Current.Territories.Find(member)!).ToArray();
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<string>(LockSql, null, cancellationToken);
            var known = (await transaction.QueryAsync<KnownGroup>(KnownSql, new { code }, cancellationToken)).SingleOrDefault();
            if (known is { Kind: not "list" })
                throw new ProblemException(ProblemTypes.Conflict, $"The group '{code}' is a rule of territories, and is not changed here; choose another code.");
            AccessWriting.CheckVersion(command.IfMatch, known?.Version, $"The group '{code}'");
            var version = (known?.Version ?? 0) + 1;
            if (known is null)
                await transaction.ExecuteAsync(GroupSql, new { code }, cancellationToken);
            await transaction.ExecuteAsync(VersionSql, new
            {
                code, version, nameLv = settings.NameLv, nameEn = settings.NameEn, descriptionLv = settings.DescriptionLv, descriptionEn = settings.DescriptionEn,
                method = origin.Method, request = origin.Request, asOf = origin.AsOf?.ToUniversalTime(), members = members.Select(member => member.TerritoryId).ToArray(),
            }, cancellationToken);
            await transaction.CommitAsync(audit.Of("territoryGroup.put", $"territory-group/{code}", before: known, after: settings), cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            return new SavedTerritoryGroup(code, version, settings.NameLv!, settings.NameEn!, settings.DescriptionLv!, settings.DescriptionEn!, [.. members.Select(member => member.Identity)], origin);
        }
    }
}
