using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Territories;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Territories;

[TestFixture]
public sealed class TerritoryGroupTests
{
    private static readonly string[] Sizes = ["size-under-5000", "size-5000-to-9999", "size-10000-to-24999", "size-25000-to-49999", "size-50000-and-over"];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("all", "2010-12-31", 118)]
    [TestCase("all", "2013-12-31", 119)]
    [TestCase("all", "2021-07-01", 43)]
    [TestCase("all", "2026-01-01", 42)]
    [TestCase("state-cities", "2013-12-31", 9)]
    [TestCase("state-cities", "2026-01-01", 7)]
    [TestCase("municipalities", "2013-12-31", 110)]
    [TestCase("municipalities", "2026-01-01", 35)]
    [TestCase("region-vidzeme", "2021-06-30", 0)] // regions are not known before the reform
    public async Task A_group_has_the_members_of_the_day(string code, string day, int members)
    {
        Assert.That((await MembersAsync(code, day)).Members, Has.Count.EqualTo(members));
    }

    [Test]
    public async Task The_five_regions_divide_all_between_them()
    {
        var members = new List<string>();
        foreach (var region in new[] { "kurzeme", "latgale", "riga", "vidzeme", "zemgale" })
            members.AddRange((await MembersAsync("region-" + region, "2026-01-01")).Members.Select(member => member.Identity));

        Assert.That(members, Is.Unique);
        Assert.That(members, Has.Count.EqualTo(42));
    }

    [Test]
    public async Task Size_classes_divide_all_whose_population_is_trusted_and_say_of_which_year_it_is()
    {
        var members = new List<string>();
        foreach (var size in Sizes)
        {
            var group = await MembersAsync(size, "2013-12-31");
            members.AddRange(group.Members.Select(member => member.Identity));
            Assert.That(group.Notes[0], Does.Contain("2019"), size);
            Assert.That(group.Notes[1], Is.EqualTo("No trustworthy population: Aizpute municipality, Inčukalns municipality, Līgatne municipality."), size);
        }

        Assert.Multiple(() =>
        {
            Assert.That(members, Is.Unique);
            Assert.That(members, Has.Count.EqualTo(116), "119 less three whose only population is not trusted; Rēzekne and Olaine have one of 2026");
            Assert.That(members, Does.Contain("rezekne").And.Contain("olaines-novads").And.Not.Contain("ligatnes-novads"));
        });
    }

    [Test]
    public async Task Size_classes_of_2026_use_the_population_of_2026()
    {
        var large = await MembersAsync("size-50000-and-over", "2026-06-01");
        var counted = 0;
        foreach (var size in Sizes)
            counted += (await MembersAsync(size, "2026-06-01")).Members.Count;

        Assert.Multiple(() =>
        {
            Assert.That(large.Members.Select(member => member.Code), Does.Contain("LV0001000"));
            Assert.That(large.Notes, Is.Empty);
            Assert.That(counted, Is.EqualTo(42));
        });
    }

    [Test]
    public async Task Groups_are_versioned_and_told_in_both_languages()
    {
        var latvian = (await api.AskAsync<Page<TerritoryGroup>>("/v1/territory-groups?lang=lv")).Items;
        var english = (await api.AskAsync<Page<TerritoryGroup>>("/v1/territory-groups?lang=en")).Items;

        Assert.Multiple(() =>
        {
            Assert.That(english, Has.Count.EqualTo(13));
            Assert.That(english.Select(group => group.Version), Is.All.EqualTo(1));
            Assert.That(english.Zip(latvian).Select(pair => pair.First.Name == pair.Second.Name || pair.First.Description == pair.Second.Description), Is.All.False);
        });
    }

    private Task<TerritoryGroupMembers> MembersAsync(string code, string day) => api.AskAsync<TerritoryGroupMembers>($"/v1/territory-groups/{code}?on={day}&lang=en");
}
