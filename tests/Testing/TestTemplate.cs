using Benchlearning.DbMigrations;

namespace Benchlearning.Testing;

/// <summary>What a test's database holds when the test gets it. Each template is made once for all tests of a run.</summary>
public sealed class TestTemplate
{
    private TestTemplate(string name, string fingerprint, TestTemplate? parent, Func<string, CancellationToken, Task>? fill)
    {
        Name = name;
        Fingerprint = fingerprint;
        Parent = parent;
        Fill = fill;
    }

    /// <summary>Nothing: no schema, no journal.</summary>
    public static TestTemplate Empty { get; } = new("empty", "0", null, null);

    /// <summary>The schema of this build, without a row of data.</summary>
    public static TestTemplate Migrated { get; } = new(
        "migrated",
        MigrationRunner.Fingerprint,
        Empty,
        static (connectionString, cancellationToken) =>
            MigrationRunner.MigrateAsync(connectionString, static _ => { }, cancellationToken));

    internal string Name { get; }

    /// <summary>Changes whenever the content would: a server that outlives the run must not serve yesterday's content.</summary>
    internal string Fingerprint { get; }

    internal TestTemplate? Parent { get; }

    /// <summary>Fills a copy of the parent, given its connection string. Null: nothing to fill.</summary>
    internal Func<string, CancellationToken, Task>? Fill { get; }

    /// <summary>The migrated schema, filled by <paramref name="load"/>, such as with the sample. Keep the result in a static field.</summary>
    /// <param name="name">Lower-case letters: part of a database's name.</param>
    /// <param name="fingerprint">Anything that changes when the content does, such as a hash of the sample's files.</param>
    /// <param name="load">Loads the content into the database of the connection string, and closes what it opened.</param>
    public static TestTemplate MigratedWith(string name, string fingerprint, Func<string, CancellationToken, Task> load) =>
        new(name, MigrationRunner.Fingerprint + fingerprint, Migrated, load);
}
