using System.IO.Compression;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Aggregates;
using Benchlearning.Api.Features.Analyses.Jobs;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Features.Analyses.Stored;
using Benchlearning.Api.Features.Audit;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Changes;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Engagement;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Features.Imports.Stewardship;
using Benchlearning.Api.Features.Indicators;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Releases;
using Benchlearning.Api.Features.Service;
using Benchlearning.Api.Features.Sync;
using Benchlearning.Api.Features.Sync.Adapters;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Features.Webhooks;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Messaging;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Api.Platform.Resilience;
using Benchlearning.Api.Platform.Telemetry;
using Microsoft.AspNetCore.ResponseCompression;

namespace Benchlearning.Api;

/// <summary>What the system is made of. The program, the tests and the benchmarks start this very same app.</summary>
internal static class BenchlearningApp
{
    public static void AddServices(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.Configure<ServiceOptions>(builder.Configuration.GetSection(ServiceOptions.Section));
        services.AddSingleton(TimeProvider.System);

        // Platform
        services.AddSingleton<DatabaseAddress>();
        services.AddSingleton<Db>();
        services.AddSingleton<ProblemWriter>();
        services.AddScoped<RequestFindings>();
        services.AddScoped<CurrentCaller>();
        services.AddScoped(provider => provider.GetRequiredService<CurrentCaller>().Caller);
        services.AddScoped<AuditTrail>();
        services.AddSingleton<ReadingAudit>();
        services.AddHostedService(provider => provider.GetRequiredService<ReadingAudit>());
        services.AddSingleton<OperatorKey>();
        services.AddSingleton<ICredentials>(provider => provider.GetRequiredService<OperatorKey>());
        services.AddSingleton<RequestCounts>();
        services.AddSingleton<ICredentials, ApiKeys>();
        services.AddSingleton<WaitingAnswers>();
        services.AddSingleton<OutgoingHttp>();
        services.AddSingleton<OutgoingTargets>();
        services.AddMediation(typeof(BenchlearningApp).Assembly);
        services.ConfigureHttpJsonOptions(json => ContractSerialization.Configure(json.SerializerOptions));
        services.AddCors(cors => cors.AddDefaultPolicy(policy => Cors.Configure(policy, builder.Configuration)));
        services.AddSingleton<KeptAnswers>();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true; // answers are public: nothing secret to guess from their length
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/vnd.json-stat+json", "application/problem+json", "text/csv", "image/svg+xml", "application/atom+xml", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddOpenApiDescription();
        Telemetry.Add(builder);
        JsonLines.Add(builder);
        ServerLimits.Configure(builder);

        // Features
        services.AddHostedService<DatabaseStartup>();
        services.AddSingleton<CatalogueReader>();
        services.AddSingleton<CatalogueWatch>();
        services.AddSingleton<IContentVersions>(provider => provider.GetRequiredService<CatalogueWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<CatalogueWatch>());
        services.AddSingleton<ObservationReader>();
        services.AddSingleton<KeptTotals>();
        services.AddSingleton<GroupComparison>();
        services.AddSingleton<AnalysisReading>();
        services.AddSingleton<IndexReading>();
        services.AddScoped<AnalysisAnswer>();
        services.AddSingleton<KnownMethods>();
        services.AddSingleton<AnalysisRepeat>();
        services.AddScoped<StoredAnalysisReading>();
        services.AddScoped<JobReading>();
        services.AddSingleton<JobSignal>();
        services.AddSingleton<JobRun>();
        services.AddHostedService<JobWorker>();
        services.AddSingleton<CallerReading>();
        services.AddSingleton<AccessWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AccessWatch>());
        services.Configure<OpenIdOptions>(builder.Configuration.GetSection(OpenIdOptions.Section));
        services.AddSingleton<TokenVerification>();
        services.AddSingleton<TokenHolders>();
        services.AddSingleton<ICredentials, AccessTokens>();
        services.AddSingleton<ApiKeyReading>();
        services.AddSingleton<ReachNow>();
        services.AddSingleton<KeptKeys>();
        services.AddSingleton<KeyUse>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUse>());
        services.AddSingleton<AccessReading>();
        services.AddSingleton<ClientReading>();
        services.AddSingleton<GrantReading>();
        services.AddSingleton<DemoKeys>();
        services.AddSingleton<ClassificationReading>();
        services.AddSingleton<AggregateReading>();
        services.AddSingleton<BriefingMaking>();
        services.AddScoped<BriefingReading>();
        services.AddSingleton<RawFiles>();
        services.AddSingleton<ISourceLayout, TidyCsvLayout>();
        services.AddSingleton<ISourceLayout, TidyJsonLayout>();
        services.AddSingleton<ISourceLayout, TidyJsonLinesLayout>();
        services.AddSingleton<ISourceLayout, TidyWorkbookLayout>();
        services.AddSingleton<ISourceLayout, RaimCsvLayout>();
        services.AddSingleton<ISourceLayout, RaimWorkbookLayout>();
        services.AddSingleton<ISourceLayout, FormLayout>();
        services.AddSingleton<ISourceLayout, RaimPagesLayout>();
        services.AddSingleton<ISourceLayout, PxWebLayout>();
        services.AddSingleton<ISourceLayout, OpenDataCsvLayout>();
        services.AddSingleton<SentFiles>();
        services.AddSingleton<ImportRegistry>();
        services.AddSingleton<OpenBatches>();
        services.AddSingleton<BatchReading>();
        services.AddScoped<ImportReading>();
        services.AddSingleton<ImportProgress>();
        services.AddSingleton<WaitingRows>();
        services.AddSingleton<MappingReading>();
        services.AddSingleton<CorrectionReading>();
        services.AddSingleton<ImportPipeline>();
        services.AddSingleton<ImportRun>();
        services.AddSingleton<ImportSignal>();
        services.AddHostedService<ImportWorker>();
        services.AddSingleton<ListChanges.WaitingReaders>();
        services.AddSingleton<ReleaseReading>();
        services.AddSingleton<ReleaseClock>();
        services.AddHostedService(provider => provider.GetRequiredService<ReleaseClock>());
        services.AddSingleton<SourceHttp>();
        services.AddSingleton<ISourceAdapter, RaimHttpAdapter>();
        services.AddSingleton<ISourceAdapter, RaimExportAdapter>();
        services.AddSingleton<ISourceAdapter, PxWebAdapter>();
        services.AddSingleton<ISourceAdapter, OpenDataCsvAdapter>();
        services.AddSingleton<SyncReading>();
        services.AddSingleton<SyncRuns>();
        services.AddSingleton<SyncPages>();
        services.AddSingleton<SyncRunner>();
        services.AddSingleton<SyncWatch>();
        services.AddSingleton<SyncSignal>();
        services.AddHostedService<SyncWorker>();
        services.AddSingleton<WebhookReading>();
        services.AddSingleton<WebhookOutbox>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<WebhookSignal>();
        services.AddHostedService<WebhookWorker>();
        services.AddSingleton<AuditReading>();
        services.AddSingleton<ChainVerification>();
        services.AddSingleton<AuditChainWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditChainWriter>());
        services.AddSingleton<Retention>();
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddHostedService<StartupMessage>();
        services.AddHealthChecks().AddCheck<ReadinessCheck>("ready", tags: ["ready"]).AddCheck<SyncWatch>("sync", tags: ["ready"]);
    }

    public static void Use(WebApplication app)
    {
        TrustedProxies.Use(app);
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<ResponseHeaders>();
        app.Use(RequestNormalisation.HeadAsGetAsync);
        app.Use(app.Services.GetRequiredService<ProblemWriter>().InvokeAsync);
        app.Use(TrustedProxies.RequireHttpsAsync);
        app.Use(RequestNormalisation.ChooseEncodingAsync);
        app.UseRouting();
        app.UseCors();
        app.Use(RequestNormalisation.ForgetTrailingSlashAsync);
        app.Use(RequestNormalisation.RefuseLongAsync);
        app.Use(RequestNormalisation.ReadJsonAsUtf8Async);
        app.UseMiddleware<Authentication>();
        app.UseMiddleware<AuditedRequests>();
        app.UseMiddleware<RequestBudget>();
        app.UseMiddleware<Authorisation>();
        app.UseMiddleware<CallersCatalogue>();
        app.UseMiddleware<ReadValidators>();
        app.UseMiddleware<QueryGuard>();
        app.UseResponseCompression();

        ServiceEndpoints.Map(app);
        TerritoryEndpoints.Map(app);
        IndicatorEndpoints.Map(app);
        ObservationEndpoints.Map(app);
        ComparisonEndpoints.Map(app);
        AnalysisEndpoints.Map(app);
        AggregateEndpoints.Map(app);
        StoredEndpoints.Map(app);
        JobEndpoints.Map(app);
        EngagementEndpoints.Map(app);
        ChangeEndpoints.Map(app);
        ReleaseEndpoints.Map(app);
        ImportEndpoints.Map(app);
        StewardshipEndpoints.Map(app);
        SyncEndpoints.Map(app);
        WebhookEndpoints.Map(app);
        AccessEndpoints.Map(app);
        ClassificationEndpoints.Map(app);
        AuditEndpoints.Map(app);
        Telemetry.Map(app);
        app.UseOpenApiDescription();
    }
}
