using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Contracts.V1.Aggregates;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Aggregates;

/// <summary>Figures of groups over hidden figures, attacked: by subtraction of groups, of what is public, of what one knows oneself, and of what was told before.</summary>
[TestFixture]
public sealed class GroupAggregateTests
{
    /// <summary>Cities by the letters that groups are named with: the group "abc" is of the first three.</summary>
    private static readonly Dictionary<char, string> Cities = new()
    {
        ['a'] = "LV0010000", ['b'] = "LV0050000", ['c'] = "LV0090000", ['d'] = "LV0130000", ['e'] = "LV0170000", ['f'] = "LV0210000",
        ['x'] = "LV0420200", ['y'] = "LV0424701", // Cēsis and Amata, both of which Cēsis of 2021 took over
    };

    private ApiServer api = null!;
    private HttpClient administrator = null!;
    private int made;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        administrator = api.NewClient();
        administrator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Services.GetRequiredService<OperatorKey>().Value);
        foreach (var group in new[] { "a", "ab", "abc", "abcd", "abcde", "abcdef", "bcd", "def", "axy", "abxy" })
            await api.SqlAsync($"""
                with g as (insert into territory_group (code, kind) values ('{group}', 'list') returning territory_group_id),
                     v as (insert into territory_group_version (territory_group_id, version, name_lv, name_en, description_lv, description_en)
                           select territory_group_id, 1, '{group} lv', '{group} en', '', '' from g returning territory_group_version_id)
                insert into territory_group_member (territory_group_version_id, territory_id)
                select v.territory_group_version_id, t.territory_id from v, territory_version t where t.code in ({string.Join(',', group.Select(city => $"'{Cities[city]}'"))}) returning 1
                """);
        await RefreshAsync();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        administrator.Dispose();
        await api.DisposeAsync();
    }

    [TestCase("a", "frequency")]
    [TestCase("ab", "frequency")]
    [TestCase("abc", null)]
    public async Task One_or_two_hidden_values_are_never_told_together_and_three_are(string group, string? because)
    {
        var indicator = await HiddenAsync(10, 11, 12);
        var outcome = await PublishAsync(indicator, group);
        var told = (await ToldAsync(indicator)).Single();
        Assert.Multiple(() =>
        {
            Assert.That((outcome.Status, outcome.Because, outcome.Hidden), Is.EqualTo((because is null ? "published" : "suppressed", because, group.Length)));
            Assert.That((told.Value, told.N, told.MissingReason), Is.EqualTo(because is null ? ((decimal?)33, (int?)3, (string?)null) : (null, null, "suppressed")));
            Assert.That((told.Statistic, told.Members, told.Group, told.GroupName), Is.EqualTo(("sum", group.Length, group, $"{group} en")));
        });
    }

    [Test]
    public async Task Members_that_are_public_do_not_make_two_hidden_ones_more()
    {
        var indicator = await HiddenAsync(10, 11, 12, 13);
        await ClassifyAsync(indicator, "c", "public");
        await ClassifyAsync(indicator, "d", "public");
        Assert.That((await PublishAsync(indicator, "abcd")).Because, Is.EqualTo("frequency")); // n is 4, and 2 are left after subtraction
    }

    [Test]
    public async Task A_figure_that_two_make_nearly_alone_is_not_told()
    {
        var indicator = await HiddenAsync(900, 90, 3, 2);
        Assert.That((await PublishAsync(indicator, "abcd")).Because, Is.EqualTo("dominance"));
    }

    // abcd - abc is d alone; abcde - abc is d and e, of whom each knows the other then; abcdef - abc is three.
    [TestCase("abcd", "complementary")]
    [TestCase("abcde", "complementary")]
    [TestCase("abcdef", null)]
    public async Task Groups_that_differ_by_one_or_two_are_not_both_told(string larger, string? because)
    {
        var indicator = await HiddenAsync(10, 11, 12, 13, 14, 15);
        Assert.That((await PublishAsync(indicator, "abc")).Status, Is.EqualTo("published"));
        Assert.That((await PublishAsync(indicator, larger)).Because, Is.EqualTo(because));
    }

    // abc - bcd is a - d: whoever is a knows d.
    [Test]
    public async Task A_municipality_cannot_work_out_another_by_its_own_value()
    {
        var indicator = await HiddenAsync(10, 11, 12, 13);
        var outcomes = await PublishAllAsync(indicator, "abc", "bcd");
        Assert.That(outcomes.Select(outcome => outcome.Because), Is.EqualTo(new[] { null, "complementary" }));
    }

    // The people of Cēsis of 2021 reach x and y, and so know a of axy; of abxy they know a and b together only.
    [TestCase("axy", "complementary")]
    [TestCase("abxy", null)]
    public async Task Who_took_two_municipalities_over_knows_both(string group, string? because)
    {
        var indicator = await HiddenAsync(10, 11);
        await ImportAsync(indicator, ('x', 12), ('y', 13));
        Assert.That((await PublishAsync(indicator, group)).Because, Is.EqualTo(because));
    }

    // abcdef - abc - def is nothing; but abc + def tell abcdef, and abcdef with abc tells def.
    [Test]
    public async Task What_follows_from_others_may_be_told_with_them()
    {
        var indicator = await HiddenAsync(10, 11, 12, 13, 14, 15);
        Assert.That((await PublishAllAsync(indicator, "abc", "def", "abcdef")).Select(outcome => outcome.Aggregate!.Value), Is.EqualTo(new decimal?[] { 33, 42, 75 }));
    }

    [TestCase("authorised", null)]
    [TestCase("network", "secrets")]
    public async Task Whoever_sees_two_of_three_cannot_work_out_the_third(string level, string? network)
    {
        if (network is not null)
            await api.SqlAsync($"insert into network (code, name_lv, name_en) values ('{network}', 'n', 'n') on conflict do nothing returning 1");
        var indicator = await HiddenAsync(10, 11, 12);
        await ClassifyAsync(indicator, "a", level, network);
        await ClassifyAsync(indicator, "b", level, network);
        Assert.That((await PublishAsync(indicator, "abc")).Because, Is.EqualTo("complementary"));
        await ClassifyAsync(indicator, "c", level, network);
        Assert.That((await PublishAsync(indicator, "abc")).Status, Is.EqualTo("published")); // they see all three
    }

    [Test]
    public async Task Whoever_remembers_what_was_public_cannot_work_out_the_rest()
    {
        var indicator = await HiddenAsync(10, 11, 12);
        foreach (var city in "ab")
        {
            await ClassifyAsync(indicator, $"{city}", "public");
            await ClassifyAsync(indicator, $"{city}", "administrators");
        }
        Assert.That((await PublishAsync(indicator, "abc")).Because, Is.EqualTo("complementary"));
    }

    [Test]
    public async Task After_a_reclassification_the_figure_is_gone_and_is_checked_anew()
    {
        var indicator = await HiddenAsync(10, 11, 12, 13);
        await PublishAsync(indicator, "abcd");
        await ClassifyAsync(indicator, "a", "public");
        Assert.That(await ToldAsync(indicator), Is.Empty);
        Assert.That((await PublishAsync(indicator, "abcd")).Status, Is.EqualTo("published")); // three are left
        Assert.That((await PublishAsync(indicator, "bcd")).Status, Is.EqualTo("published")); // which is what the figure and a tell anyway
        await ClassifyAsync(indicator, "b", "public");
        Assert.That(await ToldAsync(indicator), Is.Empty);
        Assert.That((await PublishAsync(indicator, "abcd")).Because, Is.EqualTo("frequency"));
        Assert.That((await ToldAsync(indicator)).Single().Value, Is.Null);
    }

    // What was told once is known for ever: with abcd of before, abc of now tells d.
    [Test]
    public async Task A_figure_that_was_withdrawn_still_counts()
    {
        var indicator = await HiddenAsync(10, 11, 12, 13, 14);
        await PublishAsync(indicator, "abcd");
        await ClassifyAsync(indicator, "e", "public"); // of another group, but the check rests on it
        Assert.That(await ToldAsync(indicator), Is.Empty);
        Assert.That((await PublishAsync(indicator, "abc")).Because, Is.EqualTo("complementary"));
        Assert.That((await PublishAsync(indicator, "abcd")).Status, Is.EqualTo("published"));
    }

    [Test]
    public async Task After_a_revision_of_one_member_the_figure_is_gone_and_not_told_anew_until_three_have_changed()
    {
        var indicator = await HiddenAsync(10, 11, 12, 13);
        await PublishAsync(indicator, "abcd");
        await ImportAsync(indicator, ('a', 20));
        Assert.That(await ToldAsync(indicator), Is.Empty);
        Assert.That((await PublishAsync(indicator, "abcd")).Because, Is.EqualTo("differencing"));
        await ImportAsync(indicator, ('b', 21));
        Assert.That((await PublishAsync(indicator, "abcd")).Because, Is.EqualTo("differencing"));
        await ImportAsync(indicator, ('c', 22));
        Assert.That((await PublishAsync(indicator, "abcd")).Aggregate!.Value, Is.EqualTo(76));
    }

    [Test]
    public async Task The_same_values_again_leave_the_figure_in_force()
    {
        var indicator = await HiddenAsync(10, 11, 12);
        var told = (await PublishAsync(indicator, "abc")).Aggregate;
        await ImportAsync(indicator, ('a', 10), ('b', 11));
        Assert.That((await ToldAsync(indicator)).Single(), Is.EqualTo(told));
    }

    [Test]
    public async Task A_mean_is_weighted_as_the_comparison_weights_it()
    {
        await using var own = await ApiServer.StartAsync();
        var before = await own.AskAsync<System.Text.Json.JsonElement>("/v1/comparisons?indicator=unemployment-rate&territory=LV0010000&period=2013&group=state-cities");
        var expected = before.GetProperty("statistics").GetProperty("weightedMean").GetDecimal();
        using var client = own.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", own.Services.GetRequiredService<OperatorKey>().Value);
        foreach (var city in new[] { "LV0050000", "LV0090000", "LV0130000", "LV0170000" })
            await PostAsync<Classification>(client, "/v1/classifications", new ClassificationRequest { Indicator = "unemployment-rate", Territory = city, Visibility = "ownMunicipality", Reason = "Test" });
        var publication = await PostAsync<GroupAggregatePublication>(client, "/v1/group-aggregates", new GroupAggregateRequest { Indicator = "unemployment-rate", Period = "2013", Groups = ["state-cities", "all", "region-riga"], Reason = "Test" });
        var cities = publication.Outcomes[0].Aggregate!;
        Assert.Multiple(() =>
        {
            Assert.That((cities.Statistic, cities.Weight, cities.N, cities.Members), Is.EqualTo(("weightedMean", "population", (int?)9, 9)));
            Assert.That(cities.Value, Is.EqualTo(expected).Within(0.06m)); // one decimal against more
            Assert.That(publication.Outcomes[1].Status, Is.EqualTo("published")); // the same four are hidden: no more is told by it
        });
    }

    [Test]
    public async Task A_sum_needs_every_member_and_what_hides_nothing_is_not_made()
    {
        var indicator = await HiddenAsync(10, 11, 12);
        var outcomes = await PublishAllAsync(indicator, "abcd", "def");
        Assert.That(outcomes.Select(outcome => (outcome.Status, outcome.Because)), Is.EqualTo(new[] { ("notMade", "valueMissing"), ("notMade", "noValues") }));
        var open = await PublishInAsync("registered-population", "2013", "abc");
        Assert.That(open.Select(outcome => outcome.Because), Is.EqualTo(new[] { "nothingHidden" }));
        Assert.That(await ToldAsync(indicator), Is.Empty);
    }

    [Test]
    public async Task A_ratio_and_what_it_is_made_of_are_not_both_told()
    {
        var (above, below, ratio) = (await HiddenAsync(10, 11, 12), await HiddenAsync(20, 30, 40), $"ratio-{++made}");
        await DefineAsync(ratio, "recompute", $", \"numeratorIndicator\": \"{above}\", \"denominatorIndicator\": \"{below}\", \"recomputeFactor\": 1");
        Assert.That((await PublishAsync(above, "abc")).Status, Is.EqualTo("published"));
        using var refused = await administrator.PostAsJsonAsync("/v1/group-aggregates", new GroupAggregateRequest { Indicator = ratio, Period = "2014", Groups = ["abc"], Reason = "Test" });
        var problem = await refused.ProblemAsync(HttpStatusCode.UnprocessableEntity);
        Assert.That(problem.Findings(), Is.EqualTo(new[] { "/indicator related-aggregates" }));
    }

    [Test]
    public async Task Everyone_may_read_and_caches_are_told_of_a_change_at_once()
    {
        var indicator = await HiddenAsync(10, 11, 12);
        var address = $"/v1/group-aggregates?indicator={indicator}";
        using var empty = await api.Client.GetAsync(address);
        await PublishAsync(indicator, "abc");
        using var full = await api.Client.GetAsync(address);
        using var again = await api.AskAsync(address, ("If-None-Match", full.Headers.ETag!.ToString()));
        await ImportAsync(indicator, ('a', 20));
        using var gone = await api.AskAsync(address, ("If-None-Match", full.Headers.ETag!.ToString()));
        Assert.Multiple(async () =>
        {
            Assert.That(full.Headers.ETag, Is.Not.EqualTo(empty.Headers.ETag));
            Assert.That(full.Headers.CacheControl!.Public, Is.True);
            Assert.That((again.StatusCode, gone.StatusCode), Is.EqualTo((HttpStatusCode.NotModified, HttpStatusCode.OK)));
            Assert.That(await full.Content.ReadAsStringAsync(), Does.Contain("33").And.Not.Contain("because").And.Not.Contain("hidden"));
        });
    }

    [Test]
    public async Task Why_a_figure_is_suppressed_and_what_it_is_made_of_is_told_to_nobody_else()
    {
        var indicator = await HiddenAsync(10, 11, 12);
        await PublishAllAsync(indicator, "a", "abc");
        var told = await api.TextAsync($"/v1/group-aggregates?indicator={indicator}&group=a");
        Assert.That(told, Does.Contain("suppressed").And.Not.Contain("frequency").And.Contain("\"n\":null"));
        var db = api.Services.GetRequiredService<Db>();
        Assert.That(await db.QueryAsync<long>("select count(*) from group_aggregate_part", null, Reach.Everything, CancellationToken.None), Is.EqualTo(new long[] { 0 }), "the second wall");
    }

    [Test]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        using var refused = await administrator.PostAsJsonAsync("/v1/group-aggregates", new GroupAggregateRequest { Indicator = "populaton", Period = "20", Groups = ["abc", "abc", "cities"], MinimumCount = 2, DominanceK = 100, ProtectionPercent = 0, DominanceN = 0 });
        Assert.That((await refused.ProblemAsync(HttpStatusCode.BadRequest)).Findings(), Is.EquivalentTo(new[]
        {
            "/indicator unknown-code", "/period invalid-period", "/groups/1 repeated-code", "/groups/2 unknown-code", "/minimumCount out-of-range", "/dominanceN out-of-range", "/dominanceK out-of-range",
            "/protectionPercent out-of-range", "/reason required",
        }));
        Assert.That((await api.RefusedAsync("/v1/group-aggregates?indicator=populaton&period=x&group=cities&limit=0", 400)).Errors!.Select(error => $"{error.Parameter} {error.Code}"), Is.EquivalentTo(new[]
        {
            "indicator unknown-code", "period invalid-period", "group unknown-code", "limit out-of-range",
        }));
    }

    /// <summary>A new indicator, added up, whose values of 2014 nobody but administrators ever saw: of a, b, c and so on.</summary>
    private async Task<string> HiddenAsync(params int[] values)
    {
        var indicator = $"secret-{++made}";
        await DefineAsync(indicator, "sum", "");
        await ClassifyAsync(indicator, null, "administrators");
        await ImportAsync(indicator, [.. values.Select((value, index) => ((char)('a' + index), value))]);
        return indicator;
    }

    private async Task DefineAsync(string code, string conversion, string more)
    {
        var catalogue = $$"""
            {"topics": [], "units": [], "sources": [], "dimensions": [], "indicators": [
            {"code": "{{code}}", "topic": "labour-market", "versions": [{"version": 1, "nameLv": "{{code}} lv", "nameEn": "{{code}} en", "definitionLv": "d", "definitionEn": "d",
             "unit": "persons", "direction": "neutral", "decimals": 0, "measure": "flow", "periodicity": "annual", "control": "low",
             "interpretationLv": "i", "interpretationEn": "i", "limitsLv": "l", "limitsEn": "l", "conversion": "{{conversion}}", "validFrom": "2009", "source": "raim"{{more}}}]}]}
            """;
        await api.SendAsync(new DefineCatalogue.Command(new MemoryStream(Encoding.UTF8.GetBytes(catalogue))));
        await RefreshAsync();
    }

    private Task ImportAsync(string indicator, params (char City, int Value)[] values) =>
        NewData.ImportAsync(api, values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{Cities[value.City]},2014,{indicator},,{value.Value},,,")));

    private async Task ClassifyAsync(string indicator, string? city, string visibility, string? network = null)
    {
        await PostAsync<Classification>(administrator, "/v1/classifications", new ClassificationRequest
        {
            Indicator = indicator, Territory = city is null ? null : Cities[city[0]], Visibility = visibility, Network = network, Reason = "Test",
        });
        await RefreshAsync();
    }

    private async Task<GroupAggregateOutcome> PublishAsync(string indicator, string group) => (await PublishAllAsync(indicator, group)).Single();

    private Task<IReadOnlyList<GroupAggregateOutcome>> PublishAllAsync(string indicator, params string[] groups) => PublishInAsync(indicator, "2014", groups);

    private async Task<IReadOnlyList<GroupAggregateOutcome>> PublishInAsync(string indicator, string period, params string[] groups) =>
        (await PostAsync<GroupAggregatePublication>(administrator, "/v1/group-aggregates?lang=en", new GroupAggregateRequest { Indicator = indicator, Period = period, Groups = groups, Reason = "Test" })).Outcomes;

    private async Task<IReadOnlyList<GroupAggregate>> ToldAsync(string indicator) => (await api.AskAsync<Page<GroupAggregate>>($"/v1/group-aggregates?indicator={indicator}&lang=en")).Items;

    private Task RefreshAsync() => api.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);

    private static async Task<T> PostAsync<T>(HttpClient client, string address, object body)
    {
        using var response = await client.PostAsJsonAsync(address, body);
        Assert.That(response.IsSuccessStatusCode, Is.True, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }
}
