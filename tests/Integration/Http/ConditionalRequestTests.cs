using System.Globalization;
using System.IO.Compression;
using System.Net;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Http;

/// <summary>RFC 9110 13: who says what he has is told when nothing changed.</summary>
[TestFixture]
public sealed class ConditionalRequestTests
{
    private static ApiServer Api => SharedServer.Api;

    [Test]
    public async Task Every_read_answers_304_to_its_own_tag_with_the_same_headers()
    {
        foreach (var route in Route.Reads(Api))
        {
            using var full = await Api.AskAsync(route.Address);
            var tag = full.Header("ETag")!;
            using var same = await Api.AskAsync(route.Address, ("If-None-Match", tag), ("Origin", "https://example.lv"));
            using var head = await Api.AskAsync(HttpMethod.Head, route.Address, ("If-None-Match", tag));
            Assert.Multiple(async () =>
            {
                Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), route.Address);
                Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), route.Address);
                Assert.That(await same.Content.ReadAsByteArrayAsync(), Is.Empty, route.Address);
                foreach (var name in new[] { "ETag", "Vary", "Cache-Control", "API-Version", "Content-Language", "RateLimit-Policy" })
                    Assert.That(same.Header(name), Is.EqualTo(full.Header(name)), $"{name} of {route.Address}");
                Assert.That(same.Header("Access-Control-Allow-Origin"), Is.EqualTo("*"), route.Address);
                Assert.That(same.Header("Content-Type"), Is.Null, route.Address);
            });
        }
    }

    [TestCase("{0}", 304)]
    [TestCase("W/{0}", 304)]
    [TestCase("\"other\", {0}", 304)]
    [TestCase("\"other\",W/{0} , \"third\"", 304)]
    [TestCase("*", 304)]
    [TestCase("\"other\"", 200)]
    [TestCase("\"x{1}\"", 200)]
    [TestCase("\"{1}x\"", 200)]
    [TestCase("\"other, {1} \"", 200)]
    [TestCase("{1}", 200)] // without quotes it is no tag
    [TestCase("\"", 200)]
    public async Task A_tag_matches_whole_or_not_at_all(string header, int status)
    {
        foreach (var address in new[] { "/v1/observations?indicator=unemployment-rate&territory=LV0420200", "/v1/observations?indicator=unemployment-rate&territory=LV0420200&format=csv" })
        {
            using var full = await Api.AskAsync(address);
            var tag = full.Header("ETag")!;
            using var answer = await Api.AskAsync(address, ("If-None-Match", string.Format(CultureInfo.InvariantCulture, header, tag, tag.Trim('"'))));
            Assert.That((int)answer.StatusCode, Is.EqualTo(status), address);
            Assert.That(answer.Header("ETag"), Is.EqualTo(tag), address);
        }
    }

    [Test]
    public async Task If_Modified_Since_alone_is_answered_too_whether_the_answer_is_kept_or_must_be_made()
    {
        foreach (var route in Route.Reads(Api))
        {
            using var full = await Api.AskAsync(route.Address);
            var changed = full.Content.Headers.LastModified!.Value;
            foreach (var (since, status) in new[] { (changed, 304), (changed.AddDays(1), 304), (changed.AddSeconds(-1), 200) })
                foreach (var encoding in new[] { "identity", $"gzip;q=0.{Random.Shared.Next(1, 1000):000}" })
                {
                    using var answer = await Api.AskAsync(route.Address, ("If-Modified-Since", since.ToString("R", CultureInfo.InvariantCulture)), ("Accept-Encoding", encoding));
                    Assert.Multiple(async () =>
                    {
                        Assert.That((int)answer.StatusCode, Is.EqualTo(status), $"{route.Address} since {since:O}");
                        Assert.That(answer.Header("ETag"), Is.Not.Null, route.Address);
                        Assert.That(answer.Header("Cache-Control"), Is.EqualTo("public, max-age=60, must-revalidate"), route.Address);
                        Assert.That((await answer.Content.ReadAsByteArrayAsync()).Length == 0, Is.EqualTo(status == 304), route.Address);
                    });
                }
        }
    }

    [Test]
    public async Task If_None_Match_wins_over_If_Modified_Since()
    {
        const string Address = "/v1/indicators/unemployment-rate";
        using var full = await Api.AskAsync(Address);
        var tomorrow = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 86_400).ToString("R", CultureInfo.InvariantCulture);

        using var changed = await Api.AskAsync(Address, ("If-None-Match", "\"other\""), ("If-Modified-Since", tomorrow));
        using var same = await Api.AskAsync(Address, ("If-None-Match", full.Header("ETag")!), ("If-Modified-Since", "Thu, 01 Jan 1970 00:00:00 GMT"));
        using var notADate = await Api.AskAsync(Address, ("If-Modified-Since", "yesterday"));

        Assert.That(changed.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(notADate.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("If-None-Match", "*")]
    [TestCase("If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT")]
    public async Task A_condition_does_not_turn_a_refusal_into_304(string name, string value)
    {
        foreach (var (address, status) in new[] { ("/v1/territories/LV9999999", 404), ("/v1/observations?indicator=nothing", 400), ("/v1/nothing", 404), ("/v1/comparisons?lang=xx", 400) })
        {
            using var answer = await Api.AskAsync(address, (name, value));
            await answer.ProblemAsync((HttpStatusCode)status);
        }
        using var notAcceptable = await Api.AskAsync("/v1/units", (name, value), ("Accept", "image/png"));
        await notAcceptable.ProblemAsync(HttpStatusCode.NotAcceptable);
    }

    [Test]
    public async Task Each_representation_has_a_tag_of_its_own_and_keeps_it()
    {
        const string Address = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2011";
        (string Address, (string, string)[] Headers)[] representations =
        [
            (Address, []), (Address, [("Accept", "text/csv")]), (Address, [("Accept", "application/vnd.json-stat+json")]), (Address + "&format=xlsx", []), (Address + "&format=excel-lv", []),
            (Address, [("Accept-Language", "en")]), (Address + "&lang=en", []), (Address, [("Accept-Encoding", "gzip")]), (Address, [("Accept-Encoding", "br")]),
            (Address + "&labels=true", []), ("/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2010", []),
        ];
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (address, headers) in representations)
        {
            using var first = await Api.AskAsync(address, headers);
            using var second = await Api.AskAsync(address, headers);
            var tag = first.Header("ETag")!;
            Assert.That(tags.TryAdd(tag, address), $"{address} and {tags[tag]} have one tag");
            Assert.That(second.Header("ETag"), Is.EqualTo(tag), address);
            Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.EqualTo(await first.Content.ReadAsByteArrayAsync()), address); // strong: byte for byte
            foreach (var (other, otherHeaders) in representations.Where(other => other != (address, headers)))
            {
                using var answer = await Api.AskAsync(other, [.. otherHeaders, ("If-None-Match", tag)]);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{other} with the tag of {address}");
            }
        }
    }

    [TestCase("gzip", "gzip")]
    [TestCase("br", "br")]
    [TestCase("gzip, deflate, br, zstd", "br")]
    [TestCase("gzip;q=1.0, br;q=0.5", "gzip")]
    [TestCase("br;q=0, *", "gzip")]
    [TestCase("*;q=0", null)]
    [TestCase("gzip;q=0", null)]
    [TestCase("identity", null)]
    [TestCase("deflate, zstd", null)]
    [TestCase("GZIP", "gzip")]
    [TestCase(";;;", null)]
    public async Task An_encoded_body_decodes_to_the_plain_one(string accepted, string? encoding)
    {
        foreach (var route in Route.Reads(Api))
        {
            using var plain = await Api.AskAsync(route.Address);
            for (var time = 0; time < 3; time++) // made, made and kept, then the kept one
            {
                using var encoded = await Api.AskAsync(route.Address, ("Accept-Encoding", accepted));
                Assert.That(encoded.Header("Content-Encoding"), Is.EqualTo(encoding), route.Address);
                Assert.That(encoded.Header("ETag") == plain.Header("ETag"), Is.EqualTo(encoding is null), route.Address);
                Assert.That(Decode(await encoded.Content.ReadAsByteArrayAsync(), encoding), Is.EqualTo(await plain.Content.ReadAsByteArrayAsync()), route.Address);
            }
        }
    }

    [Test]
    public async Task A_304_needs_no_database()
    {
        await using var api = await ApiServer.StartAsync(connection: "Timeout=2;Command Timeout=2");
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var route in Route.Reads(api))
        {
            using var answer = await api.AskAsync(route.Address);
            tags[route.Address] = answer.Header("ETag")!;
        }

        await using var administrator = new DatabaseAdministrator(api.ConnectionString);
        await administrator.ForbidConnectionsAsync();
        foreach (var (address, tag) in tags)
        {
            using var same = await api.AskAsync(address, ("If-None-Match", tag));
            Assert.That(same.StatusCode, Is.EqualTo(HttpStatusCode.NotModified), address);
        }
        using var unread = await api.AskAsync("/v1/observations?indicator=unemployment-rate&format=csv");
        await unread.ProblemAsync(HttpStatusCode.ServiceUnavailable); // the database really is out of reach
        await administrator.AllowConnectionsAsync();
    }

    [Test]
    public async Task A_change_of_the_data_changes_the_tag_of_what_it_touches_at_once()
    {
        await using var api = await ApiServer.StartAsync();
        const string Touched = "/v1/observations?indicator=unemployment-rate&territory=LV0420200&period=2013";
        const string Untouched = "/v1/observations?indicator=dependency-ratio&territory=LV0420200&period=2013";
        using var before = await api.AskAsync(Touched);
        using var otherBefore = await api.AskAsync(Untouched);

        await NewData.ImportAsync(api, "LV0420200,2013,unemployment-rate,,7.5,,,");
        await NewData.UntilAsync(async () =>
        {
            using var after = await api.AskAsync(Touched, ("If-None-Match", before.Header("ETag")!));
            return after.StatusCode == HttpStatusCode.OK && (await after.Content.ReadAsStringAsync()).Contains("\"value\":7.5", StringComparison.Ordinal)
                && after.Content.Headers.LastModified >= before.Content.Headers.LastModified;
        });
        using var otherAfter = await api.AskAsync(Untouched, ("If-None-Match", otherBefore.Header("ETag")!));
        Assert.That(otherAfter.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
    }

    private static byte[] Decode(byte[] body, string? encoding)
    {
        using Stream decoded = encoding switch
        {
            "br" => new BrotliStream(new MemoryStream(body), CompressionMode.Decompress),
            "gzip" => new GZipStream(new MemoryStream(body), CompressionMode.Decompress),
            _ => new MemoryStream(body),
        };
        using var plain = new MemoryStream();
        decoded.CopyTo(plain);
        return plain.ToArray();
    }
}
