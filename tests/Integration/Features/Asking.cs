#pragma warning disable RS0030, CA2100 // Puts rows where only a later part of the product will put them, so it cannot use the product; the SQL is the tests' own.
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Contracts.V1;
using Benchlearning.Testing;
using Npgsql;

namespace Benchlearning.Tests.Integration.Features;

/// <summary>What tests of features ask of a server.</summary>
internal static class Asking
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The answer of a GET that must succeed.</summary>
    public static async Task<T> AskAsync<T>(this ApiServer api, string address)
    {
        using var response = await api.Client.GetAsync(address);
        var body = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{address}: {body}");
        return JsonSerializer.Deserialize<T>(body, Web)!;
    }

    /// <summary>The bytes of a GET that must succeed, as text.</summary>
    public static async Task<string> TextAsync(this ApiServer api, string address) => Encoding.UTF8.GetString(await api.BytesAsync(address));

    /// <summary>The bytes of a GET that must succeed.</summary>
    public static async Task<byte[]> BytesAsync(this ApiServer api, string address)
    {
        using var response = await api.Client.GetAsync(address);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), address);
        return await response.Content.ReadAsByteArrayAsync();
    }

    /// <summary>The problem of a GET that must be refused.</summary>
    public static async Task<ApiProblem> RefusedAsync(this ApiServer api, string address, int status)
    {
        using var response = await api.Client.GetAsync(address);
        Assert.That((int)response.StatusCode, Is.EqualTo(status), $"{address}: {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<ApiProblem>(Web))!;
    }

    /// <summary>Imports rows written as territory,period,indicator,breakdown,value,flag,reason_lv,reason_en.</summary>
    public static Task<ImportObservations.Report> ImportAsync(this ApiServer api, params string[] rows) => api.ImportFileAsync("test.csv", rows);

    /// <summary>Imports rows under a file name.</summary>
    public static async Task<ImportObservations.Report> ImportFileAsync(this ApiServer api, string name, params string[] rows)
    {
        var text = "territory,period,indicator,breakdown,value,flag,reason_lv,reason_en\n" + string.Join('\n', rows) + "\n";
        await using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await api.SendAsync(new ImportObservations.Command(name, content, "test", "A test"));
    }

    /// <summary>Rows of a query, every value as text; null is null.</summary>
    public static async Task<List<string?[]>> SqlAsync(this ApiServer api, string sql)
    {
        await using var connection = new NpgsqlConnection(api.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string?[]>();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture))]);
        return rows;
    }

    /// <summary>Waits until a condition holds; fails after the time.</summary>
    public static async Task WithinAsync(TimeSpan time, Func<Task<bool>> holds, string what)
    {
        using var limit = new CancellationTokenSource(time);
        while (!await holds())
        {
            Assert.That(limit.IsCancellationRequested, Is.False, $"not within {time.TotalSeconds} s: {what}");
            await Task.Delay(20, CancellationToken.None);
        }
    }
}
