using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>A file comes in by the upload door: every row is accounted for, and all of it is applied or nothing.</summary>
[TestFixture]
public sealed class UploadTests
{
    private const string Header = "territory,period,indicator,breakdown,value\n";

    private ApiServer api = null!;
    private HttpClient client = null!;

    [SetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        client = api.NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Services.GetRequiredService<OperatorKey>().Value);
    }

    [TearDown]
    public async Task Stop()
    {
        client.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task A_changed_value_becomes_a_new_revision_that_readers_see()
    {
        var import = await FinishAsync(await AcceptedAsync(Header + "LV0420200,2013,unemployment-rate,,6.7\nLV0010000,2013,unemployment-rate,,4.9\n"));
        var row = (await client.GetFromJsonAsync<ObservationPage>("/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013"))!.Rows[0];

        Assert.Multiple(() =>
        {
            Assert.That(import.State, Is.EqualTo("completed"));
            Assert.That(import.Counts, Is.EqualTo(new ImportRowCounts(2, 0, 0, 0, 0, 2, 0, 1, 1)));
            Assert.That(row.Value, Is.EqualTo(6.7m));
            Assert.That(row.Revision, Is.EqualTo(2));
        });
    }

    [Test]
    public async Task The_same_file_again_makes_no_revision()
    {
        const string File = Header + "LV0420200,2013,unemployment-rate,,6.7\n";
        await FinishAsync(await AcceptedAsync(File));
        var again = await FinishAsync(await AcceptedAsync(File));

        Assert.Multiple(() =>
        {
            Assert.That(again.State, Is.EqualTo("noChange"));
            Assert.That(again.Counts.Same, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task A_dry_run_counts_and_applies_nothing()
    {
        var import = await FinishAsync(await AcceptedAsync(Header + "LV0420200,2013,unemployment-rate,,1.1\n", "&dryRun=true"));
        var row = (await client.GetFromJsonAsync<ObservationPage>("/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013"))!.Rows[0];

        Assert.Multiple(() =>
        {
            Assert.That(import.Counts.Changed, Is.EqualTo(1));
            Assert.That(row.Value, Is.EqualTo(6.5m));
        });
    }

    [Test]
    public async Task Wrong_rows_are_refused_one_by_one_with_the_reason_and_the_right_ones_land()
    {
        var import = await FinishAsync(await AcceptedAsync(Header
            + "LV0420200,2013,unemployment-rate,,6.8\n"
            + "LV0420200,2012,unemployment-rate,,\"6,8\"\n"      // decimal comma
            + "LV0420200,2011,unemployment-rate,,\u22125\n"       // typographic minus
            + "LV0420200,2010,unemployment-rate,,NaN\n"
            + "LV0420200,2009,unemployment-rate,,1e400\n"
            + "LV0887600,2010,unemployment-rate,,5\n"             // Mērsrags did not exist
            + "LV0420200,2099,unemployment-rate,,5\n"             // not begun
            + "LV0420200,2013,unemployment,,5\n"                  // nobody mapped it
            + "LV0420201,2013,unemployment-rate,,5\n"
            + "LV0010000,2013,unemployment-rate,,1\nLV0010000,2013,unemployment-rate,,2\n"));
        var findings = (await client.GetFromJsonAsync<Page<ImportFinding>>($"/v1/imports/{import.Id}/findings?lang=en"))!.Items;

        Assert.Multiple(() =>
        {
            Assert.That(import.State, Is.EqualTo("completedWithFindings"));
            Assert.That(import.Counts.Read, Is.EqualTo(11));
            Assert.That(import.Counts.Changed, Is.EqualTo(1));
            Assert.That(import.Counts.Waiting, Is.EqualTo(2));
            Assert.That(import.Counts.Refused, Is.EqualTo(8));
            Assert.That(findings.Select(finding => finding.Rule).Distinct(), Is.EquivalentTo(new[]
            {
                "not-a-number", "territory-not-valid", "future-period", "unmapped-indicator", "unmapped-territory", "contradicting-rows",
            }));
            Assert.That(findings.First(finding => finding.Rule == "unmapped-indicator").Message, Does.Contain("unemployment-rate"));
        });
    }

    [TestCase("", "empty-file")]
    [TestCase("territory|period|indicator|value\n", "missing-columns")]
    [TestCase("territory,period,value\nLV0010000,2013,1\n", "missing-columns")]
    public async Task A_file_that_is_not_of_the_layout_fails_whole(string file, string rule)
    {
        var import = await FinishAsync(await AcceptedAsync(file));

        Assert.Multiple(() =>
        {
            Assert.That(import.State, Is.EqualTo("failed"));
            Assert.That(import.Failure, Is.Not.Empty);
            Assert.That(import.Findings.Select(finding => finding.Rule), Is.EqualTo(new[] { rule }));
        });
    }

    [Test]
    public async Task Other_encodings_are_refused_with_the_fix()
    {
        foreach (var bytes in new[] { Encoding.Unicode.GetBytes(Header + "LV0010000,2013,unemployment-rate,,1\n"), [0x74, 0x65, 0xFF, 0xFE, 0x0A] })
        {
            var import = await FinishAsync(await AcceptedAsync(bytes));
            Assert.That(import.State, Is.EqualTo("failed"));
        }
    }

    [Test]
    public async Task The_key_and_the_idempotency_key_are_needed_and_a_reused_key_is_refused()
    {
        using var anonymous = await api.Client.PostAsync("/v1/imports?source=raim&reason=x", new StringContent(Header, Encoding.UTF8, "text/csv"));
        using var without = await client.PostAsync("/v1/imports?source=raim&reason=x", new StringContent(Header, Encoding.UTF8, "text/csv"));
        var first = await PostAsync(Header + "LV0010000,2013,unemployment-rate,,4.9\n", key: "one");
        var repeated = await PostAsync(Header + "LV0010000,2013,unemployment-rate,,4.9\n", key: "one");
        var reused = await PostAsync(Header + "LV0010000,2013,unemployment-rate,,5.0\n", key: "one");

        Assert.Multiple(async () =>
        {
            Assert.That(anonymous.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(without.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((await repeated.Content.ReadFromJsonAsync<Import>())!.Id, Is.EqualTo((await first.Content.ReadFromJsonAsync<Import>())!.Id));
            Assert.That(reused.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
        });
    }

    private async Task<Import> AcceptedAsync(string file, string parameters = "") => await AcceptedAsync(Encoding.UTF8.GetBytes(file), parameters);

    private async Task<Import> AcceptedAsync(byte[] file, string parameters = "")
    {
        using var response = await PostAsync(file, Guid.NewGuid().ToString("N"), parameters);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Import>())!;
    }

    private Task<HttpResponseMessage> PostAsync(string file, string key) => PostAsync(Encoding.UTF8.GetBytes(file), key, "");

    private async Task<HttpResponseMessage> PostAsync(byte[] file, string key, string parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=test" + parameters) { Content = new ByteArrayContent(file) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request);
    }

    /// <summary>Follows an import to its end, at most 30 seconds.</summary>
    private async Task<Import> FinishAsync(Import import)
    {
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var state = (await client.GetFromJsonAsync<Import>($"/v1/imports/{import.Id}"))!;
            if (state.FinishedAt is not null)
            {
                await Task.Delay(100); // the publication is told to this instance
                return state;
            }
            await Task.Delay(100);
        }
        throw new TimeoutException($"Import {import.Id} did not end.");
    }
}
