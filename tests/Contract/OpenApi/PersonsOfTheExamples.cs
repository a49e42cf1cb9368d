#pragma warning disable RS0030 // Persons come in by an OpenID provider, which the examples do without, so they are put there.
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The persons that the examples tell of: one with a role, and one who is erased.</summary>
internal static class PersonsOfTheExamples
{
    private const string Sql = """
        insert into person (issuer, subject, name) values
            ('https://login.example', '8d1c1f0e-anna', 'Anna Bērziņa'), ('https://login.example', '51b7a9d2-juris', 'Juris Kalniņš');
        insert into role_grant (person_id, role, granted_by, reason) values (1, 'analyst', 'operator', 'Analyst of the association');
        """;

    public static async Task AddAsync(ApiServer api, HttpClient client)
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        await using var persons = new NpgsqlCommand(Sql, connection);
        await persons.ExecuteNonQueryAsync();
        using var erased = await ExampleFile.All.Single(example => example is { Operation: "erasePerson", Status: "200" }).SendAsync(client);
        Assert.That((int)erased.StatusCode, Is.EqualTo(200), await erased.Content.ReadAsStringAsync());
        using var verified = await ExampleFile.All.First(example => example is { Operation: "verifyAuditChain", Status: "200" }).SendAsync(client);
        Assert.That((int)verified.StatusCode, Is.EqualTo(200), await verified.Content.ReadAsStringAsync());
    }
}
