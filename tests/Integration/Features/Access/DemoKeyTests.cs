using System.Net;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A local start makes a key of each role to be tried out; nobody else takes them.</summary>
[TestFixture]
public sealed class DemoKeyTests
{
    private static readonly Dictionary<string, string?> Production = new(StringComparer.Ordinal) { ["Benchlearning:OperatorKey"] = "a key of this test, long enough to be taken" };

    [Test]
    public async Task A_local_start_makes_a_key_of_each_role_that_lives_for_a_day()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        await using var local = await ApiServer.StartOnAsync(database.ConnectionString, environment: "Local");
        var made = local.Services.GetRequiredService<DemoKeys>().Made;

        Assert.That(made.Select(key => key.Role), Is.EqualTo(Role.All));
        foreach (var key in made)
        {
            var me = await AccessBench.MeAsync(local, key.Key);
            Assert.That(me.Roles.Select(role => role.Role), Is.EqualTo(new[] { key.Role }));
            Assert.That(me.Level, Is.EqualTo(key.Role switch { "administrator" => "administrator", "analyst" => "analyst", "auditor" or "sourceSystem" => "public", _ => "authorised" }), key.Role);
            Assert.That(me.Permissions.Except(["storeAnalyses", "discussPractices"]).Any(), Is.EqualTo(key.Role is "dataSubmitter" or "municipalCoordinator" or "networkCoordinator" or "sourceSystem" or "auditor" or "analyst" or "administrator"), key.Role);
            Assert.That(me.Permissions.Contains("saveGroups"), Is.EqualTo(key.Role is "analyst" or "administrator"), key.Role);
            Assert.That(me.Permissions.Contains("storeAnalyses"), Is.EqualTo(key.Role is not ("sourceSystem" or "auditor")), key.Role);
            Assert.That(me.Networks.Select(network => network.Code), key.Role is "dataSubmitter" or "municipalCoordinator" or "networkCoordinator" or "externalExpert" ? Is.EqualTo(new[] { "demo" }) : Is.Empty, key.Role);
            Assert.That(me.Territories, key.Role is "dataSubmitter" or "municipalCoordinator" or "politician" ? Is.EqualTo(new[] { "LV0420200" }) : Is.Empty, key.Role);
        }
        Assert.That((await local.SqlAsync("select count(*) from api_key where expires_at between now() + interval '23 hours' and now() + interval '24 hours'"))[0][0], Is.EqualTo("10"));
        Assert.That((await local.SqlAsync("select count(*) from network_membership"))[0][0], Is.EqualTo("3"));
    }

    [Test]
    public async Task The_next_local_start_cleans_up_what_has_expired_and_leaves_the_rest()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        string[] first;
        await using (var local = await ApiServer.StartOnAsync(database.ConnectionString, environment: "Local"))
        {
            first = KeysOf(local);
            Assert.That(first, Has.Length.EqualTo(9), "without the sample there is no source");
            await local.SqlAsync("update api_key set created_at = now() - interval '2 days', expires_at = now() - interval '1 day' where api_client_id in (select api_client_id from api_client where name in ('Demo: analyst', 'Demo: auditor'))");
        }
        await using var again = await ApiServer.StartOnAsync(database.ConnectionString, environment: "Local");

        Assert.That((await again.SqlAsync("select count(*), count(*) filter (where expires_at <= now()) from api_key"))[0], Is.EqualTo(new[] { "16", "0" }));
        Assert.That((await again.SqlAsync("select count(*) from api_client"))[0][0], Is.EqualTo("10"), "the clients are those of before");
        Assert.That((await AccessBench.ComesInAsync(again, first[0])).Status, Is.EqualTo(HttpStatusCode.OK), "a key that is not a day old still works");
    }

    [Test]
    public async Task Production_does_not_start_beside_them_and_says_what_to_do()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        await using (await ApiServer.StartOnAsync(database.ConnectionString, environment: "Local"))
        {
        }

        var refusal = (await Assert.ThrowsAsync<StartRefusedException>(async () => await ApiServer.StartOnAsync(database.ConnectionString, Production, "Production")))!.Message;
        Assert.That(refusal, Does.StartWith("The service does not start: ").And.Contain("9 demo keys").And.Contain("remove-demo-keys"));

        await using (var testing = await ApiServer.StartOnAsync(database.ConnectionString))
        {
            Assert.That(await testing.SendAsync(new RemoveDemoKeys.Command()), Is.EqualTo(9));
            Assert.That((await testing.SqlAsync("select count(*) from api_client"))[0][0], Is.EqualTo("0"));
        }
        await using var production = await ApiServer.StartOnAsync(database.ConnectionString, Production, "Production");
        Assert.That(production.Services.GetRequiredService<DemoKeys>().Made, Is.Empty);
    }

    [Test]
    public async Task No_other_environment_makes_or_accepts_them()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        await using var local = await ApiServer.StartOnAsync(database.ConnectionString, environment: "Local");
        await using var testing = await ApiServer.StartOnAsync(database.ConnectionString);
        await using var beside = await StartedBeforeAsync(database.ConnectionString, local);

        Assert.That(KeysOf(testing), Is.Empty);
        foreach (var key in KeysOf(local))
        {
            Assert.That((await AccessBench.ComesInAsync(testing, key)).Detail, Does.Contain("local try-out"));
            Assert.That((await AccessBench.ComesInAsync(beside, key)).Detail, Does.Contain("local try-out"));
        }
    }

    /// <summary>A production instance that ran already when a local one was started on its database.</summary>
    private static async Task<ApiServer> StartedBeforeAsync(string connectionString, ApiServer local)
    {
        await local.SqlAsync("update api_client set is_demo = false");
        var production = await ApiServer.StartOnAsync(connectionString, Production, "Production");
        await local.SqlAsync("update api_client set is_demo = true");
        return production;
    }

    private static string[] KeysOf(ApiServer api) => [.. api.Services.GetRequiredService<DemoKeys>().Made.Select(key => key.Key)];
}
