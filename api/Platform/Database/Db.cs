using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Benchlearning.Api.Platform.Audit;
using Dapper;
using Npgsql;
using Polly;
using Polly.Retry;
#pragma warning disable RS0030 // the one place that reaches Dapper and Npgsql's commands

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// The thin way to PostgreSQL. SQL is a compile-time constant (CA1857 is an error), every call takes a CancellationToken,
/// reads are retried once or twice on transient failures, writes never. What took too long is not tried again: waiting for a connection or
/// for an answer has a limit, and the caller is told.
/// </summary>
internal sealed class Db(DatabaseAddress address)
{
    private static readonly ResiliencePipeline Retry = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<NpgsqlException>(failure => failure.IsTransient && failure.InnerException is not TimeoutException
                && failure is not PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(50),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    private static readonly TimeSpan LongPatience = TimeSpan.FromHours(1);

    static Db() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>All rows of a query, read into memory: for answers with a published limit.</summary>
    public Task<List<T>> QueryAsync<T>([ConstantExpected] string sql, object? arguments, CancellationToken cancellationToken) =>
        QueryAsync<T>(address.Reads, sql, arguments, cancellationToken);

    /// <summary>All rows of a query as the primary has them now, where a replica that lags behind must not answer: who may come in.</summary>
    public Task<List<T>> QueryPrimaryAsync<T>([ConstantExpected] string sql, object? arguments, CancellationToken cancellationToken) =>
        QueryAsync<T>(address.Writes, sql, arguments, cancellationToken);

    private static async Task<List<T>> QueryAsync<T>(NpgsqlDataSource source, [ConstantExpected] string sql, object? arguments, CancellationToken cancellationToken) =>
        await Retry.ExecuteAsync(async token =>
        {
            await using var connection = await source.OpenConnectionAsync(token);
            return (await connection.QueryAsync<T>(new CommandDefinition(sql, arguments, cancellationToken: token))).AsList();
        }, cancellationToken);

    /// <summary>The first row, or null when there is none.</summary>
    public async Task<T?> FirstOrNullAsync<T>([ConstantExpected] string sql, object? arguments, CancellationToken cancellationToken) =>
        await Retry.ExecuteAsync(async token =>
        {
            await using var connection = await address.Reads.OpenConnectionAsync(token);
            return await connection.QueryFirstOrDefaultAsync<T>(new CommandDefinition(sql, arguments, cancellationToken: token));
        }, cancellationToken);

    /// <summary>Rows one by one as the server sends them: memory does not grow with the answer. Not retried once begun.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>([ConstantExpected] string sql, object? arguments, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await address.Reads.OpenConnectionAsync(cancellationToken);
        await using var reader = await connection.ExecuteReaderAsync(
            new CommandDefinition(sql, arguments, flags: CommandFlags.None, cancellationToken: cancellationToken), CommandBehavior.SequentialAccess);
        var parse = reader.GetRowParser<T>();
        while (await reader.ReadAsync(cancellationToken))
            yield return parse(reader);
    }

    /// <summary>One transaction on the primary; rolled back unless <see cref="DbTransaction.CommitAsync"/> is reached.</summary>
    public Task<DbTransaction> BeginAsync(CancellationToken cancellationToken) => BeginAsync(patience: null, cancellationToken);

    /// <summary>A transaction whose statements each may take as long as a large import needs.</summary>
    public Task<DbTransaction> BeginLongAsync(CancellationToken cancellationToken) => BeginAsync(LongPatience, cancellationToken);

    private async Task<DbTransaction> BeginAsync(TimeSpan? patience, CancellationToken cancellationToken)
    {
        var connection = await address.Writes.OpenConnectionAsync(cancellationToken);
        try
        {
            return new DbTransaction(connection, await connection.BeginTransactionAsync(cancellationToken), patience);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>
/// A unit of work on the primary. Everything or nothing. It is committed with a note for the audit log, or with the reason why it is nobody's deed.
/// </summary>
internal sealed class DbTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction, TimeSpan? patience) : IAsyncDisposable
{
    private const string NoteSql = """
        insert into audit_pending (actor_kind, actor, key_prefix, address, user_agent, action, subject, reason, before, after, trace_id)
        values (@kind, @actor, @keyPrefix, @address, @userAgent, @action, @subject, @reason, @before::json, @after::json, @traceId)
        """;

    private readonly int? seconds = patience is { } limit ? (int)limit.TotalSeconds : null;

    public async Task<int> ExecuteAsync([ConstantExpected] string sql, object? arguments, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(new CommandDefinition(sql, arguments, transaction, seconds, cancellationToken: cancellationToken));

    public async Task<List<T>> QueryAsync<T>([ConstantExpected] string sql, object? arguments, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<T>(new CommandDefinition(sql, arguments, transaction, seconds, cancellationToken: cancellationToken))).AsList();

    /// <summary>Begins a binary COPY into a table named by a constant; the caller completes it.</summary>
    public async Task<DbCopy> CopyAsync([ConstantExpected] string sql, CancellationToken cancellationToken)
    {
        var importer = await connection.BeginBinaryImportAsync(sql, cancellationToken);
        if (patience is { } limit)
            importer.Timeout = limit;
        return new DbCopy(importer);
    }

    /// <summary>Commits the work and its note: neither is there without the other.</summary>
    public async Task CommitAsync(AuditNote note, CancellationToken cancellationToken)
    {
        await NoteAsync(note, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>One more note, where a unit of work is several deeds.</summary>
    public Task NoteAsync(AuditNote note, CancellationToken cancellationToken) => ExecuteAsync(NoteSql, new
    {
        kind = note.Origin.Kind, actor = note.Origin.Actor, keyPrefix = note.Origin.KeyPrefix, address = note.Origin.Address, userAgent = note.Origin.UserAgent,
        action = note.Action, subject = note.Subject, reason = note.Reason, before = note.Before, after = note.After, traceId = note.Origin.TraceId,
    }, cancellationToken);

    /// <summary>Commits what the service does for itself: progress, leases, the making of what was asked for and noted before. Nothing is recorded of it.</summary>
    /// <param name="because">Why it is nobody's deed; said for the reader of the code.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task CommitOwnWorkAsync([ConstantExpected] string because, CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
