using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>The database is slow, full, or gone, or the caller is: the service says so, frees what it holds, and recovers by itself.</summary>
[TestFixture]
public sealed class OutageTests
{
    private const string NeedsDatabase = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&format=csv";
    private const string Kept = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013";

    [Test]
    public async Task A_stopped_database_is_503_and_a_started_one_is_served_again_without_restart()
    {
        var programs = PostgreSqlBinaries.Find(PrivateClusterFolder.Of(TestContext.CurrentContext.TestDirectory));
        var folder = TemporaryClusterFolder.Reserve();
        try
        {
            var cluster = new PrivateCluster(folder.Path, _ => { });
            var address = await cluster.StartAsync(CancellationToken.None);
            await using var api = await ApiServer.StartOnAsync(address, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:LoadSample"] = "true" });
            await ReadinessBecomesAsync(api, HttpStatusCode.OK, "listening"); // what the start has changed is known, and gives no answer another tag any more
            for (var time = 0; time < 2; time++) // an answer is kept from the second request on
            {
                using var kept = await api.AskAsync(Kept);
                Assert.That(kept.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            }
            using (var read = await api.AskAsync(NeedsDatabase))
                Assert.That(read.StatusCode, Is.EqualTo(HttpStatusCode.OK));

            await cluster.StopAsync(CancellationToken.None);
            for (var time = 0; time < 3; time++)
            {
                var asked = Stopwatch.GetTimestamp();
                using var refused = await api.AskAsync(NeedsDatabase, ("Origin", "https://example.lv"));
                await refused.ProblemAsync(HttpStatusCode.ServiceUnavailable);
                Assert.That(refused.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
                Assert.That(Stopwatch.GetElapsedTime(asked), Is.LessThan(TimeSpan.FromSeconds(10)));
            }
            using (var kept = await api.AskAsync(Kept))
                Assert.That(kept.StatusCode, Is.EqualTo(HttpStatusCode.OK)); // from the kept answers
            using (var metadata = await api.AskAsync("/v1/topics"))
                Assert.That(metadata.StatusCode, Is.EqualTo(HttpStatusCode.OK)); // from memory
            using (var live = await api.AskAsync("/health/live"))
                Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            using (var ready = await api.AskAsync("/health/ready"))
            {
                Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
                Assert.That(ready.Header("Retry-After"), Is.Not.Null);
            }

            cluster = new PrivateCluster(folder.Path, _ => { });
            Assert.That(await cluster.StartAsync(CancellationToken.None), Is.EqualTo(address)); // on the same port
            await ReadinessBecomesAsync(api, HttpStatusCode.OK, "listening");
            using (var read = await api.AskAsync(NeedsDatabase))
                Assert.That(read.StatusCode, Is.EqualTo(HttpStatusCode.OK));

            // The line that tells of changes is up again as well: a change is seen without being asked for.
            await NewData.ImportAsync(api, "LV0420200,2013,unemployment-rate,,9.9,,,");
            await NewData.UntilAsync(async () =>
            {
                using var changed = await api.AskAsync(Kept);
                return (await changed.Content.ReadAsStringAsync()).Contains("\"value\":9.9", StringComparison.Ordinal);
            });
            await cluster.StopAsync(CancellationToken.None);
        }
        finally
        {
            await folder.RemoveAsync(ServerAccount.Find(), programs, CancellationToken.None);
        }
    }

    [Test]
    public async Task A_change_made_while_the_line_was_down_is_seen_when_it_is_up_again()
    {
        await using var api = await ApiServer.StartAsync();
        await using var other = await ApiServer.StartOnAsync(api.ConnectionString);
        await using var administrator = new DatabaseAdministrator(api.ConnectionString);
        await ReadinessBecomesAsync(api, HttpStatusCode.OK, "listening");

        await administrator.EndListenersAsync();
        await NewData.ImportAsync(other, "LV0420200,2013,unemployment-rate,,8.8,,,");

        await NewData.UntilAsync(async () =>
        {
            using var changed = await api.AskAsync(Kept);
            return (await changed.Content.ReadAsStringAsync()).Contains("\"value\":8.8", StringComparison.Ordinal);
        });
    }

    [Test]
    public async Task An_exhausted_pool_is_503_for_those_who_wait_in_vain_and_the_rest_is_served()
    {
        await using var api = await ApiServer.StartAsync(connection: "Maximum Pool Size=4;Timeout=1;Command Timeout=20"); // two of the four listen
        await using var administrator = new DatabaseAdministrator(api.ConnectionString);
        await QuietAsync(api);
        Task<HttpResponseMessage>[] waiting;
        await using (await administrator.LockAsync("observation_cube"))
        {
            waiting = [.. Enumerable.Range(0, 2).Select(number => api.AskAsync($"{NeedsDatabase}&period={2009 + number}"))];
            await NewData.UntilAsync(async () => await administrator.RunningAsync() == 2);

            var refused = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => api.AskAsync($"/v1/territories?q=a{number}")));
            foreach (var answer in refused)
                await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            using var metadata = await api.AskAsync("/v1/topics");
            Assert.That(metadata.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        foreach (var answer in await Task.WhenAll(waiting))
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        using var after = await api.AskAsync("/v1/territories?q=a");
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_query_that_takes_too_long_is_given_up_and_tried_once()
    {
        await using var api = await ApiServer.StartAsync(connection: "Command Timeout=5");
        await using var administrator = new DatabaseAdministrator(api.ConnectionString);
        await using (await administrator.LockAsync("observation_cube"))
        {
            var asked = Stopwatch.GetTimestamp();
            using var answer = await api.AskAsync(NeedsDatabase);
            await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable);
            Assert.That(Stopwatch.GetElapsedTime(asked), Is.LessThan(TimeSpan.FromSeconds(10)), "a second try would have taken as long again");
            await NewData.UntilAsync(async () => await administrator.RunningAsync() == 0);
        }
        using var after = await api.AskAsync(NeedsDatabase);
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task What_is_ours_to_mend_is_500_with_a_trace_id_and_no_word_of_its_cause()
    {
        await using var api = await ApiServer.StartAsync();
        await using var administrator = new DatabaseAdministrator(api.ConnectionString);
        await QuietAsync(api);
        await administrator.RenameAsync("observation_cube", "mislaid");
        using var answer = await api.AskAsync("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013", ("Origin", "https://example.lv"));
        var problem = await answer.ProblemAsync(HttpStatusCode.InternalServerError);

        Assert.That(problem.GetProperty("code").GetString(), Is.EqualTo("internal-error"));
        Assert.That(problem.GetRawText(), Does.Not.Contain("observation_cube").And.Not.Contain("42P01").And.Not.Contain("Npgsql"));
        Assert.That(answer.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"));
        await administrator.RenameAsync("mislaid", "observation_cube");
        using var mended = await api.AskAsync("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013");
        Assert.That(mended.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(NeedsDatabase)]
    [TestCase("/v1/observations?indicator=unemployment-rate&territory=LV0420200&format=json-stat&lang=en")]
    [TestCase("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2012")]
    public async Task When_the_caller_has_gone_the_query_is_cancelled(string address)
    {
        await using var api = await ApiServer.StartAsync();
        await using var administrator = new DatabaseAdministrator(api.ConnectionString);
        await using (await administrator.LockAsync("observation_cube"))
        {
            using var gone = new CancellationTokenSource();
            using var client = api.NewClient();
            var asking = client.GetAsync(address, gone.Token);
            await NewData.UntilAsync(async () => await administrator.RunningAsync() == 1);

            await gone.CancelAsync();
            await Assert.ThatAsync(() => asking, Throws.InstanceOf<OperationCanceledException>());
            await NewData.UntilAsync(async () => await administrator.RunningAsync() == 0); // while the lock is still held
        }
        using var after = await api.AskAsync(address);
        Assert.That(after.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task An_answer_that_fails_half_way_is_cut_and_never_looks_whole()
    {
        await using var filled = await ApiServer.StartAsync();
        await ManyIndicatorsAsync(filled, 120);
        await using var api = await ApiServer.StartOnAsync(filled.ConnectionString + ";Command Timeout=1");
        await using var administrator = new DatabaseAdministrator(api.ConnectionString);
        using var client = SlowClient(api);
        using var answer = await client.GetAsync("/v1/observations?indicator=*&format=csv", HttpCompletionOption.ResponseHeadersRead);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await using var body = await answer.Content.ReadAsStreamAsync();
        await using (await administrator.LockAsync("observation_cube")) // the rest of the data cannot be read any more
            await Assert.ThatAsync(() => body.CopyToAsync(Stream.Null), Throws.InstanceOf<IOException>().Or.InstanceOf<HttpRequestException>());
    }

    [Test]
    public async Task Five_hundred_slow_readers_of_a_long_file_cost_little_memory_and_nobody_else_his_answer()
    {
        await using var api = await ApiServer.StartAsync(connection: "Timeout=30");
        await ManyIndicatorsAsync(api, 120);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using (var whole = await api.AskAsync("/v1/observations?indicator=*&format=csv"))
            Assert.That(await whole.Content.ReadAsStringAsync(), Has.Length.GreaterThan(5_000_000)); // far more than any socket holds
        var before = Memory();
        using var client = SlowClient(api);
        var readers = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => client.GetAsync("/v1/observations?indicator=*&format=csv", HttpCompletionOption.ResponseHeadersRead, patience.Token)));
        try
        {
            Assert.That(readers.Select(reader => reader.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
            await Task.Delay(TimeSpan.FromSeconds(1), patience.Token); // everything that fits into buffers is in them
            var growth = Memory() - before;
            await TestContext.Out.WriteLineAsync($"500 readers: {growth / 1024 / 1024} MB more in use");
            Assert.That(growth, Is.LessThan(400L * 1024 * 1024)); // client and server together

            foreach (var address in new[] { "/v1/topics", "/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2011", "/v1/territories?q=rig" })
            {
                using var answer = await api.AskAsync(address);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), address);
            }
            await using var administrator = new DatabaseAdministrator(api.ConnectionString);
            await NewData.UntilAsync(async () => await administrator.RunningAsync() == 0); // nobody who is slow holds a query open

            // One of them does read on, and gets everything.
            using var lines = new StreamReader(await readers[^1].Content.ReadAsStreamAsync(patience.Token));
            var count = 0;
            while (await lines.ReadLineAsync(patience.Token) is not null)
                count++;
            Assert.That(count, Is.GreaterThan(120 * 100 * 5));
        }
        finally
        {
            foreach (var reader in readers)
                reader.Dispose();
        }

        static long Memory()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    [Test]
    public async Task Answers_that_are_made_whole_wait_for_slow_readers_in_bounded_memory()
    {
        await using var filled = await ApiServer.StartAsync();
        await ManyIndicatorsAsync(filled, 120);
        await using var api = await ApiServer.StartOnAsync(filled.ConnectionString, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:MaximumWaitingBytes"] = "20000000" });
        using var client = SlowClient(api);
        var readers = new List<HttpResponseMessage>();
        while (readers.Count < 30 && readers.TrueForAll(reader => reader.StatusCode == HttpStatusCode.OK))
            readers.Add(await client.GetAsync($"/v1/observations?indicator=*&limit={10_000 - readers.Count}", HttpCompletionOption.ResponseHeadersRead));
        await readers[^1].ProblemAsync(HttpStatusCode.ServiceUnavailable);
        await TestContext.Out.WriteLineAsync($"{readers.Count - 1} answers of {readers[0].Content.Headers.ContentLength} bytes wait within 20 MB");
        Assert.That(readers, Has.Count.GreaterThan(2));
        using (var streamed = await api.AskAsync("/v1/observations?indicator=unemployment-rate&format=csv"))
            Assert.That(streamed.StatusCode, Is.EqualTo(HttpStatusCode.OK));

        readers.ForEach(reader => reader.Dispose());
        await NewData.UntilAsync(async () =>
        {
            using var after = await api.AskAsync("/v1/observations?indicator=*&limit=9000");
            return after.StatusCode == HttpStatusCode.OK;
        });
    }

    /// <summary>A client whose sockets take little at a time, as those at the end of a slow line do.</summary>
    private static HttpClient SlowClient(ApiServer api) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = api.BaseAddress };

    /// <summary>Waits until the server has read its catalogue after the start and only listens.</summary>
    private static async Task QuietAsync(ApiServer api)
    {
        await ReadinessBecomesAsync(api, HttpStatusCode.OK, "listening");
        await api.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);
    }

    /// <summary>Indicators with a value for every municipality in each of five years.</summary>
    private static async Task ManyIndicatorsAsync(ApiServer api, int count)
    {
        var codes = Enumerable.Range(0, count).Select(number => $"made-{number:000}").ToArray();
        await NewData.DefineAsync(api, codes);
        using var answer = await api.AskAsync("/v1/territories?on=2013-12-31");
        var units = (await answer.JsonAsync()).GetProperty("items").EnumerateArray()
            .Where(unit => unit.GetProperty("type").GetString() is "stateCity" or "municipality" && unit.GetProperty("validFrom").GetString()!.StartsWith("2009", StringComparison.Ordinal))
            .Select(unit => unit.GetProperty("code").GetString()!).ToArray();
        await NewData.ImportAsync(api, from code in codes from unit in units from year in Enumerable.Range(2009, 5) select $"{unit},{year},{code},,{year % 100}.5,,,");
    }

    private static async Task ReadinessBecomesAsync(ApiServer api, HttpStatusCode status, string changes) => await NewData.UntilAsync(async () =>
    {
        using var answer = await api.AskAsync("/health/ready");
        return answer.StatusCode == status && JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("checks").GetProperty("changes").GetString() == changes;
    });
}
