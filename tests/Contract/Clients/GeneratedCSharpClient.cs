using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;

namespace Benchlearning.Tests.Contract.Clients;

/// <summary>The C# client that NSwag makes of the contract, compiled with the code of a developer who uses it.</summary>
/// <param name="Code">The generated source.</param>
/// <param name="Assembly">Both, compiled and loaded.</param>
internal sealed record GeneratedCSharpClient(string Code, Assembly Assembly)
{
    public const string ClassName = "BenchlearningClient";
    public const string Namespace = "Generated";

    /// <summary>Generates, compiles and loads. NSwag reads the document as it is: OpenAPI 3.1, with null among the types.</summary>
    /// <exception cref="AssertionException">The code does not compile without a warning.</exception>
    public static async Task<GeneratedCSharpClient> OfAsync(string openApiJson, CancellationToken cancellationToken)
    {
        var document = await OpenApiDocument.FromJsonAsync(openApiJson, cancellationToken);
        var code = new CSharpClientGenerator(document, new CSharpClientGeneratorSettings
        {
            ClassName = ClassName,
            GenerateOptionalParameters = true,
            CSharpGeneratorSettings =
            {
                Namespace = Namespace,
                JsonLibrary = CSharpJsonLibrary.SystemTextJson,
                GenerateNullableReferenceTypes = true,
            },
        }).GenerateFile();
        return new GeneratedCSharpClient(code, Compile(code, Source("FirstQuestion.cs")));
    }

    /// <summary>Calls a method of the developer's code, which takes the connection.</summary>
    public Task<TResult> CallAsync<TResult>(string method, HttpClient http) =>
        (Task<TResult>)Assembly.GetType("FirstQuestion", throwOnError: true)!.GetMethod(method)!.Invoke(null, [http])!;

    private static Assembly Compile(params string[] sources)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "GeneratedClient",
            sources.Select(source => CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest))),
            platform,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        var findings = result.Diagnostics.Where(finding => finding.Severity >= DiagnosticSeverity.Warning).ToArray();
        Assert.That(findings, Is.Empty, "The generated client does not compile cleanly.");
        return AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(assembly.ToArray()));
    }

    private static string Source(string file)
    {
        using var reader = new StreamReader(typeof(GeneratedCSharpClient).Assembly.GetManifestResourceStream($"csharp/{file}")!);
        return reader.ReadToEnd();
    }
}
