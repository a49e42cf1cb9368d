using System.Net;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Stewardship;

namespace Benchlearning.Tests.Integration.Features.Imports.Stewardship;

/// <summary>Rows wait until somebody says what a name means, and then go through the pipeline's own stages.</summary>
[TestFixture]
public sealed class MappingTests
{
    private Steward steward = null!;

    [SetUp]
    public async Task Start() => steward = await Steward.StartAsync();

    [TearDown]
    public async Task Stop() => await steward.DisposeAsync();

    [Test]
    public async Task Names_that_nobody_knows_are_listed_over_all_imports_with_what_they_may_be()
    {
        var first = await steward.ImportAsync("LV0420200,2013,Unemployment rat,,6.7", "LV0010000,2013,Unemployment rat,,4.8", "Cēsu nov.,2013,unemployment-rate,,6");
        var second = await steward.ImportAsync("LV0420200,2012,Unemployment rat,,7", "LV0420200,2013,children,sieviete,10");

        var names = await steward.UnmappedAsync();

        Assert.That(names.Select(name => $"{name.Source} {name.Kind} {name.Name} {name.Rows} {string.Join('+', name.Imports)}"), Is.EqualTo(new[]
        {
            $"raim indicator Unemployment rat 3 {second.ImportId}+{first.ImportId}", $"raim territory Cēsu nov. 1 {first.ImportId}", $"raim breakdown sieviete 1 {second.ImportId}",
        }));
        Assert.That(names[0].Suggestions[0], Is.EqualTo(names[0].Suggestions[0] with { Target = "unemployment-rate", Name = "Unemployment rate" }));
        Assert.That(names[0].Suggestions[0].Score, Is.GreaterThan(0.8).And.LessThan(1));
        Assert.That(names[1].Suggestions.Select(suggestion => suggestion.Target), Has.Some.EqualTo("LV0420200"), "the predecessor and the present municipality");
        Assert.That(names[2].Suggestions[0].Target, Is.EqualTo("sex:F"));
        Assert.That((await steward.GetAsync<Page<UnmappedName>>($"/v1/unmapped-names?import={second.ImportId}")).Items, Has.Count.EqualTo(2));
        var page = await steward.GetAsync<Page<UnmappedName>>("/v1/unmapped-names?limit=2");
        var rest = await steward.GetAsync<Page<UnmappedName>>($"/v1/unmapped-names?limit=2&cursor={Uri.EscapeDataString(page.Next!)}");
        Assert.That(page.Items.Concat(rest.Items).Select(name => name.Name), Is.EqualTo(names.Select(name => name.Name)));
    }

    [Test]
    public async Task An_answer_applies_the_waiting_rows_of_all_imports_with_the_declared_conversion_and_the_imports_follow()
    {
        var first = await steward.ImportAsync("LV0420200,2013,Bezdarbs,,0.067", "LV0010000,2013,Bezdarbs,,1.5", "LV0010000,2012,unemployment-rate,,4.4");
        var second = await steward.ImportAsync("LV0420200,2014,Bezdarbs,,0.06", "LV0887600,2010,Bezdarbs,,0.05");
        var changes = (await steward.Api.SqlAsync("select max(change_number) from observation_revision")).Single()[0];

        var answer = await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name = "Bezdarbs", target = "unemployment-rate", factor = 100, unitNote = "fraction to per cent", reason = "Letter of SRDA" });

        // 0.067 and 0.06 are 6.7 and 6 per cent; 1.5 is 150, which the range of 0 to 100 quarantines; Mērsrags was not there in 2010.
        Assert.That(answer.Rows, Is.EqualTo(new ImportRowCounts(4, 1, 0, 0, 3, 1, 1, 1, 0)));
        Assert.That((answer.Rule.Target, answer.Rule.Factor, answer.Rule.Version, answer.Rule.RecordedBy, answer.Rule.Reason), Is.EqualTo(("unemployment-rate", 100m, 1, "operator", "Letter of SRDA")));
        var revision = (await steward.RevisionsAsync("LV0420200", "2013"))[0];
        Assert.That((revision.Value, revision.Revision, revision.Import), Is.EqualTo(((decimal?)6.7m, 2, (long?)first.ImportId)));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2014")).Single().Import, Is.EqualTo(second.ImportId));
        Assert.That(await steward.StatesAsync("LV0010000", "2013"), Is.EqualTo(new[] { "published 4.9", "quarantined 150" }));
        Assert.That((await steward.ImportOfAsync(first.ImportId)).Counts, Is.EqualTo(new ImportRowCounts(3, 0, 0, 0, 3, 1, 0, 2, 0)));
        Assert.That((await steward.ImportOfAsync(second.ImportId)).Counts, Is.EqualTo(new ImportRowCounts(2, 1, 0, 0, 1, 0, 1, 0, 0)));
        Assert.That((await steward.FindingsAsync(second.ImportId)).Select(finding => $"{finding.Row} {finding.Rule} {finding.Severity} {finding.Answer}"),
            Is.EqualTo(new[] { "1 unknown-indicator waiting accepted", "2 unknown-indicator waiting accepted", "2 territory-not-valid refused " }));
        Assert.That(await steward.UnmappedAsync(), Is.Empty);
        Assert.That((await steward.Api.SqlAsync($"select count(*) from observation_revision where change_number > {changes} and workflow = 'published'")).Single()[0], Is.EqualTo("2"), "entries of the change feed");
    }

    [Test]
    public async Task An_import_whose_last_waiting_row_is_answered_is_completed_and_names_are_answered_one_after_another()
    {
        var import = await steward.ImportAsync("Cēsis,2014,Bezdarbs,,5.5");
        Assert.That((import.State, import.Waiting), Is.EqualTo(("completedWithFindings", 1)));

        var first = await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name = "Bezdarbs", target = "unemployment-rate", reason = "known" });
        Assert.That(first.Rows.Read, Is.Zero, "the row waits for its territory still");
        Assert.That((await steward.UnmappedAsync()).Select(name => $"{name.Kind} {name.Name}"), Is.EqualTo(new[] { "territory Cēsis" }));
        await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "territory", name = "Cēsis", target = "LV0420200", reason = "known" });

        var ended = await steward.ImportOfAsync(import.ImportId);
        Assert.That((ended.State, ended.Counts), Is.EqualTo(("completed", new ImportRowCounts(1, 0, 0, 0, 1, 0, 1, 0, 0))));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2014")).Single().Value, Is.EqualTo(5.5m));
    }

    [Test]
    public async Task A_name_that_is_ignored_for_ever_leaves_its_rows_out_and_is_no_finding_to_answer()
    {
        var import = await steward.ImportAsync("LV0420200,2013,Pavisam kas cits,,1", "LV0420200,2013,unemployment-rate,,6.5");
        var answer = await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name = "Pavisam kas cits", ignore = true, reason = "Not ours" });
        var later = await steward.ImportAsync("LV0420200,2013,Pavisam kas cits,,2");

        Assert.That(answer.Rows.Refused, Is.EqualTo(1));
        Assert.That((await steward.ImportOfAsync(import.ImportId)).State, Is.EqualTo("completed"));
        Assert.That((later.State, later.Refused), Is.EqualTo(("noChange", 1)));
        var finding = (await steward.FindingsAsync(later.ImportId)).Single();
        Assert.That((finding.Rule, finding.Answer, finding.Message), Is.EqualTo(("ignored-name", "rejected", "'Pavisam kas cits' is left out by decision: Not ours")));
    }

    [Test]
    public async Task A_row_whose_cell_has_got_a_newer_value_in_the_meantime_says_so_and_does_not_overwrite_it()
    {
        var older = await steward.ImportAsync("LV0420200,2013,Bezdarbs,,6.1", "LV0420200,2012,Bezdarbs,,6.2");
        await steward.ImportAsync("LV0420200,2013,unemployment-rate,,6.9");

        await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name = "Bezdarbs", target = "unemployment-rate", reason = "known" });

        Assert.That((await steward.RevisionsAsync("LV0420200", "2013"))[0].Value, Is.EqualTo(6.9m));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2012"))[0].Value, Is.EqualTo(6.2m));
        Assert.That((await steward.FindingsAsync(older.ImportId)).Where(finding => finding.Severity == "refused").Select(finding => $"{finding.Row} {finding.Rule}"), Is.EqualTo(new[] { "1 overtaken" }));
    }

    [Test]
    public async Task Rows_of_two_imports_for_one_cell_are_applied_in_the_order_in_which_they_came()
    {
        await steward.ImportAsync("LV0420200,2013,Bezdarbs,,6.1");
        await steward.ImportAsync("LV0420200,2013,Bezdarbs,,6.2");

        await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name = "Bezdarbs", target = "unemployment-rate", reason = "known" });

        Assert.That((await steward.RevisionsAsync("LV0420200", "2013")).Select(revision => revision.Value), Is.EqualTo(new[] { 6.2m, 6.1m, 6.5m }));
    }

    [TestCase(true, Description = "the answer is first: the import itself finds the rule before it applies")]
    [TestCase(false, Description = "the import is first: the answer finds its rows")]
    public async Task An_answer_while_the_same_import_is_still_applying_loses_no_row(bool answerIsFirst)
    {
        var held = await steward.HoldApplyingAsync();
        Task<MappingAnswer> Answer() => DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name = "Bezdarbs", target = "unemployment-rate", reason = "known" });
        var answer = answerIsFirst ? Answer() : null;
        if (answerIsFirst)
            await steward.QueuedAsync(1);
        var import = steward.ImportAsync("LV0420200,2013,Bezdarbs,,6.1", "LV0010000,2013,unemployment-rate,,4.8");
        await steward.QueuedAsync(answerIsFirst ? 2 : 1);
        answer ??= Answer();
        await steward.QueuedAsync(2);
        await held.DisposeAsync();

        var applied = await answer;
        var ended = await steward.ImportOfAsync((await import).ImportId);
        Assert.That(applied.Rows.Read, Is.EqualTo(answerIsFirst ? 0 : 1));
        Assert.That((ended.State, ended.Counts), Is.EqualTo(("completed", new ImportRowCounts(2, 0, 0, 0, 2, 0, 0, 2, 0))));
        Assert.That((await steward.RevisionsAsync("LV0420200", "2013"))[0].Value, Is.EqualTo(6.1m));
        Assert.That(await steward.UnmappedAsync(), Is.Empty);
    }

    [Test]
    public async Task Rows_that_wait_although_the_rule_was_set_up_otherwise_are_applied_by_sending_it_again()
    {
        await steward.ImportAsync("LV0420200,2013,Bezdarbs,,6.1");
        await steward.Api.SqlAsync("""
            insert into mapping_rule (source_id, kind, source_name, indicator_id, recorded_by)
            select s.source_id, 'indicator', 'Bezdarbs', i.indicator_id, 'set up' from source s, indicator i where s.code = 'raim' and i.code = 'unemployment-rate'
            """);

        var answer = await DefineAsync(HttpStatusCode.OK, new { source = "raim", kind = "indicator", name = "Bezdarbs", target = "unemployment-rate", reason = "known" });

        Assert.That((answer.Rows.Changed, answer.Rule.RecordedBy), Is.EqualTo((1, "set up")));
    }

    [Test]
    public async Task Two_answers_to_one_name_at_once_are_one_rule_and_the_other_is_told()
    {
        await steward.ImportAsync("LV0420200,2013,Bezdarbs,,6.1");
        var answers = await Task.WhenAll(new[] { "unemployment-rate", "dependency-ratio" }.Select(target =>
            steward.TryAsync(HttpMethod.Post, "/v1/mapping-rules", new { source = "raim", kind = "indicator", name = "Bezdarbs", target, reason = "known" })));

        Assert.That(answers.Select(answer => answer.Status), Is.EquivalentTo(new[] { HttpStatusCode.Created, HttpStatusCode.Conflict }));
        Assert.That((await steward.GetAsync<Page<MappingRule>>("/v1/mapping-rules?source=raim&kind=indicator")).Items.Count(rule => rule.Name == "Bezdarbs"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_rule_is_changed_with_its_tag_and_keeps_its_history()
    {
        var rule = (await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name = "Bezdarbs", target = "dependency-ratio", reason = "a slip" })).Rule;
        var address = $"/v1/mapping-rules/{rule.Id}";
        var tag = await steward.TagOfAsync(address);
        var right = new { target = "unemployment-rate", factor = 0.001, unitNote = "thousandths", reason = "it was a slip" };

        var (missing, _) = await steward.TryAsync(HttpMethod.Put, address, right);
        var changed = await steward.SendAsync<MappingAnswer>(HttpStatusCode.OK, HttpMethod.Put, address, right, tag);
        var (stale, body) = await steward.TryAsync(HttpMethod.Put, address, right, tag);
        var same = await steward.SendAsync<MappingAnswer>(HttpStatusCode.OK, HttpMethod.Put, address, right, "*");

        Assert.That(((int)missing, (int)stale), Is.EqualTo((428, 412)), body);
        Assert.That(changed.Rule.History.Select(version => $"{version.Version} {version.Target} {version.Factor} {version.Reason}"),
            Is.EqualTo(new[] { "2 unemployment-rate 0.001 it was a slip", "1 dependency-ratio 1 a slip" }));
        Assert.That(same.Rule.Version, Is.EqualTo(2), "nothing was changed, so there is no new version");
        Assert.That(await steward.TagOfAsync(address), Does.StartWith("\"2-"));
    }

    [Test]
    public async Task Everything_that_is_wrong_with_a_rule_is_said_at_once()
    {
        var problem = await steward.PostAsync<ApiProblem>(HttpStatusCode.BadRequest, "/v1/mapping-rules", new { source = "rain", kind = "colour", name = "", target = "x", ignore = true, factor = 3 });

        Assert.That(problem.Errors!.Select(error => $"{error.Pointer} {error.Code}"), Is.EquivalentTo(new[]
        {
            "/source unknown-code", "/kind unknown-value", "/name required", "/target contradiction", "/factor contradiction", "/unitNote required", "/reason required",
        }));
    }

    [Test]
    public async Task A_line_of_a_wide_file_with_two_columns_of_one_indicator_is_refused_and_the_other_cells_of_the_line_are_not()
    {
        foreach (var (name, target) in new[] { ("Bezdarbs", "unemployment-rate"), ("Bezdarba līmenis", "unemployment-rate"), ("Nodoklis", "income-tax-per-capita") })
            await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name, target, reason = "known" });

        var import = await steward.UploadAsync("2013\nKods;Nosaukums;Bezdarbs;Bezdarba līmenis;Nodoklis\n0420200;Cēsu novads;6,1;6,2;700\n0010000;Rīga;140;;800\n", "raim-csv");
        var findings = await steward.FindingsAsync(import.Id);

        // Cēsis: two values for one cell, none is taken. Rīga: 140 per cent and an empty cell contradict each other too. Both taxes land.
        Assert.That(findings.Select(finding => finding.Rule), Is.EqualTo(Enumerable.Repeat("contradicting-rows", 4)));
        Assert.That(import.Counts, Is.EqualTo(new ImportRowCounts(6, 4, 0, 0, 2, 0, 0, 2, 0)));
    }

    [Test]
    public async Task A_rule_that_one_cell_of_a_line_breaks_touches_no_other_cell_of_the_line()
    {
        foreach (var (name, target) in new[] { ("Bezdarbs", "unemployment-rate"), ("Nodoklis", "income-tax-per-capita") })
            await DefineAsync(HttpStatusCode.Created, new { source = "raim", kind = "indicator", name, target, reason = "known" });

        var import = await steward.UploadAsync("2013\nKods;Nosaukums;Bezdarbs;Nodoklis\n0010000;Rīga;140;800\n", "raim-csv");

        Assert.That(import.Counts, Is.EqualTo(new ImportRowCounts(2, 0, 0, 0, 2, 1, 0, 1, 0)));
        Assert.That((await steward.QuarantineAsync()).Select(value => value.Indicator), Is.EqualTo(new[] { "unemployment-rate" }));
    }

    private Task<MappingAnswer> DefineAsync(HttpStatusCode expected, object definition) => steward.PostAsync<MappingAnswer>(expected, "/v1/mapping-rules", definition);
}
