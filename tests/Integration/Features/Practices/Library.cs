using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Practices;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Access;

namespace Benchlearning.Tests.Integration.Features.Practices;

/// <summary>A server with the sample, and those who write, review and read practices.</summary>
internal sealed class Library : IAsyncDisposable
{
    public const string Riga = "riga";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private Library(ApiServer api) => Api = api;

    public ApiServer Api { get; }

    /// <summary>Coordinator of Cēsis as it is now, who acts for Cēsis of 2009 too.</summary>
    public HttpClient Cesis { get; private set; } = null!;

    /// <summary>Coordinator of Rīga.</summary>
    public HttpClient OfRiga { get; private set; } = null!;

    /// <summary>The association's analyst, who reviews.</summary>
    public HttpClient Reviewer { get; private set; } = null!;

    /// <summary>Reads and discusses.</summary>
    public HttpClient Reader { get; private set; } = null!;

    public HttpClient Stranger => Api.Client;

    public static async Task<Library> StartAsync()
    {
        var library = new Library(await ApiServer.StartAsync());
        library.Cesis = await library.WithAsync(new Granted("municipalCoordinator", Callers.CesisNow));
        library.OfRiga = await library.WithAsync(new Granted("municipalCoordinator", Riga));
        library.Reviewer = await library.WithAsync(new Granted("analyst"));
        library.Reader = await library.WithAsync(new Granted("authorisedUser"));
        return library;
    }

    /// <summary>Somebody with a role and a key.</summary>
    public async Task<HttpClient> WithAsync(params Granted[] roles) => Api.With(await Api.KeyAsync(roles));

    /// <summary>Everything that a practice of Cēsis may say; what is given here replaces it.</summary>
    public static Dictionary<string, object?> Practice(params (string Field, object? Value)[] changes)
    {
        var settings = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["organisation"] = Callers.CesisNow, ["origin"] = "municipal", ["theme"] = "labour-market", ["titleLv"] = "Darba meklētāju agrīna atbalsta komanda", ["titleEn"] = "An early support team for job seekers",
            ["problemLv"] = "Cilvēki ilgi gaida uz pirmo sarunu.", ["problemEn"] = "People wait long for the first talk.", ["solutionLv"] = "Komanda zvana trīs dienu laikā.",
            ["solutionEn"] = "A team calls within three days.", ["stepsLv"] = "Vienošanās, apmācība, zvani.", ["contactName"] = "Anna Bērziņa", ["contactEmail"] = "anna@cesis.example",
            ["costEuro"] = 12000, ["durationMonths"] = 6, ["staff"] = 2.5, ["evidence"] = "measured",
            ["documents"] = new[] { new { title = "Nolikums", url = "https://cesis.example/nolikums" } }, ["indicators"] = new[] { new { indicator = "unemployment-rate", before = "2010", after = "2013" } },
        };
        foreach (var (field, value) in changes)
            settings[field] = value;
        return settings;
    }

    public async Task<Practice> CreateAsync(HttpClient client, Dictionary<string, object?> settings) =>
        await ReadAsync<Practice>(await SendAsync(client, HttpMethod.Post, "/v1/practices", settings, ("Idempotency-Key", Guid.NewGuid().ToString("N"))), HttpStatusCode.Created);

    public async Task<Practice> MoveAsync(HttpClient client, long id, string move, string? reason = null) =>
        await ReadAsync<Practice>(await TryMoveAsync(client, id, move, reason), HttpStatusCode.OK);

    public static Task<HttpResponseMessage> TryMoveAsync(HttpClient client, long id, string move, string? reason = null, string ifMatch = "*") =>
        SendAsync(client, HttpMethod.Post, $"/v1/practices/{id}/moves", new { move, reason }, ("If-Match", ifMatch));

    /// <summary>A practice that everybody finds.</summary>
    public async Task<Practice> PublishAsync(HttpClient keeper, Dictionary<string, object?> settings)
    {
        var id = (await CreateAsync(keeper, settings)).Id;
        await MoveAsync(keeper, id, "submit");
        await MoveAsync(Reviewer, id, "startReview");
        return await MoveAsync(Reviewer, id, "publish");
    }

    /// <summary>A request.</summary>
    public static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    public static async Task<T> AskAsync<T>(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return await ReadAsync<T>(answer, HttpStatusCode.OK);
    }

    /// <summary>The status of a GET.</summary>
    public static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, HttpStatusCode status)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.StatusCode, Is.EqualTo(status), body);
        return JsonSerializer.Deserialize<T>(body, Web)!;
    }

    /// <summary>What a request was refused with, as pointer or parameter and code.</summary>
    public static async Task<string[]> FindingsAsync(HttpResponseMessage answer, HttpStatusCode status) =>
        [.. ((await ReadAsync<ApiProblem>(answer, status)).Errors ?? []).Select(error => $"{error.Pointer ?? error.Parameter} {error.Code}")];

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Cesis, OfRiga, Reviewer, Reader })
            client.Dispose();
        await Api.DisposeAsync();
    }
}
