using Benchlearning.Api.Platform.Errors;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Platform.Http;

/// <summary>
/// Believes X-Forwarded-For and X-Forwarded-Proto of the proxies that the operator names (Benchlearning:TrustedProxies), and of nobody else: the address
/// that limits, key networks and logs see, and the scheme. A host is never forwarded: a proxy hands on the Host that it was asked for, or
/// Benchlearning:PublicBaseAddress names the service.
/// </summary>
internal static class TrustedProxies
{
    /// <summary>What the framework's middleware leaves behind for those that it believed.</summary>
    private static readonly string[] Originals = ["X-Original-For", "X-Original-Proto", "X-Original-Host", "X-Original-Prefix"];

    public static void Use(WebApplication app)
    {
        if (app.Configuration.GetValue("FORWARDEDHEADERS_ENABLED", defaultValue: false))
            throw new StartRefusedException("The service does not start: ASPNETCORE_FORWARDEDHEADERS_ENABLED would make it believe anybody's X-Forwarded-For. Unset it and name the proxies: Benchlearning__TrustedProxies=10.20.0.0/16.");
        var options = app.Services.GetRequiredService<IOptions<ServiceOptions>>().Value;
        app.Use((http, next) =>
        {
            foreach (var name in Originals)
                http.Request.Headers.Remove(name);
            return next(http);
        });
        if (NetworksIn(options.TrustedProxies) is not { Length: > 0 } networks)
            return;
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in networks)
            forwarded.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarded);
    }

    /// <summary>
    /// Keeps credentials off open connections: where the service is published by https, what a trusted proxy took by http is sent on to https, and refused
    /// where it carries credentials or changes something.
    /// </summary>
    public static Task RequireHttpsAsync(HttpContext http, RequestDelegate next)
    {
        var address = http.RequestServices.GetRequiredService<IOptions<ServiceOptions>>().Value.PublicBaseAddress;
        if (http.Request.IsHttps || !http.Request.Headers.ContainsKey("X-Original-Proto") || !address.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return next(http);
        if (http.Request.Headers.Authorization.Count > 0 || !HttpMethods.IsGet(http.Request.Method))
            throw new ProblemException(ProblemTypes.Forbidden, "This service is answered by https only. What was sent by http could be read on the way: a key or token that was in it is to be replaced.");
        http.Response.Headers.CacheControl = "no-store";
        http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        http.Response.Headers.Location = address.TrimEnd('/') + http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();
        return Task.CompletedTask;
    }

    private static System.Net.IPNetwork[] NetworksIn(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(network =>
        System.Net.IPNetwork.TryParse(network, out var known) ? known
            : throw new StartRefusedException($"The service does not start: Benchlearning__TrustedProxies has '{network}', which is no network such as 10.20.0.0/16 or 192.168.5.7/32."))];
}
