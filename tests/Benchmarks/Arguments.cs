using System.Globalization;

namespace Benchlearning.Benchmarks;

/// <summary>What to measure and how long.</summary>
/// <param name="Names">Parts of the names of the benchmarks to run; empty: all.</param>
/// <param name="Rounds">Rounds of ceiling and ours in turn; at least five for figures that count.</param>
/// <param name="Seconds">Length of one load.</param>
/// <param name="IsGate">True: a figure that is not reached fails the run.</param>
internal sealed record Arguments(IReadOnlyList<string> Names, int Rounds, int Seconds, bool IsGate)
{
    public const string Usage = """
        dotnet run -c Release --project tests/Benchmarks -- [NAME ...] [--rounds=5] [--seconds=3] [--gate]

        Measures the service against a bare endpoint, in turn, and prints the ratios. All together take about a quarter of an hour.

          NAME         only benchmarks whose name contains it, such as cached, 304, start, export, import, access, efficiency, pictures, practices or reading
          --rounds=N   rounds of ceiling and ours in turn; at least five for figures that count
          --seconds=N  length of one load
          --gate       exit code 1 when a figure is not reached
        """;

    /// <summary>Reads <c>[names] [--rounds=5] [--seconds=3] [--gate]</c>.</summary>
    /// <exception cref="FormatException">A number is not a number.</exception>
    public static Arguments Parse(string[] args) => new(
        [.. args.Where(arg => !arg.StartsWith("--", StringComparison.Ordinal))],
        Number(args, "--rounds=", 5), Number(args, "--seconds=", 3), args.Contains("--gate"));

    /// <summary>Whether an option is one of those that <see cref="Parse"/> reads.</summary>
    public static bool Knows(string option) => option == "--gate" || option.StartsWith("--rounds=", StringComparison.Ordinal) || option.StartsWith("--seconds=", StringComparison.Ordinal);

    public bool Wants(string name) => Names.Count == 0 || Names.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static int Number(string[] args, string option, int otherwise) =>
        Array.Find(args, arg => arg.StartsWith(option, StringComparison.Ordinal)) is { } given
            ? int.Parse(given.AsSpan(option.Length), NumberStyles.None, CultureInfo.InvariantCulture)
            : otherwise;
}
