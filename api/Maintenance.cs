using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Service;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using MediatR;

namespace Benchlearning.Api;

/// <summary>Commands of the operator: they do their work and end, instead of serving.</summary>
internal static class Maintenance
{
    /// <summary>The exit code of a command named first among the arguments; null when there is none and the service should serve.</summary>
    public static async Task<int?> RunAsync(WebApplication app, string[] args)
    {
        if (args is not ["rebuild-read-model", ..])
            return null;
        app.Services.GetRequiredService<DatabaseAddress>().ConnectionString = DatabaseStartup.NamedDatabase(app.Configuration)
            ?? throw new StartRefusedException("rebuild-read-model works on the server of ConnectionStrings__Benchlearning; set it.");
        await app.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);
        var cubes = await app.Services.GetRequiredService<IMediator>().Send(new RebuildReadModel.Command());
        await Console.Out.WriteLineAsync($"Rebuilt {cubes} cubes from the revisions.");
        return 0;
    }
}
