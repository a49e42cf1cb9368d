using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Auth;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Benchlearning.Api.Features.Service;

/// <summary>Once the local service listens: where to go, and three requests to begin with.</summary>
internal sealed class StartupMessage(IServer server, IHostEnvironment environment, IHostApplicationLifetime lifetime, OperatorKey key, DemoKeys demo) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (environment.IsEnvironment("Local"))
            lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    private void Print()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:8080";
        Console.Out.WriteLine($"""

              Benchlearning API is ready.  Swagger UI: {address}/swagger/index.html

              How does Cēsis municipality's unemployment compare with similar municipalities in 2013?
                curl '{address}/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&group=similar:8&lang=en'
              The same as a chart (open it in a browser):
                {address}/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&group=similar:8&lang=en&format=svg
              All municipalities, all years, as CSV:
                curl '{address}/v1/observations?indicator=unemployment-rate&labels=true&lang=en&format=csv'

              Who may see and do more sends a key (Authorization: Bearer KEY; Swagger UI: Authorize). The operator's{(key.IsGenerated ? $", of this start: {key.Value}" : " is the configured one")}
              A key of each role, for a day and for this machine only:
            {string.Join('\n', demo.Made.Select(Line))}

              Ctrl-C stops it; the data is kept.

            """);
    }

    private static string Line(DemoKey made) => $"    {made.Role,-21}{made.Key}{(made.HeldFor is { } heldFor ? $"  {heldFor}" : "")}";
}
