namespace Benchlearning.Tests.Integration.Features.Access;

/// <summary>A line of a table of expectations: what is done, to whose, and what each caller is to get.</summary>
/// <param name="Subject">Operation or level.</param>
/// <param name="Relation">own or other: whose it is, as the caller stands to it; empty: it is nobody's.</param>
/// <param name="Expected">By caller.</param>
internal sealed record MatrixLine(string Subject, string Relation, IReadOnlyDictionary<string, string> Expected);

/// <summary>The tables of expectations beside this file, written to be read.</summary>
internal static class AccessMatrix
{
    /// <summary>Reads a table.</summary>
    /// <param name="name">access-matrix.csv or another file of this folder.</param>
    public static (string[] Callers, IReadOnlyList<MatrixLine> Lines) Read(string name)
    {
        using var reader = new StreamReader(typeof(AccessMatrix).Assembly.GetManifestResourceStream(name)!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.StartsWith('#')).Select(line => line.Split(',')).ToArray();
        var callers = lines[0][2..];
        return (callers, [.. lines[1..].Select(line => new MatrixLine(line[0], line[1], callers.Zip(line[2..]).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal)))]);
    }

    /// <summary>What each caller of the tables holds; anonymous and operator hold nothing here.</summary>
    public static readonly IReadOnlyDictionary<string, Granted> Roles = new Granted[]
    {
        new("authorisedUser"), new("dataSubmitter", Callers.CesisNow), new("municipalCoordinator", Callers.CesisNow), new("networkCoordinator", Network: Network), new("politician", Callers.CesisNow),
        new("externalExpert", Network: Network), new("analyst"), new("sourceSystem", Source: "raim"), new("auditor"), new("administrator"),
    }.ToDictionary(granted => granted.Role, StringComparer.Ordinal);

    /// <summary>The network of its coordinator and its expert; nobody of Cēsis belongs to it.</summary>
    public const string Network = "matrix";
}
