using Benchlearning.Api;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Service;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Benchlearning.Testing;

/// <summary>
/// The very app that production runs, on real Kestrel and a real database of its own. Dispose of it at the end of the fixture.
/// </summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TestDatabase? database;

    private ApiServer(WebApplication app, TestDatabase? database, string connectionString)
    {
        this.app = app;
        this.database = database;
        ConnectionString = connectionString;
        BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = NewClient();
    }

    /// <summary>A migrated database with the sample loaded by the product's own commands.</summary>
    public static TestTemplate Sample { get; } = TestTemplate.MigratedWith("sample", typeof(BenchlearningApp).Module.ModuleVersionId.ToString("N"), LoadSampleAsync);

    /// <summary>Where the server listens.</summary>
    public Uri BaseAddress { get; }

    /// <summary>A client without decompression, cookies or redirects: what is seen is what was sent.</summary>
    public HttpClient Client { get; }

    /// <summary>Connection string of the server's database.</summary>
    public string ConnectionString { get; }

    /// <summary>The app's services, for commands and queries without HTTP.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts a server.</summary>
    /// <param name="template">What its database holds; null: the sample.</param>
    /// <param name="settings">Settings over those of the app, such as Benchlearning:MaximumCells.</param>
    /// <param name="connection">What the connection string says besides the address, such as Maximum Pool Size=2; null: nothing.</param>
    /// <param name="add">Adds services to those of the app, such as another kind of credentials; null: none.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<ApiServer> StartAsync(
        TestTemplate? template = null, IReadOnlyDictionary<string, string?>? settings = null, string? connection = null, Action<IServiceCollection>? add = null,
        CancellationToken cancellationToken = default)
    {
        var database = await TestCluster.CreateDatabaseAsync(template ?? Sample, cancellationToken);
        var app = Build($"{database.ConnectionString};{connection}", settings, add: add);
        await app.StartAsync(cancellationToken);
        return new ApiServer(app, database, database.ConnectionString);
    }

    /// <summary>Starts a server on a database that the test itself has made and will remove.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="settings">Settings over those of the app.</param>
    /// <param name="environment">Name of the environment, such as Production.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<ApiServer> StartOnAsync(
        string connectionString, IReadOnlyDictionary<string, string?>? settings = null, string environment = "Testing", CancellationToken cancellationToken = default)
    {
        var app = Build(connectionString, settings, environment);
        await app.StartAsync(cancellationToken);
        return new ApiServer(app, null, connectionString);
    }

    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = BaseAddress };

    /// <summary>Lets the server learn at once of what a test has put into its database.</summary>
    public Task RefreshAsync() => app.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);

    /// <summary>Sends a command or query in a scope of its own, without HTTP, as the holder of the operator key.</summary>
    public async Task<TResponse> SendAsync<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Caller = OperatorKey.Holder;
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    private static WebApplication Build(string connectionString, IReadOnlyDictionary<string, string?>? settings, string environment = "Testing", Action<IServiceCollection>? add = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(BenchlearningApp).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["urls"] = "http://127.0.0.1:0",
            [$"ConnectionStrings:{DatabaseStartup.ConnectionName}"] = connectionString,
            ["Benchlearning:LoadSample"] = "false",
            ["Benchlearning:RequestsPerMinute:Metadata"] = "1000000",
            ["Benchlearning:RequestsPerMinute:Data"] = "1000000",
            ["Benchlearning:RequestsPerMinute:Analyses"] = "1000000",
            ["Benchlearning:RequestsPerMinuteOfClients:Metadata"] = "1000000",
            ["Benchlearning:RequestsPerMinuteOfClients:Data"] = "1000000",
            ["Benchlearning:RequestsPerMinuteOfClients:Analyses"] = "1000000",
            ["Benchlearning:RequestsPerMinuteOfClients:Writes"] = "1000000",
            ["Benchlearning:RefusedCredentialsPerMinute"] = "1000000",
            ["Logging:LogLevel:Default"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        });
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>(StringComparer.Ordinal));
        BenchlearningApp.AddServices(builder);
        add?.Invoke(builder.Services);
        var app = builder.Build();
        BenchlearningApp.Use(app);
        return app;
    }

    private static async Task LoadSampleAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var app = Build(connectionString, null);
        app.Services.GetRequiredService<DatabaseAddress>().ConnectionString = connectionString;
        await app.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(cancellationToken);
        await using var scope = app.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new LoadSample.Command(_ => { }), cancellationToken);
        Npgsql.NpgsqlConnection.ClearAllPools();
    }
}
