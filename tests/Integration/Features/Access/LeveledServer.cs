using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Contracts.V1.Access;
using Benchlearning.Testing;
using Benchlearning.Tests.Integration.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A server with the sample, a network "waste" whose member is Cēsis, and callers of every role.</summary>
internal sealed class LeveledServer : IAsyncDisposable
{
    /// <summary>Cēsis, of 2013: its municipality of today has taken it over.</summary>
    public const string Cesis = "LV0420200";

    public const string Liepaja = "LV0170000";

    private readonly Dictionary<string, string> credentials = new(StringComparer.Ordinal);

    private LeveledServer(ApiServer api) => Api = api;

    public ApiServer Api { get; }

    public static async Task<LeveledServer> StartAsync(string? connection = null)
    {
        var server = new LeveledServer(await ApiServer.StartAsync(connection: connection, add: services => services.AddSingleton<Benchlearning.Api.Platform.Auth.ICredentials, RoleCredentials>()));
        await server.Api.SqlAsync($"""
            insert into network (code, name_lv, name_en) values ('waste', 'Atkritumi', 'Waste'), ('roads', 'Ceļi', 'Roads');
            insert into network_membership (network_id, organisation_id, joined_on)
            select n.network_id, o.organisation_id, '2020-01-01' from network n, organisation o join territory_version v on v.territory_id = o.territory_id
            where n.code = 'waste' and v.code = '{Cesis}'
            """);
        var cesis = await server.OrganisationAsync(Cesis);
        var liepaja = await server.OrganisationAsync(Liepaja);
        foreach (var (name, roles) in new[]
        {
            ("authorised", Role.AuthorisedUser), ("expert", $"{Role.ExternalExpert}@waste"), ("stranger to the network", $"{Role.NetworkCoordinator}@roads"), ("coordinator", $"{Role.NetworkCoordinator}@waste"),
            ("Cesis", $"{Role.MunicipalCoordinator}@{cesis}"), ("Liepaja", $"{Role.DataSubmitter}@{liepaja}"), ("politician of Cesis", $"{Role.Politician}@{cesis}"),
            ("analyst", Role.Analyst), ("administrator", Role.Administrator), ("auditor", Role.Auditor),
        })
            server.credentials[name] = $"Bearer as {roles}";
        return server;
    }

    /// <summary>Everyone, by the names that the tests give them; the first carries no credentials.</summary>
    public IReadOnlyList<string> Everyone => ["anonymous", .. credentials.Keys];

    public async Task<HttpResponseMessage> GetAsync(string address, string caller = "anonymous", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (credentials.TryGetValue(caller, out var shown))
            request.Headers.TryAddWithoutValidation("Authorization", shown);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Api.Client.SendAsync(request);
    }

    public async Task<JsonElement> JsonAsync(string address, string caller = "anonymous")
    {
        using var response = await GetAsync(address, caller);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{address} for {caller}: {body}");
        return JsonDocument.Parse(body).RootElement.Clone();
    }

    /// <summary>Territories that an answer of rows has a value of.</summary>
    public async Task<string[]> SeenAsync(string address, string caller) =>
        [.. (await JsonAsync(address, caller)).GetProperty("rows").EnumerateArray().Where(row => row.GetProperty("value").ValueKind == JsonValueKind.Number)
            .Select(row => row.GetProperty("territory").GetString()!)];

    public async Task<Classification> ClassifyAsync(ClassificationRequest classification, HttpStatusCode status = HttpStatusCode.Created)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/classifications") { Content = JsonContent.Create(classification) };
        request.Headers.TryAddWithoutValidation("Authorization", credentials["administrator"]);
        using var response = await Api.Client.SendAsync(request);
        Assert.That(response.StatusCode, Is.EqualTo(status), await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Classification>())!;
    }

    /// <summary>Classifies one figure of 2014 or of another period.</summary>
    public Task<Classification> ClassifyAsync(string indicator, string? territory, string? period, string visibility, string? network = null) =>
        ClassifyAsync(new ClassificationRequest { Indicator = indicator, Territory = territory, PeriodFrom = period, PeriodTo = period, Visibility = visibility, Network = network, Reason = "Test" });

    /// <summary>A value of the total that waits for its release.</summary>
    public Task EmbargoAsync(string indicator, string territory, string period, decimal value) => Api.SqlAsync(FormattableString.Invariant($"""
        insert into observation_revision (indicator_id, territory_id, period, breakdown, revision, indicator_version_id, territory_version_id, value, workflow, quality, source_id, recorded_at, recorded_by, reason)
        select v.indicator_id, t.territory_id, '{period}', '', 1 + (select count(*) from observation_revision o where o.indicator_id = v.indicator_id and o.territory_id = t.territory_id and o.period = '{period}' and o.breakdown = ''),
               v.indicator_version_id, t.territory_version_id, {value}, 'verified', 'final', v.source_id, clock_timestamp(), 'test', 'waits'
        from indicator_version v join indicator i on i.indicator_id = v.indicator_id and i.code = '{indicator}', territory_version t where t.code = '{territory}';
        select publish_observation_cubes(array(select indicator_id from indicator where code = '{indicator}'))
        """));

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    private async Task<string> OrganisationAsync(string code) =>
        (await Api.SqlAsync($"select o.code from organisation o join territory_version v on v.territory_id = o.territory_id where v.code = '{code}'"))[0][0]!;
}
