using System.Reflection;
using System.Text.Json;
using Benchlearning.Contracts.V1;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>
/// What holds for every schema of the contracts. Fields of answers are always there, null or not; only a problem's extras may be left out.
/// An answer may grow by fields, which its readers pass over; a body with a field that is not ours is refused.
/// </summary>
internal sealed class SchemaConventions : ISchemaFilter
{
    private static readonly NullabilityInfoContext Nullability = new();

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties.Count: > 0 } described || context.Type.Namespace?.StartsWith("Benchlearning.Contracts", StringComparison.Ordinal) != true)
            return;
        foreach (var property in context.Type.GetProperties())
            Refine(described, JsonNamingPolicy.CamelCase.ConvertName(property.Name), property);

        var isBody = context.Type.GetConstructor(Type.EmptyTypes) is not null; // written by hand, field by field: not positional
        described.AdditionalPropertiesAllowed = !isBody;
        if (!isBody)
            described.Required = new SortedSet<string>(described.Properties.Keys.Where(name => !MayBeAbsent(context.Type, name)), StringComparer.Ordinal);
    }

    private static void Refine(OpenApiSchema schema, string name, PropertyInfo property)
    {
        if (!schema.Properties!.TryGetValue(name, out var described))
            return;
        if (described is OpenApiSchema { Items: OpenApiSchemaReference items })
            items.Reference.Description = null; // the schema that it refers to says it
        if (described is OpenApiSchemaReference reference && IsNullable(property))
        {
            var description = reference.Reference.Description;
            reference.Reference.Description = null;
            schema.Properties[name] = new OpenApiSchema { Description = description, OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        }
    }

    private static bool IsNullable(PropertyInfo property)
    {
        lock (Nullability)
            return Nullability.Create(property).ReadState == NullabilityState.Nullable;
    }

    private static bool MayBeAbsent(Type type, string name) =>
        (type == typeof(ApiProblem) && name == "errors") || (type == typeof(ProblemError) && name is not ("code" or "message"));
}
