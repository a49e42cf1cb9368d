using System.Globalization;
using System.Net;

namespace Benchlearning.Benchmarks;

/// <summary>The requests that the figures are about.</summary>
internal static class Requests
{
    public const string JsonStat = "json-stat";
    public const string Rows = "rows";
    private const string ManyRows = "many-rows";
    private const string ManyJsonStat = "many-json-stat";
    private const string Comparison = "comparison";
    private const int Many = 50;

    private static readonly string One = $"/v1/observations?indicator={GeneratedFigures.Code(1)}&lang=en";
    private static readonly string OneJsonStat = One + "&format=json-stat";
    private static readonly string OneRows = string.Create(CultureInfo.InvariantCulture, $"{One}&limit={GeneratedFigures.Territories * GeneratedFigures.Years}");
    private static readonly string FiftyRows = $"/v1/observations?indicator={string.Join(',', Enumerable.Range(1, Many).Select(GeneratedFigures.Code))}&territory={GeneratedFigures.Municipality}&lang=en";
    private static readonly string FiftyJsonStat = FiftyRows + "&format=json-stat";
    private static readonly string Compared = $"/v1/comparisons?indicator={GeneratedFigures.Code(1)}&territory={GeneratedFigures.Municipality}&period=2013&lang=en";

    /// <summary>Name, address and number of indicators of every answer that the ceiling gives too.</summary>
    public static IReadOnlyList<(string Name, string Path, int Indicators)> Answers { get; } =
    [
        (JsonStat, OneJsonStat, 1), (Rows, OneRows, 1), (ManyRows, FiftyRows, Many), (ManyJsonStat, FiftyJsonStat, Many), (Comparison, Compared, 1),
    ];

    public static IReadOnlyList<RatioBenchmark> All { get; } =
    [
        new("cached: 1 indicator x 119 x 20, JSON-stat", "bytes", JsonStat, new LoadRequest(OneJsonStat), 0.5, null),
        new("cached: 1 indicator x 119 x 20, JSON rows", "bytes", Rows, new LoadRequest(OneRows), 0.5, null),
        new("304: 1 indicator x 119 x 20, JSON-stat", "not-modified", JsonStat, new LoadRequest(OneJsonStat, HttpStatusCode.NotModified), 0.4, null),
        new("304: 1 indicator x 119 x 20, JSON rows", "not-modified", Rows, new LoadRequest(OneRows, HttpStatusCode.NotModified), 0.4, null),
        new("nothing cached: 1 indicator x 119 x 20, JSON-stat", "cube", JsonStat, new LoadRequest(OneJsonStat, IsVaried: true), 0.5, null),
        new("nothing cached: 1 indicator x 119 x 20, JSON rows", "cube", Rows, new LoadRequest(OneRows, IsVaried: true), 0.5, null),
        new("nothing cached: 1 municipality x 50 indicators x 20, JSON-stat", "cube", ManyJsonStat, new LoadRequest(FiftyJsonStat, IsVaried: true), 0.5, null),
        new("nothing cached: 1 municipality x 50 indicators x 20, JSON rows", "cube", ManyRows, new LoadRequest(FiftyRows, IsVaried: true), 0.5, null),
        new("nothing cached: comparison of 1 municipality, 1 caller", "row", Comparison, new LoadRequest(Compared, IsVaried: true), null, 3, Connections: 1),
        new("nothing cached: comparison of 1 municipality, 16 callers", "row", Comparison, new LoadRequest(Compared, IsVaried: true), null, 3),
    ];
}
