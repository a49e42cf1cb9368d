using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>Systems push batches under ids of their own, whole or in parts: each is applied once, when it is whole.</summary>
[TestFixture]
public sealed class BatchTests
{
    private const string Header = "territory,period,indicator,breakdown,value\n";
    private const string Cesis = Header + "LV0420200,2013,unemployment-rate,,7.3\n";

    private Uploads uploads = null!;

    [SetUp]
    public async Task Start() => uploads = await Uploads.StartAsync();

    [TearDown]
    public async Task Stop() => await uploads.DisposeAsync();

    [Test]
    public async Task A_batch_pushed_again_is_the_same_import_and_another_content_under_its_id_is_refused()
    {
        using var first = await PutAsync("night-1", Cesis);
        var import = await uploads.FinishAsync((await first.Content.ReadFromJsonAsync<Import>())!.Id);
        using var again = await PutAsync("night-1", Cesis);
        using var other = await PutAsync("night-1", Cesis + "LV0010000,2013,unemployment-rate,,7.3\n");
        using var otherLayout = await PutAsync("night-1", Cesis, "?layout=raim-csv");
        using var next = await PutAsync("night-2", Cesis);

        Assert.Multiple(async () =>
        {
            Assert.That((import.State, import.Door, import.SourceBatch, import.Name, import.Reason), Is.EqualTo(("completed", "push", "night-1", "night-1", "Batch night-1 of raim")));
            Assert.That((again.StatusCode, (await again.Content.ReadFromJsonAsync<Import>())!.Id), Is.EqualTo((HttpStatusCode.Accepted, import.Id)));
            foreach (var refused in new[] { other, otherLayout })
                Assert.That(await CodeAsync(refused), Is.EqualTo((422, "batch-id-reused")));
            Assert.That((await uploads.FinishAsync((await next.Content.ReadFromJsonAsync<Import>())!.Id)).State, Is.EqualTo("noChange"));
            Assert.That((await uploads.Client.GetFromJsonAsync<Batch>("/v1/sources/raim/batches/night-1"))!, Has.Property("Import").EqualTo(import.Id).And.Property("Parts").Empty.And.Property("Bytes").EqualTo(Cesis.Length));
        });
    }

    [Test]
    public async Task Twenty_pushes_of_one_batch_at_once_make_one_import()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var answer = await PutAsync("at-once", Cesis);
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? (await answer.Content.ReadFromJsonAsync<Import>())!.Id : 0);
        }));

        Assert.That(answers.Select(answer => answer.Item1), Is.All.AnyOf(202, 409));
        Assert.That(answers.Where(answer => answer.Item1 == 202).Select(answer => answer.Item2).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await uploads.CountAsync("import_batch where source_batch = 'at-once'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Parts_in_any_order_are_applied_when_they_are_sealed_and_not_before()
    {
        var file = Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Range(0, 40_000).Select(number => $"LV0420200,2013,unemployment-rate,,7.{number}\n"))); // several chunks
        var (first, second) = (file[..600_001], file[600_001..]); // cut in the middle of a row
        var before = await uploads.RevisionsAsync();
        using var two = await PartAsync("large", 2, second);
        using var twoAgain = await PartAsync("large", 2, second);
        using var otherTwo = await PartAsync("large", 2, first);
        using var early = await SealAsync("large", 2, file);
        using var one = await PartAsync("large", 1, first);
        var open = (await uploads.Client.GetFromJsonAsync<Batch>("/v1/sources/raim/batches/large"))!;
        var listed = (await uploads.Client.GetFromJsonAsync<Page<OpenBatch>>("/v1/sources/raim/batches"))!.Items;
        using var wrongHash = await SealAsync("large", 2, [.. file, 1]);
        using var tooFew = await SealAsync("large", 1, file);
        var applied = await uploads.RevisionsAsync();
        using var whole = await PutAsync("large", Cesis);
        using var sealing = await SealAsync("large", 2, file);
        using var resealed = await SealAsync("large", 2, file);
        using var otherSeal = await SealAsync("large", 2, first);
        using var late = await PartAsync("large", 3, first);
        var import = await uploads.FinishAsync((await sealing.Content.ReadFromJsonAsync<Import>())!.Id);

        Assert.Multiple(async () =>
        {
            Assert.That((two.StatusCode, twoAgain.StatusCode, one.StatusCode), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Created)));
            Assert.That(await CodeAsync(otherTwo), Is.EqualTo((422, "batch-id-reused")));
            Assert.That((await early.Content.ReadFromJsonAsync<ApiProblem>())!.Errors!.Single(), Has.Property("Pointer").EqualTo("/parts").And.Property("Message").EqualTo("Missing parts: 1."));
            Assert.That(open.Parts.Select(part => (part.Number, part.Bytes, part.Sha256)), Is.EqualTo(new[] { (1, 600_001L, Hash(first)), (2, (long)second.Length, Hash(second)) }));
            Assert.That((open.Import, open.Bytes, open.ExpiresAt - open.CreatedAt >= TimeSpan.FromDays(7)), Is.EqualTo(((long?)null, (long)file.Length, true)));
            Assert.That(listed.Single(), Has.Property("Id").EqualTo("large").And.Property("PartCount").EqualTo(2).And.Property("Bytes").EqualTo(file.Length));
            Assert.That((await wrongHash.Content.ReadFromJsonAsync<ApiProblem>())!.Errors!.Single(), Has.Property("Pointer").EqualTo("/sha256").And.Property("Allowed").EqualTo(new[] { Hash(file) }));
            Assert.That(await CodeAsync(tooFew), Is.EqualTo((422, "refused-by-rule")));
            Assert.That(await CodeAsync(whole), Is.EqualTo((409, "conflict")));
            Assert.That(applied, Is.EqualTo(before), "nothing is applied before the seal");
            Assert.That((await resealed.Content.ReadFromJsonAsync<Import>())!.Id, Is.EqualTo(import.Id));
            Assert.That(await CodeAsync(otherSeal), Is.EqualTo((422, "batch-id-reused")));
            Assert.That(await CodeAsync(late), Is.EqualTo((409, "conflict")));
            Assert.That((import.ContentHash, import.Counts.Read), Is.EqualTo((Hash(file), 40_000)));
            Assert.That(await uploads.CountAsync("open_batch"), Is.Zero, "its parts are gone");
            Assert.That(await uploads.CountAsync("open_batch_chunk"), Is.Zero);
        });
    }

    [Test]
    public async Task Two_senders_of_one_part_and_two_seals_at_once_make_one_import()
    {
        var file = Encoding.UTF8.GetBytes(Cesis);
        var parts = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (int)(await PartAsync("both", 1, file)).StatusCode));
        var seals = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => (int)(await SealAsync("both", 1, file)).StatusCode));

        Assert.That(parts, Is.All.AnyOf(200, 201));
        Assert.That(parts.Count(status => status == 201), Is.EqualTo(1));
        Assert.That(seals, Is.All.AnyOf(202, 409));
        Assert.That(seals, Has.Member(202));
        Assert.That(await uploads.CountAsync("import_batch where source_batch = 'both'"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_batch_that_nobody_seals_goes_when_its_time_is_over()
    {
        using var part = await PartAsync("forgotten", 1, Encoding.UTF8.GetBytes(Cesis));
        await uploads.Api.SqlAsync("update open_batch set expires_at = now() - interval '1 second'");
        using var gone = await uploads.Client.GetAsync("/v1/sources/raim/batches/forgotten");
        using var sealing = await SealAsync("forgotten", 1, Encoding.UTF8.GetBytes(Cesis));
        using var another = await PartAsync("another", 1, Encoding.UTF8.GetBytes(Cesis));

        Assert.That((gone.StatusCode, sealing.StatusCode), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
        Assert.That((await uploads.Api.SqlAsync("select source_batch from open_batch")).Select(row => row[0]), Is.EqualTo(new[] { "another" }), "the forgotten one takes no room any more");
    }

    [Test]
    public async Task Refusals_name_everything_at_once()
    {
        using var unknown = await uploads.Client.PutAsync("/v1/sources/riam/batches/x", Csv(Cesis));
        using var part = await uploads.Client.PutAsync("/v1/sources/raim/batches/-x/parts/0", Csv(Cesis));
        using var seal = await uploads.Client.PostAsJsonAsync("/v1/sources/raim/batches/%20/seal?release=none", new { parts = 0, sha256 = "x" });
        using var empty = await PartAsync("x", 1, []);
        using var pdf = await uploads.Client.PutAsync("/v1/sources/raim/batches/x", Uploads.Body("application/pdf", [1]));
        using var good = await PartAsync("mixed", 1, Encoding.UTF8.GetBytes(Cesis));
        using var mixed = await uploads.Client.PutAsync("/v1/sources/raim/batches/mixed/parts/2", Uploads.Body("application/json", [1]));

        Assert.Multiple(async () =>
        {
            Assert.That((await unknown.Content.ReadFromJsonAsync<ApiProblem>())!, Has.Property("Status").EqualTo(404).And.Property("Errors").Exactly(1).Property("Allowed").Contains("raim"));
            Assert.That((await part.Content.ReadFromJsonAsync<ApiProblem>())!.Errors!.Select(error => error.Parameter), Is.EquivalentTo(new[] { "batch", "part" }));
            Assert.That((await seal.Content.ReadFromJsonAsync<ApiProblem>())!.Errors!.Select(error => error.Parameter ?? error.Pointer), Is.EquivalentTo(new[] { "batch", "/parts", "/sha256", "release" }));
            Assert.That(await CodeAsync(empty), Is.EqualTo((400, "invalid-request")));
            Assert.That(pdf.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
            Assert.That((await mixed.Content.ReadFromJsonAsync<ApiProblem>())!.Errors!.Single().Code, Is.EqualTo("other-media-type"));
        });
    }

    [Test]
    public async Task Parts_larger_together_than_a_file_may_be_are_refused()
    {
        await using var small = await Uploads.StartAsync(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Benchlearning:MaximumUploadBytes"] = "1000" });
        using var first = await small.Client.PutAsync("/v1/sources/raim/batches/x/parts/1", Uploads.Body("text/csv", new byte[600]));
        using var second = await small.Client.PutAsync("/v1/sources/raim/batches/x/parts/2", Uploads.Body("text/csv", new byte[600]));

        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.RequestEntityTooLarge)));
        Assert.That(await small.CountAsync("open_batch_part"), Is.EqualTo(1));
    }

    private Task<HttpResponseMessage> PutAsync(string batch, string file, string parameters = "") => uploads.Client.PutAsync($"/v1/sources/raim/batches/{batch}{parameters}", Csv(file));

    private Task<HttpResponseMessage> PartAsync(string batch, int part, byte[] bytes) => uploads.Client.PutAsync($"/v1/sources/raim/batches/{batch}/parts/{part}", Uploads.Body("text/csv", bytes));

    private Task<HttpResponseMessage> SealAsync(string batch, int parts, byte[] whole) => uploads.Client.PostAsJsonAsync($"/v1/sources/raim/batches/{batch}/seal", new { parts, sha256 = Hash(whole) });

    private static ByteArrayContent Csv(string file) => Uploads.Body("text/csv", Encoding.UTF8.GetBytes(file));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task<(int, string)> CodeAsync(HttpResponseMessage response) => ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<ApiProblem>())!.Code);
}
