using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>The service in a process of its own, as production runs it: what it writes, and what it does not.</summary>
[TestFixture]
public sealed class HardeningTests
{
    private const string Token = "eyJhbGciOiJSUzI1NiJ9" + ".eyJzdWIiOiJub2JvZHkifQ.a-signature-of-a-token-that-is-secret";
    private const string Guess = "blk_abcdefghij" + "_a-secret-that-nobody-else-may-ever-come-to-see-x";

    [Test]
    public async Task A_thousand_log_lines_hold_no_secret_and_nothing_that_a_caller_could_write_as_a_line()
    {
        var log = Path.GetTempFileName();
        var (key, webhookSecret, sent) = ("", "", 0);
        await using (var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample))
        {
            await using (var api = await ApiServer.StartOnAsync(database.ConnectionString))
                key = await api.KeyAsync(new Granted("dataSubmitter", Callers.CesisNow));
            await using var service = await ApiProcess.StartAsync(new Launch(AppContext.BaseDirectory, log), database.ConnectionString, ("Benchlearning__RefusedCredentialsPerMinute", "1000000"), ("Logging__LogLevel__Default", "Debug"), ("Logging__LogLevel__Microsoft", "Debug"), ("Logging__LogLevel__Npgsql", "Debug"));
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service.Operator.BaseAddress };
            string[] credentials = [key, Token, Guess, ApiProcess.OperatorKey, "wrong " + Token];
            string[] addresses =
            [
                "/v1/topics", "/v1/imports", "/v1/webhooks", "/v1/imports/1", "/v1/nowhere", "/v1/observations?indicator=unemployment-rate", $"/v1/topics?access_token={key}", $"/v1/topics?token={Token}",
                $"/v1/imports?api_key={Guess}", $"/v1/territories/{Token}", $"/{key}", "/v1/imports?cursor=" + Guess, "/v1/x%0d%0a%7b%22level%22:%22Critical%22%7d", "/v1/topics?lang=%0A{\"level\":\"Critical\"}", "/v1/y%E2%80%A8%7B%22level%22:%22Critical%22%7D",
            ];
            for (var round = 0; sent < 1100; round++)
                foreach (var address in addresses)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, address);
                    request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {credentials[(sent + round) % credentials.Length]}");
                    request.Headers.TryAddWithoutValidation("User-Agent", "agent\u0009{\"level\":\"Critical\"}");
                    request.Headers.TryAddWithoutValidation("Cookie", $"session={Token}");
                    request.Headers.TryAddWithoutValidation("X-Api-Key", key);
                    using var answer = await client.SendAsync(request);
                    Assert.That((int)answer.StatusCode, Is.LessThan(500), address);
                    sent++;
                }
            using (var made = new HttpRequestMessage(HttpMethod.Post, "/v1/webhooks") { Content = new StringContent("""{"url":"https://receiver.invalid/","kinds":["group"]}""", Encoding.UTF8, "application/json"), Headers = { { "Idempotency-Key", "hook" } } })
            {
                made.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ApiProcess.OperatorKey);
                using var answer = await client.SendAsync(made);
                webhookSecret = (await answer.JsonAsync()).GetProperty("secret").GetString()!;
            }
        }

        var text = await File.ReadAllTextAsync(log);
        File.Delete(log);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await TestContext.Out.WriteLineAsync($"{lines.Length} log lines of {sent} requests");
        Assert.Multiple(() =>
        {
            Assert.That(lines, Has.Length.AtLeast(1000));
            foreach (var secret in new[] { key, key[15..], Token, Token.Split('.')[2], Guess, Guess[15..], ApiProcess.OperatorKey, webhookSecret })
                Assert.That(text, Does.Not.Contain(secret));
            Assert.That(text.Any(character => char.IsControl(character) && character != '\n' || character is '\u2028' or '\u2029' or '\u0085'), Is.False);
            Assert.That(lines.Select(line => LevelOf(line)), Has.None.EqualTo("Critical"));
        });
    }

    [Test]
    public async Task The_service_runs_from_a_folder_that_it_cannot_write_to_and_leaves_nothing_there()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"benchlearning-read-only-{Guid.NewGuid():N}");
        var isRoot = Environment.UserName == "root";
        try
        {
            await ShellAsync("mkdir -m 755 \"$1\" && { cp -rl \"$2/.\" \"$1\" 2> /dev/null || cp -r \"$2/.\" \"$1\"; } && find \"$1\" -type d -exec chmod 555 {} +", folder, AppContext.BaseDirectory);
            var before = Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Length;
            await using var database = await TestCluster.CreateDatabaseAsync(ApiServer.Sample);
            await using (var service = await ApiProcess.StartAsync(
                new Launch(folder, As: isRoot ? "setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs" : ""), database.ConnectionString, ("HOME", "/nowhere")))
            {
                using var chart = await service.Operator.GetAsync("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&format=png");
                using var upload = new HttpRequestMessage(HttpMethod.Post, "/v1/imports?source=raim&reason=test") { Content = new StringContent("territory,period,indicator,breakdown,value\n", Encoding.UTF8, "text/csv"), Headers = { { "Idempotency-Key", "one" } } };
                using var taken = await service.Operator.SendAsync(upload);
                Assert.That((chart.StatusCode, taken.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.Accepted)));
            }
            Assert.That(Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories), Has.Length.EqualTo(before));
        }
        finally
        {
            await ShellAsync("chmod -R u+w \"$1\" 2> /dev/null; rm -rf \"$1\"", folder);
        }
    }

    [Test]
    public async Task A_failure_tells_nothing_of_the_inside()
    {
        await using var api = await ApiServer.StartAsync();
        await api.SqlAsync("alter table import_batch rename to import_batch_gone");
        using var client = api.With(api.OperatorKey());
        using var answer = await client.GetAsync("/v1/imports");
        var body = await answer.Content.ReadAsStringAsync();

        Assert.That((await answer.ProblemAsync(HttpStatusCode.InternalServerError)).GetProperty("code").GetString(), Is.EqualTo("internal-error"));
        Assert.That(body, Does.Not.Contain("import_batch").And.Not.Contain("   at ").And.Not.Contain("Npgsql").And.Not.Contain("42P01"));
        foreach (var banner in new[] { "Server", "X-Powered-By", "X-AspNet-Version", "Via" })
            Assert.That(answer.Header(banner), Is.Null);
    }

    private static string? LevelOf(string line)
    {
        using var document = JsonDocument.Parse(line); // every line is one whole object
        return document.RootElement.GetProperty("level").GetString();
    }

    private static async Task ShellAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script, "sh", .. arguments]))!;
        await process.WaitForExitAsync();
        Assert.That(process.ExitCode, Is.Zero, script);
    }
}
