using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Benchlearning.Api.Features.Sync.Adapters;
using Benchlearning.Contracts.V1.Raim;
using WireMock;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;
using WireMock.Util;

namespace Benchlearning.Tests.Integration.Features.Sync;

/// <summary>SRDA's service as the raim-http contract describes it, played by WireMock; each test makes it misbehave in its own way.</summary>
internal sealed class Srda : IDisposable
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private Srda()
    {
        Server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"], MaxRequestLogCount = 20 });
        Indicators("UnemploymentRate", "DependencyRatio");
    }

    public static Srda Start() => new();

    public WireMockServer Server { get; }

    public string Address => Server.Url! + "/raim/v1";

    /// <summary>The requests for pages so far.</summary>
    public IReadOnlyList<string> PagesAsked => [.. Server.LogEntries.Select(entry => entry.RequestMessage.Url).Where(url => url.Contains("/observations?", StringComparison.Ordinal))];

    public static RaimObservation Rate(string territory, string value, string period = "2013") => new(territory, "UnemploymentRate", period, Value: value);

    /// <summary>A page with its right checksum.</summary>
    public static RaimPage Page(long after, long next, bool hasMore, params IReadOnlyList<RaimObservation> rows)
    {
        var page = new RaimPage(after, next, hasMore, rows, "");
        return page with { Checksum = RaimChecksum.Of(page) };
    }

    public static string Text(RaimPage page) => JsonSerializer.Serialize(page, Web);

    public static IResponseBuilder Answer(RaimPage page) => Json(Text(page));

    public static IResponseBuilder Json(string body) => Response.Create().WithStatusCode(200).WithHeader("Content-Type", "application/json; charset=utf-8").WithBody(body);

    /// <summary>A body of zeros that is small until it is decompressed.</summary>
    public static IResponseBuilder Bomb(int megabytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            Array.Fill(zeros, (byte)' ');
            for (var count = 0; count < megabytes; count++)
                gzip.Write(zeros);
        }
        return Response.Create().WithStatusCode(200).WithHeader("Content-Type", "application/json").WithHeader("Content-Encoding", "gzip").WithBody(compressed.ToArray());
    }

    public void Indicators(params IEnumerable<string> codes) =>
        Server.Given(Request.Create().WithPath("/raim/v1/indicators").UsingGet())
            .RespondWith(Json(JsonSerializer.Serialize(new RaimIndicators([.. codes.Select(code => new RaimIndicator(code, code, "percent", "annual"))]), Web)).WithHeader("ETag", "\"list-1\""));

    /// <summary>The answer to the page after a cursor.</summary>
    public void After(long cursor, IResponseBuilder answer) => Server.Given(Observations(cursor)).RespondWith(answer);

    public void After(long cursor, RaimPage page) => After(cursor, Answer(page));

    /// <summary>Makes the answer to any page when it is asked for, from its cursor.</summary>
    public void Pages(Func<long, Task<RaimPage>> answer) =>
        Server.Given(Request.Create().WithPath("/raim/v1/observations").UsingGet()).AtPriority(-1).RespondWith(Response.Create().WithCallback(async request => new ResponseMessage
        {
            StatusCode = 200,
            Headers = new Dictionary<string, WireMockList<string>>(StringComparer.Ordinal) { ["Content-Type"] = new("application/json") },
            BodyData = new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = JsonSerializer.SerializeToUtf8Bytes(await answer(long.Parse(request.Query!["after"].Single(), CultureInfo.InvariantCulture)), Web) },
        }));

    /// <summary>Answers to the page after a cursor, one after another; the last stays.</summary>
    public void AfterInTurn(long cursor, params IReadOnlyList<IResponseBuilder> answers)
    {
        var scenario = string.Create(CultureInfo.InvariantCulture, $"after {cursor}");
        for (var turn = 0; turn < answers.Count; turn++)
        {
            var given = Server.Given(Observations(cursor)).InScenario(scenario);
            if (turn > 0) given = given.WhenStateIs($"turn {turn}");
            if (turn < answers.Count - 1) given = given.WillSetStateTo($"turn {turn + 1}");
            given.RespondWith(answers[turn]);
        }
    }

    public void Dispose() => Server.Stop();

    private static IRequestBuilder Observations(long cursor) =>
        Request.Create().WithPath("/raim/v1/observations").WithParam("after", cursor.ToString(CultureInfo.InvariantCulture)).UsingGet();
}
