using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>The schema of a JSON-stat 2.0 dataset (json-stat.org/format) as this service writes it: dense values, object-form indexes.</summary>
internal static class JsonStatSchema
{
    public const string Name = "JsonStatDataset";

    public static OpenApiSchema Schema => Object("A JSON-stat 2.0 dataset: dense values in row-major order of the dimensions.", new()
    {
        ["version"] = Constant("2.0"),
        ["class"] = Constant("dataset"),
        ["href"] = Text("Address of this very answer.", "uri"),
        ["label"] = Text("What the dataset is about, in the asked language."),
        ["source"] = Text("How to name the sources of the figures."),
        ["updated"] = Text("When the figures last changed.", "date-time"),
        ["id"] = List("Codes of the dimensions, in the order of the values: indicator, territory, the breakdowns, period.", Text(null)),
        ["size"] = List("Number of categories of each dimension.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" }),
        ["role"] = Object("Which dimension is time, geography and metric.", new()
        {
            ["time"] = List(null, Text(null)),
            ["geo"] = List(null, Text(null)),
            ["metric"] = List(null, Text(null)),
        }),
        ["dimension"] = Map("The dimensions by code.", Dimension()),
        ["value"] = List("A figure for each cell; null where there is none. Missing is never zero.", new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null }),
        ["status"] = List("One letter for each thing to know of a cell; empty where there is nothing. Absent when no cell has any.", Text(null)),
        ["extension"] = Object("What JSON-stat has no place for.", new()
        {
            ["status"] = Object(null, new() { ["label"] = Map("The meaning of each status used, in the asked language.", Text(null)) }),
            ["licence"] = List("Licence of each source.", Object(null, new()
            {
                ["source"] = Text("Code of the source."),
                ["licence"] = new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "Licence; null where the publisher states none." },
                ["attribution"] = Text("How to name the source when the figures are used."),
            })),
        }),
    }, "status");

    private static OpenApiSchema Dimension() => Object(null, new()
    {
        ["label"] = Text("Name in the asked language."),
        ["category"] = Object(null, new()
        {
            ["index"] = Map("Position of each category.", new OpenApiSchema { Type = JsonSchemaType.Integer }),
            ["label"] = Map("A unique name for each category.", Text(null)),
            ["unit"] = Map("Unit of each indicator; with the dimension indicator only.", Object(null, new()
            {
                ["label"] = Text("Name in the asked language."),
                ["decimals"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "Decimals of the figures." },
                ["symbol"] = Text("What is shown after a number."),
            })),
        }, "unit"),
    });

    private static OpenApiSchema Object(string? description, Dictionary<string, IOpenApiSchema> properties, string? optional = null) => new()
    {
        Type = JsonSchemaType.Object,
        Description = description,
        Properties = properties,
        Required = new SortedSet<string>(properties.Keys.Where(name => name != optional), StringComparer.Ordinal),
    };

    private static OpenApiSchema Map(string description, OpenApiSchema values) => new() { Type = JsonSchemaType.Object, Description = description, AdditionalProperties = values };

    private static OpenApiSchema List(string? description, OpenApiSchema items) => new() { Type = JsonSchemaType.Array, Description = description, Items = items };

    private static OpenApiSchema Text(string? description, string? format = null) => new() { Type = JsonSchemaType.String, Description = description, Format = format };

    private static OpenApiSchema Constant(string value) => new() { Type = JsonSchemaType.String, Enum = [JsonValue.Create(value)] };
}
