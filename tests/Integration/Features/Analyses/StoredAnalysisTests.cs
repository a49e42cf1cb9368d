using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Access;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>An answer that was stored stays as it was, is read by whom it is for, and can be repeated.</summary>
[TestFixture]
public sealed class StoredAnalysisTests
{
    private ApiServer api = null!;
    private HttpClient analyst = null!;
    private HttpClient other = null!;
    private HttpClient @operator = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        analyst = api.With(await api.KeyAsync(new Granted("analyst")));
        other = api.With(await api.KeyAsync(new Granted("authorisedUser")));
        @operator = api.With(api.OperatorKey());
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        analyst.Dispose();
        other.Dispose();
        @operator.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task An_answer_is_kept_byte_by_byte_with_what_was_asked_and_the_instant_of_its_figures()
    {
        var (address, answer) = await analyst.StoreAsync(Asked.Stored(title: "Bezdarbs 2013"));
        var kept = await analyst.GetByteArrayAsync($"{address}/result");
        var analysis = (await analyst.GetFromJsonAsync<StoredAnalysis>(address, Asked.Web))!;
        var frame = JsonSerializer.Deserialize<PositionAnalysis>(answer, Asked.Web)!.Frame;
        var again = JsonNode.Parse(analysis.Request!.Value.GetRawText())!.AsObject();
        using var repeated = await api.Client.AskMethodAsync(again);

        Assert.That(kept, Is.EqualTo(answer));
        Assert.That(await repeated.Content.ReadAsByteArrayAsync(), Is.EqualTo(answer), "the request that is told, sent once more");
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(answer))));
            Assert.That((analysis.Title, analysis.Method, analysis.MethodVersion, analysis.Language, analysis.Visibility), Is.EqualTo(("Bezdarbs 2013", "position", frame.MethodVersion, "en", "private")));
            Assert.That(analysis.AsOf, Is.EqualTo(frame.AsOf));
            Assert.That(again["variable"]!.GetValue<string>(), Is.EqualTo("unemployment-rate"));
            Assert.That(again.ContainsKey("store"), Is.False);
            Assert.That((analysis.Bytes, analysis.Result), Is.EqualTo((answer.Length, $"{address}/result")));
            Assert.That(analysis.StoredBy, Does.StartWith("client:"));
        });
    }

    [Test]
    public async Task What_is_stored_once_more_is_the_one_that_is_there()
    {
        var (first, _) = await analyst.StoreAsync(Asked.Stored(title: "Once"));
        var (second, _) = await analyst.StoreAsync(Asked.Stored(title: "Once"));
        var (ofAnother, _) = await other.StoreAsync(Asked.Stored(title: "Once"));
        var (titledOtherwise, _) = await analyst.StoreAsync(Asked.Stored(title: "Twice"));

        Assert.That(second, Is.EqualTo(first));
        Assert.That(new[] { first, ofAnother, titledOtherwise }, Is.Unique);
    }

    [Test]
    public async Task Nobody_stores_without_a_key_and_nobody_whom_no_role_lets()
    {
        using var auditor = api.With(await api.KeyAsync(new Granted("auditor")));
        using var stranger = await api.Client.AskMethodAsync(Asked.Stored());
        using var refused = await auditor.AskMethodAsync(Asked.Stored());
        var (problem, forbidden) = ((await stranger.Content.ReadFromJsonAsync<ApiProblem>(Asked.Web))!, (await refused.Content.ReadFromJsonAsync<ApiProblem>(Asked.Web))!);

        Assert.Multiple(() =>
        {
            Assert.That((stranger.StatusCode, refused.StatusCode), Is.EqualTo((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden)));
            Assert.That(problem.Detail, Does.StartWith("Storing an analysis needs a key or an access token"));
            Assert.That(stranger.Headers.WwwAuthenticate.Single().Scheme, Is.EqualTo("Bearer"));
            Assert.That(forbidden.Detail, Does.Contain("storeAnalyses"));
        });
    }

    [Test]
    public async Task Wrong_ways_to_store_are_told_with_everything_else_that_is_wrong()
    {
        var request = Asked.Stored("secret", new string('x', 201));
        request["ranks"] = "olympic";
        using var refused = await analyst.AskMethodAsync(request);
        var problem = (await refused.Content.ReadFromJsonAsync<ApiProblem>(Asked.Web))!;

        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/store/visibility unknown-value", "/store/title invalid-name", "/ranks unknown-value" }));
        Assert.That(problem.Errors!.Single(error => error.Pointer == "/store/visibility").Allowed, Is.EqualTo(new[] { "private", "public" }));
    }

    [Test]
    public async Task A_private_one_is_there_for_its_owner_and_administrators_only()
    {
        var (address, _) = await analyst.StoreAsync(Asked.Stored(title: "Mine"));
        const string Unknown = "/v1/analyses/00000000-0000-4000-8000-000000000000";
        foreach (var part in new[] { "", "/result", "/verification" })
        {
            var hidden = await other.ProblemAsync(address + part, HttpStatusCode.NotFound);
            var none = await other.ProblemAsync(Unknown + part, HttpStatusCode.NotFound);
            _ = await api.Client.ProblemAsync(address + part, HttpStatusCode.NotFound);
            Assert.That(hidden.Detail.Replace(address[^36..], "", StringComparison.Ordinal), Is.EqualTo(none.Detail.Replace(Unknown[^36..], "", StringComparison.Ordinal)));
        }
        using var removal = await other.DeleteAsync(address);
        var listed = (await other.GetFromJsonAsync<Page<StoredAnalysis>>("/v1/analyses", Asked.Web))!;
        var seen = (await @operator.GetFromJsonAsync<StoredAnalysis>(address, Asked.Web))!;
        var own = (await analyst.GetFromJsonAsync<Page<StoredAnalysis>>("/v1/analyses?own=true", Asked.Web))!;

        Assert.Multiple(() =>
        {
            Assert.That(removal.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(listed.Items.Select(item => $"/v1/analyses/{item.Id}"), Has.None.EqualTo(address));
            Assert.That(seen.Title, Is.EqualTo("Mine"));
            Assert.That(own.Items.Select(item => $"/v1/analyses/{item.Id}"), Has.Some.EqualTo(address));
            Assert.That(own.Items.Select(item => item.Request), Has.All.Null);
        });
    }

    [Test]
    public async Task A_public_one_is_read_by_everybody_and_may_be_kept_for_good()
    {
        var (address, answer) = await analyst.StoreAsync(Asked.Stored("public", "For everybody"));
        using var read = await api.Client.GetAsync($"{address}/result");
        using var conditional = new HttpRequestMessage(HttpMethod.Get, $"{address}/result");
        conditional.Headers.IfNoneMatch.Add(read.Headers.ETag!);
        using var unchanged = await api.Client.SendAsync(conditional);
        using var known = await other.GetAsync($"{address}/result");
        var analysis = (await api.Client.GetFromJsonAsync<StoredAnalysis>(address, Asked.Web))!;
        var listed = (await api.Client.GetFromJsonAsync<Page<StoredAnalysis>>("/v1/analyses?method=position&analysisVisibility=public", Asked.Web))!;

        Assert.That(await read.Content.ReadAsByteArrayAsync(), Is.EqualTo(answer));
        Assert.Multiple(() =>
        {
            Assert.That(read.Headers.CacheControl?.ToString(), Is.EqualTo("public, max-age=86400, immutable"));
            Assert.That(read.Content.Headers.ContentLanguage, Is.EqualTo(new[] { "en" }));
            Assert.That(unchanged.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(known.Headers.CacheControl?.Private, Is.True);
            Assert.That(analysis.StoredBy, Is.Null, "who stored it is nobody's business");
            Assert.That(listed.Items.Select(item => item.Title), Has.Some.EqualTo("For everybody"));
        });
    }

    [Test]
    public async Task A_public_one_is_made_of_what_everybody_sees_and_a_private_one_of_what_its_owner_sees()
    {
        await using var own = await ApiServer.StartAsync();
        using var client = own.With(await own.KeyAsync(new Granted("analyst")));
        using var keeper = own.With(own.OperatorKey());
        using var hiding = new HttpRequestMessage(HttpMethod.Post, "/v1/classifications")
        {
            Content = JsonContent.Create(new { indicator = "unemployment-rate", territory = "LV0010000", visibility = "authorised", reason = "Test" }), Headers = { { "Idempotency-Key", "hiding" } },
        };
        using var hidden = await keeper.SendAsync(hiding);
        hidden.EnsureSuccessStatusCode();
        var (_, forAll) = await client.StoreAsync(Asked.Stored("public"));
        var (address, forOne) = await client.StoreAsync(Asked.Stored());

        Assert.That((RigaOf(forAll), RigaOf(forOne)), Is.EqualTo(((double?)null, (double?)4.9)));
        Assert.That((await client.VerifyAsync(address)).IsEqual, Is.True);

        static double? RigaOf(byte[] answer)
        {
            var frame = JsonSerializer.Deserialize<PositionAnalysis>(answer, Asked.Web)!.Frame;
            return frame.Variables[0].Values[frame.Units.ToList().FindIndex(unit => unit.Unit == "LV0010000")];
        }
    }

    [Test]
    public async Task It_is_repeated_to_the_same_bytes_after_an_import_and_a_correction()
    {
        await using var own = await ApiServer.StartAsync();
        using var client = own.With(await own.KeyAsync(new Granted("analyst")));
        using var keeper = own.With(own.OperatorKey());
        var (address, answer) = await client.StoreAsync(Asked.Stored("public"));
        await own.ImportAsync("LV0010000,2013,unemployment-rate,,9.9,,,");
        using var correction = await keeper.PostAsJsonAsync("/v1/corrections", new { indicator = "unemployment-rate", territory = "LV0050000", period = "2013", value = 1.1, reason = "Test" });
        correction.EnsureSuccessStatusCode();
        await own.RefreshAsync();
        var verification = await own.Client.VerifyAsync(address);
        using var now = await client.AskMethodAsync(Asked.Unemployment);
        var request = JsonNode.Parse((await own.Client.GetFromJsonAsync<StoredAnalysis>(address, Asked.Web))!.Request!.Value.GetRawText())!.AsObject();
        using var then = await client.AskMethodAsync(request);

        Assert.That(await now.Content.ReadAsByteArrayAsync(), Is.Not.EqualTo(answer), "the figures have changed");
        Assert.That(await then.Content.ReadAsByteArrayAsync(), Is.EqualTo(answer));
        Assert.Multiple(() =>
        {
            Assert.That((verification.IsEqual, verification.RepeatedSha256, verification.Obstacle), Is.EqualTo((true, verification.Sha256, (string?)null)));
            Assert.That(verification.Differences, Is.Empty);
        });
    }

    [Test]
    public async Task What_is_being_imported_just_now_changes_neither_a_stored_analysis_nor_a_permalink()
    {
        await using var own = await ApiServer.StartAsync();
        await using var administrator = new DatabaseAdministrator(own.ConnectionString);
        using var client = own.With(await own.KeyAsync(new Granted("analyst")));
        var held = await administrator.LockWritersAsync("observation_cube");
        var importing = own.ImportAsync("LV0010000,2013,unemployment-rate,,9.9,,,"); // recorded, and not committed
        await Asking.WithinAsync(TimeSpan.FromSeconds(30), async () => (await own.SqlAsync("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%publish_observation_cubes%'"))[0][0] == "1", "the import waits to publish");
        await Task.Delay(50);
        var now = TimeProvider.System.GetUtcNow(); // after what it recorded
        var request = Asked.Stored("public");
        request["asOf"] = now.ToString("O", CultureInfo.InvariantCulture);
        var (address, answer) = await client.StoreAsync(request);
        var link = await own.AskAsync<Permalink>($"/v1/observations/permalink?indicator=unemployment-rate&period=2013&asOf={Uri.EscapeDataString(now.ToString("O", CultureInfo.InvariantCulture))}");
        await held.DisposeAsync();
        await importing;
        await own.RefreshAsync();
        var csv = await own.BytesAsync($"{new Uri(link.Url).PathAndQuery}&format=csv&lang=en");
        using var asked = await client.AskMethodAsync(Asked.Unemployment);

        Assert.That(await asked.Content.ReadAsStringAsync(), Does.Contain("9.9"), "the import has come");
        Assert.That((await own.Client.VerifyAsync(address)).IsEqual, Is.True);
        Assert.That(await own.BytesAsync($"{address}/result"), Is.EqualTo(answer));
        Assert.That(Convert.ToHexStringLower(SHA256.HashData(csv)), Is.EqualTo(link.Checksum));
    }

    [Test]
    public async Task A_repetition_that_differs_says_where()
    {
        var (address, _) = await analyst.StoreAsync(Asked.Stored(title: "Altered"));
        await api.SqlAsync($"update stored_analysis set answer = convert_to(regexp_replace(convert_from(answer, 'UTF8'), '\"n\":', '\"n\":1'), 'UTF8'), checksum = repeat('0', 64) where stored_analysis_id = '{address[^36..]}'");
        var verification = await analyst.VerifyAsync(address);

        Assert.That(verification.IsEqual, Is.False);
        Assert.That(verification.Differences.Select(difference => difference.Pointer), Is.EqualTo(new[] { "/frame/n" }));
        Assert.That(verification.Differences[0].Stored, Is.EqualTo($"1{verification.Differences[0].Repeated}"));
    }

    [Test]
    public async Task Removing_it_takes_the_answer_and_leaves_that_it_was_there()
    {
        var (address, answer) = await analyst.StoreAsync(Asked.Stored("public", "To be removed"));
        using var removed = await analyst.DeleteAsync(address);
        using var again = await analyst.DeleteAsync(address);
        _ = await api.Client.ProblemAsync(address, HttpStatusCode.NotFound);
        _ = await api.Client.ProblemAsync($"{address}/result", HttpStatusCode.NotFound);
        var left = await api.SqlAsync($"select checksum, request, answer::text, removed_by = stored_by from stored_analysis where stored_analysis_id = '{address[^36..]}'");
        var notes = await NotesAsync(api, $"analysis/{address[^36..]}");

        Assert.Multiple(() =>
        {
            Assert.That((removed.StatusCode, again.StatusCode), Is.EqualTo((HttpStatusCode.NoContent, HttpStatusCode.NotFound)));
            Assert.That(left, Is.EqualTo(new[] { new[] { Convert.ToHexStringLower(SHA256.HashData(answer)), null, null, "True" } }));
            Assert.That(notes, Is.EqualTo(new[] { "analysis.store", "analysis.remove" }));
        });
    }

    [Test]
    public async Task Erasing_a_person_keeps_their_analysis_without_what_they_called_it()
    {
        await using var own = await ApiServer.StartAsync();
        using var keeper = own.With(own.OperatorKey());
        var (address, _) = await keeper.StoreAsync(Asked.Stored("public", "By Anna Bērziņa"));
        var person = (await own.SqlAsync("insert into person (issuer, subject, name) values ('https://login.example', 'anna', 'Anna Bērziņa') returning person_id"))[0][0];
        await own.SqlAsync($"update stored_analysis set stored_by = 'person:{person}'");
        using var erased = await keeper.PostAsJsonAsync($"/v1/persons/{person}/erasure", new { reason = "Asked for by letter" });
        erased.EnsureSuccessStatusCode();
        var analysis = (await keeper.GetFromJsonAsync<StoredAnalysis>(address, Asked.Web))!;

        Assert.Multiple(() =>
        {
            Assert.That((analysis.Title, analysis.StoredBy), Is.EqualTo(((string?)null, $"person:{person}")));
            Assert.That(async () => (await own.Client.VerifyAsync(address)).IsEqual, Is.True);
        });
    }

    [Test]
    public async Task The_list_is_paged_newest_first_and_a_cursor_fits_its_caller_only()
    {
        foreach (var title in new[] { "Page 1", "Page 2", "Page 3" })
            await other.StoreAsync(Asked.Stored(title: title));
        var titles = new List<string?>();
        var cursor = "";
        Page<StoredAnalysis> page;
        do
        {
            page = (await other.GetFromJsonAsync<Page<StoredAnalysis>>($"/v1/analyses?own=true&limit=2{cursor}", Asked.Web))!;
            titles.AddRange(page.Items.Select(item => item.Title));
            cursor = $"&cursor={page.Next ?? cursor[(cursor.IndexOf('=', StringComparison.Ordinal) + 1)..]}";
        }
        while (page.Next is not null);
        var problem = await analyst.ProblemAsync($"/v1/analyses?own=true&limit=2{cursor}", HttpStatusCode.BadRequest);

        Assert.That(titles.Where(title => title?.StartsWith("Page", StringComparison.Ordinal) == true), Is.EqualTo(new[] { "Page 3", "Page 2", "Page 1" }));
        Assert.That(problem.Errors!.Single().Code, Is.EqualTo("invalid-cursor"));
    }

    /// <summary>What was noted of a thing, in its order, chained or on its way into the chain.</summary>
    internal static async Task<string?[]> NotesAsync(ApiServer api, string subject) =>
        [.. (await api.SqlAsync($"select action from (select action, occurred_at from audit_entry where subject = '{subject}' union all select action, occurred_at from audit_pending where subject = '{subject}') n where action not like 'read.%' order by occurred_at")).Select(row => row[0])];
}
