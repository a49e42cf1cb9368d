using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Features.Access;

namespace Benchlearning.Tests.Integration.Features.Networks;

/// <summary>A server with one network, its coordinator, members' people, and strangers; and what they ask for, in short.</summary>
internal sealed class Cooperation : IAsyncDisposable
{
    public const string Network = "waste";
    public const string Cycle = $"/v1/networks/{Network}/cycles/1";

    /// <summary>Members of the network: state cities, whose figures of 2013 are in the sample, and Cēsis, whose are not.</summary>
    public static readonly string[] Members = ["riga", "jurmala", "liepaja", "daugavpils", "cesu-novads-2021"];

    private readonly List<HttpClient> clients = [];

    private Cooperation(ApiServer api) => Api = api;

    public ApiServer Api { get; }

    public HttpClient Administrator { get; private set; } = null!;

    public HttpClient Coordinator { get; private set; } = null!;

    /// <summary>Leads another network.</summary>
    public HttpClient Stranger { get; private set; } = null!;

    public static async Task<Cooperation> StartAsync()
    {
        var cooperation = new Cooperation(await ApiServer.StartAsync());
        cooperation.Administrator = cooperation.Client(cooperation.Api.OperatorKey());
        await PutAsync(cooperation.Administrator, $"/v1/networks/{Network}", new
        {
            nameLv = "Atkritumi", nameEn = "Waste", theme = "Waste management", aimLv = "Mazāk atkritumu", committee = "Economy",
            members = Members.Select(member => new { organisation = member, joinedOn = "2020-01-01" }),
        }, 201);
        await PutAsync(cooperation.Administrator, "/v1/networks/other", new { nameLv = "Cits", nameEn = "Other", members = Array.Empty<object>() }, 201);
        cooperation.Coordinator = cooperation.Client(await cooperation.Api.KeyAsync(new Granted("networkCoordinator", Network: Network)));
        cooperation.Stranger = cooperation.Client(await cooperation.Api.KeyAsync(new Granted("networkCoordinator", Network: "other")));
        return cooperation;
    }

    /// <summary>The people of a municipality.</summary>
    public async Task<HttpClient> OfAsync(string organisation) => Client(await Api.KeyAsync(new Granted("municipalCoordinator", organisation)));

    public HttpClient Client(string key)
    {
        var client = Api.With(key);
        clients.Add(client);
        return client;
    }

    /// <summary>Proposes the first cycle.</summary>
    public Task<JsonNode> ProposeAsync() => PutAsync(Coordinator, Cycle, Proposal(), 201);

    public static object Proposal(string name = "First cycle") => new
    {
        nameLv = "Pirmais cikls", nameEn = name, startsOn = "2026-01-01", endsOn = "2027-01-01", coordinators = new[] { new { name = "Anna Bērziņa", contact = "anna@example.lv", acceptedOn = "2026-01-01" } },
        participants = new object[] { new { name = "Jānis", kind = "politician", organisation = "riga" }, new { name = "Ilze", kind = "specialist", organisation = "liepaja" }, new { name = "Kari", kind = "expert" } },
    };

    /// <summary>Records all members with agreement and contact.</summary>
    public async Task JoinAsync()
    {
        foreach (var member in Members)
            await PutAsync(Coordinator, $"{Cycle}/members/{member}", Membership($"{member}/1"), 201);
    }

    public static object Membership(string? agreement = "1/2026", string role = "member") =>
        new { role, agreement, contactName = "Somebody", contactAddress = "somebody@example.lv", joinedOn = "2026-01-01" };

    public static object Meeting(bool isHeld = false, string kind = "kickOff") => new
    {
        kind, nameLv = "Atklāšana", nameEn = "Kick-off", startsAt = "2026-01-10T10:00:00+02:00", endsAt = "2026-01-10T13:00:00+02:00", place = "Cēsis", link = "https://meet.example/1", host = "cesu-novads-2021",
        agenda = new object[] { new { titleLv = "Rādītāji", part = "open", minutes = 60 }, new { titleEn = "Who has not paid", part = "closed" } },
        attendance = new object[] { new { name = "Jānis", organisation = "riga", came = isHeld ? true : (bool?)null } }, isHeld,
    };

    /// <summary>Puts, and reads what is answered.</summary>
    /// <param name="client">Who.</param>
    /// <param name="path">Where.</param>
    /// <param name="body">What.</param>
    /// <param name="expected">The status that is expected.</param>
    /// <param name="ifMatch">The version that is known; null: none.</param>
    public static Task<JsonNode> PutAsync(HttpClient client, string path, object body, int expected, string? ifMatch = null) => SendAsync(client, HttpMethod.Put, path, body, expected, ifMatch);

    public static Task<JsonNode> PostAsync(HttpClient client, string path, object? body, int expected, string? ifMatch = null, string? idempotencyKey = null) =>
        SendAsync(client, HttpMethod.Post, path, body, expected, ifMatch, idempotencyKey);

    public static Task<JsonNode> GetAsync(HttpClient client, string path, int expected = 200) => SendAsync(client, HttpMethod.Get, path, null, expected, null);

    /// <summary>Moves the cycle on, whatever its version.</summary>
    public Task<JsonNode> MoveAsync(string to, int expected = 200, string? reason = null) => PostAsync(Coordinator, $"{Cycle}/moves", new { to, reason }, expected, "*");

    /// <summary>Codes of the findings of a problem.</summary>
    public static string[] Codes(JsonNode problem) => [.. (problem["errors"]?.AsArray() ?? []).Select(error => error!["code"]!.GetValue<string>())];

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        await Api.DisposeAsync();
    }

    private static async Task<JsonNode> SendAsync(HttpClient client, HttpMethod method, string path, object? body, int expected, string? ifMatch, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(ifMatch == "*" ? EntityTagHeaderValue.Any : new EntityTagHeaderValue(ifMatch));
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(expected), $"{method} {path}: {text}");
        return JsonNode.Parse(text)!;
    }
}
