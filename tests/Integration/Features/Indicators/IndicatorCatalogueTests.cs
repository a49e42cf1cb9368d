using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Indicators;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Indicators;

[TestFixture]
public sealed class IndicatorCatalogueTests
{
    private static readonly string[] Codes =
    [
        "children", "dependency-ratio", "education-expenditure-per-pupil", "female-share", "income-tax-per-capita", "population", "population-change",
        "pupils-grades-1-9", "real-estate-tax-per-capita", "registered-population", "schools-grades-1-9", "unemployment-rate",
    ];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task The_sample_has_the_twelve_indicators_in_order_of_code()
    {
        Assert.That((await ListAsync("")).Select(indicator => indicator.Code), Is.EqualTo(Codes));
    }

    [Test]
    public async Task Every_definition_is_complete_in_both_languages()
    {
        foreach (var code in Codes)
        {
            var english = await api.AskAsync<IndicatorDefinition>($"/v1/indicators/{code}?lang=en");
            var latvian = await api.AskAsync<IndicatorDefinition>($"/v1/indicators/{code}?lang=lv");
            Assert.Multiple(() =>
            {
                foreach (var (field, en, lv) in new[]
                {
                    ("name", english.Name, latvian.Name), ("definition", english.Definition, latvian.Definition), ("interpretation", english.Interpretation, latvian.Interpretation),
                    ("limits", english.Limits, latvian.Limits), ("unit", english.Unit.Name, latvian.Unit.Name), ("source", english.Source.Name, latvian.Source.Name),
                    ("attribution", english.Source.Attribution, latvian.Source.Attribution), ("publisher", english.Source.Publisher, latvian.Source.Publisher),
                })
                {
                    Assert.That(en, Is.Not.Empty, $"{code} {field} en");
                    Assert.That(lv, Is.Not.Empty, $"{code} {field} lv");
                    Assert.That(en, Is.Not.EqualTo(lv), $"{code} {field} is translated");
                }
                Assert.That(new[] { english.Formula is null, english.LegalBasis is null, english.BreakNote is null },
                    Is.EqualTo(new[] { latvian.Formula is null, latvian.LegalBasis is null, latvian.BreakNote is null }), $"{code}: both languages or neither");
                Assert.That(english.Direction, Is.AnyOf("higherIsBetter", "lowerIsBetter", "target", "neutral"));
                Assert.That(english.Measure, Is.AnyOf("stock", "flow", "average", "ratio"));
                Assert.That(english.Control, Is.AnyOf("none", "low", "medium", "high"));
                Assert.That(english.Conversion, Is.AnyOf("sum", "weightedMean", "recompute", "notConvertible"));
                Assert.That(english.Conversion == "weightedMean", Is.EqualTo(english.WeightIndicator is not null), $"{code} names its weight");
                Assert.That(english.Interpretation, Has.Length.GreaterThan(60));
                Assert.That(english.Limits, Has.Length.GreaterThan(60));
                Assert.That(english.IsCurrent, Is.True);
            });
        }
    }

    [TestCase("bezdarbs")] // no such word in a text: Latvian has endings
    public async Task A_word_in_another_form_is_not_guessed(string words)
    {
        Assert.That((await ListAsync("q=" + words)).Select(indicator => indicator.Code), Is.Empty);
    }

    [TestCase("bezdarb", "unemployment-rate")]
    [TestCase("BEZDARBA LĪMENIS", "unemployment-rate")]
    [TestCase("bezdarba limenis", "unemployment-rate")]
    [TestCase("Unemployment", "unemployment-rate")]
    [TestCase("skolenu skaits", "pupils-grades-1-9")]
    [TestCase("women share", "female-share")]
    public async Task A_search_looks_in_both_languages_whatever_the_answer_is_in(string words, string code)
    {
        foreach (var lang in new[] { "lv", "en" })
            Assert.That((await ListAsync($"lang={lang}&q={Uri.EscapeDataString(words)}")).Select(indicator => indicator.Code), Does.Contain(code), lang);
    }

    [Test]
    public async Task Every_word_of_a_search_must_occur()
    {
        Assert.That(await ListAsync("q=unemployment%20pupil%20school%20tax"), Is.Empty);
    }

    [TestCase("economy", "unemployment-rate")]
    [TestCase("labour-market", "unemployment-rate")]
    [TestCase("finance", "income-tax-per-capita,real-estate-tax-per-capita")]
    [TestCase("education", "education-expenditure-per-pupil,pupils-grades-1-9,schools-grades-1-9")]
    [TestCase("population", "children,dependency-ratio,female-share,population,population-change,registered-population")]
    public async Task A_topic_takes_in_the_topics_below_it(string topic, string codes)
    {
        Assert.That(string.Join(',', (await ListAsync("topic=" + topic)).Select(indicator => indicator.Code)), Is.EqualTo(codes));
    }

    [Test]
    public async Task The_topics_form_one_tree_with_parents_before_children_and_every_indicator_under_one()
    {
        var topics = (await api.AskAsync<Page<Topic>>("/v1/topics?lang=en")).Items;
        var before = new HashSet<string>();
        foreach (var topic in topics)
        {
            Assert.That(topic.Parent is null || before.Contains(topic.Parent), $"{topic.Code} comes after {topic.Parent}");
            before.Add(topic.Code);
        }

        Assert.That(topics.Sum(topic => topic.Indicators), Is.EqualTo(12));
    }

    [TestCase("unemployment-rate", "2009", "2013")]
    [TestCase("population", "2019", "2026")]
    [TestCase("registered-population", "2013", "2013")]
    [TestCase("children", "2015", "2015")]
    public async Task An_indicator_tells_its_first_and_last_period_with_data(string code, string first, string last)
    {
        var indicator = (await ListAsync("q=" + code)).Single(one => one.Code == code);

        Assert.That((indicator.FirstPeriod, indicator.LastPeriod), Is.EqualTo((first, last)));
    }

    [TestCase(1)]
    [TestCase(5)]
    [TestCase(12)]
    public async Task Pages_of_any_size_visit_every_indicator_once(int limit)
    {
        var visited = new List<string>();
        string? cursor = null;
        do
        {
            var page = await api.AskAsync<Page<Indicator>>($"/v1/indicators?limit={limit}{(cursor is null ? "" : "&cursor=" + cursor)}");
            visited.AddRange(page.Items.Select(indicator => indicator.Code));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.That(visited, Is.EqualTo(Codes));
    }

    [Test]
    public async Task An_unknown_indicator_is_not_found_and_the_nearest_code_is_named()
    {
        var problem = await api.RefusedAsync("/v1/indicators/unemploymentrate", 404);

        Assert.That(problem.Errors![0].Allowed, Does.Contain("unemployment-rate"));
    }

    private async Task<IReadOnlyList<Indicator>> ListAsync(string query) => (await api.AskAsync<Page<Indicator>>($"/v1/indicators?{query}")).Items;
}
