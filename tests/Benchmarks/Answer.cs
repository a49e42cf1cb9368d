using System.Globalization;

namespace Benchlearning.Benchmarks;

/// <summary>An answer of ours, kept in a file for the ceiling to give.</summary>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Tag">Its ETag.</param>
/// <param name="IndicatorIds">The indicators that it is made of.</param>
internal sealed record Answer(byte[] Body, string ContentType, string Tag, int[] IndicatorIds)
{
    public async Task WriteAsync(string folder, string name, CancellationToken cancellationToken)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".body"), Body, cancellationToken);
        await File.WriteAllLinesAsync(Path.Combine(folder, name + ".head"), [ContentType, Tag, string.Join(',', IndicatorIds)], cancellationToken);
    }

    /// <summary>All answers of a folder by name.</summary>
    public static async Task<Dictionary<string, Answer>> ReadAllAsync(string folder)
    {
        var answers = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var file in Directory.GetFiles(folder, "*.head"))
        {
            var head = await File.ReadAllLinesAsync(file);
            answers[Path.GetFileNameWithoutExtension(file)] = new Answer(await File.ReadAllBytesAsync(Path.ChangeExtension(file, ".body")), head[0], head[1],
                [.. head[2].Split(',').Select(id => int.Parse(id, CultureInfo.InvariantCulture))]);
        }
        return answers;
    }
}
