using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>Server, tags, shared parts, and what else the document as a whole needs.</summary>
internal sealed class DocumentConventions : IDocumentFilter
{
    public void Apply(Microsoft.OpenApi.OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        swaggerDoc.Servers = [new OpenApiServer { Url = OpenApiDocument.PlaceholderServer, Description = "This service" }];
        swaggerDoc.Tags = new HashSet<OpenApiTag>(DocumentInfo.Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));
        swaggerDoc.Security = // nothing is required, and who sends a key may see more
            [new OpenApiSecurityRequirement(), new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(UploadConventions.Bearer, swaggerDoc)] = [] }];
        SharedParts.AddTo(swaggerDoc);
        foreach (var operation in swaggerDoc.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
            operation.Description = Reflow(operation.Description ?? "");
    }

    /// <summary>Line breaks of the source within a paragraph mean nothing to the reader.</summary>
    private static string Reflow(string text) =>
        string.Join("\n\n", text.ReplaceLineEndings("\n").Split("\n\n").Select(paragraph => paragraph.ReplaceLineEndings(" ")));
}
