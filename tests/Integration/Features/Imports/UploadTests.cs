using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
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
    private const string Cesis = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013";

    private ApiServer api = null!;
    private HttpClient client = null!;

    [SetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        client = Operator(api);
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
        var import = await FinishAsync(await AcceptedAsync(Header + "LV0420200,2013,unemployment-rate,,6.7\nLV0010000,2013,unemployment-rate,,4.9\nLV0420200,2014,unemployment-rate,,6\nLV0010000,2014,unemployment-rate,,\n"));

        Assert.That((import.State, import.Stage, import.Door, import.Source, import.Layout, import.Actor, import.Reason), Is.EqualTo(("completed", "done", "upload", "raim", "tidy-csv/1", "operator", "test")));
        Assert.That(import.Counts, Is.EqualTo(new ImportRowCounts(4, 0, 0, 1, 3, 0, 2, 1, 1)));
        Assert.That(import.Progress, Is.EqualTo(new ImportReadProgress(4, 4, import.Progress.BytesTotal!.Value, import.Progress.BytesTotal)));
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await api.AskAsync<ObservationPage>(Cesis)).Rows is [{ Value: 6.7m, Revision: 2 }], "the new value");
    }

    [Test]
    public async Task The_same_file_again_makes_no_revision_and_its_content_is_kept_once()
    {
        const string File = Header + "LV0420200,2013,unemployment-rate,,6.7\n";
        var first = await FinishAsync(await AcceptedAsync(File));
        var again = await FinishAsync(await AcceptedAsync(File));

        Assert.That((again.State, again.Counts), Is.EqualTo(("noChange", new ImportRowCounts(1, 0, 0, 0, 1, 0, 0, 0, 1))));
        Assert.That(again.ContentHash, Is.EqualTo(first.ContentHash).And.Length.EqualTo(64));
        Assert.That(string.Join(' ', (await api.SqlAsync($"select count(distinct f.raw_file_id), count(*) from raw_file f join raw_content_chunk c on c.content_hash = f.content_hash where f.content_hash = '{first.ContentHash}'")).Single()), Is.EqualTo("2 2"));
    }

    [Test]
    public async Task A_form_with_a_file_is_the_same_as_the_file()
    {
        using var form = new MultipartFormDataContent { { new StringContent("a note"), "note" } };
        var part = new ByteArrayContent(Encoding.UTF8.GetBytes(Header + "LV0420200,2013,unemployment-rate,,6.7\n"));
        part.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        form.Add(part, "file", "Cēsis 2013.csv");
        using var response = await SendAsync(form, "form");
        var import = await FinishAsync((await response.Content.ReadFromJsonAsync<Import>())!);

        Assert.That((import.Name, import.Counts.Changed), Is.EqualTo(("Cēsis 2013.csv", 1)));
    }

    [Test]
    public async Task A_dry_run_counts_and_applies_nothing()
    {
        var before = await RevisionsAsync();
        var import = await FinishAsync(await AcceptedAsync(Header + "LV0420200,2013,unemployment-rate,,1.1\nLV0420201,2013,unemployment-rate,,1.1\n", "&dryRun=true"));

        Assert.That((import.DryRun, import.State, import.Counts.Changed, import.Counts.Waiting), Is.EqualTo((true, "completedWithFindings", 1, 1)));
        Assert.That(await RevisionsAsync(), Is.EqualTo(before));
        Assert.That((await api.AskAsync<ObservationPage>(Cesis)).Rows[0].Value, Is.EqualTo(6.5m));
    }

    [Test]
    public async Task Wrong_rows_are_refused_one_by_one_with_the_reason_and_the_right_ones_land()
    {
        var import = await FinishAsync(await AcceptedAsync("territory,period,indicator,breakdown,value,missingReason\n"
            + "LV0420200,2013,unemployment-rate,,6.8,\n"
            + "LV0420200,2012,unemployment-rate,,\"6,8\",\n"         // decimal comma
            + "LV0420200,2012,unemployment-rate,,1 234.5,\n"
            + "LV0420200,2011,unemployment-rate,,\u22125,\n"          // typographic minus
            + "LV0420200,2010,unemployment-rate,,NaN,\n"
            + "LV0420200,2009,unemployment-rate,,1e400,\n"
            + "LV0420200,2009,unemployment-rate,,4.89%,\n"
            + "LV0887600,2010,unemployment-rate,,5,\n"                // Mērsrags did not exist
            + "LV0420200,2099,unemployment-rate,,5,\n"                // not begun
            + "LV0420200,2013-13,unemployment-rate,,5,\n"
            + "LV0420200,2013,unemploymentrate,,5,\n"                     // nobody mapped it
            + "LV0420201,2013,unemployment-rate,,5,\n"
            + "LV0420200,2012,unemployment-rate,sex:F,5,\n"
            + "LV0420200,2012,unemployment-rate,,,forgotten\n"
            + "LV0420200,2012,unemployment-rate,,5,suppressed\n"
            + "LV0420200,2012,unemployment-rate,,5\n"                 // cut
            + "LV0420200,2012,unemployment-rate,\"a\"b,5,\n"
            + "LV0010000,2013,unemployment-rate,,1,\nLV0010000,2013,unemployment-rate,,2,\n"));
        var findings = await FindingsAsync(import, "en");

        Assert.That(import.State, Is.EqualTo("completedWithFindings"));
        Assert.That(import.Counts, Is.EqualTo(new ImportRowCounts(19, 15, 3, 0, 1, 0, 0, 1, 0)));
        Assert.That(findings.OrderBy(finding => finding.Row).Select(finding => $"{finding.Row} {finding.Rule}"), Is.EqualTo(new[]
        {
            "2 not-a-number", "3 not-a-number", "4 not-a-number", "5 not-a-number", "6 not-a-number", "7 not-a-number", "8 territory-not-valid", "9 future-period", "10 invalid-period",
            "11 unknown-indicator", "12 unknown-territory", "13 unknown-breakdown", "14 unknown-missing-reason", "15 value-and-reason", "16 wrong-field-count", "17 badly-quoted",
            "18 contradicting-rows", "19 contradicting-rows",
        }));
        Assert.That(findings.Select(finding => finding.Number), Is.EqualTo(Enumerable.Range(1, 18)));
        Assert.That(findings.Single(finding => finding.Row == 2), Is.EqualTo(findings[0] with { Field = "value", Message = "Write a decimal point and no thousands separator: 1234.5.", Content = "LV0420200,2012,unemployment-rate,,\"6,8\",", Severity = "refused" }));
        Assert.That(findings.Single(finding => finding.Row == 4).Message, Does.Contain("typographic"));
        Assert.That(findings.Single(finding => finding.Row == 11).Message, Does.Contain("unemployment-rate"), "the nearest is named");
        Assert.That(findings.Single(finding => finding.Row == 18).Content, Is.EqualTo("LV0010000,2013,unemployment-rate,,1"));
        Assert.That(import.Findings.Select(finding => $"{finding.Severity} {finding.Rule} {finding.Count}"), Is.EquivalentTo(findings.GroupBy(finding => (finding.Severity, finding.Rule)).Select(group => $"{group.Key.Severity} {group.Key.Rule} {group.Count()}")));
        Assert.That((await FindingsAsync(import, "lv")).Single(finding => finding.Row == 8).Message, Is.EqualTo("Mērsraga novads periodā 2010 nepastāvēja."));
    }

    [Test]
    public async Task Findings_come_page_by_page_and_whole_as_CSV()
    {
        var import = await FinishAsync(await AcceptedAsync(Header + string.Concat(Enumerable.Range(0, 25).Select(number => $"LV0420200,2013,unemployment-rate,,=cmd{number}\n"))));
        var rows = new List<int>();
        for (var address = $"/v1/imports/{import.Id}/findings?limit=10&severity=refused"; address is not null;)
        {
            var page = (await client.GetFromJsonAsync<Page<ImportFinding>>(address))!;
            rows.AddRange(page.Items.Select(finding => finding.Row));
            address = page.Next is null ? null : $"/v1/imports/{import.Id}/findings?limit=10&severity=refused&cursor={Uri.EscapeDataString(page.Next)}";
        }
        using var csv = await client.GetAsync($"/v1/imports/{import.Id}/findings?format=csv&lang=en");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.That(rows, Is.EqualTo(Enumerable.Range(1, 25)));
        Assert.That(csv.Content.Headers.ContentType!.MediaType, Is.EqualTo("text/csv"));
        Assert.That(csv.Content.Headers.ContentDisposition!.FileName, Does.Contain($"import-{import.Id}-findings.csv"));
        Assert.That(lines[0], Is.EqualTo("number,row,rule,severity,field,message,content,answer,answerReason"));
        Assert.That(lines, Has.Length.EqualTo(26));
        Assert.That(lines[3], Does.StartWith("3,3,not-a-number,refused,value,").And.Contain("\"LV0420200,2013,unemployment-rate,,=cmd2\""));
        using var paged = await client.GetAsync($"/v1/imports/{import.Id}/findings?format=csv&limit=5");
        Assert.That((await paged.Content.ReadFromJsonAsync<ApiProblem>())!.Errors!.Select(error => error.Parameter), Is.EqualTo(new[] { "limit" }));
        using var known = new HttpRequestMessage(HttpMethod.Get, $"/v1/imports/{import.Id}/findings?format=csv&lang=en") { Headers = { { "If-None-Match", csv.Headers.ETag!.Tag } } };
        using var unchanged = await client.SendAsync(known);
        Assert.That(unchanged.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    [TestCase("", "empty-file")]
    [TestCase("\n\n", "empty-file")]
    [TestCase("territory|period|indicator|value\nLV0010000|2013|unemployment-rate|1\n", "missing-columns")]
    [TestCase("territory,period,value\nLV0010000,2013,1\n", "missing-columns")]
    [TestCase("territory,period,indicator,value,value\nLV0010000,2013,unemployment-rate,1,2\n", "repeated-column")]
    public async Task A_file_that_is_not_of_the_layout_fails_whole(string file, string rule)
    {
        var import = await FinishAsync(await AcceptedAsync(file));

        Assert.That((import.State, import.Stage, import.Counts.Read), Is.EqualTo(("failed", "done", 0)));
        Assert.That(import.Failure, Is.Not.Empty);
        Assert.That(import.Findings.Select(finding => finding.Rule), Is.EqualTo(new[] { rule }));
        Assert.That((await FindingsAsync(import, "en")).Single().Row, Is.Zero);
    }

    [Test]
    public async Task A_header_alone_changes_nothing()
    {
        var import = await FinishAsync(await AcceptedAsync(Header));
        Assert.That((import.State, import.Counts.Read), Is.EqualTo(("noChange", 0)));
    }

    [Test]
    public async Task Semicolons_tabs_a_byte_order_mark_and_the_columns_in_any_order_are_read()
    {
        foreach (var file in new[]
        {
            "\uFEFFvalue;indicator;period;territory;note\r\n6.6;unemployment-rate;2013;LV0420200;x\r\n", "Territory\tPeriod\tIndicator\tValue\n0420200\t2013\tunemployment-rate\t6.7",
        })
        {
            var import = await FinishAsync(await AcceptedAsync(file));
            Assert.That((import.State, import.Counts.Changed), Is.EqualTo(("completed", 1)), file);
        }
    }

    [Test]
    public async Task What_is_no_UTF_8_or_no_table_of_reasonable_size_fails_with_the_fix()
    {
        var rows = string.Concat(Enumerable.Repeat("LV0420200,2013,unemployment-rate,,6.7\n", 3000));
        var files = new (byte[] File, string Rule)[]
        {
            (Encoding.Unicode.GetBytes(Header + rows), "not-utf-8"),
            ([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Header)], "not-utf-8"),
            ([.. Encoding.UTF8.GetBytes(Header + rows + "LV0420200,2013,unemployment-rate,,"), 0xE7, 0x2C, 0x31, 0x0A], "not-utf-8"), // ē of Windows-1257, far behind the beginning
            (Encoding.UTF8.GetBytes(Header + "LV0420200,2013,unemployment-rate,," + new string('1', 10_000_000) + "\n"), "field-too-long"),
            (Encoding.UTF8.GetBytes(Header + "LV0420200,2013,unemployment-rate,,\"6.7\n" + rows), "field-too-long"), // a quote that never closes
            (Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 200)) + "\n"), "too-many-columns"),
        };
        var before = await RevisionsAsync();
        foreach (var (file, rule) in files)
        {
            var import = await FinishAsync(await AcceptedAsync(file));
            Assert.That((import.State, import.Findings.Single(finding => finding.Rule == rule).Count), Is.EqualTo(("failed", 1)));
        }
        Assert.That(await RevisionsAsync(), Is.EqualTo(before), "nothing of a file that fails is applied, however good its beginning");
    }

    [Test]
    public async Task NUL_bytes_are_refused_where_they_stand()
    {
        var import = await FinishAsync(await AcceptedAsync("territory,period,indicator,value,flag,reason_en\n"
            + "LV0420200,2013,unemployment\0rate,6.7,,\nLV0420200,2013,unemployment-rate,6\0,,\nLV0420200,2013,unemployment-rate,6.7,suspect,why\0\nLV0420200,2012,unemployment-rate,6.9,suspect,seen\n"));
        Assert.That(import.Counts, Is.EqualTo(new ImportRowCounts(4, 2, 1, 0, 1, 0, 0, 1, 0)));
        Assert.That((await FindingsAsync(import, "en"))[0].Content, Does.Contain("unemployment\u2400rate"));
    }

    [Test]
    public async Task The_operator_key_is_needed_and_nothing_is_told_without_it()
    {
        var import = await FinishAsync(await AcceptedAsync(Header));
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, "/v1/imports?source=raim&reason=x"), (HttpMethod.Get, "/v1/imports"), (HttpMethod.Get, $"/v1/imports/{import.Id}"), (HttpMethod.Get, "/v1/imports/999999"),
            (HttpMethod.Get, $"/v1/imports/{import.Id}/findings"), (HttpMethod.Post, $"/v1/imports/{import.Id}/cancellation"),
        })
        {
            foreach (var key in new[] { null, "Bearer wrong", "Basic b3BlcmF0b3I6" })
            {
                using var request = new HttpRequestMessage(method, path);
                if (key is not null)
                    request.Headers.TryAddWithoutValidation("Authorization", key);
                using var response = await api.Client.SendAsync(request);
                Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), path);
                Assert.That(response.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
                Assert.That((await response.Content.ReadFromJsonAsync<ApiProblem>())!.Code, Is.EqualTo("unauthorised"));
            }
        }
    }

    [Test]
    public async Task All_that_is_wrong_with_a_request_is_told_at_once()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=riam&layout=xml&dryRun=perhaps&mode=x") { Content = new StringContent(Header, Encoding.UTF8, "text/csv") };
        using var response = await client.SendAsync(request);
        var problem = (await response.Content.ReadFromJsonAsync<ApiProblem>())!;

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(problem.Errors!.Select(error => $"{error.Parameter} {error.Code}"), Is.EquivalentTo(new[]
        {
            "source unknown-code", "layout unknown-value", "dryRun unknown-value", "mode unknown-parameter", "reason required", "Idempotency-Key required",
        }));
        Assert.That(problem.Errors!.Single(error => error.Parameter == "source").Allowed, Does.Contain("raim"));
        Assert.That(await CountAsync("raw_file where name = 'upload'"), Is.EqualTo(0));
    }

    [Test]
    public async Task Another_media_type_or_a_form_without_a_file_is_refused()
    {
        using var pdf = await SendAsync(new ByteArrayContent([1]) { Headers = { ContentType = new("application/pdf") } }, "pdf");
        using var none = await SendAsync(new ByteArrayContent([1]), "none");
        using var empty = await SendAsync(new MultipartFormDataContent { { new StringContent("x"), "note" } }, "form");
        using var broken = await SendAsync(new StringContent("--x\r\nnothing") { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } }, "broken");

        Assert.That(pdf.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That((await pdf.Content.ReadFromJsonAsync<ApiProblem>())!.Detail, Does.Contain("text/csv"));
        Assert.That(none.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
        Assert.That(empty.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(broken.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_repeated_request_answers_its_import_and_a_reused_key_is_refused()
    {
        const string File = Header + "LV0010000,2013,unemployment-rate,,4.9\n";
        using var first = await PostAsync(File, "one");
        using var repeated = await PostAsync(File, "one");
        using var otherFile = await PostAsync(File + "LV0010000,2012,unemployment-rate,,4.9\n", "one");
        using var otherParameter = await PostAsync(File, "one", "&dryRun=true");
        var import = (await first.Content.ReadFromJsonAsync<Import>())!;

        Assert.That(first.Headers.Location!.OriginalString, Does.EndWith($"/v1/imports/{import.Id}"));
        Assert.That((repeated.StatusCode, (await repeated.Content.ReadFromJsonAsync<Import>())!.Id), Is.EqualTo((HttpStatusCode.Accepted, import.Id)));
        foreach (var refused in new[] { otherFile, otherParameter })
            Assert.That((refused.StatusCode, (await refused.Content.ReadFromJsonAsync<ApiProblem>())!.Code), Is.EqualTo((HttpStatusCode.UnprocessableEntity, "idempotency-key-reused")));
    }

    [Test]
    public async Task Twenty_uploads_of_one_file_at_once_change_it_once_each_accounted_for()
    {
        const string File = Header + "LV0420200,2013,unemployment-rate,,7.1\nLV0010000,2013,unemployment-rate,,7.2\n";
        var imports = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => await FinishAsync(await AcceptedAsync(File))));

        Assert.That(imports.Select(import => import.Counts.Changed + import.Counts.Same), Is.All.EqualTo(2));
        Assert.That(imports.Sum(import => import.Counts.Changed), Is.EqualTo(2));
        Assert.That(await CountAsync("observation_revision where value in (7.1, 7.2) and recorded_by = 'operator'"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_queued_import_can_be_cancelled_and_one_that_has_ended_cannot()
    {
        await using var held = await HoldWorkAsync(); // the one worker waits for an import that somebody else holds
        var running = await AcceptedAsync(Header + "LV0420200,2013,unemployment-rate,,7.1\n");
        using var cancelled = await client.PostAsync($"/v1/imports/{running.Id}/cancellation", null);
        await held.DisposeAsync();
        var import = await FinishAsync((await cancelled.Content.ReadFromJsonAsync<Import>())!);
        using var again = await client.PostAsync($"/v1/imports/{running.Id}/cancellation", null);
        using var unknown = await client.PostAsync("/v1/imports/999999/cancellation", null);

        Assert.That(cancelled.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((import.State, import.Counts.Changed), Is.EqualTo(("cancelled", 0)));
        Assert.That((await api.AskAsync<ObservationPage>(Cesis)).Rows[0].Value, Is.EqualTo(6.5m));
        Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.OK), "it is as asked");
        var ended = await FinishAsync(await AcceptedAsync(Header));
        using var late = await client.PostAsync($"/v1/imports/{ended.Id}/cancellation", null);
        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
        Assert.That(unknown.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task An_import_whose_instance_died_is_taken_up_again_and_one_that_dies_every_time_is_marked_failed()
    {
        var file = Encoding.UTF8.GetBytes(Header + "LV0420200,2013,unemployment-rate,,7.1\n");
        var waits = await LeftBehindAsync(file, attempts: 1);
        var poisonous = await LeftBehindAsync(file, attempts: 3);

        var resumed = await FinishAsync(await GetAsync(waits));
        var given = await FinishAsync(await GetAsync(poisonous));

        Assert.That((resumed.State, resumed.Counts.Changed), Is.EqualTo(("completed", 1)));
        Assert.That((given.State, given.Failure), Is.EqualTo(("failed", given.Failure)));
        Assert.That(given.Failure, Is.Not.Null);
    }

    [Test]
    public async Task Imports_are_listed_newest_first_by_source_and_state()
    {
        var first = await FinishAsync(await AcceptedAsync(Header));
        var second = await FinishAsync(await AcceptedAsync(""));
        var page = (await client.GetFromJsonAsync<Page<Import>>("/v1/imports?limit=2"))!;
        var rest = (await client.GetFromJsonAsync<Page<Import>>($"/v1/imports?limit=2&cursor={Uri.EscapeDataString(page.Next!)}"))!;
        var failed = (await client.GetFromJsonAsync<Page<Import>>("/v1/imports?state=failed&source=raim"))!;

        Assert.That(page.Items.Select(import => import.Id), Is.EqualTo(new[] { second.Id, first.Id }));
        Assert.That(rest.Items.Select(import => import.Name), Is.EqualTo(new[] { "raim-2009-2013.csv", "children.csv" }));
        Assert.That(failed.Items.Select(import => import.Id), Is.EqualTo(new[] { second.Id }));
        using var misspelt = await client.GetAsync("/v1/imports?source=riam&state=over");
        Assert.That((await misspelt.Content.ReadFromJsonAsync<ApiProblem>())!.Errors!.Select(error => error.Parameter), Is.EquivalentTo(new[] { "source", "state" }));
    }

    [Test]
    public async Task A_status_that_has_not_changed_is_not_sent_again_and_nobody_keeps_it_unasked()
    {
        var import = await FinishAsync(await AcceptedAsync(Header));
        using var answer = await client.GetAsync($"/v1/imports/{import.Id}");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/imports/{import.Id}") { Headers = { { "If-None-Match", answer.Headers.ETag!.Tag } } };
        using var unchanged = await client.SendAsync(request);

        Assert.That(answer.Headers.CacheControl!.ToString(), Does.Contain("private").And.Contain("no-cache"));
        Assert.That(unchanged.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await unchanged.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task An_upload_that_breaks_off_leaves_nothing()
    {
        var files = await CountAsync("raw_file");
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(api.BaseAddress.Host, api.BaseAddress.Port);
        var key = api.Services.GetRequiredService<OperatorKey>().Value;
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /v1/imports?source=raim&reason=cut HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nIdempotency-Key: cut\r\nContent-Type: text/csv\r\nContent-Length: 2000000000\r\n\r\n{Header}LV0420200,2013,unemployment-rate,,7.1\n"));
        await Task.Delay(200);
        socket.Client.Close(0);
        await Task.Delay(500);

        Assert.That(await CountAsync("raw_file"), Is.EqualTo(files));
        Assert.That(await CountAsync("import_batch where reason = 'cut'"), Is.Zero);
        using var whole = await PostAsync(Header, "cut");
        Assert.That(whole.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), "the key is free again");
    }

    [Test]
    public async Task A_file_larger_than_the_published_limit_is_refused()
    {
        await using var small = await ApiServer.StartAsync(settings: new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:MaximumUploadBytes"] = "1000" });
        using var sender = Operator(small);
        using var request = Upload(Encoding.UTF8.GetBytes(Header + new string('x', 2000)), "large", "");
        using var response = await sender.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    private static HttpClient Operator(ApiServer server)
    {
        var made = server.NewClient();
        made.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Services.GetRequiredService<OperatorKey>().Value);
        return made;
    }

    private Task<Import> AcceptedAsync(string file, string parameters = "") => AcceptedAsync(Encoding.UTF8.GetBytes(file), parameters);

    private async Task<Import> AcceptedAsync(byte[] file, string parameters = "")
    {
        using var request = Upload(file, Guid.NewGuid().ToString("N"), parameters);
        using var response = await client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Import>())!;
    }

    private async Task<HttpResponseMessage> PostAsync(string file, string key, string parameters = "")
    {
        using var request = Upload(Encoding.UTF8.GetBytes(file), key, parameters);
        return await client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpContent content, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=test") { Content = content, Headers = { { "Idempotency-Key", key } } };
        return await client.SendAsync(request);
    }

    private static HttpRequestMessage Upload(byte[] file, string key, string parameters) => new(HttpMethod.Post, "/v1/imports?source=raim&reason=test" + parameters)
    {
        Content = new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } },
        Headers = { { "Idempotency-Key", key } },
    };

    private async Task<Import> GetAsync(long id) => (await client.GetFromJsonAsync<Import>($"/v1/imports/{id}"))!;

    /// <summary>Follows an import to its end, at most 30 seconds.</summary>
    private async Task<Import> FinishAsync(Import import)
    {
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (import = await GetAsync(import.Id)).FinishedAt is not null, $"the end of import {import.Id}");
        return import;
    }

    private async Task<List<ImportFinding>> FindingsAsync(Import import, string language) =>
        [.. (await client.GetFromJsonAsync<Page<ImportFinding>>($"/v1/imports/{import.Id}/findings?lang={language}"))!.Items];

    private async Task<int> CountAsync(string from) => int.Parse((await api.SqlAsync($"select count(*) from {from}")).Single()[0]!, System.Globalization.CultureInfo.InvariantCulture);

    private Task<int> RevisionsAsync() => CountAsync("observation_revision");

    /// <summary>An import that a dead instance left in the middle of its run.</summary>
    private async Task<long> LeftBehindAsync(byte[] file, int attempts)
    {
        await using var content = new MemoryStream(file);
        var source = int.Parse((await api.SqlAsync("select source_id from source where code = 'raim'")).Single()[0]!, System.Globalization.CultureInfo.InvariantCulture);
        await using var held = await HoldWorkAsync();
        var id = await api.Services.GetRequiredService<ImportRegistry>().RegisterAsync(new NewImport("upload", source, "left.csv", "text/csv", "tidy-csv/1", "test", "test"), content, AuditOrigin.OfService("test"), CancellationToken.None);
        await api.SqlAsync($"update import_batch set state = 'running', stage = 'apply', started_at = now(), attempts = {attempts} where import_id = {id}");
        return id;
    }

    /// <summary>Keeps every import that comes after from running, as another instance that runs it would.</summary>
    private async Task<AdvisoryLock> HoldWorkAsync()
    {
        var next = long.Parse((await api.SqlAsync("select coalesce(max(import_id), 0) + 1 from import_batch")).Single()[0]!, System.Globalization.CultureInfo.InvariantCulture);
        return (await AdvisoryLock.TryTakeAsync(api.Services.GetRequiredService<DatabaseAddress>(), "benchlearning.import_run", next, CancellationToken.None))!;
    }
}
