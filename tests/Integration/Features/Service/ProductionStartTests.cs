using Benchlearning.Api.Platform.Errors;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Service;

/// <summary>In production the service only looks at its database: it makes nothing, loads nothing, and says why it does not start.</summary>
[TestFixture]
public sealed class ProductionStartTests
{
    private static readonly Dictionary<string, string?> WithSample = new(StringComparer.Ordinal)
    {
        ["Benchlearning:LoadSample"] = "true", ["Benchlearning:OperatorKey"] = "a key of this test, long enough to be taken",
    };

    [TestCase("")]
    [TestCase("   ")]
    public async Task Without_a_database_it_does_not_start_and_makes_none(string connectionString)
    {
        var refusal = await RefusalAsync(connectionString);

        Assert.That(refusal, Does.Contain("ConnectionStrings__Benchlearning"));
    }

    [TestCase("nonsense")]
    [TestCase("Host=127.0.0.1;Port=1;Username=nobody;Database=nowhere")]
    public async Task An_address_that_leads_nowhere_is_told_in_one_sentence(string connectionString)
    {
        var refusal = await RefusalAsync(connectionString);

        Assert.That(refusal, Does.StartWith("The service does not start: ").And.Not.Contain("   at "));
    }

    [Test]
    public async Task A_missing_an_older_and_a_newer_schema_are_refused_and_left_as_they_are()
    {
        await using var empty = await TestCluster.CreateDatabaseAsync(TestTemplate.Empty);
        Assert.That(await RefusalAsync(empty.ConnectionString), Does.Contain("has no schema yet").And.Contain("migrate"));
        Assert.That(await RefusalAsync(empty.ConnectionString), Does.Contain("has no schema yet"), "nothing was made by the first attempt");

        await using var api = await ApiServer.StartAsync(TestTemplate.Migrated);
        await api.SqlAsync("insert into schema_version (scriptname, applied) values ('9999_of_tomorrow.sql', now())");
        Assert.That(await RefusalAsync(api.ConnectionString), Does.Contain("9999_of_tomorrow.sql").And.Contain("later release").And.Not.Contain("Run the migrations"));

        await api.SqlAsync("delete from schema_version where scriptname in ('9999_of_tomorrow.sql', '0002_territories_of_latvia.sql')");
        Assert.That(await RefusalAsync(api.ConnectionString), Does.Contain("lacks 0002_territories_of_latvia.sql").And.Contain("Run the migrations"));
    }

    [Test]
    public async Task On_a_current_schema_it_starts_and_loads_no_sample()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        await using var production = await ApiServer.StartOnAsync(database.ConnectionString, WithSample, "Production");

        Assert.That(await production.TextAsync("/v1/indicators"), Is.EqualTo("""{"items":[],"next":null}"""));
    }

    [TestCase("alter table observation_revision disable row level security", "on observation_revision.")]
    [TestCase("grant create on schema public to benchlearning_api; alter table level_change owner to benchlearning_api", "on level_change.")]
    [TestCase("grant create on schema public to benchlearning_api; alter table level_change owner to benchlearning_api; alter table observation_revision disable row level security", "on level_change and observation_revision.")]
    public async Task Where_the_second_wall_does_not_hold_it_does_not_start(string breach, string told)
    {
        await using var api = await ApiServer.StartAsync(TestTemplate.Migrated);
        await api.SqlAsync(breach);

        Assert.That(await RefusalAsync(api.ConnectionString), Does.StartWith("The service does not start: ").And.Contain(told).And.Contain("benchlearning_api"));
    }

    [TestCase("", "no operator key")]
    [TestCase("one-two-three", "too short")]
    public async Task Without_an_operator_key_worth_the_name_it_does_not_start(string key, string told)
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        var refusal = await RefusalAsync(database.ConnectionString, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:OperatorKey"] = key });

        Assert.That(refusal, Does.StartWith("The service does not start: ").And.Contain(told).And.Contain("Benchlearning__OperatorKey").And.Contain("32"));
    }

    [Test]
    public async Task With_networks_for_webhooks_that_are_none_it_does_not_start()
    {
        await using var database = await TestCluster.CreateDatabaseAsync(TestTemplate.Migrated);
        var refusal = await RefusalAsync(database.ConnectionString, new Dictionary<string, string?>(WithSample, StringComparer.Ordinal) { ["Benchlearning:Webhooks:AllowedNetworks"] = "10.0.0.0/8, intranet" });

        Assert.That(refusal, Does.StartWith("The service does not start: ").And.Contain("Benchlearning__Webhooks__AllowedNetworks").And.Contain("'intranet'"));
    }

    private static async Task<string> RefusalAsync(string connectionString, Dictionary<string, string?>? settings = null) =>
        (await Assert.ThrowsAsync<StartRefusedException>(async () => await ApiServer.StartOnAsync(connectionString, settings ?? WithSample, "Production")))!.Message;
}
