using System.Net;
using System.Text.Json;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>Nothing is overwritten: what was answered at an instant is answered again when asked as of it.</summary>
[TestFixture]
public sealed class RevisionTests
{
    private const string ContentOfCubes = "select indicator_id, breakdown, md5((to_jsonb(c) - 'data_version')::text) from observation_cube c order by indicator_id, breakdown";

    private ApiServer api = null!;

    [SetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [TearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task A_changed_value_is_one_new_revision_that_supersedes_the_old()
    {
        var report = await api.ImportAsync("LV0420200,2013,unemployment-rate,,7.9,,,", "LV0010000,2013,unemployment-rate,,5.2,,,", "LV0010000,2012,unemployment-rate,,,,,");
        var again = await api.ImportAsync("LV0420200,2013,unemployment-rate,,7.9,,,");
        var cesis = (await api.AskAsync<Page<ObservationRevision>>("/v1/observations/revisions?indicator=unemployment-rate&territory=LV0420200&period=2013")).Items;
        var riga = (await api.AskAsync<Page<ObservationRevision>>("/v1/observations/revisions?indicator=unemployment-rate&territory=LV0001000&period=2012")).Items;

        Assert.Multiple(() =>
        {
            Assert.That(report, Is.EqualTo(new ImportObservations.Report(report.ImportId, "completed", 3, 0, 0, 1, 2, 0, 0, 3, 0)));
            Assert.That(again, Is.EqualTo(new ImportObservations.Report(again.ImportId, "noChange", 1, 0, 0, 0, 1, 0, 0, 0, 1)));
            Assert.That(cesis.Select(revision => (revision.Revision, revision.Value)), Is.EqualTo(new[] { (2, (decimal?)7.9m), (1, 6.5m) }));
            Assert.That(cesis[1].SupersededAt, Is.EqualTo(cesis[0].RecordedAt));
            Assert.That(cesis[0].SupersededAt, Is.Null);
            Assert.That(cesis[0].Import, Is.GreaterThan(cesis[1].Import!.Value));
            Assert.That((riga[0].Value, riga[0].MissingReason), Is.EqualTo(((decimal?)null, "notAvailable")), "a value that is withdrawn by its source is missing, not zero");
        });
    }

    [Test]
    public async Task Revisions_are_paged_and_none_is_left_out()
    {
        foreach (var value in new[] { "7.1", "7.2", "7.3" })
            await api.ImportAsync($"LV0420200,2013,unemployment-rate,,{value},,,");
        const string Address = "/v1/observations/revisions?indicator=unemployment-rate&territory=LV0420200&period=2013&limit=2";

        var first = await api.AskAsync<Page<ObservationRevision>>(Address);
        var second = await api.AskAsync<Page<ObservationRevision>>($"{Address}&cursor={Uri.EscapeDataString(first.Next!)}");

        Assert.That(first.Items.Concat(second.Items).Select(revision => revision.Revision), Is.EqualTo(new[] { 4, 3, 2, 1 }));
        Assert.That(second.Next, Is.Null);
        await api.RefusedAsync($"{Address.Replace("2013", "2012", StringComparison.Ordinal)}&cursor={Uri.EscapeDataString(first.Next!)}", 400);
    }

    [Test]
    public async Task An_answer_as_of_an_instant_is_that_of_the_instant_in_every_format()
    {
        var before = Instant(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        const string Address = "/v1/observations?indicator=unemployment-rate&territory=LV0804400&period=2013&lang=en";
        var answers = new Dictionary<string, string>();
        string[] formats = ["json", "csv", "excel-lv", "json-stat"];
        foreach (var format in formats)
            answers[format] = Core(await api.TextAsync($"{Address}&format={format}"));
        var workbook = await SheetAsync($"{Address}&format=xlsx");
        var between = Instant(TimeProvider.System.GetUtcNow());
        await Task.Delay(5);
        await api.ImportAsync("LV0804400,2013,unemployment-rate,,99.4,,,");
        await ReachedAsync("LV0804400", 99.4m);
        var now = Instant(TimeProvider.System.GetUtcNow());

        foreach (var format in formats)
        {
            Assert.That(Core(await api.TextAsync($"{Address}&format={format}&asOf={between}")), Is.EqualTo(answers[format]), format);
            var changed = Core(await api.TextAsync($"{Address}&format={format}&asOf={now}"));
            Assert.That(changed, Is.Not.EqualTo(answers[format]));
            Assert.That(changed, Is.EqualTo(Core(await api.TextAsync($"{Address}&format={format}"))), $"{format}: from the revisions as from the read model");
            if (format == "json-stat")
                await api.RefusedAsync($"{Address}&format={format}&asOf={before}", 404);
            else
                Assert.That(await api.TextAsync($"{Address}&format={format}&asOf={before}"), Does.Not.Contain("LV0804400"), format);
        }
        Assert.That(await SheetAsync($"{Address}&format=xlsx&asOf={between}"), Is.EqualTo(workbook));
        Assert.That(await SheetAsync($"{Address}&format=xlsx"), Is.Not.EqualTo(workbook));
    }

    [Test]
    public async Task Comparisons_and_boundaries_are_as_of_the_instant_too()
    {
        const string Compared = "/v1/comparisons?indicator=unemployment-rate&territory=LV0804400&group=municipalities&lang=en";
        const string Converted = "/v1/observations?indicator=unemployment-rate&territory=LV0023000&period=2013&boundaries=2021-07-01";
        string[] addresses =
        [
            Compared, Converted, "/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0804400&lang=en", "/v1/comparisons/profile?territory=LV0804400&lang=en",
            "/v1/comparisons?indicator=unemployment-rate&territory=LV0804400&period=2013&group=size-10000-to-24999&lang=en",
            "/v1/observations?indicator=unemployment-rate&territory=group:size-10000-to-24999&period=2013",
        ];
        var first = new List<string>();
        foreach (var address in addresses)
            first.Add(await api.TextAsync(address));
        var between = Instant(TimeProvider.System.GetUtcNow());
        await Task.Delay(5);
        await api.ImportAsync("LV0804400,2013,unemployment-rate,,99.4,,,", "LV0804400,2012,unemployment-rate,,1.1,,,", "LV0805200,2019,population,,1,,,", "LV0804400,2013,population,,70000,,,");
        await ReachedAsync("LV0804400", 99.4m);

        for (var index = 0; index < addresses.Length; index++)
        {
            Assert.That(await api.TextAsync($"{addresses[index]}&asOf={between}"), Is.EqualTo(first[index]), addresses[index]);
            Assert.That(await api.TextAsync(addresses[index]), Is.Not.EqualTo(first[index]), addresses[index]);
        }
        var nothing = await api.AskAsync<Comparison>($"{Compared}&period=2013&asOf=2020-01-01T00:00:00Z");
        Assert.That((nothing.Territory.Value, nothing.Territory.MissingReason, nothing.Statistics.N, nothing.Statistics.Missing), Is.EqualTo(((decimal?)null, "notAvailable", 0, 110)));
    }

    [Test]
    public async Task The_latest_period_as_of_an_instant_is_the_latest_known_then()
    {
        var between = Instant(TimeProvider.System.GetUtcNow());
        await Task.Delay(5);
        await api.ImportAsync("LV0420200,2014,unemployment-rate,,5.5,,,");
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await CompareAsync("")).Period == "2014", "2014 is the latest");

        Assert.That((await CompareAsync("&asOf=" + between)).Period, Is.EqualTo("2013"));
        var rows = (await api.AskAsync<ObservationPage>($"/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=latest&asOf={between}")).Rows;
        Assert.That(rows.Single().Period, Is.EqualTo("2013"));

        Task<Comparison> CompareAsync(string more) => api.AskAsync<Comparison>($"/v1/comparisons?indicator=unemployment-rate&territory=LV0420200{more}");
    }

    [Test]
    public async Task Imports_at_the_same_time_leave_exactly_one_published_revision_of_each_cell()
    {
        string[] codes = ["LV0010000", "LV0420200", "LV0804400", "LV0888301", "LV0050000"];
        await Task.WhenAll(Enumerable.Range(1, 8).Select(run => api.ImportFileAsync($"run-{run}.csv", [.. codes.Select(code => $"{code},2013,unemployment-rate,,{run}.{run},,,")])));

        var cells = await api.SqlAsync("""
            select t.identity, count(*), count(*) filter (where superseded_at is null), max(revision), count(distinct revision),
                   bool_and(superseded_at is not null or revision = (select max(m.revision) from observation_revision m where (m.indicator_id, m.territory_id, m.period, m.breakdown) = (o.indicator_id, o.territory_id, o.period, o.breakdown)))
            from observation_revision o
            join indicator i on i.indicator_id = o.indicator_id and i.code = 'unemployment-rate'
            join territory t on t.territory_id = o.territory_id
            where o.period = '2013' and o.workflow = 'published'
            group by t.identity, o.indicator_id, o.territory_id, o.period, o.breakdown having count(*) > 1 order by 1
            """);
        var overlapping = await api.SqlAsync("""
            select 1 from observation_revision one join observation_revision other
                on (one.indicator_id, one.territory_id, one.period, one.breakdown) = (other.indicator_id, other.territory_id, other.period, other.breakdown) and one.revision < other.revision
            where tstzrange(one.recorded_at, one.superseded_at) && tstzrange(other.recorded_at, other.superseded_at)
            """);
        var rows = (await api.AskAsync<ObservationPage>($"/v1/observations?indicator=unemployment-rate&territory={string.Join(',', codes)}&period=2013")).Rows;

        Assert.Multiple(() =>
        {
            Assert.That(cells, Has.Count.EqualTo(5));
            Assert.That(cells.Select(cell => string.Join(' ', cell[1..])), Is.All.EqualTo("9 1 9 9 True"));
            Assert.That(overlapping, Is.Empty, "at any instant there is one answer");
            Assert.That(rows.Select(row => row.Value).Distinct().Count(), Is.EqualTo(1), "the last import is published whole");
        });
    }

    [Test]
    public async Task An_import_that_fails_half_way_leaves_nothing()
    {
        const string Everything = "select (select count(*) from observation_revision), (select max(recorded_at)::text from observation_revision), (select count(*) from import_batch where state <> 'failed'), (select count(*) from import_finding where rule <> 'territory-not-valid'), (select max(data_version) from indicator_state)";
        await api.SqlAsync("""
            create function fail() returns trigger language plpgsql as 'begin if new.value = 666 then raise exception ''not this one''; end if; return new; end';
            create trigger fail before insert on observation_revision for each row execute function fail();
            """);
        var before = (await api.SqlAsync(Everything)).Single();
        var cubes = await api.SqlAsync(ContentOfCubes);

        var failure = await Assert.CatchAsync(async () => await api.ImportAsync("LV0420200,2013,unemployment-rate,,7.9,,,", "LV0887600,2009,unemployment-rate,,1,,,", "LV0420200,2012,unemployment-rate,,666,,,"));

        Assert.That(failure, Is.InstanceOf<InvalidOperationException>());
        Assert.That(string.Join(' ', (await api.SqlAsync("select state, stage, rows_new, failure_en is not null, (select count(*) from raw_file where name = 'test.csv') from import_batch where name = 'test.csv'")).Single()), Is.EqualTo("failed done 0 True 1"));
        Assert.That((await api.SqlAsync(Everything)).Single(), Is.EqualTo(before));
        Assert.That(await api.SqlAsync(ContentOfCubes), Is.EqualTo(cubes));
        await api.SqlAsync("drop trigger fail on observation_revision");
        var whole = await api.ImportAsync("LV0420200,2013,unemployment-rate,,7.9,,,", "LV0420200,2012,unemployment-rate,,666,,,");
        Assert.That(whole.Changed, Is.EqualTo(2));
    }

    [Test]
    public async Task The_read_model_made_anew_is_identical()
    {
        await api.ImportAsync("LV0420200,2013,unemployment-rate,,7.9,suspect,iemesls,reason", "LV0420200,2014,unemployment-rate,,,,,", "LV0010000,2015,children,\"sex:F,stage:school\",7,,,");
        var kept = await api.SqlAsync(ContentOfCubes);
        await api.SqlAsync("update observation_cube set figures = array_fill(1::double precision, array[cardinality(figures)]); delete from observation_cube where breakdown <> ''");
        Assert.That(await api.SqlAsync(ContentOfCubes), Is.Not.EqualTo(kept));

        var cubes = await api.SendAsync(new RebuildReadModel.Command());

        Assert.That(await api.SqlAsync(ContentOfCubes), Is.EqualTo(kept));
        Assert.That(cubes, Is.EqualTo(kept.Count).And.EqualTo(12 + 6), "twelve totals, and children by stage and by sex within a stage");
    }

    [Test]
    public async Task Rows_that_cannot_be_understood_are_refused_each_with_its_rule()
    {
        var report = await api.ImportAsync(
            "LV0420200,2013,unemployment-rate,,7.9,,,", "LV0420200,2013,unemployment-rate,,7.90,,,", "LV0010000,2013,unemployment-rate,,8.0,,,", "LV0010000,2013,unemployment-rate,,,,,", "LV9999999,2013,unemployment-rate,,1,,,", "LV0420200,2013,unemployment,,1,,,",
            "LV0420200,2013-Q1,unemployment-rate,,1,,,", "LV0420200,2008,unemployment-rate,,1,,,", "LV0420200,0000,unemployment-rate,,1,,,", "LV0420200,2022,unemployment-rate,,1,,,",
            "LV0420200,2013,female-share,,NaN,,,", "LV0420200,2013,female-share,,\"1,5\",,,", "LV0420200,2013,female-share,,1e3,,,", "LV0420200,2013,female-share,,1000000000000000,,,",
            "LV0420200,2015,children,sex,1,,,", "LV0420200,2015,children,sex:X,1,,,", "LV0420200,2013,unemployment-rate,sex:F,1,,,");
        var rules = (await api.SqlAsync("select f.rule from import_finding f join import_batch b on b.import_id = f.import_id where b.name = 'test.csv' order by f.row_number")).Select(row => row[0]);

        Assert.That((report.Read, report.Refused, report.Waiting, report.Changed), Is.EqualTo((17, 11, 5, 1)));
        Assert.That(rules, Is.EqualTo(new[]
        {
            "repeated-row", "contradicting-rows", "contradicting-rows", "unknown-territory", "unknown-indicator", "invalid-period", "invalid-period", "invalid-period", "territory-not-valid",
            "not-a-number", "not-a-number", "not-a-number", "not-a-number", "unknown-breakdown", "unknown-breakdown", "unknown-breakdown",
        }));
    }

    private Task ReachedAsync(string code, decimal value) => Asking.WithinAsync(TimeSpan.FromSeconds(20), async () =>
        (await api.AskAsync<ObservationPage>($"/v1/observations?indicator=unemployment-rate&territory={code}&period=2013")).Rows.Single().Value == value, "the import is seen");

    private static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A JSON-stat dataset without its address and time of update; anything else as it is.</summary>
    private static string Core(string text)
    {
        if (!text.StartsWith("{\"version\"", StringComparison.Ordinal))
            return text;
        using var document = JsonDocument.Parse(text);
        return string.Join('\n', document.RootElement.EnumerateObject().Where(property => property.Name is not ("href" or "updated")).Select(property => property.ToString()));
    }

    private async Task<string> SheetAsync(string address)
    {
        await using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(await api.BytesAsync(address)));
        using var reader = new StreamReader(await archive.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync());
        return await reader.ReadToEndAsync();
    }
}
