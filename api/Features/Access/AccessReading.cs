using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Access;

namespace Benchlearning.Api.Features.Access;

/// <summary>Reads organisations, networks and persons, as the primary has them.</summary>
internal sealed class AccessReading(Db db)
{
    private const string OrganisationsSql = """
        select o.code, o.kind, o.name_lv, o.name_en,
               (select v.code from territory_version v where v.territory_id = o.territory_id and v.code is not null order by v.valid_from desc limit 1) as territory, o.version
        from organisation o
        where (@code::text is null or o.code = @code)
          and (@kind::text is null or o.kind = @kind)
          and o.code > @after
        order by o.code
        limit @limit
        """;

    private const string OrganisationCodesSql = "select o.code from organisation o order by o.code";

    private const string NetworkCodesSql = "select n.code from network n order by n.code";

    private const string NetworksSql = """
        select n.code, n.name_lv, n.name_en, n.theme, n.aim_lv, n.aim_en, n.committee, n.funding_programme, n.visibility, n.version
        from network n
        where (@code::text is null or n.code = @code)
          and n.code > @after
          and (@seen::integer[] is null or n.visibility = 'public' or n.network_id = any (@seen))
        order by n.code
        limit @limit
        """;

    private const string MembersSql = """
        select n.code as network, o.code as organisation, m.joined_on, m.left_on
        from network n
        join network_membership m on m.network_id = n.network_id
        join organisation o on o.organisation_id = m.organisation_id
        where n.code = any (@codes)
        order by o.code, m.joined_on
        """;

    private const string PersonsSql = """
        select p.person_id as id, p.issuer, p.subject, p.name, (p.first_seen_at at time zone 'UTC')::date as first_seen_on, (p.last_seen_at at time zone 'UTC')::date as last_seen_on
        from person p
        where p.erased_at is null
          and p.person_id > @after
          and (@text::text is null or strpos(folded(coalesce(p.name, '')), folded(@text)) > 0 or strpos(lower(p.subject), lower(@text)) > 0)
        order by p.person_id
        limit @limit
        """;

    private const string HolderSql = """
        select exists (select from person p where p.person_id = @personId::bigint and p.erased_at is null)
            or exists (select from api_client c where c.api_client_id = @clientId::integer)
        """;

    /// <summary>Organisations in order of their codes.</summary>
    public Task<List<Organisation>> OrganisationsAsync(string? kind, string after, int limit, CancellationToken cancellationToken) =>
        db.QueryPrimaryAsync<Organisation>(OrganisationsSql, new { code = (string?)null, kind, after, limit }, cancellationToken);

    /// <summary>One organisation; null when there is none of this code.</summary>
    public async Task<Organisation?> OrganisationAsync(string code, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<Organisation>(OrganisationsSql, new { code, kind = (string?)null, after = "", limit = 1 }, cancellationToken)).FirstOrDefault();

    public Task<List<string>> OrganisationCodesAsync(CancellationToken cancellationToken) => db.QueryPrimaryAsync<string>(OrganisationCodesSql, null, cancellationToken);

    public Task<List<string>> NetworkCodesAsync(CancellationToken cancellationToken) => db.QueryPrimaryAsync<string>(NetworkCodesSql, null, cancellationToken);

    /// <summary>Networks in order of their codes, with all their members.</summary>
    /// <param name="code">Only this one; null: any.</param>
    /// <param name="after">Only those after this code.</param>
    /// <param name="seen">Only these, and public ones; null: every one.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<AccessNetwork>> NetworksAsync(string? code, string after, int[]? seen, int limit, CancellationToken cancellationToken)
    {
        var networks = await db.QueryPrimaryAsync<NetworkRow>(NetworksSql, new { code, after, seen, limit }, cancellationToken);
        var members = await db.QueryPrimaryAsync<MemberRow>(MembersSql, new { codes = networks.Select(network => network.Code).ToArray() }, cancellationToken);
        var byNetwork = members.ToLookup(member => member.Network, member => new NetworkMembership(member.Organisation, member.JoinedOn, member.LeftOn), StringComparer.Ordinal);
        return networks.ConvertAll(network => new AccessNetwork(
            network.Code, network.NameLv, network.NameEn, [.. byNetwork[network.Code]], network.Theme, network.AimLv, network.AimEn, network.Committee, network.FundingProgramme, network.Visibility,
            network.Version));
    }

    /// <summary>One network; null when there is none of this code, or none of those that are seen.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="seen">Only if it is one of these, or public; null: any.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<AccessNetwork?> NetworkAsync(string code, int[]? seen, CancellationToken cancellationToken) => (await NetworksAsync(code, "", seen, 1, cancellationToken)).FirstOrDefault();

    /// <summary>The networks that a caller sees besides public ones; null: every one.</summary>
    public static int[]? SeenBy(Reach reach) => reach.Level is "analyst" or "administrator" ? null : reach.Networks;

    /// <summary>Persons in order of their numbers.</summary>
    /// <param name="text">Only those whose name or subject holds it; null: any.</param>
    /// <param name="after">Only those after this number.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task<List<PersonRow>> PersonsAsync(string? text, long after, int limit, CancellationToken cancellationToken) =>
        db.QueryPrimaryAsync<PersonRow>(PersonsSql, new { text, after, limit }, cancellationToken);

    /// <summary>True when somebody is there to hold a role.</summary>
    public async Task<bool> IsKnownAsync(Holder holder, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<bool>(HolderSql, new { personId = holder.PersonId, clientId = holder.ClientId }, cancellationToken))[0];

    public static ProblemException NoOrganisation(string code) => new(ProblemTypes.NotFound, $"There is no organisation '{Excerpt.Of(code)}'; GET /v1/organisations lists them.");

    public static ProblemException NoNetwork(string code) => new(ProblemTypes.NotFound, $"There is no network '{Excerpt.Of(code)}'; GET /v1/networks lists them.");

    /// <summary>A person with the number that pages continue after.</summary>
    internal sealed record PersonRow(long Id, string Issuer, string Subject, string? Name, DateOnly FirstSeenOn, DateOnly LastSeenOn)
    {
        public KnownPerson ToContract() => new($"person:{Id.ToString(System.Globalization.CultureInfo.InvariantCulture)}", Issuer, Subject, Name, FirstSeenOn, LastSeenOn);
    }

    private sealed record NetworkRow(
        string Code, string NameLv, string NameEn, string? Theme, string? AimLv, string? AimEn, string? Committee, string? FundingProgramme, string Visibility, int Version);

    private sealed record MemberRow(string Network, string Organisation, DateOnly JoinedOn, DateOnly? LeftOn);
}
