using System.Text.Json;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// Takes the values of a JSON array, or JSON values that follow one another, from a stream. Strict JSON in UTF-8. Memory holds one buffer: a value that does
/// not fit into it is refused, however long it would be.
/// </summary>
/// <param name="content">The stream.</param>
/// <param name="isArray">True: one array; false: values one after another.</param>
internal sealed class JsonValues(Stream content, bool isArray)
{
    /// <summary>Longest value in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Deepest nesting of a value that holds a list, within the array.</summary>
    public const int Depth = 4;

    private readonly byte[] buffer = new byte[MostBytes];
    private JsonReaderState state = new(new JsonReaderOptions { MaxDepth = Depth, AllowMultipleValues = !isArray });
    private int start;
    private int end;
    private bool isWhole;
    private bool hasContent;
    private bool hasBegun;
    private bool hasBegunArray;

    /// <summary>The bytes of the next value, valid until the next call; null at the end. Throws <see cref="LayoutException"/> for what is no such JSON.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> NextAsync(CancellationToken cancellationToken)
    {
        if (!hasBegun)
            await BeginAsync(cancellationToken);
        while (true)
        {
            if (TryTake(out var value, out var isOver))
                return value;
            if (isOver)
                return null;
            if (start == 0 && end == buffer.Length)
                throw new LayoutException("row-too-long", $"Rinda ir garāka par {MostBytes} baitiem.", $"A row is longer than {MostBytes} bytes.");
            await FillAsync(cancellationToken);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        hasBegun = true;
        while (!isWhole && end < 4)
            await FillAsync(cancellationToken);
        var beginning = buffer.AsSpan(0, end);
        if (beginning.StartsWith("\uFEFF"u8))
            start = 3;
        else if (beginning.Length >= 2 && (beginning is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || beginning[..2].Contains((byte)0)))
            throw TidyJsonRow.NotUtf8();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        var length = await content.ReadAsync(buffer.AsMemory(end), cancellationToken);
        hasContent |= buffer.AsSpan(end, length).ContainsAnyExcept(" \t\r\n"u8);
        end += length;
        isWhole = length == 0;
        if (isWhole && !hasContent)
            throw new LayoutException("empty-file", "Fails ir tukšs.", "The file is empty.");
    }

    private bool TryTake(out ReadOnlyMemory<byte> value, out bool isOver)
    {
        (value, isOver) = (default, false);
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isWhole, state);
        try
        {
            while (reader.Read())
            {
                if (isArray && !hasBegunArray)
                {
                    if (reader.TokenType != JsonTokenType.StartArray)
                        throw new LayoutException("not-an-array", "Failam jābūt rindu masīvam: [ { … }, { … } ].", "The file has to be an array of rows: [ { … }, { … } ].");
                    hasBegunArray = true;
                }
                else if (reader.TokenType != JsonTokenType.EndArray)
                {
                    var from = start + (int)reader.TokenStartIndex;
                    if (!reader.TrySkip())
                        return false; // its end is still to come
                    Advance(reader);
                    value = buffer.AsMemory(from, start - from);
                    return true;
                }
                Advance(reader);
                reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isWhole, state);
            }
            Advance(reader);
            isOver = isWhole;
            return false;
        }
        catch (JsonException failure)
        {
            var place = $"{failure.LineNumber + 1}:{failure.BytePositionInLine + 1}";
            throw new LayoutException("not-json", $"Fails nav derīgs JSON (rinda un baits {place}); dziļums ne vairāk par {Depth}.", $"The file is not strict JSON (line and byte {place}), at most {Depth} levels deep.");
        }
    }

    private void Advance(in Utf8JsonReader reader) => (start, state) = (start + (int)reader.BytesConsumed, reader.CurrentState);
}
