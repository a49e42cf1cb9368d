using System.Data;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Dapper;
using Npgsql;
using Polly;
using Polly.Retry;
#pragma warning disable RS0030 // the one place that reaches Dapper and Npgsql's commands

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// The thin way to PostgreSQL. SQL is a compile-time constant (CA1857 is an error), every call takes a CancellationToken,
/// reads are retried once or twice on transient failures, writes never. What took too long is not tried again: waiting for a connection or
/// for an answer has a limit, and the caller is told. Row-level security shows a reader what everyone sees, unless the reach of a caller is given;
/// a transaction does the service's own work.
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

    /// <summary>Holds until the end of the transaction, which a command of several statements is.</summary>
    internal const string ReachSql = "select set_config('benchlearning.reach', @callersReach, true);";

    private static readonly TimeSpan LongPatience = TimeSpan.FromHours(1);

    static Db() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>All rows of a query, read into memory: for answers with a published limit.</summary>
    public async Task<List<T>> QueryAsync<T>([ConstantExpected] string sql, object? arguments, CancellationToken cancellationToken) =>
        await Retry.ExecuteAsync(async token =>
        {
            await using var connection = await address.Reads.OpenConnectionAsync(token);
            return (await connection.QueryAsync<T>(new CommandDefinition(sql, arguments, cancellationToken: token))).AsList();
        }, cancellationToken);

    /// <summary>All rows that a caller may see; one way there and back.</summary>
    public Task<List<T>> QueryAsync<T>([ConstantExpected] string sql, object? arguments, Reach reach, CancellationToken cancellationToken) =>
        reach.IsPublic ? QueryAsync<T>(sql, arguments, cancellationToken) : QueryReachedAsync<T>(sql, arguments, reach, cancellationToken);

    private async Task<List<T>> QueryReachedAsync<T>([ConstantExpected] string sql, object? arguments, Reach reach, CancellationToken cancellationToken) =>
        await Retry.ExecuteAsync(async token =>
        {
            var told = new DynamicParameters(arguments);
            told.Add("callersReach", reach.Text);
            await using var connection = await address.Reads.OpenConnectionAsync(token);
            await using var answers = await connection.QueryMultipleAsync(new CommandDefinition(ReachSql + sql, told, cancellationToken: token));
            _ = await answers.ReadSingleAsync<string>();
            return (await answers.ReadAsync<T>()).AsList();
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
    public Task<DbTransaction> BeginAsync(CancellationToken cancellationToken) => BeginAsync(patience: null, Reach.Service, cancellationToken);

    /// <summary>A transaction whose statements each may take as long as a large import needs.</summary>
    public Task<DbTransaction> BeginLongAsync(CancellationToken cancellationToken) => BeginAsync(LongPatience, Reach.Service, cancellationToken);

    /// <summary>A long transaction that sees what everyone sees, and writes no observation.</summary>
    public Task<DbTransaction> BeginPublicAsync(CancellationToken cancellationToken) => BeginAsync(LongPatience, Reach.Public, cancellationToken);

    private async Task<DbTransaction> BeginAsync(TimeSpan? patience, Reach reach, CancellationToken cancellationToken)
    {
        var connection = await address.Writes.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(ReachSql, new { callersReach = reach.Text }, transaction, cancellationToken: cancellationToken));
            return new DbTransaction(connection, transaction, patience);
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
