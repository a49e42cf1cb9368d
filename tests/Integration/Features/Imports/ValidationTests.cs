using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>The known errors of the sample are found by its rules when its file comes by an ordinary door.</summary>
[TestFixture]
public sealed class ValidationTests
{
    private ApiServer api = null!;
    private ImportObservations.Report report = null!;

    [OneTimeSetUp]
    public async Task Import_the_file_of_RAIM()
    {
        api = await ApiServer.StartAsync(TestTemplate.Migrated);
        await using var catalogue = LoadSample.Open("catalogue.json");
        await api.SendAsync(new DefineCatalogue.Command(catalogue));
        await api.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);
        report = await ImportAsync();
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Every_row_is_accounted_for_with_the_quarantine_and_the_same_file_again_changes_nothing()
    {
        Assert.That(report, Is.EqualTo(new ImportObservations.Report(report.ImportId, "completedWithFindings", 4165, 14, 0, 354, 3797, 128, 4023, 0, 0)));
        var before = await CountAsync("observation_revision");
        var again = await ImportAsync();

        Assert.That(again, Is.EqualTo(new ImportObservations.Report(again.ImportId, "completedWithFindings", 4165, 14, 0, 354, 3797, 0, 0, 0, 4151)));
        Assert.That(await CountAsync("observation_revision"), Is.EqualTo(before).And.EqualTo(4151));
    }

    [TestCase("population-change", "range", 8, "2011 2012")]
    [TestCase("female-share", "column", 117, "2009")]
    [TestCase("female-share", "outlier", 1, "2012")] // Sala
    [TestCase("dependency-ratio", "outlier", 1, "2012")]
    [TestCase("income-tax-per-capita", "range", 1, "2009")] // Roja, before Mērsrags left it
    public async Task A_rule_finds_exactly_what_is_known_to_be_wrong(string indicator, string rule, int count, string periods)
    {
        var found = (await api.SqlAsync($"""
            select split_part(row_content, ',', 1), split_part(row_content, ',', 2)
            from import_finding
            where import_id = {report.ImportId} and rule = '{rule}' and severity = 'quarantined' and split_part(row_content, ',', 3) = '{indicator}' and answer is null
            """)).ToArray();
        var stored = await CountAsync($"observation_revision o join indicator i on i.indicator_id = o.indicator_id and i.code = '{indicator}' where o.workflow = 'quarantined' and '{periods}' like '%' || o.period || '%'");

        Assert.That(found, Has.Length.EqualTo(count));
        Assert.That(string.Join(' ', found.Select(row => row[1]).Distinct().Order()), Is.EqualTo(periods));
        Assert.That(stored, Is.GreaterThanOrEqualTo(count));
    }

    [Test]
    public async Task Of_the_column_of_2009_only_Roja_looks_right_and_a_quarantined_value_is_seen_by_nobody()
    {
        var shown = await api.TextAsync("/v1/observations?indicator=female-share&period=2009&format=csv");
        Assert.That(shown, Does.Contain(",rojas-novads,2009,,52.6,"));
        Assert.That(shown.Split('\n').Count(line => line.StartsWith("female-share", StringComparison.Ordinal) && !line.Contains("notAvailable", StringComparison.Ordinal)), Is.EqualTo(1));
        Assert.That(await api.TextAsync("/v1/observations?indicator=dependency-ratio&period=2012&format=csv"), Does.Not.Contain(",231,"));
    }

    [Test]
    public async Task Marks_of_the_sample_itself_are_recorded_as_accepted()
    {
        await using var sample = await ApiServer.StartAsync();
        var answers = (await sample.SqlAsync("select distinct answer, answered_by from import_finding where severity = 'quarantined'")).Single();
        Assert.That(answers, Is.EqualTo(new[] { "accepted", "sample" }));
        Assert.That((await sample.SqlAsync("select count(*) from import_finding where severity = 'quarantined'")).Single()[0], Is.EqualTo("128"));
    }

    private async Task<ImportObservations.Report> ImportAsync()
    {
        await using var content = LoadSample.Open("raim-2009-2013.csv");
        return await api.SendAsync(new ImportObservations.Command("raim-2009-2013.csv", content, "test", "A fresh import", "raim", "upload"));
    }

    private async Task<int> CountAsync(string from) => int.Parse((await api.SqlAsync($"select count(*) from {from}")).Single()[0]!, CultureInfo.InvariantCulture);
}
