using System.Text.Json;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>
/// Rows that nobody may see yet answer as if they had never been stored: one server has them, another has none, and every answer is equal.
/// </summary>
[TestFixture]
public sealed class HiddenObservationTests
{
    private static readonly string[] Addresses =
    [
        "/v1/observations?indicator=unemployment-rate&limit=10000", "/v1/observations?indicator=unemployment-rate&format=csv", "/v1/observations?indicator=unemployment-rate&format=json-stat",
        "/v1/observations?indicator=unemployment-rate&period=latest", "/v1/observations?indicator=unemployment-rate,children&breakdown=sex:*,stage:*&limit=10000",
        "/v1/observations?indicator=unemployment-rate&boundaries=2021-07-01&limit=10000", "/v1/observations?indicator=unemployment-rate&asOf=NOW&limit=10000",
        "/v1/observations?indicator=population&limit=10000", "/v1/observations?indicator=unemployment-rate&territory=group:size-10000-to-24999&period=2014&limit=10000",
        "/v1/observations/estimate?indicator=unemployment-rate", "/v1/observations/estimate?indicator=*&breakdown=sex:*",
        "/v1/observations/revisions?indicator=unemployment-rate&territory=LV0420200&period=2014", "/v1/observations/revisions?indicator=unemployment-rate&territory=LV0010000&period=2013",
        "/v1/indicators", "/v1/indicators/unemployment-rate", "/v1/topics", "/v1/territory-groups/size-50000-and-over?on=2014-06-01",
        "/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&group=municipalities", "/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2014&group=municipalities",
        "/v1/comparisons?indicator=unemployment-rate&territory=LV0804400&period=2013&group=municipalities", "/v1/comparisons?indicator=unemployment-rate&territory=LV0804400&asOf=NOW",
        "/v1/comparisons?indicator=income-tax-per-capita&territory=LV0804400&period=2013", "/v1/comparisons/profile?territory=LV0420200", "/v1/comparisons/profile?territory=LV0804400&period=2014",
        "/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0420200", "/v1/comparisons/trend?indicator=unemployment-rate&territory=LV0804400&group=municipalities",
    ];

    private ApiServer with = null!;
    private ApiServer without = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        with = await ApiServer.StartAsync();
        without = await ApiServer.StartAsync();

        // Cells that were never seen: a period after the last, a breakdown, and a population that would move a size class and weigh a mean.
        foreach (var (code, state) in new[]
        {
            ("LV0420200", "'quarantined', 'public', null"), ("LV0804400", "'received', 'public', null"), ("LV0010000", "'verified', 'public', null"), ("LV0050000", "'withdrawn', 'public', null"),
            ("LV0090000", "'published', 'authorised', null"), ("LV0130000", "'published', 'network', null"), ("LV0170000", "'published', 'ownMunicipality', null"),
            ("LV0210000", "'published', 'administrators', null"), ("LV0250000", "'published', 'public', now() + interval '1 hour'"),
        })
        {
            await InsertAsync("unemployment-rate", code, "2014", "", 1, state);
            await InsertAsync("unemployment-rate", code, "2014", "sex:F", 1, state);
            await InsertAsync("population", code, "2014", "", 1, state);
        }
        // Behind a published value: a revision in quarantine, one to be released later.
        await InsertAsync("unemployment-rate", "LV0010000", "2013", "", 2, "'quarantined', 'public', null");
        await InsertAsync("unemployment-rate", "LV0050000", "2013", "", 2, "'verified', 'public', now() + interval '1 hour'");
        // In place of a published value: what replaced it is not public, so there is none now.
        await with.SqlAsync($"{Cell("LV0880200")} update observation_revision o set superseded_at = clock_timestamp() from cell where (o.indicator_id, o.territory_id) = (cell.indicator_id, cell.territory_id) and period = '2013'");
        await InsertAsync("unemployment-rate", "LV0880200", "2013", "", 2, "'published', 'administrators', null");
        await without.SqlAsync($"{Cell("LV0880200")} delete from observation_revision o using cell where (o.indicator_id, o.territory_id) = (cell.indicator_id, cell.territory_id) and period = '2013'");
        foreach (var server in new[] { with, without })
        {
            await server.SqlAsync("select publish_observation_cubes(array(select indicator_id from indicator order by 1))");
            await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => !(await server.TextAsync("/v1/observations?indicator=unemployment-rate&territory=LV0880200&period=2013&format=csv")).Contains("LV0880200", StringComparison.Ordinal), "published");
        }
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await with.DisposeAsync();
        await without.DisposeAsync();
    }

    [Test]
    public async Task The_rows_are_there()
    {
        Assert.That((await with.SqlAsync("select count(*) from observation_revision")).Single()[0], Is.EqualTo("5532"), "5,502 of the sample and 30 more");
    }

    [TestCaseSource(nameof(Addresses))]
    public async Task An_answer_is_as_if_they_had_never_been_stored(string address)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var lang in new[] { "lv", "en" })
        {
            var asked = (address.Contains('?', StringComparison.Ordinal) ? address + "&lang=" : address + "?lang=") + lang;
            asked = asked.Replace("NOW", now, StringComparison.Ordinal);
            Assert.That(Core(await SeenAsync(with, asked)), Is.EqualTo(Core(await SeenAsync(without, asked))));
        }
    }

    private static async Task<string> SeenAsync(ApiServer server, string address)
    {
        using var response = await server.Client.GetAsync(address);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    /// <summary>Without what tells of the server, the request or the time of loading.</summary>
    private static string Core(string text)
    {
        if (text.IndexOf('{', StringComparison.Ordinal) is not 4)
            return text;
        using var document = JsonDocument.Parse(text[4..]);
        return text[..4] + string.Join('\n', document.RootElement.EnumerateObject().Where(property => property.Name is not ("href" or "updated" or "traceId" or "type" or "recordedAt"))
            .Select(property => System.Text.RegularExpressions.Regex.Replace(property.ToString(), "\"(?:recordedAt|supersededAt)\":\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.NonBacktracking)));
    }

    private Task InsertAsync(string indicator, string code, string period, string breakdown, int revision, string state) => with.SqlAsync($"""
        {Cell(code, indicator)}
        insert into observation_revision (indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, workflow, visibility, embargo_until, quality, source_id, recorded_at, recorded_by, reason)
        select indicator_id, territory_id, '{period}', '{breakdown}', {revision}, indicator_version_id, territory_version_id, 66.6, {state}, 'final', source_id, clock_timestamp(), 'test', 'hidden' from cell
        """);

    private static string Cell(string code, string indicator = "unemployment-rate") => $"""
        with cell as (
            select v.indicator_id, v.indicator_version_id, v.source_id, t.territory_id, t.territory_version_id
            from indicator_version v join indicator i on i.indicator_id = v.indicator_id and i.code = '{indicator}', territory_version t where t.code = '{code}')
        """;
}
