using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// What somebody may see now who came in a while ago: their key must still be valid, and the roles granted here still be held. Roles that their token claimed count as
/// they did then: the provider is not asked, and nobody shows the token again.
/// </summary>
internal sealed class ReachNow(Db db, ApiKeyReading keys, CallerReading callers)
{
    private const string MayComeInSql = """
        select exists (select from person p where p.person_id = @personId and p.erased_at is null)
            or exists (select from api_client c where c.api_client_id = @clientId and c.disabled_at is null) as may_come_in
        """;

    /// <summary>The reach; null: they may not come in any more.</summary>
    public async Task<Reach?> ReadAsync(RememberedCaller caller, CancellationToken cancellationToken)
    {
        if (caller.Kind is "anonymous" or "operator")
            return caller.Kind == "operator" ? Reach.Everything : Reach.Public;
        if (caller.KeyPrefix is { } prefix)
            return (await keys.ReadAsync(prefix, cancellationToken)).Caller?.Reach;
        if (Holder.Read(caller.Actor) is not { } holder
            || (await db.QueryPrimaryAsync<bool>(MayComeInSql, new { personId = holder.PersonId, clientId = holder.ClientId }, cancellationToken)) is not [true])
            return null;
        return (await callers.ReadAsync(Caller.Anonymous, holder.PersonId, holder.ClientId, caller.Claimed, caller.Scopes, cancellationToken)).Reach;
    }
}
