using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Imports;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Imports;

/// <summary>PostgreSQL is killed in the middle of applying an import. It has a cluster of its own, so that no other test loses its server.</summary>
[NonParallelizable]
public sealed class DatabaseKilledTests
{
    private const string Question = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task The_import_is_wholly_absent_after_the_crash_and_wholly_there_when_it_was_gone_on_with()
    {
        var folder = TemporaryClusterFolder.Reserve();
        var first = new PrivateCluster(folder.Path, _ => { });
        try
        {
            var connectionString = await first.StartAsync(CancellationToken.None);
            await TestTemplate.Migrated.Fill!(connectionString, CancellationToken.None);
            await ApiServer.Sample.Fill!(connectionString, CancellationToken.None);
            await using var api = await ApiServer.StartOnAsync(connectionString);
            using var client = api.NewClient();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Services.GetRequiredService<OperatorKey>().Value);

            Import import;
            await using (var administrator = new DatabaseAdministrator(connectionString))
            {
                var held = await administrator.LockWritersAsync("observation_cube"); // the revisions are written by then, and not committed
                using var accepted = await SendAsync(client);
                import = (await accepted.Content.ReadFromJsonAsync<Import>())!;
                await Asking.WithinAsync(Patience, async () => (await GetAsync(client, import.Id)).Stage == "publish", "the import publishes");
                using var server = Process.GetProcessById(ServerProcess.Read(Path.Combine(Directory.EnumerateDirectories(folder.Path, "pg*").Single(), "data"))!.ProcessId);
                server.Kill();
                await server.WaitForExitAsync();
                Assert.That(async () => await held.DisposeAsync(), Throws.InstanceOf<Npgsql.NpgsqlException>(), "it is gone");
            }
            await first.StopAsync(CancellationToken.None);

            var again = new PrivateCluster(folder.Path, _ => { });
            Assert.That(await again.StartAsync(CancellationToken.None), Is.EqualTo(connectionString));
            await Asking.WithinAsync(Patience, async () =>
            {
                using var answer = await client.GetAsync($"/v1/imports/{import.Id}");
                return answer.IsSuccessStatusCode && (import = (await answer.Content.ReadFromJsonAsync<Import>())!).FinishedAt is not null;
            }, "the import ends");

            Assert.That((import.State, import.Counts.Changed), Is.EqualTo(("completed", 1)), import.Failure);
            Assert.That((await api.SqlAsync("select count(*), max(revision), count(*) filter (where superseded_at is null) from observation_revision where period = '2013' and territory_id = (select territory_id from territory_version where code = 'LV0420200' limit 1) and indicator_id = (select indicator_id from indicator where code = 'unemployment-rate')")).Single(),
                Is.EqualTo(new[] { "2", "2", "1" }), "the sample's revision and one more");
            await Asking.WithinAsync(Patience, async () => (await api.AskAsync<ObservationPage>(Question)).Rows is [{ Value: 7.7m, Revision: 2 }], "readers see it");
            await again.StopAsync(CancellationToken.None);
        }
        finally
        {
            await folder.RemoveAsync(ServerAccount.Find(), PostgreSqlBinaries.Find(PrivateClusterFolder.Of(AppContext.BaseDirectory)), CancellationToken.None);
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=test")
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes("territory,period,indicator,breakdown,value\nLV0420200,2013,unemployment-rate,,7.7\n")) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } },
        };
        request.Headers.Add("Idempotency-Key", "killed");
        return (await client.SendAsync(request)).EnsureSuccessStatusCode();
    }

    private static async Task<Import> GetAsync(HttpClient client, long id) => (await client.GetFromJsonAsync<Import>($"/v1/imports/{id}"))!;
}
