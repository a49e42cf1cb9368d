using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Benchlearning.Api.Platform.Http;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>Parameters say whether they are required, which values they take, and what holds when they are left out.</summary>
internal sealed class ParameterConventions(IOptions<ServiceOptions> options) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var declared = QueryGuard.DeclaredBy(context.MethodInfo);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            if (parameter.In == ParameterLocation.Query && Array.Find(declared, candidate => candidate.Name == parameter.Name) is { } query)
                Describe(parameter, (OpenApiSchema)parameter.Schema!, query.Attributes);
    }

    private void Describe(OpenApiParameter parameter, OpenApiSchema schema, IReadOnlyList<Attribute> attributes)
    {
        parameter.Required = attributes.OfType<RequiredQueryAttribute>().Any();
        foreach (var attribute in attributes)
        {
            switch (attribute)
            {
                case AllowedValuesAttribute allowed:
                    schema.Enum = [.. allowed.Values.OfType<string>().Select(value => (JsonNode)JsonValue.Create(value))];
                    break;
                case DefaultQueryAttribute standard:
                    schema.Default = JsonSerializer.SerializeToNode(standard.Value);
                    break;
                case RangeAttribute range:
                    (schema.Minimum, schema.Maximum) = (Text(range.Minimum), Text(range.Maximum));
                    break;
                case StringLengthAttribute length:
                    schema.MaxLength = length.MaximumLength;
                    break;
                case PublishedPageSizeAttribute:
                    // Told in words: a default in the schema stands ready in Swagger UI, and a limit is refused where there are no pages.
                    parameter.Description += $" Default {Text(options.Value.DefaultPageSize)}.";
                    (schema.Minimum, schema.Maximum) = ("1", Text(options.Value.MaximumPageSize));
                    break;
            }
        }
    }

    private static string Text(object number) => Convert.ToString(number, CultureInfo.InvariantCulture)!;
}
