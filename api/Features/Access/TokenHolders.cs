using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Api.Platform.Time;
using Dapper;

namespace Benchlearning.Api.Features.Access;

/// <summary>
/// Who holds an access token: a client that was made here with the token's issuer and subject, else a person, who is written down when first seen.
/// </summary>
[CommandPart]
internal sealed class TokenHolders(Db db, CallerReading reading, TimeProvider time, ILogger<TokenHolders> log)
{
    private const string ClientSql = """
        select c.api_client_id, c.name, c.disabled_at
        from api_client c
        where c.issuer = @issuer
          and c.subject = @subject
        """;

    private const string PersonSql = """
        select p.person_id, p.name, p.last_seen_at
        from person p
        where p.issuer = @issuer
          and p.subject = @subject
          and p.erased_at is null
        """;

    private const string SeenSql = """
        insert into person as p (issuer, subject, name, first_seen_at, last_seen_at)
        values (@issuer, @subject, @name, @day, @day)
        on conflict (issuer, subject) do update
        set name = coalesce(excluded.name, p.name),
            last_seen_at = greatest(excluded.last_seen_at, p.last_seen_at)
        where p.erased_at is null
        returning p.person_id, p.name, p.last_seen_at
        """;

    /// <summary>The holder.</summary>
    /// <exception cref="TokenRefusedException">A client that is not known here or was shut out, or a person that was erased.</exception>
    public async Task<Caller> FindAsync(VerifiedToken token, CancellationToken cancellationToken)
    {
        var clients = await db.QueryPrimaryAsync<Client>(ClientSql, new { issuer = token.Issuer.Authority, subject = token.Subject }, cancellationToken);
        var caller = clients.Count == 1
            ? await ReadAsync(clients[0], token, cancellationToken)
            : await ReadAsync(await PersonAsync(token, cancellationToken), token, cancellationToken);
        foreach (var claimed in token.Roles.Except(caller.Roles))
            log.LogInformation("A token of {Issuer} claims the role {Role} for {Part}, which is not known here; it counts for nothing.",
                token.Issuer.Authority, claimed.Role, Excerpt.Of(claimed.Organisation ?? claimed.Network ?? claimed.Source ?? ""));
        return caller;
    }

    private Task<Caller> ReadAsync(Client client, VerifiedToken token, CancellationToken cancellationToken)
    {
        if (client.DisabledAt is not null)
            throw new TokenRefusedException("client is disabled");
        var actor = $"client:{client.ApiClientId}";
        var known = Caller.Anonymous with { Kind = CallerKind.Client, Actor = actor, Name = client.Name, LimitKey = actor };
        return reading.ReadAsync(known, null, client.ApiClientId, token.Roles, [.. token.Scopes.Intersect(Scope.All)], cancellationToken);
    }

    /// <summary>A person's token is narrowed too, when it names one of our scopes: then the program that acts for them was given only that.</summary>
    private Task<Caller> ReadAsync(Person person, VerifiedToken token, CancellationToken cancellationToken)
    {
        var actor = $"person:{person.PersonId}";
        var known = Caller.Anonymous with { Kind = CallerKind.Person, Actor = actor, PersonId = person.PersonId, Name = person.Name, LimitKey = actor };
        string[] scopes = [.. token.Scopes.Intersect(Scope.All)];
        return reading.ReadAsync(known, person.PersonId, null, token.Roles, scopes.Length == 0 ? null : scopes, cancellationToken);
    }

    private async Task<Person> PersonAsync(VerifiedToken token, CancellationToken cancellationToken)
    {
        if (token.IsOfSystem)
            throw new TokenRefusedException("client is not known here");
        var day = Riga.BeginningOf(Riga.Today(time));
        var subject = new { issuer = token.Issuer.Authority, subject = token.Subject, name = token.Name, day };
        var known = await db.QueryPrimaryAsync<Person>(PersonSql, subject, cancellationToken);
        if (known.Count == 1 && known[0].LastSeenAt >= day && (token.Name is null || token.Name == known[0].Name))
            return known[0];
        await using var transaction = await db.BeginAsync(cancellationToken);
        var seen = await transaction.QueryAsync<Person>(SeenSql, subject, cancellationToken);
        await transaction.CommitOwnWorkAsync("That somebody came in is told by what they then do and read; this is who they are, and the day.", cancellationToken);
        return seen.Count == 1 ? seen[0] : throw new TokenRefusedException("person is erased");
    }

    [method: ExplicitConstructor]
    private sealed record Client(int ApiClientId, string Name, DateTimeOffset? DisabledAt);

    [method: ExplicitConstructor]
    private sealed record Person(long PersonId, string? Name, DateTimeOffset LastSeenAt);
}
