using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>The service is killed in each stage of an import: what it was doing is wholly there afterwards or wholly absent, and goes on by itself.</summary>
[TestFixture]
public sealed class KilledTests
{
    private const string Header = "territory,period,indicator,breakdown,value\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestDatabase database = null!;
    private DatabaseAdministrator administrator = null!;
    private ApiProcess api = null!;
    private int files;

    [OneTimeSetUp]
    public async Task Start()
    {
        database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
        administrator = new DatabaseAdministrator(database.ConnectionString);
        api = await ApiProcess.StartAsync(database.ConnectionString);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await administrator.DisposeAsync();
        await database.DisposeAsync();
    }

    [TestCase("parse")]
    [TestCase("compare")]
    [TestCase("validate")]
    [TestCase("apply")]
    [TestCase("publish")]
    public async Task Killed_in_a_stage_nothing_is_applied_and_the_next_instance_applies_all(string stage)
    {
        var (file, territory, value) = NextFile();
        await using var held = await HoldAsync(stage);
        using var accepted = await SendAsync(file);
        var import = (await accepted.Content.ReadFromJsonAsync<Import>())!;
        await Asking.WithinAsync(Patience, async () => (await GetAsync(import.Id)) is { State: "running" } now && now.Stage == stage, $"the import is in {stage}");

        await api.KillAsync();
        await api.DisposeAsync();
        api = await ApiProcess.StartAsync(database.ConnectionString);
        Assert.That(await FiguresAsync(territory, value), Is.Zero, "half-applied");
        await held.DisposeAsync();
        await Asking.WithinAsync(Patience, async () => (import = await GetAsync(import.Id)).FinishedAt is not null, "the import ends");

        Assert.That((import.State, import.Counts.Changed, import.Counts.Read), Is.EqualTo(("completed", 3, 3)), import.Failure);
        await Asking.WithinAsync(Patience, async () => await FiguresAsync(territory, value) == 3, "the values are there");
        Assert.That(await RevisionsAsync(import), Is.EqualTo(3), "each value has one new revision");
    }

    [Test]
    public async Task Killed_while_it_receives_nothing_is_kept_and_the_same_request_can_be_sent_again()
    {
        var (file, territory, value) = NextFile();
        var (imports, contents) = (await CountAsync("import_batch"), await CountAsync("raw_content"));
        var leftovers = Leftovers();
        using var body = new StalledBody(file);
        var sending = SendAsync(body, "stalled");
        await body.Stalled.WaitAsync(Patience);

        await api.KillAsync();
        body.GoOn();
        Assert.That(async () => await sending, Throws.InstanceOf<HttpRequestException>());
        await api.DisposeAsync();
        api = await ApiProcess.StartAsync(database.ConnectionString);
        Assert.That((await CountAsync("import_batch"), await CountAsync("raw_content"), await FiguresAsync(territory, value)), Is.EqualTo((imports, contents, 0)));
        Assert.That(Leftovers(), Is.EquivalentTo(leftovers), "temporary files");

        using var again = await SendAsync(new ByteArrayContent(file), "stalled");
        var import = (await again.Content.ReadFromJsonAsync<Import>())!;
        await Asking.WithinAsync(Patience, async () => (import = await GetAsync(import.Id)).FinishedAt is not null, "the import ends");
        Assert.That((import.State, import.Counts.Changed), Is.EqualTo(("completed", 3)), import.Failure);
    }

    /// <summary>Keeps an import from going on beyond a stage.</summary>
    private Task<IAsyncDisposable> HoldAsync(string stage) => stage switch
    {
        "parse" => administrator.LockAsync("mapping_rule"),
        "compare" => administrator.LockImportsAsync(),
        "validate" => administrator.LockAsync("validation_rule"),
        "apply" => administrator.LockWritersAsync("observation_revision"),
        "publish" => administrator.LockWritersAsync("observation_cube"),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    /// <summary>Three years of unemployment of one municipality, of values that no other file has.</summary>
    private (byte[] File, string Territory, decimal Value) NextFile()
    {
        var value = 4.1m + (++files / 10m);
        var text = Header + string.Concat(Enumerable.Range(2011, 3).Select(year => string.Create(CultureInfo.InvariantCulture, $"LV0420200,{year},unemployment-rate,,{value}\n")));
        return (Encoding.UTF8.GetBytes(text), "LV0420200", value);
    }

    private Task<HttpResponseMessage> SendAsync(byte[] file) => SendAsync(new ByteArrayContent(file), Guid.NewGuid().ToString());

    private async Task<HttpResponseMessage> SendAsync(HttpContent body, string key)
    {
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=test") { Content = body };
        request.Headers.Add("Idempotency-Key", key);
        return (await api.Operator.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private async Task<Import> GetAsync(long id) => (await api.Operator.GetFromJsonAsync<Import>(string.Create(CultureInfo.InvariantCulture, $"/v1/imports/{id}")))!;

    /// <summary>How many years of a municipality show a value.</summary>
    private async Task<int> FiguresAsync(string territory, decimal value)
    {
        using var client = new HttpClient { BaseAddress = api.Operator.BaseAddress };
        return (await client.GetFromJsonAsync<ObservationPage>($"/v1/observations?indicator=unemployment-rate&territory={territory}&period=2011..2013"))!.Rows.Count(row => row.Value == value);
    }

    private Task<long> RevisionsAsync(Import import) => CountAsync(string.Create(CultureInfo.InvariantCulture, $"observation_revision where import_id = {import.Id}"));

    private Task<long> CountAsync(string from) => administrator.CountAsync(from);

    private static string[] Leftovers() => Directory.GetFiles(Path.GetTempPath(), "benchlearning-*.received");

    /// <summary>A body that sends its first half and then waits.</summary>
    private sealed class StalledBody(byte[] content) : HttpContent
    {
        private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Stalled => stalled.Task;

        public void GoOn() => goesOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(content.AsMemory(0, content.Length / 2));
            await stream.FlushAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(500)); // the service has begun to read
            stalled.SetResult();
            await goesOn.Task;
            await stream.WriteAsync(content.AsMemory(content.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = content.Length;
            return true;
        }
    }
}
