#pragma warning disable RS0030 // Ids are made by chance; examples show the same one each time.
using System.Text.RegularExpressions;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Contract.OpenApi;

/// <summary>The kept briefing that the examples tell of.</summary>
internal static partial class BriefingsOfTheExamples
{
    private const string Id = "5b1e7c90-3d42-4f6a-9a8b-2c7d1e0f4a63";
    private const string Hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private static readonly string[] Operations = ["keepBriefing", "listBriefings", "getBriefing", "getBriefingDocument"];

    private const string IdSql = $"""
        alter table briefing_document drop constraint briefing_document_briefing_id_fkey;
        update briefing_document set briefing_id = '{Id}';
        update briefing set briefing_id = '{Id}';
        alter table briefing_document add foreign key (briefing_id) references briefing
        """;

    public static async Task KeepAsync(ApiServer api, HttpClient client)
    {
        using var kept = await ExampleFile.All.Single(example => example is { Operation: "keepBriefing", Status: "201" }).SendAsync(client);
        Assert.That((int)kept.StatusCode, Is.EqualTo(201), await kept.Content.ReadAsStringAsync());
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        await using var id = new NpgsqlCommand(IdSql, connection);
        await id.ExecuteNonQueryAsync();
    }

    /// <summary>Checksums and lengths depend on the instant of the figures, and the address within a document on chance.</summary>
    public static string Mask(string operation, string text) => !Operations.Contains(operation) ? text
        : Address().Replace(Bytes().Replace(Checksum().Replace(text, Hash), "\"bytes\":40960"), $"/v1/briefings/{Id}");

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Checksum();

    [GeneratedRegex("\"bytes\":\\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Bytes();

    [GeneratedRegex("/v1/briefings/(?!0{8})[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();
}
