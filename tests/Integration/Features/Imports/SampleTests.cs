using Benchlearning.Api.Features.Imports;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Imports;

[TestFixture]
public sealed class SampleTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Every_row_of_RAIM_is_accounted_for()
    {
        var batch = (await api.SqlAsync("select rows_read, rows_refused, rows_missing, rows_value, rows_new, rows_changed, rows_same, rows_waiting, rows_quarantined, state from import_batch where name = 'raim-2009-2013.csv'")).Single();
        var stored = (await api.SqlAsync("""
            select count(*) filter (where value is not null), count(*) filter (where missing_reason = 'notAvailable'), count(*)
            from observation_revision o join source s on s.source_id = o.source_id where s.code = 'raim'
            """)).Single();

        Assert.Multiple(() =>
        {
            Assert.That(batch, Is.EqualTo(new[] { "4165", "14", "354", "3797", "4151", "0", "0", "0", "0", "completedWithFindings" }));
            Assert.That(stored, Is.EqualTo(new[] { "3797", "354", "4151" }));
        });
    }

    [Test]
    public async Task The_fourteen_refused_are_Mersrags_before_it_existed()
    {
        var findings = await api.SqlAsync("""
            select f.rule, f.severity, split_part(f.row_content, ',', 1), split_part(f.row_content, ',', 2), (split_part(f.row_content, ',', 5) = '')::text, f.message_lv, f.message_en
            from import_finding f join import_batch b on b.import_id = f.import_id and b.door = 'sample' where f.severity = 'refused' order by f.row_number
            """);

        Assert.Multiple(() =>
        {
            Assert.That(findings, Has.Count.EqualTo(14));
            Assert.That(findings.Select(finding => string.Join(' ', finding[..3])), Is.All.EqualTo("territory-not-valid refused LV0887600"));
            Assert.That(findings.Count(finding => finding[3] == "2009"), Is.EqualTo(7));
            Assert.That(findings.Count(finding => finding[3] == "2010"), Is.EqualTo(7));
            Assert.That(findings.Count(finding => string.Equals(finding[4], "true", StringComparison.OrdinalIgnoreCase)), Is.EqualTo(3), "three of them were empty");
            Assert.That(findings[0][5], Is.EqualTo("Mērsraga novads periodā 2009 nepastāvēja."));
            Assert.That(findings[0][6], Is.EqualTo("Mērsrags municipality did not exist in 2009."));
        });
    }

    // 117 + 5 + 8 + 2 = 132 of RAIM (Mērsrags' own 11 suspect values are among the refused), and 5 populations.
    [TestCase("female-share", "2009", 118)] // the whole column: 117 and Roja
    [TestCase("unemployment-rate", "2009", 1)] // Roja
    [TestCase("dependency-ratio", "2009", 1)]
    [TestCase("income-tax-per-capita", "2009", 1)]
    [TestCase("real-estate-tax-per-capita", "2009", 1)]
    [TestCase("population-change", "2011", 4)]
    [TestCase("population-change", "2012", 4)]
    [TestCase("dependency-ratio", "2012", 1)] // Sala
    [TestCase("female-share", "2012", 1)]
    [TestCase("population", "2019", 5)]
    [TestCase("*", "*", 137)]
    public async Task Suspect_values_are_flagged_with_their_reason_in_both_languages(string indicator, string period, int count)
    {
        foreach (var lang in new[] { "lv", "en" })
        {
            var suspect = (await api.AskAsync<ObservationPage>($"/v1/observations?indicator={indicator}&period={period}&limit=10000&lang={lang}")).Rows
                .Where(row => row.Flags.Contains("suspect")).ToArray();
            Assert.That(suspect, Has.Length.EqualTo(count));
            Assert.That(suspect.Select(row => row.Note), Is.All.Not.Empty.And.None.Null);
            Assert.That(suspect.Select(row => row.Value), Has.None.Null);
        }
    }

    [Test]
    public async Task Loading_it_again_makes_no_revision_and_no_version()
    {
        const string Count = "select (select count(*) from observation_revision), (select count(*) from import_batch), (select count(*) from indicator_version), (select max(data_version) from indicator_state), (select version from catalogue_state)";
        var before = (await api.SqlAsync(Count)).Single();

        Assert.That(await api.SendAsync(new LoadSample.Command(_ => { })), Is.Empty, "a file that is known is not even read");
        Assert.That((await api.SqlAsync(Count)).Single()[..4], Is.EqualTo(before[..4]));

        var reports = new List<ImportObservations.Report>();
        foreach (var (file, source) in LoadSample.Files)
        {
            await using var content = LoadSample.Open(file);
            reports.Add(await api.SendAsync(new ImportObservations.Command(file, content, "test", "The same again", source, "upload")));
        }
        Assert.That(reports.Select(report => (report.New, report.Changed, report.Quarantined)), Is.All.EqualTo((0, 0, 0)));
        Assert.That(reports.Sum(report => report.Same), Is.EqualTo(4151 + 161 + 119 + 238 + 833));
        Assert.That(reports.Single(report => report.Read == 4165), Is.EqualTo(new ImportObservations.Report(reports[4].ImportId, "completedWithFindings", 4165, 14, 0, 354, 3797, 0, 0, 0, 4151)));
        var after = (await api.SqlAsync(Count)).Single();
        Assert.That((after[0], after[2], after[3]), Is.EqualTo((before[0], before[2], before[3])));
    }
}
