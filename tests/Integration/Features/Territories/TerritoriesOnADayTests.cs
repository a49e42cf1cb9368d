using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Territories;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Territories;

[TestFixture]
public sealed class TerritoriesOnADayTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("2009-07-01", 9, 109)]
    [TestCase("2011-01-02", 9, 109)]
    [TestCase("2011-01-03", 9, 110)] // Mērsrags left Roja
    [TestCase("2021-06-30", 9, 110)]
    [TestCase("2021-07-01", 7, 36)] // the reform
    [TestCase("2025-06-30", 7, 36)]
    [TestCase("2025-07-01", 7, 35)] // Varakļāni joined Madona
    [TestCase("2026-11-01", 7, 35)]
    public async Task A_day_has_the_territories_that_were_valid_on_it(string day, int cities, int municipalities)
    {
        var on = Day(day);
        var all = await ListAsync($"on={day}");

        Assert.Multiple(() =>
        {
            Assert.That(all.Count(one => one.Type == "stateCity"), Is.EqualTo(cities));
            Assert.That(all.Count(one => one.Type == "municipality"), Is.EqualTo(municipalities));
            Assert.That(all.Count(one => one.Type == "planningRegion"), Is.EqualTo(on < new DateOnly(2021, 7, 1) ? 0 : 5), "regions are not known before the reform");
            Assert.That(all.Count(one => one.Type == "country"), Is.EqualTo(1));
            Assert.That(all.Select(one => one.Identity), Is.Unique);
            Assert.That(all.All(one => one.ValidFrom <= on && (one.ValidTo is null || one.ValidTo >= on)), Is.True);
        });
    }

    [Test]
    public async Task Every_municipality_of_today_lies_in_one_of_five_regions_and_none_before_2021_is_known_to()
    {
        var today = (await ListAsync("on=2026-11-01")).Where(one => one.Type is "stateCity" or "municipality").ToArray();
        var before = (await ListAsync("on=2021-06-30")).Where(one => one.Type is "stateCity" or "municipality").ToArray();
        var vidzeme = await ListAsync("on=2026-11-01&region=LV-VIDZEME&type=municipality");

        Assert.Multiple(() =>
        {
            Assert.That(today.Select(one => one.Region).Distinct().Count(), Is.EqualTo(5));
            Assert.That(today.Select(one => one.Region), Has.None.Null);
            Assert.That(before.Select(one => one.Region), Is.All.Null);
            Assert.That(vidzeme.Select(one => one.Name), Does.Contain("Cēsu novads").And.Contain("Madonas novads").And.Not.Contain("Siguldas novads"));
        });
    }

    [TestCase("LV0010000", "riga", 1, "2009-07-01", "2021-06-30")]
    [TestCase("LV0001000", "riga", 2, "2021-07-01", null)]
    [TestCase("0001000", "riga", 2, "2021-07-01", null)]
    [TestCase("LV0420200", "cesu-novads-2009", 1, "2009-07-01", "2021-06-30")]
    [TestCase("LV0026000", "cesu-novads-2021", 1, "2021-07-01", null)]
    [TestCase("LV0888301", "rojas-novads", 2, "2011-01-03", "2021-06-30")]
    [TestCase("LV0038001", "madonas-novads-2025", 1, "2025-07-01", null)]
    public async Task A_code_of_any_vintage_selects_its_identity_and_says_which_version(string code, string identity, int version, string from, string? to)
    {
        var territory = await api.AskAsync<Territory>($"/v1/territories/{code}");

        Assert.Multiple(() =>
        {
            Assert.That(territory.Identity, Is.EqualTo(identity));
            Assert.That(territory.Version, Is.EqualTo(version));
            Assert.That(territory.ValidFrom, Is.EqualTo(Day(from)));
            Assert.That(territory.ValidTo, Is.EqualTo(to is null ? null : Day(to)));
        });
    }

    [Test]
    public async Task A_name_in_place_of_a_code_is_refused_with_the_codes_that_bear_it()
    {
        var problem = await api.RefusedAsync("/v1/territories/cesu%20novads", 404);

        Assert.That(problem.Errors![0].Allowed, Is.EquivalentTo(new[] { "LV0420200", "LV0026000" }));
    }

    [TestCase("kekava", "Ķekavas novads")]
    [TestCase("ĶEKAVA", "Ķekavas novads")]
    [TestCase("CESU", "Cēsu novads")]
    [TestCase("varaklani", "Varakļānu novads")]
    [TestCase("valmieras", "Kocēnu novads")] // called Valmieras novads until 2010
    [TestCase("0420200", "Cēsu novads")]
    public async Task A_search_forgives_case_and_diacritics_and_knows_former_names_and_codes(string words, string name)
    {
        Assert.That((await ListAsync($"on=2020-01-01&lang=lv&q={Uri.EscapeDataString(words)}")).Select(one => one.Name), Does.Contain(name));
    }

    [Test]
    public async Task A_search_for_nothing_known_is_an_empty_list()
    {
        Assert.That(await ListAsync("q=%25"), Is.Empty); // a wildcard of databases is a letter like any other
    }

    // By the alphabet, in which Ā is a letter of its own after A: Aa Āā Bb Cc Čč Dd Ee Ēē Ff Gg Ģģ Hh Ii Īī Jj Kk Ķķ Ll Ļļ Mm Nn Ņņ Oo Pp Rr Ss Šš
    // Tt Uu Ūū Vv Zz Žž. The annex of the law lists the municipalities in this order, and their codes follow it: LV0022000 Augšdaugavas, LV0023000 Ādažu.
    [Test]
    public async Task Names_are_sorted_as_Latvians_sort_them()
    {
        string[] expected =
        [
            "Aizkraukles novads", "Alūksnes novads", "Augšdaugavas novads", "Ādažu novads", "Balvu novads", "Bauskas novads", "Cēsu novads", "Daugavpils",
            "Dienvidkurzemes novads", "Dobeles novads", "Gulbenes novads", "Jelgava", "Jelgavas novads", "Jēkabpils novads", "Jūrmala", "Krāslavas novads",
            "Kuldīgas novads", "Ķekavas novads", "Liepāja", "Limbažu novads", "Līvānu novads", "Ludzas novads", "Madonas novads", "Mārupes novads",
            "Ogres novads", "Olaines novads", "Preiļu novads", "Rēzekne", "Rēzeknes novads", "Rīga", "Ropažu novads", "Salaspils novads", "Saldus novads",
            "Saulkrastu novads", "Siguldas novads", "Smiltenes novads", "Talsu novads", "Tukuma novads", "Valkas novads", "Valmieras novads", "Ventspils",
            "Ventspils novads",
        ];
        var listed = await ListAsync("on=2026-01-01&lang=lv");

        Assert.That(listed.Where(one => one.Type is "stateCity" or "municipality").Select(one => one.Name), Is.EqualTo(expected));
        var group = await api.AskAsync<TerritoryGroupMembers>("/v1/territory-groups/all?on=2026-01-01&lang=lv");
        Assert.That(group.Members.Select(one => one.Name), Is.EqualTo(expected));
    }

    [Test]
    public async Task Letters_with_marks_follow_their_plain_ones()
    {
        var names = (await ListAsync("on=2013-12-31&lang=lv")).Select(one => one.Name).ToList();

        string[][] neighbours =
        [
            ["Ciblas novads", "Dagdas novads"], ["Aknīstes novads", "Amatas novads", "Auces novads", "Ādažu novads"], ["Garkalnes novads", "Grobiņas novads"],
            ["Engures novads", "Ērgļu novads"], ["Kuldīgas novads", "Ķeguma novads", "Ķekavas novads", "Lielvārdes novads"], ["Ikšķiles novads", "Ilūkstes novads"],
            ["Neretas novads", "Nīcas novads"], ["Strenču novads", "Talsu novads"], ["Rucavas novads", "Rugāju novads", "Rundāles novads", "Rūjienas novads"],
            ["Sējas novads", "Siguldas novads"], ["Vārkavas novads", "Vecumnieku novads"],
        ];
        foreach (var order in neighbours)
            Assert.That(order.Select(name => names.IndexOf(name)), Is.Ordered.And.None.EqualTo(-1), string.Join(" < ", order));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(50)]
    [TestCase(120)]
    [TestCase(1000)]
    public async Task Pages_of_any_size_visit_every_territory_once_in_order(int limit)
    {
        foreach (var lang in new[] { "lv", "en" })
        {
            var whole = await ListAsync($"on=2013-12-31&lang={lang}");
            var visited = new List<Territory>();
            string? cursor = null;
            do
            {
                var page = await api.AskAsync<Page<Territory>>($"/v1/territories?on=2013-12-31&lang={lang}&limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
                Assert.That(page.Items, Has.Count.LessThanOrEqualTo(limit).And.Not.Empty);
                visited.AddRange(page.Items);
                cursor = page.Next;
            }
            while (cursor is not null);

            Assert.That(whole, Has.Count.EqualTo(120));
            Assert.That(visited.Select(one => one.Identity), Is.EqualTo(whole.Select(one => one.Identity)));
        }
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<Territory>> ListAsync(string query) => (await api.AskAsync<Page<Territory>>($"/v1/territories?{query}")).Items;
}
