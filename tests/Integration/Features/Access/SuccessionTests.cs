namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>After a merger the successor's people reach what the predecessors' could.</summary>
[TestFixture]
public sealed class SuccessionTests
{
    private AccessBench bench = null!;

    [OneTimeSetUp]
    public async Task Start() => bench = await AccessBench.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await bench.DisposeAsync();

    [Test]
    public async Task Madona_of_2025_reaches_Varaklani_and_all_that_became_Madona_before()
    {
        var territories = await TerritoriesOfAsync("madonas-novads-2025");

        Assert.That(territories, Is.SupersetOf(new[] { "LV0038001", "LV0038000", "LV0055000", "LV0700200" }), "itself, Madona and Varakļāni of 2021, and Madona of 2009");
        Assert.That(territories, Does.Not.Contain("LV0026000"));
    }

    [Test]
    public async Task What_merged_does_not_reach_its_successor_or_its_sisters() =>
        Assert.That(await TerritoriesOfAsync("varaklanu-novads"), Is.EqualTo(new[] { "LV0055000" }));

    [Test]
    public async Task Cesis_of_2021_reaches_Cesis_of_2009_and_those_that_joined_it()
    {
        var merged = await bench.Api.SqlAsync("""
            select distinct v.code
            from territory_change_part p
            join territory_version a on a.territory_version_id = p.to_version_id and a.code = 'LV0026000'
            join territory_version v on v.territory_version_id = p.from_version_id
            """);
        var territories = await TerritoriesOfAsync("cesu-novads-2021");

        Assert.That(merged, Has.Count.GreaterThan(3));
        Assert.That(territories, Is.SupersetOf(merged.Select(row => row[0])).And.Contain("LV0026000").And.Contain("LV0420200"));
    }

    [Test]
    public async Task Mersrags_which_left_Roja_does_not_reach_Roja_nor_Roja_Mersrags()
    {
        Assert.That(await TerritoriesOfAsync("mersraga-novads"), Is.EqualTo(new[] { "LV0887600" }));
        Assert.That(await TerritoriesOfAsync("rojas-novads"), Is.EqualTo(new[] { "LV0888301" }));
    }

    [Test]
    public async Task Networks_of_a_predecessor_are_reached_by_the_successor_while_it_is_a_member()
    {
        await bench.NetworkAsync("of-varaklani", ("varaklanu-novads", "2022-01-01", null));
        await bench.NetworkAsync("of-varaklani-once", ("varaklanu-novads", "2022-01-01", "2024-01-01"));
        await bench.NetworkAsync("of-cesis-2009", ("cesu-novads-2009", "2013-01-01", null));
        await bench.NetworkAsync("not-yet", ("madonas-novads-2025", "2099-01-01", null));

        Assert.That(await NetworksOfAsync("madonas-novads-2025", "municipalCoordinator"), Is.EqualTo(new[] { "of-varaklani" }));
        Assert.That(await NetworksOfAsync("cesu-novads-2021", "dataSubmitter"), Is.EqualTo(new[] { "of-cesis-2009" }));
        Assert.That(await NetworksOfAsync("cesu-novads-2021", "politician"), Is.Empty, "a politician reads as an authorised user of the own municipality");
        Assert.That(await NetworksOfAsync("rojas-novads", "municipalCoordinator"), Is.Empty);
    }

    private async Task<IReadOnlyList<string>> TerritoriesOfAsync(string organisation) =>
        (await bench.MeAsync((await bench.ClientWithAsync("municipalCoordinator", organisation)).Key.Secret)).Territories;

    private async Task<IEnumerable<string>> NetworksOfAsync(string organisation, string role) =>
        (await bench.MeAsync((await bench.ClientWithAsync(role, organisation)).Key.Secret)).Networks.Select(network => network.Code);
}
