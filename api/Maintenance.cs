using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Service;
using Benchlearning.Api.Features.Sync;
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
        if (args is not (["rebuild-read-model", ..] or ["define-sync-sources", _] or ["remove-demo-keys", ..]))
            return null;
        app.Services.GetRequiredService<DatabaseAddress>().ConnectionString = DatabaseStartup.NamedDatabase(app.Configuration)
            ?? throw new StartRefusedException($"{args[0]} works on the server of ConnectionStrings__Benchlearning; set it.");
        if (args is ["define-sync-sources", var file])
        {
            await using var definitions = File.OpenRead(file);
            var defined = await app.Services.GetRequiredService<IMediator>().Send(new DefineSyncSources.Command(definitions));
            await Console.Out.WriteLineAsync($"Set up {defined.Sources} sync sources and {defined.Rules} new mapping rules.");
            return 0;
        }
        if (args is ["remove-demo-keys", ..])
        {
            await Console.Out.WriteLineAsync($"Removed {await app.Services.GetRequiredService<IMediator>().Send(new RemoveDemoKeys.Command())} demo keys and their clients.");
            return 0;
        }
        await app.Services.GetRequiredService<CatalogueWatch>().RefreshAsync(CancellationToken.None);
        var cubes = await app.Services.GetRequiredService<IMediator>().Send(new RebuildReadModel.Command());
        await Console.Out.WriteLineAsync($"Rebuilt {cubes} cubes from the revisions.");
        return 0;
    }
}
