namespace Benchlearning.DbMigrations;

/// <summary>How a database stands to the scripts that this build carries.</summary>
public enum SchemaState
{
    /// <summary>The database was never migrated: it has no <c>schema_version</c> table, or an empty one.</summary>
    Missing,

    /// <summary>Some of this build's scripts, views or functions have not been applied yet.</summary>
    Older,

    /// <summary>The database has exactly what this build carries.</summary>
    Current,

    /// <summary>The database has scripts that this build does not know: a later release has migrated it.</summary>
    Newer,
}

/// <summary>The answer of <see cref="MigrationRunner.InspectAsync"/>.</summary>
/// <param name="State">How the database stands to this build.</param>
/// <param name="MissingScripts">
/// Names of this build's scripts, views and functions that the database lacks or has in another wording, in the order in which they
/// would be applied. Empty when there are none.
/// </param>
/// <param name="UnknownScripts">Names of scripts in the database that this build does not carry. Empty when there are none.</param>
public sealed record SchemaInspection(
    SchemaState State,
    IReadOnlyList<string> MissingScripts,
    IReadOnlyList<string> UnknownScripts)
{
    /// <summary>One sentence for a log or an operator, naming the scripts and the next step.</summary>
    public override string ToString() => State switch
    {
        SchemaState.Missing => "The database has no schema yet. Run the migrations (Benchlearning.DbMigrations migrate).",
        SchemaState.Older => $"The database lacks {string.Join(", ", MissingScripts)}. Run the migrations (Benchlearning.DbMigrations migrate).",
        SchemaState.Newer => $"The database was migrated by a later release: {string.Join(", ", UnknownScripts)} {(UnknownScripts.Count == 1 ? "is" : "are")} not known here. "
            + "Deploy that release or a later one; this one must not run on it.",
        _ => "The schema is current.",
    };
}

/// <summary>A migration cannot go on. The message names the script or the reason, and the next step.</summary>
public sealed class MigrationException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public MigrationException()
    {
    }

    /// <summary>Creates the exception with a message that names the next step.</summary>
    public MigrationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message that names the next step, and its cause.</summary>
    public MigrationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
