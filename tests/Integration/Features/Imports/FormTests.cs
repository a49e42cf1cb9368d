using System.Net;
using System.Net.Http.Json;
using System.Text;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Observations;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>A municipality enters a few values: all that is wrong is told at once, and what is right is published by the answer.</summary>
[TestFixture]
public sealed class FormTests
{
    private Uploads uploads = null!;

    [SetUp]
    public async Task Start() => uploads = await Uploads.StartAsync();

    [TearDown]
    public async Task Stop() => await uploads.DisposeAsync();

    [Test]
    public async Task Right_values_are_published_by_the_answer_and_the_form_is_kept_as_it_was_sent()
    {
        const string Body = """{ "source": "raim", "reason": "Ievadīts", "values": [ { "indicator": "unemployment-rate", "period": "2013", "value": 7.30 }, { "indicator": "unemployment-rate", "period": "2014", "value": null, "missingReason": "suppressed" } ] }""";
        using var answer = await EnterAsync(Body, "a");
        var import = (await answer.Content.ReadFromJsonAsync<Import>())!;
        using var again = await EnterAsync(Body, "a");
        using var reused = await EnterAsync(Body.Replace("7.30", "7.4", StringComparison.Ordinal), "a");
        using var otherPlace = await EnterAsync(Body, "a", "LV0010000");

        Assert.Multiple(async () =>
        {
            Assert.That((answer.StatusCode, import.State, import.Door, import.Layout, import.Name, import.Reason), Is.EqualTo((HttpStatusCode.OK, "completed", "form", "form/1", "LV0420200", "Ievadīts")));
            Assert.That(import.Counts, Is.EqualTo(new ImportRowCounts(2, 0, 0, 1, 1, 0, 1, 1, 0)));
            Assert.That((await uploads.Api.AskAsync<ObservationPage>("/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013")).Rows[0], Has.Property("Value").EqualTo(7.3m).And.Property("Revision").EqualTo(2));
            Assert.That((again.StatusCode, (await again.Content.ReadFromJsonAsync<Import>())!.Id), Is.EqualTo((HttpStatusCode.OK, import.Id)));
            Assert.That((reused.StatusCode, otherPlace.StatusCode), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity)));
            Assert.That((await uploads.Api.SqlAsync($"select convert_from(c.content, 'UTF8') from raw_content_chunk c where c.content_hash = '{import.ContentHash}'")).Single()[0], Does.EndWith("\n" + Body));
            Assert.That((await uploads.Api.AskAsync<Contracts.V1.Changes.ChangePage>("/v1/changes?limit=1000")).Items, Is.Not.Empty);
        });
    }

    [Test]
    public async Task All_that_is_wrong_is_told_at_once_and_nothing_is_taken()
    {
        var before = await uploads.RevisionsAsync();
        using var answer = await EnterAsync("""
            { "source": "riam", "values": [
              { "indicator": "unemployment-rate", "period": "2013", "value": 7.3 },
              { "indicator": "unemploymentrate", "period": "2013", "value": 7.3 },
              { "indicator": "unemployment-rate", "period": "2013-13", "value": 7.3 },
              { "indicator": "unemployment-rate", "period": "2099", "value": 7.3 },
              { "indicator": "unemployment-rate", "period": "2012", "value": "7,3" },
              { "indicator": "unemployment-rate", "period": "2012", "vaule": 7.3 },
              { "indicator": "unemployment-rate", "period": "2012" },
              { "indicator": "unemployment-rate", "period": "2011", "value": 1e400 },
              { "indicator": "unemployment-rate", "period": "2010", "value": 7, "breakdown": "sex:F" },
              { "indicator": "unemployment-rate", "period": "2010", "value": null, "missingReason": "lost" },
              { "territory": "LV0010000", "indicator": "unemployment-rate", "period": "2010", "value": 7 },
              { "indicator": "unemployment-rate", "period": "2013", "value": 7.4 },
              null ] }
            """, null);
        var problem = (await answer.Content.ReadFromJsonAsync<ApiProblem>())!;

        Assert.That((answer.StatusCode, problem.Code), Is.EqualTo((HttpStatusCode.BadRequest, "invalid-request")));
        Assert.That(problem.Errors!.Select(error => $"{error.Parameter}{error.Pointer} {error.Code}"), Is.EqualTo(new[]
        {
            "/source unknown-code", "/reason required", "Idempotency-Key required", "/values/1/indicator unknown-indicator", "/values/2/period invalid-period", "/values/3/period future-period",
            "/values/4/value wrong-type", "/values/5/vaule unknown-field", "/values/6/value missing-field", "/values/7/value not-a-number", "/values/8/breakdown unknown-breakdown",
            "/values/9/missingReason unknown-missing-reason", "/values/10/territory unknown-field", "/values/11 repeated-row", "/values/12 not-an-object",
        }));
        Assert.That(await uploads.RevisionsAsync(), Is.EqualTo(before));
        Assert.That(await uploads.CountAsync("import_batch where door = 'form'"), Is.Zero);
    }

    [TestCase("""{ "source": "raim", "reason": "x", "values": [] }""", 400, "/values")]
    [TestCase("""{ "source": "raim", "reason": "x" }""", 400, "/values")]
    [TestCase("""{ "source": "raim", "reason": "x", "values": 7 }""", 400, "/values")]
    [TestCase("""{ "source": "raim", "reason": "x", "values": [], "mode": 1 }""", 400, "/mode")]
    [TestCase("""{ "source": "raim", "source": "raim", "reason": "x", "values": [] }""", 400, null)]
    [TestCase("""{ "source": "\ud800", "reason": "x", "values": [] }""", 400, null)]
    [TestCase("""{ "source": "raim" """, 400, null)]
    [TestCase("null", 400, null)]
    [TestCase("", 400, null)]
    [TestCase("[]", 400, null)]
    public async Task A_body_that_is_no_form_is_refused(string body, int status, string? pointer)
    {
        using var answer = await EnterAsync(body, "x");
        var problem = (await answer.Content.ReadFromJsonAsync<ApiProblem>())!;
        Assert.That((int)answer.StatusCode, Is.EqualTo(status), problem.Detail);
        if (pointer is not null)
            Assert.That(problem.Errors!.Select(error => error.Pointer), Is.EqualTo(new[] { pointer }));
    }

    [Test]
    public async Task Other_encodings_other_types_too_many_values_and_unknown_places_are_refused()
    {
        var values = string.Join(',', Enumerable.Range(0, 201).Select(_ => """{ "indicator": "unemployment-rate", "period": "2013", "value": 1 }"""));
        using var many = await EnterAsync($$"""{ "source": "raim", "reason": "x", "values": [ {{values}} ] }""", "x");
        using var large = await EnterAsync(new string(' ', 1_000_001), "x");
        using var unknown = await EnterAsync("""{ "source": "raim", "reason": "x", "values": [] }""", "x", "LV0420201");
        using var utf16 = await SendAsync(Uploads.Body("application/json", Encoding.Unicode.GetBytes("{}")), "x");
        using var baltic = await SendAsync(Uploads.Body("application/json", [.. "{\"source\":\"raim\",\"reason\":\"C"u8, 0xE7, .. "sis\",\"values\":[]}"u8]), "x");
        using var csv = await SendAsync(Uploads.Body("text/csv", "territory"u8.ToArray()), "x");

        Assert.That(new[] { many, large, unknown, utf16, baltic, csv }.Select(answer => (int)answer.StatusCode), Is.EqualTo(new[] { 400, 413, 404, 400, 400, 415 }));
    }

    [Test]
    public async Task A_form_that_has_to_wait_is_accepted_and_can_be_followed()
    {
        var next = long.Parse((await uploads.Api.SqlAsync("select max(import_id) + 1 from import_batch")).Single()[0]!, System.Globalization.CultureInfo.InvariantCulture);
        HttpResponseMessage answer;
        await using (await AdvisoryLock.TryTakeAsync(uploads.Api.Services.GetRequiredService<DatabaseAddress>(), "benchlearning.import_run", next, CancellationToken.None))
            answer = await EnterAsync("""{ "source": "raim", "reason": "x", "values": [ { "indicator": "unemployment-rate", "period": "2013", "value": 7.3 } ] }""", "waits");

        Assert.That((answer.StatusCode, answer.Headers.Location!.OriginalString), Is.EqualTo((HttpStatusCode.Accepted, $"/v1/imports/{next}")));
        Assert.That((await uploads.FinishAsync(next)).State, Is.EqualTo("completed"));
        answer.Dispose();
    }

    private Task<HttpResponseMessage> EnterAsync(string body, string? key, string territory = "LV0420200") => SendAsync(Uploads.Body("application/json", Encoding.UTF8.GetBytes(body)), key, territory);

    private async Task<HttpResponseMessage> SendAsync(HttpContent content, string? key, string territory = "LV0420200")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/territories/{territory}/observations") { Content = content };
        request.Headers.ExpectContinue = true; // a refused body is never sent
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await uploads.Client.SendAsync(request);
    }
}
