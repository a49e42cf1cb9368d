namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// Reads raw files of one layout row by row. A new layout is a class and its registration; a change of how files are read is a new version,
/// so that every import says which parser read it.
/// </summary>
internal interface ISourceLayout
{
    /// <summary>What a caller names it by, such as tidy-csv.</summary>
    string Code { get; }

    /// <summary>Version of the parser, from 1.</summary>
    int Version { get; }

    /// <summary>The media type of its files; of several layouts with one, the first registered is taken where none is named.</summary>
    string MediaType { get; }

    /// <summary>True for a layout whose files people send; false for what only a sync fetches.</summary>
    bool IsSent => true;

    /// <summary>The rows of a file, in its order. Memory holds one row, not the file. Throws <see cref="LayoutException"/> for a file that is not of the layout.</summary>
    IAsyncEnumerable<SourceRow> ReadAsync(Stream content, CancellationToken cancellationToken);

    /// <summary>Code and version as kept with every import, such as tidy-csv/1.</summary>
    string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Code}/{Version}");
}

/// <summary>The file as a whole cannot be read: the messages say what is wrong and what would be right.</summary>
internal sealed class LayoutException(string rule, string lv, string en) : Exception(en)
{
    public string Rule { get; } = rule;

    public string Latvian { get; } = lv;
}
