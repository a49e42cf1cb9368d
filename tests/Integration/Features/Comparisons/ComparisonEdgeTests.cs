using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Comparisons;

/// <summary>Groups and figures at their edges: outsiders, singles, gaps, ties, breaks.</summary>
[TestFixture]
public sealed class ComparisonEdgeTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        await api.SqlAsync("""
            with one as (insert into territory_group (code, kind) values ('only-cesis', 'list'), ('two', 'list') returning territory_group_id, code),
            version as (
                insert into territory_group_version (territory_group_id, version, name_lv, name_en, description_lv, description_en)
                select territory_group_id, 1, code, code, code, code from one returning territory_group_version_id, name_en)
            insert into territory_group_member (territory_group_version_id, territory_id)
            select v.territory_group_version_id, t.territory_id
            from version v
            join territory t on t.identity = 'cesu-novads-2009' or (v.name_en = 'two' and t.identity = 'riga')
            """);
        // 2014: all equal but one; 2015: the compared one has none; 2016: nobody has one.
        await api.ImportAsync(
            "LV0420200,2014,unemployment-rate,,6.51,,,", "LV0010000,2014,unemployment-rate,,6.49,,,", "LV0804400,2014,unemployment-rate,,6.54,,,", "LV0050000,2014,unemployment-rate,,6.46,,,", "LV0090000,2014,unemployment-rate,,9,,,",
            "LV0420200,2015,unemployment-rate,,,,,", "LV0010000,2015,unemployment-rate,,5,,,", "LV0420200,2016,unemployment-rate,,,,,", "LV0010000,2016,unemployment-rate,,,,,");
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await api.TextAsync("/v1/territory-groups")).Contains("only-cesis", StringComparison.Ordinal)
            && (await api.TextAsync("/v1/indicators")).Contains("\"2016\"", StringComparison.Ordinal), "the groups and periods are known");
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task An_outsider_is_ranked_among_the_members_but_not_counted_with_them()
    {
        var comparison = await CompareAsync("unemployment-rate", "LV0420200", "2013", "state-cities");

        Assert.Multiple(() =>
        {
            Assert.That(comparison.Territory.IsMember, Is.False);
            Assert.That((comparison.Statistics.N, comparison.Territory.RankedAmong, comparison.Group.Members), Is.EqualTo((9, 10, 9)));
            Assert.That(comparison.Distribution.Count(point => point.IsFocal), Is.EqualTo(1));
            Assert.That(string.Join(' ', comparison.Warnings), Does.Contain("does not belong"));
        });
    }

    [Test]
    public async Task A_group_of_one_is_compared_with_itself_and_warned_of()
    {
        var comparison = await CompareAsync("unemployment-rate", "LV0420200", "2013", "only-cesis");

        Assert.Multiple(() =>
        {
            Assert.That((comparison.Territory.Rank, comparison.Territory.RankedAmong, comparison.Territory.Percentile), Is.EqualTo(((int?)1, 1, (double?)50)));
            Assert.That((comparison.Statistics.N, comparison.Statistics.Min, comparison.Statistics.Median, comparison.Statistics.Max), Is.EqualTo((1, (decimal?)6.5m, (decimal?)6.5m, (decimal?)6.5m)));
            Assert.That((comparison.Territory.DistanceToMedian, comparison.Territory.DistanceToBestQuarter), Is.EqualTo(((decimal?)0, (decimal?)0)));
            Assert.That(comparison.Warnings.Single(), Does.StartWith("A small group: only 1"));
        });
    }

    [Test]
    public async Task A_profile_says_why_an_indicator_is_left_out()
    {
        await using var own = await ApiServer.StartAsync();
        await Http.NewData.ImportAsync(own, "LV0420200,2021,population,,16000,,,", "LV0026000,2021,unemployment-rate,,5,,,"); // the one of 1 January, the other of 31 December
        var before = await own.AskAsync<Profile>("/v1/comparisons/profile?territory=LV0420200&period=2013&group=region-vidzeme&lang=en");
        var between = await own.AskAsync<Profile>("/v1/comparisons/profile?territory=LV0420200&period=2021&group=all&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That(before.Topics, Is.Empty);
            Assert.That(before.GroupName, Is.EqualTo("Vidzeme planning region"));
            Assert.That(before.Notes.Single(note => note.StartsWith("No data in 2013: ", StringComparison.Ordinal)), Does.Contain("Children"));
            Assert.That(before.Notes.Single(note => note.StartsWith("The group has no members in the period: ", StringComparison.Ordinal)), Does.Contain("Unemployment rate"));
            Assert.That(between.Topics.Single().Comparisons.Single().Indicator.Code, Is.EqualTo("population"));
            Assert.That(between.Notes, Does.Contain("The municipality did not exist then: Unemployment rate."));
        });
    }

    [Test]
    public async Task A_profile_of_more_indicators_than_the_limit_is_refused_and_never_cut()
    {
        await using var large = await ApiServer.StartAsync();
        await Http.NewData.DefineAsync(large, Enumerable.Range(1, 500).Select(number => $"measure-{number}"));

        var problem = await large.RefusedAsync("/v1/comparisons/profile?territory=LV0420200&indicator=*", 400);

        Assert.That((problem.Errors!.Single().Parameter, problem.Errors!.Single().Code), Is.EqualTo(("indicator", "too-many-codes")));
        Assert.That(problem.Detail, Does.Contain("512 indicators").And.Contain("500"));
        Assert.That((await large.AskAsync<Profile>("/v1/comparisons/profile?territory=LV0420200&topic=finance")).Topics.SelectMany(topic => topic.Comparisons), Is.Not.Empty);
    }

    [TestCase(1, "līdzīgākā pašvaldība", "the most similar municipality")]
    [TestCase(8, "8 līdzīgākās pašvaldības", "the 8 most similar municipalities")]
    [TestCase(11, "11 līdzīgākās pašvaldības", "the 11 most similar municipalities")]
    [TestCase(21, "21 līdzīgākā pašvaldība", "the 21 most similar municipalities")]
    public async Task The_group_of_similar_municipalities_is_named_in_good_Latvian_and_English(int k, string lv, string en)
    {
        var latvian = await api.AskAsync<Trend>($"/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200&group=similar:{k}&lang=lv");
        var english = await api.AskAsync<Trend>($"/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200&group=similar:{k}&lang=en");

        Assert.That((latvian.GroupName, english.GroupName), Is.EqualTo((lv, en)));
    }

    [Test]
    public async Task A_picture_is_titled_with_the_name_of_the_group_and_not_its_code()
    {
        var picture = await api.TextAsync("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200&group=municipalities&lang=lv&format=svg");

        Assert.That(picture, Does.Contain("Cēsu novads · Novadi"));
    }

    [Test]
    public async Task A_group_without_members_on_the_day_is_refused()
    {
        var problem = await api.RefusedAsync("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&group=region-vidzeme", 422);

        Assert.That(problem.Detail, Does.Contain("no members on 2013-12-31").And.Contain("2021-07-01"));
    }

    [Test]
    public async Task Ties_are_counted_at_the_published_decimals()
    {
        var comparison = await CompareAsync("unemployment-rate", "LV0420200", "2014", "all"); // 6.51, 6.49, 6.54 and 6.46 are all published as 6.5

        Assert.Multiple(() =>
        {
            Assert.That(comparison.Distribution.Select(point => (point.Value, point.Rank)), Is.EqualTo(new[] { (6.5m, (int?)1), (6.5m, 1), (6.5m, 1), (6.5m, 1), (9.0m, 5) }));
            Assert.That(comparison.Distribution.Select(point => point.Name), Is.EqualTo(new[] { "Ādaži municipality", "Cēsis municipality", "Daugavpils", "Rīga", "Jelgava" }), "equal values by name");
            Assert.That(comparison.Territory.Percentile, Is.EqualTo(60), "one of five is worse and four are equal: (1 + 4 / 2) / 5");
            Assert.That(comparison.Missing, Has.Count.EqualTo(114));
            Assert.That(comparison.Missing.Select(member => member.Reason), Is.All.EqualTo("notAvailable"));
        });
    }

    [Test]
    public async Task A_municipality_without_a_figure_has_no_place_but_its_group_is_shown()
    {
        var comparison = await CompareAsync("unemployment-rate", "LV0420200", "2015", "two");

        Assert.Multiple(() =>
        {
            Assert.That((comparison.Territory.Value, comparison.Territory.MissingReason, comparison.Territory.Rank, comparison.Territory.Percentile, comparison.Territory.DistanceToMedian),
                Is.EqualTo(((decimal?)null, "notAvailable", (int?)null, (double?)null, (decimal?)null)));
            Assert.That((comparison.Statistics.N, comparison.Statistics.Missing, comparison.Statistics.Median), Is.EqualTo((1, 1, (decimal?)5.0m)));
            Assert.That(comparison.Missing.Single().Code, Is.EqualTo("LV0420200"));
            Assert.That(comparison.Summary, Is.EqualTo("Cēsis municipality: there is no figure for “Unemployment rate” in 2015, so it cannot be compared."));
        });
    }

    [Test]
    public async Task Where_all_are_missing_every_figure_is_null()
    {
        var text = await api.TextAsync("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2016&group=two");
        var comparison = await CompareAsync("unemployment-rate", "LV0420200", "2016", "two");

        Assert.Multiple(() =>
        {
            Assert.That(comparison.Statistics, Is.EqualTo(new GroupStatistics(0, 2, null, null, null, null, null, null, null, null)));
            Assert.That(comparison.Distribution, Is.Empty);
            Assert.That(text, Does.Not.Contain("NaN"));
        });
        Assert.That((await api.RefusedAsync("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2016&group=two&format=svg", 404)).Code, Is.EqualTo("nothing-selected"));
    }

    [Test]
    public async Task A_neutral_indicator_has_no_ranks()
    {
        var comparison = await CompareAsync("female-share", "LV0420200", "2013", "all");

        Assert.Multiple(() =>
        {
            Assert.That((comparison.Territory.Rank, comparison.Territory.DistanceToBestQuarter), Is.EqualTo(((int?)null, (decimal?)null)));
            Assert.That(comparison.Distribution.Select(point => point.Rank), Is.All.Null);
            Assert.That(comparison.Territory.Percentile, Is.Not.Null);
            Assert.That(comparison.Summary, Does.Not.Contain("place"));
        });
    }

    [TestCase("LV0026000", "2013", "LV0420200,LV0421200,LV0424701,LV0425700,LV0427300,LV0427500,LV0429300")]
    [TestCase("LV0887600", "2010", "")] // Roja's code of 2010 is not known
    [TestCase("LV0604300", "2022", "LV0032000,LV0042000")]
    public async Task A_territory_that_did_not_exist_in_the_period_is_refused_with_the_units_of_its_area(string code, string period, string units)
    {
        foreach (var operation in new[] { "comparisons?indicator=unemployment-rate&", "comparisons/profile?indicator=unemployment-rate&" })
        {
            var problem = await api.RefusedAsync($"/v1/{operation}territory={code}&period={period}", 400);
            Assert.That(problem.Errors!.Single().Code, Is.EqualTo("territory-not-valid-in-period"));
            Assert.That(problem.Errors!.Single().Allowed ?? [], Is.EquivalentTo(units.Split(',', StringSplitOptions.RemoveEmptyEntries)));
        }
    }

    [Test]
    public async Task The_series_of_Roja_breaks_where_Mersrags_left()
    {
        var trend = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0888301&period=2009..2013&group=municipalities&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That(trend.Points.Select(point => point.Period), Is.EqualTo(new[] { "2009", "2010", "2011", "2012", "2013" }));
            Assert.That(trend.Points.Select(point => point.Change is null), Is.EqualTo(new[] { true, false, true, false, false }));
            Assert.That(trend.Breaks, Is.EqualTo(new[] { new SeriesBreak("2011", "The territory changed on 2011-01-03.") }));
            Assert.That(trend.Points[0].Flags, Is.EqualTo(new[] { "suspect" }));
        });
    }

    [Test]
    public async Task No_change_is_calculated_over_years_that_are_not_there()
    {
        var population = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=population&territory=LV0001000&group=state-cities");
        var chosen = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200&period=2009,2012..2013&group=municipalities");

        Assert.Multiple(() =>
        {
            Assert.That(population.Points.Select(point => (point.Period, point.Change)), Is.EqualTo(new[] { ("2019", (decimal?)null), ("2026", null) }));
            Assert.That(chosen.Points.Select(point => point.Change is null), Is.EqualTo(new[] { true, true, false }));
        });
    }

    [Test]
    public async Task A_trend_over_the_reform_shows_the_group_where_it_has_members()
    {
        var trend = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=population&territory=LV0001000&group=region-riga");

        Assert.That(trend.Points.Select(point => (point.Period, point.Statistics.N)), Is.EqualTo(new[] { ("2019", 0), ("2026", 10) }));
        await api.RefusedAsync("/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0001000&group=region-riga", 422);
    }

    [Test]
    public async Task A_suspect_value_is_flagged_and_explained_wherever_it_is_compared()
    {
        var comparison = await CompareAsync("population-change", "LV0546701", "2012", "municipalities"); // Ozolnieki

        Assert.Multiple(() =>
        {
            Assert.That(comparison.Territory.Flags, Is.EqualTo(new[] { "suspect" }));
            Assert.That(comparison.Distribution.Count(point => point.Flags.Contains("suspect")), Is.EqualTo(4));
            Assert.That(comparison.Notes.Where(note => note.Contains("Ozolnieki", StringComparison.Ordinal)), Is.Not.Empty);
        });
    }

    [Test]
    public async Task Weights_of_another_year_are_named_as_an_estimate()
    {
        var comparison = await CompareAsync("unemployment-rate", "LV0420200", "2013", "all");

        Assert.Multiple(() =>
        {
            Assert.That((comparison.Statistics.Weight!.Period, comparison.Statistics.Weight.IsEstimate), Is.EqualTo(("2019,2026", true)), "where that of 2019 is suspect, the nearest to trust is later");
            Assert.That(comparison.Statistics.Weight.Excluded.Select(one => one.Name), Is.EquivalentTo(new[] { "Līgatne municipality", "Aizpute municipality", "Inčukalns municipality" }));
            Assert.That(comparison.Notes, Does.Contain("The weighted mean is an estimate: its weight is “Population at the beginning of the year” of 2019, 2026."));
        });
    }

    [Test]
    public async Task A_size_class_names_the_year_of_its_populations_and_who_is_not_placed()
    {
        var comparison = await CompareAsync("unemployment-rate", "LV0420200", "2013", "size-10000-to-24999");

        Assert.That(comparison.Warnings, Has.Some.Contains("by the population of 2019").And.Some.Contains("Līgatne municipality"));
    }

    [Test]
    public async Task A_municipality_of_today_is_compared_by_what_is_known_of_it()
    {
        var comparison = await CompareAsync("population", "LV0026000", "2026", "municipalities");
        var similar = await api.AskAsync<Comparison>("/v1/comparisons?indicator=registered-population&territory=LV0001000&period=2013&similarBy=population,unemployment-rate,children&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That((comparison.Territory.Code, comparison.Statistics.N), Is.EqualTo(("LV0026000", 35)));
            Assert.That(similar.Group.Variables!.Select(variable => variable.Indicator), Is.EqualTo(new[] { "population", "unemployment-rate" }), "children are known of 2015 only, a later year");
            Assert.That(similar.Group.Similar, Is.Not.Empty);
            Assert.That(similar.Warnings, Has.Some.StartsWith("Likeness is not measured by these"));
            Assert.That(similar.Territory.Code, Is.EqualTo("LV0010000"), "the code valid in the period");
        });
    }

    [Test]
    public async Task Who_cannot_be_placed_by_any_variable_is_told_so()
    {
        var comparison = await api.AskAsync<Comparison>("/v1/comparisons?indicator=registered-population&territory=LV0420200&period=2013&similarBy=children&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That(comparison.Group.Similar, Is.Empty);
            Assert.That(comparison.Warnings, Has.Some.StartsWith("Similar municipalities cannot be chosen"));
            Assert.That(comparison.Territory.RankedAmong, Is.EqualTo(1));
        });
    }

    private Task<Comparison> CompareAsync(string indicator, string territory, string period, string group) =>
        api.AskAsync<Comparison>($"/v1/comparisons?indicator={indicator}&territory={territory}&period={period}&group={group}&lang=en");
}
