#pragma warning disable RS0030 // Asks PostgreSQL for its version, below Db.
using System.Globalization;
using System.Runtime.InteropServices;
using Npgsql;

namespace Benchlearning.Benchmarks;

/// <summary>The table: printed row by row as it is measured, as Markdown.</summary>
internal sealed class Report
{
    private readonly List<Figure> figures = [];
    private readonly List<string> notes = [];

    /// <summary>True when every figure so far is reached.</summary>
    public bool IsReached => figures.TrueForAll(figure => figure.IsReached);

    /// <summary>True when a figure could not be measured.</summary>
    public bool IsBroken { get; private set; }

    public async Task BeginAsync(string connectionString, Arguments arguments, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("select current_setting('server_version') || ', fsync ' || current_setting('fsync')", connection);
        var postgres = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        Print(string.Create(CultureInfo.InvariantCulture, $"""
            Data: {GeneratedFigures.Indicators} indicators x {GeneratedFigures.Territories} territories x {GeneratedFigures.Years} years, and the sample.
            Machine: {Environment.ProcessorCount} cores, load average {LoadAverage()} before; {RuntimeInformation.FrameworkDescription}; PostgreSQL {postgres}.
            Measured server {(Cores.AreSeparate ? "alone on core 0, load and PostgreSQL on the others" : "not pinned")}; load by {Load.Name}; {arguments.Rounds} rounds of {arguments.Seconds} s, ceiling and ours in turn; median (least-most).
            "Nothing cached": every request accepts a type of its own beside the usual ones, so that each answer is made anew.

            | request | ceiling | ours | measured | required | |
            | --- | --- | --- | --- | --- | --- |
            """));
    }

    public void AddAll(IEnumerable<Figure> measured)
    {
        foreach (var figure in measured)
            Add(figure);
    }

    public void Add(Figure figure)
    {
        figures.Add(figure);
        Print($"| {figure.Name} | {figure.Ceiling} | {figure.Ours} | {figure.Measured} | {figure.Required} | {(figure.IsReached ? "reached" : "NOT REACHED")} |");
    }

    /// <summary>A row that could not be measured.</summary>
    public void Fail(string name, string reason)
    {
        IsBroken = true;
        Print($"| {name} | | | {reason.ReplaceLineEndings(" ")} | | NOT MEASURED |");
    }

    /// <summary>A row that cannot be measured here, for want of something that need not be there.</summary>
    public static void Skip(string name, string reason) => Print($"| {name} | | | {reason} | | SKIPPED |");

    /// <summary>Keeps a line for the end of the table.</summary>
    public void Note(string line) => notes.Add(line);

    public void End()
    {
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"Load average {LoadAverage()} after. {figures.Count(figure => figure.IsReached)} of {figures.Count} figures reached."));
        Print("\n" + string.Join('\n', notes));
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "not known";

    private static void Print(string text) => Console.Out.WriteLine(text);
}
