#pragma warning disable RS0030 // The least that a server of the same bytes must do: Kestrel and Npgsql without anything of ours.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Benchlearning.Benchmarks;

/// <summary>
/// The ceiling that ours is measured against: a bare Kestrel without middleware, logging or telemetry. It answers with the very bytes
/// that ours answered, read from a folder at start, and knows which indicators each answer is made of.
/// </summary>
internal static class Ceiling
{
    public const string FolderVariable = "BENCHMARK_ANSWERS";
    public const string DatabaseVariable = "BENCHMARK_DATABASE";

    /// <summary>Serves until the process is killed. Listens at ASPNETCORE_URLS.</summary>
    public static async Task<int> ServeAsync()
    {
        var answers = await Answer.ReadAllAsync(Environment.GetEnvironmentVariable(FolderVariable)!);
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable(DatabaseVariable))
        {
            MaxAutoPrepare = 10,
            AutoPrepareMinUsages = 1,
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.AddServerHeader = false);
        await using var app = builder.Build();
        app.Run(http => AnswerAsync(http, answers, database));
        await app.RunAsync();
        return 0;
    }

    private static async Task AnswerAsync(HttpContext http, Dictionary<string, Answer> answers, NpgsqlDataSource database)
    {
        var path = http.Request.Path.Value!;
        var end = path.IndexOf('/', 1);
        var (kind, name) = end < 0 ? (path, "") : (path[..end], path[(end + 1)..]);
        switch (kind)
        {
            case "/bytes":
                await WriteAsync(http, answers[name]);
                break;
            case "/not-modified":
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                http.Response.Headers.ETag = answers[name].Tag;
                break;
            case "/cube":
                await ReadCubesAsync(database, answers[name].IndicatorIds, http.RequestAborted);
                await WriteAsync(http, answers[name]);
                break;
            case "/row":
                await ReadRowAsync(database, answers[name].IndicatorIds[0], http.RequestAborted);
                await WriteAsync(http, answers[name]);
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static Task WriteAsync(HttpContext http, Answer answer)
    {
        http.Response.ContentType = answer.ContentType;
        http.Response.ContentLength = answer.Body.Length;
        return http.Response.Body.WriteAsync(answer.Body, 0, answer.Body.Length, http.RequestAborted);
    }

    /// <summary>The figures alone, without the arrays that tell their story: less than any answer of ours can do with.</summary>
    private static async Task ReadCubesAsync(NpgsqlDataSource database, int[] indicators, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select figures from observation_cube where indicator_id = any ($1) and breakdown = ''", connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = indicators });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _ = reader.GetFieldValue<double[]>(0);
    }

    private static async Task ReadRowAsync(NpgsqlDataSource database, int indicator, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select data_version from indicator_state where indicator_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = indicator });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        _ = reader.GetInt64(0);
    }
}
