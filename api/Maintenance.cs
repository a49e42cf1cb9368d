using Benchlearning.Api.Features.Access;
using System.Globalization;
using Benchlearning.Api.Features.Audit;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Practices;
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
        if (args is not (["rebuild-read-model", ..] or ["rebuild-practice-search", ..] or ["define-sync-sources", _] or ["remove-demo-keys", ..] or ["verify-audit"] or ["verify-audit", _]))
            return null;
        app.Services.GetRequiredService<DatabaseAddress>().ConnectionString = DatabaseStartup.NamedDatabase(app.Configuration)
            ?? throw new StartRefusedException($"{args[0]} works on the server of ConnectionStrings__Benchlearning; set it.");
        if (args is ["verify-audit", ..])
            return await VerifyAuditAsync(app.Services.GetRequiredService<ChainVerification>(), args.ElementAtOrDefault(1));
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
        if (args is ["rebuild-practice-search", ..])
        {
            await using var scope = app.Services.CreateAsyncScope();
            await Console.Out.WriteLineAsync($"{await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RebuildPracticeSearch.Command())} practices are found.");
            return 0;
        }
        var cubes = await app.Services.GetRequiredService<IMediator>().Send(new RebuildReadModel.Command());
        await Console.Out.WriteLineAsync($"Rebuilt {cubes} cubes from the revisions.");
        return 0;
    }

    /// <summary>0 when the whole chain holds, and the anchor NUMBER:HASH where one is given; 1 when it does not.</summary>
    private static async Task<int> VerifyAuditAsync(ChainVerification verification, string? anchor)
    {
        AuditAnchor? kept = null;
        if (anchor is not null)
            kept = anchor.Split(':') is [var digits, { Length: 64 } hash] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new AuditAnchor(number, hash)
                : throw new StartRefusedException("verify-audit takes an anchor as NUMBER:HASH, as the log of the service and GET /v1/audit-chain tell it.");
        var found = await verification.VerifyAsync(1, null, long.MaxValue - 1, kept, number => Console.Out.WriteLine(FormattableString.Invariant($"{number} entries hold so far")), CancellationToken.None);
        await Console.Out.WriteLineAsync(found.Broken is { } broken
            ? FormattableString.Invariant($"The audit log is broken at entry {broken.Number}: {broken.Finding}")
            : FormattableString.Invariant($"All {found.To} entries of the audit log hold; the last has the hash {found.Hash}."));
        return found.Broken is null ? 0 : 1;
    }
}
