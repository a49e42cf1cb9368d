namespace Benchlearning.Api.Platform.Http;

/// <summary>What the web server takes at most, before anything of ours sees it.</summary>
internal static class ServerLimits
{
    /// <summary>What the server itself takes, as a multiple of the published limits, so that refusals are ours and explain themselves.</summary>
    private const int Room = 8;

    public static void Configure(WebApplicationBuilder builder)
    {
        var options = new ServiceOptions();
        builder.Configuration.GetSection(ServiceOptions.Section).Bind(options);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = options.MaximumBodyBytes;
            server.Limits.MaxRequestLineSize = options.MaximumAddressBytes * Room;
            server.Limits.MaxRequestHeadersTotalSize = options.MaximumHeaderBytes * Room;
            server.Limits.MaxRequestBufferSize = Math.Max(1024 * 1024, (options.MaximumAddressBytes + options.MaximumHeaderBytes) * Room);
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            server.Limits.MinRequestBodyDataRate = new(bytesPerSecond: 100, gracePeriod: TimeSpan.FromSeconds(10));
        });
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
    }
}
