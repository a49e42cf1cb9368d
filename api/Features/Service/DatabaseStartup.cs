using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Sync;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.DbMigrations;
using MediatR;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Benchlearning.Api.Features.Service;

/// <summary>
/// Before the first request: find or start PostgreSQL, bring the schema up, load the sample, read the catalogue. In production it only
/// looks: a missing, older or newer schema stops the start with a clear message.
/// </summary>
internal sealed class DatabaseStartup(
    IConfiguration configuration, IHostEnvironment environment, DatabaseAddress address, CatalogueWatch watch, IMediator mediator,
    IOptions<ServiceOptions> options, DemoKeys demo, ILogger<DatabaseStartup> log) : IHostedLifecycleService, IAsyncDisposable
{
    public const string ConnectionName = "Benchlearning";

    private PrivateCluster? cluster;

    /// <summary>The connection string of the configuration; null when there is none, or an empty one.</summary>
    public static string? NamedDatabase(IConfiguration configuration) =>
        configuration.GetConnectionString(ConnectionName) is { } named && !string.IsNullOrWhiteSpace(named) ? named : null;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PrepareAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is MigrationException or PrivateClusterException or NpgsqlException or ArgumentException)
        {
            throw new StartRefusedException($"The service does not start: {failure.Message}", failure);
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        address.ConnectionString = NamedDatabase(configuration) ?? await StartClusterAsync(cancellationToken);
        if (environment.IsProduction())
        {
            await RequireCurrentSchemaAsync(cancellationToken);
            await RefuseOpenWallsAsync(cancellationToken);
            await RefuseDemoKeysAsync(cancellationToken);
        }
        else
        {
            await MigrationRunner.MigrateAsync(address.ConnectionString, line => log.LogInformation("{Step}", line), cancellationToken);
        }
        await watch.RefreshAsync(cancellationToken);
        if (!environment.IsProduction() && options.Value.LoadSample)
        {
            await mediator.Send(new LoadSample.Command(line => log.LogInformation("Sample {Line}", line)), cancellationToken);
            await using var sync = LoadSample.Open("sync.json");
            await mediator.Send(new DefineSyncSources.Command(sync, IsSeed: true), cancellationToken);
        }
        if (environment.IsEnvironment("Local"))
            demo.Made = await mediator.Send(new MakeDemoKeys.Command(), cancellationToken);
    }

    private async Task<string> StartClusterAsync(CancellationToken cancellationToken)
    {
        if (!environment.IsEnvironment("Local"))
            throw new StartRefusedException(
                $"The service does not start: no database is named. Set ConnectionStrings__{ConnectionName} to a PostgreSQL 15 or later; only the Local environment starts a private one by itself.");
        cluster = new PrivateCluster(PrivateClusterFolder.Of(environment.ContentRootPath), line => log.LogInformation("{Step}", line));
        return await cluster.StartAsync(cancellationToken);
    }

    private async Task RequireCurrentSchemaAsync(CancellationToken cancellationToken)
    {
        var schema = await MigrationRunner.InspectAsync(address.ConnectionString, cancellationToken);
        if (schema.State != SchemaState.Current)
            throw new StartRefusedException($"The service does not start: {schema}");
    }

    private async Task RefuseOpenWallsAsync(CancellationToken cancellationToken)
    {
        if (await mediator.Send(new FindOpenWalls.Query(), cancellationToken) is { Count: > 0 } open)
            throw new StartRefusedException(
                $"The service does not start: row-level security does not hold for it on {string.Join(" and ", open)}. The role benchlearning_api must own no table and be neither a superuser nor one with BYPASSRLS, and row-level security must be on.");
    }

    private async Task RefuseDemoKeysAsync(CancellationToken cancellationToken)
    {
        if (await mediator.Send(new CountDemoKeys.Query(), cancellationToken) is var count and > 0)
            throw new StartRefusedException(
                $"The service does not start: its database holds {count} demo keys of a local try-out that have not expired. Remove them with: dotnet Benchlearning.Api.dll remove-demo-keys");
    }

    public async Task StoppedAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <summary>Also where the start failed halfway: the private server does not outlive the service.</summary>
    public async ValueTask DisposeAsync()
    {
        await address.DisposeAsync();
        if (Interlocked.Exchange(ref cluster, null) is { } started)
            await started.StopAsync(CancellationToken.None);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
