using System.Collections.Concurrent;
using System.Globalization;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;

namespace Benchlearning.Api.Features.Catalogue;

/// <summary>
/// Holds the current snapshot and keeps it current: listens on the primary for changes, and rereads after every reconnect,
/// so that no change is missed while the line was down.
/// </summary>
internal sealed class CatalogueWatch(CatalogueReader reader, DatabaseAddress address, TimeProvider time, ILogger<CatalogueWatch> log)
    : BackgroundService, IContentVersions
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>When this build was put in place.</summary>
    private static readonly DateTimeOffset ServiceChangedAt = new(File.GetLastWriteTimeUtc(typeof(CatalogueWatch).Assembly.Location), TimeSpan.Zero);

    private readonly SemaphoreSlim oneAtATime = new(1, 1);
    /// <summary>Callers with another reach than the others are few: roles, municipalities and networks, not persons.</summary>
    private const int MostReaches = 256;

    /// <summary>The snapshot that the request of this flow is answered from; null: what everyone sees.</summary>
    private static readonly AsyncLocal<Catalogue?> Answering = new();

    private volatile Catalogue? current;
    private volatile ConcurrentDictionary<string, Catalogue> reached = new(StringComparer.Ordinal);
    private volatile bool isListening;
    private volatile Stamp? stamp;
    private TaskCompletionSource reread = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The current snapshot as the caller of this request sees it. Read it once for each request and use that one throughout.</summary>
    public Catalogue OfCaller => Answering.Value ?? Current;

    /// <summary>Answers the rest of this flow from what a caller sees.</summary>
    public async Task AnswerAsync(Reach reach, Func<Task> answer, CancellationToken cancellationToken)
    {
        Answering.Value = reach.IsPublic ? null : await ForAsync(reach, cancellationToken);
        await answer();
    }

    private async Task<Catalogue> ForAsync(Reach reach, CancellationToken cancellationToken)
    {
        var (snapshot, known) = (Current, reached);
        if (known.TryGetValue(reach.Text, out var seen) && ReferenceEquals(seen.Origin, snapshot))
            return seen;
        seen = await reader.ReadAsync(snapshot, reach, cancellationToken);
        if (known.Count >= MostReaches)
            known.Clear();
        return known[reach.Text] = seen;
    }

    /// <summary>The current snapshot, of what everyone sees. Read it once for each request and use that one throughout.</summary>
    public Catalogue Current => current ?? throw new InvalidOperationException("The catalogue is not loaded yet.");

    /// <summary>True while changes elsewhere reach this instance at once.</summary>
    public bool IsListening => isListening;

    /// <summary>Completes when the catalogue has been read anew, because something was changed. Take it before reading what may change.</summary>
    public Task NextChange => Volatile.Read(ref reread).Task;

    /// <summary>Rereads the catalogue now: at start, and right after this instance itself changed something.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken); // a slow older reading never replaces a newer one
        try
        {
            current = await reader.ReadAsync(cancellationToken);
            reached = new(StringComparer.Ordinal);
            Interlocked.Exchange(ref reread, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public DateTimeOffset? NextReleaseAt => Current.NextReleaseAt;

    public override void Dispose()
    {
        oneAtATime.Dispose();
        base.Dispose();
    }

    public (string Version, DateTimeOffset ChangedAt) Of(ContentScope scope, string? indicators)
    {
        if (scope == ContentScope.Service)
            return ("service", ServiceChangedAt);
        var snapshot = OfCaller;
        if (!snapshot.Reach.IsPublic)
            return (string.Create(CultureInfo.InvariantCulture, $"{snapshot.Version}.{Riga.Today(time).DayNumber}.{snapshot.DataVersion}.{snapshot.Reach.Text}"),
                Later(Later(snapshot.ChangedAt, snapshot.DataChangedAt), Riga.BeginningOf(Riga.Today(time))));
        var stamps = Stamps(snapshot);
        if (scope == ContentScope.Catalogue)
            return (stamps.Metadata, Later(snapshot.ChangedAt, stamps.DayBegan));
        if (scope == ContentScope.AllData || string.IsNullOrEmpty(indicators) || indicators == "*")
            return (stamps.All, Later(Later(snapshot.ChangedAt, snapshot.DataChangedAt), stamps.DayBegan));

        var version = 0L;
        var changedAt = Later(snapshot.ChangedAt, stamps.DayBegan);
        foreach (var code in indicators.Split(','))
        {
            if (!snapshot.Indicators.TryGetValue(code, out var indicator))
                return (stamps.All, Later(Later(snapshot.ChangedAt, snapshot.DataChangedAt), stamps.DayBegan));
            foreach (var used in snapshot.UsedBy(indicator))
            {
                version = Math.Max(version, used.DataVersion);
                changedAt = Later(changedAt, used.DataChangedAt);
            }
        }
        return (string.Create(CultureInfo.InvariantCulture, $"{stamps.Metadata}.{version}"), changedAt);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is Npgsql.NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
            {
                isListening = false;
                log.LogWarning("The line that tells of changes is down ({Reason}); trying again.", failure.Message);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var line = await ChangeLine.OpenAsync(address, ChangeLine.OfData, cancellationToken);
        await RefreshAsync(cancellationToken);
        isListening = true; // what changed before the line was up is known now
        while (true)
        {
            await line.WaitAsync(cancellationToken);
            await Task.Delay(Gathering, cancellationToken);
            await RefreshAsync(cancellationToken);
        }
    }

    /// <summary>Answers may depend on today's date in Riga, so the day is part of their version, and they are never older than the day.</summary>
    private Stamp Stamps(Catalogue snapshot)
    {
        var known = stamp;
        var today = Riga.Today(time).DayNumber;
        if (known is null || known.Day != today || !ReferenceEquals(known.Of, snapshot))
            stamp = known = new Stamp(snapshot, today, string.Create(CultureInfo.InvariantCulture, $"{snapshot.Version}.{today}.{snapshot.DataVersion}"),
                string.Create(CultureInfo.InvariantCulture, $"{snapshot.Version}.{today}"), Riga.BeginningOf(DateOnly.FromDayNumber(today)));
        return known;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private sealed record Stamp(Catalogue Of, int Day, string All, string Metadata, DateTimeOffset DayBegan);
}
