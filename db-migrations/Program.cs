using Npgsql;

namespace Benchlearning.DbMigrations;

/// <summary>The console that deploys the schema: <c>migrate</c>, <c>status</c>, <c>--help</c>.</summary>
internal static class MigrationConsole
{
    private const string Help = """
        Benchlearning.DbMigrations: the schema of the Benchlearning database.

        Usage:
          migrate    apply what the database lacks; safe to run from several places at once
          status     say how the database stands to this build; changes nothing
          --help     this text

        The connection string is read from the environment variable ConnectionStrings__Benchlearning:
          Host=...;Database=benchlearning;Username=...;Password=...

        Exit codes:
          0  migrated, or the schema is current
          1  failed: the server cannot be reached, or a script failed
          2  wrong arguments, or no connection string
          3  status: the schema is missing or older; run migrate
          4  the schema is newer than this build
        """;

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["--help" or "-h" or "help"])
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (arguments is not ["migrate" or "status"])
        {
            Console.Error.WriteLine(Help);
            return 2;
        }

        var connectionString = Environment.GetEnvironmentVariable("ConnectionStrings__Benchlearning");
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            Console.Error.WriteLine("Set ConnectionStrings__Benchlearning to the connection string of the database. See --help.");
            return 2;
        }

        using var interrupted = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            interrupted.Cancel();
        };
        try
        {
            return arguments[0] == "status"
                ? await StatusAsync(connectionString, interrupted.Token)
                : await MigrateAsync(connectionString, interrupted.Token);
        }
        catch (Exception failure) when (failure is MigrationException or NpgsqlException or ArgumentException or OperationCanceledException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static async Task<int> StatusAsync(string connectionString, CancellationToken cancellationToken)
    {
        var inspection = await MigrationRunner.InspectAsync(connectionString, cancellationToken);
        Console.WriteLine($"{inspection.State}: {inspection}");
        return inspection.State switch
        {
            SchemaState.Current => 0,
            SchemaState.Newer => 4,
            _ => 3,
        };
    }

    private static async Task<int> MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        var inspection = await MigrationRunner.InspectAsync(connectionString, cancellationToken);
        if (inspection.State == SchemaState.Newer)
        {
            Console.Error.WriteLine(inspection);
            return 4;
        }

        var applied = await MigrationRunner.MigrateAsync(connectionString, Console.WriteLine, cancellationToken);
        Console.WriteLine(applied.Count == 0 ? "The schema is current; nothing to do." : "The schema is current.");
        return 0;
    }
}
