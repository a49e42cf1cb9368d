using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Benchlearning.Api.Features.Observations.Formats;

/// <summary>
/// The same workbook, byte for byte, whenever and wherever it is made: what makes its ETag a strong one. The writer of workbooks dates the
/// entries of the archive and draws the ids of its relationships by lot; here they get a fixed date and numbers in order.
/// </summary>
internal static partial class StableWorkbook
{
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero); // the first that a zip archive can tell

    /// <summary>Copies a workbook from a stream that can seek.</summary>
    public static async Task CopyAsync(Stream made, Stream output, CancellationToken cancellationToken)
    {
        await using var source = new ZipArchive(made, ZipArchiveMode.Read, leaveOpen: true);
        await using var target = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in source.Entries)
        {
            var copy = target.CreateEntry(entry.FullName, CompressionLevel.Fastest);
            copy.LastWriteTime = Earliest;
            await using var from = await entry.OpenAsync(cancellationToken);
            await using var to = await copy.OpenAsync(cancellationToken);
            if (entry.FullName is "xl/workbook.xml" or "xl/_rels/workbook.xml.rels")
                await to.WriteAsync(Encoding.UTF8.GetBytes(Number(await ReadAsync(from, cancellationToken), numbers)), cancellationToken);
            else
                await from.CopyToAsync(to, cancellationToken);
        }
    }

    private static string Number(string part, Dictionary<string, string> numbers) => RelationshipId().Replace(part, match =>
    {
        if (!numbers.TryGetValue(match.Value, out var number))
            numbers[match.Value] = number = $"\"rId{numbers.Count + 1}\"";
        return number;
    });

    private static async Task<string> ReadAsync(Stream part, CancellationToken cancellationToken)
    {
        using var text = new StreamReader(part, Encoding.UTF8);
        return await text.ReadToEndAsync(cancellationToken);
    }

    [GeneratedRegex("\"R[0-9a-fA-F]{16,32}\"", RegexOptions.None, 1000)]
    private static partial Regex RelationshipId();
}
