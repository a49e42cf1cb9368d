namespace Benchlearning.Api.Platform.Http;

/// <summary>What the web server takes at most, before anything of ours sees it.</summary>
internal static class ServerLimits
{
    public static void Configure(WebApplicationBuilder builder)
    {
        var options = new ServiceOptions();
        builder.Configuration.GetSection(ServiceOptions.Section).Bind(options);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = options.MaximumBodyBytes;
            server.Limits.MaxRequestLineSize = options.MaximumAddressBytes;
            server.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            server.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 100, gracePeriod: TimeSpan.FromSeconds(10));
        });
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
    }
}
