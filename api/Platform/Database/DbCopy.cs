using Npgsql;
using NpgsqlTypes;

namespace Benchlearning.Api.Platform.Database;

/// <summary>
/// A binary COPY on its way. Each row is begun and then written column by column, in the order of the COPY's list; null is NULL.
/// Nothing is stored unless it is completed.
/// </summary>
internal sealed class DbCopy(NpgsqlBinaryImporter importer) : IAsyncDisposable
{
    public Task StartRowAsync(CancellationToken cancellationToken) => importer.StartRowAsync(cancellationToken);

    public Task WriteAsync(int value, CancellationToken cancellationToken) => importer.WriteAsync(value, NpgsqlDbType.Integer, cancellationToken);

    public Task WriteAsync(decimal? value, CancellationToken cancellationToken) =>
        value is { } number ? importer.WriteAsync(number, NpgsqlDbType.Numeric, cancellationToken) : importer.WriteNullAsync(cancellationToken);

    public Task WriteAsync(string? value, CancellationToken cancellationToken) =>
        value is null ? importer.WriteNullAsync(cancellationToken) : importer.WriteAsync(value, NpgsqlDbType.Text, cancellationToken);

    public Task WriteAsync(string[]? value, CancellationToken cancellationToken) =>
        value is null ? importer.WriteNullAsync(cancellationToken) : importer.WriteAsync(value, NpgsqlDbType.Array | NpgsqlDbType.Text, cancellationToken);

    /// <summary>Stores the rows in the transaction.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken) => await importer.CompleteAsync(cancellationToken);

    public ValueTask DisposeAsync() => importer.DisposeAsync();
}
