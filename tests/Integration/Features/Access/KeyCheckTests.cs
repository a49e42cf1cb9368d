#pragma warning disable RS0030, CA2100 // Holds tables locked, and looks beside the product at what it wrote.
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ICredentials = Benchlearning.Api.Platform.Auth.ICredentials;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>Who comes in with a key, and who does not.</summary>
[TestFixture]
public sealed class KeyCheckTests
{
    private AccessBench bench = null!;

    [OneTimeSetUp]
    public async Task Start() => bench = await AccessBench.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await bench.DisposeAsync();

    [Test]
    public async Task A_client_comes_in_with_its_key_and_is_told_who_it_is()
    {
        var (client, key) = await bench.ClientWithAsync("dataSubmitter", organisation: "cesu-novads-2009", scopes: ["read", "submit"]);

        var me = await bench.MeAsync(key.Secret);

        Assert.Multiple(() =>
        {
            Assert.That(key.Secret, Does.Match("^blk_[a-z0-9]{10}_[A-Za-z0-9_-]{43}$").And.Contain(key.Key.Prefix));
            Assert.That((me.Kind, me.Actor, me.Name), Is.EqualTo(("client", client.Holder, client.Name)));
            Assert.That(me.Roles.Select(role => (role.Role, role.Organisation)), Is.EqualTo(new[] { ("dataSubmitter", "cesu-novads-2009") }));
            Assert.That(me.Organisations.Select(organisation => organisation.Name), Is.EqualTo(new[] { "Cēsis municipality" }));
            Assert.That(me.Territories, Is.EqualTo(new[] { "LV0420200" }));
            Assert.That(me.Permissions, Is.EqualTo(new[] { "sendValues", "storeAnalyses", "discussPractices" }));
            Assert.That(me.Scopes, Is.EqualTo(new[] { "read", "submit" }));
            Assert.That(me.Level, Is.EqualTo("authorised"));
        });
    }

    [Test]
    public async Task Who_I_am_is_private_and_answers_anonymous_and_operator_too()
    {
        using var anonymous = await bench.Api.Client.GetAsync("/v1/me");
        var operators = await bench.AskAsync<Contracts.V1.Access.Me>("/v1/me");

        Assert.Multiple(() =>
        {
            Assert.That(anonymous.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(anonymous.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache, private").Or.EqualTo("private, no-cache"));
            Assert.That((operators.Kind, operators.Level), Is.EqualTo(("operator", "administrator")));
            Assert.That(operators.Permissions, Does.Contain("manageAccess"));
        });
    }

    [Test]
    public async Task A_wrong_secret_an_unknown_prefix_and_what_is_no_key_are_refused_alike()
    {
        var (_, key) = await bench.ClientWithAsync("analyst");
        _ = await bench.MeAsync(key.Secret); // the right prefix is in memory now
        var wrong = key.Secret[..15] + Swapped(key.Secret[15..]);
        string[] guesses =
        [
            wrong, $"blk_zzzzzzzzzz_{key.Secret[15..]}", key.Secret[..^1], key.Secret + "A", key.Secret.ToUpperInvariant().Replace("BLK_", "blk_", StringComparison.Ordinal), "blk_", "blk__",
            $"blk_{key.Key.Prefix}", $"blk_{key.Key.Prefix}-{key.Secret[15..]}", $"blk_{key.Key.Prefix}_{new string('*', 43)}",
        ];

        foreach (var guess in guesses)
            Assert.That(await bench.ComesInAsync(guess), Is.EqualTo((HttpStatusCode.Unauthorized, "The key is not valid.")), guess);
        Assert.That((await bench.ComesInAsync(key.Secret)).Status, Is.EqualTo(HttpStatusCode.OK), "the guesses left the key as it is");
    }

    [Test]
    public async Task A_key_of_whose_last_character_only_unused_bits_differ_is_another_key()
    {
        var (_, key) = await bench.ClientWithAsync("analyst");
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var twin = key.Secret[..^1] + letters[letters.IndexOf(key.Secret[^1], StringComparison.Ordinal) ^ 1];

        Assert.That((await bench.ComesInAsync(twin)).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_revoked_key_is_refused_at_once_and_its_holder_is_told_why()
    {
        var (client, key) = await bench.ClientWithAsync("analyst");
        _ = await bench.MeAsync(key.Secret);

        var revoked = await bench.RevokeAsync(client.Id, key.Key.Prefix);

        Assert.That((revoked.State, revoked.RevokedBy, revoked.RevokeReason), Is.EqualTo(("revoked", "operator", "Lost")));
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => await bench.ComesInAsync(key.Secret) == (HttpStatusCode.Unauthorized, "The key was revoked."), "the key is refused");
    }

    [Test]
    public async Task A_key_of_a_disabled_client_is_refused_until_it_is_enabled_again()
    {
        var (client, key) = await bench.ClientWithAsync("analyst");
        _ = await bench.MeAsync(key.Secret);

        await EnableAsync(client.Id, false);
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => (await bench.ComesInAsync(key.Secret)).Detail.Contains("disabled", StringComparison.Ordinal), "the key is refused");
        await EnableAsync(client.Id, true);
        await Asking.WithinAsync(TimeSpan.FromSeconds(5), async () => (await bench.ComesInAsync(key.Secret)).Status == HttpStatusCode.OK, "the key is accepted again");
    }

    [TestCase("192.0.2.0/24", HttpStatusCode.Unauthorized)]
    [TestCase("2001:db8::/32", HttpStatusCode.Unauthorized)]
    [TestCase("127.0.0.0/8", HttpStatusCode.OK)]
    [TestCase("127.0.0.1", HttpStatusCode.OK)]
    public async Task A_key_comes_in_from_its_networks_only(string network, HttpStatusCode status)
    {
        var client = await bench.NewClientAsync();
        var key = await bench.KeyAsync(client.Id, new { scopes = new[] { "read" }, networks = new[] { network } });

        Assert.That((await bench.ComesInAsync(key.Secret)).Status, Is.EqualTo(status));
        Assert.That((await bench.ComesInAsync(key.Secret)).Status, Is.EqualTo(status), "from memory too");
    }

    [Test]
    public async Task A_key_expires_to_the_second_also_while_it_is_kept_in_memory()
    {
        var client = await bench.NewClientAsync();
        var end = TimeProvider.System.GetUtcNow().AddSeconds(3);
        var key = await bench.KeyAsync(client.Id, new { scopes = new[] { "read" }, expiresAt = end });
        using var carrying = AccessBench.With(bench.Api, key.Secret);

        DateTimeOffset lastAccepted = default, firstRefused = default;
        while (firstRefused == default && TimeProvider.System.GetUtcNow() < end.AddSeconds(5))
        {
            var asked = TimeProvider.System.GetUtcNow();
            using var answer = await carrying.GetAsync("/v1/me");
            if (answer.StatusCode == HttpStatusCode.OK)
                lastAccepted = asked;
            else
                firstRefused = TimeProvider.System.GetUtcNow();
            await Task.Delay(50);
        }

        Assert.Multiple(() =>
        {
            Assert.That(lastAccepted, Is.LessThan(end.AddSeconds(1)).And.GreaterThan(end.AddSeconds(-2)));
            Assert.That(firstRefused, Is.GreaterThan(end.AddSeconds(-1)));
        });
        Assert.That((await bench.ComesInAsync(key.Secret)).Detail, Is.EqualTo("The key has expired."));
    }

    [Test]
    public async Task A_role_begins_and_ends_to_the_second_also_while_the_key_is_kept_in_memory()
    {
        var client = await bench.NewClientAsync();
        var key = await bench.KeyAsync(client.Id, new { scopes = new[] { "read" } });
        var (from, to) = (TimeProvider.System.GetUtcNow().AddSeconds(3), TimeProvider.System.GetUtcNow().AddSeconds(7));
        await bench.GrantAsync(new { holder = client.Holder, role = "analyst", validFrom = from, validTo = to, reason = "Four seconds" });

        var seen = new List<(DateTimeOffset At, bool Holds)>();
        while (TimeProvider.System.GetUtcNow() < to.AddSeconds(2))
        {
            var at = TimeProvider.System.GetUtcNow();
            seen.Add((at, (await bench.MeAsync(key.Secret)).Roles.Count > 0));
            await Task.Delay(50);
        }

        Assert.Multiple(() =>
        {
            Assert.That(seen.Where(look => look.At < from.AddSeconds(-1)).Select(look => look.Holds), Has.All.False);
            Assert.That(seen.Where(look => look.At > from.AddSeconds(1) && look.At < to.AddSeconds(-0.5)).Select(look => look.Holds), Is.Not.Empty.And.All.True);
            Assert.That(seen.Where(look => look.At > to.AddSeconds(1)).Select(look => look.Holds), Is.Not.Empty.And.All.False);
        });
    }

    [Test]
    public async Task Scopes_narrow_what_the_roles_allow_and_never_add_to_it()
    {
        var (_, reader) = await bench.ClientWithAsync("administrator", scopes: ["read"]);
        var (_, blind) = await bench.ClientWithAsync("analyst", scopes: ["push", "administer"]);
        using var administrator = AccessBench.With(bench.Api, reader.Secret);
        using var answer = await administrator.GetAsync("/v1/api-clients");

        var (asReader, asBlind) = (await bench.MeAsync(reader.Secret), await bench.MeAsync(blind.Secret));

        Assert.Multiple(() =>
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
            Assert.That(asReader.Level, Is.EqualTo("administrator"));
            Assert.That(asReader.Permissions, Is.Empty);
            Assert.That((asBlind.Level, asBlind.Permissions.Count), Is.EqualTo(("public", 0)));
            Assert.That(asBlind.Roles.Select(role => role.Role), Is.EqualTo(new[] { "analyst" }), "the role is held all the same");
        });
    }

    [Test]
    public async Task A_key_that_was_just_used_needs_no_database()
    {
        var (_, key) = await bench.ClientWithAsync("analyst");
        await Task.Delay(1000); // what making the client told has arrived
        _ = await bench.MeAsync(key.Secret);
        await using var connection = new NpgsqlConnection(bench.Api.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var locking = new NpgsqlCommand("lock table api_key, api_client, role_grant in access exclusive mode", connection, transaction))
            await locking.ExecuteNonQueryAsync();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var carrying = AccessBench.With(bench.Api, key.Secret);
        for (var turn = 0; turn < 20; turn++)
        {
            using var answer = await carrying.GetAsync("/v1/me", limit.Token);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task The_last_use_is_written_to_the_minute_and_empties_no_memory()
    {
        var (client, key) = await bench.ClientWithAsync("analyst");
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        _ = await bench.MeAsync(key.Secret);
        var watch = bench.Api.Services.GetRequiredService<AccessWatch>();
        await Task.Delay(500); // what making the client told has arrived
        var generation = watch.Generation;

        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (await KeysAsync(client.Id))[0].LastUsedAt is not null, "the last use is written");
        var used = (await KeysAsync(client.Id))[0].LastUsedAt!.Value;

        Assert.Multiple(() =>
        {
            Assert.That(used, Is.GreaterThan(before).And.LessThan(TimeProvider.System.GetUtcNow().AddSeconds(1)));
            Assert.That((used.Second, used.Millisecond), Is.EqualTo((0, 0)));
            Assert.That(watch.Generation, Is.EqualTo(generation));
        });
    }

    [Test]
    public async Task A_hundred_thousand_guesses_neither_grow_memory_nor_push_a_real_key_out()
    {
        var (_, key) = await bench.ClientWithAsync("analyst");
        _ = await bench.MeAsync(key.Secret);
        var (keys, kept) = (bench.Api.Services.GetServices<ICredentials>().OfType<ApiKeys>().Single(), bench.Api.Services.GetRequiredService<KeptKeys>());
        var known = key.Secret[..15];
        const int unknownPrefixes = 12_000; // more than are kept

        await Parallel.ForEachAsync(Enumerable.Range(0, 100_000), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, cancellationToken) =>
        {
            var prefix = number < unknownPrefixes ? string.Create(CultureInfo.InvariantCulture, $"blk_guess{number:D5}_") : known;
            try
            {
                await keys.IdentifyAsync(new DefaultHttpContext(), prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(33))[..43].Replace('+', '-').Replace('/', '_'), cancellationToken);
                Assert.Fail("A guess came in.");
            }
            catch (ProblemException)
            {
                // as it should be
            }
        });

        Assert.That(kept.Count, Is.GreaterThan(0).And.LessThanOrEqualTo(2 * KeptKeys.Most));
        Assert.That(kept.Find(key.Key.Prefix)?.Caller, Is.Not.Null, "the key is still in memory");
    }

    [Test]
    public async Task More_than_one_line_of_credentials_and_other_schemes_are_refused()
    {
        var (_, key) = await bench.ClientWithAsync("analyst");
        foreach (var lines in new string[][] { [$"Bearer {key.Secret}", $"Bearer {key.Secret}"], [$"Basic {key.Secret}"], [key.Secret] })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/me");
            request.Headers.TryAddWithoutValidation("Authorization", lines);
            using var answer = await bench.Api.Client.SendAsync(request);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), string.Join(" | ", lines));
        }
    }

    private async Task<IReadOnlyList<Contracts.V1.Access.ApiKey>> KeysAsync(int clientId) =>
        (await bench.AskAsync<Contracts.V1.Page<Contracts.V1.Access.ApiKey>>($"/v1/api-clients/{clientId.ToString(CultureInfo.InvariantCulture)}/keys")).Items;

    private async Task EnableAsync(int clientId, bool enabled)
    {
        using var answer = await bench.SendAsync(HttpMethod.Put, $"/v1/api-clients/{clientId.ToString(CultureInfo.InvariantCulture)}", new { name = "A system of a test", organisation = "lalrg", enabled }, ("If-Match", "*"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Another secret of the same form.</summary>
    private static string Swapped(string secret) => (secret[0] == 'A' ? 'B' : 'A') + secret[1..];
}
