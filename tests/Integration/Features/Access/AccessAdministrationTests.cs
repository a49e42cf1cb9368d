using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>Administrators manage who may come in, and as what.</summary>
[TestFixture]
public sealed class AccessAdministrationTests
{
    private AccessBench bench = null!;

    [OneTimeSetUp]
    public async Task Start() => bench = await AccessBench.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await bench.DisposeAsync();

    [TestCase("GET", "/v1/organisations")]
    [TestCase("GET", "/v1/persons")]
    [TestCase("GET", "/v1/api-clients")]
    [TestCase("GET", "/v1/role-grants")]
    [TestCase("POST", "/v1/api-clients")]
    [TestCase("POST", "/v1/api-clients/1/keys")]
    [TestCase("POST", "/v1/role-grants")]
    [TestCase("POST", "/v1/role-grants/1/revocation")]
    [TestCase("PUT", "/v1/organisations/lalrg")]
    [TestCase("PUT", "/v1/networks/demo")]
    public async Task Only_administrators_may(string method, string path)
    {
        var (_, analyst) = await bench.ClientWithAsync("analyst", scopes: ["read", "administer"]);
        using var carrying = AccessBench.With(bench.Api, analyst.Secret);
        using var known = await carrying.SendAsync(Request(method, path));
        using var anonymous = await bench.Api.Client.SendAsync(Request(method, path));

        Assert.That((known.StatusCode, anonymous.StatusCode), Is.EqualTo((HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized)));
    }

    [Test]
    public async Task An_administrator_with_a_key_manages_too_and_is_named_beside_it()
    {
        var (client, key) = await bench.ClientWithAsync("administrator", scopes: ["administer"]);
        using var administrator = AccessBench.With(bench.Api, key.Secret);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/api-clients")
        {
            Headers = { { "Idempotency-Key", "by an administrator" } }, Content = JsonContent.Create(new { name = "Another", organisation = "srda" }),
        };
        using var answer = await administrator.SendAsync(request);

        Assert.That((await AccessBench.ReadAsync<ApiClient>(answer, HttpStatusCode.Created)).CreatedBy, Is.EqualTo(client.Holder));
    }

    [Test]
    public async Task An_organisation_is_recorded_and_changed_by_who_knows_its_state()
    {
        var made = await bench.OrganisationAsync("university");
        using var read = await bench.Operator.GetAsync("/v1/organisations/university");
        var tag = read.Headers.ETag!.ToString();

        using var unsaid = await bench.SendAsync(HttpMethod.Put, "/v1/organisations/university", new { kind = "other", nameLv = "Augstskola", nameEn = "University" });
        using var changed = await bench.SendAsync(HttpMethod.Put, "/v1/organisations/university", new { kind = "agency", nameLv = "Augstskola", nameEn = "University" }, ("If-Match", tag));
        using var stale = await bench.SendAsync(HttpMethod.Put, "/v1/organisations/university", new { kind = "other", nameLv = "Augstskola", nameEn = "University" }, ("If-Match", tag));
        using var lost = await bench.SendAsync(HttpMethod.Put, "/v1/organisations/nowhere", new { kind = "other", nameLv = "Nekur", nameEn = "Nowhere" }, ("If-Match", tag));
        using var municipal = await bench.SendAsync(HttpMethod.Put, "/v1/organisations/riga", new { kind = "other", nameLv = "Rīga", nameEn = "Riga" }, ("If-Match", "*"));
        using var wrong = await bench.SendAsync(HttpMethod.Put, "/v1/organisations/Not_a_code", new { kind = "municipality", nameLv = " " });

        Assert.Multiple(async () =>
        {
            Assert.That((made.Version, made.Territory), Is.EqualTo((1, (string?)null)));
            Assert.That(unsaid.StatusCode, Is.EqualTo((HttpStatusCode)428));
            Assert.That((await AccessBench.ReadAsync<Organisation>(changed, HttpStatusCode.OK)).Kind, Is.EqualTo("agency"));
            Assert.That((stale.StatusCode, lost.StatusCode), Is.EqualTo((HttpStatusCode.PreconditionFailed, HttpStatusCode.PreconditionFailed)));
            Assert.That(municipal.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(await AccessBench.FindingsAsync(wrong), Is.EqualTo(new[] { "code invalid-code", "/kind unknown-value", "/nameLv required", "/nameEn required" }));
        });
    }

    [Test]
    public async Task Organisations_are_listed_page_by_page_in_order_of_their_codes()
    {
        var all = (await bench.AskAsync<Page<Organisation>>("/v1/organisations")).Items.ToList();
        var paged = new List<Organisation>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await bench.AskAsync<Page<Organisation>>($"/v1/organisations?limit=50{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            paged.AddRange(page.Items);
            cursor = page.Next;
        }

        Assert.Multiple(() =>
        {
            Assert.That(paged.Take(all.Count), Is.EqualTo(all));
            Assert.That(paged.Select(organisation => organisation.Code), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);
            Assert.That(paged.Single(organisation => organisation.Code == "cesu-novads-2021").Territory, Is.EqualTo("LV0026000"));
        });
    }

    [Test]
    public async Task A_network_is_recorded_with_its_members_and_everything_wrong_is_named()
    {
        var made = await bench.NetworkAsync("schools", ("cesu-novads-2021", "2022-01-01", null), ("cesu-novads-2021", "2020-01-01", "2021-01-01"), ("riga", "2022-01-01", "2023-01-01"));
        using var wrong = await bench.SendAsync(HttpMethod.Put, "/v1/networks/schools", new
        {
            nameLv = "Skolas",
            members = new object[]
            {
                new { organisation = "riga", joinedOn = "2022-01-01", leftOn = "2022-01-01" }, new { organisation = "rigaa", joinedOn = "2022-01-01" }, new { organisation = "valmiera" },
                new { organisation = "jelgava", joinedOn = "2020-01-01", leftOn = "2022-01-01" }, new { organisation = "jelgava", joinedOn = "2021-12-31" },
            },
        }, ("If-Match", "*"));
        using var changed = await bench.SendAsync(HttpMethod.Put, "/v1/networks/schools", new { nameLv = "Skolas", nameEn = "Schools", members = Array.Empty<object>() }, ("If-Match", "*"));

        Assert.Multiple(async () =>
        {
            Assert.That(made.Members.Select(member => (member.Organisation, member.JoinedOn.Year, member.LeftOn?.Year)), Is.EqualTo(new[] { ("cesu-novads-2021", 2020, (int?)2021), ("cesu-novads-2021", 2022, null), ("riga", 2022, 2023) }));
            Assert.That(await AccessBench.FindingsAsync(wrong), Is.EqualTo(new[]
            {
                "/nameEn required", "/members/0/leftOn out-of-range", "/members/1/organisation unknown-code", "/members/2/joinedOn required", "/members/4 overlapping",
            }));
            Assert.That((await AccessBench.ReadAsync<AccessNetwork>(changed, HttpStatusCode.OK)), Has.Property("Version").EqualTo(2).And.Property("Members").Empty);
        });
    }

    [Test]
    public async Task A_client_is_made_once_however_often_the_request_is_repeated()
    {
        var body = new { name = "Data warehouse", organisation = "srda", issuer = "https://id.example", subject = "warehouse" };
        using var first = await bench.SendAsync(HttpMethod.Post, "/v1/api-clients", body, ("Idempotency-Key", "one client"));
        using var again = await bench.SendAsync(HttpMethod.Post, "/v1/api-clients", body, ("Idempotency-Key", "one client"));
        using var reused = await bench.SendAsync(HttpMethod.Post, "/v1/api-clients", body with { name = "Other" }, ("Idempotency-Key", "one client"));
        using var taken = await bench.SendAsync(HttpMethod.Post, "/v1/api-clients", body, ("Idempotency-Key", "another client"));
        using var wrong = await bench.SendAsync(HttpMethod.Post, "/v1/api-clients", new { organisation = "sdra", subject = "x" });

        var made = await AccessBench.ReadAsync<ApiClient>(first, HttpStatusCode.Created);
        Assert.Multiple(async () =>
        {
            Assert.That(first.Headers.Location!.OriginalString, Is.EqualTo($"/v1/api-clients/{made.Id.ToString(CultureInfo.InvariantCulture)}"));
            Assert.That(await AccessBench.ReadAsync<ApiClient>(again, HttpStatusCode.Created), Is.EqualTo(made));
            Assert.That(reused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(await AccessBench.FindingsAsync(wrong), Is.EqualTo(new[] { "/name required", "/organisation unknown-code", "/issuer required", "Idempotency-Key required" }));
        });
    }

    [Test]
    public async Task A_change_of_a_client_names_the_state_that_it_changes()
    {
        var client = await bench.NewClientAsync();
        var path = $"/v1/api-clients/{client.Id.ToString(CultureInfo.InvariantCulture)}";
        using var read = await bench.Operator.GetAsync(path);
        var tag = read.Headers.ETag!.ToString();
        var body = new { name = "Renamed", organisation = "srda", enabled = false };

        using var unsaid = await bench.SendAsync(HttpMethod.Put, path, body);
        using var changed = await bench.SendAsync(HttpMethod.Put, path, body, ("If-Match", tag));
        using var stale = await bench.SendAsync(HttpMethod.Put, path, body, ("If-Match", tag));
        using var lost = await bench.SendAsync(HttpMethod.Put, "/v1/api-clients/999999", body, ("If-Match", "*"));
        using var key = await bench.SendAsync(HttpMethod.Post, path + "/keys", new { scopes = new[] { "read" } }, ("Idempotency-Key", "of a disabled client"));

        var now = await AccessBench.ReadAsync<ApiClient>(changed, HttpStatusCode.OK);
        Assert.Multiple(() =>
        {
            Assert.That((now.Name, now.Organisation, now.Version), Is.EqualTo(("Renamed", "srda", 2)));
            Assert.That(now.DisabledAt, Is.Not.Null);
            Assert.That((unsaid.StatusCode, stale.StatusCode, lost.StatusCode), Is.EqualTo(((HttpStatusCode)428, HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound)));
            Assert.That(key.StatusCode, Is.EqualTo(HttpStatusCode.Conflict), "a disabled client gets no key");
        });
    }

    [Test]
    public async Task A_secret_is_shown_once_kept_by_nobody_and_never_shown_again()
    {
        var client = await bench.NewClientAsync();
        var path = $"/v1/api-clients/{client.Id.ToString(CultureInfo.InvariantCulture)}/keys";
        using var first = await bench.SendAsync(HttpMethod.Post, path, new { scopes = new[] { "read" } }, ("Idempotency-Key", "one key"));
        using var again = await bench.SendAsync(HttpMethod.Post, path, new { scopes = new[] { "read" } }, ("Idempotency-Key", "one key"));
        using var reused = await bench.SendAsync(HttpMethod.Post, path, new { scopes = new[] { "push" } }, ("Idempotency-Key", "one key"));
        var made = await AccessBench.ReadAsync<CreatedApiKey>(first, HttpStatusCode.Created);
        var listed = await bench.Operator.GetStringAsync(path);
        var secret = made.Secret[15..];

        Assert.Multiple(async () =>
        {
            Assert.That(first.Headers.CacheControl!.NoStore, Is.True);
            Assert.That((again.StatusCode, reused.StatusCode), Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity)));
            Assert.That(await again.Content.ReadAsStringAsync() + listed, Does.Not.Contain(secret));
            Assert.That((await bench.AskAsync<Page<ApiKey>>(path)).Items, Has.Count.EqualTo(1));
            Assert.That((await bench.Api.SqlAsync($"select k::text from api_key k where k.prefix = '{made.Key.Prefix}'"))[0][0], Does.Not.Contain(secret));
            Assert.That(made.Key.ExpiresAt, Is.EqualTo(TimeProvider.System.GetUtcNow().AddDays(365)).Within(TimeSpan.FromMinutes(1)));
        });
    }

    [Test]
    public async Task Everything_wrong_with_a_key_is_named_at_once()
    {
        var client = await bench.NewClientAsync();
        using var wrong = await bench.SendAsync(HttpMethod.Post, $"/v1/api-clients/{client.Id.ToString(CultureInfo.InvariantCulture)}/keys", new
        {
            scopes = new[] { "read", "everything" }, networks = new[] { "10.0.0.0/8", "10.0.0.1/8", "intranet", "::ffff:10.0.0.0/104" }, expiresAt = TimeProvider.System.GetUtcNow().AddYears(3), overlapDays = 3,
        });
        using var nothing = await bench.SendAsync(HttpMethod.Post, $"/v1/api-clients/{client.Id.ToString(CultureInfo.InvariantCulture)}/keys", new { expiresAt = "2020-01-01T00:00:00Z" }, ("Idempotency-Key", "nothing"));
        using var assigned = await bench.SendAsync(HttpMethod.Post, $"/v1/api-clients/{client.Id.ToString(CultureInfo.InvariantCulture)}/keys", new { scopes = new[] { "read" }, secret = "mine", clientId = 1 }, ("Idempotency-Key", "assigned"));

        Assert.Multiple(async () =>
        {
            Assert.That(await AccessBench.FindingsAsync(wrong), Is.EqualTo(new[]
            {
                "/scopes/1 unknown-value", "/networks/1 invalid-network", "/networks/2 invalid-network", "/networks/3 invalid-network", "/expiresAt out-of-range", "/overlapDays not-applicable", "Idempotency-Key required",
            }));
            Assert.That(await AccessBench.FindingsAsync(nothing), Is.EqualTo(new[] { "/scopes required", "/expiresAt out-of-range" }));
            Assert.That(assigned.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), "unknown fields are refused");
        });
    }

    [Test]
    public async Task A_new_key_takes_over_while_the_old_one_expires_after_the_overlap()
    {
        var client = await bench.NewClientAsync();
        var old = await bench.KeyAsync(client.Id, new { scopes = new[] { "read", "push" }, networks = new[] { "127.0.0.0/8" } });
        var renewed = await bench.KeyAsync(client.Id, new { replaces = old.Key.Prefix });

        Assert.Multiple(async () =>
        {
            Assert.That((renewed.Key.Replaces, renewed.Replaced!.Prefix), Is.EqualTo((old.Key.Prefix, old.Key.Prefix)));
            Assert.That(renewed.Key.Scopes, Is.EqualTo(old.Key.Scopes));
            Assert.That(renewed.Key.Networks, Is.EqualTo(old.Key.Networks));
            Assert.That(renewed.Replaced!.ExpiresAt, Is.EqualTo(TimeProvider.System.GetUtcNow().AddDays(7)).Within(TimeSpan.FromMinutes(1)));
            Assert.That((await bench.ComesInAsync(old.Secret)).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await bench.ComesInAsync(renewed.Secret)).Status, Is.EqualTo(HttpStatusCode.OK));
        });
        var last = await bench.KeyAsync(client.Id, new { replaces = renewed.Key.Prefix, overlapDays = 0 });
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => (await bench.ComesInAsync(renewed.Secret)).Detail == "The key has expired.", "without an overlap the old one ends at once");
        Assert.That((await bench.ComesInAsync(last.Secret)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Of_rotations_at_the_same_time_one_takes_over()
    {
        var client = await bench.NewClientAsync();
        var old = await bench.KeyAsync(client.Id, new { scopes = new[] { "read" } });
        var path = $"/v1/api-clients/{client.Id.ToString(CultureInfo.InvariantCulture)}/keys";
        var different = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => bench.SendAsync(HttpMethod.Post, path, new { replaces = old.Key.Prefix }, ("Idempotency-Key", $"{client.Id} rotation {number}"))));
        var current = (await bench.AskAsync<Page<ApiKey>>(path)).Items[0];
        var same = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => bench.SendAsync(HttpMethod.Post, path, new { replaces = current.Prefix }, ("Idempotency-Key", $"{client.Id} one rotation"))));

        foreach (var answers in new[] { different, same })
        {
            Assert.That(answers.Select(answer => answer.StatusCode), Has.Exactly(1).EqualTo(HttpStatusCode.Created).And.Exactly(7).EqualTo(HttpStatusCode.Conflict));
            foreach (var answer in answers)
                answer.Dispose();
        }
        Assert.That((await bench.AskAsync<Page<ApiKey>>(path)).Items, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_key_that_is_gone_is_not_replaced_and_a_strangers_is_not_known()
    {
        var (client, key) = await bench.ClientWithAsync("analyst");
        var stranger = await bench.NewClientAsync();
        await bench.RevokeAsync(client.Id, key.Key.Prefix);
        var path = $"/v1/api-clients/{client.Id.ToString(CultureInfo.InvariantCulture)}";
        using var gone = await bench.SendAsync(HttpMethod.Post, path + "/keys", new { replaces = key.Key.Prefix }, ("Idempotency-Key", "gone"));
        using var foreign = await bench.SendAsync(HttpMethod.Post, $"/v1/api-clients/{stranger.Id.ToString(CultureInfo.InvariantCulture)}/keys", new { replaces = key.Key.Prefix }, ("Idempotency-Key", "foreign"));
        using var elsewhere = await bench.SendAsync(HttpMethod.Post, $"/v1/api-clients/{stranger.Id.ToString(CultureInfo.InvariantCulture)}/keys/{key.Key.Prefix}/revocation", new { reason = "Not mine" });
        using var again = await bench.SendAsync(HttpMethod.Post, $"{path}/keys/{key.Key.Prefix}/revocation", new { reason = "Another reason" });
        using var unsaid = await bench.SendAsync(HttpMethod.Post, $"{path}/keys/{key.Key.Prefix}/revocation", new { });

        Assert.Multiple(async () =>
        {
            Assert.That((gone.StatusCode, foreign.StatusCode, elsewhere.StatusCode), Is.EqualTo((HttpStatusCode.Conflict, HttpStatusCode.BadRequest, HttpStatusCode.NotFound)));
            Assert.That((await AccessBench.ReadAsync<ApiKey>(again, HttpStatusCode.OK)).RevokeReason, Is.EqualTo("Lost"), "the reason of then stays");
            Assert.That(await AccessBench.FindingsAsync(unsaid), Is.EqualTo(new[] { "/reason required" }));
        });
    }

    [Test]
    public async Task Roles_are_granted_for_what_they_are_held_for_and_only_for_what_exists()
    {
        var client = await bench.NewClientAsync();
        var body = new { holder = client.Holder, role = "sourceSystem", source = "raim", reason = "Nightly push" };
        using var first = await bench.SendAsync(HttpMethod.Post, "/v1/role-grants", body, ("Idempotency-Key", "one role"));
        using var again = await bench.SendAsync(HttpMethod.Post, "/v1/role-grants", body, ("Idempotency-Key", "one role"));
        using var reused = await bench.SendAsync(HttpMethod.Post, "/v1/role-grants", body with { reason = "Other" }, ("Idempotency-Key", "one role"));
        var made = await AccessBench.ReadAsync<RoleGrant>(first, HttpStatusCode.Created);

        Assert.Multiple(async () =>
        {
            Assert.That((made.Holder, made.HolderName, made.Role, made.Source, made.State, made.GrantedBy), Is.EqualTo((client.Holder, client.Name, "sourceSystem", "raim", "inForce", "operator")));
            Assert.That((await AccessBench.ReadAsync<RoleGrant>(again, HttpStatusCode.Created)).Id, Is.EqualTo(made.Id));
            Assert.That(reused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(await WrongAsync(new { holder = "client:999999", role = "dataSubmitter", network = "nowhere", source = "raim", validTo = "2020-01-01T00:00:00Z" }), Is.EqualTo(new[]
            {
                "/holder unknown-code", "/organisation required", "/network unknown-code", "/network not-applicable", "/source not-applicable", "/validTo out-of-range", "/reason required", "Idempotency-Key required",
            }));
            Assert.That(await WrongAsync(new { holder = "anna", role = "king", reason = "x" }), Is.EqualTo(new[] { "/holder invalid-holder", "/role unknown-value", "Idempotency-Key required" }));
            Assert.That(await WrongAsync(new { holder = client.Holder, role = "externalExpert", reason = "x" }), Is.EqualTo(new[] { "/network required", "/validTo required", "Idempotency-Key required" }));
            Assert.That(await WrongAsync(new { holder = client.Holder, role = "politician", organisation = "cesu-novads-2012", reason = "x" }), Is.EqualTo(new[] { "/organisation unknown-code", "Idempotency-Key required" }));
        });
    }

    [Test]
    public async Task Roles_are_listed_by_holder_role_and_organisation_also_those_that_ended()
    {
        var client = await bench.NewClientAsync();
        var coming = await bench.GrantAsync(new { holder = client.Holder, role = "analyst", validFrom = TimeProvider.System.GetUtcNow().AddDays(1), reason = "Next day" });
        var ended = await bench.GrantAsync(new { holder = client.Holder, role = "politician", organisation = "riga", validTo = TimeProvider.System.GetUtcNow().AddSeconds(1), reason = "A second" });
        var revoked = await bench.GrantAsync(new { holder = client.Holder, role = "politician", organisation = "valmiera", reason = "To be taken back" });
        using var answer = await bench.SendAsync(HttpMethod.Post, $"/v1/role-grants/{revoked.Id.ToString(CultureInfo.InvariantCulture)}/revocation", new { reason = "Left" });
        var taken = await AccessBench.ReadAsync<RoleGrant>(answer, HttpStatusCode.OK);
        await Task.Delay(1200);
        using var late = await bench.SendAsync(HttpMethod.Post, $"/v1/role-grants/{ended.Id.ToString(CultureInfo.InvariantCulture)}/revocation", new { reason = "Too late" });
        using var again = await bench.SendAsync(HttpMethod.Post, $"/v1/role-grants/{revoked.Id.ToString(CultureInfo.InvariantCulture)}/revocation", new { reason = "Once more" });

        Assert.Multiple(async () =>
        {
            Assert.That((taken.State, taken.RevokedBy, taken.RevokeReason), Is.EqualTo(("revoked", "operator", "Left")));
            Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That((await AccessBench.ReadAsync<RoleGrant>(again, HttpStatusCode.OK)).RevokeReason, Is.EqualTo("Left"));
            Assert.That(await ListedAsync($"holder={client.Holder}"), Is.EqualTo(new[] { (coming.Id, "coming") }));
            Assert.That(await ListedAsync($"holder={client.Holder}&withEnded=true"), Is.EqualTo(new[] { (revoked.Id, "revoked"), (ended.Id, "ended"), (coming.Id, "coming") }));
            Assert.That(await ListedAsync($"holder={client.Holder}&withEnded=true&role=politician&organisation=riga"), Is.EqualTo(new[] { (ended.Id, "ended") }));
            Assert.That((await bench.AskAsync<RoleGrant>($"/v1/role-grants/{ended.Id.ToString(CultureInfo.InvariantCulture)}")).Reason, Is.EqualTo("A second"));
        });
        using var wrong = await bench.Operator.GetAsync("/v1/role-grants?holder=anna&role=king&organisation=nowhere&network=none&limit=0&cursor=x");
        Assert.That(await AccessBench.FindingsAsync(wrong), Is.SupersetOf(new[] { "holder invalid-holder", "role unknown-value", "organisation unknown-code", "network unknown-code", "limit out-of-range", "cursor invalid-cursor" }));
    }

    [Test]
    public async Task Persons_are_found_by_a_part_of_their_name_and_hold_roles()
    {
        await bench.Api.SqlAsync("""
            insert into person (issuer, subject, name, erased_at) values
                ('https://id.example', 'anna', 'Anna Bērziņa', null), ('https://id.example', 'juris', null, null), ('https://id.example', 'gone', null, now())
            """);
        var all = (await bench.AskAsync<Page<KnownPerson>>("/v1/persons")).Items;
        var found = (await bench.AskAsync<Page<KnownPerson>>("/v1/persons?search=berzina")).Items;
        var grant = await bench.GrantAsync(new { holder = found[0].Holder, role = "municipalCoordinator", organisation = "cesu-novads-2021", reason = "Council decision" });

        Assert.Multiple(() =>
        {
            Assert.That(all.Select(person => person.Subject), Is.EqualTo(new[] { "anna", "juris" }), "who was erased is not listed");
            Assert.That(found.Select(person => person.Name), Is.EqualTo(new[] { "Anna Bērziņa" }));
            Assert.That((grant.Holder, grant.HolderName), Is.EqualTo((found[0].Holder, "Anna Bērziņa")));
        });
    }

    [Test]
    public async Task The_operator_key_always_works_whatever_becomes_of_the_administrators()
    {
        var (client, key) = await bench.ClientWithAsync("administrator", scopes: ["administer"]);
        foreach (var (id, _) in await ListedAsync("role=administrator"))
        {
            using var answer = await bench.SendAsync(HttpMethod.Post, $"/v1/role-grants/{id.ToString(CultureInfo.InvariantCulture)}/revocation", new { reason = "All of them" });
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => (await bench.MeAsync(key.Secret)).Permissions.Count == 0, "no administrator is left");

        await bench.GrantAsync(new { holder = client.Holder, role = "administrator", reason = "By the operator" });
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => (await bench.MeAsync(key.Secret)).Permissions.Count > 0, "the operator let one in again");
    }

    private static HttpRequestMessage Request(string method, string path) => new(new HttpMethod(method), path) { Content = method == "GET" ? null : JsonContent.Create(new { reason = "x" }) };

    private async Task<string[]> WrongAsync(object granting)
    {
        using var answer = await bench.SendAsync(HttpMethod.Post, "/v1/role-grants", granting);
        return await AccessBench.FindingsAsync(answer);
    }

    private async Task<(long Id, string State)[]> ListedAsync(string query) =>
        [.. (await bench.AskAsync<Page<RoleGrant>>($"/v1/role-grants?{query}")).Items.Select(grant => (grant.Id, grant.State))];
}
