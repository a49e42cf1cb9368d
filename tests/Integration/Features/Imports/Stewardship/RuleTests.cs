using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Stewardship;

namespace Benchlearning.Tests.Integration.Features.Imports.Stewardship;

/// <summary>Rules that are data: what each finds, on cases calculated by hand.</summary>
[TestFixture]
public sealed class RuleTests
{
    private Steward steward = null!;

    [SetUp]
    public async Task Start() => steward = await Steward.StartAsync();

    [TearDown]
    public async Task Stop() => await steward.DisposeAsync();

    [Test]
    public async Task Categories_that_do_not_add_up_to_the_total_are_found_with_the_total()
    {
        await AddAsync("children", "sum", "quarantined", "dimension, maximum", "'sex', 1");

        // 2016: 48 + 50 = 98, 2 from the total of 100. 2017: 49 + 50 = 99, within 1. 2018: boys are not known, nothing can be said.
        var report = await steward.ImportAsync(
            "LV0010000,2016,children,sex:F,48", "LV0010000,2016,children,sex:M,50", "LV0010000,2016,children,,100",
            "LV0010000,2017,children,sex:F,49", "LV0010000,2017,children,sex:M,50", "LV0010000,2017,children,,100",
            "LV0010000,2018,children,sex:F,49", "LV0010000,2018,children,,100");

        Assert.That(await FoundAsync(report.ImportId, "sum"), Is.EqualTo(new[] { "1", "2", "3" }));
        Assert.That((report.Quarantined, report.New + report.Changed), Is.EqualTo((3, 5)));
    }

    [Test]
    public async Task Shares_that_do_not_add_up_to_a_hundred_are_found_within_each_category_of_another_dimension_and_what_is_held_counts()
    {
        await AddAsync("children", "sum", "warning", "dimension, expected, maximum", "'sex', 100, 0.1");
        await steward.ImportAsync("LV0010000,2016,children,\"sex:M,stage:school\",40.05");

        // School: 60 + the held 40.05 = 100.05, within 0.1. Preschool: 60 + 41 = 101.
        var stages = (await steward.Api.SqlAsync("select code from breakdown_category where dimension = 'stage' and code <> 'school' order by position")).Select(row => row[0]).ToArray();
        var report = await steward.ImportAsync($"LV0010000,2016,children,\"sex:F,stage:school\",60", $"LV0010000,2016,children,\"sex:F,stage:{stages[0]}\",60", $"LV0010000,2016,children,\"sex:M,stage:{stages[0]}\",41");

        Assert.That(await FoundAsync(report.ImportId, "sum"), Is.EqualTo(new[] { "2", "3" }));
        Assert.That((report.Quarantined, report.State), Is.EqualTo((0, "completed")), "a warning lets the values through");
    }

    [Test]
    public async Task A_count_below_the_limit_of_disclosure_is_found_and_zero_is_not()
    {
        await AddAsync("children", "disclosure", "refused", "minimum", "5");

        var report = await steward.ImportAsync("LV0010000,2016,children,sex:F,0", "LV0010000,2016,children,sex:M,4", "LV0050000,2016,children,sex:F,5", "LV0050000,2016,children,sex:M,0.5");

        Assert.That(await FoundAsync(report.ImportId, "disclosure"), Is.EqualTo(new[] { "2", "4" }));
        Assert.That((report.Refused, report.New), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Municipalities_that_are_left_out_are_one_finding_for_each_indicator_and_period()
    {
        await AddAsync("unemployment-rate", "completeness", "warning", "minimum", "null");
        await AddAsync("dependency-ratio", "completeness", "warning", "minimum", "0.01");

        // 119 municipalities on the last day of 2014, of whom two have a row, one without a value; 2013 is held whole; two of 119 are more than a hundredth.
        var report = await steward.ImportAsync(
            "LV0010000,2014,unemployment-rate,,5", "LV0420200,2014,unemployment-rate,,", "LV0010000,2013,unemployment-rate,,5.5", "LV0010000,2014,dependency-ratio,,60", "LV0420200,2014,dependency-ratio,,60");
        var finding = (await steward.FindingsAsync(report.ImportId)).Single();

        Assert.That((finding.Row, finding.Rule, finding.Severity, finding.Content), Is.EqualTo((0, "completeness", "warning", ",2014,unemployment-rate,,")));
        Assert.That(finding.Message, Does.Contain("On 2014-12-31 there were 119 municipalities; 117 have no row: ").And.Not.Contain("Cēsis municipality,"));
        Assert.That((report.State, report.Quarantined), Is.EqualTo(("completed", 0)));
    }

    [Test]
    public async Task A_period_that_is_not_complete_can_be_kept_in_quarantine_whole_and_accepted_at_once()
    {
        await AddAsync("unemployment-rate", "completeness", "quarantined", "minimum", "0.5");
        var report = await steward.ImportAsync("LV0010000,2014,unemployment-rate,,5", "LV0420200,2014,unemployment-rate,,6", "LV0420200,2013,unemployment-rate,,6.6");
        Assert.That((report.Quarantined, report.Changed), Is.EqualTo((2, 1)));
        Assert.That((await steward.QuarantineAsync("&rule=completeness")).Select(value => value.Rules.Single().Rule), Is.EqualTo(new[] { "completeness", "completeness" }));

        var outcome = await steward.PostAsync<QuarantineOutcome>(System.Net.HttpStatusCode.OK, "/v1/quarantine-answers", new { import = report.ImportId, rule = "completeness", answer = "accepted", reason = "The rest follows" });

        Assert.That(outcome.Answered, Is.EqualTo(2));
        Assert.That((await steward.ImportOfAsync(report.ImportId)).State, Is.EqualTo("completed"));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2014"))[0].Note, Does.Contain("117 have no row"));
    }

    [Test]
    public async Task The_rules_are_public_so_that_a_provider_knows_them()
    {
        var rules = (await steward.Api.AskAsync<Page<ValidationRule>>("/v1/validation-rules?indicator=unemployment-rate&lang=en")).Items;
        Assert.That(rules, Is.EqualTo(new[] { new ValidationRule("unemployment-rate", "range", "quarantined", 0, 100, null, null, null, "An unemployment rate is from 0 to 100 per cent.") }));

        await AddAsync("unemployment-rate", "completeness", "warning", "minimum", "0.9");

        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await steward.Api.AskAsync<Page<ValidationRule>>("/v1/validation-rules?indicator=unemployment-rate")).Items.Count == 2, "the new rule is shown");
    }

    private Task AddAsync(string indicator, string rule, string severity, string columns, string values) => steward.Api.SqlAsync($"""
        insert into validation_rule (indicator_id, rule, severity, reason_lv, reason_en, {columns})
        select indicator_id, '{rule}', '{severity}', 'Noteikums.', 'A rule.', {values} from indicator where code = '{indicator}'
        """);

    private async Task<string[]> FoundAsync(long import, string rule) =>
        [.. (await steward.FindingsAsync(import)).Where(finding => finding.Rule == rule).Select(finding => finding.Row.ToString(System.Globalization.CultureInfo.InvariantCulture)).Order()];
}
