using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Benchlearning.Api.Platform.Errors;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>
/// A row as a JSON object: territory, period, indicator and value, which have to be there, and breakdown, missingReason, flags, reasonLv, reasonEn. The value is a number or null;
/// everything else is a text, flags a list of them. A field that is not one of these is refused: a misspelt one would be lost.
/// </summary>
internal static class TidyJsonRow
{
    private const int Territory = 0, Period = 1, Indicator = 2, Value = 3, Flags = 6;
    private static readonly string[] Fields = ["territory", "period", "indicator", "value", "breakdown", "missingReason", "flags", "reasonLv", "reasonEn"];
    private static readonly byte[][] Names = [.. Fields.Select(Encoding.UTF8.GetBytes)];
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonValues.Depth };

    /// <summary>Reads a row. Throws <see cref="LayoutException"/> when it is not UTF-8.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="json">One JSON value, whole and strict.</param>
    /// <param name="territory">The territory of all rows, which then do not name it; null: each names its own.</param>
    public static SourceRow Read(int number, ReadOnlyMemory<byte> json, string? territory = null)
    {
        if (!Utf8.IsValid(json.Span))
            throw NotUtf8();
        var fields = new string?[Fields.Length];
        var problem = Read(json.Span, fields, isTerritoryGiven: territory is not null);
        return new SourceRow(number, territory ?? fields[Territory] ?? "", fields[Indicator] ?? "", fields[Period] ?? "", fields[4] ?? "", fields[Value] ?? "", fields[5] ?? "", fields[Flags], fields[7] ?? "", fields[8] ?? "",
            problem, () => Encoding.UTF8.GetString(json.Span));
    }

    public static LayoutException NotUtf8() => new("not-utf-8", "Fails nav UTF-8 (varbūt UTF-16 vai Windows-1257); JSON raksta tikai UTF-8.", "The file is not UTF-8 (UTF-16 or Windows-1257 perhaps); JSON is UTF-8 only.");

    private static RowProblem? Read(ReadOnlySpan<byte> json, string?[] fields, bool isTerritoryGiven)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return new RowProblem("not-an-object", "Rindai jābūt objektam: { \"territory\": …, \"period\": …, \"indicator\": …, \"value\": … }.", "A row has to be an object: { \"territory\": …, \"period\": …, \"indicator\": …, \"value\": … }.");
        RowProblem? problem = null;
        var seen = isTerritoryGiven ? 1 : 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(reader);
            if (field < 0 || (field == Territory && isTerritoryGiven))
                problem ??= Unknown(reader, isTerritoryGiven);
            else if ((seen & 1 << field) != 0)
                problem ??= new RowProblem("repeated-field", $"Lauks {Fields[field]} rindā ir vairākkārt.", $"The field {Fields[field]} is given more than once.", Fields[field]);
            reader.Read();
            if (field >= 0)
            {
                seen |= 1 << field;
                problem ??= Take(ref reader, field, fields);
            }
            reader.Skip();
        }
        return problem ?? Missing(seen, fields, isTerritoryGiven);
    }

    private static int FieldOf(in Utf8JsonReader reader)
    {
        for (var field = 0; field < Names.Length; field++)
            if (reader.ValueTextEquals(Names[field]))
                return field;
        return -1;
    }

    private static RowProblem Unknown(in Utf8JsonReader reader, bool isTerritoryGiven)
    {
        var known = isTerritoryGiven ? Fields[1..] : Fields;
        var name = TextOf(reader) ?? "";
        var near = Nearest.To(name, known);
        var allowed = near.Count > 0 ? near[0] : string.Join(", ", known);
        return new RowProblem("unknown-field", $"Nav zināms lauks „{Excerpt.Of(name)}”; varbūt: {allowed}.", $"There is no field '{Excerpt.Of(name)}'; perhaps: {allowed}.", Excerpt.Of(name));
    }

    private static RowProblem? Take(ref Utf8JsonReader reader, int field, string?[] fields)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (field == Value)
        {
            if (reader.TokenType != JsonTokenType.Number)
                return WrongType(field, "skaitlis bez pēdiņām, piemēram, 6.7, vai null", "a number without quotes, such as 6.7, or null");
            fields[field] = Encoding.UTF8.GetString(reader.ValueSpan);
        }
        else if (field == Flags)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                return WrongType(field, "tekstu saraksts, piemēram, [\"suspect\"]", "a list of texts, such as [\"suspect\"]");
            var flags = new List<string>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                if (reader.TokenType != JsonTokenType.String || TextOf(reader) is not { } flag)
                    return WrongType(field, "tekstu saraksts, piemēram, [\"suspect\"]", "a list of texts, such as [\"suspect\"]");
                else
                    flags.Add(flag);
            fields[field] = string.Join(' ', flags);
        }
        else if (reader.TokenType != JsonTokenType.String)
            return WrongType(field, "teksts pēdiņās, piemēram, \"2013\"", "a text in quotes, such as \"2013\"");
        else if (TextOf(reader) is not { } text)
            return new RowProblem("invalid-character", $"Laukā {Fields[field]} ir puse no zīmes (\\ud800 un tamlīdzīgi).", $"The field {Fields[field]} holds half of a character (\\ud800 and the like).", Fields[field]);
        else
            fields[field] = text;
        return null;
    }

    /// <summary>The text; null when it holds half of a surrogate pair.</summary>
    private static string? TextOf(in Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static RowProblem WrongType(int field, string lv, string en) => new("wrong-type", $"Lauks {Fields[field]} ir {lv}.", $"{Fields[field]} is {en}.", Fields[field]);

    /// <summary>What has to be there and is not; a value may be null, but it is said.</summary>
    private static RowProblem? Missing(int seen, string?[] fields, bool isTerritoryGiven)
    {
        for (var field = Territory; field <= Value; field++)
            if ((seen & 1 << field) == 0 || (field != Value && fields[field] is null && !(field == Territory && isTerritoryGiven)))
                return new RowProblem("missing-field", $"Trūkst lauka {Fields[field]}{(field == Value ? " (ja vērtības nav: null)" : "")}.", $"The field {Fields[field]} is missing{(field == Value ? " (where there is no value: null)" : "")}.", Fields[field]);
        return null;
    }
}
