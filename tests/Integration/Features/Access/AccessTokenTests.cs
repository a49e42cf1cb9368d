using System.Net;
using System.Text.Json.Nodes;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>People and systems come in with the tokens that a real OpenID provider gives them.</summary>
[TestFixture]
public sealed class AccessTokenTests
{
    /// <summary>Within what a change of somebody's access is in force on every instance.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(5);

    private readonly SigningKey key = SigningKey.Rsa("the-key");
    private OpenIdProvider provider = null!;
    private TokenBench bench = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        provider = await OpenIdProvider.StartAsync(key, TokenBench.Holders);
        bench = await TokenBench.StartAsync(provider.Issuer);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await bench.DisposeAsync();
        await provider.DisposeAsync();
    }

    [SetUp]
    public Task Forget_everybody() => bench.Api.SqlAsync("truncate role_grant, api_key, api_client, person cascade; select pg_notify('benchlearning_access', '')");

    [Test]
    public async Task A_person_who_signed_in_with_a_code_and_PKCE_does_what_their_roles_allow()
    {
        var (administrator, _) = await provider.SignInAsync("vilis");
        var (submitter, _) = await provider.SignInAsync("inese");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await bench.StatusAsync(administrator), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await bench.StatusAsync(administrator, "/v1/webhooks"), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await bench.StatusAsync(submitter), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await bench.StatusAsync(submitter, "/v1/webhooks"), Is.EqualTo(HttpStatusCode.Forbidden));
        }
        using var me = await bench.AskAsync(submitter, "/v1/me");
        Assert.That(await me.Content.ReadAsStringAsync(), Does.Contain("Inese Bērziņa").And.Contain("\"dataSubmitter\"").And.Contain("cesu-novads-2009"));
    }

    [Test]
    public async Task A_person_has_the_roles_that_the_token_claims_in_the_providers_words_for_the_organisations_that_it_names()
    {
        var (token, _) = await provider.SignInAsync("inese");

        var caller = await bench.WhoAsync(token);

        var cesis = (await bench.Api.SqlAsync("select territory_id from organisation where code = 'cesu-novads-2009'"))[0][0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(caller.Kind, Is.EqualTo(CallerKind.Person));
            Assert.That(caller.Name, Is.EqualTo("Inese Bērziņa"));
            Assert.That(caller.Roles, Is.EqualTo([new HeldRole(Role.DataSubmitter, "cesu-novads-2009")]));
            Assert.That(caller.SendsFor, Is.EqualTo([int.Parse(cesis!, System.Globalization.CultureInfo.InvariantCulture)]));
            Assert.That(caller.Reach.Level, Is.EqualTo("authorised"));
            Assert.That(caller.Reach.Territories, Is.EqualTo(caller.SendsFor));
        }
    }

    [Test]
    public async Task Roles_and_organisations_that_are_not_known_here_are_told_to_the_operator_without_the_person()
    {
        var (token, _) = await provider.SignInAsync("inese");
        await bench.WhoAsync(token);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bench.Log.All, Has.Some.Contains("claims the role dataSubmitter for atlantis"));
            Assert.That(bench.Log.All, Has.Exactly(1).Contains("claim the role offline_access, which is not mapped"));
            Assert.That(bench.Log.All, Has.None.Contains("inese").And.None.Contains("Inese"));
        }
    }

    [Test]
    public async Task A_person_is_written_down_when_first_seen_and_their_name_follows_the_provider()
    {
        await bench.WhoAsync(Of("anna", name: "Anna Ozola").SignedBy(key));
        var caller = await bench.WhoAsync(Of("anna", name: "Anna Liepa").SignedBy(key));
        await bench.WhoAsync(Of("anna").SignedBy(key));

        var persons = await bench.Api.SqlAsync("select 'person:' || person_id, issuer, subject, name from person");
        Assert.That(persons, Is.EqualTo(new[] { new[] { caller.Actor, provider.Issuer, "anna", "Anna Liepa" } }));
        Assert.That(caller.LimitKey, Is.EqualTo(caller.Actor));
    }

    [Test]
    public async Task When_a_person_was_last_seen_is_kept_to_the_day_and_written_once_a_day()
    {
        await bench.WhoAsync(Of("anna").SignedBy(key));
        await bench.Api.SqlAsync("update person set first_seen_at = first_seen_at - interval '3 days', last_seen_at = last_seen_at - interval '3 days'");

        await bench.WhoAsync(Of("anna").SignedBy(key));
        const string Row = "select xmin, first_seen_at < last_seen_at, last_seen_at = date_trunc('day', now() at time zone 'Europe/Riga') at time zone 'Europe/Riga' from person";
        var once = await bench.Api.SqlAsync(Row);
        await bench.WhoAsync(Of("anna").SignedBy(key));
        var twice = await bench.Api.SqlAsync(Row);

        Assert.That(once[0][1..], Is.EqualTo(["True", "True"]));
        Assert.That(twice, Is.EqualTo(once));
    }

    [Test]
    public async Task Many_first_requests_at_once_write_a_person_down_once()
    {
        var tokens = Enumerable.Range(0, 20).Select(_ => Of("anna").SignedBy(key)).ToArray();
        var callers = await Task.WhenAll(tokens.Select(bench.WhoAsync));
        Assert.That(callers.Select(caller => caller.Actor).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await bench.Api.SqlAsync("select count(*) from person"), Is.EqualTo(new[] { new[] { "1" } }));
    }

    [Test]
    public async Task The_same_subject_of_another_provider_is_another_person()
    {
        var otherKey = SigningKey.Rsa("other-key", "PS256");
        await using var other = await OpenIdProvider.StartAsync(otherKey, TokenBench.Holders);
        await using var both = await TokenBench.StartAsync(provider.Issuer, other.Issuer);

        var one = await both.WhoAsync((await provider.SignInAsync("vilis")).Access);
        var another = await both.WhoAsync((await other.SignInAsync("vilis")).Access);

        Assert.That(one.Actor, Is.Not.EqualTo(another.Actor));
    }

    [Test]
    public async Task A_provider_may_sign_with_elliptic_curves()
    {
        var curve = SigningKey.EllipticCurve("a-curve");
        await using var other = await OpenIdProvider.StartAsync(curve, TokenBench.Holders);
        await using var third = await TokenBench.StartAsync(other.Issuer);
        Assert.That(await third.StatusAsync((await other.SignInAsync("vilis")).Access), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_caller_is_known_from_memory_until_somebodys_access_changes_and_then_a_role_granted_here_counts_at_once()
    {
        var token = Of("anna").SignedBy(key);
        var first = await bench.WhoAsync(token);
        await Asking.WithinAsync(AtOnce, async () => ReferenceEquals(await bench.WhoAsync(token), await bench.WhoAsync(token)), "the caller is kept");
        Assert.That(await bench.StatusAsync(token, "/v1/webhooks"), Is.EqualTo(HttpStatusCode.Forbidden));

        await GrantAsync(first.Actor, Role.Administrator);
        await Asking.WithinAsync(AtOnce, async () => await bench.StatusAsync(token, "/v1/webhooks") == HttpStatusCode.OK, "the role counts");

        await bench.Api.SqlAsync("update role_grant set revoked_at = clock_timestamp(), revoked_by = 'operator', revoke_reason = 'A test'");
        await Asking.WithinAsync(AtOnce, async () => await bench.StatusAsync(token, "/v1/webhooks") == HttpStatusCode.Forbidden, "the role counts no more");
    }

    [Test]
    public async Task Roles_granted_here_and_claimed_by_the_token_count_together()
    {
        var token = Of("anna").With((_, claims) => claims["roles"] = "bench-analyst");
        var caller = await bench.WhoAsync(token.SignedBy(key));
        await GrantAsync(caller.Actor, Role.Auditor);

        caller = await bench.WhoAsync(token.With((_, claims) => claims["jti"] = "another").SignedBy(key));

        Assert.That(caller.Roles.Select(role => role.Role), Is.EqualTo([Role.Analyst, Role.Auditor]));
    }

    [Test]
    public async Task The_scopes_of_a_persons_token_narrow_what_the_program_may_do_for_them()
    {
        var (all, _) = await provider.SignInAsync("vilis");
        var (reading, _) = await provider.SignInAsync("vilis", "openid read");
        var (submitting, _) = await provider.SignInAsync("vilis", "openid submit");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await bench.WhoAsync(all)).Permissions, Has.Count.EqualTo(Enum.GetValues<Permission>().Length));
            Assert.That((await bench.WhoAsync(reading)).Permissions, Is.Empty);
            Assert.That((await bench.WhoAsync(reading)).Reach.Level, Is.EqualTo("administrator"));
            Assert.That((await bench.WhoAsync(submitting)).Permissions, Is.EquivalentTo([Permission.SendValues, Permission.SaveGroups, Permission.StoreAnalyses, Permission.DiscussPractices, Permission.ManagePractices, Permission.ReviewPractices,
                Permission.ManageSurveys, Permission.CoordinateNetworks, Permission.TakePartInNetworks]));
            Assert.That((await bench.WhoAsync(submitting)).Reach.IsPublic, Is.True);
        }
    }

    [Test]
    public async Task A_person_who_was_erased_is_refused_from_then_on()
    {
        var token = Of("anna").SignedBy(key);
        await bench.WhoAsync(token);
        await bench.Api.SqlAsync("update person set name = null, erased_at = clock_timestamp()");
        await Asking.WithinAsync(AtOnce, async () => await bench.StatusAsync(token) == HttpStatusCode.Unauthorized, "refused");
        await bench.RefusedAsync(Of("anna", name: "Anna Ozola").SignedBy(key));
        Assert.That(await bench.Api.SqlAsync("select name from person"), Is.EqualTo(new[] { new string?[] { null } }));
    }

    [Test]
    public async Task A_system_comes_in_by_client_credentials_as_the_client_that_it_is_here()
    {
        var client = await ClientAsync("srda-night");
        await GrantAsync(client, Role.SourceSystem, "(select source_id from source where code = 'raim')");

        var caller = await bench.WhoAsync(await provider.SystemTokenAsync("srda-night", "push"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((caller.Kind, caller.Actor, caller.LimitKey, caller.Name), Is.EqualTo((CallerKind.Client, client, client, "SRDA at night")));
            Assert.That(caller.Permissions, Is.EquivalentTo([Permission.PushBatches, Permission.FollowImports]));
            Assert.That(caller.PushesFor, Has.Length.EqualTo(1));
            Assert.That(caller.Reach.IsPublic, Is.True); // although its token claims to be an analyst's, its scopes do not say read
            Assert.That(await bench.Api.SqlAsync("select count(*) from person"), Is.EqualTo(new[] { new[] { "0" } }));
        }
    }

    [Test]
    public async Task A_system_may_do_only_what_the_scopes_of_its_token_say()
    {
        var client = await ClientAsync("srda-night");
        await GrantAsync(client, Role.Administrator);

        var reading = await bench.WhoAsync(await provider.SystemTokenAsync("srda-night", "read"));
        var nothing = await bench.WhoAsync(Token.Of(provider.Issuer, key).With((_, claims) => (claims["sub"], claims["client_id"]) = ("srda-night", "srda-night")).SignedBy(key));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Permissions, Is.Empty);
            Assert.That(reading.Reach.Level, Is.EqualTo("administrator"));
            Assert.That(nothing.Permissions, Is.Empty);
            Assert.That(nothing.Reach.IsPublic, Is.True);
        }
    }

    [Test]
    public async Task A_system_that_is_no_client_here_is_refused_and_does_not_become_a_person()
    {
        await bench.RefusedAsync(await provider.SystemTokenAsync("nobody", "read"));
        Assert.That(await bench.Api.SqlAsync("select count(*) from person"), Is.EqualTo(new[] { new[] { "0" } }));
    }

    [Test]
    public async Task A_client_that_was_shut_out_is_refused_at_once()
    {
        await ClientAsync("srda-night");
        var token = await provider.SystemTokenAsync("srda-night", "read");
        Assert.That((await bench.WhoAsync(token)).Kind, Is.EqualTo(CallerKind.Client));

        await bench.Api.SqlAsync("update api_client set disabled_at = clock_timestamp()");

        await Asking.WithinAsync(AtOnce, async () => await bench.StatusAsync(token) == HttpStatusCode.Unauthorized, "refused");
    }

    [Test]
    public async Task A_person_who_uses_the_program_of_a_client_has_nothing_of_the_client()
    {
        var client = await ClientAsync("portal");
        await GrantAsync(client, Role.Administrator);

        var caller = await bench.WhoAsync((await provider.SignInAsync("janis", "openid administer")).Access);

        Assert.That((caller.Kind, caller.Roles.Count, caller.Permissions.Count), Is.EqualTo((CallerKind.Person, 0, 0)));
    }

    [Test]
    public async Task What_is_open_to_everybody_is_not_open_to_a_token_that_is_not_valid()
    {
        Assert.That(await bench.StatusAsync(Of("anna").SignedBy(key), "/v1/territories"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await bench.StatusAsync(Of("anna").SignedBy(SigningKey.Rsa("the-key")), "/v1/territories"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_service_without_providers_accepts_no_token()
    {
        await using var closed = await TokenBench.StartAsync();
        await closed.RefusedAsync(Token.Of(provider.Issuer, key).SignedBy(key));
    }

    [TestCase("Authority", "https://id.example.lv?tenant=1", "no https address")]
    [TestCase("Authority", "ftp://id.example.lv", "no https address")]
    [TestCase("Authority", "http://id.example.lv", "no https address")]
    [TestCase("Audience", "", "audience")]
    [TestCase("Roles:boss", "root", "'root' is no role")]
    public async Task A_start_with_wrong_settings_is_refused_and_says_what_is_wrong(string name, string value, string said)
    {
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => TokenBench.StartWithAsync(new() { [$"Issuers:0:{name}"] = value }, "https://id.example.lv"));
        Assert.That(refused!.Message, Does.Contain(said));
    }

    [Test]
    public async Task In_production_no_provider_is_asked_in_clear()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Benchlearning:OperatorKey"] = new string('k', 40), [$"{OpenIdOptions.Section}:Issuers:0:Authority"] = provider.Issuer, [$"{OpenIdOptions.Section}:Issuers:0:Audience"] = TokenBench.Audience,
        };
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => ApiServer.StartOnAsync(database.ConnectionString, settings, "Production"));
        Assert.That(refused!.Message, Does.Contain("no https address"));
    }

    /// <summary>A token of a person without roles.</summary>
    private Token Of(string subject, string? name = null) => Token.Of(provider.Issuer, key).With((_, claims) =>
    {
        claims["sub"] = subject;
        claims.Remove("roles");
        if (name is not null)
            claims["name"] = name;
    });

    private async Task<string> ClientAsync(string subject) => (await bench.Api.SqlAsync($"""
        insert into api_client (name, organisation_id, issuer, subject, created_by)
        select 'SRDA at night', organisation_id, '{provider.Issuer}', '{subject}', 'operator' from organisation where code = 'srda'
        returning 'client:' || api_client_id
        """))[0][0]!;

    private Task GrantAsync(string actor, string role, string source = "null") => bench.Api.SqlAsync($"""
        insert into role_grant ({(actor.StartsWith("person", StringComparison.Ordinal) ? "person_id" : "api_client_id")}, role, source_id, granted_by, reason)
        values ({actor[(actor.IndexOf(':', StringComparison.Ordinal) + 1)..]}, '{role}', {source}, 'operator', 'A test')
        """);
}
