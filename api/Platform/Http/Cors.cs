using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Benchlearning.Api.Platform.Http;

/// <summary>Who may call from a browser: reads are public, so by default everyone, without credentials.</summary>
internal static class Cors
{
    private static readonly string[] Exposed =
        ["ETag", "Last-Modified", "Link", "API-Version", "RateLimit", "RateLimit-Policy", "Retry-After", "Content-Language", "Content-Disposition", "Location", "Preference-Applied"];

    public static void Configure(CorsPolicyBuilder policy, IConfiguration configuration)
    {
        var origins = configuration.GetSection($"{ServiceOptions.Section}:{nameof(ServiceOptions.CorsOrigins)}").Get<string[]>() ?? ["*"];
        policy.WithOrigins(origins).WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS").AllowAnyHeader()
            .WithExposedHeaders(Exposed).SetPreflightMaxAge(TimeSpan.FromHours(1));
    }
}
